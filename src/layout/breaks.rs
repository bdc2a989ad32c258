//! Where a line may end, and what it costs to end it there.
//!
//! UAX #14 says where a break is possible at all; on top of it come 避头尾,
//! figures with their units, and short titles and quotations that are better
//! not torn. Costs are comparable with those of [`lines`](super::lines).

use unicode_linebreak::linebreaks;

use super::item::Item;
use super::kinsoku::{self, Body};

/// A short title in 《》: avoided where the line allows it.
const TITLE: i64 = 500_000;
/// A longer title, a short quotation, a date: a slight preference.
pub(super) const PHRASE: i64 = 50_000;
/// Inside `〔2021〕30号`: a line is set rather loose for it.
const NUMBER: i64 = 20_000_000;
/// Inside a word of Latin letters: only in an emergency.
const WORD: i64 = 1_000_000_000;
/// Between a figure and its unit, or inside a figure.
pub(super) const FIGURE: i64 = 1_000_000_000_000;
/// Characters in the sign of an office (发文机关代字), as many as are kept.
const SIGN: usize = 6;
/// Against 避头尾.
const MARK: i64 = 100_000_000_000_000;
/// Between a letter and the accent on it.
const LETTER: i64 = 10_000_000_000_000_000;

/// Sets the cost of a break after each item. `ends` says where the character
/// of each item ends in the text.
pub(super) fn find(text: &str, ends: &[usize], items: &mut [Item]) {
    for item in items.iter_mut() {
        item.cost = WORD;
    }
    let mut at = 0;
    for (offset, _) in linebreaks(text) {
        while at < ends.len() && ends[at] < offset {
            at += 1;
        }
        // The item that ends here, or the one before a zero-width space.
        let found = if ends.get(at) == Some(&offset) { Some(at) } else { at.checked_sub(1) };
        if let Some(item) = found.and_then(|found| items.get_mut(found)) {
            item.cost = 0;
        }
    }
    tailor(items);
    keep_figures(items);
    keep_phrases(items);
    keep_numbers(items);
}

/// Chinese practice where it differs from UAX #14, which lets nobody break
/// beside a quotation mark.
fn tailor(items: &mut [Item]) {
    let mut last_seen = ' ';
    for at in 1..items.len() {
        let [first, second] = &mut items[at - 1..=at] else { continue };
        if first.body != Body::Blank {
            last_seen = first.character;
        }
        let beside_quote = first.body == Body::Closer || second.body == Body::Opener;
        if kinsoku::combines(second.character) {
            first.cost = LETTER;
        } else if !kinsoku::may_begin(second.character) || !kinsoku::may_end(last_seen) {
            first.cost = MARK;
        } else if beside_quote && second.body != Body::Blank {
            first.cost = 0;
        }
    }
}

/// `42975件`, `12.5%`, `2023年`, `42.39万元`, `第20`.
fn keep_figures(items: &mut [Item]) {
    let digit = is_digit;
    for at in 1..items.len() {
        let (before, here) = (items[at - 1], items[at]);
        if digit(&before) && digit(&here) || before.character == '第' && digit(&here) {
            items[at - 1].cost = items[at - 1].cost.max(FIGURE);
        }
        if digit(&before) && here.body == Body::Square {
            items[at - 1].cost = items[at - 1].cost.max(FIGURE);
            let mut unit = at;
            while unit + 1 < items.len()
                && kinsoku::scales(items[unit].character)
                && items[unit + 1].body == Body::Square
            {
                items[unit].cost = items[unit].cost.max(FIGURE);
                unit += 1;
            }
            // 2024年|1月|9日
            if items.get(unit + 1).is_some_and(digit) {
                items[unit].cost = items[unit].cost.max(PHRASE);
            }
        }
        // Inside 1,234.5 and 2023-01-09 UAX #14 has no break.
        let narrow = before.body == Body::Narrow && here.body == Body::Narrow;
        if narrow && (digit(&before) || digit(&here)) && before.cost == WORD {
            items[at - 1].cost = FIGURE;
        }
    }
}

fn is_digit(item: &Item) -> bool {
    matches!(item.character, '0'..='9' | '０'..='９')
}

/// Short titles, quotations and brackets.
fn keep_phrases(items: &mut [Item]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..items.len() {
        match items[at].body {
            Body::Opener => open.push(at),
            Body::Closer if closes(items[at].character) => {
                let Some(start) = open.pop() else { continue };
                let length = at - start - 1;
                let cost = match (items[start].character, length) {
                    ('《' | '〈', ..=12) => TITLE,
                    ('《' | '〈', ..=20) | (_, ..=6) => PHRASE,
                    _ => 0,
                };
                for item in &mut items[start..at] {
                    item.cost = item.cost.max(cost);
                }
                // Whatever its length, no single character on either side.
                for edge in [start + 1, at.saturating_sub(2)] {
                    if (start + 1..at).contains(&edge) {
                        items[edge].cost = items[edge].cost.max(PHRASE);
                    }
                }
            }
            _ => {}
        }
    }
}

/// `国办公开办函〔2021〕30号`: the year and the number stay together, and where
/// the line allows it with the sign of the office before them.
fn keep_numbers(items: &mut [Item]) {
    let digits = |items: &[Item]| items.iter().take_while(|item| is_digit(item)).count();
    for open in 0..items.len() {
        if items[open].character != '〔' {
            continue;
        }
        let close = open + 1 + digits(&items[open + 1..]);
        if close == open + 1 || items.get(close).is_none_or(|item| item.character != '〕') {
            continue;
        }
        let end = close + 1 + digits(&items[close + 1..]);
        if items.get(end).is_none_or(|item| item.character != '号') {
            continue;
        }
        for item in &mut items[open..end] {
            item.cost = item.cost.max(NUMBER);
        }
        let before = items[..open].iter_mut().rev();
        let sign = before.take_while(|item| item.body == Body::Square).take(SIGN);
        for (item, cost) in sign.zip(std::iter::once(PHRASE).chain(std::iter::repeat(TITLE))) {
            item.cost = item.cost.max(cost);
        }
    }
}

fn closes(character: char) -> bool {
    matches!(
        character,
        '）' | '》' | '」' | '』' | '】' | '〗' | '〕' | '〉' | '｝' | '］' | '”' | '’'
    )
}
