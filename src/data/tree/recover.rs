//! Reading on after a syntax error.
//!
//! A bracket or a quote that is missing makes a TOML parser stumble over every
//! line that follows. Here the statement at fault is found, reported once and
//! blanked out, and the rest is read as if it were not there: one slip gives
//! one message, and the other figures are still checked. A header that lacks a
//! bracket is not blanked out but mended, for what follows belongs to it.

use std::ops::Range;

use toml::de::DeTable;

use super::header::{self, Header};

/// Statements at fault that are looked for, one after another; each costs a
/// few readings of the file.
const MOST: usize = 20;

/// Beyond this size, bytes, only the first statement at fault is looked for.
const LARGE: usize = 1 << 20;

/// A slip and its place.
pub(super) struct Slip {
    /// What the parser says about the statement at fault.
    pub(super) message: String,
    /// The place, within that statement.
    pub(super) range: Range<usize>,
    /// The key that is lost with the statement, if it can be told.
    pub(super) path: Option<String>,
    /// The header that was mended, if it is one.
    pub(super) header: Option<Header>,
}

/// The slips of a text, and the text without the statements at fault; all
/// other bytes keep their places.
pub(super) fn slips(text: &str) -> (Vec<Slip>, String) {
    let mut clean = text.to_owned();
    let mut slips = Vec::new();
    let most = if text.len() > LARGE { 1 } else { MOST };
    while slips.len() < most {
        let Err(error) = DeTable::parse(&clean) else { break };
        let at = error.span().map_or(0, |span| span.start).min(clean.len());
        let statement = at_fault(&clean, at);
        // The statement alone tells what is wrong with it, not with what follows.
        let alone = DeTable::parse(&clean[statement.clone()]);
        let (message, range) = match alone.err() {
            Some(own) => {
                let span = own.span().unwrap_or(0..0);
                let start = statement.start + span.start;
                (own.message().to_owned(), start..statement.start + span.end)
            }
            None => (error.message().to_owned(), error.span().unwrap_or(at..at)),
        };
        let line = first_line(&clean, &statement);
        if let Some((header, mended)) = Header::mend(&clean[line.clone()], slips.len()) {
            let written = line.start..line.start + mended.len();
            let message = wrong_brackets(&text[written.clone()]).map_or(message, str::to_owned);
            clean.replace_range(written.clone(), &mended);
            slips.push(Slip { message, range: written, path: None, header: Some(header) });
            continue;
        }
        let path = path(text, &statement);
        let range = shown(&clean, &statement, range);
        slips.push(Slip { message, range, path, header: None });
        blank(&mut clean, statement);
    }
    (slips, clean)
}

/// The first line of a statement, without its indentation and end.
fn first_line(text: &str, statement: &Range<usize>) -> Range<usize> {
    let line = text[statement.clone()].lines().next().unwrap_or_default();
    let start = statement.start + line.len() - line.trim_start().len();
    start..statement.start + line.len()
}

/// What is wrong with the brackets of a header, as the parser would say it.
fn wrong_brackets(header: &str) -> Option<&'static str> {
    let count = |bracket: char| header.matches(bracket).count();
    let other = header.contains(|c: char| !c.is_ascii() || "(){}".contains(c));
    match (count('['), count(']')) {
        (open, close) if other || open.min(close) > 0 && open != close => {
            Some("mismatched table brackets")
        }
        (open, close) if open > close => Some("unclosed table"),
        (open, close) if open < close => Some("unopened table"),
        _ => None,
    }
}

/// The statement that the parser stumbled over at `at`, or the one before it
/// that was never finished.
fn at_fault(text: &str, at: usize) -> Range<usize> {
    let starts = statements(text);
    let mut index = starts.partition_point(|start| *start <= at).saturating_sub(1);
    let end = starts.get(index + 1).copied().unwrap_or(text.len());
    while index > 0 && DeTable::parse(&text[..starts[index]]).is_err() {
        index -= 1;
    }
    let start = starts[index];
    let next = starts.get(index + 1).copied().unwrap_or(text.len());
    // A statement that was not finished ends where the next one begins.
    let end = if next > start { next } else { end };
    // What follows a sound line is no part of it: it only begins like nothing.
    let line = first_line(text, &(start..end)).end;
    let sound = |text: &str| DeTable::parse(text).is_ok();
    if sound(&text[start..line]) && !sound(&text[start..end]) { line..end } else { start..end }
}

