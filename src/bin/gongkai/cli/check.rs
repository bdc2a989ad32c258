//! `gongkai check data.toml --previous ../2022/data.toml`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use gongkai::data::fix;
use gongkai::desk::Examined;
use gongkai::output::{self, Format};
use gongkai::rules;
use gongkai::source::diagnostic::Severity;

use super::office::{LawArgs, TemplateArgs};
use super::parallel;
use crate::disk;
use crate::error::Error;

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
    /// 就地改正全角数字、半角标点、多余空格等机械的问题，并列出改了什么
    #[arg(long)]
    fix: bool,
    /// 列出正文中可以引用表格的数字，和应写的引用
    #[arg(long)]
    figures: bool,
    /// 同时列出这种格式不适用的规则
    #[arg(short, long)]
    verbose: bool,
    /// 不显示进度
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    office: TemplateArgs,
    #[command(flatten)]
    law: LawArgs,
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
        let desk = self.law.desk()?;
        let template = desk.template(self.office.templates.as_deref())?;
        let files = desk.data_files(&self.files)?;
        let check = |file: &PathBuf| desk.check(file, self.previous.as_deref(), &template);
        let checked = parallel::map(&files, None, self.quiet, |file| -> Result<_, Error> {
            let found = check(file)?;
            // What is left to say, is said of the file as it is now.
            let again = self.fix && mend(&found)?;
            if again { Ok(check(file)?) } else { Ok(found) }
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
        let mut shown: Vec<_> = found.iter().map(Examined::checked).collect();
        if self.format.0 == Format::Text && !self.verbose {
            for file in &mut shown {
                file.not_applicable = &[];
            }
        }
        print!("{}", output::write(self.format.0, &shown, &rules::reference(desk.own_law())));
        if self.figures {
            found.iter().for_each(print_figures);
        }
        let worst = if self.strict { Severity::Warning } else { Severity::Error };
        let wrong = found.iter().any(|file| file.outcome.has(worst));
        Ok(match (failed, wrong) {
            (true, _) => ExitCode::from(2),
            (false, true) => ExitCode::FAILURE,
            (false, false) => ExitCode::SUCCESS,
        })
    }
}

/// Mends what is purely mechanical in a data file and its texts, and says what
/// was changed. Whether anything was.
fn mend(found: &Examined) -> Result<bool, Error> {
    let edits = found.edits();
    found.project.own().iter().for_each(|source| eprint!("{}", fix::summary(source, &edits)));
    disk::rewrite(&found.project.mended(&edits))
}

fn print_figures(found: &Examined) {
    for figure in rules::unbound(&found.report) {
        let source = found.project.sources.iter().find(|s| s.id == figure.place.file);
        let Some(source) = source else { continue };
        let (line, column) = source.position(figure.place.start as usize);
        let (name, written) = (&source.name, &figure.written);
        println!("{name}:{line}:{column}：{written}，可以写作 {}", figure.interpolation());
    }
}
