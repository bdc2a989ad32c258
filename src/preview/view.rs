//! What the browser is shown of one state of the files.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use gongkai::diagnostic::{Diagnostic, Severity};
use gongkai::document::{Block, Document, Inline};
use gongkai::edit::{self, Written};
use gongkai::fix;
use gongkai::output::{self, Checked, Format};
use gongkai::render;
use gongkai::report::{Entry, Origin, Report};
use gongkai::source::Source;
use serde_json::{Value, json};

use super::watch::{Stamp, stamps};
use super::{Settings, form, shell};
use crate::cli::Error;
use crate::cli::office::Office;
use crate::project::{Drafts, Project};

/// One state of the files, looked at.
pub(super) struct View {
    /// The files it depends on, and how they were before they were read.
    pub(super) files: Vec<PathBuf>,
    pub(super) stamps: Vec<Stamp>,
    /// The last page that could be made.
    pub(super) page: Arc<Page>,
    /// Everything beside the page, for scripts and for the shell.
    pub(super) state: Value,
}

/// A report that can be drawn.
pub(super) struct Page {
    pub(super) html: Vec<u8>,
    drawn: Option<Drawn>,
}

struct Drawn {
    document: Document,
    office: Arc<Office>,
    docx: OnceLock<Result<Vec<u8>, String>>,
    pdf: OnceLock<Result<Vec<u8>, String>>,
}

/// The version of the texts that the form is filled from.
pub(super) fn version(project: &Project) -> String {
    let mut hasher = DefaultHasher::new();
    project.own().iter().for_each(|source| source.text.hash(&mut hasher));
    format!("{:016x}", hasher.finish())
}

impl View {
    pub(super) fn first(settings: &Settings, office: &Arc<Office>) -> Self {
        let html =
            "<!DOCTYPE html><html lang=\"zh-CN\"><title>预览</title><p>还没有可以显示的页面。";
        let page = Arc::new(Page { html: html.into(), drawn: None });
        let state = state_of_nothing();
        let files = vec![settings.data.clone()];
        let nothing = Self { files, stamps: Vec::new(), page, state };
        Self::next(settings, office, &nothing)
    }

    /// The files as they are now. What cannot be shown leaves the last page.
    pub(super) fn next(settings: &Settings, office: &Arc<Office>, last: &View) -> Self {
        // Taken before reading, so that no change in between is missed.
        let mut files = last.files.clone();
        files.extend(settings.templates.files());
        let stamped: BTreeMap<_, _> = files.iter().cloned().zip(stamps(&files)).collect();
        let mut view = match Self::look(settings, office, &Drafts::new()) {
            Ok(looked) => {
                let page = if looked.whole || last.page.drawn.is_none() {
                    Arc::new(looked.page)
                } else {
                    Arc::clone(&last.page)
                };
                let state = if looked.whole { looked.state } else { half(looked.state, last) };
                Self { files: looked.files, stamps: Vec::new(), page, state }
            }
            Err(error) => last.broken(&error),
        };
        view.stamp(settings, |path| stamped.get(path).copied());
        view
    }

    fn stamp(&mut self, settings: &Settings, known: impl Fn(&PathBuf) -> Option<Stamp>) {
        let mut files = self.files.clone();
        files.extend(settings.templates.files());
        let now = stamps(&files);
        let stamp = |(path, now)| known(path).unwrap_or(now);
        self.stamps = files.iter().zip(now).map(stamp).collect();
    }

    /// The last page, with a word on why there is no newer one.
    pub(super) fn failed(&self, settings: &Settings, error: &Error) -> Self {
        let mut view = self.broken(error);
        view.stamp(settings, |_| None);
        view
    }

    fn broken(&self, error: &Error) -> Self {
        let mut state = self.state.clone();
        state["broken"] = json!(error.text());
        state["panel"] = json!(shell::panel(&state));
        let mut files = self.files.clone();
        let missed = match error {
            Error::Read { path, .. }
            | Error::TooLarge { path, .. }
            | Error::Encoding { path, .. } => Some(path),
            _ => None,
        };
        files.extend(missed.filter(|path| !self.files.contains(path)).cloned());
        Self { files, stamps: Vec::new(), page: Arc::clone(&self.page), state }
    }

