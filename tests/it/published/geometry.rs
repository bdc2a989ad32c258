//! Whether drawn figures stand in the row and the column they belong to,
//! whatever their tags say.

use super::read::Cell;

/// How far the middle of a figure may be from that of its column, in points:
/// the narrowest column of the forms has 29.
const OFF: f64 = 6.0;

/// Leftmost and rightmost end, first and last baseline, page.
struct Place {
    page: usize,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Place {
    fn of(cell: &Cell) -> Option<Self> {
        let first = cell.lines.first()?;
        let mut place = Self {
            page: first.page,
            left: first.left,
            right: first.right,
            top: first.y,
            bottom: first.y,
        };
        for line in cell.lines.iter().filter(|line| line.page == first.page) {
            place.left = place.left.min(line.left);
            place.right = place.right.max(line.right);
            place.top = place.top.min(line.y);
            place.bottom = place.bottom.max(line.y);
        }
        Some(place)
    }

    fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }
}

/// Figures that do not stand in line with their row's label, their column's
/// heading and their neighbours. Files without pages have nothing to say.
pub(crate) fn misplaced(table: &[Vec<Cell>]) -> Vec<String> {
    let columns = columns(table);
    let mut wrong = Vec::new();
    // For each column, what was last drawn there: cell, columns it covers.
    let mut above: Vec<Option<(Place, usize)>> = Vec::new();
    let mut before: Option<(usize, f64)> = None;
    for (row, starts) in table.iter().zip(&columns) {
        let mut label: Option<Place> = None;
        let mut beside: Option<Place> = None;
        let mut lowest = before;
        for (cell, start) in row.iter().zip(starts) {
            let Some(place) = Place::of(cell) else { continue };
            above.resize_with(above.len().max(start + 1), || None);
            let name = &cell.text;
            if cell.header {
                if cell.rowspan == 1 {
                    label = Place::of(cell);
                }
            } else {
                let at = (place.page, place.top);
                if before.is_some_and(|before| at <= before) {
                    wrong.push(format!("{name} is not below the row above"));
                }
                lowest = Some(at);
                if let Some(beside) = &beside
                    && ((beside.page, beside.top) != at || beside.right >= place.left)
                {
                    wrong.push(format!("{name} is not beside its neighbour"));
                }
                if let Some(label) = &label {
                    let inside = label.top - 2.0 <= place.top && place.top <= label.bottom + 2.0;
                    if label.page != place.page || !inside {
                        wrong.push(format!("{name} is not beside its label"));
                    }
                }
                if let Some((heading, span)) = &above[*start] {
                    let off = (heading.middle() - place.middle()).abs();
                    if *span == cell.colspan && off > OFF {
                        wrong.push(format!("{name} is {off:.1} pt beside its column"));
                    }
                }
                beside = Place::of(cell);
            }
            above[*start] = Some((place, cell.colspan));
        }
        before = lowest;
    }
    wrong
}

/// The grid column in which each cell starts.
fn columns(table: &[Vec<Cell>]) -> Vec<Vec<usize>> {
    let mut taken: Vec<usize> = Vec::new(); // rows still covered, by column
    let mut columns = Vec::new();
    for row in table {
        let mut starts = Vec::new();
        let mut at = 0;
        for cell in row {
            while taken.get(at).is_some_and(|rows| *rows > 0) {
                at += 1;
            }
            starts.push(at);
            taken.resize(taken.len().max(at + cell.colspan), 0);
            taken[at..at + cell.colspan].fill(cell.rowspan);
            at += cell.colspan;
        }
        for rows in &mut *taken {
            *rows = rows.saturating_sub(1);
        }
        columns.push(starts);
    }
    columns
}
