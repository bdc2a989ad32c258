//! PDF 1.7 with tags, embedded subset fonts and nothing that changes from run
//! to run.
//!
//! The pages are printpdf's work. Its tree is then finished with lopdf: what
//! makes the file accessible, searchable and reproducible is not in printpdf.

mod content;
mod file;
mod fonts;
mod metadata;
mod outline;
mod pictures;
mod structure;

use lopdf::{Document as Tree, Object, ObjectId, dictionary};
use printpdf::{PdfDocument, PdfSaveOptions};

use self::fonts::Embedded;
use super::{Look, RenderError, Renderer};
use crate::document::{Document, Properties};
use crate::layout::font::Fonts;
use crate::layout::{self, Pages};

/// The PDF.
#[derive(Debug)]
pub struct Pdf;

impl Renderer for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn render(&self, document: &Document, look: Look<'_>) -> Result<Vec<u8>, RenderError> {
        let pages = layout::lay_out(document, look.theme, look.fonts)?;
        write(&pages, look.fonts, &document.properties, &document.title)
    }
}

/// Writes laid-out pages.
///
/// # Errors
///
/// If a font may be laid out but not embedded, or a picture is damaged.
pub fn write(
    pages: &Pages,
    faces: &Fonts,
    properties: &Properties,
    title: &str,
) -> Result<Vec<u8>, RenderError> {
    let mut fonts = Embedded::cut(pages, faces)?;
    let drawn: Vec<_> = pages.pages.iter().map(|page| content::draw(page, pages, &fonts)).collect();
    let (drawn, owners): (Vec<_>, Vec<_>) =
        drawn.into_iter().map(|drawn| (drawn.page, drawn.owners)).unzip();
    let mut document = PdfDocument::new(title);
    document.resources.fonts = fonts.resources();
    document.resources.xobjects = pictures::resources(pages)?;
    document.with_pages(drawn);
    let mut tree = document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());

    let failed = |error: lopdf::Error| refused(error.to_string());
    let page_ids = tidy(&mut tree, &fonts, faces).map_err(failed)?;
    structure::add(&mut tree, pages, &page_ids, &owners).map_err(failed)?;
    outline::add(&mut tree, pages, &page_ids).map_err(failed)?;
    metadata::add(&mut tree, title, properties).map_err(failed)?;
    file::save(tree).map_err(failed)
}

/// Takes out what printpdf writes for nothing, and sets what the whole file
/// needs. Gives the ids of the pages.
fn tidy(tree: &mut Tree, fonts: &Embedded, faces: &Fonts) -> lopdf::Result<Vec<ObjectId>> {
    let catalog = tree.catalog_mut()?;
    catalog.set("Lang", bytes("zh-CN"));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    let decimal = Object::from(dictionary! { "S" => "D" });
    catalog.set("PageLabels", dictionary! { "Nums" => vec![0.into(), decimal] });

    let page_ids: Vec<ObjectId> = tree.page_iter().collect();
    let mut shared: Option<(ObjectId, Object)> = None;
    for page in &page_ids {
        let page = tree.get_dictionary_mut(*page)?;
        for key in ["Annots", "TrimBox", "CropBox"] {
            page.remove(key.as_bytes());
        }
        // Every page has the same fonts and pictures.
        let resources = page.get(b"Resources")?.clone();
        let first = shared.get_or_insert((resources.as_reference()?, resources));
        page.set("Resources", first.1.clone());
    }
    if let Some((resources, _)) = shared {
        let pictures = tree.get_dictionary(resources)?.get(b"XObject")?.as_reference()?;
        let no_pictures = tree.get_dictionary(pictures)?.is_empty();
        let resources = tree.get_dictionary_mut(resources)?;
        resources.remove(b"ExtGState");
        resources.remove(b"Shading");
        if no_pictures {
            resources.remove(b"XObject");
        }
        let named = resources.get(b"Font")?.as_reference()?;
        let named = tree.get_dictionary(named)?.clone();
        fonts.finish(tree, &named, faces)?;
    }
    tree.trailer.remove(b"Info");
    tree.prune_objects();
    tree.renumber_objects();
    Ok(tree.page_iter().collect())
}

fn refused(reason: impl Into<String>) -> RenderError {
    RenderError::Write("PDF", reason.into())
}

/// A text string: UTF-16 with its mark (PDF 1.7, 7.9.2.2).
fn text(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), lopdf::StringFormat::Literal)
}

/// A byte string: an id or a code.
fn bytes(text: &str) -> Object {
    Object::String(text.into(), lopdf::StringFormat::Literal)
}

fn number(index: usize) -> Object {
    Object::Integer(i64::try_from(index).unwrap_or(i64::MAX))
}

/// Thousandths as a number with at most three decimals.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "lengths and widths are far below 2^24 thousandths"
)]
fn thousandths(value: i64) -> Object {
    if value % 1000 == 0 {
        Object::Integer(value / 1000)
    } else {
        Object::Real((value as f64 / 1000.0) as f32)
    }
}

/// A digest that names things by their content; it keeps no secret.
fn hash(data: &[u8]) -> u128 {
    let start = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    data.chunks(16).fold(start, |hash: u128, chunk| {
        let mut word = [0; 16];
        word[..chunk.len()].copy_from_slice(chunk);
        // The prime of 128-bit FNV; the turn lets high bits reach low ones.
        let mixed = (hash ^ u128::from_be_bytes(word)).rotate_left(59);
        mixed.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}
