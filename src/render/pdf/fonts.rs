//! Faces cut down to the glyphs in use, and their numbers in the file.

use std::collections::{BTreeMap, HashMap};

use lopdf::{Dictionary, Document, Object};
use printpdf::{FontId, ParsedFont, PdfFont, PdfFontMap};
use subsetter::GlyphRemapper;

use super::{RenderError, refused};
use crate::layout::font::{Face, Fonts};
use crate::layout::{Glyph, Ink, Pages, Run};

/// Every face in use. A face whose glyph stands for two characters (a Kangxi
/// radical and its ideograph) is embedded twice, so that each code says one
/// character: what is copied out of the file is what was written.
#[derive(Debug)]
pub(super) struct Embedded {
    subsets: Vec<Subset>,
    /// Where a glyph went: subset, and code in it.
    codes: HashMap<(usize, u16, char), (usize, u16)>,
}

#[derive(Debug)]
struct Subset {
    face: usize,
    /// The glyphs of the face, each with its character.
    glyphs: BTreeMap<u16, char>,
    remapper: GlyphRemapper,
    parsed: Option<ParsedFont>,
    /// Advance of each code in millionths of the body.
    widths: Vec<i64>,
}

/// A glyph as the file knows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct GlyphCode {
    /// Index of the subset.
    pub(super) subset: usize,
    /// The code, which is also the glyph's index in the subset.
    pub(super) code: u16,
    /// Natural advance in millionths of the body.
    pub(super) width: i64,
}

impl Embedded {
    /// Cuts every face the pages use.
    pub(super) fn cut(pages: &Pages, faces: &Fonts) -> Result<Self, RenderError> {
        let mut fonts = Self { subsets: Vec::new(), codes: HashMap::new() };
        for run in runs(pages) {
            for glyph in &run.glyphs {
                fonts.take(run.face, glyph);
            }
        }
        for subset in &mut fonts.subsets {
            let face = faces
                .faces()
                .get(subset.face)
                .ok_or_else(|| refused("版面用到了没有载入的字体"))?;
            subset.cut(face)?;
        }
        Ok(fonts)
    }

    fn take(&mut self, face: usize, glyph: &Glyph) {
        let (subsets, key) = (&mut self.subsets, (face, glyph.id, glyph.character));
        self.codes.entry(key).or_insert_with(|| {
            let room =
                |subset: &Subset| subset.face == face && !subset.glyphs.contains_key(&glyph.id);
            let index = subsets.iter().position(room).unwrap_or_else(|| {
                subsets.push(Subset::new(face));
                subsets.len() - 1
            });
            let subset = &mut subsets[index];
            subset.glyphs.insert(glyph.id, glyph.character);
            (index, subset.remapper.remap(glyph.id))
        });
    }

    /// What to write for a glyph of a face.
    pub(super) fn slot(&self, face: usize, glyph: &Glyph) -> GlyphCode {
        let (subset, code) = self.codes[&(face, glyph.id, glyph.character)];
        let width = self.subsets[subset].widths.get(usize::from(code)).copied().unwrap_or(0);
        GlyphCode { subset, code, width }
    }

    /// The resources for printpdf, under names that do not change from run to
    /// run as those of `PdfDocument::add_font` do.
    pub(super) fn resources(&mut self) -> PdfFontMap {
        let parsed = self.subsets.iter_mut().enumerate().filter_map(|(index, subset)| {
            Some((resource(index), PdfFont::new(subset.parsed.take()?)))
        });
        PdfFontMap { map: parsed.collect() }
    }

    /// Corrects what printpdf cannot know of a subset: widths it rounds down,
    /// and the facts of the face that the subset no longer holds.
    pub(super) fn finish(
        &self,
        tree: &mut Document,
        fonts: &Dictionary,
        faces: &Fonts,
    ) -> lopdf::Result<()> {
        for (index, subset) in self.subsets.iter().enumerate() {
            let font = fonts.get(resource(index).0.as_bytes())?.as_reference()?;
            let font = tree.get_dictionary_mut(font)?;
            let descendant = match font.get_mut(b"DescendantFonts")?.as_array_mut()?.first_mut() {
                Some(descendant) => descendant.as_dict_mut()?,
                None => continue,
            };
            descendant.set("W", vec![1.into(), Object::Array(subset.written_widths())]);
            let descriptor = descendant.get(b"FontDescriptor")?.as_reference()?;
            let descriptor = tree.get_dictionary_mut(descriptor)?;
            let face = &faces.faces()[subset.face];
            let body = i64::from(face.units_per_em.max(1));
            descriptor.set("CapHeight", i64::from(face.cap_height) * 1000 / body);
            // Symbolic: the characters are not those of Adobe's Latin set.
            descriptor.set("Flags", 4 | (i64::from(face.italic) << 6));
        }
        Ok(())
    }
}

/// The resource name of a subset.
pub(super) fn resource(subset: usize) -> FontId {
    FontId(format!("T{subset}"))
}

fn runs(pages: &Pages) -> impl Iterator<Item = &Run> {
    pages.pages.iter().flat_map(|page| &page.marks).filter_map(|mark| match &mark.ink {
        Ink::Text(run) => Some(run),
        Ink::Fill { .. } | Ink::Picture { .. } => None,
    })
}

impl Subset {
    fn new(face: usize) -> Self {
        Self {
            face,
            glyphs: BTreeMap::new(),
            remapper: GlyphRemapper::new(),
            parsed: None,
            widths: Vec::new(),
        }
    }

    fn cut(&mut self, face: &Face) -> Result<(), RenderError> {
        let program = subsetter::subset(face.data(), face.index, &self.remapper)
            .map_err(|error| refused(format!("字体 {} 无法嵌入：{}", face.file, reason(error))))?;
        let mut parsed = ParsedFont::from_bytes(&program, 0, &mut Vec::new())
            .ok_or_else(|| refused(format!("字体 {} 的度量表有误", face.file)))?;
        let body = i64::from(parsed.units_per_em.max(1));
        let codes = 0..self.remapper.num_gids();
        let advance = |code| i64::from(parsed.get_glyph_width(code).unwrap_or(0));
        self.widths = codes.map(|code| (advance(code) * 1_000_000 + body / 2) / body).collect();
        parsed.font_name = Some(format!("{}+{}", self.tag(), postscript_name(&face.postscript)));
        parsed.pdf_font_metrics.us_weight_class = face.weight;
        self.parsed = Some(parsed);
        Ok(())
    }

    /// Six capitals that tell subsets of one face apart (PDF 1.7, 9.6.4).
    fn tag(&self) -> String {
        let named = self.glyphs.iter().map(|(glyph, character)| format!("{glyph}{character}"));
        let named: String = named.collect();
        super::hash(named.as_bytes()).to_be_bytes()[..6]
            .iter()
            .map(|byte| char::from(b'A' + byte % 26))
            .collect()
    }

    /// From code 1 on, in thousandths of the body.
    fn written_widths(&self) -> Vec<Object> {
        self.widths.iter().skip(1).map(|&width| super::thousandths(width)).collect()
    }
}

/// A name may hold neither blanks nor anything but ASCII.
fn postscript_name(name: &str) -> String {
    let kept: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
    if kept.is_empty() { "Face".to_owned() } else { kept }
}

/// What the subsetter says, in the user's language.
fn reason(error: subsetter::Error) -> &'static str {
    match error {
        subsetter::Error::UnknownKind => "文件里没有字形数据，请换一份完好的",
        subsetter::Error::Unimplemented => "用到了程序不支持的字体特性",
        _ => "字形数据已损坏，请换一份完好的",
    }
}
