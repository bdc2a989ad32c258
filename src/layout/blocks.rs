//! From the blocks of a document to the parts of the flow.

use crate::document::{self, Block, Document, Heading, Inline, Paragraph, Picture, Role, Style};
use crate::theme::{Length, Theme, TypeStyle};

use super::flow::{Part, Strip};
use super::lines::{Fill, Line, Measure};
use super::pages::{Ink, Kind, Mark};
use super::set::Lines;
use super::table::Sheet;
use super::text::{Piece, Type, Typesetter};
use super::tree::Tree;

/// The title and all blocks.
pub(super) fn slabs(
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

    /// The baseline in a line of the grid: the character stands in the middle.
    fn baseline(&self, pitch: i64, size: i64) -> i64 {
        (pitch - size) / 2 + size * 88 / 100
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

    fn title(&mut self, document: &Document) {
        let kind = self.typesetter.kind(&self.theme.style.title);
        let level = self.tree.level(1);
        let element = self.tree.add(Kind::Heading(level), 0);
        let measure = Measure::even(self.measure());
        let mut lines = |text: &str| {
            let items = self.typesetter.items(&[Piece { text, kind, place: None }]);
            Lines::new(items, measure, Fill::Balanced)
        };
        let mut set = vec![lines(&document.title)];
        if let Some((organ, rest)) =
            document.title_break.and_then(|at| document.title.split_at_checked(at))
            && set[0].lines.len() > 1
        {
            set = vec![lines(organ), lines(rest)];
        }
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

    fn heading(&mut self, heading: &Heading) {
        let kind = self.typesetter.kind(self.theme.style.heading(heading.level));
        let level = self.tree.level(heading.level.saturating_add(1));
        let element = self.tree.add(Kind::Heading(level), 0);
        let items = self.items(&heading.text, |_| kind);
        let first = self.parts.len();
        let setting = self.indented(element);
        self.block(items, setting, |_, _| true);
        self.bookmark(first, level, document::plain(&heading.text));
    }

    fn bookmark(&mut self, part: usize, level: u8, text: String) {
        if let Some(Part::Strip(strip)) = self.parts.get_mut(part) {
            strip.bookmark = Some((level, text));
        }
    }

    fn paragraph(&mut self, text: &[Inline]) {
        let element = self.tree.add(Kind::Paragraph, 0);
        let items = self.styled(text);
        let setting = self.indented(element);
        // A lead that is a paragraph of its own is a heading in all but name.
        let lead = text.iter().all(|inline| inline.style == Style::Lead);
        self.block(items, setting, |at, count| lead || no_orphans(at, count));
    }

    fn note(&mut self, text: &[Inline]) {
        let element = self.tree.add(Kind::Paragraph, 0);
        let kind = self.typesetter.kind(&self.theme.style.note);
        let items = self.items(text, |_| kind);
        let pitch = Some(kind.size * 3 / 2);
        let setting = Setting { first: 2 * kind.em, rest: 0, align: Align::Left, pitch, element };
        self.block(items, setting, no_orphans);
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Inline>]) {
        let list = self.tree.add(Kind::List, 0);
        let kind = self.typesetter.kind(&self.theme.style.body);
        let marker = |at: usize| match start {
            Some(start) => format!("{}.", start.saturating_add(at as u64)),
            None => "·".to_owned(),
        };
        let labels: Vec<Lines> = (0..items.len())
            .map(|at| {
                let text = marker(at);
                let items = self.typesetter.items(&[Piece { text: &text, kind, place: None }]);
                Lines::new(items, Measure::even(self.measure()), Fill::Ragged)
            })
            .collect();
        let widest = labels.iter().map(Lines::width).max().unwrap_or(0);
        // Whole half characters keep the text on the grid.
        let hang = (widest + kind.em / 4) / (kind.em / 2).max(1) * (kind.em / 2) + kind.em / 2;
        let indent = (2 * kind.em).min(self.measure() / 4);
        let text_at = (indent + hang).min(self.measure() / 2);
        for (text, label) in items.iter().zip(labels) {
            let item = self.tree.add(Kind::ListItem, list);
            let number = self.tree.add(Kind::ListLabel, item);
            let body = self.tree.add(Kind::ListBody, item);
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
            let baseline = Length(self.baseline(self.theme.grid.pitch.0, self.body_size()));
            let x = self.theme.page.left + Length(indent);
            if let (Some(Part::Strip(strip)), Some(line)) =
                (self.parts.get_mut(first), label.lines.first())
            {
                strip.marks.splice(0..0, label.set(line, x, baseline, Some(number)));
            }
        }
    }

    /// Organ and date: the date four characters from the right, the organ
    /// centred above it (GB/T 9704-2012, 7.3.5), together with the end of the
    /// text.
    fn signature(&mut self, group: &[&Vec<Inline>]) {
        if let Some(Part::Strip(strip)) = self.parts.last_mut() {
            strip.keep = true;
        }
        self.blank(true, true);
        let kind = self.typesetter.kind(&self.theme.style.body);
        let blank = 4 * kind.em;
        let room = (self.measure() - blank).max(kind.em);
        let set: Vec<Lines> = group
            .iter()
            .map(|text| {
                let items = self.items(text, |_| kind);
                Lines::new(items, Measure::even(room), Fill::Balanced)
            })
            .collect();
        let middle = room - set.last().map_or(0, Lines::width) / 2;
        let last = set.len() - 1;
        for (at, lines) in set.iter().enumerate() {
            let element = self.tree.add(Kind::Paragraph, 0);
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

    fn picture(&mut self, picture: &Picture) {
        let element = self
            .tree
            .add(Kind::Figure { alt: picture.alt.clone(), page: 0, bounds: [Length(0); 4] }, 0);
        let kind = self.typesetter.kind(&self.theme.style.caption);
        let pitch = kind.size * 3 / 2;
        let text = Piece { text: &picture.alt, kind, place: picture.place };
        let items = self.typesetter.items(&[text]);
        let caption = Lines::new(items, Measure::even(self.measure()), Fill::Balanced);
        let below = pitch * i64::try_from(caption.lines.len()).unwrap_or(i64::MAX / pitch);
        let page = self.theme.grid.pitch.0 * i64::from(self.theme.grid.lines);
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
                    x,
                    y: Length(gap),
                    width: Length(width),
                    height: Length(height),
                },
            }],
            ..Strip::default()
        }));
        if !caption.lines.is_empty() {
            let element = self.tree.add(Kind::Caption, element);
            let setting =
                Setting { first: 0, rest: 0, align: Align::Center, pitch: Some(pitch), element };
            self.lines(&caption, setting, |at, count| at + 1 < count);
        }
    }

    /// Running text: the first line two characters in.
    fn indented(&self, element: usize) -> Setting {
        let first = (2 * self.em()).min(self.measure() / 4);
        Setting { first, rest: 0, align: Align::Left, pitch: None, element }
    }

    fn body_size(&self) -> i64 {
        self.theme.style.body.size.0
    }

    fn styled(&mut self, text: &[Inline]) -> Vec<super::text::Item> {
        let style = &self.theme.style;
        let kind = |style: &TypeStyle| self.typesetter.kind(style);
        let (plain, strong, lead) = (kind(&style.body), kind(&style.strong), kind(&style.heading2));
        self.items(text, |style| match style {
            Style::Plain => plain,
            Style::Strong => strong,
            Style::Lead => lead,
        })
    }

    fn items(&mut self, text: &[Inline], kind: impl Fn(Style) -> Type) -> Vec<super::text::Item> {
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

    fn block(
        &mut self,
        items: Vec<super::text::Item>,
        setting: Setting,
        keep: impl Fn(usize, usize) -> bool,
    ) {
        let measure =
            Measure { first: self.measure() - setting.first, rest: self.measure() - setting.rest };
        let lines = Lines::new(items, measure, Fill::Justified);
        self.lines(&lines, setting, keep);
    }

    fn lines(&mut self, lines: &Lines, setting: Setting, keep: impl Fn(usize, usize) -> bool) {
        let pitch = setting.pitch.unwrap_or(self.theme.grid.pitch.0);
        // One baseline for all sizes on the grid.
        let size = setting.pitch.map_or(self.body_size(), |pitch| pitch * 2 / 3);
        let baseline = Length(self.baseline(pitch, size));
        let count = lines.lines.len();
        for (at, line) in lines.lines.iter().enumerate() {
            let indent = if at == 0 { setting.first } else { setting.rest };
            let left = indent + self.offset(line, setting.align, lines.room());
            let x = self.theme.page.left + Length(left);
            self.parts.push(Part::Strip(Strip {
                height: pitch,
                on_grid: setting.pitch.is_none(),
                keep: keep(at, count),
                marks: lines.set(line, x, baseline, Some(setting.element)),
                ..Strip::default()
            }));
        }
    }

    fn offset(&self, line: &Line, align: Align, room: i64) -> i64 {
        match align {
            Align::Left => 0,
            Align::Center => ((room - line.width - line.slack) / 2).max(0),
        }
    }
}

/// The first two lines of a paragraph stay together, and the last two.
fn no_orphans(at: usize, count: usize) -> bool {
    count > 1 && (at == 0 || at + 2 == count)
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
