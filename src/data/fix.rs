//! `check --fix`: what can be mended without asking.
//!
//! Rules say how ([`Diagnostic::edits`]); here the changes are made in the text
//! of a file, in place, so that comments and layout stay. Nothing is guessed: a
//! finding without edits wants its author.

use std::fmt::Write as _;

use crate::source::Source;
use crate::source::diagnostic::{Diagnostic, Edit};

/// Unchanged characters shown on either side of a change.
const CONTEXT: usize = 8;

/// The changes that findings ask for, in the order of their places: those of
/// findings accepted on purpose left out, and of changes that touch each other
/// only the first. What is left out comes up again in the next check.
pub fn edits(findings: &[Diagnostic]) -> Vec<Edit> {
    let open = findings.iter().filter(|finding| finding.waived.is_none());
    let mut edits: Vec<_> = open.flat_map(|finding| &finding.edits).cloned().collect();
    edits.sort();
    edits.dedup();
    let mut kept: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        let clear = kept.last().is_none_or(|last| {
            last.span.file != edit.span.file
                || last.span.end <= edit.span.start && last.span != edit.span
        });
        if clear {
            kept.push(edit);
        }
    }
    kept
}

/// The file's text with the changes made. Changes of other files, and changes
/// that do not fit the text, are left out.
pub fn apply(source: &Source, edits: &[Edit]) -> String {
    let mut text = String::with_capacity(source.text.len());
    let mut at = 0;
    for edit in fitting(source, edits) {
        let range = edit.span.range();
        text += &source.text[at..range.start];
        text += &edit.replacement;
        at = range.end;
    }
    text += &source.text[at..];
    text
}

/// What changes, line by line, before and after; long stretches without change
/// are cut to `…`. Empty if nothing changes.
///
/// ```text
/// data.toml:12（3处）
/// - overview = """…主动公开信息47条,其中…
/// + overview = """…主动公开信息47条，其中…
/// ```
pub fn summary(source: &Source, edits: &[Edit]) -> String {
    let edits: Vec<_> = fitting(source, edits).collect();
    let lines = edits.chunk_by(|one, next| {
        !source.text[one.span.range().start..next.span.range().start].contains('\n')
    });
    let mut text = String::new();
    for changes in lines {
        let start = changes[0].span.range().start;
        let line = source.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let end = changes.iter().map(|edit| edit.span.range().end).max().unwrap_or(start);
        let end = source.text[end..].find('\n').map_or(source.text.len(), |len| end + len);
        let (mut before, mut after) = (String::new(), String::new());
        let mut at = line;
        for edit in changes {
            let range = edit.span.range();
            let gap = cut(&source.text[at..range.start], at > line, true);
            before += &gap;
            after += &gap;
            before += &source.text[range.clone()];
            after += &edit.replacement;
            at = range.end;
        }
        let rest = cut(source.text[at..end].trim_end(), true, false);
        let (number, _) = source.position(start);
        let count = changes.len();
        let _ = writeln!(text, "{}:{number}（{count}处）", source.name);
        let _ = writeln!(text, "- {before}{rest}");
        let _ = writeln!(text, "+ {after}{rest}");
    }
    text
}

/// The changes of this file that can be made, without overlap, in order.
fn fitting<'e>(source: &Source, edits: &'e [Edit]) -> impl Iterator<Item = &'e Edit> {
    let mut edits: Vec<_> = edits
        .iter()
        .filter(|edit| edit.span.file == source.id)
        .filter(|edit| source.text.get(edit.span.range()).is_some())
        .collect();
    edits.sort();
    let mut at = 0;
    edits.into_iter().filter(move |edit| {
        let range = edit.span.range();
        let fits = at <= range.start;
        if fits {
            at = range.end;
        }
        fits
    })
}

/// A stretch without change, shortened in the middle or at its open end.
fn cut(text: &str, changed_before: bool, changed_behind: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let keep = |changed: bool| if changed { CONTEXT } else { 0 };
    let (head, tail) = (keep(changed_before), keep(changed_behind));
    if chars.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let head: String = chars[..head].iter().collect();
    let tail: String = chars[chars.len() - tail..].iter().collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn source(text: &str) -> Source {
        Source { id: FileId(0), name: "data.toml".into(), text: text.into() }
    }

    fn edit(source: &Source, old: &str, new: &str) -> Edit {
        let at = source.text.find(old).unwrap();
        Edit { span: Span::new(source.id, at..at + old.len()), replacement: new.into() }
    }

    #[test]
    fn changes_are_made_in_place() {
        let source = source("a = \"１６\" # 件\nb = \"甲,乙\"\n");
        let edits =
            [edit(&source, ",", "，"), edit(&source, "\"１６\"", "16"), edit(&source, "６", "6")];
        assert_eq!(apply(&source, &edits), "a = 16 # 件\nb = \"甲，乙\"\n");
        let other = Edit { span: Span::new(FileId(1), 0..1), replacement: "x".into() };
        let beyond = Edit { span: Span::new(FileId(0), 5..6), replacement: "x".into() };
        assert_eq!(apply(&source, &[other, beyond]), source.text);
    }

    #[test]
    fn what_changes_is_shown() {
        let source = source(
            "year = 2023\noverview = \"这里有一段很长很长的话,后面还有很长很长的一段话,完\"\n",
        );
        let mut edits = vec![edit(&source, ",", "，")];
        let at = source.text.rfind(',').unwrap();
        edits.push(Edit { span: Span::new(source.id, at..at + 1), replacement: "，".into() });
        assert_eq!(
            summary(&source, &edits),
            "data.toml:2（2处）\n\
             - …一段很长很长的话,后面还有很长很长的一段话,完\"\n\
             + …一段很长很长的话，后面还有很长很长的一段话，完\"\n"
        );
        assert_eq!(summary(&source, &[]), "");
    }
}
