//! What the agency wrote, bound to the edition: every figure, every text and
//! every fact, each with its place in the data file.
//!
//! Reading never fails and never words a finding. What could not be understood
//! is a [`Problem`] or a [`Slip`] for a rule to speak about.

pub mod agency;
mod bind;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use self::agency::{Agency, Contact};
pub(crate) use self::bind::nearest_word;
pub use self::bind::{Attachments, Reference, references};
use crate::data::date::Date;
use crate::data::figure::{Figure, Slip};
use crate::law::Law;
use crate::law::edition::{Cell, Edition};
use crate::prose::{Paragraph, Passage};
use crate::source::picture::PictureFile;
use crate::source::{Span, Spanned, Text};

/// The key of the introduction among the narratives.
pub const PREAMBLE: &str = "preamble";

/// One year's report as written.
#[derive(Debug, Clone)]
pub struct Report {
    /// The law it is judged by.
    pub law: Arc<Law>,
    /// The edition it is read against.
    pub edition: Arc<Edition>,
    /// The beginning of the data file: the place of what is not there.
    pub start: Span,
    /// The report year.
    pub year: Option<Spanned<u16>>,
    /// The edition it names, if it names one.
    pub edition_named: Option<Spanned<String>>,
    /// Last year's data file, as written.
    pub previous: Option<Spanned<String>>,
    /// Who reports.
    pub agency: Agency,
    /// When and as what it is published.
    pub publication: Publication,
    /// The texts in reading order: the introduction, then the parts.
    pub narratives: Vec<Narrative>,
    /// Every cell of the edition.
    pub cells: BTreeMap<Cell, Entry>,
    /// The pictures of the texts, by the path as written.
    pub pictures: BTreeMap<String, PictureFile>,
    /// 信息处理费, if the file speaks of it.
    pub fee: Option<ProcessingFee>,
    /// What the locality asks for.
    pub local: Local,
    /// Findings accepted on purpose.
    pub waivers: Vec<Waiver>,
    /// What could not be understood.
    pub problems: Vec<Spanned<Problem>>,
    /// Paths of keys whose value is not here because of a problem: what is
    /// wrong with them has been said.
    pub refused: BTreeSet<String>,
}

/// One cell as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What was typed; empty for a cell that was not filled in or was computed.
    pub typed: String,
    /// Where it was typed, or where it should be.
    pub span: Span,
    /// The figure, where there is one.
    pub figure: Option<Figure>,
    /// What is wrong with the typing.
    pub slips: Vec<Slip>,
    /// How the figure came about.
    pub origin: Origin,
}

/// How a figure came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was typed for this cell.
    Typed,
    /// A single 0 for the whole row.
    RowOfZeros,
    /// A total that follows from other cells.
    Derived,
    /// An empty text was typed.
    Empty,
    /// There is nothing.
    LeftOut,
}

impl Entry {
    /// What is printed: the figure, or what was typed where that is not clean.
    pub fn printed(&self) -> String {
        match self.figure {
            Some(figure) if self.slips.is_empty() => figure.to_string(),
            _ => self.typed.trim().to_owned(),
        }
    }

    /// Nothing was filled in.
    pub fn is_blank(&self) -> bool {
        matches!(self.origin, Origin::Empty | Origin::LeftOut)
    }
}

/// A text and where its key stands.
#[derive(Debug, Clone)]
pub struct Narrative {
    /// Id of its part; `preamble` for the introduction.
    pub part: String,
    /// What the part means; nothing for the introduction.
    pub role: Option<String>,
    /// What it is called: the heading of its part, or 引言.
    pub heading: String,
    /// The text, figures interpolated.
    pub text: Text,
    /// Its blocks, word by word.
    pub passages: Vec<Passage>,
    /// Its paragraphs in plain spelling, with sentences and figures.
    pub paragraphs: Vec<Paragraph>,
    /// The key in the data file.
    pub key: Span,
}

/// When and as what the report is published.
#[derive(Debug, Clone, Default)]
pub struct Publication {
    /// 成文/公开日期.
    pub date: Option<Spanned<Date>>,
    /// A title other than the edition's.
    pub title: Option<Spanned<String>>,
    /// 索引号
    pub index_number: Option<Spanned<String>>,
    /// 文号
    pub document_number: Option<Spanned<String>>,
    /// Where it is published.
    pub url: Option<Spanned<String>>,
    /// 统计期限, if it is not the whole year.
    pub period: Option<Spanned<String>>,
    /// Whether organ and date are printed at the end.
    pub sign: bool,
}

/// 政府信息公开信息处理费 of the year (国办函〔2020〕109号).
#[derive(Debug, Clone)]
pub struct ProcessingFee {
    /// Requests charged, 件.
    pub requests: Entry,
    /// Amount, 元.
    pub amount: Entry,
}

/// What local notices ask for beyond the national format.
#[derive(Debug, Clone, Default)]
pub struct Local {
    /// The day by which it wants the report published.
    pub deadline: Option<Spanned<Date>>,
    /// Words that part six must have, one for each item to report on.
    pub section6: Vec<Spanned<String>>,
}

/// A finding accepted on purpose.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule.
    pub rule: Spanned<String>,
    /// The cell, if only there.
    pub cell: Option<Spanned<String>>,
    /// Why.
    pub reason: Option<Spanned<String>>,
}

