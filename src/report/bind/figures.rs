//! The figures of the tables: every cell of the edition, however its row is written.

use std::collections::BTreeMap;

use super::{LONGEST_TEXT, Reader};
use crate::data::figure::{self, Figure, Unit};
use crate::data::{Node, Value};
use crate::law::balance;
use crate::law::edition::{Cell, Edition, Line, Place, Table};
use crate::report::{Entry, Origin, Problem};
use crate::source::Span;

impl Reader<'_> {
    pub(super) fn cells(&mut self, edition: &Edition) -> BTreeMap<Cell, Entry> {
        let mut cells = BTreeMap::new();
        for table in &edition.tables {
            for row in &table.rows {
                let entries = self.row(table, row);
                for (column, entry) in table.columns.iter().zip(entries) {
                    cells.insert(table.cell(row, column), entry);
                }
            }
        }
        let left_out = |entry: &Entry| entry.origin == Origin::LeftOut;
        let open = |cell: &Cell| cells.get(cell).is_some_and(left_out);
        let figure = |cell: &Cell| Some(cells.get(cell)?.figure?.amount());
        for (cell, amount) in balance::derive(edition, figure, open) {
            let unit = edition.find(&cell).map(|place| place.unit()).unwrap_or_default();
            if let Some(entry) = cells.get_mut(&cell) {
                entry.figure = Some(Figure::new(amount, unit));
                entry.origin = Origin::Derived;
            }
        }
        // A total does not follow from what could not be read: that is no blank.
        let unreadable = |entry: &Entry| entry.origin == Origin::Typed && entry.figure.is_none();
        for table in &edition.tables {
            if table.cells().any(|place| cells.get(&place.cell()).is_some_and(unreadable)) {
                for place in table.cells().filter(Place::total) {
                    if let Some(entry) = cells.get_mut(&place.cell()).filter(|one| left_out(one)) {
                        entry.origin = Origin::Typed;
                    }
                }
            }
        }
        cells
    }

    /// The entries of a row, one for each column.
    fn row(&mut self, table: &Table, row: &Line) -> Vec<Entry> {
        let path = format!("{}.{}", table.id, row.id);
        let all = table.columns.len();
        let Some(written) = self.tree.entry(&path) else {
            let place = self.nearest(&path);
            let columns = table.columns.iter();
            return columns.map(|column| self.absent(&path, column, place)).collect();
        };
        let node = &written.node;
        let label = row.full_label();
        let unit = |column: &Line| row.unit.or(column.unit).unwrap_or_default();
        let signed = |column: &Line| row.signed || column.signed;
        match &node.value {
            Value::List(items) if items.is_empty() => vec![blank(node.span); all],
            Value::List(items) => {
                let written = table.written_columns().count();
                let columns: Vec<_> = if items.len() == all {
                    table.columns.iter().collect()
                } else {
                    table.written_columns().collect()
                };
                if items.len() != columns.len() {
                    // The first figure too many is where the clerk should look.
                    let place = items.get(all).map_or(node.span, |extra| extra.span);
                    let (columns, with_total, found) = (written, all, items.len());
                    let problem = Problem::RowLength { label, columns, with_total, found };
                    self.problem(place, problem);
                    return vec![unread(node.span); all];
                }
                let mut entries = vec![blank(node.span); all];
                for (column, item) in columns.into_iter().zip(items) {
                    let at = table.columns.iter().position(|other| other.id == column.id);
                    let name = format!("{label}·{}", column.short_label());
                    let entry = self.entry(&name, item, unit(column), signed(column));
                    if let Some(slot) = at.and_then(|at| entries.get_mut(at)) {
                        *slot = entry;
                    }
                }
                entries
            }
            Value::Table(written) => {
                let read = |column: &Line| {
                    let Some(entry) = written.iter().find(|entry| entry.key == column.id) else {
                        return self.absent(&path, column, node.span);
                    };
                    let name = format!("{label}·{}", column.short_label());
                    self.entry(&name, &entry.node, unit(column), signed(column))
                };
                table.columns.iter().map(read).collect()
            }
            Value::Text(text) if text.value.trim().is_empty() => vec![blank(node.span); all],
            _ if all == 1 => {
                let column = &table.columns[0];
                vec![self.entry(&label, node, unit(column), signed(column))]
            }
            Value::Number(digits) if digits.trim_start_matches('0').is_empty() => {
                let zero = |column: &Line| Entry {
                    typed: "0".to_owned(),
                    span: node.span,
                    figure: Some(Figure::new(0, unit(column))),
                    slips: Vec::new(),
                    origin: Origin::RowOfZeros,
                };
                table.columns.iter().map(zero).collect()
            }
            Value::Number(_) => {
                let (columns, with_total) = (table.written_columns().count(), all);
                let problem = Problem::RowLength { label, columns, with_total, found: 1 };
                self.problem(node.span, problem);
                vec![unread(node.span); all]
            }
            _ => {
                self.wrong_type(&label, "数组，如 [16, 0, 0]，或单独一个 0", node);
                vec![unread(node.span); all]
            }
        }
    }

    /// A cell that is not there: left out, or lost with a syntax error.
    fn absent(&self, row: &str, column: &Line, place: Span) -> Entry {
        let cell = format!("{row}.{}", column.id);
        let lost = self.refused.contains(row) || self.refused.contains(&cell);
        if lost { unread(place) } else { blank(place) }
    }

    /// One figure.
    pub(super) fn entry(&mut self, label: &str, node: &Node, unit: Unit, signed: bool) -> Entry {
        let typed = match &node.value {
            Value::Number(digits) => digits.as_str(),
            Value::Text(text) if !self.fits(label, text, LONGEST_TEXT) => {
                return unread(node.span);
            }
            Value::Text(text) => text.value.as_str(),
            Value::Date(date) => date.as_str(),
            _ => {
                self.wrong_type(label, "数字", node);
                return unread(node.span);
            }
        };
        if typed.trim_matches([' ', '\t', '\n', '\u{3000}', '\u{a0}']).is_empty() {
            return Entry { origin: Origin::Empty, ..blank(node.span) };
        }
        let reading = figure::read(typed, unit, signed);
        Entry {
            typed: typed.to_owned(),
            span: node.span,
            figure: reading.figure,
            slips: reading.slips,
            origin: Origin::Typed,
        }
    }
}

/// A cell with nothing in it.
pub(super) fn blank(span: Span) -> Entry {
    Entry { typed: String::new(), span, figure: None, slips: Vec::new(), origin: Origin::LeftOut }
}

/// A cell whose row could not be read: not blank, but without a figure; the
/// row has its own problem.
fn unread(span: Span) -> Entry {
    Entry { origin: Origin::Typed, ..blank(span) }
}
