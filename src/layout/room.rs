//! Lines, tables and pages for formats that need pages.
//!
//! [`lay_out`] turns a [`Document`] into [`Pages`]: plain data in which every
//! glyph has its place and belongs to an element of the logical structure (or
//! is an artifact). What draws pages only copies numbers.
//!
//! In: a [`Document`], a theme and its faces. Out: [`Pages`]. Touches nothing of
//! the report or the rules.
//!
//! All lengths are thousandths of a point; `x` counts from the left edge of
//! the paper, `y` from its top edge downwards.
//!
//! ```text
//! text ─ kinsoku, breaks ─► items ─ lines ─► lines ─ set ─► marks ─┐
//! tables ─ table, cells ───────────────────────────────────────────┴─ flow ─► pages
//! ```

mod blocks;
mod breaks;
mod flow;
pub mod font;
mod item;
mod kinsoku;
mod lines;
mod pages;
mod set;
mod table;
mod text;
pub mod theme;
mod tree;

use std::fmt;

use crate::document::Document;
use crate::layout::font::Fonts;
use crate::layout::theme::Theme;
use crate::source::Span;

pub use pages::{Bookmark, Element, ElementKind, Glyph, Ink, Mark, Page, Pages, Run, Scope};

/// A document that cannot be laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayoutError {
    /// Characters that no face of the theme can show, each once, with the
    /// first place it was written at.
    Missing(Vec<(char, Option<Span>)>),
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Missing(characters) = self;
        f.write_str("所有字体都没有以下字符：")?;
        for (at, (character, _)) in characters.iter().enumerate() {
            let comma = if at > 0 { "、" } else { "" };
            write!(f, "{comma}{character}（U+{:04X}）", u32::from(*character))?;
        }
        Ok(())
    }
}

impl std::error::Error for LayoutError {}

/// Lays a document out on pages.
pub fn lay_out(document: &Document, theme: &Theme, fonts: &Fonts) -> Result<Pages, LayoutError> {
    let mut typesetter = text::Typesetter::new(theme, fonts);
    let mut tree = tree::Tree::default();
    let parts = blocks::parts(document, &mut typesetter, &mut tree);
    let mut flow = flow::Flow::new(theme);
    flow.place(parts, &mut tree);
    flow.finish(document.draft, &mut typesetter);
    if !typesetter.missing.is_empty() {
        return Err(LayoutError::Missing(typesetter.missing));
    }
    Ok(Pages {
        paper: (theme.page.width, theme.page.height),
        pages: flow.pages,
        elements: tree.elements,
        bookmarks: tree.bookmarks,
        pictures: tree.pictures,
    })
}
