//! Tables. A merged cell of Word is a column of cells: the first says
//! `restart`, one in every further row says `continue`, each with the same
//! `gridSpan`; a row in which one is missing ruins the table.

use docx_rs::{
    Paragraph, Shading, ShdType, TableAlignmentType, TableCell, TableLayoutType, TableRow,
    VAlignType, VMergeType, WidthType,
};

use crate::document::{CellRole, Table};
use crate::layout::theme::Theme;

use super::id;
use super::page::measure;
use super::styles::{CELL_MARGIN, tight_line};
use super::words::{halves, run};

/// Row groups up to this height are kept on one page.
const SMALL_GROUP: usize = 8;
/// Of a larger group so many rows are, for its label to stand beside them.
const GROUP_HEAD: usize = 4;

/// Where a cell of the document came to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Extent {
    /// Row and number of the cell in the document.
    origin: (usize, usize),
    rows: usize,
    columns: usize,
}

/// For every row and column, what covers it; nothing does in a row too short.
struct Coverage {
    places: Vec<Vec<Option<Extent>>>,
    columns: usize,
}

impl Coverage {
    /// Lays the cells out as HTML does: each in the first free column, no
    /// taller than the table, no wider than the room before the next cell.
    fn of(table: &Table) -> Self {
        let mut places: Vec<Vec<Option<Extent>>> = vec![Vec::new(); table.rows.len()];
        for (row, cells) in table.rows.iter().enumerate() {
            let mut column = 0;
            for (number, cell) in cells.cells.iter().enumerate() {
                let covered =
                    |column: &usize| !matches!(places[row].get(*column), None | Some(None));
                while covered(&column) {
                    column += 1;
                }
                let widest = cell.colspan.clamp(1, table.widths.len().max(1));
                let columns = (column..column + widest).take_while(|at| !covered(at)).count();
                let rows = cell.rowspan.clamp(1, table.rows.len() - row);
                let place = Extent { origin: (row, number), rows, columns };
                for line in &mut places[row..row + rows] {
                    line.resize(line.len().max(column + columns), None);
                    line[column..column + columns].fill(Some(place));
                }
                column += columns;
            }
        }
        let widest = places.iter().map(Vec::len).max().unwrap_or(0);
        let columns = widest.max(table.widths.len()).max(1);
        for line in &mut places {
            line.resize(columns, None);
        }
        Self { places, columns }
    }

    /// Whether the row after this one belongs on the same page: this one heads
    /// it, or both are of one small group.
    fn held(&self, row: usize, table: &Table) -> bool {
        let heads = |place: &Extent| {
            let role = table.rows[place.origin.0].cells[place.origin.1].role;
            matches!(role, CellRole::Banner | CellRole::ColumnHeader)
        };
        let grouped = |place: &Extent| {
            let kept = if place.rows <= SMALL_GROUP { place.rows } else { GROUP_HEAD };
            row + 1 < place.origin.0 + kept
        };
        let mut places = self.places[row].iter().flatten();
        row < table.head_rows || places.any(|place| heads(place) || grouped(place))
    }

    /// What every column needs at least, in twips: its longest figure, and
    /// anyway two characters, if it has them.
    fn least(&self, table: &Table, widths: &[usize], theme: &Theme) -> Vec<usize> {
        let (size, margins) = (theme.style.table.size.twips(), 2 * CELL_MARGIN.0);
        let twips = |halves: i64| usize::try_from(halves * size / 2 + margins).unwrap_or(0);
        let mut least: Vec<usize> = widths.iter().map(|width| twips(4).min(*width)).collect();
        for row in &self.places {
            for (place, least) in row.iter().zip(&mut least) {
                let Some(Extent { origin, columns: 1, .. }) = *place else { continue };
                let cell = &table.rows[origin.0].cells[origin.1];
                if cell.role == CellRole::Data && cell.text.is_ascii() {
                    *least = twips(halves(&cell.text)).max(*least);
                }
            }
        }
        least
    }

    /// About how high the table is in twips: as many lines in a row as its
    /// fullest cell needs, a character of ASCII half as wide as any other.
    fn height(&self, table: &Table, widths: &[usize], theme: &Theme) -> i64 {
        let size = theme.style.table.size;
        let (beside, above) = CELL_MARGIN;
        let lines = |row: &[Option<Extent>], column: usize| {
            let place = row[column].filter(|place| place.rows == 1)?;
            if column > 0 && row[column - 1] == row[column] {
                return None;
            }
            let width: usize = widths[column..column + place.columns].iter().sum();
            let room = (i64::try_from(width).unwrap_or(0) - 2 * beside).max(1);
            let text = &table.rows[place.origin.0].cells[place.origin.1].text;
            Some((halves(text) * size.twips() / 2 + room - 1) / room)
        };
        let height = |row: &Vec<Option<Extent>>| {
            let fullest = (0..row.len()).filter_map(|column| lines(row, column)).max();
            tight_line(size) * fullest.unwrap_or(1).max(1) + 2 * above
        };
        self.places.iter().map(height).sum()
    }
}

