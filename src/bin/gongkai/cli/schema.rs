//! `gongkai schema 2021`

use std::process::ExitCode;

use gongkai::law::Law;
use gongkai::law::json_schema::json_schema;

use super::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// 格式，如 2021；不写时列出全部格式
    #[arg(value_name = "格式")]
    edition: Option<String>,
}

impl Args {
    pub(super) fn run(self) -> Result<ExitCode, Error> {
        let Some(id) = self.edition else {
            for edition in Law::shipped().editions.iter() {
                println!("{:<16} {}，{}", edition.id, edition.name, edition.cites);
            }
            return Ok(ExitCode::SUCCESS);
        };
        let edition = Law::shipped()
            .edition(&id)
            .ok_or_else(|| Error::UnknownEdition { place: "schema".to_owned(), id })?;
        println!("{:#}", json_schema(Law::shipped(), edition));
        Ok(ExitCode::SUCCESS)
    }
}
