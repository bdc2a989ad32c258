//! The title and the headings.

use std::cell::RefCell;

use crate::document::{self, Document, Heading};

use super::super::lines::{Fill, Measure};
use super::super::pages::ElementKind;
use super::super::set::Composed;
use super::super::text::Piece;
use super::{Align, Builder, Setting};

impl Builder<'_, '_> {
    /// Centred, two blank lines above and one below.
    pub(super) fn title(&mut self, document: &Document) {
        let kind = self.typesetter.kind(&self.theme.style.title);
        let level = self.tree.level(1);
        let element = self.tree.add(ElementKind::Heading(level), 0);
        let measure = Measure::even(self.measure());
        let typesetter = RefCell::new(&mut *self.typesetter);
        let lines = |text: &str| {
            let items = typesetter.borrow_mut().items(&[Piece { text, kind, place: None }]);
            Composed::new(items, measure, Fill::Balanced)
        };
        let fits = |text: &str| lines(text).lines.len() <= 1;
        let set: Vec<Composed> = document.title_lines(fits).into_iter().map(lines).collect();
        self.blank(false, true);
        self.blank(false, true);
        let first = self.parts.len();
        let setting = Setting { first: 0, rest: 0, align: Align::Center, pitch: None, element };
        for lines in &set {
            self.lines(lines, setting, |_, _| true);
        }
        self.bookmark(first, level, document.title.clone());
        self.blank(false, true);
    }

    /// Two characters in, on one page with what follows.
    pub(super) fn heading(&mut self, heading: &Heading) {
        let kind = self.typesetter.kind(self.theme.style.heading(heading.level));
        let level = self.tree.level(heading.level.saturating_add(1));
        let element = self.tree.add(ElementKind::Heading(level), 0);
        let items = self.items(&heading.text, |_| kind);
        let first = self.parts.len();
        let setting = self.indented(element);
        self.block(items, setting, |_, _| true);
        self.bookmark(first, level, document::plain(&heading.text));
    }
}