pub(super) fn draw(table: &Table, theme: &Theme) -> docx_rs::Table {
    let grid = Coverage::of(table);
    let mut widths = widths(table, grid.columns, measure(theme));
    let least = grid.least(table, &widths, theme);
    widen(&mut widths, &least);
    let pitch = theme.grid.pitch.twips();
    // A heading stands above it.
    let room = pitch * (i64::from(theme.grid.lines) - 1);
    let whole = grid.height(table, &widths, theme) <= room;
    let rows = grid.places.iter().enumerate().map(|(row, places)| {
        let mut cells = Vec::new();
        let mut column = 0;
        while column < grid.columns {
            let place = places[column];
            let columns = place.map_or(1, |place| place.columns);
            let width = widths[column..column + columns].iter().sum();
            let last = row + 1 == grid.places.len();
            let keep = !last && (whole || grid.held(row, table));
            cells.push(cell(table, place, row, keep, theme).width(width, WidthType::Dxa));
            column += columns;
        }
        TableRow::new(cells).cant_split()
    });
    docx_rs::Table::new(rows.collect())
        .style(id::TABLE)
        .set_grid(widths.clone())
        .width(widths.iter().sum(), WidthType::Dxa)
        .align(TableAlignmentType::Center)
        .layout(TableLayoutType::Fixed)
}

fn cell(table: &Table, place: Option<Extent>, row: usize, keep: bool, theme: &Theme) -> TableCell {
    let cell = TableCell::new().vertical_align(VAlignType::Center);
    let blank = || Paragraph::new().style(id::TABLE_TEXT).keep_next(keep);
    let Some(Extent { origin, rows, columns }) = place else {
        return cell.add_paragraph(blank());
    };
    let source = &table.rows[origin.0].cells[origin.1];
    let cell = if columns > 1 { cell.grid_span(columns) } else { cell };
    let cell = match source.role {
        CellRole::Banner => cell.shading(
            Shading::new().shd_type(ShdType::Clear).color("auto").fill(&theme.color.banner),
        ),
        _ => cell,
    };
    if origin.0 < row {
        return cell.vertical_merge(VMergeType::Continue).add_paragraph(blank());
    }
    let style = match source.role {
        CellRole::Banner | CellRole::ColumnHeader => id::TABLE_HEAD,
        // Labels down the side of several rows are centred like the figures.
        CellRole::RowHeader if rows > 1 => id::TABLE_FIGURE,
        CellRole::Corner | CellRole::RowHeader => id::TABLE_TEXT,
        CellRole::Data => id::TABLE_FIGURE,
    };
    let mut paragraph = Paragraph::new().style(style).keep_next(keep);
    if !source.text.is_empty() {
        paragraph = paragraph.add_run(run(&source.text));
    }
    let cell = if rows > 1 { cell.vertical_merge(VMergeType::Restart) } else { cell };
    cell.add_paragraph(paragraph)
}

/// Gives columns what they need at least, as far as the others can spare it.
fn widen(widths: &mut [usize], least: &[usize]) {
    let pairs = || widths.iter().zip(least);
    let lacking: usize = pairs().map(|(width, least)| least.saturating_sub(*width)).sum();
    let spare: usize = pairs().map(|(width, least)| width.saturating_sub(*least)).sum();
    if lacking == 0 || lacking > spare {
        return;
    }
    let (mut so_far, mut taken) = (0, 0);
    for (width, least) in widths.iter_mut().zip(least) {
        if *width < *least {
            *width = *least;
        } else {
            so_far += *width - *least;
            let all = so_far * lacking / spare;
            *width -= all - taken;
            taken = all;
        }
    }
}

/// Column widths in twips. They add up to the measure exactly: each column
/// ends where the widths so far say, rounded.
fn widths(table: &Table, columns: usize, measure: i64) -> Vec<usize> {
    let relative = |column| u64::from(table.widths.get(column).copied().unwrap_or(1).max(1));
    let whole = (0..columns).map(relative).sum::<u64>().max(1);
    let measure = u64::try_from(measure).unwrap_or(0);
    let ends = (0..columns).scan(0, |so_far, column| {
        *so_far += relative(column);
        usize::try_from(*so_far * measure / whole).ok()
    });
    let mut start = 0;
    ends.map(|end| end - std::mem::replace(&mut start, end)).collect()
}
