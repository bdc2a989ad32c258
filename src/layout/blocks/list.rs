//! Lists.

use crate::document::Inline;
use crate::layout::theme::Length;

use super::super::flow::Part;
use super::super::lines::{Fill, Measure};
use super::super::pages::ElementKind;
use super::super::set::Composed;
use super::super::text::Piece;
use super::{Align, Builder, Setting, no_orphans};

impl Builder<'_, '_> {
    /// Numbers or bullets two characters in, the text hanging beside them.
    pub(super) fn list(&mut self, start: Option<u64>, items: &[Vec<Inline>]) {
        let list = self.tree.add(ElementKind::List, 0);
        let kind = self.typesetter.kind(&self.theme.style.body);
        let marker = |at: usize| match start {
            Some(start) => format!("{}.", start.saturating_add(at as u64)),
            None => "·".to_owned(),
        };
        let labels: Vec<Composed> = (0..items.len())
            .map(|at| {
                let text = marker(at);
                let items = self.typesetter.items(&[Piece { text: &text, kind, place: None }]);
                Composed::new(items, Measure::even(self.measure()), Fill::Ragged)
            })
            .collect();
        let widest = labels.iter().map(Composed::width).max().unwrap_or(0);
        // Whole half characters keep the text on the grid.
        let hang = (widest + kind.em / 4) / (kind.em / 2).max(1) * (kind.em / 2) + kind.em / 2;
        let indent = (2 * kind.em).min(self.measure() / 4);
        let text_at = (indent + hang).min(self.measure() / 2);
        for (text, label) in items.iter().zip(labels) {
            let item = self.tree.add(ElementKind::ListItem, list);
            let number = self.tree.add(ElementKind::ListLabel, item);
            let body = self.tree.add(ElementKind::ListBody, item);
            let first = self.parts.len();
            let styled = self.styled(text);
            let setting = Setting {
                first: text_at,
                rest: text_at,
                align: Align::Left,
                pitch: None,
                element: body,
            };
            self.block(styled, setting, no_orphans);
            if self.parts.len() == first {
                self.blank(false, false);
            }
            let line_at = self.grid_line();
            let x = self.theme.page.left + Length(indent);
            if let (Some(Part::Strip(strip)), Some(line)) =
                (self.parts.get_mut(first), label.lines.first())
            {
                strip.marks.splice(0..0, label.set(line, x, line_at, Some(number)));
            }
        }
    }
}
