//! `gongkai build data.toml --out out`

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use gongkai::desk::{Made, Office, Wanted};
use gongkai::layout::font::Origin;
use gongkai::output::{self, Checked, Format};
use gongkai::render::{self, Renderer};

use super::office::{LawArgs, TemplateArgs};
use super::parallel;
use crate::disk;
use crate::error::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 数据文件或文件夹
    #[arg(default_value = "data.toml", value_name = "文件")]
    files: Vec<PathBuf>,
    /// 输出到这个文件夹
    #[arg(long, value_name = "文件夹", default_value = ".")]
    out: PathBuf,
    /// 输出哪些格式，用逗号隔开
    #[arg(long, value_name = "格式", value_delimiter = ',', default_value = "html,docx,pdf")]
    to: Vec<String>,
    /// 另外输出一个不带页面框架、样式写在元素里的网页片段，供粘贴到网站后台
    #[arg(long)]
    fragment: bool,
    /// 有错误也生成，每页标明“草稿”
    #[arg(long)]
    draft: bool,
    /// 有警告时也不生成
    #[arg(long)]
    strict: bool,
    /// 上一年度的数据文件，用于核对跨年数字
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,
    /// 本单位的字体文件夹，按 theme.toml 里的字体名或文件名优先使用
    #[arg(long, value_name = "文件夹")]
    fonts: Option<PathBuf>,
    /// 同时处理几个文件
    #[arg(long, value_name = "个数")]
    jobs: Option<NonZeroUsize>,
    /// 不显示进度和写出的文件，只列出问题
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    office: TemplateArgs,
    #[command(flatten)]
    law: LawArgs,
}

impl Args {
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        let renderers = renderers(&self.to)?;
        let desk = self.law.desk()?;
        let office = desk.office(self.office.templates.as_deref(), self.fonts.as_deref())?;
        let paths = desk.data_files(&self.files)?;
        let (fragment, draft, strict) = (self.fragment, self.draft, self.strict);
        let wanted = Wanted { renderers: &renderers, fragment, draft, strict };
        let built = parallel::map(&paths, self.jobs, self.quiet, |file| {
            let (examined, made) = desk.build(file, self.previous.as_deref(), &office, wanted)?;
            let findings = if examined.findings().is_empty() {
                String::new()
            } else {
                let checked = Checked { not_applicable: &[], ..examined.checked() };
                output::write(Format::Text, &[checked], &[])
            };
            Ok((examined.project.path, findings, made))
        });

        let (mut failed, mut refused, mut written) = (false, false, false);
        let mut names: BTreeMap<String, PathBuf> = BTreeMap::new();
        for built in built {
            let outcome = built.and_then(|(data, findings, made)| {
                print!("{findings}");
                let Some(Made { name, files }) = made else {
                    refused = true;
                    eprintln!(
                        "{}：有错误，没有生成。改正后重试，或用 --draft 生成草稿",
                        data.display()
                    );
                    return Ok(());
                };
                if let Some(other) = names.insert(name.clone(), data.clone()) {
                    return Err(Error::SameName { one: data, other });
                }
                let path = |ending: &str| self.out.join(format!("{name}.{ending}"));
                disk::write(files.iter().map(|(ending, bytes)| (path(ending), bytes.as_slice())))?;
                written = true;
                for (ending, _) in files.iter().filter(|_| !self.quiet) {
                    eprintln!("已写出 {}", path(ending).display());
                }
                Ok(())
            });
            if let Err(error) = outcome {
                error.report();
                failed = true;
            }
        }
        let drawn = renderers.iter().any(|renderer| renderer.name() == "pdf");
        if written && drawn && !self.quiet {
            report_fonts(&office);
        }
        Ok(match (failed, refused) {
            (true, _) => ExitCode::from(2),
            (false, true) => ExitCode::FAILURE,
            (false, false) => ExitCode::SUCCESS,
        })
    }
}

fn renderers(names: &[String]) -> Result<Vec<&'static dyn Renderer>, Error> {
    let known = || render::ALL.iter().map(|renderer| renderer.name()).collect::<Vec<_>>();
    let mut chosen: Vec<&'static dyn Renderer> = Vec::new();
    for name in names {
        let renderer = render::by_name(name.trim())
            .ok_or_else(|| Error::UnknownOutput(name.clone(), known().join("、")))?;
        if chosen.iter().all(|other| other.name() != renderer.name()) {
            chosen.push(renderer);
        }
    }
    Ok(chosen)
}

/// Says which font file each face of the PDF came from.
fn report_fonts(office: &Office) {
    let faces = office.theme.face.values().zip(office.fonts.faces());
    let shown = faces.map(|(face, found)| {
        let origin = match found.origin {
            Origin::BuiltIn => "内置",
            Origin::Office => "本单位",
        };
        format!("{} 用 {}（{origin}）", face.name, found.file)
    });
    eprintln!("PDF 字体：{}", shown.collect::<Vec<_>>().join("，"));
}
