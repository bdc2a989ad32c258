//! From the blocks of a document to the parts of the flow.

mod heading;
mod list;
mod picture;
mod signature;

use crate::document::{Block, Document, Inline, Paragraph, Role, Style};
use crate::layout::theme::{Length, Theme, TypeStyle};

use super::flow::{Part, Strip};
use super::item::Item;
use super::lines::{Fill, Measure};
use super::pages::ElementKind;
use super::set::{Composed, baseline};
use super::table::Sheet;
use super::text::{Piece, Type, Typesetter};
use super::tree::Tree;

/// The title and all blocks.
pub(super) fn parts(
    document: &Document,
    typesetter: &mut Typesetter<'_>,
    tree: &mut Tree,
) -> Vec<Part> {
    let mut builder = Builder { theme: typesetter.theme, typesetter, tree, parts: Vec::new() };
    builder.title(document);
    let mut blocks = document.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            Block::Heading(heading) => builder.heading(heading),
            Block::Paragraph(Paragraph { role: Role::Signature, text }) => {
                let mut group = vec![text];
                while let Some(Block::Paragraph(Paragraph { role: Role::Signature, text })) =
                    blocks.peek()
                {
                    group.push(text);
                    blocks.next();
                }
                builder.signature(&group);
            }
            Block::Paragraph(Paragraph { role: Role::Note, text }) => builder.note(text),
            Block::Paragraph(Paragraph { role: Role::Body, text }) => builder.paragraph(text),
            Block::List { start, items } => builder.list(*start, items),
            Block::Picture(picture) => builder.picture(picture),
            Block::Table(table) => {
                let sheet = Sheet::new(table, builder.typesetter, builder.tree);
                builder.parts.push(Part::Table(Box::new(sheet)));
            }
        }
    }
    builder.parts
}

struct Builder<'b, 'a> {
    theme: &'a Theme,
    typesetter: &'b mut Typesetter<'a>,
    tree: &'b mut Tree,
    parts: Vec<Part>,
}

/// How the lines of a block are placed.
#[derive(Clone, Copy)]
struct Setting {
    /// From the left edge of the type area to the first line.
    first: i64,
    /// And to the other lines.
    rest: i64,
    align: Align,
    /// From one line to the next; `None` is the grid.
    pitch: Option<i64>,
    element: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Align {
    Left,
    Center,
}

impl Builder<'_, '_> {
    fn measure(&self) -> i64 {
        self.theme.page.measure().0
    }

    /// One full-width character of the body.
    fn em(&self) -> i64 {
        self.typesetter.kind(&self.theme.style.body).em
    }

    fn blank(&mut self, vanishes: bool, keep: bool) {
        let height = self.theme.grid.pitch.0;
        self.parts.push(Part::Strip(Strip {
            height,
            on_grid: true,
            vanishes,
            keep,
            ..Strip::default()
        }));
    }

    /// A bookmark that leads to a part.
    fn bookmark(&mut self, part: usize, level: u8, text: String) {
        if let Some(Part::Strip(strip)) = self.parts.get_mut(part) {
            strip.bookmark = Some((level, text));
        }
    }

    fn paragraph(&mut self, text: &[Inline]) {
        let element = self.tree.add(ElementKind::Paragraph, 0);
        let items = self.styled(text);
        let setting = self.indented(element);
        // A lead that is a paragraph of its own is a heading in all but name.
        let lead = text.iter().all(|inline| inline.style == Style::Lead);
        self.block(items, setting, |at, count| lead || no_orphans(at, count));
    }

    fn note(&mut self, text: &[Inline]) {
        let element = self.tree.add(ElementKind::Paragraph, 0);
        let kind = self.typesetter.kind(&self.theme.style.note);
        let items = self.items(text, |_| kind);
        let pitch = Some(kind.size * 3 / 2);
        let setting = Setting { first: 2 * kind.em, rest: 0, align: Align::Left, pitch, element };
        self.block(items, setting, no_orphans);
    }

    /// Running text: the first line two characters in.
    fn indented(&self, element: usize) -> Setting {
        let first = (2 * self.em()).min(self.measure() / 4);
        Setting { first, rest: 0, align: Align::Left, pitch: None, element }
    }

    fn styled(&mut self, text: &[Inline]) -> Vec<Item> {
        let style = &self.theme.style;
        let kind = |style: &TypeStyle| self.typesetter.kind(style);
        let (plain, strong, lead) = (kind(&style.body), kind(&style.strong), kind(&style.heading2));
        self.items(text, |style| match style {
            Style::Plain => plain,
            Style::Strong => strong,
            Style::Lead => lead,
        })
    }

    fn items(&mut self, text: &[Inline], kind: impl Fn(Style) -> Type) -> Vec<Item> {
        let pieces: Vec<Piece<'_>> = text
            .iter()
            .map(|inline| Piece {
                text: &inline.text,
                kind: kind(inline.style),
                place: inline.place,
            })
            .collect();
        self.typesetter.items(&pieces)
    }

    fn block(&mut self, items: Vec<Item>, setting: Setting, keep: impl Fn(usize, usize) -> bool) {
        let measure =
            Measure { first: self.measure() - setting.first, rest: self.measure() - setting.rest };
        let lines = Composed::new(items, measure, Fill::Justified);
        self.lines(&lines, setting, keep);
    }

    /// The baseline in a line of the grid, the same for all sizes.
    fn grid_line(&self) -> Length {
        Length(baseline(self.theme.grid.pitch.0, self.theme.style.body.size.0))
    }

    fn lines(&mut self, text: &Composed, setting: Setting, keep: impl Fn(usize, usize) -> bool) {
        let pitch = setting.pitch.unwrap_or(self.theme.grid.pitch.0);
        let line_at = match setting.pitch {
            Some(pitch) => Length(baseline(pitch, text.size())),
            None => self.grid_line(),
        };
        let count = text.lines.len();
        for (at, line) in text.lines.iter().enumerate() {
            let indent = if at == 0 { setting.first } else { setting.rest };
            let left = match setting.align {
                Align::Left => indent,
                Align::Center => indent + ((text.room - line.width - line.slack) / 2).max(0),
            };
            let x = self.theme.page.left + Length(left);
            self.parts.push(Part::Strip(Strip {
                height: pitch,
                on_grid: setting.pitch.is_none(),
                keep: keep(at, count),
                marks: text.set(line, x, line_at, Some(setting.element)),
                ..Strip::default()
            }));
        }
    }
}

/// The first two lines of a paragraph stay together, and the last two.
fn no_orphans(at: usize, count: usize) -> bool {
    count > 1 && (at == 0 || at + 2 == count)
}
