//! Rows of figures.

use std::collections::BTreeMap;

use super::{Draft, EditError, Slot, Splice};
use crate::data::toml_text::{padded, quoted, width};
use crate::data::{Node, Value};
use crate::law::edition::{Line, Table};

impl Draft<'_> {
    /// Types new figures, by column, in a row.
    pub(super) fn row(
        &mut self,
        table: &Table,
        row: &Line,
        typed: &BTreeMap<String, &str>,
    ) -> Result<(), EditError> {
        let path = format!("{}.{}", table.id, row.id);
        let label = row.full_label();
        // Columns written one by one are changed one by one.
        let by_name = matches!(self.tree.get(&path), Some(Node { value: Value::Table(_), .. }));
        if by_name && typed.len() > 1 {
            return typed.iter().try_for_each(|(column, typed)| {
                self.row(table, row, &BTreeMap::from([(column.clone(), *typed)]))
            });
        }
        let mut expected = self.figures();
        let changed =
            typed.iter().map(|(column, typed)| (format!("{path}.{column}"), (*typed).to_owned()));
        expected.extend(changed);
        let splices = match self.tree.get(&path) {
            None => {
                let value = self.whole(table, typed, "");
                self.insertions(&slot(table, row), &value)
            }
            Some(node) => self.rewritten(node, table, typed).into_iter().collect(),
        };
        self.commit(&path, &label, splices, |next| next.figures() == expected)
    }

    /// The row as it stands, with other figures.
    fn rewritten(
        &self,
        node: &Node,
        table: &Table,
        typed: &BTreeMap<String, &str>,
    ) -> Option<Splice> {
        let range = node.span.range();
        let all = table.columns.len();
        let text = match &node.value {
            Value::List(items) if !items.is_empty() => {
                let columns: Vec<&Line> = if items.len() == all {
                    table.columns.iter().collect()
                } else {
                    table.written_columns().collect()
                };
                if columns.len() != items.len() {
                    return None;
                }
                let new: Vec<_> = columns
                    .iter()
                    .map(|column| typed.get(&column.id).map(|t| literal(t)))
                    .collect();
                self.replaced(node, items, &new)
            }
            Value::List(_) => self.whole(table, typed, ""),
            Value::Table(entries) => {
                let (column, typed) = typed.first_key_value()?;
                let Some(entry) = entries.iter().find(|entry| entry.key == *column) else {
                    let end = entries.last()?.node.span.range().end;
                    let text = format!(", {column} = {}", literal(typed));
                    return Some(Splice { range: end..end, text });
                };
                let range = entry.node.span.range();
                return Some(Splice { range, text: literal(typed) });
            }
            Value::Text(text) if text.value.trim().is_empty() && all > 1 => {
                self.whole(table, typed, "")
            }
            Value::Number(digits) if all > 1 && digits.trim_start_matches('0').is_empty() => {
                self.whole(table, typed, "0")
            }
            _ if all == 1 => literal(typed.values().next()?),
            _ => return None,
        };
        Some(self.beside_comment(range, text))
    }

    /// The array with some of its items replaced. Where blanks align the
    /// columns, they go on doing so.
    fn replaced(&self, node: &Node, items: &[Node], new: &[Option<String>]) -> String {
        let text = self.text();
        let ends = items.iter().skip(1).map(|item| item.span.range().start);
        let ends = ends.chain([node.span.range().end]);
        let gap = |item: &Node, next: usize| &text[item.span.range().end..next];
        let blanks = |gap: &str| gap.len() - gap.trim_end_matches(' ').len();
        let aligned =
            items.iter().zip(ends.clone()).any(|(item, next)| blanks(gap(item, next)) > 1);
        let mut written = text[node.span.range().start..items[0].span.range().start].to_owned();
        let mut shift = 0;
        for ((item, new), next) in items.iter().zip(new).zip(ends) {
            let old = &text[item.span.range()];
            let item_text = new.as_deref().unwrap_or(old);
            let between = gap(item, next);
            let had = blanks(between);
            shift += signed(width(item_text)) - signed(width(old));
            written += item_text;
            let keep = between.contains('\n') || had == 0 || (!aligned && shift < 0);
            let wanted = if keep { had } else { unsigned(signed(had) - shift).max(1) };
            shift += signed(wanted) - signed(had);
            written += &between[..between.len() - had];
            written.extend(std::iter::repeat_n(' ', wanted));
        }
        written
    }

    /// A whole row; columns without a figure get `rest`.
    fn whole(&self, table: &Table, typed: &BTreeMap<String, &str>, rest: &str) -> String {
        if let [column] = table.columns.as_slice() {
            return literal(typed.get(&column.id).copied().unwrap_or(rest));
        }
        // Totals follow from the others; only one that was typed is written.
        let with_total = table.columns.iter().any(|column| {
            column.total && typed.get(&column.id).is_some_and(|typed| !typed.is_empty())
        });
        let columns: Vec<_> =
            table.columns.iter().filter(|column| with_total || !column.total).collect();
        let columns_at = self.columns(table, columns.len()).unwrap_or_else(|| {
            let mut at = 1;
            let next = |column: &&Line| {
                let here = at;
                at += width(column.short_label()) + 1;
                here
            };
            columns.iter().map(next).collect()
        });
        let mut text = String::from("[");
        for (index, column) in columns.iter().enumerate() {
            let typed = typed.get(&column.id).copied();
            // Someone else's total is not known to be 0.
            let rest = if column.total { "" } else { rest };
            text += &literal(typed.unwrap_or(rest));
            if let Some(next) = columns_at.get(index + 1) {
                text = padded(&(text + ", "), *next);
            }
        }
        text + "]"
    }

    /// Where figures begin in a row of the same table, counted from its `[`.
    fn columns(&self, table: &Table, count: usize) -> Option<Vec<usize>> {
        table.rows.iter().find_map(|row| {
            let node = self.tree.get(&format!("{}.{}", table.id, row.id))?;
            let Value::List(items) = &node.value else { return None };
            let start = node.span.range().start;
            let at = |item: &Node| {
                let before = &self.text()[start..item.span.range().start];
                (!before.contains('\n')).then(|| width(before))
            };
            (items.len() == count).then(|| items.iter().map(at).collect())?
        })
    }

    /// Replaces a value and keeps a comment behind it in its column.
    pub(super) fn beside_comment(&self, range: std::ops::Range<usize>, text: String) -> Splice {
        let after = &self.text()[range.end..];
        let had = after.len() - after.trim_start_matches(' ').len();
        if had < 2 || !after[had..].starts_with('#') {
            return Splice { range, text };
        }
        let shift = signed(width(&text)) - signed(width(&self.text()[range.clone()]));
        let blanks = unsigned(signed(had) - shift).max(2);
        Splice { range: range.start..range.end + had, text: format!("{text}{:blanks$}", "") }
    }
}

fn slot<'a>(table: &'a Table, row: &'a Line) -> Slot<'a> {
    let split =
        |id: &'a str| id.rsplit_once('.').map_or((None, id), |(group, key)| (Some(group), key));
    let (group, key) = split(&row.id);
    let rows = table.rows.iter().map(|row| split(&row.id)).filter(|(other, _)| *other == group);
    let path = group.map_or_else(|| table.id.clone(), |group| format!("{}.{group}", table.id));
    Slot { group: path, key, order: rows.map(|(_, key)| key).collect(), label: row.full_label() }
}

/// A figure as TOML: bare where it is a number there, else in quotes.
pub(super) fn literal(typed: &str) -> String {
    let unsigned = typed.strip_prefix('-').unwrap_or(typed);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let bare = digits(whole)
        && digits(part)
        && typed.len() < 19
        && (whole == "0" || !whole.starts_with('0'));
    if bare { typed.to_owned() } else { quoted(typed) }
}

fn signed(width: usize) -> isize {
    isize::try_from(width).unwrap_or(isize::MAX)
}

fn unsigned(width: isize) -> usize {
    usize::try_from(width).unwrap_or(0)
}