/// Something in the file that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Not TOML.
    Syntax(String),
    /// A key nobody asks for; perhaps another was meant.
    UnknownKey {
        /// The path as written.
        path: String,
        /// The nearest known key.
        meant: Option<String>,
    },
    /// A number where a text belongs, and the like.
    WrongType {
        /// What the key is called.
        label: String,
        /// What belongs there.
        expected: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A text that is none of the words allowed.
    WrongWord {
        /// What the key is called.
        label: String,
        /// The words allowed.
        allowed: Vec<String>,
    },
    /// A text longer than any report needs; it is not used.
    TooLong {
        /// What the key is called.
        label: String,
        /// Characters allowed.
        limit: usize,
    },
    /// A row with too many or too few figures.
    RowLength {
        /// The row.
        label: String,
        /// Figures without totals.
        columns: usize,
        /// Figures with totals.
        with_total: usize,
        /// Figures found.
        found: usize,
    },
    /// A key that must be there.
    Missing {
        /// The path.
        path: &'static str,
        /// What it is called.
        label: &'static str,
    },
    /// `edition` names none that is known.
    UnknownEdition {
        /// The name.
        id: String,
        /// The ids that are known.
        known: Vec<String>,
    },
    /// Several local editions are for the year, these, and none is named.
    SeveralEditions(Vec<String>),
    /// A narrative's or picture's file was not found or could not be read.
    UnreadableFile(String),
    /// A picture's file is neither PNG nor JPEG.
    NotAPicture(String),
    /// `{{ … }}` names nothing.
    UnknownName {
        /// The name.
        name: String,
        /// The nearest known name.
        meant: Option<String>,
    },
    /// `{{ … }}` names a cell that is not filled in.
    BlankName(String),
    /// `{{` without `}}`.
    OpenInterpolation,
}

impl Report {
    /// The entry of a cell.
    pub fn entry(&self, cell: &Cell) -> Option<&Entry> {
        self.cells.get(cell)
    }

    /// Whether a cell follows from others, so that nobody has to type it: a total
    /// that was computed, or that of a row of zeros.
    pub fn follows(&self, cell: &Cell) -> bool {
        let total = || self.edition.find(cell).is_some_and(|place| place.column.total);
        self.entry(cell).is_some_and(|entry| match entry.origin {
            Origin::Derived => true,
            Origin::RowOfZeros => total(),
            Origin::Typed | Origin::Empty | Origin::LeftOut => false,
        })
    }

    /// The figure at an address such as `requests.new.total`.
    pub fn figure(&self, address: &str) -> Option<Figure> {
        let cell = self.edition.address(address)?;
        self.cells.get(&cell)?.figure
    }

    /// The figure at a role path such as `requests.new.total`.
    pub fn figure_of(&self, roles: &str) -> Option<Figure> {
        self.cells.get(&self.edition.locate(roles)?.cell())?.figure
    }

    /// What stands where another edition has a cell.
    pub fn entry_like(&self, edition: &Edition, cell: &Cell) -> Option<&Entry> {
        self.entry(&self.edition.counterpart(edition, cell)?.cell())
    }

    /// The address of a role path, for `{{ … }}`; the path itself where the
    /// edition has no such cell.
    pub fn address_of(&self, roles: &str) -> String {
        let place = self.edition.locate(roles);
        place.map_or_else(|| roles.to_owned(), |place| place.cell().to_string())
    }

    /// The text of a part, unless it is empty.
    pub fn narrative(&self, part: &str) -> Option<&Narrative> {
        let mut narratives = self.narratives.iter();
        narratives.find(|text| text.part == part && !text.text.value.trim().is_empty())
    }

    /// The text of the part of a role, unless it is empty.
    pub fn text_of(&self, role: &str) -> Option<&Narrative> {
        self.narrative(&self.edition.part_of(role)?.id)
    }

    /// Where the text of the part of a role is written, or should be.
    pub fn key_of(&self, role: &str) -> Span {
        let mut narratives = self.narratives.iter();
        let written = narratives.find(|narrative| narrative.role.as_deref() == Some(role));
        written.map_or(self.start, |narrative| narrative.key)
    }

    /// The introduction, if the agency wrote one of its own.
    pub fn preamble(&self) -> Option<&Narrative> {
        self.narratives.iter().find(|narrative| narrative.part == PREAMBLE)
    }

    /// The texts of the parts in reading order.
    pub fn body(&self) -> impl Iterator<Item = &Narrative> {
        self.narratives.iter().filter(|narrative| narrative.part != PREAMBLE)
    }

    /// The title: the publication's own, or the edition's.
    pub fn title(&self) -> String {
        if let Some(title) = &self.publication.title {
            return title.value.clone();
        }
        self.standard_title()
    }

    /// The title the edition prescribes.
    pub fn standard_title(&self) -> String {
        let agency = self.agency.name.as_ref().map_or("", |name| name.value.as_str());
        let year = self.year.map_or(0, |year| year.value);
        self.edition.title(agency, year)
    }

    /// Cells that hold something, and all cells.
    pub fn filled(&self) -> (usize, usize) {
        let filled = self.cells.values().filter(|entry| !entry.is_blank()).count();
        (filled, self.cells.len())
    }
}
