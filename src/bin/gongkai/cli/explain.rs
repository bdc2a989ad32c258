//! `gongkai explain T3-COL-BALANCE`

use std::process::ExitCode;

use gongkai::law::Law;
use gongkai::rules;

use super::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 规则编号，如 T3-COL-BALANCE；不写时列出全部规则
    #[arg(value_name = "编号")]
    rule: Option<String>,
}

impl Args {
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        let reference = rules::reference(Law::shipped());
        let Some(id) = self.rule else {
            for rule in &reference {
                println!("{:<20} {}  {}", rule.id, rule.severity, rule.name);
            }
            return Ok(ExitCode::SUCCESS);
        };
        let Some(entry) = rules::explain(Law::shipped(), &id) else {
            let meant = rules::nearest(&id, &reference).map(str::to_owned);
            return Err(Error::UnknownRule { id, meant });
        };
        print!("{entry}");
        Ok(ExitCode::SUCCESS)
    }
}
