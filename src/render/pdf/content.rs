//! Marks on pages, as drawing operations.

use std::collections::BTreeMap;
use std::ops::Range;

use printpdf::{
    Codepoint, Color, CurTransMat, DictItem, Greyscale, Op, PaintMode, PdfFontHandle, PdfPage,
    Point, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder, XObjectTransform,
};

use super::fonts::{self, Embedded};
use super::{pictures, structure};
use crate::document::Turn;
use crate::layout::theme::Length;
use crate::layout::{Element, Glyph, Ink, Page, Pages, Run};

/// A page drawn, and whose its marked content is.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) page: PdfPage,
    /// The element of each marked-content id.
    pub(super) owners: Vec<usize>,
}

/// Draws a page.
pub(super) fn draw(page: &Page, pages: &Pages, fonts: &Embedded) -> Drawn {
    let mut pen = Pen {
        height: pages.paper.1,
        elements: &pages.elements,
        fonts,
        ops: Vec::new(),
        owners: Vec::new(),
        open: None,
        color: "000000",
        font: None,
    };
    for mark in &page.marks {
        pen.mark(mark.element, &mark.ink);
    }
    pen.close();
    let paper = Rect::from_wh(pt(pages.paper.0), pt(pages.paper.1));
    let page = PdfPage {
        media_box: paper.clone(),
        trim_box: paper.clone(),
        crop_box: paper,
        ops: pen.ops,
    };
    Drawn { page, owners: pen.owners }
}

/// What a marked-content sequence belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Element(usize),
    /// `Pagination`, `Layout` (PDF 1.7, 14.8.2.2.2).
    Artifact(&'static str),
}

struct Pen<'a> {
    height: Length,
    elements: &'a [Element],
    fonts: &'a Embedded,
    ops: Vec<Op>,
    owners: Vec<usize>,
    open: Option<Owner>,
    color: &'a str,
    font: Option<(usize, Length)>,
}

impl<'a> Pen<'a> {
    fn mark(&mut self, element: Option<usize>, ink: &'a Ink) {
        let kind = if matches!(ink, Ink::Text(_)) { "Pagination" } else { "Layout" };
        let owner = element
            .filter(|&element| element < self.elements.len())
            .map_or(Owner::Artifact(kind), Owner::Element);
        match ink {
            Ink::Text(run) => self.run(owner, run),
            Ink::Fill { x, y, width, height, color } => {
                self.open(owner);
                self.color(color);
                let mut rectangle = self.rectangle(*x, *y, *width, *height);
                rectangle.mode = Some(PaintMode::Fill);
                rectangle.winding_order = Some(WindingOrder::NonZero);
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Ink::Picture { picture, turn, x, y, width, height } => {
                self.open(owner);
                let place = self.rectangle(*x, *y, *width, *height);
                let matrix = upright(*turn, &place);
                let transform =
                    XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
                self.ops.extend([
                    Op::SaveGraphicsState,
                    Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) },
                    Op::UseXobject { id: pictures::resource(*picture), transform },
                    Op::RestoreGraphicsState,
                ]);
            }
        }
    }

    /// Goes on with what an owner has open, or begins it.
    fn open(&mut self, owner: Owner) {
        if self.open != Some(owner) {
            self.close();
            let tag = match owner {
                Owner::Element(element) => structure::tag(&self.elements[element].kind),
                Owner::Artifact(_) => "Artifact",
            };
            self.begin(owner, tag, None);
        }
    }

    fn begin(&mut self, owner: Owner, tag: &str, spelt: Option<DictItem>) {
        let (key, value) = match owner {
            Owner::Element(element) => {
                let id = i64::try_from(self.owners.len()).unwrap_or(i64::MAX);
                self.owners.push(element);
                ("MCID", DictItem::Int(id))
            }
            Owner::Artifact(kind) => ("Type", DictItem::Name(kind.into())),
        };
        let mut map = BTreeMap::from([(key.to_owned(), value)]);
        map.extend(spelt.map(|spelt| ("ActualText".to_owned(), spelt)));
        let properties = DictItem::Dict { map };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties });
        self.open = Some(owner);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    /// From the top edge downwards to from the bottom edge upwards.
    fn rectangle(&self, x: Length, y: Length, width: Length, height: Length) -> Rect {
        Rect::from_xywh(pt(x), pt(self.height - y - height), pt(width), pt(height))
    }

    fn color(&mut self, color: &'a str) {
        if self.color != color {
            self.color = color;
            self.ops.push(Op::SetFillColor { col: ink_color(color) });
        }
    }

    /// Crowded glyphs get a sequence of their own that says in words what
    /// they spell. It is not nested: poppler loses what follows it if it is.
    fn run(&mut self, owner: Owner, run: &'a Run) {
        let mut rest = 0..run.glyphs.len();
        while let Some(first) = rest.clone().find(|&index| self.crowded(run, index)) {
            if run.slanted || matches!(owner, Owner::Artifact(_)) {
                break;
            }
            let apart = |index: &usize| !self.crowded(run, *index);
            let next = (first..rest.end).find(apart).map_or(rest.end, |last| last + 1);
            if rest.start < first {
                self.open(owner);
                self.text(run, rest.start..first);
            }
            self.close();
            self.begin(owner, "Span", Some(spelt(&run.glyphs[first..next])));
            self.text(run, first..next);
            self.close();
            rest.start = next;
        }
        if !rest.is_empty() {
            self.open(owner);
            self.text(run, rest);
        }
    }

    /// Whether the next glyph begins so far back in this one (squeezed
    /// punctuation) that readers would take it for the start of a line.
    fn crowded(&self, run: &Run, index: usize) -> bool {
        let Some([glyph, next]) = run.glyphs.get(index..index + 2) else { return false };
        let moved = glyph.advance + next.shift - glyph.shift;
        let overlap = self.fonts.slot(run.face, glyph).width * run.size.0 - moved.0 * 1_000_000;
        overlap > 450_000 * run.size.0
    }

    fn text(&mut self, run: &'a Run, part: Range<usize>) {
        let before: Length = run.glyphs[..part.start].iter().map(|glyph| glyph.advance).sum();
        let glyphs = &run.glyphs[part];
        let Some(first) = glyphs.first() else { return };
        self.color(&run.color);
        self.ops.push(Op::StartTextSection);
        self.font(self.fonts.slot(run.face, first).subset, run.size);
        let (x, y) = (pt(run.x + before), pt(self.height - run.y));
        self.ops.push(if run.slanted {
            let matrix = TextMatrix::Raw([0.707, 0.707, -0.707, 0.707, x.0, y.0]);
            Op::SetTextMatrix { matrix }
        } else {
            Op::SetTextCursor { pos: Point { x, y } }
        });
        self.glyphs(run, glyphs);
        self.ops.push(Op::EndTextSection);
    }

    /// Positions are kept as millionths of thousandths of a point, so that no
    /// rounding adds up: each number corrects what is left of the one before.
    fn glyphs(&mut self, run: &Run, glyphs: &[Glyph]) {
        let size = run.size.0.max(1);
        let step = 100 * size; // a tenth of a thousandth of the body
        let (mut wanted, mut reached) = (0, 0);
        let mut line = Vec::new();
        for glyph in glyphs {
            let slot = self.fonts.slot(run.face, glyph);
            if self.font != Some((slot.subset, run.size)) {
                self.show(&mut line);
                self.font(slot.subset, run.size);
            }
            let gap = reached - (wanted + glyph.shift.0) * 1_000_000;
            let back = (gap + step / 2).div_euclid(step);
            if back != 0 {
                line.push(TextItem::Offset(tenths(back)));
            }
            let text = glyph.character.to_string();
            let code = Codepoint::with_cid(slot.code, 0.0, text);
            match line.last_mut() {
                Some(TextItem::GlyphIds(codes)) => codes.push(code),
                _ => line.push(TextItem::GlyphIds(vec![code])),
            }
            reached += slot.width * size - back * step;
            wanted += glyph.advance.0;
        }
        self.show(&mut line);
    }

    fn show(&mut self, items: &mut Vec<TextItem>) {
        if !items.is_empty() {
            self.ops.push(Op::ShowText { items: std::mem::take(items) });
        }
    }

    fn font(&mut self, subset: usize, size: Length) {
        if self.font != Some((subset, size)) {
            self.font = Some((subset, size));
            let font = PdfFontHandle::External(fonts::resource(subset));
            self.ops.push(Op::SetFont { font, size: pt(size) });
        }
    }
}

