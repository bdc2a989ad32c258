//! `gongkai schema 2021`, `gongkai schema 本地规则 --check`

use std::path::Path;
use std::process::ExitCode;

use gongkai::desk::{self, Desk};
use gongkai::law::Law;
use gongkai::law::edition::Edition;
use gongkai::law::json_schema::json_schema;
use gongkai::{output, rules};

use super::office::LawArgs;
use crate::disk::Disk;
use crate::error::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 格式，如 2021；或者地方规则文件、文件夹。不写时列出全部格式
    #[arg(value_name = "格式")]
    edition: Option<String>,
    /// 检查地方规则：写法有没有错误，哪些规则适用，哪些不适用
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    law: LawArgs,
}

impl Args {
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        let named = self.edition.as_deref();
        let path = named.map(Path::new).filter(|path| self.law.schemas.is_none() && path.exists());
        let desk = match path {
            Some(path) => Desk::with_schemas(&Disk, path)?,
            None => self.law.desk()?,
        };
        let law = desk.own_law();
        let asked: Vec<_> = match named {
            Some(id) if path.is_none() => {
                let edition = law.edition(id);
                let unknown = || desk::Error::unknown_edition(law, "schema".to_owned(), id);
                vec![edition.ok_or_else(unknown)?]
            }
            Some(_) => law.added.iter().filter_map(|id| law.edition(id)).collect(),
            None => law.editions.iter().collect(),
        };
        if self.check {
            return Ok(check(law, &asked));
        }
        match asked.as_slice() {
            [edition] => println!("{:#}", json_schema(law, edition)),
            editions => {
                for edition in editions {
                    println!("{:<16} {}，{}", edition.id, edition.name, edition.cites);
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Says what is wrong with the law's added files, and which rules speak of the
/// forms asked about.
fn check(law: &Law, editions: &[&std::sync::Arc<Edition>]) -> ExitCode {
    let found = rules::flaws(law);
    for finding in &found {
        println!("{}\n", output::one(finding, &law.files));
    }
    for edition in editions {
        println!("{}（{}）：{}", edition.name, edition.id, edition.cites);
        let lacking = rules::not_applicable(edition);
        let none = lacking.iter().filter(|rule| !rule.partly).count();
        let balances = edition.tables.iter().map(|table| table.balances.len()).sum::<usize>();
        println!("  适用的规则 {} 条，等式 {balances} 个", rules::all().count() - none);
        if !lacking.is_empty() {
            let reasons = lacking.iter().map(|rule| (rule.rule, &*rule.reason));
            println!(
                "  不适用的 {none} 条，部分适用的 {} 条：{}",
                lacking.len() - none,
                output::reasons(reasons)
            );
        }
    }
    if found.is_empty() {
        println!("写法没有问题");
        ExitCode::SUCCESS
    } else {
        println!("有 {} 处错误，有错误的文件没有采用", found.len());
        ExitCode::FAILURE
    }
}
