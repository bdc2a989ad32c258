//! A Word document an office can go on editing.
//!
//! docx-rs draws the body. It has no repeated header rows, no language and no
//! picture descriptions, writes properties in an order Word does not accept
//! and numbers things across documents, so its XML is read back and amended,
//! and the other parts of the package are written here.

mod amend;
mod body;
mod id;
mod order;
mod package;
mod page;
mod styles;
mod tables;
mod words;
mod xml;

use docx_rs::BuildXML;

use crate::document::{Block, Document, PictureFormat};
use crate::layout::theme::Theme;

use super::{Look, RenderError, Renderer};
use package::PackagePart;
use xml::{Element, Node};

/// Word, WPS and LibreOffice.
#[derive(Debug)]
pub struct Docx;

impl Renderer for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn render(&self, document: &Document, look: Look<'_>) -> Result<Vec<u8>, RenderError> {
        write(document, look.theme)
    }
}

/// Draws the document; of the look only the theme matters to Word.
///
/// # Errors
///
/// Only if a library refuses to write.
pub fn write(document: &Document, theme: &Theme) -> Result<Vec<u8>, RenderError> {
    let failed = |reason: String| RenderError::Write("docx", reason);
    let drawn = String::from_utf8(body::draw(document, theme).build())
        .map_err(|error| failed(error.to_string()))?;
    let mut main = Element::parse(&drawn).ok_or_else(|| failed("正文不是合法的 XML".into()))?;
    amend::amend(&mut main, document);
    for body in main.elements_mut() {
        body.children.retain(|node| !matches!(node, Node::Element(it) if it.name == "w:sectPr"));
        body.children.push(Node::Element(page::section(theme, document.draft)));
    }
    package::pack(document, &main, &parts(document, theme))
        .map_err(|error| failed(error.to_string()))
}

/// What the body refers to.
fn parts(document: &Document, theme: &Theme) -> Vec<PackagePart> {
    let mut sheet = styles::sheet(theme);
    order::tidy(&mut sheet);
    // No style refers to a theme, but a document must have one.
    let colours = include_bytes!("docx/theme1.xml").to_vec();
    let mut parts = vec![
        PackagePart { name: "theme1".into(), kind: "theme", extension: "xml", bytes: colours },
        PackagePart::xml("styles", "styles", &sheet),
        PackagePart::xml("settings", "settings", &page::settings()),
        PackagePart::xml("fontTable", "fontTable", &styles::fonts(theme)),
        PackagePart::xml("footer1", "footer", &page::footer(theme, false)),
        PackagePart::xml("footer2", "footer", &page::footer(theme, true)),
    ];
    if document.draft {
        let mark = page::draft_mark();
        parts.extend(["header1", "header2"].map(|name| PackagePart::xml(name, "header", &mark)));
    }
    let pictures = document.blocks.iter().filter_map(|block| match block {
        Block::Picture(picture) => Some(picture),
        _ => None,
    });
    parts.extend(pictures.zip(1..).map(|(picture, number)| PackagePart {
        name: format!("image{number}"),
        kind: "image",
        extension: match picture.format {
            PictureFormat::Png => "png",
            PictureFormat::Jpeg => "jpeg",
        },
        bytes: picture.data.to_vec(),
    }));
    parts
}
