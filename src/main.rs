//! The command line of gongkai.

mod cli;
mod project;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::Cli::parse().run().unwrap_or_else(|error| error.report())
}
