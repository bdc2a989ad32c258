//! Tables: cells with their lines, on as many pages as they need.

mod draw;
mod grid;
mod split;
mod widths;

use crate::document::{CellRole, Table, TableCell};
use crate::layout::theme::Length;

use super::item::Item;
use super::lines::{Fill, Measure};
use super::pages::{ElementKind, Scope};
use super::set::Composed;
use super::text::{Piece, Type, Typesetter};
use super::tree::Tree;

/// Thickness of the rules.
const RULE: i64 = 500;

/// A table on its way onto pages. Lengths are thousandths of a point.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Left edge of the type area.
    left: Length,
    /// Left edges of the columns and the right edge of the last, from `left`.
    edges: Vec<i64>,
    /// By the row and the column they start in.
    cells: Vec<Cell>,
    /// The least height of each row.
    rows: Vec<i64>,
    /// Rows repeated on every page.
    heads: usize,
    /// The first row not yet placed; the heads do not count.
    next: usize,
    /// Some rows have been placed.
    begun: bool,
    /// Composed of the caption, above the first rows.
    caption: Option<(Composed, usize)>,
    type_size: i64,
    /// Between a rule and the text above or below it.
    padding: i64,
    banner: String,
}

/// A cell and its text.
#[derive(Debug)]
struct Cell {
    row: usize,
    column: usize,
    rowspan: usize,
    colspan: usize,
    role: CellRole,
    element: usize,
    centred: bool,
    lines: Composed,
    /// Composed already placed.
    placed: usize,
}

impl Sheet {
    /// Sets the text of every cell and enters the table into the structure.
    pub(super) fn new(table: &Table, typesetter: &mut Typesetter<'_>, tree: &mut Tree) -> Self {
        let theme = typesetter.theme;
        let measure = theme.page.measure().0;
        let grid = grid::PlacedCells::new(table);
        let size = theme.style.table.size.0;
        let mut texts = texts(&grid, size, typesetter);
        let widths = widths::fit(&grid, &texts, size, measure);
        if widths.type_size != size {
            texts = self::texts(&grid, widths.type_size, typesetter);
        }
        let mut edges = vec![0];
        for width in &widths.columns {
            edges.push(edges[edges.len() - 1] + width);
        }

        let element = tree.add(ElementKind::Table { summary: table.caption.clone() }, 0);
        let caption = (table.caption_shown && !table.caption.is_empty()).then(|| {
            let kind = typesetter.kind(&theme.style.caption);
            let items = typesetter.items(&[Piece { text: &table.caption, kind, place: None }]);
            (
                Composed::new(items, Measure::even(measure), Fill::Balanced),
                tree.add(ElementKind::Caption, element),
            )
        });
        let mut cells = Vec::with_capacity(grid.spots.len());
        let mut row_element = (usize::MAX, element);
        for (spot, items) in grid.spots.iter().zip(texts) {
            if row_element.0 != spot.row {
                row_element = (spot.row, tree.add(ElementKind::TableRow, element));
            }
            let width = edges[spot.column + spot.colspan] - edges[spot.column];
            let size = widths.type_size;
            let room = (width - 2 * padding(size)).max(size);
            // Prose and the labels of single rows read from the left.
            let width: i64 = items.iter().map(|item| item.advance).sum();
            let centred = match spot.cell.role {
                CellRole::Banner | CellRole::ColumnHeader => true,
                CellRole::RowHeader => spot.rowspan > 1,
                CellRole::Corner => false,
                CellRole::Data => width <= 3 * room,
            };
            let fill = if centred { Fill::Balanced } else { Fill::Ragged };
            cells.push(Cell {
                row: spot.row,
                column: spot.column,
                rowspan: spot.rowspan,
                colspan: spot.colspan,
                role: spot.cell.role,
                element: tree.add(kind_of(spot.cell, spot.rowspan, spot.colspan), row_element.1),
                centred,
                lines: Composed::new(items, Measure::even(room), fill),
                placed: 0,
            });
        }
        let mut sheet = Self {
            left: theme.page.left,
            edges,
            cells,
            rows: vec![pitch(widths.type_size) + 2 * padding(widths.type_size); grid.rows],
            heads: 0,
            next: 0,
            begun: false,
            caption,
            type_size: widths.type_size,
            padding: padding(widths.type_size),
            banner: theme.color.banner.clone(),
        };
        let limit = theme.grid.pitch.0 * i64::from(theme.grid.lines);
        sheet.set_heads(table.head_rows, limit);
        sheet.tighten(limit);
        sheet
    }

    /// Takes up to half of the blank above and below the text away, if that
    /// makes the table fit on one page together with a heading.
    fn tighten(&mut self, limit: i64) {
        let room = limit * 21 / 22;
        let excess = self.whole(limit) - room;
        let part = excess / self.paddings() + 1;
        if excess > 0 && part <= self.padding / 2 {
            self.pad(self.padding - part, room, limit);
        }
    }

