//! Which rows go on a page.

use std::ops::Range;

use super::{Sheet, count, is_head, pitch};

/// A break that cuts a label in two.
const CUTS_LABEL: i64 = 10_000_000;
/// A break that leaves a heading row behind its rows, or a label without room.
const STRANDS: i64 = 1_000_000;
/// A break inside a group that would fit on half a page, or between the rows
/// below a heading that is not repeated.
const CUTS_GROUP: i64 = 300_000;
/// A break inside a larger group.
const CUTS_LARGE_GROUP: i64 = 30_000;

impl Sheet {
    pub(crate) fn has_more(&self) -> bool {
        self.next < self.rows.len()
    }

    /// Whether the table should begin in a room at the foot of a page. A table
    /// that fits on a page is only split where a third of a page of it stands, or
    /// a fifth if the rest has a heading of its own.
    pub(crate) fn begins_well(&self, room: i64, limit: i64) -> bool {
        let above = self.above(limit);
        let rows = self.next..self.rows.len();
        let first: i64 = self.heights(rows.start..rows.start + 1, limit).iter().sum();
        if above + first > limit {
            return room >= limit / 2;
        }
        let whole = self.whole(limit);
        let Some(end) = self.best_end(room, limit) else { return false };
        let begun: i64 = above + self.heights(rows.start..end, limit).iter().sum::<i64>();
        let heads = self.cells.iter().any(|cell| cell.row == end && is_head(cell.role));
        let much = if heads { limit / 5 } else { limit / 3 };
        whole <= room || whole > limit || (begun >= much && begun >= room * 2 / 3)
    }

    /// Height of what stands above the rows of a portion.
    pub(super) fn above(&self, limit: i64) -> i64 {
        let caption = if self.begun { 0 } else { self.caption_height() };
        caption + self.heights(0..self.heads, limit).iter().sum::<i64>()
    }

    /// The rows that come next in a room: none if not one fits.
    pub(super) fn choose(&mut self, room: i64, limit: i64) -> Range<usize> {
        let start = self.next;
        let page = limit - self.above(limit);
        // A page must have room for a few lines, or dividing would never end.
        let first: i64 = self.heights(start..start + 1, limit).iter().sum();
        if first > page && page > 4 * self.height(1) {
            self.divide(start, first);
        }
        start..self.best_end(room, limit).unwrap_or(start)
    }

    /// Where the rows that come next in a room end at the least cost.
    fn best_end(&self, room: i64, limit: i64) -> Option<usize> {
        let start = self.next;
        let body = self.heights(start..self.rows.len(), limit);
        let room = room - self.above(limit);
        let mut height = 0;
        let mut ends = Vec::new();
        for (at, row) in body.iter().enumerate() {
            height += row;
            if height > room {
                break;
            }
            let end = start + at + 1;
            let blank = if end == self.rows.len() { 0 } else { room - height };
            ends.push((blank + self.break_cost(end, start, &body, limit), end));
        }
        ends.sort_by_key(|&(cost, end)| (cost, std::cmp::Reverse(end)));
        let fits = |end: usize| self.heights(start..end, limit).iter().sum::<i64>() <= room;
        ends.into_iter().map(|(_, end)| end).find(|&end| fits(end))
    }

    /// What it costs to turn the page before a row, the page having begun with
    /// the row `start`; `body` are the heights of the rows from there on.
    fn break_cost(&self, row: usize, start: usize, body: &[i64], limit: i64) -> i64 {
        if row == self.rows.len() {
            return 0;
        }
        let sum =
            |rows: Range<usize>| body[rows.start - start..rows.end - start].iter().sum::<i64>();
        let mut cost = 0;
        let (mut headed, mut heads) = (false, false);
        for cell in &self.cells {
            if is_head(cell.role) {
                headed |= (start..row).contains(&cell.row);
                heads |= (cell.row..cell.end()).contains(&row);
                cost += if cell.end() == row { STRANDS } else { 0 };
            }
            if cell.row < row && row < cell.end() {
                let text = self.height(cell.lines.lines.len());
                let above = sum(cell.row.max(start)..row);
                let below = sum(row..cell.end());
                if above < text {
                    cost += CUTS_LABEL;
                } else if cell.is_label() && below < text {
                    cost += STRANDS;
                }
                cost += if above + below <= limit / 2 { CUTS_GROUP } else { CUTS_LARGE_GROUP };
            }
        }
        if headed && !heads { cost + CUTS_GROUP } else { cost }
    }

    /// Heights of some rows if they stand on one page. What a cell that goes on
    /// beyond them still needs is left to the pages after.
    pub(super) fn heights(&self, rows: Range<usize>, limit: i64) -> Vec<i64> {
        let mut heights = self.rows[rows.clone()].to_vec();
        let mut demands: Vec<(usize, usize, i64)> = Vec::new();
        for cell in &self.cells {
            let from = cell.row.max(rows.start);
            if from >= cell.end() || cell.end() > rows.end {
                continue;
            }
            let all = cell.lines.lines.len();
            let open = all - cell.placed;
            let repeated = cell.is_label() && self.height(all) < limit / 4;
            let lines = if open == 0 && repeated { all } else { open };
            let height = self.height(lines);
            demands.push((cell.end() - from, cell.end() - rows.start, height));
        }
        demands.sort_by_key(|&(span, end, _)| (span, end));
        for (span, end, height) in demands {
            let have: i64 = heights[end - span..end].iter().sum();
            heights[end - 1] += (height - have).max(0);
        }
        heights
    }

    /// Makes a row that is taller than a page into rows of one line each. Its
    /// cells span them all.
    fn divide(&mut self, row: usize, height: i64) {
        let line = pitch(self.type_size);
        let parts = usize::try_from(height / line + 1).unwrap_or(1).max(1);
        self.rows[row] = line;
        self.rows.splice(row..row, std::iter::repeat_n(line, parts - 1));
        for cell in &mut self.cells {
            if cell.row > row {
                cell.row += parts - 1;
            } else if cell.end() > row {
                cell.rowspan += parts - 1;
            }
        }
    }

    /// How many lines of a cell a height has room for.
    pub(super) fn lines_in(&self, height: i64) -> usize {
        let open = (height - 2 * self.padding).max(0);
        usize::try_from(open / pitch(self.type_size)).unwrap_or(0)
    }

    /// Height of a block of lines.
    pub(super) fn block(&self, lines: usize) -> i64 {
        count(lines) * pitch(self.type_size)
    }
}
