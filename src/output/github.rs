//! Findings as GitHub workflow commands.

use super::Checked;
use crate::source::diagnostic::Severity;

pub(super) fn write(files: &[Checked<'_>]) -> String {
    let mut text = String::new();
    for file in files {
        for finding in file.findings.iter().filter(|finding| finding.waived.is_none()) {
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Hint => "notice",
            };
            let place = match file.source(finding) {
                Some((source, range)) => {
                    let (line, column) = source.position(range.start);
                    let (end_line, end_column) = source.position(range.end);
                    format!(
                        "file={},line={line},col={column},endLine={end_line},endColumn={end_column}",
                        property(&source.name)
                    )
                }
                None => format!("file={}", property(file.file)),
            };
            let title = property(&finding.rule);
            let message = data(&finding.message);
            text += &format!("::{command} {place},title={title}::{message}\n");
        }
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
