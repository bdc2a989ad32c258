//! Pictures with their captions.

use crate::document::Picture;
use crate::layout::theme::Length;

use super::super::flow::{Part, Strip};
use super::super::lines::{Fill, Measure};
use super::super::pages::{ElementKind, Ink, Mark};
use super::super::set::Composed;
use super::super::text::Piece;
use super::{Align, Builder, Setting};

impl Builder<'_, '_> {
    /// Centred, its caption below.
    pub(super) fn picture(&mut self, picture: &Picture) {
        let element = self.tree.add(
            ElementKind::Figure { alt: picture.alt.clone(), page: 0, bounds: [Length(0); 4] },
            0,
        );
        let kind = self.typesetter.kind(&self.theme.style.caption);
        let pitch = kind.size * 3 / 2;
        let text = Piece { text: &picture.alt, kind, place: picture.place };
        let items = self.typesetter.items(&[text]);
        let caption = Composed::new(items, Measure::even(self.measure()), Fill::Balanced);
        let below = pitch * i64::try_from(caption.lines.len()).unwrap_or(i64::MAX / pitch);
        // A heading still fits above the tallest picture.
        let page = self.theme.grid.pitch.0 * (i64::from(self.theme.grid.lines) - 1);
        let gap = kind.size / 2;
        let height = (page - below - 2 * gap).max(page / 3);
        let (width, height) = scaled(picture, self.measure(), height);
        let index = self.tree.pictures.len();
        self.tree.pictures.push((picture.data.clone(), picture.format));
        let x = self.theme.page.left + Length((self.measure() - width) / 2);
        self.parts.push(Part::Strip(Strip {
            height: height + 2 * gap,
            keep: !caption.lines.is_empty(),
            figure: Some(element),
            marks: vec![Mark {
                element: Some(element),
                ink: Ink::Picture {
                    picture: index,
                    turn: picture.turn,
                    x,
                    y: Length(gap),
                    width: Length(width),
                    height: Length(height),
                },
            }],
            ..Strip::default()
        }));
        if !caption.lines.is_empty() {
            let element = self.tree.add(ElementKind::Caption, element);
            let setting =
                Setting { first: 0, rest: 0, align: Align::Center, pitch: Some(pitch), element };
            self.lines(&caption, setting, |at, count| at + 1 < count);
        }
    }
}

/// The size of a picture: as at 96 dots per inch, or smaller so that it fits,
/// and never too thin to see.
fn scaled(picture: &Picture, width: i64, height: i64) -> (i64, i64) {
    let (natural_width, natural_height) =
        (i64::from(picture.width.max(1)) * 750, i64::from(picture.height.max(1)) * 750);
    let (mut w, mut h) = (natural_width, natural_height);
    if w > width {
        (w, h) = (width, natural_height * width / natural_width);
    }
    if h > height {
        (w, h) = (natural_width * height / natural_height, height);
    }
    (w.max(500), h.max(500))
}
