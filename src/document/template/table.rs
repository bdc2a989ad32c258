//! A printed grid with the figures of a report.

use crate::document::{CellRole, Row, Table, TableCell};
use crate::law::edition::grid::{PrintedGrid, Slot, SlotKind};
use crate::report::Report;

/// Fills a grid.
pub(super) fn table(grid: &PrintedGrid, report: &Report) -> Table {
    let cell = |slot: &Slot| {
        let (role, text, place) = match &slot.kind {
            SlotKind::Banner(text) => (CellRole::Banner, text.clone(), None),
            SlotKind::Corner(text) => (CellRole::Corner, text.clone(), None),
            SlotKind::ColumnHeader(text) => (CellRole::ColumnHeader, text.clone(), None),
            SlotKind::RowHeader(text) => (CellRole::RowHeader, text.clone(), None),
            SlotKind::Data(cell) => {
                let entry = report.cells.get(cell);
                let text = entry.map_or(String::new(), |entry| one_line(&entry.printed()));
                (CellRole::Data, text, entry.map(|entry| entry.span))
            }
        };
        TableCell {
            text,
            role,
            colspan: slot.colspan,
            rowspan: slot.rowspan,
            anchor: slot.id.clone(),
            headers: slot.headers.clone(),
            place,
        }
    };
    Table {
        anchor: format!("table-{}", grid.id),
        caption: grid.caption.clone(),
        caption_shown: grid.caption_shown,
        widths: grid.widths.clone(),
        head_rows: grid.head_rows,
        rows: grid.rows.iter().map(|row| Row { cells: row.iter().map(cell).collect() }).collect(),
    }
}

/// What was typed in a cell may be anything; a cell has no paragraphs.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
