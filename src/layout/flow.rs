//! Filling pages from top to bottom.

use crate::layout::theme::{Length, Theme};

use super::lines::{Fill, Measure};
use super::pages::{Bookmark, ElementKind, Ink, Mark, Page};
use super::set::Composed;
use super::table::Sheet;
use super::text::{Piece, Typesetter};
use super::tree::Tree;

/// What the flow is made of.
#[derive(Debug)]
pub(super) enum Part {
    /// Something that is never split.
    Strip(Strip),
    /// A table, which takes as many pages as it needs.
    Table(Box<Sheet>),
}

/// A line of text, a picture, a blank: never split.
#[derive(Debug, Default)]
pub(super) struct Strip {
    pub(super) height: i64,
    /// It stands on the grid of lines.
    pub(super) on_grid: bool,
    /// It stays on one page with the next part.
    pub(super) keep: bool,
    /// It is a blank that a page does not begin with.
    pub(super) vanishes: bool,
    /// What is drawn; `y` counts from the top of the strip.
    pub(super) marks: Vec<Mark>,
    /// Level and words of a bookmark that leads here.
    pub(super) bookmark: Option<(u8, String)>,
    /// The figure element whose picture this is.
    pub(super) figure: Option<usize>,
}

/// Pages being filled; `y` counts from the top of the type area.
#[derive(Debug)]
pub(super) struct Flow<'a> {
    theme: &'a Theme,
    pub(super) pages: Vec<Page>,
    y: i64,
    /// The last part was a table.
    below_table: bool,
}

/// Between a table and the text after it.
const AFTER_TABLE: i64 = 2_000;
/// And one more between two tables.
const BETWEEN_TABLES: i64 = 8_000;

impl<'a> Flow<'a> {
    pub(super) fn new(theme: &'a Theme) -> Self {
        Self { theme, pages: vec![Page::default()], y: 0, below_table: false }
    }

    /// Places all parts in order.
    pub(super) fn place(&mut self, parts: Vec<Part>, tree: &mut Tree) {
        let mut parts = parts.into_iter().peekable();
        let mut queue: Vec<Part> = Vec::new();
        while let Some(part) = parts.next() {
            let kept = matches!(&part, Part::Strip(strip) if strip.keep);
            queue.push(part);
            if kept && parts.peek().is_some() {
                continue;
            }
            if self.y > 0 && !self.fits(&queue, self.y) && self.fits(&queue, 0) {
                self.turn();
            }
            for part in queue.drain(..) {
                match part {
                    Part::Strip(strip) => self.strip(strip, tree),
                    Part::Table(table) => {
                        let text = matches!(parts.peek(), Some(Part::Strip(it)) if it.on_grid);
                        self.table(*table, text);
                    }
                }
            }
        }
    }

