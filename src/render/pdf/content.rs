//! Marks on pages, as drawing operations.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color, DictItem, Greyscale, Op, PaintMode, PdfFontHandle, PdfPage, Point, Pt, Rect,
    Rgb, TextItem, TextMatrix, WindingOrder, XObjectTransform,
};

use super::fonts::{self, Embedded};
use super::{pictures, structure};
use crate::layout::{Element, Ink, Page, Pages, Run};
use crate::theme::Length;

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
        if self.open != Some(owner) {
            self.close();
            self.begin(owner);
        }
        match ink {
            Ink::Text(run) => self.text(run),
            Ink::Fill { x, y, width, height, color } => {
                self.color(color);
                let mut rectangle = self.rectangle(*x, *y, *width, *height);
                rectangle.mode = Some(PaintMode::Fill);
                rectangle.winding_order = Some(WindingOrder::NonZero);
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Ink::Picture { picture, x, y, width, height } => {
                let place = self.rectangle(*x, *y, *width, *height);
                let transform = XObjectTransform {
                    translate_x: Some(place.x),
                    translate_y: Some(place.y),
                    scale_x: Some(place.width.0),
                    scale_y: Some(place.height.0),
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                };
                self.ops.push(Op::UseXobject { id: pictures::resource(*picture), transform });
            }
        }
    }

    fn begin(&mut self, owner: Owner) {
        let (tag, key, value) = match owner {
            Owner::Element(element) => {
                let id = i64::try_from(self.owners.len()).unwrap_or(i64::MAX);
                self.owners.push(element);
                (structure::tag(&self.elements[element].kind), "MCID", DictItem::Int(id))
            }
            Owner::Artifact(kind) => ("Artifact", "Type", DictItem::Name(kind.into())),
        };
        let properties = DictItem::Dict { map: BTreeMap::from([(key.to_owned(), value)]) };
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

    fn text(&mut self, run: &'a Run) {
        let Some(first) = run.glyphs.first() else { return };
        self.color(&run.color);
        self.ops.push(Op::StartTextSection);
        self.font(self.fonts.slot(run.face, first).subset, run.size);
        let (x, y) = (pt(run.x), pt(self.height - run.y));
        self.ops.push(if run.slanted {
            let matrix = TextMatrix::Raw([0.707, 0.707, -0.707, 0.707, x.0, y.0]);
            Op::SetTextMatrix { matrix }
        } else {
            Op::SetTextCursor { pos: Point { x, y } }
        });
        self.glyphs(run);
        self.ops.push(Op::EndTextSection);
    }

    /// Positions are kept as millionths of thousandths of a point, so that no
    /// rounding adds up: each number corrects what is left of the one before.
    fn glyphs(&mut self, run: &Run) {
        let size = run.size.0.max(1);
        let step = 100 * size; // a tenth of a thousandth of the body
        let (mut wanted, mut reached) = (0, 0);
        let mut line = Vec::new();
        let mut spelt_to = None;
        for (index, glyph) in run.glyphs.iter().enumerate() {
            let slot = self.fonts.slot(run.face, glyph);
            if spelt_to.is_none() && self.crowded(run, index) {
                self.show(&mut line);
                spelt_to = Some(self.spell(run, index));
            }
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
            if spelt_to == Some(index) {
                self.show(&mut line);
                self.ops.push(Op::EndMarkedContent);
                spelt_to = None;
            }
        }
        self.show(&mut line);
    }

    /// Whether the next glyph begins so far back in this one (squeezed
    /// punctuation) that readers would take it for the start of a line.
    fn crowded(&self, run: &Run, index: usize) -> bool {
        let [glyph, next] = run.glyphs.get(index..index + 2).unwrap_or_default() else {
            return false;
        };
        let moved = glyph.advance + next.shift - glyph.shift;
        let overlap = self.fonts.slot(run.face, glyph).width * run.size.0 - moved.0 * 1_000_000;
        overlap > 450_000 * run.size.0
    }

    /// Says in words what crowded glyphs spell; gives the index of the last.
    fn spell(&mut self, run: &Run, first: usize) -> usize {
        let crowded = (first..run.glyphs.len()).take_while(|&index| self.crowded(run, index));
        let last = first + crowded.count();
        let text: String = run.glyphs[first..=last].iter().map(|glyph| glyph.character).collect();
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        let text = DictItem::Bytes(units.flat_map(u16::to_be_bytes).collect());
        let properties = DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), text)]) };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties });
        last
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
