//! Findings for code-scanning services: SARIF 2.1.0 (OASIS).

use serde_json::{Value, json};

use super::Checked;
use crate::rules::Documented;
use crate::source::diagnostic::{Diagnostic, Severity};

pub(super) fn write(files: &[Checked<'_>], rules: &[Documented<'_>]) -> String {
    let found = |rule: &Documented<'_>| {
        files.iter().flat_map(|file| file.findings).any(|finding| finding.rule == rule.id)
    };
    let rules: Vec<_> = rules.iter().filter(|rule| found(rule)).map(rule).collect();
    let results: Vec<_> = files
        .iter()
        .flat_map(|file| file.findings.iter().map(|finding| result(file, finding)))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gongkai",
                "version": env!("CARGO_PKG_VERSION"),
                "language": "zh-CN",
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(rule: &Documented<'_>) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.name },
        "help": { "text": rule.doc, "markdown": rule.doc },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(file: &Checked<'_>, finding: &Diagnostic) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": uri(file.file) } });
    if let Some((source, range)) = file.source(finding) {
        let (start, end) = (source.position(range.start), source.position(range.end));
        location = json!({
            "artifactLocation": { "uri": uri(&source.name) },
            "region": {
                "startLine": start.0,
                "startColumn": start.1,
                "endLine": end.0,
                "endColumn": end.1,
            },
        });
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": finding.message },
        "locations": [{ "physicalLocation": location }],
    });
    if let Some(reason) = &finding.waived {
        result["suppressions"] = json!([{ "kind": "inSource", "justification": reason }]);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

/// A path as a relative URI: what RFC 3986 does not allow is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}
