//! Lines chosen over whole paragraphs.
//!
//! Every way to break the paragraph has a cost: how far the gaps of its lines
//! are widened or its marks squeezed, and what the breaks themselves cost. The
//! cheapest way wins, after Knuth and Plass, in whole numbers.

use std::ops::Range;

use super::breaks::FIGURE;
use super::item::Item;
use super::kinsoku::Body;

/// The widths lines may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Of the first line.
    pub(super) first: i64,
    /// Of the others.
    pub(super) rest: i64,
}

impl Measure {
    /// The same for every line.
    pub(super) fn even(width: i64) -> Self {
        Self { first: width, rest: width }
    }

    fn at(self, start: usize) -> i64 {
        if start == 0 { self.first } else { self.rest }
    }
}

/// How lines fill their measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Widened or squeezed to the measure, but for the last.
    Justified,
    /// As wide as they are, each as full as can be.
    Ragged,
    /// As few as can be, all about equally wide.
    Balanced,
}

/// One line of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its items, blanks at its end included.
    pub(super) range: Range<usize>,
    /// What its items take, from the first ink to the last.
    pub(super) width: i64,
    /// What is added to its gaps, or taken from its marks if negative.
    pub(super) slack: i64,
    /// Blank taken from its start.
    pub(super) trimmed: i64,
}

/// Widening a gap by this part of an em has badness 100.
const GAP_PER_EM: i64 = 16;
/// What every line costs, so that fewer lines are better.
const PER_LINE: i64 = 10;
/// A last line of a character and a mark.
const STUB: i64 = 1_000_000;
/// No line of a paragraph is worse than this, short of breaking a rule.
const WORST: i64 = FIGURE / 10;

/// Sums over the items before each index, to measure any stretch of them.
pub(super) struct Ruler<'a> {
    items: &'a [Item],
    sums: Vec<Sum>,
    fill: Fill,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    advance: i64,
    gaps: i64,
    squeeze: i64,
    /// One past the last item that is not blank.
    seen: usize,
}

/// The measure of a stretch of items set as one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    width: i64,
    gaps: i64,
    squeeze: i64,
}

impl<'a> Ruler<'a> {
    pub(super) fn new(items: &'a [Item], fill: Fill) -> Self {
        let mut sum = Sum::default();
        let mut sums = Vec::with_capacity(items.len() + 1);
        sums.push(sum);
        for (at, item) in items.iter().enumerate() {
            sum.advance += item.advance;
            sum.gaps += item.gap;
            sum.squeeze += item.squeeze;
            if item.body != Body::Blank {
                sum.seen = at + 1;
            }
            sums.push(sum);
        }
        Self { items, sums, fill }
    }

    /// Measures the items as a line: blanks at its end and blank halves of
    /// marks at its edges do not count.
    pub(super) fn measure(&self, range: &Range<usize>) -> Stretch {
        let (start, end) = (range.start, self.sums[range.end].seen.max(range.start));
        let (Some(first), Some(last)) = (self.items.get(start), self.items[start..end].last())
        else {
            return Stretch { width: 0, gaps: 0, squeeze: 0 };
        };
        let (from, to) = (&self.sums[start], &self.sums[end]);
        let left = self.trimmed(first, start);
        let edge = |trim: i64, item: &Item| if trim > 0 { item.squeeze } else { 0 };
        let edges = edge(left, first) + edge(last.right, last);
        Stretch {
            width: to.advance - from.advance - left - last.right,
            gaps: to.gaps - from.gaps - last.gap,
            squeeze: (to.squeeze - from.squeeze - edges).max(0),
        }
    }

    /// The blank that goes at the start of a line; the first line of running
    /// text keeps it, so that its indent is whole characters.
    fn trimmed(&self, item: &Item, at: usize) -> i64 {
        if at == 0 && self.fill == Fill::Justified { 0 } else { item.left }
    }

    fn fits(&self, range: Range<usize>, measure: Measure) -> bool {
        let stretch = self.measure(&range);
        stretch.width - stretch.squeeze <= measure.at(range.start)
    }

    fn em(&self) -> i64 {
        self.items.first().map_or(1000, |item| item.size).max(1)
    }
}

/// Breaks a paragraph into lines at the least cost.
pub(super) fn break_lines(items: &[Item], measure: Measure, fill: Fill) -> Vec<Line> {
    let ruler = Ruler::new(items, fill);
    // For each place: the least cost of everything before it, and where the
    // line that ends there starts.
    let mut best: Vec<(i64, usize)> = vec![(0, 0)];
    let mut low = 0;
    for end in 1..=items.len() {
        while low + 1 < end && !ruler.fits(low..end, measure) {
            low += 1;
        }
        best.push(cheapest(&ruler, &best, low..end, measure));
    }
    let mut ends = Vec::new();
    let mut end = items.len();
    while end > 0 {
        ends.push(end);
        end = best[end].1;
    }
    ends.reverse();
    lines(&ruler, &ends, measure)
}

