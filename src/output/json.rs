//! Findings for programs.

use serde_json::{Value, json};

use super::Checked;
use crate::source::diagnostic::{Diagnostic, Severity};

pub(super) fn write(files: &[Checked<'_>]) -> String {
    let count = |severity| {
        let findings = files.iter().flat_map(|file| file.findings);
        findings.filter(|finding| finding.counts_as(severity)).count()
    };
    let files: Vec<_> = files.iter().map(file).collect();
    let run = json!({
        "files": files,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "hints": count(Severity::Hint),
    });
    format!("{run:#}\n")
}

fn file(file: &Checked<'_>) -> Value {
    let findings: Vec<_> = file.findings.iter().map(|one| finding(file, one)).collect();
    let skipped: Vec<_> = file
        .skipped
        .iter()
        .map(|skip| json!({ "rule": skip.rule, "reason": skip.reason }))
        .collect();
    let lacking = file.not_applicable.iter();
    let lacking = lacking
        .map(|rule| json!({ "rule": rule.rule, "reason": rule.reason, "partly": rule.partly }));
    json!({
        "file": file.file,
        "edition": file.edition,
        "filled": file.filled,
        "cells": file.cells,
        "findings": findings,
        "not_evaluated": skipped,
        "not_applicable": lacking.collect::<Vec<_>>(),
    })
}

fn finding(file: &Checked<'_>, finding: &Diagnostic) -> Value {
    let (name, start, end) = match file.source(finding) {
        Some((source, range)) => {
            let (start, end) = (source.position(range.start), source.position(range.end));
            (source.name.as_str(), start, end)
        }
        None => (file.file, (1, 1), (1, 1)),
    };
    json!({
        "rule": finding.rule,
        "severity": finding.severity.keyword(),
        "message": finding.message,
        "file": name,
        "line": start.0,
        "column": start.1,
        "end_line": end.0,
        "end_column": end.1,
        "cell": finding.cell,
        "cites": finding.cites,
        "help": finding.help,
        "waived": finding.waived.is_some(),
    })
}