    /// Height of the type area.
    fn limit(&self) -> i64 {
        self.theme.grid.pitch.0 * i64::from(self.theme.grid.lines)
    }

    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = 0;
    }

    /// Where a strip starts if the space above it ends at `y`.
    fn start(&self, strip: &Strip, y: i64) -> i64 {
        let pitch = self.theme.grid.pitch.0;
        if strip.on_grid { (y + pitch - 1) / pitch * pitch } else { y }
    }

    /// Whether the parts, or the first rows of a table at their end, fit on the
    /// page from `y` on.
    fn fits(&self, parts: &[Part], mut y: i64) -> bool {
        for part in parts {
            y = match part {
                Part::Strip(strip) if strip.vanishes && y == 0 => y,
                Part::Strip(strip) => self.start(strip, y) + strip.height,
                Part::Table(table) => {
                    return table.begins_well(self.limit() - y, self.limit());
                }
            };
        }
        y <= self.limit()
    }

    fn strip(&mut self, strip: Strip, tree: &mut Tree) {
        if strip.vanishes && self.y == 0 {
            return;
        }
        let mut y = self.start(&strip, self.y);
        if y + strip.height > self.limit() && self.y > 0 {
            self.turn();
            if strip.vanishes {
                return;
            }
            y = 0;
        }
        let top = self.theme.page.top + Length(y);
        let page = self.pages.len() - 1;
        if let Some((level, text)) = strip.bookmark {
            tree.bookmarks.push(Bookmark { level, text, page, y: top });
        }
        if let Some(figure) = strip.figure {
            let drawn = strip.marks.iter().find_map(|mark| match &mark.ink {
                Ink::Picture { x, y, width, height, .. } => {
                    Some([*x, *y + top, *x + *width, *y + top + *height])
                }
                _ => None,
            });
            if let (ElementKind::Figure { page: at, bounds, .. }, Some(drawn)) =
                (&mut tree.elements[figure].kind, drawn)
            {
                (*at, *bounds) = (page, drawn);
            }
        }
        self.draw(strip.marks, top);
        self.y = y + strip.height;
        self.below_table = false;
    }

    /// `text` on the grid may follow.
    fn table(&mut self, mut table: Sheet, text: bool) {
        let limit = self.limit();
        if self.below_table && self.y > 0 {
            self.y += BETWEEN_TABLES;
        }
        if self.y > 0 && !table.begins_well(limit - self.y, limit) {
            self.turn();
        }
        while table.has_more() {
            if text {
                table.settle(self.y + AFTER_TABLE, self.theme.grid.pitch.0, limit);
            }
            let Some((height, marks)) = table.next_portion(limit - self.y, limit) else { break };
            let top = self.theme.page.top + Length(self.y);
            self.draw(marks, top);
            self.y += height;
            if table.has_more() {
                self.turn();
            }
        }
        self.y += AFTER_TABLE;
        self.below_table = true;
    }

    fn draw(&mut self, marks: Vec<Mark>, top: Length) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.extend(marks.into_iter().map(|mark| lowered(mark, top)));
        }
    }

    /// Adds what stands on every page: 草稿 below everything, the page number.
    pub(super) fn finish(&mut self, draft: bool, typesetter: &mut Typesetter<'_>) {
        let watermark = if draft { draft_mark(typesetter) } else { Vec::new() };
        for (index, page) in self.pages.iter_mut().enumerate() {
            page.marks.splice(0..0, watermark.iter().cloned());
            page.marks.extend(page_number(index + 1, typesetter));
        }
    }
}

fn lowered(mut mark: Mark, by: Length) -> Mark {
    match &mut mark.ink {
        Ink::Text(run) => run.y += by,
        Ink::Fill { y, .. } | Ink::Picture { y, .. } => *y += by,
    }
    mark
}

/// `— 1 —`, 7 mm below the type area, one character from the outer edge
/// (GB/T 9704-2012, 7.5).
fn page_number(number: usize, typesetter: &mut Typesetter<'_>) -> Vec<Mark> {
    let page = &typesetter.theme.page;
    let kind = typesetter.kind(&typesetter.theme.style.page_number);
    let items =
        typesetter.items(&[Piece { text: &format!("— {number} —"), kind, place: None }]);
    let lines = Composed::new(items, Measure::even(page.measure().0), Fill::Ragged);
    // The standard measures to the dashes, which stand about 0.38 em above the baseline.
    let y = page.height - page.bottom + Length(19_843 + kind.size * 38 / 100);
    let x = if number % 2 == 1 {
        page.width - page.right - Length(kind.size + lines.width())
    } else {
        page.left + Length(kind.size)
    };
    lines.lines.iter().flat_map(|line| lines.set(line, x, y, None)).collect()
}

/// 草稿, large and light across the page.
fn draft_mark(typesetter: &mut Typesetter<'_>) -> Vec<Mark> {
    let page = &typesetter.theme.page;
    let mut kind = typesetter.kind(&typesetter.theme.style.heading1);
    kind.size = page.measure().0 * 2 / 5;
    kind.em = kind.size;
    let items = typesetter.items(&[Piece { text: "草稿", kind, place: None }]);
    let lines = Composed::new(items, Measure::even(page.width.0 * 2), Fill::Ragged);
    // Along the slope and across it, from the middle of the page to the start.
    let (along, across) = (lines.width() * 707 / 2000, kind.size * 38 * 707 / 100_000);
    let x = page.width / 2 - Length(along - across);
    let y = page.height / 2 + Length(along + across);
    let mut marks: Vec<Mark> =
        lines.lines.iter().flat_map(|line| lines.set(line, x, y, None)).collect();
    for mark in &mut marks {
        if let Ink::Text(run) = &mut mark.ink {
            run.slanted = true;
            "E3E3E3".clone_into(&mut run.color);
        }
    }
    marks
}
