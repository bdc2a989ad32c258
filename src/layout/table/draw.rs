//! Drawing the rows of a table that stand on one page.

use std::ops::Range;

use crate::document::CellRole;
use crate::layout::theme::Length;

use super::super::pages::{Ink, Mark};
use super::super::set::{INK, baseline};
use super::{RULE, Sheet, padding, pitch};

impl Sheet {
    /// Draws as many rows as a room takes: their height, and the marks, whose
    /// `y` counts from the top. Nothing is drawn if the room is too small, but
    /// on a whole page (`limit`) at least one row is. `None` when all is drawn.
    pub(crate) fn next_portion(&mut self, room: i64, limit: i64) -> Option<(i64, Vec<Mark>)> {
        if !self.has_more() {
            return None;
        }
        let mut rows = self.choose(room, limit);
        if rows.is_empty() {
            if room < limit {
                return Some((0, Vec::new()));
            }
            rows.end += 1;
        }
        let mut marks = Vec::new();
        let mut y = 0;
        if !self.begun {
            y = self.draw_caption(&mut marks);
        }
        let repeated = self.begun;
        let heads = 0..self.heads;
        let mut shown = self.heights(heads.clone(), limit);
        let body = self.heights(rows.clone(), limit);
        let indices: Vec<usize> = heads.clone().chain(rows.clone()).collect();
        shown.extend(body);
        let mut tops = vec![y];
        for height in shown {
            y += height;
            tops.push(y);
        }
        self.draw_rules(&indices, &tops, &mut marks);
        self.draw_cells(heads, &tops, repeated, &mut marks);
        self.draw_cells(rows.clone(), &tops[self.heads..], false, &mut marks);
        for cell in self.cells.iter_mut().filter(|cell| cell.row < self.heads) {
            cell.placed = 0;
        }
        self.begun = true;
        self.next = rows.end;
        Some((y, marks))
    }

    fn draw_caption(&self, marks: &mut Vec<Mark>) -> i64 {
        let Some((lines, element)) = &self.caption else { return 0 };
        let size = lines.size();
        let mut y = 0;
        for line in &lines.lines {
            let x = self.left
                + Length((self.edges[self.edges.len() - 1] - line.width - line.slack) / 2);
            let line_at = Length(y + baseline(pitch(size), size));
            marks.extend(lines.set(line, x, line_at, Some(*element)));
            y += pitch(size);
        }
        self.caption_height()
    }

    /// The text of the cells in some rows; `tops` are their upper edges.
    fn draw_cells(
        &mut self,
        rows: Range<usize>,
        tops: &[i64],
        artifact: bool,
        marks: &mut Vec<Mark>,
    ) {
        let size = self.type_size;
        for at in 0..self.cells.len() {
            let cell = &self.cells[at];
            let (from, to) = (cell.row.max(rows.start), cell.end().min(rows.end));
            if from >= to {
                continue;
            }
            let (top, bottom) = (tops[from - rows.start], tops[to - rows.start]);
            let all = cell.lines.lines.len();
            let room = self.lines_in(bottom - top);
            let goes_on = cell.row < rows.start;
            let (lines, repeated) = if cell.placed < all {
                (cell.placed..all.min(cell.placed + room), artifact)
            } else if goes_on && cell.is_label() && all <= room {
                (0..all, true)
            } else {
                continue;
            };
            let element = (!repeated).then_some(cell.element);
            let left = self.edges[cell.column];
            let width = self.edges[cell.column + cell.colspan] - left;
            let mut y = top + (bottom - top - self.block(lines.len())) / 2;
            for line in &cell.lines.lines[lines.clone()] {
                let indent = if cell.centred {
                    (width - line.width - line.slack) / 2
                } else {
                    padding(size)
                };
                let x = self.left + Length(left + indent.max(0));
                let line_at = Length(y + baseline(pitch(size), size));
                marks.extend(cell.lines.set(line, x, line_at, element));
                y += pitch(size);
            }
            self.cells[at].placed = lines.end.max(self.cells[at].placed);
        }
    }

    /// Grounds and rules. `rows` are the rows shown, `tops` their edges.
    fn draw_rules(&self, rows: &[usize], tops: &[i64], marks: &mut Vec<Mark>) {
        let columns = self.edges.len() - 1;
        let mut owners = vec![usize::MAX; rows.len() * columns];
        for (index, cell) in self.cells.iter().enumerate() {
            for (at, _) in
                rows.iter().enumerate().filter(|(_, row)| (cell.row..cell.end()).contains(row))
            {
                owners[at * columns..][cell.column..cell.column + cell.colspan].fill(index);
                if cell.role == CellRole::Banner {
                    let (x, width) =
                        (self.edges[cell.column], self.edges[cell.column + cell.colspan]);
                    let area = (x, tops[at], width - x, tops[at + 1] - tops[at]);
                    marks.push(self.fill(area, &self.banner));
                }
            }
        }
        let owner = |row: usize, column: usize| owners[row * columns + column];
        for row in 0..=rows.len() {
            let ruled = |column: usize| {
                row == 0 || row == rows.len() || owner(row - 1, column) != owner(row, column)
            };
            let y = clamped(tops[row], tops[0], tops[rows.len()]);
            for run in runs(columns, ruled) {
                let (x, end) = (self.edges[run.start], self.edges[run.end]);
                marks.push(self.fill((x, y, end - x, RULE), INK));
            }
        }
        for column in 0..=columns {
            let ruled = |row: usize| {
                column == 0 || column == columns || owner(row, column - 1) != owner(row, column)
            };
            let x = clamped(self.edges[column], 0, self.edges[columns]);
            for run in runs(rows.len(), ruled) {
                let (y, end) = (tops[run.start], tops[run.end]);
                marks.push(self.fill((x, y, RULE, end - y), INK));
            }
        }
    }

    fn fill(&self, (x, y, width, height): (i64, i64, i64, i64), color: &str) -> Mark {
        let ink = Ink::Fill {
            x: self.left + Length(x),
            y: Length(y),
            width: Length(width),
            height: Length(height),
            color: color.to_owned(),
        };
        Mark { element: None, ink }
    }
}

/// Where a rule starts that is centred on an edge but stays inside the table.
fn clamped(edge: i64, start: i64, end: i64) -> i64 {
    (edge - RULE / 2).clamp(start, (end - RULE).max(start))
}

/// The longest runs of indices for which something holds.
fn runs(length: usize, holds: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in (0..length).filter(|&at| holds(at)) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}
