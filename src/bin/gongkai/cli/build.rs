//! `gongkai build data.toml --out out`

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gongkai::layout::font::Origin;
use gongkai::output::{self, Format};
use gongkai::render::{self, Renderer, html};
use gongkai::source::diagnostic::Severity;

use super::office::{self, Office};
use super::{Error, files, parallel};
use crate::project::{Project, data_files};

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
    office: office::TemplateArgs,
}

/// A name without ending, and the bytes by ending.
type Files = (String, Vec<(&'static str, Vec<u8>)>);

/// What became of one data file.
struct Built {
    path: PathBuf,
    /// The findings, as text.
    findings: String,
    /// The name of the files without ending, and their bytes by ending; nothing
    /// if the report was refused.
    files: Option<Files>,
}

impl Args {
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        let renderers = renderers(&self.to)?;
        let office = self.office.office(self.fonts.as_deref())?;
        let paths = data_files(&self.files)?;
        let built = parallel::map(&paths, self.jobs, self.quiet, |file| {
            self.build(file, &office, &renderers)
        });

        let (mut failed, mut refused, mut written) = (false, false, false);
        let mut names: BTreeMap<String, PathBuf> = BTreeMap::new();
        for built in built {
            let outcome = built.and_then(|built| {
                print!("{}", built.findings);
                let Some((name, files)) = built.files else {
                    refused = true;
                    eprintln!(
                        "{}：有错误，没有生成。改正后重试，或用 --draft 生成草稿",
                        built.path.display()
                    );
                    return Ok(());
                };
                if let Some(other) = names.insert(name.clone(), built.path.clone()) {
                    return Err(Error::SameName { one: built.path, other });
                }
                let path = |ending: &str| self.out.join(format!("{name}.{ending}"));
                files::write(files.iter().map(|(ending, bytes)| (path(ending), bytes.as_slice())))?;
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

    fn build(
        &self,
        path: &Path,
        office: &Office,
        renderers: &[&'static dyn Renderer],
    ) -> Result<Built, Error> {
        let project = Project::open(path, self.previous.as_deref())?;
        let report = project.report()?;
        let (outcome, mut document) = project.check(&report, &office.report)?;
        let name = path.display().to_string();
        let checked = project.checked(&name, &report, &outcome);
        let findings = if outcome.findings.is_empty() {
            String::new()
        } else {
            output::write(Format::Text, &[checked], &[])
        };
        let worst = if self.strict { Severity::Warning } else { Severity::Error };
        if outcome.has(worst) && !self.draft {
            return Ok(Built { path: path.to_owned(), findings, files: None });
        }
        document.draft = self.draft;
        let mut files = Vec::new();
        for renderer in renderers {
            let bytes = renderer
                .render(&document, office.look())
                .map_err(|error| Error::drawing(error, &project.sources))?;
            files.push((renderer.name(), bytes));
        }
        if self.fragment {
            let fragment = html::fragment(&document, office.look())?;
            files.push(("fragment.html", fragment.into_bytes()));
        }
        let files = Some((file_name(&document.title, path), files));
        Ok(Built { path: path.to_owned(), findings, files })
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

/// The title as a file name: marks that file systems refuse become `_`, and
/// the length stays below what they take. Without a title, the data file's name.
fn file_name(title: &str, data: &Path) -> String {
    let mut name = String::new();
    for c in title.trim().chars() {
        if name.len() + c.len_utf8() > 240 {
            break;
        }
        let refused = c.is_control() || "/\\:*?\"<>|".contains(c);
        name.push(if refused { '_' } else { c });
    }
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() {
        return data.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    }
    name.to_owned()
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
