//! The command line of gongkai.

mod cli;
mod disk;
mod error;
mod preview;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::Cli::read() {
        Ok(cli) => cli.run().unwrap_or_else(|error| error.report()),
        Err(status) => status,
    }
}
