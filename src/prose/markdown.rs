//! The Markdown that templates and narratives are written in: headings,
//! paragraphs, bullets, pictures on a line of their own, `**strong**`, and a
//! backslash that takes the meaning from the next mark.
//!
//! It is a subset on purpose, read by our own few lines: in CommonMark `1. `
//! opens a list that renumbers, four spaces open a code block and `<` opens
//! HTML, and the libraries have no switch for that. In an official text all
//! three are text.

use std::ops::Range;

use crate::source::{Span, Spanned, Text};

/// A block with the places of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// `## text`: the number of `#` and the words.
    Heading(u8, Vec<Words>),
    /// A paragraph, and the class behind it: `text {.signature}`.
    Paragraph(Vec<Words>, Option<String>),
    /// `- text`
    Bullet(Vec<Words>),
    /// `![alt](path)`
    Picture {
        /// What it shows.
        alt: String,
        /// The path as written.
        path: Spanned<String>,
    },
}

/// Words in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words, without marks.
    pub text: Text,
    /// Between `**` and `**`.
    pub strong: bool,
}

/// Reads a text into blocks. Every text is some Markdown: nothing fails.
pub fn parse(text: &Text) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Option<Text> = None;
    let close = |open: &mut Option<Text>, pieces: &mut Vec<Piece>| {
        if let Some(paragraph) = open.take() {
            pieces.push(self::paragraph(&paragraph));
        }
    };
    for line in lines(&text.value) {
        let content = trimmed(&text.value, line);
        let words = &text.value[content.clone()];
        if words.is_empty() {
            close(&mut open, &mut pieces);
        } else if let Some(piece) = single(text, content.clone()) {
            close(&mut open, &mut pieces);
            pieces.push(piece);
        } else {
            let line = text.slice(content);
            match &mut open {
                None => open = Some(line),
                Some(paragraph) => join(paragraph, &line),
            }
        }
    }
    close(&mut open, &mut pieces);
    pieces
}

/// The pictures a text asks for.
pub fn pictures(text: &Text) -> Vec<Spanned<String>> {
    let pictures = parse(text).into_iter().filter_map(|piece| match piece {
        Piece::Picture { path, .. } => Some(path),
        _ => None,
    });
    pictures.collect()
}

/// A value that is to stand in Markdown as it is.
pub fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | '*' | '#' | '!' | '[' | '{' | '-' => escaped.extend(['\\', c]),
            // A line break would open a block.
            '\n' | '\r' => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

/// The range without white space at its ends, ideographic spaces included:
/// the indent of a paragraph is not the author's business.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let start = range.start + line.len() - line.trim_start().len();
    start..start + line.trim().len()
}

/// A block that is one line.
fn single(text: &Text, line: Range<usize>) -> Option<Piece> {
    let words = &text.value[line.clone()];
    let hashes = words.len() - words.trim_start_matches('#').len();
    if (1..=6).contains(&hashes) && words[hashes..].starts_with(' ') {
        let content = trimmed(&text.value, line.start + hashes..line.end);
        let level = u8::try_from(hashes).unwrap_or(6);
        return Some(Piece::Heading(level, inline(&text.slice(content))));
    }
    if words.starts_with("- ") || words.starts_with("* ") {
        let content = trimmed(&text.value, line.start + 2..line.end);
        return Some(Piece::Bullet(inline(&text.slice(content))));
    }
    let (alt, path) = words.strip_prefix("![")?.strip_suffix(')')?.split_once("](")?;
    let start = line.end - 1 - path.len();
    let span: Span = text.place(start..line.end - 1);
    Some(Piece::Picture {
        alt: alt.trim().to_owned(),
        path: Spanned { value: path.trim().to_owned(), span },
    })
}

fn paragraph(text: &Text) -> Piece {
    let class = text.value.strip_suffix('}').and_then(|rest| {
        let (before, class) = rest.rsplit_once("{.")?;
        let plain = class.bytes().all(|b| b.is_ascii_lowercase());
        (plain && !before.ends_with('\\')).then(|| (before.trim_end().len(), class.to_owned()))
    });
    match class {
        Some((end, class)) => Piece::Paragraph(inline(&text.slice(0..end)), Some(class)),
        None => Piece::Paragraph(inline(text), None),
    }
}

