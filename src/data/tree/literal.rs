//! String literals: which characters of the file each character of the value
//! came from.

use crate::source::{Span, Text};

/// The value of the literal `typed` with its places. Should the two not agree
/// (a literal the parser had to repair), the value stands for the whole.
pub(super) fn places(typed: &str, value: &str, span: Span) -> Text {
    let scanned = scan(typed, span);
    if scanned.value == value {
        return scanned;
    }
    let mut text = Text::new(span);
    text.push_substitute(value, span);
    text
}

fn scan(typed: &str, span: Span) -> Text {
    let (quote, escapes) = if typed.starts_with('\'') { ("'", false) } else { ("\"", true) };
    let triple = quote.repeat(3);
    let multiline = typed.len() >= 6 && typed.starts_with(&triple);
    let fence = if multiline { 3 } else { 1 };
    let mut at = fence;
    let end = typed.len().saturating_sub(fence).max(at);
    if multiline {
        // A newline right after the opening quotes is not part of the value.
        for newline in ["\r\n", "\n"] {
            if typed[at..].starts_with(newline) {
                at += newline.len();
                break;
            }
        }
    }
    let here = |from: usize, to: usize| {
        let start = span.start as usize;
        Span::new(span.file, start + from..start + to)
    };
    let mut text = Text::new(here(at.min(end), end));
    let mut plain = at;
    while let Some(found) = typed.get(at..end).and_then(|rest| rest.find('\\')).filter(|_| escapes)
    {
        let backslash = at + found;
        text.push_verbatim(&typed[plain..backslash], here(plain, backslash));
        let (value, len) = escape(&typed[backslash..end]);
        if let Some(value) = value {
            text.push_substitute(value.encode_utf8(&mut [0; 4]), here(backslash, backslash + len));
        }
        at = backslash + len;
        plain = at;
    }
    if let Some(rest) = typed.get(plain..end) {
        text.push_verbatim(rest, here(plain, end));
    }
    text
}

/// What an escape stands for, and how long it is. A backslash at a line's end
/// stands for nothing and swallows the white space after it.
fn escape(text: &str) -> (Option<char>, usize) {
    let Some(kind) = text[1..].chars().next() else { return (None, 1) };
    let hex = |digits: usize| {
        let value = text.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        (value.and_then(char::from_u32), 2 + if value.is_some() { digits } else { 0 })
    };
    match kind {
        'b' => (Some('\u{8}'), 2),
        't' => (Some('\t'), 2),
        'n' => (Some('\n'), 2),
        'f' => (Some('\u{c}'), 2),
        'r' => (Some('\r'), 2),
        'e' => (Some('\u{1b}'), 2),
        '"' => (Some('"'), 2),
        '\\' => (Some('\\'), 2),
        'x' => hex(2),
        'u' => hex(4),
        'U' => hex(8),
        _ => {
            let rest = text[1..].trim_start_matches([' ', '\t', '\n', '\r']);
            (None, text.len() - rest.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Tree, Value};
    use crate::source::{FileId, Source};

    fn text(literal: &str) -> (Source, Text) {
        let source =
            Source { id: FileId(0), name: String::new(), text: format!("key = {literal}\n") };
        let tree = Tree::parse(&source);
        assert!(tree.errors.is_empty(), "{:?}", tree.errors);
        let Some(Value::Text(text)) = tree.get("key").map(|node| node.value.clone()) else {
            panic!("{literal} is no text");
        };
        (source, text)
    }

    #[test]
    fn every_character_knows_where_it_was_typed() {
        for literal in [
            "\"\"",
            "''",
            "\"收到16件\"",
            "'C:\\收到16件'",
            "\"\"\"\n收到16件\n\n第二段\"\"\"",
            "'''\n收到16件'''",
            "\"\"\"一\\\n   收到16件\\u3002\"\"\"",
            "\"引\\\"号\\\"，收到16件\\t\"",
        ] {
            let (source, text) = text(literal);
            let Some(at) = text.value.find("16") else { continue };
            assert_eq!(&source.text[text.place(at..at + 2).range()], "16", "{literal}");
        }
    }

    #[test]
    fn an_escape_is_marked_whole() {
        let (source, text) = text("\"甲\\u4e59丙\"");
        assert_eq!(text.value, "甲乙丙");
        assert_eq!(&source.text[text.place(3..6).range()], "\\u4e59");
    }
}
