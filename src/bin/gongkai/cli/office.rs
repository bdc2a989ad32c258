//! Options of several commands: what an office or a locality brings along.

use std::path::PathBuf;

use gongkai::desk::{Desk, Error};

use crate::disk::Disk;

/// An office's own wording and look.
#[derive(Debug, clap::Args)]
pub(super) struct TemplateArgs {
    /// 本单位的模板文件夹（report.md.jinja、page.html.jinja、style.css、theme.toml，有哪个用哪个）
    #[arg(long, value_name = "文件夹")]
    pub(super) templates: Option<PathBuf>,
}

/// A locality's own rules.
#[derive(Debug, clap::Args)]
pub(super) struct LawArgs {
    /// 地方规则文件夹，代替数据文件里的 schemas（写法见 docs/local.md）
    #[arg(long, value_name = "文件夹")]
    pub(super) schemas: Option<PathBuf>,
}

impl LawArgs {
    /// The desk that works by these rules.
    pub(super) fn desk(&self) -> Result<Desk<'static>, Error> {
        match &self.schemas {
            Some(folder) => Desk::with_schemas(&Disk, folder),
            None => Ok(Desk::new(&Disk)),
        }
    }
}
