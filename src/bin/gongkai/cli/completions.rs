//! `gongkai completions bash`

use std::io::Write as _;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, chinese};
use crate::error::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 命令行程序
    #[arg(value_name = "程序")]
    shell: Shell,
}

impl Args {
    #[expect(clippy::unnecessary_wraps, reason = "every command runs alike")]
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        let mut command = chinese::command(Cli::command());
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "gongkai", &mut script);
        // Whoever reads may have read enough.
        let _ = std::io::stdout().write_all(&script);
        Ok(ExitCode::SUCCESS)
    }
}
