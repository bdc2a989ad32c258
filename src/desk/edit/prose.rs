//! Texts.

use std::fmt::Write as _;

use super::{Draft, EditError, Slot, Splice};
use crate::data::Value;
use crate::data::toml_text::quoted;
use crate::report::PREAMBLE;

impl Draft<'_> {
    /// Writes another text for a part.
    pub(super) fn narrative(&mut self, part: &str, text: &str) -> Result<(), EditError> {
        let parts = self.edition.parts.iter();
        let mut order = vec![PREAMBLE];
        order.extend(parts.map(|part| part.id.as_str()));
        let key = order.iter().copied().find(|known| *known == part);
        let key = key.ok_or_else(|| EditError::Unknown(format!("narrative.{part}")))?;
        let heading = self.edition.parts.iter().find(|known| known.id == part);
        let label = heading.map_or("引言", |part| part.heading.as_str()).to_owned();
        let path = format!("narrative.{part}");
        let text = plain(text);
        let splices = match self.tree.get(&path) {
            Some(node) => {
                let Value::Text(old) = &node.value else {
                    let line = self.line(node.span.range().start);
                    return Err(EditError::Refused { name: label, line });
                };
                if plain(&old.value) == text {
                    return Ok(());
                }
                let range = node.span.range();
                let literal = self.rewritten_text(&self.text()[range.clone()], &text);
                vec![Splice { range, text: literal }]
            }
            None if text.is_empty() => return Ok(()),
            None => {
                let literal = block(&text, self.newline());
                let (group, label) = ("narrative".to_owned(), String::new());
                self.insertions(&Slot { group, key, order, label }, &literal)
            }
        };
        self.commit(&path, &label, splices, |next| {
            next.tree.get(&path).is_some_and(|node| match &node.value {
                Value::Text(found) => plain(&found.value) == text,
                _ => false,
            })
        })
    }

    /// A literal of the same kind as `old`, as far as the text allows.
    fn rewritten_text(&self, old: &str, text: &str) -> String {
        let tame = !text.contains("'''") && text.chars().all(|c| c == '\n' || !c.is_control());
        if old.starts_with("'''") && tame && !text.ends_with('\'') {
            let newline = self.newline();
            return format!("'''{newline}{}{newline}'''", text.replace('\n', newline));
        }
        let short = !old.starts_with("\"\"\"") && !old.starts_with("'''");
        if short && !text.contains('\n') {
            return quoted(text);
        }
        block(text, self.newline())
    }
}

/// A text file with another text, its line ends and its last one as they were.
pub fn rewritten(old: &str, text: &str) -> String {
    let text = plain(text);
    if plain(old) == text {
        return old.to_owned();
    }
    let newline = newline(old);
    let end = if old.is_empty() || old.ends_with('\n') { newline } else { "" };
    text.replace('\n', newline) + end
}

/// The line end of a file.
pub(super) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// A text without the blank lines around it, its line ends `\n`, as a field of a
/// form shows it.
pub fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim_matches('\n').to_owned()
}

/// A text between `"""`, each on a line of its own.
fn block(text: &str, newline: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut quotes = 0;
    for c in text.chars() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '\n' => escaped += newline,
            '\\' => escaped += "\\\\",
            '"' if quotes == 3 => {
                escaped += "\\\"";
                quotes = 0;
            }
            '\t' => escaped.push(c),
            c if c.is_control() => {
                let _ = write!(escaped, "\\u{:04X}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    format!("\"\"\"{newline}{escaped}{newline}\"\"\"")
}