    /// Takes up to a quarter of the blank in the rows away, or adds up to three,
    /// for the rows still to come to end on a line of the grid if they start at
    /// `start`: else almost a line would be blank between them and the text below.
    pub(super) fn settle(&mut self, start: i64, pitch: i64, limit: i64) {
        let end = start + self.whole(limit);
        if end > limit || self.rows.iter().any(|row| *row != self.height(1)) {
            return;
        }
        let line = end / pitch * pitch;
        let less = (end - line) / self.paddings() + 1;
        let more = (line + pitch - end) / self.paddings();
        let mut choices = [(less, -less, line), (more, more, line + pitch)];
        choices.sort_unstable();
        for (_, change, line) in choices {
            let modest = (-self.padding / 4..=self.padding * 3 / 4).contains(&change);
            if modest && self.pad(self.padding + change, line - start, limit) {
                return;
            }
        }
    }

    /// Height of all that is still to come, on one page.
    fn whole(&self, limit: i64) -> i64 {
        self.above(limit) + self.heights(self.next..self.rows.len(), limit).iter().sum::<i64>()
    }

    /// How many times the padding counts in it.
    fn paddings(&self) -> i64 {
        2 * count(self.heads + self.rows.len() - self.next).max(1)
    }

    /// Sets the padding, if that makes it no higher than a room.
    fn pad(&mut self, padding: i64, room: i64, limit: i64) -> bool {
        let before = self.padding;
        self.set_padding(padding);
        let fits = self.whole(limit) <= room;
        if !fits {
            self.set_padding(before);
        }
        fits
    }

    fn set_padding(&mut self, padding: i64) {
        self.padding = padding;
        let row = self.height(1);
        self.rows.fill(row);
    }

    /// Repeats the head rows, unless they are the whole table, are tied to its
    /// body, or would take most of a page.
    fn set_heads(&mut self, wanted: usize, limit: i64) {
        let tied = self.cells.iter().any(|cell| cell.row < wanted && cell.end() > wanted);
        let height: i64 = self.heights(0..wanted.min(self.rows.len()), limit).iter().sum();
        if wanted < self.rows.len() && !tied && height < limit / 2 {
            self.heads = wanted;
            self.next = wanted;
        }
    }

    /// Height of a cell with some lines.
    fn height(&self, lines: usize) -> i64 {
        count(lines) * pitch(self.type_size) + 2 * self.padding
    }

    fn caption_height(&self) -> i64 {
        self.caption.as_ref().map_or(0, |(lines, _)| {
            let size = lines.size();
            pitch(size) * count(lines.lines.len()) + size / 2
        })
    }
}

impl Cell {
    /// One past its last row.
    fn end(&self) -> usize {
        self.row + self.rowspan
    }

    fn is_label(&self) -> bool {
        self.role == CellRole::RowHeader
    }
}

fn is_head(role: CellRole) -> bool {
    matches!(role, CellRole::Banner | CellRole::ColumnHeader)
}

fn kind_of(cell: &TableCell, rowspan: usize, colspan: usize) -> ElementKind {
    let scope = match cell.role {
        CellRole::Banner | CellRole::ColumnHeader => Scope::Column,
        CellRole::RowHeader => Scope::Row,
        CellRole::Corner | CellRole::Data => {
            return ElementKind::TableData { colspan, rowspan, headers: cell.headers.clone() };
        }
    };
    let (id, headers) = (cell.anchor.clone(), cell.headers.clone());
    ElementKind::TableHeader { id, scope, colspan, rowspan, headers }
}

/// From one line of a cell to the next.
fn pitch(size: i64) -> i64 {
    size * 13 / 10
}

/// Between the rule and the text, on every side.
fn padding(size: i64) -> i64 {
    size / 4
}

fn count(lines: usize) -> i64 {
    i64::try_from(lines).unwrap_or(i64::MAX / 100_000)
}

/// The text of every cell at a size.
fn texts(
    grid: &grid::PlacedCells<'_>,
    size: i64,
    typesetter: &mut Typesetter<'_>,
) -> Vec<Vec<Item>> {
    let style = &typesetter.theme.style;
    let kind = |style| Type { size, em: size, ..typesetter.kind(style) };
    let (body, head) = (kind(&style.table), kind(&style.table_head));
    let text = |spot: &grid::Spot<'_>| {
        let kind = if is_head(spot.cell.role) { head } else { body };
        typesetter.items(&[Piece { text: &spot.cell.text, kind, place: spot.cell.place }])
    };
    grid.spots.iter().map(text).collect()
}
