//! What scripts and the shell are told of one state of the files.

use std::collections::BTreeMap;

use gongkai::data::fix;
use gongkai::desk::Project;
use gongkai::desk::edit;
use gongkai::document::{Block, Document, Inline};
use gongkai::output::json::{File, Finding};
use gongkai::output::{self, Checked};
use gongkai::prose;
use gongkai::report::Report;
use gongkai::source::diagnostic::{Diagnostic, Severity};
use gongkai::source::{Source, Span};

use super::shell;
use super::wire::{Highlight, Overview, Shown, State, Written};

/// Before there is anything to tell.
pub(super) fn nothing() -> State {
    let state = State { title: "预览".to_owned(), ..State::default() };
    State { panel: shell::panel(&state), ..state }
}

/// Findings and values, the findings as `check --format json` prints them; no
/// form and no panel yet.
pub(super) fn state(
    checked: &Checked<'_>,
    project: &Project,
    report: &Report,
    document: &Document,
) -> State {
    let File { edition, filled, cells, findings, not_evaluated, .. } = File::of(checked);
    let written = edit::written(project.tree(), &report.edition);
    let shown = |(shown, finding): (Finding, &Diagnostic)| Shown {
        severity_name: finding.severity.name(),
        excerpt: output::one(finding, checked.sources),
        words: words(finding, checked.sources).map(str::to_owned),
        mark: mark(finding, document),
        field: shown.cell.clone().or_else(|| field(finding, project, &written).map(str::to_owned)),
        finding: shown,
    };
    let count = |severity| checked.findings.iter().filter(|one| one.counts_as(severity)).count();
    State {
        edition,
        filled,
        cells,
        findings: findings.into_iter().zip(checked.findings).map(shown).collect(),
        not_evaluated,
        fixable: fix::edits(checked.findings).len(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        hints: count(Severity::Hint),
        values: values(project, report, written.clone()),
        overview: overview(report),
        ..State::default()
    }
}

/// What is written in every cell and in every other field.
fn values(
    project: &Project,
    report: &Report,
    written: BTreeMap<String, edit::Written>,
) -> BTreeMap<String, Written> {
    let cells = report.cells.iter().map(|(cell, entry)| {
        let (typed, shown) = (entry.typed.trim().to_owned(), entry.printed());
        let computed = report.follows(cell);
        (cell.to_string(), Written::Cell { typed, computed, shown })
    });
    let others = written.into_iter().map(|(path, written)| {
        let value = match written {
            edit::Written::Here(text) => Written::Text { typed: Some(text), file: None },
            edit::Written::File(name) => {
                let text = project.narrative(&name).map(|(_, source)| edit::plain(&source.text));
                Written::Text { typed: text, file: Some(name) }
            }
        };
        (path, value)
    });
    cells.chain(others).collect()
}

/// The part whose length is limited, counted as S1-LENGTH counts.
fn overview(report: &Report) -> Option<Overview> {
    let (part, limit) = report.edition.parts.iter().find_map(|part| Some((part, part.limit?)))?;
    let length = report.narrative(&part.id).map_or(0, |text| prose::length(&text.text.value));
    Some(Overview { heading: part.heading.clone(), length, limit })
}

/// The state of a half typed file: the statement at fault, and what is found in
/// the others.
pub(super) fn half(state: State) -> State {
    broken(state, "数据文件还没有写完，网页暂不更新".to_owned())
}

/// The state with a word on why the page is older than the files.
pub(super) fn broken(state: State, why: String) -> State {
    let state = State { broken: Some(why), ..state };
    State { panel: shell::panel(&state), ..state }
}

/// The key whose value a finding is about.
fn field<'w>(
    finding: &Diagnostic,
    project: &Project,
    written: &'w BTreeMap<String, edit::Written>,
) -> Option<&'w str> {
    let place = finding.place()?;
    let about = |(path, written): &(&String, &edit::Written)| {
        let beside = match written {
            edit::Written::File(name) => project.narrative(name).map(|(_, source)| source.id),
            edit::Written::Here(_) => None,
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
fn mark(finding: &Diagnostic, document: &Document) -> Option<Highlight> {
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
            return Some(Highlight { text: words, from, to });
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