/// What glyphs spell, as a text string.
fn spelt(glyphs: &[Glyph]) -> DictItem {
    let text: String = glyphs.iter().map(|glyph| glyph.character).collect();
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    DictItem::Bytes(units.flat_map(u16::to_be_bytes).collect())
}

/// The matrix that puts the unit square of a picture into its place, upright.
fn upright(turn: Turn, place: &Rect) -> [f32; 6] {
    let (width, height) = (place.width.0, place.height.0);
    // Where the right and the upper edge of the stored picture come to lie.
    let mut right = (if turn.mirrored { -1.0 } else { 1.0 }, 0.0);
    let mut up = (0.0, 1.0);
    for _ in 0..turn.quarters {
        (right, up) = ((right.1, -right.0), (up.1, -up.0));
    }
    let corner = |start: f32, size: f32, edges: f32| start + size * (1.0 - edges) / 2.0;
    [
        right.0 * width,
        right.1 * height,
        up.0 * width,
        up.1 * height,
        corner(place.x.0, width, right.0 + up.0),
        corner(place.y.0, height, right.1 + up.1),
    ]
}

/// Single precision is enough for lengths of a page to the thousandth.
#[expect(clippy::cast_possible_truncation, reason = "a page is far below 2^24 thousandths")]
fn pt(length: Length) -> Pt {
    Pt(length.points() as f32)
}

#[expect(clippy::cast_precision_loss, reason = "adjustments are far below 2^24 tenths")]
fn tenths(number: i64) -> f32 {
    number as f32 / 10.0
}

/// Six hexadecimal digits; anything else is black.
fn ink_color(hex: &str) -> Color {
    let value = u32::from_str_radix(hex, 16).unwrap_or(0);
    let [_, red, green, blue] = value.to_be_bytes();
    let part = |byte: u8| (f32::from(byte) * 1000.0 / 255.0).round() / 1000.0;
    if red == green && green == blue {
        Color::Greyscale(Greyscale { percent: part(red), icc_profile: None })
    } else {
        Color::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
    }
}
