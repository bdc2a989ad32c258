//! `gongkai new --agency 某县财政局 --year 2025`

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser};
use gongkai::desk::starter::{Prefill, Previous, starter};
use gongkai::desk::{self, Desk, Drafts};
use gongkai::law::Law;
use gongkai::law::json_schema::json_schema;

use super::ask::{self, ask};
use super::chinese::Reason;
use super::office::LawArgs;
use crate::disk::{self, Disk};
use crate::error::{Error, text};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 写到这个文件
    #[arg(default_value = "data.toml", value_name = "文件")]
    file: PathBuf,
    /// 机关全称
    #[arg(long, value_name = "名称")]
    agency: Option<String>,
    /// 报告年度，如 2025
    #[arg(long, value_name = "年份", value_parser = |text: &str| year(text).map_err(Reason))]
    year: Option<u16>,
    /// 机关类别
    #[arg(long, value_name = "类别", value_parser = kinds())]
    kind: Option<String>,
    /// 使用地方格式，如 hubei-2020
    #[arg(long, value_name = "格式")]
    edition: Option<String>,
    /// 上一年度的数据文件：带入机关、联系方式、结转和现行有效件数
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,
    #[command(flatten)]
    law: LawArgs,
}

/// The kinds of organ, for `--kind`.
fn kinds() -> PossibleValuesParser {
    let organs = Law::shipped().organs.iter();
    let values = organs.map(|organ| PossibleValue::new(&*organ.kind).help(&*organ.label));
    PossibleValuesParser::new(values.collect::<Vec<_>>())
}

impl Args {
    pub(super) fn run(mut self) -> Result<ExitCode, Error> {
        if self.file.exists() {
            return Err(Error::Exists(self.file));
        }
        if ask::somebody() {
            self.ask()?;
        }
        let desk = self.law.desk()?;
        let law = desk.own_law();
        let open = |path| desk.open(path, None, &Drafts::new())?.report();
        let last = self.previous.as_deref().map(open).transpose()?;
        let year = self
            .year
            .or_else(|| Some(last.as_ref()?.year?.value + 1))
            .ok_or(Error::MissingFlag("--year", "报告年度"))?;
        if self.agency.is_none() && last.is_none() {
            return Err(Error::MissingFlag("--agency", "机关全称"));
        }
        let edition = match &self.edition {
            Some(id) => law
                .edition(id)
                .ok_or_else(|| desk::Error::unknown_edition(law, "--edition".to_owned(), id))?,
            None => law.form(year).ok_or_else(|| no_edition(law, year))?,
        };
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let path = self.previous.as_deref().map(|path| relative(path, folder));
        let schemas = self.law.schemas.as_deref().map(|path| relative(path, folder));
        let prefill = Prefill {
            year,
            agency: self.agency.as_deref(),
            kind: self.kind.as_ref().and_then(|kind| law.organ(kind)).map(|organ| &**organ),
            schemas: schemas.as_deref(),
            previous: path
                .as_deref()
                .zip(last.as_ref())
                .map(|(path, report)| Previous { path, report }),
        };
        let schema = folder.join(format!("{}.schema.json", edition.id));
        let (text, keys) =
            (starter(law, edition, &prefill), format!("{:#}\n", json_schema(law, edition)));
        let written = [(self.file.clone(), text.as_bytes()), (schema, keys.as_bytes())];
        disk::write(written.into_iter())?;
        eprintln!("已写出 {}", self.file.display());
        eprintln!("在浏览器中填写：gongkai preview {}", self.file.display());
        eprintln!("填好以后核对：　gongkai check {}", self.file.display());
        Ok(ExitCode::SUCCESS)
    }

    /// Asks for what no flag said.
    fn ask(&mut self) -> Result<(), Error> {
        let told = self.agency.is_some() && self.year.is_some() && self.kind.is_some();
        if self.previous.is_none() && !told {
            self.previous = ask("上年数据文件（没有的直接回车）", last_year)?;
        }
        let follows = self.previous.is_some();
        let law = Arc::clone(self.law.desk()?.own_law());
        if self.year.is_none() {
            let hint = if follows { "（直接回车为上年的下一年）" } else { "" };
            self.year = ask(&format!("报告年度{hint}"), |answer| match answer {
                "" if follows => Ok(None),
                answer => {
                    let year = year(answer)?;
                    let form = self.edition.is_some() || law.form(year).is_some();
                    form.then_some(Some(year)).ok_or_else(|| no_edition(&law, year).to_string())
                }
            })?;
        }
        if self.agency.is_none() && !follows {
            self.agency = Some(ask("机关全称", |answer| match answer {
                "" => Err("请写机关的全称，如 某县财政局".to_owned()),
                answer => Ok(answer.to_owned()),
            })?);
        }
        if self.kind.is_none() && !follows {
            let organs = &law.organs;
            for (number, organ) in (1..).zip(organs) {
                eprintln!("  {number:>2}  {}", organ.label);
            }
            self.kind = Some(ask("机关类别（填序号）", |answer| {
                let at = ask::number(answer).and_then(|number| number.checked_sub(1));
                let organ = at.and_then(|at| organs.get(usize::from(at)));
                let wrong = || format!("请填 1 到 {} 的序号", organs.len());
                organ.map(|organ| organ.kind.clone()).ok_or_else(wrong)
            })?);
        }
        Ok(())
    }
}

fn no_edition(law: &Law, year: u16) -> Error {
    let local = law.editions.iter().filter(|edition| edition.local);
    let local = local.map(|edition| edition.id.as_str()).collect::<Vec<_>>().join("、");
    Error::NoEditionFor { year, local }
}

/// Last year's data file, if there is one, and it can be read.
fn last_year(answer: &str) -> Result<Option<PathBuf>, String> {
    if answer.is_empty() {
        return Ok(None);
    }
    let path = ask::path(answer);
    let desk = Desk::new(&Disk);
    let read = desk.open(&path, None, &Drafts::new()).and_then(|project| project.report());
    read.map(|_| Some(path)).map_err(|error| text(&error))
}

/// A year, `2025` or `2025年`.
fn year(text: &str) -> Result<u16, String> {
    let year = ask::number(text.trim_end_matches('年'));
    let year = year.filter(|year| (1000..10_000).contains(year));
    year.ok_or("请写四位数的年份，如 2025".to_owned())
}

/// The path of last year's file as seen from the new file's folder, which may
/// not exist yet.
fn relative(path: &Path, folder: &Path) -> String {
    let (Ok(target), Ok(base)) = (absolute(path), absolute(folder)) else {
        return path.display().to_string();
    };
    let shared = target.iter().zip(&base).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..".to_owned(), base.len() - shared);
    up.chain(target[shared..].iter().cloned()).collect::<Vec<_>>().join("/")
}

/// The steps of a path from the root, `..` resolved.
fn absolute(path: &Path) -> std::io::Result<Vec<String>> {
    let mut steps = Vec::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => drop(steps.pop()),
            part => steps.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    Ok(steps)
}