/// Where statements begin: at lines like `key =` and `[table]`. The first is
/// the beginning of the text.
fn statements(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && begins_statement(line) {
            starts.push(at);
        }
        at += line.len();
    }
    starts
}

fn begins_statement(line: &str) -> bool {
    if header::name(line).is_some() {
        return true;
    }
    let line = line.trim_start();
    if let Some(header) = line.strip_prefix('[') {
        return header.trim_start_matches('[').starts_with(|c: char| c.is_ascii_alphabetic());
    }
    let key = line.len()
        - line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_-.\"".contains(c)).len();
    key > 0 && line[key..].trim_start().starts_with('=')
}

/// The path of the key that a statement writes.
fn path(text: &str, statement: &Range<usize>) -> Option<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let name = |text: &str| text[..text.find(|c| !word(c)).unwrap_or(text.len())].to_owned();
    let key = name(text[statement.clone()].trim_start());
    let table = text[..statement.start].lines().rev().find_map(header::name);
    let table = table.map(|(name, _)| name.to_owned());
    let path = table.into_iter().chain([key.clone()]).collect::<Vec<_>>().join(".");
    (!key.is_empty()).then_some(path)
}

/// The place to show: within the statement, and never the empty end of it.
fn shown(text: &str, statement: &Range<usize>, range: Range<usize>) -> Range<usize> {
    let written = text[statement.clone()].trim_end();
    let end = statement.start + written.len();
    if range.start < end {
        return range.start..range.end.min(end).max(range.start);
    }
    // Something is missing at the end. A text shows where it was opened, all
    // else where it stops.
    if written.contains("\"\"\"") {
        let first = written.lines().next().unwrap_or_default();
        return statement.start..statement.start + first.len();
    }
    let last = written.rfind('\n').map_or(statement.start, |at| statement.start + at + 1);
    let line = text[last..end].split('#').next().unwrap_or_default().trim_end();
    let value = line.find("= ").map_or(0, |at| at + 2);
    last + value..last + line.len()
}

fn blank(text: &mut String, range: Range<usize>) {
    let blanks: String =
        text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &blanks);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(usize, String)> {
        let (slips, clean) = slips(text);
        assert_eq!(clean.len(), text.len());
        assert!(DeTable::parse(&clean).is_ok(), "{clean}");
        let line = |slip: &Slip| text[..slip.range.start].matches('\n').count() + 1;
        slips.iter().map(|slip| (line(slip), slip.message.clone())).collect()
    }

    #[test]
    fn one_slip_gives_one_message() {
        for (text, line) in [
            ("a = 1\nb = [1, 2\nc = 3\n[d]\ne = [1]\n", 2),
            ("a = \"x\nb = 2\nc = 3\n", 1),
            ("a = \"\"\"\n正文\n\nb = \"\"\"\n正文\n\"\"\"\nc = 3\n", 1),
            ("a = 1\nb = 2件\nc = 3\n", 2),
            ("a = 1\n[b\nc = 3\n", 2),
            ("a = 1\na = 2\nc = 3\n", 2),
            ("a = 1\nb 2\nc = 3\n", 2),
            ("a = 1\n[bb\nc = 3\n", 2),
            ("a = 1\nbb]\nc = 3\n", 2),
            ("a = 1\n[bb]\n[bb]\nc = 3\n", 3),
        ] {
            let seen = seen(text);
            assert_eq!(seen.len(), 1, "{text}: {seen:?}");
            assert_eq!(seen[0].0, line, "{text}: {seen:?}");
        }
    }

    #[test]
    fn lost_keys_are_known() {
        let text =
            "year = 20x\n[requests]  # 表三\nnew = [16, 0\n\n[agency.contact]\nfax = 1x\n[b\n";
        let (slips, _) = slips(text);
        let paths: Vec<_> = slips.into_iter().map(|slip| slip.path).collect();
        let path = |path: &str| Some(path.to_owned());
        let expected = [path("year"), path("requests.new"), path("agency.contact.fax"), None];
        assert_eq!(paths, expected);
    }

    #[test]
    fn sound_lines_before_a_slip_stay() {
        let (_, clean) = slips("[a]\nb 2\nc = 3\n");
        assert_eq!(clean, "[a]\n   \nc = 3\n");
    }

    #[test]
    fn several_slips_are_found_in_one_run() {
        let lines: Vec<_> = seen("a = [1\nb = 2\nc = x\nd = 4\ne = \"\n")
            .into_iter()
            .map(|(line, _)| line)
            .collect();
        assert_eq!(lines, [1, 3, 5]);
    }
}
