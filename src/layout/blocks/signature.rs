//! Organ and date at the end.

use crate::document::Inline;

use super::super::flow::Part;
use super::super::lines::{Fill, Measure};
use super::super::pages::ElementKind;
use super::super::set::Composed;
use super::{Align, Builder, Setting};

impl Builder<'_, '_> {
    /// Organ and date: the date four characters from the right, the organ
    /// centred above it (GB/T 9704-2012, 7.3.5), together with the end of the
    /// text.
    pub(super) fn signature(&mut self, group: &[&Vec<Inline>]) {
        if let Some(Part::Strip(strip)) = self.parts.last_mut() {
            strip.keep = true;
        }
        self.blank(true, true);
        let kind = self.typesetter.kind(&self.theme.style.body);
        let blank = 4 * kind.em;
        let room = (self.measure() - blank).max(kind.em);
        let set: Vec<Composed> = group
            .iter()
            .map(|text| {
                let items = self.items(text, |_| kind);
                Composed::new(items, Measure::even(room), Fill::Balanced)
            })
            .collect();
        let middle = room - set.last().map_or(0, Composed::width) / 2;
        let last = set.len() - 1;
        for (at, lines) in set.iter().enumerate() {
            let element = self.tree.add(ElementKind::Paragraph, 0);
            let left = (middle - lines.width() / 2).min(self.measure() - lines.width()).max(0);
            let first = self.parts.len();
            let setting =
                Setting { first: left, rest: left, align: Align::Left, pitch: None, element };
            self.lines(lines, setting, |_, _| true);
            if at == last
                && self.parts.len() > first
                && let Some(Part::Strip(strip)) = self.parts.last_mut()
            {
                strip.keep = false;
            }
        }
    }
}
