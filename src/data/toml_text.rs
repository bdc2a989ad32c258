//! TOML as a clerk reads it: comments in a column of their own, whatever the
//! width of the characters before them.

use std::fmt::Write as _;

use crate::source::Spanned;

/// Where comments stand in a line, unless the lines of a block need more.
const COMMENT_COLUMN: usize = 33;
/// Beyond this, a line no longer moves the comments of its block.
const WIDEST: usize = 72;
/// Width of a ruled line.
const RULE: usize = 70;

/// A table, or a part of one: a header and lines with comments behind them.
pub(crate) struct Block {
    lines: Vec<(String, String)>,
    header: bool,
}

impl Block {
    /// A block under the header of a table; the root has none.
    pub(crate) fn new(table: &str, about: &str) -> Self {
        let header = !table.is_empty();
        let lines =
            if header { vec![(format!("[{table}]"), about.to_owned())] } else { Vec::new() };
        Self { lines, header }
    }

    /// Adds a line with a comment behind it.
    pub(crate) fn line(&mut self, code: &str, about: &str) {
        self.lines.push((code.to_owned(), about.to_owned()));
    }

    /// Adds a comment on lines of its own.
    pub(crate) fn note(&mut self, about: &str) {
        let lines = comment(about);
        self.lines.extend(lines.lines().map(|line| (line.to_owned(), String::new())));
    }

    /// The block after an empty line.
    pub(crate) fn print(&self) -> String {
        let commented = self.lines.iter().filter(|(_, about)| !about.is_empty());
        let skipped = usize::from(self.header);
        let widest = commented.skip(skipped).map(|(code, _)| width(code) + 2);
        let column = widest.filter(|column| *column <= WIDEST).fold(COMMENT_COLUMN, usize::max);
        let mut text = String::from("\n");
        for (code, about) in &self.lines {
            text += code;
            if !about.is_empty() {
                let gap = column.saturating_sub(width(code)).max(2);
                let about = plain(about);
                let _ = write!(text, "{:gap$}# {about}", "");
            }
            text.push('\n');
        }
        text
    }
}

/// Comment lines. What may not stand in a comment becomes a blank.
pub(crate) fn comment(text: &str) -> String {
    text.lines()
        .map(|line| match plain(line) {
            line if line.is_empty() => "#\n".to_owned(),
            line => format!("# {line}\n"),
        })
        .collect()
}

/// One line, without control characters.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A ruled line with a heading in it.
pub(crate) fn rule(heading: &str) -> String {
    let rest = RULE.saturating_sub(width(heading));
    format!("\n# ── {heading} {}\n", "─".repeat(rest))
}

/// A basic string.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted += "\\n",
            '\t' => quoted += "\\t",
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A list of strings, unless it is empty.
pub(crate) fn texts(texts: &[Spanned<String>]) -> Option<String> {
    let quoted: Vec<_> = texts.iter().map(|text| quoted(&text.value)).collect();
    (!quoted.is_empty()).then(|| format!("[{}]", quoted.join(", ")))
}

/// Columns a text takes in a monospaced font: two for a Chinese character
/// (East Asian Width W and F, as far as reports go).
pub(crate) fn width(text: &str) -> usize {
    let wide = |c| {
        matches!(c,
            '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
    };
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

/// The text with blanks behind it up to a width.
pub(crate) fn padded(text: &str, to: usize) -> String {
    format!("{text}{:gap$}", "", gap = to.saturating_sub(width(text)))
}
