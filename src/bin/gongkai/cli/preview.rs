//! `gongkai preview data.toml`

use std::path::PathBuf;
use std::process::ExitCode;

use super::office::{LawArgs, TemplateArgs};
use crate::error::Error;
use crate::preview::{self, Settings};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 数据文件
    #[arg(default_value = "data.toml", value_name = "文件")]
    file: PathBuf,
    /// 端口；不写时用 8750，被占用就另选一个
    #[arg(long, value_name = "端口")]
    port: Option<u16>,
    /// 上一年度的数据文件，用于核对跨年数字
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,
    /// 本单位的字体文件夹，按 theme.toml 里的字体名或文件名优先使用
    #[arg(long, value_name = "文件夹")]
    fonts: Option<PathBuf>,
    #[command(flatten)]
    office: TemplateArgs,
    #[command(flatten)]
    law: LawArgs,
}

impl Args {
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        preview::serve(Settings {
            data: self.file,
            port: self.port,
            previous: self.previous,
            fonts: self.fonts,
            templates: self.office.templates,
            schemas: self.law.schemas,
        })
    }
}
