//! `gongkai new --agency 某县财政局 --year 2025`

use std::io::{IsTerminal as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use gongkai::edition;
use gongkai::json_schema::json_schema;
use gongkai::report::Kind;
use gongkai::starter::{Prefill, Previous, starter};

use super::{Error, files};
use crate::project::Project;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 写到这个文件
    #[arg(default_value = "data.toml", value_name = "文件")]
    file: PathBuf,
    /// 机关全称
    #[arg(long, value_name = "名称")]
    agency: Option<String>,
    /// 报告年度，如 2025
    #[arg(long, value_name = "年份")]
    year: Option<u16>,
    /// 机关类别
    #[arg(long, value_name = "类别")]
    kind: Option<Word>,
    /// 使用地方格式，如 hubei-2020
    #[arg(long, value_name = "格式")]
    edition: Option<String>,
    /// 上一年度的数据文件：带入机关、联系方式、结转和现行有效件数
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,
}

/// A word after `--kind`.
#[derive(Debug, Clone, Copy)]
struct Word(Kind);

impl ValueEnum for Word {
    fn value_variants<'a>() -> &'a [Self] {
        const WORDS: [Word; Kind::ALL.len()] = {
            let mut words = [Word(Kind::CountyDepartment); Kind::ALL.len()];
            let mut at = 0;
            while at < words.len() {
                words[at] = Word(Kind::ALL[at].0);
                at += 1;
            }
            words
        };
        &WORDS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.word()).help(self.0.label()))
    }
}

impl Args {
    pub(super) fn run(mut self) -> Result<ExitCode, Error> {
        if self.file.exists() {
            return Err(Error::Exists(self.file));
        }
        if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
            self.ask()?;
        }
        let project = self.previous.as_deref().map(|path| Project::open(path, None)).transpose()?;
        let last = project.as_ref().map(Project::report).transpose()?;
        let year = self
            .year
            .or_else(|| Some(last.as_ref()?.year?.value + 1))
            .ok_or(Error::MissingFlag("--year", "报告年度"))?;
        if self.agency.is_none() && last.is_none() {
            return Err(Error::MissingFlag("--agency", "机关全称"));
        }
        let edition = match &self.edition {
            Some(id) => edition::by_id(id).ok_or_else(|| Error::UnknownEdition {
                place: "--edition".to_owned(),
                id: id.clone(),
            })?,
            None => edition::in_force(year).ok_or(Error::NoEditionFor { year })?,
        };
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let path = self.previous.as_deref().map(|path| relative(path, folder));
        let prefill = Prefill {
            year,
            agency: self.agency.as_deref(),
            kind: self.kind.map(|word| word.0),
            previous: path
                .as_deref()
                .zip(last.as_ref())
                .map(|(path, report)| Previous { path, report }),
        };
        let schema = folder.join(format!("{}.schema.json", edition.id));
        let (text, keys) = (starter(edition, &prefill), format!("{:#}\n", json_schema(edition)));
        let written = [(self.file.clone(), text.as_bytes()), (schema, keys.as_bytes())];
        files::write(written.into_iter())?;
        eprintln!("已写出 {}", self.file.display());
        eprintln!("填写后运行：gongkai check {}", self.file.display());
        Ok(ExitCode::SUCCESS)
    }

    /// Asks for what no flag said.
    fn ask(&mut self) -> Result<(), Error> {
        if self.previous.is_none() {
            let path = question("上年数据文件（没有的直接回车）")?;
            self.previous = (!path.is_empty()).then(|| PathBuf::from(path));
        }
        while self.year.is_none() {
            let hint = if self.previous.is_some() {
                "（直接回车为上年的下一年）"
            } else {
                ""
            };
            let year = question(&format!("报告年度{hint}"))?;
            if year.is_empty() && self.previous.is_some() {
                break;
            }
            self.year = year.parse().ok();
        }
        while self.agency.is_none() && self.previous.is_none() {
            let agency = question("机关全称")?;
            self.agency = (!agency.is_empty()).then_some(agency);
        }
        while self.kind.is_none() && self.previous.is_none() {
            for (number, (_, _, label)) in Kind::ALL.iter().enumerate() {
                eprintln!("  {:>2}  {label}", number + 1);
            }
            let number = question("机关类别（填序号）")?.parse::<usize>();
            let kind = number.ok().and_then(|number| Kind::ALL.get(number.checked_sub(1)?));
            self.kind = kind.map(|(kind, ..)| Word(*kind));
        }
        Ok(())
    }
}

/// One line from the terminal; the end of the input ends the program.
fn question(text: &str) -> Result<String, Error> {
    eprint!("{text}：");
    let mut answer = String::new();
    let read = std::io::stderr().flush().and_then(|()| std::io::stdin().read_line(&mut answer));
    match read {
        Ok(0) => Err(Error::Interrupted),
        Ok(_) => Ok(answer.trim().to_owned()),
        Err(source) => Err(Error::Read { path: PathBuf::from("-"), source }),
    }
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
