//! Findings for people.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::Checked;
use crate::source::diagnostic::{Diagnostic, Severity};
use crate::source::{Source, floor};

/// Longest part of a line that is shown around a place, in bytes; narratives
/// are lines of a thousand characters.
const EXCERPT: usize = 120;

pub(super) fn write(files: &[Checked<'_>]) -> String {
    let mut text = String::new();
    for file in files {
        for found in file.findings {
            text += &finding(found, file.sources);
            text += "\n\n";
        }
        text += &summary(file);
        text.push('\n');
    }
    text
}

/// `data.toml：2021年版格式，已填 200/200 格，1 个错误……`
fn summary(file: &Checked<'_>) -> String {
    let count = |severity| file.findings.iter().filter(|f| f.counts_as(severity)).count();
    let waived = file.findings.iter().filter(|finding| finding.waived.is_some()).count();
    let mut text = format!(
        "{}：{} 版格式，已填 {}/{} 格，错误 {}，警告 {}，提示 {}",
        file.file,
        file.edition,
        file.filled,
        file.cells,
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Hint),
    );
    if waived > 0 {
        text += &format!("，已登记保留 {waived}");
    }
    if !file.skipped.is_empty() {
        text += "\n未核对：";
        text += &grouped(file.skipped.iter().map(|skip| (&*skip.rule, &*skip.reason)));
    }
    if !file.not_applicable.is_empty() {
        text += "\n不适用：";
        text += &grouped(file.not_applicable.iter().map(|rule| (rule.rule, &*rule.reason)));
    }
    text
}

/// `MONEY-SCALE、XY-CARRY（没有上年数据文件（previous））；……`
pub(super) fn grouped<'a>(rules: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (rule, reason) in rules {
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, rules)) => rules.push(rule),
            None => reasons.push((reason, vec![rule])),
        }
    }
    let groups = reasons.iter().map(|(reason, rules)| format!("{}（{reason}）", rules.join("、")));
    groups.collect::<Vec<_>>().join("；")
}

pub(super) fn finding(finding: &Diagnostic, sources: &[Source]) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO,
    };
    let name = match finding.waived {
        Some(_) => format!("{}（已登记保留）", finding.severity),
        None => finding.severity.to_string(),
    };
    let excerpts: Vec<_> =
        sources.iter().filter_map(|source| Excerpt::of(source, finding)).collect();
    let mut group: Group<'_> = level
        .with_name(name)
        .primary_title(&finding.message)
        .id(&finding.rule)
        .elements(excerpts.iter().map(Excerpt::snippet));
    let notes = [
        ("依据", Some(&finding.cites)),
        ("建议", finding.help.as_ref()),
        ("保留理由", finding.waived.as_ref()),
    ];
    for (name, note) in notes {
        if let Some(note) = note.filter(|note| !note.is_empty()) {
            group = group.element(Level::NOTE.with_name(name).message(note));
        }
    }
    Renderer::plain().render(&[group])
}

/// The lines of a source that a finding speaks of, long ones cut.
struct Excerpt {
    path: String,
    text: String,
    line: usize,
    annotations: Vec<(std::ops::Range<usize>, String, bool)>,
}

impl Excerpt {
    fn of(source: &Source, finding: &Diagnostic) -> Option<Self> {
        let labels: Vec<_> =
            finding.labels.iter().filter(|label| label.span.file == source.id).collect();
        let first = labels.iter().map(|label| label.span.start as usize).min()?;
        let start = source.text[..floor(&source.text, first)].rfind('\n').map_or(0, |at| at + 1);
        let line = source.text[..start].matches('\n').count() + 1;
        let mut excerpt =
            Self { path: source.name.clone(), text: String::new(), line, annotations: Vec::new() };
        let last = labels.iter().map(|label| label.span.end as usize).max()?;
        let mut at = start;
        // Where bytes of the source went: kept ranges with their new offset.
        for text in source.text[start..].split_inclusive('\n') {
            let range = at..at + text.len();
            excerpt.line(text, range.clone(), &labels);
            at = range.end;
            if at > last || (at == last && last > first) {
                break;
            }
        }
        excerpt.annotations.sort_by_key(|(range, ..)| range.start);
        Some(excerpt)
    }

    /// Adds a line, cut around the labels that start in it.
    fn line(
        &mut self,
        text: &str,
        range: std::ops::Range<usize>,
        labels: &[&crate::source::diagnostic::Label],
    ) {
        let newline = text.len() - text.trim_end_matches(['\n', '\r']).len();
        let content = &text[..text.len() - newline];
        let here: Vec<_> = labels
            .iter()
            .filter(|label| {
                let start = label.span.start as usize;
                range.contains(&start) || (range.end == start && newline == 0)
            })
            .collect();
        let (from, to) = match here.first() {
            _ if content.len() <= 2 * EXCERPT => (0, content.len()),
            None => (0, EXCERPT),
            Some(_) => {
                let starts = here.iter().map(|label| label.span.start as usize - range.start);
                let ends = here.iter().map(|label| label.span.end as usize - range.start);
                let first = starts.min().unwrap_or(0).saturating_sub(EXCERPT / 2);
                let last = ends.max().unwrap_or(0).min(first + 4 * EXCERPT) + EXCERPT / 2;
                (first, last.min(content.len()))
            }
        };
        let from = floor(content, from);
        let to = floor(content, to);
        let dots = |cut: bool| if cut { "…" } else { "" };
        self.text += dots(from > 0);
        let offset = self.text.len();
        self.text += &content[from..to];
        let end = self.text.len();
        self.text += dots(to < content.len());
        self.text.push('\n');
        for label in here {
            let shift = |at: u32| {
                let at = (at as usize).saturating_sub(range.start + from) + offset;
                floor(&self.text, at.min(end))
            };
            let place = shift(label.span.start)..shift(label.span.end);
            self.annotations.push((place, label.text.clone(), label.primary));
        }
    }

    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let annotations = self.annotations.iter().map(|(range, text, primary)| {
            let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(range.clone());
            if text.is_empty() { annotation } else { annotation.label(text) }
        });
        Snippet::source(&self.text).path(&self.path).line_start(self.line).annotations(annotations)
    }
}
