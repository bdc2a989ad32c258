//! Output formats. A renderer turns a [`Document`] into bytes and knows
//! nothing of figures, rules or files.
//!
//! In: a [`Document`] and a [`Look`]. Out: the bytes of a file. Touches `layout`
//! where a format has pages, and pictures.
//!
//! To add a format, write `render/<name>.rs` and add it to [`ALL`]; `build
//! --to`, the file extension and the round of tests follow.

pub mod docx;
pub mod html;
pub mod pdf;

use crate::document::Document;
use crate::layout::LayoutError;
use crate::layout::font::Fonts;
use crate::layout::theme::Theme;

/// How to draw: everything about the look that an office may replace.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Paper, grid, type.
    pub theme: &'a Theme,
    /// The faces behind the theme's names.
    pub fonts: &'a Fonts,
    /// `templates/page.html.jinja`, or the office's own.
    pub page: &'a str,
    /// `templates/style.css`, or the office's own.
    pub style: &'a str,
}

/// An output format.
pub trait Renderer: Sync {
    /// The name after `--to`, which is also the file extension.
    fn name(&self) -> &'static str;

    /// Draws the document. The same input gives the same bytes.
    fn render(&self, document: &Document, look: Look<'_>) -> Result<Vec<u8>, RenderError>;
}

/// A document can always be drawn; what can fail is what a user may replace.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The page template is wrong; the message has its line.
    #[error("网页模板有误：{0}")]
    Template(String),
    /// A character that no font has.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// A library refused to write the file.
    #[error("无法写出 {0}：{1}")]
    Write(&'static str, String),
}

/// Every format, in the order `--help` lists them.
pub static ALL: &[&dyn Renderer] = &[&html::Html, &docx::Docx, &pdf::Pdf];

/// The format of a name after `--to`.
pub fn by_name(name: &str) -> Option<&'static dyn Renderer> {
    ALL.iter().copied().find(|renderer| renderer.name() == name)
}
