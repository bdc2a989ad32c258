//! The report as its reader sees it, before any choice of medium.
//!
//! A [`Document`] has headings, paragraphs, lists, pictures and tables with
//! merged cells, and nothing else. It carries no rule, no figure and no font: a
//! renderer that needs more than this is doing somebody else's work.

use std::sync::Arc;

use crate::source::Span;
pub use crate::source::picture::{PictureFormat, Turn};

/// A whole report, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The full title, the one `h1`.
    pub title: String,
    /// Byte offset in the title after the organ's name: the place to break a
    /// title that takes two lines.
    pub title_break: Option<usize>,
    /// Byte offset inside the organ's name: the place to break a name that takes
    /// two lines.
    pub organ_break: Option<usize>,
    /// Author, date and the like, for the properties of the files.
    pub properties: Properties,
    /// Not yet fit for publication: every page says 草稿.
    pub draft: bool,
    /// What follows the title, in reading order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The title in as few lines as `fits` allows; what has no good place to be
    /// broken at stays in one piece.
    pub fn title_lines(&self, fits: impl Fn(&str) -> bool) -> Vec<&str> {
        let mut lines = vec![self.title.as_str()];
        for place in [self.title_break, self.organ_break] {
            let first = lines[0];
            let halves = place.and_then(|at| first.split_at_checked(at));
            if let Some((start, end)) = halves
                && !start.is_empty()
                && !end.is_empty()
                && !fits(first)
            {
                lines.splice(..1, [start, end]);
            }
        }
        lines
    }
}

/// Facts about the document that files carry beside their text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    /// The reporting organ.
    pub author: String,
    /// 索引号, 文号 and other marks, each with its label.
    pub identifiers: Vec<(String, String)>,
    /// 成文日期 as year, month, day; also the creation date of the files.
    pub date: Option<(u16, u8, u8)>,
    /// One sentence for search engines and property dialogues.
    pub description: String,
}

/// One block of the flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading that stands alone.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A list; numbers count from `start`, bullets have none.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// One run of text for each item.
        items: Vec<Vec<Inline>>,
    },
    /// A picture with its caption.
    Picture(Picture),
    /// A table.
    Table(Table),
}

/// A heading. Level 1 is a part (一、), 2 is （一）, 3 is 1., 4 is （1）; the
/// title is above them all and not a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 4, after GB/T 9704-2012, 7.3.3.
    pub level: u8,
    /// The words, number included.
    pub text: Vec<Inline>,
    /// A name to link to, unique in the document.
    pub anchor: String,
}

/// A paragraph and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its part in the document, which decides indent and alignment.
    pub role: Role,
    /// The words.
    pub text: Vec<Inline>,
}

/// What a paragraph is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Running text, first line indented by two characters.
    Body,
    /// A note under a table, set small.
    Note,
    /// Organ and date at the end, set to the right.
    Signature,
}

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// The words; no line breaks.
    pub text: String,
    /// How they stand out.
    pub style: Style,
    /// Where they were written, if in the data file.
    pub place: Option<Span>,
}

/// How a run of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// Not at all.
    Plain,
    /// Emphasised by the author (`**…**`).
    Strong,
    /// A second-level heading that runs in at the start of its paragraph:
    /// （一）主动公开情况。 It is set in 楷体.
    Lead,
}

/// A picture from a file beside the data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file itself, PNG or JPEG.
    pub data: Arc<[u8]>,
    /// Which of the two.
    pub format: PictureFormat,
    /// How the camera was held. Browsers turn a JPEG themselves; where a
    /// picture is drawn as it is stored, it must be turned.
    pub turn: Turn,
    /// Width in pixels when upright, at least 1.
    pub width: u32,
    /// Height in pixels when upright, at least 1.
    pub height: u32,
    /// What the picture shows, for those who cannot see it.
    pub alt: String,
    /// Where it was asked for.
    pub place: Option<Span>,
}

/// A table with its headings merged. Rows hold only the cells that start in
/// them, as in HTML; together with the spans they tile the grid exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// A name to link to, unique in the document.
    pub anchor: String,
    /// What the table is, e.g. 主动公开政府信息情况.
    pub caption: String,
    /// Whether the form prints the caption; assistive technology always gets it.
    pub caption_shown: bool,
    /// Relative widths of the columns; there are as many as grid columns.
    pub widths: Vec<u32>,
    /// The first rows that are repeated on every page the table takes.
    pub head_rows: usize,
    /// Every row, header rows first.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The cells that start in this row, from left to right.
    pub cells: Vec<TableCell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCell {
    /// What is printed; empty for a cell that was not filled in.
    pub text: String,
    /// What the cell is.
    pub role: CellRole,
    /// Columns it covers, at least 1.
    pub colspan: usize,
    /// Rows it covers, at least 1.
    pub rowspan: usize,
    /// A data cell's address in the data file, e.g. `requests.new.person`; a
    /// header cell's own id. Unique in the document, letters, digits, `.`, `-`, `_`.
    pub anchor: String,
    /// Ids of the header cells that speak of this cell, outermost first.
    pub headers: Vec<String>,
    /// Where the figure was written, if it was.
    pub place: Option<Span>,
}

/// What a cell of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRole {
    /// The shaded line that names the item of the Regulation, across the table.
    Banner,
    /// The corner above the stub: the form's note, or nothing.
    Corner,
    /// Heads one column, or several if it spans.
    ColumnHeader,
    /// Heads one row, or several if it spans.
    RowHeader,
    /// A figure.
    Data,
}

/// The words of a run of inlines, without their styles.
pub fn plain(text: &[Inline]) -> String {
    text.iter().map(|inline| inline.text.as_str()).collect()
}
