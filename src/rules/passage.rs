//! The texts of a report as the rules about words read them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Findings;
use crate::prose::Passage;
use crate::report::{Narrative, Report};
use crate::source::diagnostic::{Diagnostic, Edit};
use crate::source::{Span, Spanned, Text};

/// Places marked in one finding; the rest is counted.
const PLACES_SHOWN: usize = 3;

/// Characters quoted from one place.
const WORDS_SHOWN: usize = 24;

/// The narratives in reading order, with what they are called.
pub(super) fn narratives(report: &Report) -> impl Iterator<Item = (&str, &Narrative)> {
    report.narratives.iter().map(|narrative| (narrative.heading.as_str(), narrative))
}

/// The blocks of all narratives in reading order.
pub(super) fn all(report: &Report) -> impl Iterator<Item = &Passage> {
    report.narratives.iter().flat_map(|narrative| &narrative.passages)
}

/// What `find` finds in the blocks of each narrative, narrative by narrative
/// with what it is called.
pub(super) fn search(
    report: &Report,
    find: impl Fn(&Passage) -> Vec<Hit>,
) -> impl Iterator<Item = (&str, Vec<Hit>)> {
    narratives(report)
        .map(move |(part, narrative)| (part, narrative.passages.iter().flat_map(&find).collect()))
}

/// The plain facts that are printed, with what they are called.
pub(super) fn facts(report: &Report) -> Vec<(&'static str, Text)> {
    let (agency, publication) = (&report.agency, &report.publication);
    let contact = &agency.contact;
    let facts = [
        ("机关名称", &agency.name),
        ("联系单位", &contact.unit),
        ("地址", &contact.address),
        ("联系电话", &contact.phone),
        ("传真", &contact.fax),
        ("电子邮箱", &contact.email),
        ("办公时间", &contact.hours),
        ("标题", &publication.title),
        ("文号", &publication.document_number),
        ("统计期限", &publication.period),
    ];
    facts.into_iter().filter_map(|(label, fact)| Some((label, text(fact.as_ref()?)))).collect()
}

/// A literal without escapes is as long as its value.
fn text(fact: &Spanned<String>) -> Text {
    if fact.span.range().len() == fact.value.len() {
        return Text::verbatim(&fact.value, fact.span);
    }
    let mut text = Text::new(fact.span);
    text.push_substitute(&fact.value, fact.span);
    text
}

/// Something found in a text.
pub(super) struct Hit {
    pub(super) place: Span,
    /// The words it is about.
    pub(super) words: String,
    /// What mends it.
    pub(super) edits: Vec<Edit>,
}

impl Hit {
    pub(super) fn new(text: &Text, range: Range<usize>) -> Self {
        let words = text.value[range.clone()].to_owned();
        Self { place: text.place(range), words, edits: Vec::new() }
    }
}

impl Findings<'_> {
    /// One finding for all that was found in one text: a rule that has the same
    /// to say fifty times says it once. `message` gets the words as `“甲”“乙”等5处`.
    pub(super) fn grouped(&mut self, hits: Vec<Hit>, message: impl FnOnce(&str) -> String) {
        if let Some(finding) = self.group(hits, message) {
            self.push(finding);
        }
    }

    /// The finding for all that was found in one text, if anything was.
    pub(super) fn group(
        &self,
        hits: Vec<Hit>,
        message: impl FnOnce(&str) -> String,
    ) -> Option<Diagnostic> {
        let mut finding = self.finding(message(&quoted(&hits)));
        for (index, hit) in hits.iter().take(PLACES_SHOWN).enumerate() {
            finding = match index {
                0 => finding.primary(hit.place, ""),
                _ => finding.context(hit.place, ""),
            };
        }
        let found = !hits.is_empty();
        finding.edits = hits.into_iter().flat_map(|hit| hit.edits).collect();
        found.then_some(finding)
    }
}

/// `“甲”“乙”等5处`
fn quoted(hits: &[Hit]) -> String {
    let mut known = BTreeSet::new();
    let words = hits.iter().map(|hit| hit.words.as_str()).filter(|words| known.insert(*words));
    let shown: Vec<_> = words.take(PLACES_SHOWN).collect();
    let clip: Vec<_> = shown.iter().map(|words| clipped(words)).collect();
    let list = format!("“{}”", clip.join("”“"));
    match hits.len() {
        all if all == shown.len() => list,
        all if shown.len() == 1 => format!("{all}处{list}"),
        all => format!("{list}等{all}处"),
    }
}

/// The words, or their beginning: a message is one line.
pub(super) fn clipped(words: &str) -> String {
    match words.char_indices().nth(WORDS_SHOWN) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

/// A Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Where a phrase occurs.
pub(super) fn occurrences<'t>(text: &'t str, phrase: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(phrase).map(|(at, _)| at)
}

/// Ranges in order, those that overlap made one.
pub(super) fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, kept| {
        let overlaps = next.start < kept.end;
        if overlaps {
            kept.end = kept.end.max(next.end);
        }
        overlaps
    });
    ranges
}

/// Whether a byte offset lies inside 《》.
pub(super) fn in_title(text: &str, at: usize) -> bool {
    let before = &text[..at];
    match (before.rfind('《'), before.rfind('》')) {
        (Some(open), Some(close)) => open > close,
        (open, _) => open.is_some(),
    }
}