/// Appends the next line of a paragraph; words of Latin letters need a space.
fn join(paragraph: &mut Text, line: &Text) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
    if latin(paragraph.value.chars().next_back()) && latin(line.value.chars().next()) {
        let place = line.place(0..0);
        paragraph.push_substitute(" ", place);
    }
    paragraph.push_part(line, 0..line.value.len());
}

/// Words and strong words, backslashes resolved, runs of spaces made one.
fn inline(text: &Text) -> Vec<Words> {
    let value = &text.value;
    let mut words = Vec::new();
    let mut current = Words { text: Text::new(text.whole()), strong: false };
    let mut at = 0;
    while let Some(c) = value[at..].chars().next() {
        let rest = &value[at..];
        let len = match c {
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                current.text.push_part(text, at + 1..at + 2);
                2
            }
            '*' if rest.starts_with("**") && (current.strong || opens(rest)) => {
                let strong = !current.strong;
                let next = Words { text: Text::new(text.whole()), strong };
                let done = std::mem::replace(&mut current, next);
                words.push(done);
                2
            }
            ' ' | '\t' => {
                let run = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                current.text.push_part(text, at..at + 1);
                run
            }
            c => {
                current.text.push_part(text, at..at + c.len_utf8());
                c.len_utf8()
            }
        };
        at += len;
    }
    words.push(current);
    words.retain(|words| !words.text.value.is_empty());
    words
}

/// `**` that a second `**` closes around something.
fn opens(rest: &str) -> bool {
    rest[2..].find("**").is_some_and(|len| !rest[2..2 + len].trim().is_empty())
        && !rest[2..].starts_with('*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn read(markdown: &str) -> String {
        let text = Text::verbatim(markdown, Span::new(FileId(0), 0..markdown.len()));
        let words = |words: &[Words]| {
            let marked = words.iter().map(|words| {
                // Every word still knows where it was written.
                let text = &words.text;
                if let Some(first) = text.value.chars().next() {
                    let place = text.place(0..first.len_utf8());
                    assert!(markdown[place.range()].starts_with([first, '\t', '\n']));
                }
                if words.strong { format!("<{}>", text.value) } else { text.value.clone() }
            });
            marked.collect::<String>()
        };
        let pieces = parse(&text).into_iter().map(|piece| match piece {
            Piece::Heading(level, text) => format!("h{level} {}", words(&text)),
            Piece::Paragraph(text, None) => format!("p {}", words(&text)),
            Piece::Paragraph(text, Some(class)) => format!("p.{class} {}", words(&text)),
            Piece::Bullet(text) => format!("- {}", words(&text)),
            Piece::Picture { alt, path } => format!("! {alt} {}", path.value),
        });
        pieces.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn official_prose_is_text() {
        assert_eq!(read("　　1. 做好五类\n\n2.   抓好\n    三大"), "p 1. 做好五类\np 2. 抓好三大");
        assert_eq!(read("138****1234，<b>&amp;`x`_y_"), "p 138****1234，<b>&amp;`x`_y_");
        assert_eq!(read("问题\n---\n措施"), "p 问题---措施");
    }

    #[test]
    fn marks_mean_what_they_say() {
        assert_eq!(
            read("### 小标题\n正文**要点**完\n- 甲\n- 乙\n![图](a/b.png)\n末"),
            "h3 小标题\np 正文<要点>完\n- 甲\n- 乙\n! 图 a/b.png\np 末"
        );
        assert_eq!(read("某局 {.signature}"), "p.signature 某局");
        assert_eq!(read("\\# 不是标题 \\*\\*不粗\\*\\*"), "p # 不是标题 **不粗**");
        assert_eq!(read(&escape("# a **b** {.note}")), "p # a **b** {.note}");
        assert_eq!(read("see the\nreport"), "p see the report");
    }
}
