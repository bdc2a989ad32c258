//! New lines in a data file: where they belong, and how they look there.

use super::{Draft, Slot, Splice};
use crate::data::toml_text::{padded, quoted, width};
use crate::data::{Entry, Node, Value};
use crate::law::field::FIELDS;

impl Draft<'_> {
    /// The places for a new key, best first.
    pub(super) fn insertions(&self, slot: &Slot<'_>, value: &str) -> Vec<Splice> {
        let sibling = |key: &&str| self.tree.entry(&format!("{}.{key}", slot.group));
        let at = slot.order.iter().position(|key| *key == slot.key).unwrap_or(0);
        let before = slot.order[..at].iter().rev().find_map(sibling);
        let after = slot.order.iter().skip(at + 1).find_map(sibling);
        let mut places: Vec<_> = self.uncommented(slot, value).into_iter().collect();
        if let Some(before) = before {
            places.push(self.new_line(before, slot, value, true));
            let end = before.node.span.range().end;
            places.push(Splice { range: end..end, text: format!(", {} = {value}", slot.key) });
        }
        if let Some(after) = after {
            places.push(self.new_line(after, slot, value, false));
            let start = after.key_span.range().start;
            places.push(Splice { range: start..start, text: format!("{} = {value}, ", slot.key) });
        }
        if let Some(group) = self.tree.entry(&slot.group) {
            let header = self.line_end(group.node.span.range().start);
            places.push(self.at(header, &plain_line(slot, value)));
        }
        let block = format!("[{}]{}{}", slot.group, self.newline(), plain_line(slot, value));
        let block = format!("{}{block}", self.newline());
        places.extend(self.block_end(slot).map(|end| self.at(end, &block)));
        places.push(self.at(self.text().len(), &block));
        places
    }

    /// The line that shows the key as a comment, as the starter file does, with
    /// the value in place of the example.
    fn uncommented(&self, slot: &Slot<'_>, value: &str) -> Option<Splice> {
        let group = self.tree.entry(&slot.group)?;
        let mut start = self.line_end(group.node.span.range().start);
        while let Some(newline) = self.text()[start..].find('\n') {
            start += newline + 1;
            let line = &self.text()[start..self.line_end(start)];
            if line.starts_with('[') {
                return None;
            }
            let shown = line.strip_prefix('#').and_then(|code| {
                let key = code.trim_start().strip_prefix(slot.key)?;
                key.trim_start().strip_prefix('=')
            });
            let Some(example) = shown else { continue };
            let code = format!("{} = {value}", slot.key);
            let text = match example.find('#') {
                Some(at) => {
                    let (line, about) = line.split_at(line.len() - example.len() + at);
                    padded(&format!("{code}  "), width(line)) + about
                }
                None => code,
            };
            return Some(Splice { range: start..start + line.len(), text });
        }
        None
    }

    /// A line of its own beside a sibling, written like that.
    fn new_line(&self, sibling: &Entry, slot: &Slot<'_>, value: &str, below: bool) -> Splice {
        let text = self.text();
        let key = sibling.key_span.range();
        let start = self.line_start(key.start);
        let node = sibling.node.span.range();
        let equals = text[key.end..].find('=').map_or(key.end, |at| key.end + at);
        let prefix = &text[start..key.start];
        let bare = slot.key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        let own = if bare { slot.key.to_owned() } else { quoted(slot.key) };
        let own = padded(&format!("{prefix}{own} "), width(&text[start..equals]));
        let code = format!("{own}= {value}");
        let rest = &text[node.end..self.line_end(node.end)];
        let column =
            rest.find('#').map(|at| width(&text[self.line_start(node.end)..node.end + at]));
        let line = match column {
            Some(column) if !slot.label.is_empty() && !value.contains('\n') => {
                let code = format!("{code}  ");
                format!("{}# {}", padded(&code, column), slot.label)
            }
            _ => code,
        };
        if below {
            self.at(self.line_end(node.end), &line)
        } else {
            let at = self.above_comments(start);
            Splice { range: at..at, text: format!("{line}{}", self.newline()) }
        }
    }

    /// Lines after the line that ends at `end`.
    fn at(&self, end: usize, lines: &str) -> Splice {
        let newline = self.newline();
        let ends = end == 0 || self.text()[..end].ends_with('\n');
        let text = if ends { format!("{lines}{newline}") } else { format!("{newline}{lines}") };
        let last = end == self.text().len() && !ends;
        Splice { range: end..end, text: if last { text + newline } else { text } }
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text()[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// The end of the line, before its newline.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = &self.text()[at..];
        let line = rest.find('\n').map_or(rest, |newline| &rest[..newline]);
        at + line.trim_end_matches('\r').len()
    }

    /// The first of the comment lines right above a line.
    fn above_comments(&self, start: usize) -> usize {
        let mut start = start;
        while start > 0 {
            let above = self.line_start(start - 1);
            if !self.text()[above..start].trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// The end of the last line of the tables that come before a table's.
    fn block_end(&self, slot: &Slot<'_>) -> Option<usize> {
        let name = slot.group.split('.').next().unwrap_or_default();
        let mut order = Vec::new();
        for (name, _) in FIELDS.iter().filter_map(|field| field.path.split_once('.')) {
            if !order.contains(&name) {
                order.push(name);
                if name == "narrative" {
                    order.extend(self.edition.tables.iter().map(|table| table.id.as_str()));
                }
            }
        }
        let at = order.iter().position(|table| *table == name)?;
        let last = order[..=at].iter().rev().find_map(|name| self.tree.get(name)).map(end_of)?;
        Some(self.line_end(last))
    }
}

fn plain_line(slot: &Slot<'_>, value: &str) -> String {
    match slot.label.as_str() {
        label if label.is_empty() || value.contains('\n') => format!("{} = {value}", slot.key),
        label => format!("{} = {value}  # {label}", slot.key),
    }
}

/// Where the last value in a value ends.
fn end_of(node: &Node) -> usize {
    let own = node.span.range().end;
    match &node.value {
        Value::Table(entries) => {
            entries.iter().map(|entry| end_of(&entry.node)).max().unwrap_or(own).max(own)
        }
        _ => own,
    }
}
