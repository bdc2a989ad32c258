//! Looking glyphs up.

use std::collections::BTreeMap;

use ttf_parser::GlyphId;

use super::Fonts;

/// Glyphs remembered per face; a power of two.
const REMEMBERED: usize = 1024;

/// Looks glyphs up in parsed faces and remembers what it found.
#[derive(Debug)]
pub struct Reader<'a> {
    fonts: &'a Fonts,
    faces: Vec<Option<ttf_parser::Face<'a>>>,
    remembered: Vec<Vec<Option<(char, Glyph)>>>,
    inks: BTreeMap<(usize, u16), Option<(i64, i64)>>,
}

/// A glyph that shows a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// Index of the face it is in.
    pub face: usize,
    /// Its index in the face.
    pub id: u16,
    /// How far the pen moves, in thousandths of the em square.
    pub advance: i64,
}

impl<'a> Reader<'a> {
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        let faces: Vec<_> = fonts
            .faces
            .iter()
            .map(|face| ttf_parser::Face::parse(face.data(), face.index).ok())
            .collect();
        let remembered = vec![Vec::new(); faces.len()];
        Self { fonts, faces, remembered, inks: BTreeMap::new() }
    }

    /// The glyph for a character: in the face, else in the fallback, else in
    /// any face of the theme.
    pub fn glyph(&mut self, face: usize, character: char) -> Option<Glyph> {
        let slots = self.remembered.get_mut(face)?;
        if slots.is_empty() {
            slots.resize(REMEMBERED, None);
        }
        let place = character as usize % REMEMBERED;
        match slots[place] {
            Some((known, glyph)) if known == character => Some(glyph),
            _ => {
                let others = std::iter::once(self.fonts.fallback).chain(0..self.faces.len());
                let glyph = std::iter::once(face)
                    .chain(others)
                    .find_map(|face| self.look_up(face, character))?;
                self.remembered[face][place] = Some((character, glyph));
                Some(glyph)
            }
        }
    }

    fn look_up(&self, face: usize, character: char) -> Option<Glyph> {
        let parsed = self.faces.get(face)?.as_ref()?;
        let id = parsed.glyph_index(character).filter(|id| *id != GlyphId(0))?;
        let advance = parsed.glyph_hor_advance(id).unwrap_or(0);
        Some(Glyph { face, id: id.0, advance: scaled(parsed, i64::from(advance)) })
    }

    /// Left and right edge of a glyph's ink, in thousandths of the em square;
    /// `None` for a blank. The outline is read for it, once.
    pub fn ink(&mut self, glyph: Glyph) -> Option<(i64, i64)> {
        let parsed = self.faces.get(glyph.face)?.as_ref()?;
        *self.inks.entry((glyph.face, glyph.id)).or_insert_with(|| {
            let ink = parsed.glyph_bounding_box(GlyphId(glyph.id))?;
            let edge = |units: i16| scaled(parsed, i64::from(units));
            Some((edge(ink.x_min), edge(ink.x_max)))
        })
    }
}

/// Font units as thousandths of the em square.
fn scaled(face: &ttf_parser::Face<'_>, units: i64) -> i64 {
    let em = i64::from(face.units_per_em());
    (units * 1000 + em / 2).div_euclid(em)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::theme::Theme;

    #[test]
    fn a_rare_character_comes_from_the_fallback() {
        let fonts = Fonts::built_in(&Theme::standard()).unwrap();
        let mut reader = fonts.reader();
        let fangsong = fonts.index("fangsong");
        for _ in 0..2 {
            assert_eq!(reader.glyph(fangsong, '公').unwrap().face, fangsong);
            assert_eq!(reader.glyph(fangsong, '㛃').unwrap().face, fonts.index("song"));
            assert_eq!(reader.glyph(fangsong, '😀'), None);
            assert_eq!(reader.glyph(fangsong, '\u{10FFFF}'), None);
        }
        let glyph = reader.glyph(fangsong, '（').unwrap();
        assert_eq!(glyph.advance, 1000);
        assert!(reader.ink(glyph).unwrap().0 >= 500, "the ink of （ is in its right half");
        let blank = reader.glyph(fangsong, ' ').unwrap();
        assert_eq!(reader.ink(blank), None);
    }
}
