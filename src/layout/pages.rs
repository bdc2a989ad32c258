//! What a laid-out document consists of.

use std::sync::Arc;

use crate::document::{PictureFormat, Turn};
use crate::layout::theme::Length;

/// A laid-out document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// Paper width and height.
    pub paper: (Length, Length),
    /// The pages, first one first.
    pub pages: Vec<Page>,
    /// The logical structure; element 0 is the document itself. Parents come
    /// before their children.
    pub elements: Vec<Element>,
    /// Entries for the bookmark pane, in reading order.
    pub bookmarks: Vec<Bookmark>,
    /// The pictures that [`Ink::Picture`] names by index.
    pub pictures: Vec<(Arc<[u8]>, PictureFormat)>,
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What is drawn, in drawing order; text in reading order.
    pub marks: Vec<Mark>,
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The element it is content of, an index into [`Pages::elements`]; `None`
    /// for artifacts: page numbers, rules, grounds, the draft mark, repeated
    /// header rows.
    pub element: Option<usize>,
    /// What is drawn.
    pub ink: Ink,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ink {
    /// A run of glyphs of one face and size on one baseline.
    Text(Run),
    /// A filled rectangle: a rule or a ground.
    Fill {
        /// Left edge.
        x: Length,
        /// Top edge.
        y: Length,
        /// Width.
        width: Length,
        /// Height.
        height: Length,
        /// Six hexadecimal digits.
        color: String,
    },
    /// A picture.
    Picture {
        /// Index into [`Pages::pictures`].
        picture: usize,
        /// What makes it upright.
        turn: Turn,
        /// Left edge.
        x: Length,
        /// Top edge.
        y: Length,
        /// Width.
        width: Length,
        /// Height.
        height: Length,
    },
}

/// Glyphs of one face and size on one baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Index of the face in [`Fonts`](crate::layout::font::Fonts).
    pub face: usize,
    /// Type size.
    pub size: Length,
    /// Left edge of the first glyph.
    pub x: Length,
    /// The baseline.
    pub y: Length,
    /// Six hexadecimal digits.
    pub color: String,
    /// Turned by 45° around its start (the draft mark).
    pub slanted: bool,
    /// The glyphs, in reading order.
    pub glyphs: Vec<Glyph>,
}

/// One glyph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    /// Its index in the face.
    pub id: u16,
    /// The character it shows.
    pub character: char,
    /// Shift of this glyph from the pen position (squeezed punctuation).
    pub shift: Length,
    /// How far the pen moves, justification and squeezing included.
    pub advance: Length,
}

/// An element of the logical structure, named as in PDF 1.7, 14.8.4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// Index of the element it stands in; `None` for the document only.
    pub parent: Option<usize>,
}

/// What an element of the logical structure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElementKind {
    /// The whole document.
    Document,
    /// A heading; the title has level 1, a part 2, and so on.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list, an item, its number or bullet, its text.
    List,
    /// An item of a list.
    ListItem,
    /// The number or bullet of an item.
    ListLabel,
    /// The text of an item.
    ListBody,
    /// A table.
    Table {
        /// For those who cannot see it.
        summary: String,
    },
    /// The caption of a table or a picture.
    Caption,
    /// A row.
    TableRow,
    /// A header cell.
    TableHeader {
        /// Its id, for the `headers` of other cells.
        id: String,
        /// Heads rows, columns or both.
        scope: Scope,
        /// Columns it covers.
        colspan: usize,
        /// Rows it covers.
        rowspan: usize,
        /// Ids of the headers above it.
        headers: Vec<String>,
    },
    /// A data cell.
    TableData {
        /// Columns it covers.
        colspan: usize,
        /// Rows it covers.
        rowspan: usize,
        /// Ids of its headers.
        headers: Vec<String>,
    },
    /// A picture.
    Figure {
        /// What it shows.
        alt: String,
        /// Index of the page it stands on.
        page: usize,
        /// Left, top, right, bottom.
        bounds: [Length; 4],
    },
}

/// What a header cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The row beside it.
    Row,
    /// The column below it.
    Column,
    /// Both.
    Both,
}

/// An entry for the bookmark pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// 1 for the title, 2 for a part, and so on; never more than one deeper
    /// than the entry before.
    pub level: u8,
    /// The words.
    pub text: String,
    /// Index of the page.
    pub page: usize,
    /// Top of the line it leads to.
    pub y: Length,
}
