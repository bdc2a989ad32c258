//! Where each cell of a table stands.

use crate::document::{Table, TableCell};

/// The cells of a table with their places.
#[derive(Debug)]
pub(super) struct PlacedCells<'a> {
    /// From top to bottom, from left to right.
    pub(super) spots: Vec<Spot<'a>>,
    pub(super) rows: usize,
    /// Relative widths of the columns, none of them zero.
    pub(super) widths: Vec<i64>,
}

/// A cell and its place, cut to the grid.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub(super) cell: &'a TableCell,
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rowspan: usize,
    pub(super) colspan: usize,
}

impl<'a> PlacedCells<'a> {
    /// Places cells as HTML does: each in the first free column of its row.
    /// Spans that leave the grid or run into another cell are cut.
    pub(super) fn new(table: &'a Table) -> Self {
        let columns = table.widths.len();
        let rows = table.rows.len();
        let mut taken = vec![false; rows * columns];
        let mut spots = Vec::new();
        for (row, cells) in table.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &cells.cells {
                while column < columns && taken[row * columns + column] {
                    column += 1;
                }
                if column == columns {
                    break;
                }
                let free = (column..columns).take_while(|c| !taken[row * columns + c]).count();
                let colspan = cell.colspan.clamp(1, free);
                let rowspan = cell.rowspan.clamp(1, rows - row);
                for row in row..row + rowspan {
                    taken[row * columns + column..row * columns + column + colspan].fill(true);
                }
                spots.push(Spot { cell, row, column, rowspan, colspan });
                column += colspan;
            }
        }
        let widths = table.widths.iter().map(|width| i64::from((*width).max(1))).collect();
        Self { spots, rows, widths }
    }
}
