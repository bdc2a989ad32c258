//! From words to boxes: glyphs with their widths and the places a line may end.

use crate::layout::font::{Fonts, Reader};
use crate::layout::theme::Theme;
use crate::source::Span;

use super::breaks;
use super::item::Item;
use super::kinsoku::{self, Body};

/// Face and size of a piece of text; `em` is the width of a full-width
/// character, a hair less than the size where the grid asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) face: usize,
    pub(super) size: i64,
    pub(super) em: i64,
}

/// A piece of text in one type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) kind: Type,
    pub(super) place: Option<Span>,
}

/// A character no face has, and where it stands.
pub(super) type Missing = (char, Option<Span>);

/// Turns text into items and collects the characters that cannot be shown.
pub(super) struct Typesetter<'a> {
    pub(super) theme: &'a Theme,
    fonts: &'a Fonts,
    reader: Reader<'a>,
    pub(super) missing: Vec<Missing>,
}

impl<'a> Typesetter<'a> {
    pub(super) fn new(theme: &'a Theme, fonts: &'a Fonts) -> Self {
        Self { theme, fonts, reader: fonts.reader(), missing: Vec::new() }
    }

    /// A style of the theme. Type of the body's size is spread or squeezed to
    /// the character pitch of the grid.
    pub(super) fn kind(&self, style: &crate::layout::theme::TypeStyle) -> Type {
        let theme = self.theme;
        let size = style.size.0;
        let em = if style.size == theme.style.body.size {
            theme.page.measure().0 / i64::from(theme.grid.characters)
        } else {
            size
        };
        Type { face: self.fonts.index(&style.face), size, em }
    }

    /// The items of a text made of pieces.
    pub(super) fn items(&mut self, pieces: &[Piece<'_>]) -> Vec<Item> {
        let length = pieces.iter().map(|piece| piece.text.len()).sum();
        let mut text = String::with_capacity(length);
        let mut items: Vec<Item> = Vec::with_capacity(length / 3 + 4);
        // Where each item's character ends in `text`.
        let mut ends = Vec::with_capacity(length / 3 + 4);
        for piece in pieces {
            let mut before = text.chars().next_back();
            let mut characters = piece.text.char_indices().peekable();
            while let Some((at, character)) = characters.next() {
                if kinsoku::is_unseen(character) {
                    // A zero-width space still allows a break.
                    text.extend((character == '\u{200B}').then_some(character));
                    continue;
                }
                let character = if character.is_control() { ' ' } else { character };
                let after = characters.peek().map(|&(_, next)| next);
                let body = kinsoku::body(before, character, after);
                text.push(character);
                before = Some(character);
                match self.item(piece.kind, character, body) {
                    Some(item) => {
                        items.push(item);
                        ends.push(text.len());
                    }
                    None => self.miss(character, piece, at),
                }
            }
        }
        pair_up(&mut items);
        breaks::find(&text, &ends, &mut items);
        items
    }

    fn item(&mut self, kind: Type, character: char, body: Body) -> Option<Item> {
        let glyph = self
            .reader
            .glyph(kind.face, character)
            .or_else(|| (body == Body::Blank).then(|| self.reader.glyph(kind.face, ' '))?)?;
        let em = kind.em;
        let natural = glyph.advance * em / 1000;
        let advance = match body {
            Body::Narrow | Body::Blank => natural,
            Body::Dot => em / 2,
            _ => natural.max(em),
        };
        let shift = match body {
            Body::Opener => advance - natural,
            Body::Middle | Body::Dot | Body::Dash | Body::Square => (advance - natural) / 2,
            _ => 0,
        };
        let ink = match body {
            Body::Opener | Body::Closer => self.reader.ink(glyph),
            _ => None,
        };
        let (ink_left, ink_right) = ink.unwrap_or((0, glyph.advance));
        let blank = |blank: i64| blank.clamp(0, advance / 2);
        let left = match body {
            Body::Opener => blank(shift + ink_left * em / 1000),
            _ => 0,
        };
        let right = match body {
            Body::Closer => blank(advance - shift - ink_right * em / 1000),
            _ => 0,
        };
        Some(Item {
            face: glyph.face,
            size: kind.size,
            id: glyph.id,
            character,
            body,
            shift,
            advance,
            left,
            right,
            squeeze: (left + right).min(em / 4),
            gap: 0,
            cost: 0,
        })
    }

    fn miss(&mut self, character: char, piece: &Piece<'_>, at: usize) {
        if self.missing.iter().any(|(known, _)| *known == character) {
            return;
        }
        let place = piece.place.map(|place| {
            let start = place.range().start + at;
            if place.range().len() == piece.text.len() {
                Span::new(place.file, start..start + character.len_utf8())
            } else {
                place
            }
        });
        self.missing.push((character, place));
    }
}

/// Lets neighbouring marks share the blank between them, joins the halves of a
/// dash, and says which gaps may widen.
fn pair_up(items: &mut [Item]) {
    for at in 1..items.len() {
        let [first, second] = &mut items[at - 1..=at] else { continue };
        match (first.body, second.body) {
            (Body::Closer, Body::Closer | Body::Middle | Body::Dot) => {
                first.advance -= first.right;
                (first.right, first.squeeze) = (0, 0);
            }
            (Body::Closer, Body::Opener) => {
                first.advance -= first.right;
                (first.right, first.squeeze) = (0, 0);
                second.squeeze = 0;
            }
            (Body::Opener | Body::Middle | Body::Dot, Body::Opener) => {
                second.shift -= second.left;
                second.advance -= second.left;
                (second.left, second.squeeze) = (0, 0);
            }
            (Body::Dash, Body::Dash) if first.character == second.character => {
                if first.gap == 0 {
                    first.shift *= 2;
                    second.shift = 0;
                }
                continue;
            }
            _ => {}
        }
        let narrow = |item: &Item| item.body == Body::Narrow;
        first.gap = match (first.body, second.body) {
            (Body::Blank, _) => 3,
            _ if (narrow(first) && narrow(second)) || kinsoku::combines(second.character) => 0,
            _ => 1,
        };
    }
}