/// The lines that end at the given places.
fn lines(ruler: &Ruler<'_>, ends: &[usize], measure: Measure) -> Vec<Line> {
    let mut start = 0;
    let mut lines = Vec::with_capacity(ends.len());
    for &end in ends {
        let stretch = ruler.measure(&(start..end));
        let room = measure.at(start);
        let last = end == ruler.items.len();
        let slack = match ruler.fill {
            Fill::Justified if !last => room - stretch.width,
            _ => (room - stretch.width).min(0),
        };
        lines.push(Line {
            range: start..end,
            width: stretch.width,
            slack: slack.max(-stretch.squeeze),
            trimmed: ruler.items.get(start).map_or(0, |item| ruler.trimmed(item, start)),
        });
        start = end;
    }
    lines
}

/// The cheapest way to set everything before the end of the window, with a
/// last line that starts in it.
fn cheapest(
    ruler: &Ruler<'_>,
    best: &[(i64, usize)],
    window: Range<usize>,
    measure: Measure,
) -> (i64, usize) {
    let fill = ruler.fill;
    let end = window.end;
    let last = end == ruler.items.len();
    let broken = if last { 0 } else { ruler.items[end - 1].cost };
    let acceptable = best[window.start].0.saturating_add(broken).saturating_add(WORST);
    let mut found = (i64::MAX, window.start);
    for start in window {
        let room = measure.at(start);
        let stretch = ruler.measure(&(start..end));
        let done = stretch.width < room / 2 && found.0 < acceptable;
        if done && fill == Fill::Justified && !last {
            break;
        }
        let cost = best[start].0.saturating_add(broken).saturating_add(line_cost(
            ruler.em(),
            stretch,
            room,
            last,
            fill,
        ));
        if cost < found.0 {
            found = (cost, start);
        }
    }
    found
}

fn line_cost(em: i64, line: Stretch, room: i64, last: bool, fill: Fill) -> i64 {
    let slack = room - line.width;
    if slack < 0 {
        let badness = cube(-slack * 1000 / line.squeeze.max(1));
        return square(PER_LINE + badness);
    }
    match fill {
        Fill::Justified if last => square(PER_LINE) + if line.width < em * 2 { STUB } else { 0 },
        Fill::Justified => {
            let gap = slack / line.gaps.max(1);
            square(PER_LINE + cube(gap * GAP_PER_EM * 1000 / em))
        }
        Fill::Ragged if last => square(PER_LINE) + if line.width < em * 2 { 400 } else { 0 },
        Fill::Ragged => square(PER_LINE + slack * 100 / room.max(1)),
        // A short line rather at the end.
        Fill::Balanced => 10_000_000 + square(slack * if last { 990 } else { 1000 } / room.max(1)),
    }
}

/// 100 for a ratio of 1000 per mille.
fn cube(ratio: i64) -> i64 {
    let ratio = ratio.min(100_000);
    ratio * ratio * ratio / 10_000_000
}

fn square(badness: i64) -> i64 {
    let badness = badness.min(300_000);
    badness * badness
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::font::Fonts;
    use crate::layout::text::{Piece, Typesetter};
    use crate::layout::theme::Theme;

    /// Line by line, each as full as can be, but never against a rule.
    fn greedy(items: &[Item], measure: Measure) -> Vec<Line> {
        let ruler = Ruler::new(items, Fill::Justified);
        let (mut start, mut ends) = (0, Vec::new());
        while start < items.len() {
            let fits = |end: &usize| ruler.fits(start..*end, measure);
            let full = (start + 1..=items.len()).take_while(fits).last().unwrap_or(start + 1);
            let allowed = |end: &usize| *end == items.len() || items[*end - 1].cost < 1_000_000;
            start = (start + 1..=full).rev().find(allowed).unwrap_or(full);
            ends.push(start);
        }
        lines(&ruler, &ends, measure)
    }

    /// The widest gap, in thousandths of an em, and the sum of all line costs.
    fn looseness(items: &[Item], lines: &[Line], measure: Measure) -> (i64, i64) {
        let ruler = Ruler::new(items, Fill::Justified);
        let mut sum = 0;
        let mut widest = 0;
        for line in lines {
            let last = line.range.end == items.len();
            let stretch = ruler.measure(&line.range);
            let room = measure.at(line.range.start);
            sum += line_cost(ruler.em(), stretch, room, last, Fill::Justified);
            widest = widest.max(line.slack * 1000 / stretch.gaps.max(1) / ruler.em());
        }
        (widest, sum)
    }

    #[test]
    fn whole_paragraphs_are_set_better_than_line_by_line() {
        let theme = Theme::standard();
        let fonts = Fonts::built_in(&theme).unwrap();
        let mut typesetter = Typesetter::new(&theme, &fonts);
        let kind = typesetter.kind(&theme.style.body);
        let measure = Measure { first: 442_205 - 2 * kind.em, rest: 442_205 };
        let (mut ours, mut theirs, mut widest) = (0, 0, 0);
        // The paragraphs of a report, each on a line of its own.
        let example = include_str!("../../examples/tancheng-2023/as-published.toml");
        for text in example.lines().filter(|line| line.ends_with('。') && !line.starts_with('#')) {
            let items = typesetter.items(&[Piece { text, kind, place: None }]);
            let (gap, cost) =
                looseness(&items, &break_lines(&items, measure, Fill::Justified), measure);
            widest = widest.max(gap);
            ours += cost;
            theirs += looseness(&items, &greedy(&items, measure), measure).1;
        }
        assert!(ours > 0 && ours * 2 < theirs, "{ours} against {theirs}");
        assert!(widest < 100, "a gap is widened by {widest} thousandths of an em");
    }
}
