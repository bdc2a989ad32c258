//! `gongkai check data.toml --previous ../2022/data.toml`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use gongkai::diagnostic::Severity;
use gongkai::edition;
use gongkai::output::{self, Checked, Format};
use gongkai::report::Report;
use gongkai::rules::{self, Outcome};

use super::{Error, office, parallel};
use crate::project::{Project, data_files};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 数据文件或文件夹
    #[arg(default_value = "data.toml", value_name = "文件")]
    files: Vec<PathBuf>,
    /// 上一年度的数据文件，用于核对跨年数字
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,
    /// 输出格式
    #[arg(long, value_name = "格式", default_value = "text")]
    format: Shown,
    /// 有警告时也返回 1
    #[arg(long)]
    strict: bool,
    /// 不显示进度
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    office: office::TemplateArgs,
}

/// A name after `--format`.
#[derive(Debug, Clone, Copy)]
struct Shown(Format);

impl ValueEnum for Shown {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(Format::Text), Self(Format::Json), Self(Format::Sarif), Self(Format::Github)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (_, name) = Format::ALL.iter().find(|(format, _)| *format == self.0)?;
        Some(PossibleValue::new(*name))
    }
}

impl Args {
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        let template = self.office.report()?;
        let files = data_files(&self.files)?;
        let checked = parallel::map(&files, None, self.quiet, |file| {
            File::check(file, self.previous.as_deref(), &template)
        });
        let mut failed = false;
        let mut found = Vec::new();
        for file in checked {
            match file {
                Ok(file) => found.push(file),
                Err(error) => {
                    error.report();
                    failed = true;
                }
            }
        }
        let shown: Vec<_> = found.iter().map(File::checked).collect();
        print!("{}", output::write(self.format.0, &shown, &rules::reference(&edition::ALL)));
        let worst = if self.strict { Severity::Warning } else { Severity::Error };
        let wrong = found.iter().any(|file| file.outcome.has(worst));
        Ok(match (failed, wrong) {
            (true, _) => ExitCode::from(2),
            (false, true) => ExitCode::FAILURE,
            (false, false) => ExitCode::SUCCESS,
        })
    }
}

/// One data file with what was found in it.
struct File {
    name: String,
    project: Project,
    report: Report<'static>,
    outcome: Outcome,
}

impl File {
    fn check(path: &Path, previous: Option<&Path>, template: &str) -> Result<Self, Error> {
        let project = Project::open(path, previous)?;
        let report = project.report()?;
        let (outcome, _) = project.check(&report, template)?;
        Ok(Self { name: path.display().to_string(), project, report, outcome })
    }

    fn checked(&self) -> Checked<'_> {
        self.project.checked(&self.name, &self.report, &self.outcome)
    }
}
