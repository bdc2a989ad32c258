//! `gongkai explain T3-COL-BALANCE`

use std::process::ExitCode;

use gongkai::rules;

use super::office::LawArgs;
use crate::error::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 规则编号，如 T3-COL-BALANCE；不写时列出全部规则
    #[arg(value_name = "编号")]
    rule: Option<String>,
    #[command(flatten)]
    law: LawArgs,
}

impl Args {
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        let desk = self.law.desk()?;
        let law = desk.own_law();
        let reference = rules::reference(law);
        let Some(id) = self.rule else {
            for rule in &reference {
                println!("{:<20} {}  {}", rule.id, rule.severity, rule.name);
            }
            return Ok(ExitCode::SUCCESS);
        };
        let Some(entry) = rules::explain(law, &id) else {
            let meant = rules::nearest(&id, &reference).map(str::to_owned);
            return Err(Error::UnknownRule { id, meant });
        };
        print!("{entry}");
        Ok(ExitCode::SUCCESS)
    }
}
