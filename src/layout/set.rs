//! From a line of items to runs of glyphs with their places.

use crate::layout::theme::Length;

use super::item::Item;
use super::kinsoku::Body;
use super::lines::{Fill, Line, Measure, break_lines};
use super::pages::{Glyph, Ink, Mark, Run};

/// Black.
pub(super) const INK: &str = "000000";

/// A paragraph broken into lines, ready to be placed.
#[derive(Debug, Clone)]
pub(super) struct Composed {
    items: Vec<Item>,
    pub(super) lines: Vec<Line>,
    /// What the first line may take.
    pub(super) room: i64,
}

impl Composed {
    /// Breaks the items into lines.
    pub(super) fn new(items: Vec<Item>, measure: Measure, fill: Fill) -> Self {
        let lines = break_lines(&items, measure, fill);
        Self { items, lines, room: measure.first }
    }

    /// The width of the widest line.
    pub(super) fn width(&self) -> i64 {
        self.lines.iter().map(|line| line.width + line.slack).max().unwrap_or(0)
    }

    /// The type size, of the first glyph if they differ.
    pub(super) fn size(&self) -> i64 {
        self.items.first().map_or(0, |item| item.size)
    }

    /// The runs of one line, starting at `x` on the baseline `y`.
    pub(super) fn set(
        &self,
        line: &Line,
        x: Length,
        y: Length,
        element: Option<usize>,
    ) -> Vec<Mark> {
        let glyphs = glyphs(&self.items, line);
        let mut marks: Vec<Mark> = Vec::new();
        let mut pen = x;
        for (item, glyph) in self.items[line.range.clone()].iter().zip(glyphs) {
            let advance = glyph.advance;
            match marks.last_mut() {
                Some(Mark { ink: Ink::Text(run), .. })
                    if run.face == item.face && run.size.0 == item.size =>
                {
                    run.glyphs.push(glyph);
                }
                _ => marks.push(Mark {
                    element,
                    ink: Ink::Text(Run {
                        face: item.face,
                        size: Length(item.size),
                        x: pen,
                        y,
                        color: INK.to_owned(),
                        slanted: false,
                        glyphs: vec![glyph],
                    }),
                }),
            }
            pen += advance;
        }
        marks
    }
}

/// The baseline below the top of a line: the square of a Han character stands
/// in the middle and reaches 0.12 em below the baseline.
pub(super) fn baseline(pitch: i64, size: i64) -> i64 {
    (pitch - size) / 2 + size * 88 / 100
}

/// The glyphs of a line, blanks trimmed at its edges and its slack shared out.
fn glyphs(items: &[Item], line: &Line) -> Vec<Glyph> {
    let items = &items[line.range.clone()];
    let seen = items.iter().rposition(|item| item.body != Body::Blank).map_or(0, |last| last + 1);
    let mut glyphs: Vec<Glyph> = items
        .iter()
        .map(|item| Glyph {
            id: item.id,
            character: item.character,
            shift: Length(item.shift),
            advance: Length(item.advance),
        })
        .collect();
    for glyph in &mut glyphs[seen..] {
        glyph.advance = Length(0);
    }
    let mut open = 0..seen;
    if let Some(last) = seen.checked_sub(1) {
        if line.trimmed > 0 {
            glyphs[0].shift = glyphs[0].shift - Length(line.trimmed);
            glyphs[0].advance = glyphs[0].advance - Length(line.trimmed);
            open.start = 1;
        }
        if items[last].right > 0 {
            glyphs[last].advance = glyphs[last].advance - Length(items[last].right);
            open.end = last;
        }
        if line.slack < 0 {
            let weights = items
                .iter()
                .enumerate()
                .map(|(at, item)| if open.contains(&at) { item.squeeze } else { 0 });
            for (glyph, (item, part)) in
                glyphs.iter_mut().zip(items.iter().zip(shares(-line.slack, weights)))
            {
                glyph.advance = glyph.advance - Length(part);
                if item.left > 0 {
                    glyph.shift = glyph.shift - Length(part);
                }
            }
        } else if line.slack > 0 {
            let any = items[..last].iter().any(|item| item.gap > 0);
            let weights = items[..last].iter().map(|item| if any { item.gap } else { 1 });
            for (glyph, part) in glyphs.iter_mut().zip(shares(line.slack, weights)) {
                glyph.advance += Length(part);
            }
        }
    }
    glyphs
}

/// Shares an amount out by weight, so that the shares add up to it.
fn shares(amount: i64, weights: impl Iterator<Item = i64> + Clone) -> impl Iterator<Item = i64> {
    let total = weights.clone().sum::<i64>().max(1);
    let (mut weight, mut given) = (0, 0);
    weights.map(move |part| {
        weight += part;
        let share = amount * weight / total - given;
        given += share;
        share
    })
}
