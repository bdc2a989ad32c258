//! Findings as text, JSON, SARIF and GitHub annotations.
//!
//! In: what was found, as [`Checked`]. Out: texts. Touches no report and no
//! document.

mod github;
pub mod json;
mod sarif;
mod text;

use crate::rules::{Documented, NotApplicable, Skipped};
use crate::source::Source;
use crate::source::diagnostic::Diagnostic;

/// What was found in one data file.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The path as the user gave it.
    pub file: &'a str,
    /// Id of the edition it was read against.
    pub edition: &'a str,
    /// Cells that hold something.
    pub filled: usize,
    /// All cells.
    pub cells: usize,
    /// The findings, in the order of the file.
    pub findings: &'a [Diagnostic],
    /// The rules that could not be evaluated.
    pub skipped: &'a [Skipped],
    /// The rules that the form gives nothing to speak of; text shows them only
    /// where there are some here.
    pub not_applicable: &'a [NotApplicable],
    /// The files that findings point into.
    pub sources: &'a [Source],
}

impl Checked<'_> {
    fn source(&self, finding: &Diagnostic) -> Option<(&Source, std::ops::Range<usize>)> {
        let place = finding.place()?;
        let source = self.sources.iter().find(|source| source.id == place.file)?;
        Some((source, place.range()))
    }
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the line with carets under the place.
    Text,
    /// One JSON object for the whole run.
    Json,
    /// SARIF 2.1.0, for code-scanning services.
    Sarif,
    /// GitHub workflow commands.
    Github,
}

impl Format {
    /// Every format with its name after `--format`.
    pub const ALL: &[(Format, &str)] = &[
        (Self::Text, "text"),
        (Self::Json, "json"),
        (Self::Sarif, "sarif"),
        (Self::Github, "github"),
    ];
}

/// Writes what was found in all files of a run. `rules` are for SARIF.
pub fn write(format: Format, files: &[Checked<'_>], rules: &[Documented<'_>]) -> String {
    match format {
        Format::Text => text::write(files),
        Format::Json => json::write(files),
        Format::Sarif => sarif::write(files, rules),
        Format::Github => github::write(files),
    }
}

/// Rules by the reason why they do not speak, in one line.
pub fn reasons<'a>(rules: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    text::grouped(rules)
}

/// One finding with its excerpt, as in the terminal, without colour.
pub fn one(finding: &Diagnostic, sources: &[Source]) -> String {
    text::finding(finding, sources)
}