    /// What the files come to, `drafts` in place of those on disk.
    pub(super) fn look(
        settings: &Settings,
        office: &Arc<Office>,
        drafts: &Drafts,
    ) -> Result<Looked, Error> {
        let previous = settings.previous.as_deref();
        let project = Project::with_drafts(&settings.data, previous, drafts)?;
        let report = project.report()?;
        let (outcome, mut document) = project.check(&report, &office.report)?;
        let name = project.path.display().to_string();
        let checked = project.checked(&name, &report, &outcome);
        let html = render::html::Html;
        let html = render::Renderer::render(&html, &document, office.look())?;
        document.draft = outcome.has(Severity::Error);
        let mut state = state(&checked, &project, &report, &document);
        state["version"] = json!(version(&project));
        state["title"] = json!(document.title);
        state["broken"] = Value::Null;
        state["form"] = form::form(&report, &state);
        state["panel"] = json!(shell::panel(&state));
        // An editor empties a file before it writes it.
        let whole = project.tree().errors.is_empty() && !project.text().trim().is_empty();
        let office = Arc::clone(office);
        let (docx, pdf) = (OnceLock::new(), OnceLock::new());
        let page = Page { html, drawn: Some(Drawn { document, office, docx, pdf }) };
        Ok(Looked { whole, files: project.files, page, state })
    }
}

/// A fresh look at a text.
pub(super) struct Looked {
    /// Nothing in it is half typed.
    whole: bool,
    files: Vec<PathBuf>,
    page: Page,
    pub(super) state: Value,
}

impl Page {
    /// The Word file or the PDF of the page; drawn when first asked for, and
    /// marked as a draft while there are errors.
    pub(super) fn file(&self, format: &str) -> Result<Vec<u8>, String> {
        let Some(drawn) = &self.drawn else {
            return Err("还没有可以输出的报告".to_owned());
        };
        let kept = if format == "pdf" { &drawn.pdf } else { &drawn.docx };
        let draw = || {
            let renderer = render::by_name(format).ok_or_else(String::new)?;
            let bytes = renderer.render(&drawn.document, drawn.office.look());
            bytes.map_err(|error| error.to_string())
        };
        kept.get_or_init(draw).clone()
    }

    pub(super) fn title(&self) -> &str {
        self.drawn.as_ref().map_or("", |drawn| drawn.document.title.as_str())
    }
}

/// What is wrong with a half typed file, before the last figures: what else is
/// found in it are consequences.
fn half(mut state: Value, last: &View) -> Value {
    let mut findings = state["findings"].take();
    if let Some(findings) = findings.as_array_mut() {
        findings.retain(|finding| finding["rule"] == "FILE-SYNTAX");
    }
    if last.page.drawn.is_some() {
        let version = state["version"].take();
        state = last.state.clone();
        state["version"] = version;
    }
    state["errors"] = json!(findings.as_array().map_or(0, Vec::len));
    for count in ["warnings", "hints", "fixable"] {
        state[count] = json!(0);
    }
    state["findings"] = findings;
    state["broken"] = json!("数据文件还没有写完，网页暂不更新");
    state["panel"] = json!(shell::panel(&state));
    state
}

fn state_of_nothing() -> Value {
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
fn state(
    checked: &Checked<'_>,
    project: &Project,
    report: &Report<'_>,
    document: &Document,
) -> Value {
    let printed = output::write(Format::Json, &[*checked], &[]);
    let mut state: Value = serde_json::from_str(&printed).unwrap_or_default();
    let mut file = state["files"][0].take();
    let written = edit::written(project.tree(), report.edition);
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
        let total = report.edition.find(cell).is_some_and(|place| place.column.total);
        (cell.to_string(), value(entry, total && entry.origin == Origin::RowOfZeros))
    });
    let others = written.into_iter().map(|(path, written)| {
        let value = match written {
            Written::Here(text) => json!({ "typed": text }),
            Written::File(name) => {
                let text =
                    project.narrative(&name).map(|(_, source)| source.text.trim_matches('\n'));
                json!({ "typed": text, "file": name })
            }
        };
        (path, value)
    });
    state["values"] = cells.chain(others).collect();
    state["overview"] = report.edition.parts.first().map_or(Value::Null, |part| {
        let length = report.narrative(&part.id).map_or(0, |text| length(&text.text.value));
        json!({ "heading": part.heading, "length": length, "limit": part.limit })
    });
    if let Some(state) = state.as_object_mut() {
        state.remove("files");
    }
    state
}

/// A cell; the total of a row of zeros `follows` from it.
fn value(entry: &Entry, follows: bool) -> Value {
    let computed = follows || entry.origin == Origin::Derived;
    let typed = entry.typed.trim();
    json!({ "typed": typed, "computed": computed, "shown": entry.printed() })
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
fn inside(inline: &Inline, place: gongkai::source::Span) -> Option<(usize, usize)> {
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

/// Characters as Word counts them: each Chinese one, and each run of others.
fn length(text: &str) -> usize {
    let mut count = 0;
    let mut run = false;
    for c in text.chars() {
        let one = !c.is_ascii() && !c.is_whitespace();
        let part = c.is_ascii() && !c.is_whitespace();
        count += usize::from(one || (part && !run));
        run = part;
    }
    count
}
