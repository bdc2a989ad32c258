//! What scripts and the shell are told of one state of the files.

use std::collections::BTreeMap;

use gongkai::data::fix;
use gongkai::desk::Project;
use gongkai::desk::edit::{self, Written};
use gongkai::document::{Block, Document, Inline};
use gongkai::output::{self, Checked, Format};
use gongkai::prose;
use gongkai::report::Report;
use gongkai::source::diagnostic::Diagnostic;
use gongkai::source::{Source, Span};
use serde_json::{Value, json};

use super::shell;

/// Before there is anything to tell.
pub(super) fn nothing() -> Value {
    let mut state = json!({
        "version": "", "title": "预览", "edition": "", "broken": null, "filled": 0, "cells": 0,
        "overview": null, "fixable": 0, "errors": 0, "warnings": 0, "hints": 0, "findings": [],
        "not_evaluated": [], "values": {}, "form": { "sections": [], "parts": [] },
        "panel": "",
    });
    state["panel"] = json!(shell::panel(&state));
    state
}

/// Findings and values, the findings as `check --format json` prints them.
pub(super) fn state(
    checked: &Checked<'_>,
    project: &Project,
    report: &Report,
    document: &Document,
) -> Value {
    let printed = output::write(Format::Json, &[*checked], &[]);
    let mut state: Value = serde_json::from_str(&printed).unwrap_or_default();
    let mut file = state["files"][0].take();
    let written = edit::written(project.tree(), &report.edition);
    for (shown, finding) in
        file["findings"].as_array_mut().into_iter().flatten().zip(checked.findings)
    {
        shown["severity_name"] = json!(finding.severity.name());
        shown["excerpt"] = json!(output::one(finding, checked.sources));
        shown["words"] = json!(words(finding, checked.sources));
        shown["mark"] = json!(mark(finding, document));
        if shown["cell"].is_null() {
            shown["field"] = json!(field(finding, project, &written));
        } else {
            shown["field"] = shown["cell"].clone();
        }
    }
    state["fixable"] = json!(fix::edits(checked.findings).len());
    for key in ["edition", "filled", "cells", "findings", "not_evaluated"] {
        state[key] = file[key].take();
    }
    let cells = report.cells.iter().map(|(cell, entry)| {
        let (typed, shown) = (entry.typed.trim(), entry.printed());
        let computed = report.follows(cell);
        (cell.to_string(), json!({ "typed": typed, "computed": computed, "shown": shown }))
    });
    let others = written.into_iter().map(|(path, written)| {
        let value = match written {
            Written::Here(text) => json!({ "typed": text }),
            Written::File(name) => {
                let text = project.narrative(&name).map(|(_, source)| edit::plain(&source.text));
                json!({ "typed": text, "file": name })
            }
        };
        (path, value)
    });
    state["values"] = cells.chain(others).collect();
    let limited = report.edition.parts.iter().find_map(|part| Some((part, part.limit?)));
    state["overview"] = limited.map_or(Value::Null, |(part, limit)| {
        let length = report.narrative(&part.id).map_or(0, |text| prose::length(&text.text.value));
        json!({ "heading": part.heading, "length": length, "limit": limit })
    });
    if let Some(state) = state.as_object_mut() {
        state.remove("files");
    }
    state
}

/// The state of a half typed file: the statement at fault, and what is found in
/// the others.
pub(super) fn half(mut state: Value) -> Value {
    state["broken"] = json!("数据文件还没有写完，网页暂不更新");
    state["panel"] = json!(shell::panel(&state));
    state
}

/// The key whose value a finding is about.
fn field<'w>(
    finding: &Diagnostic,
    project: &Project,
    written: &'w BTreeMap<String, Written>,
) -> Option<&'w str> {
    let place = finding.place()?;
    let about = |(path, written): &(&String, &Written)| {
        let beside = match written {
            Written::File(name) => project.narrative(name).map(|(_, source)| source.id),
            Written::Here(_) => None,
        };
        let here = project.tree().entry(path).is_some_and(|entry| {
            let value = entry.node.span;
            value.file == place.file
                && (entry.key_span.start..value.end.max(value.start + 1)).contains(&place.start)
        });
        here || beside == Some(place.file)
    };
    written.iter().find(about).map(|(path, _)| path.as_str())
}

/// The words of the data file that a finding points at.
fn words<'s>(finding: &Diagnostic, sources: &'s [Source]) -> Option<&'s str> {
    let place = finding.place()?;
    let source = sources.iter().find(|source| source.id == place.file)?;
    source.text.get(place.range())
}

/// Where a finding about a text is in the page: the words of its block, and
/// which of them, counted as scripts count, in UTF-16.
fn mark(finding: &Diagnostic, document: &Document) -> Option<Value> {
    let place = finding.place()?;
    let texts = document.blocks.iter().flat_map(|block| match block {
        Block::Heading(heading) => vec![&heading.text],
        Block::Paragraph(paragraph) => vec![&paragraph.text],
        Block::List { items, .. } => items.iter().collect(),
        Block::Picture(_) | Block::Table(_) => Vec::new(),
    });
    for text in texts {
        let mut from = None;
        let mut to = 0;
        let mut at = 0;
        for inline in text {
            if let Some((start, end)) = inside(inline, place) {
                from = from.or(Some(at + start));
                to = at + end;
            }
            at += units(&inline.text);
        }
        if let Some(from) = from {
            let words: String = text.iter().map(|inline| inline.text.as_str()).collect();
            return Some(json!({ "text": words, "from": from, "to": to }));
        }
    }
    None
}

/// The part of an inline that was written at a place.
fn inside(inline: &Inline, place: Span) -> Option<(usize, usize)> {
    let own = inline.place.filter(|own| own.file == place.file)?;
    if place.start >= own.end || place.end <= own.start {
        return None;
    }
    let verbatim = own.range().len() == inline.text.len();
    let bytes = |at: u32| at.saturating_sub(own.start) as usize;
    let from = bytes(place.start);
    let to = bytes(place.end.min(own.end));
    match (inline.text.get(..from), inline.text.get(..to)) {
        (Some(before), Some(until)) if verbatim => Some((units(before), units(until))),
        _ => Some((0, units(&inline.text))),
    }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
