//! Findings for programs.

use serde::Serialize;

use super::Checked;
use crate::source::diagnostic::{Diagnostic, Severity};

/// One run: what `--format json` prints.
#[derive(Debug, Clone, Serialize)]
struct Run {
    files: Vec<File>,
    errors: usize,
    warnings: usize,
    hints: usize,
}

/// What was found in one data file.
#[derive(Debug, Clone, Serialize)]
pub struct File {
    /// Its path.
    pub file: String,
    /// The form it was read against.
    pub edition: String,
    /// Cells that hold something.
    pub filled: usize,
    /// All cells.
    pub cells: usize,
    /// The findings in the order of the file.
    pub findings: Vec<Finding>,
    /// Rules that could not be evaluated.
    pub not_evaluated: Vec<Unjudged>,
    /// Rules that the form gives nothing, or not everything, to speak of.
    pub not_applicable: Vec<Inapplicable>,
}

/// One finding. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Finding {
    pub rule: String,
    pub severity: &'static str,
    pub message: String,
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    pub cell: Option<String>,
    pub cites: String,
    pub help: Option<String>,
    pub waived: bool,
}

/// A rule that could not be evaluated, and why.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Unjudged {
    pub rule: String,
    pub reason: String,
}

/// A rule that does not apply, or only to a part, and why.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Inapplicable {
    pub rule: &'static str,
    pub reason: String,
    pub partly: bool,
}

/// Findings of a severity that count.
pub(super) fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.counts_as(severity)).count()
}

pub(super) fn write(files: &[Checked<'_>]) -> String {
    let count = |severity| files.iter().map(|file| count(file.findings, severity)).sum();
    let run = Run {
        files: files.iter().map(File::of).collect(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        hints: count(Severity::Hint),
    };
    // Strings and numbers can always be written.
    serde_json::to_string_pretty(&run).unwrap_or_default() + "\n"
}

impl File {
    /// What was found, as it is printed.
    pub fn of(file: &Checked<'_>) -> Self {
        let skipped = file.skipped.iter();
        let lacking = file.not_applicable.iter();
        Self {
            file: file.file.to_owned(),
            edition: file.edition.to_owned(),
            filled: file.filled,
            cells: file.cells,
            findings: file.findings.iter().map(|found| finding(file, found)).collect(),
            not_evaluated: skipped
                .map(|skip| Unjudged { rule: skip.rule.clone(), reason: skip.reason.clone() })
                .collect(),
            not_applicable: lacking
                .map(|rule| Inapplicable {
                    rule: rule.rule,
                    reason: rule.reason.clone(),
                    partly: rule.partly,
                })
                .collect(),
        }
    }
}

fn finding(file: &Checked<'_>, finding: &Diagnostic) -> Finding {
    let (name, start, end) = match file.source(finding) {
        Some((source, range)) => {
            let (start, end) = (source.position(range.start), source.position(range.end));
            (source.name.as_str(), start, end)
        }
        None => (file.file, (1, 1), (1, 1)),
    };
    Finding {
        rule: finding.rule.clone(),
        severity: finding.severity.keyword(),
        message: finding.message.clone(),
        file: name.to_owned(),
        line: start.0,
        column: start.1,
        end_line: end.0,
        end_column: end.1,
        cell: finding.cell.clone(),
        cites: finding.cites.clone(),
        help: finding.help.clone(),
        waived: finding.waived.is_some(),
    }
}
