//! Headers of tables, as far as one can tell when a bracket is missing.

use super::{Entry, Node, Value};

/// A header that lacks a bracket, or has one of another kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The table it evidently means, e.g. `agency.contact`.
    pub(super) name: String,
    /// `[[…]]`: one more table of a list.
    pub(super) list: bool,
    /// The key that stands for the name, so that the file can be read.
    pub(super) stand_in: String,
}

const OPENING: [char; 5] = ['[', '［', '【', '(', '{'];
const CLOSING: [char; 5] = [']', '］', '】', ')', '}'];

/// The name in a line that is a header or was meant to be one, as it is
/// written, and whether it is one of a list: `[requests`, `requests]`,
/// `【requests】`.
pub(super) fn name(line: &str) -> Option<(&str, bool)> {
    let line = line.split('#').next().unwrap_or_default().trim();
    let rest = line.trim_start_matches(OPENING);
    let inner = rest.trim_end_matches(CLOSING);
    let name = inner.trim();
    let brackets = |text: &str| text.chars().count();
    let (before, behind) =
        (brackets(&line[..line.len() - rest.len()]), brackets(&rest[inner.len()..]));
    let known = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(known);
    // The last line of an array may be `false]`.
    let value = before == 0 && ["true", "false", "inf", "nan"].contains(&name);
    (named && !value && before + behind > 0).then_some((name, before.max(behind) > 1))
}

impl Header {
    /// The header in a line that could not be read, and a line as long that can
    /// be. A line of less than three bytes has no room for one.
    pub(super) fn mend(line: &str, number: usize) -> Option<(Self, String)> {
        let (name, list) = name(line)?;
        let written = line.split('#').next().unwrap_or_default().trim_end().len();
        let (open, close) = if list { ("[[", "]]") } else { ("[", "]") };
        let room = written.checked_sub(open.len() + close.len())?;
        let stand_in = format!("{number:-<room$}");
        let header = Self { name: name.to_owned(), list, stand_in };
        let mended = format!("{open}{}{close}", header.stand_in);
        (mended.len() == written).then_some((header, mended))
    }

    /// Puts what was read under the stand-in where it belongs.
    pub(super) fn settle(self, entries: &mut Vec<Entry>) {
        let Some(at) = entries.iter().position(|entry| entry.key == self.stand_in) else { return };
        let mut entry = entries.remove(at);
        let mut steps: Vec<_> = self.name.split('.').map(str::to_owned).collect();
        entry.key = steps.pop().unwrap_or_default();
        // The tables that a dotted name opens on its way.
        for step in steps.into_iter().rev() {
            let (span, key_span) = (entry.node.span, entry.key_span);
            let node = Node { value: Value::Table(vec![entry]), span };
            entry = Entry { key: step, key_span, node };
        }
        add(entries, entry);
    }
}

/// Adds an entry; tables and lists of one name grow together, and of other
/// values the first stays.
fn add(entries: &mut Vec<Entry>, entry: Entry) {
    match entries.iter_mut().find(|known| known.key == entry.key) {
        None => entries.push(entry),
        Some(known) => match (&mut known.node.value, entry.node.value) {
            (Value::Table(known), Value::Table(more)) => {
                for entry in more {
                    add(known, entry);
                }
            }
            (Value::List(known), Value::List(more)) => {
                known.extend(more);
                known.sort_by_key(|node| node.span);
            }
            _ => {}
        },
    }
    entries.sort_by_key(|entry| entry.key_span);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_by_one_bracket() {
        for (line, expected) in [
            ("[requests]", Some(("requests", false))),
            ("[requests  # 表三", Some(("requests", false))),
            ("  requests]", Some(("requests", false))),
            ("[agency.contact\r\n", Some(("agency.contact", false))),
            ("【requests】", Some(("requests", false))),
            ("[[waive]", Some(("waive", true))),
            ("waive]]", Some(("waive", true))),
            ("requests", None),
            ("new = [16]", None),
            ("[16, 0", None),
            ("false]", None),
            ("16]", None),
            ("# [requests", None),
        ] {
            assert_eq!(name(line), expected, "{line}");
        }
    }

    #[test]
    fn a_mended_line_is_as_long_as_the_broken_one() {
        for line in ["[requests", "requests]  # 表三", "【requests】", "[[waive]", "[b"] {
            let mended = Header::mend(line, 3);
            let written = line.split('#').next().unwrap().trim_end().len();
            assert!(mended.is_none_or(|(_, mended)| mended.len() == written), "{line}");
        }
        let (header, mended) = Header::mend("[requests", 3).unwrap();
        assert_eq!((header.stand_in.as_str(), mended.as_str()), ("3------", "[3------]"));
        assert_eq!(Header::mend("[b", 0), None);
    }
}
