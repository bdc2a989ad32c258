//! `gongkai completions bash`

use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, Error, chinese};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 命令行程序：bash、zsh、fish、powershell、elvish
    #[arg(value_name = "程序", hide_possible_values = true)]
    shell: Shell,
}

impl Args {
    #[expect(clippy::unnecessary_wraps, reason = "every command runs alike")]
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        let mut command = chinese::command(Cli::command());
        clap_complete::generate(self.shell, &mut command, "gongkai", &mut std::io::stdout());
        Ok(ExitCode::SUCCESS)
    }
}
