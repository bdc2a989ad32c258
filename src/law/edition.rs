//! Editions of the statutory format, as data.
//!
//! One file in `schemas/` says everything the law says about one edition: the
//! parts, the tables with their official labels, the 勾稽关系 between figures,
//! and what to write where. The printed grids, the checks, the starter file and
//! the JSON Schema all read it from here, so nothing about an edition is
//! written twice, and a new edition needs no Rust.

mod distinct;
mod equation;
pub mod grid;
mod overlay;
mod roles;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;

use crate::data::figure::Unit;
use crate::source::diagnostic::Severity;

pub use self::equation::{Equation, EquationError, Operator, Term};
pub use self::roles::Lacking;
use super::calendar::Deadline;
use super::requirement::{Requirement, Reweighed};

/// One edition of the format.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Its name in the data file, e.g. `2021`.
    pub id: String,
    /// What it is called in messages, e.g. 2021年版格式.
    pub name: String,
    /// The notice that prescribes it, as a reader would look it up.
    pub cites: String,
    /// First report year written in it.
    pub since: u16,
    /// Last report year written in it; none while it is in force.
    pub until: Option<u16>,
    /// Used only where a data file names it.
    #[serde(default)]
    pub local: bool,
    /// The report's title; `{agency}` and `{year}` stand for the data.
    pub title: String,
    /// The legal basis, for the standard preamble.
    pub basis: String,
    /// Its own clauses by what they speak of; rules cite them by that name.
    #[serde(default)]
    pub provisions: BTreeMap<String, String>,
    /// Numbers of documents that texts may cite besides `cites`.
    #[serde(default)]
    pub accepts: Vec<String>,
    /// Whether part six reports on the 信息处理费 (from report year 2021).
    #[serde(default)]
    pub processing_fee: bool,
    /// The parts in order.
    #[serde(rename = "part")]
    pub parts: Vec<Part>,
    /// The tables in the order of the data file.
    #[serde(rename = "table")]
    pub tables: Vec<Table>,
    /// What parts must have beyond the national form.
    #[serde(default, rename = "require")]
    pub requirements: Vec<Requirement>,
    /// Days by which a locality wants reports published.
    #[serde(default, rename = "deadline")]
    pub deadlines: Vec<Deadline>,
    /// Rules that weigh more or less here.
    #[serde(default, rename = "severity")]
    pub reweighed: Vec<Reweighed>,
    /// As written, for editions that extend it.
    #[serde(skip)]
    written: toml::Table,
    /// The edition it extends.
    #[serde(skip)]
    base: Option<Arc<Edition>>,
}

/// One part of the report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Key of its narrative in the data file.
    pub id: String,
    /// What it means; see [`crate::law::role`].
    pub role: Option<String>,
    /// The official heading.
    pub heading: String,
    /// The provision that asks for it; `{overview}` stands for a clause of the
    /// edition's own notice.
    pub cites: String,
    /// The tables that stand in it.
    #[serde(default)]
    pub tables: Vec<String>,
    /// Whether it has a text.
    #[serde(default)]
    pub narrative: Need,
    /// The length the notice asks the text to keep to, in characters.
    pub limit: Option<usize>,
    /// What to write, for the one who fills in the form.
    #[serde(default)]
    pub guide: String,
}

/// Whether something has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// It has to.
    Required,
    /// It may: a note under the tables.
    #[default]
    Optional,
}

/// One table of figures: a table of the data file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name in the data file.
    pub id: String,
    /// What it means; see [`crate::law::role`].
    pub role: Option<String>,
    /// What it is; the caption.
    pub title: String,
    /// Whether the form prints the caption.
    #[serde(default)]
    pub caption_shown: bool,
    /// The line across the form above it, e.g. 第二十条第（一）项. Neighbours
    /// with banners are printed as one grid.
    pub banner: Option<String>,
    /// What stands above the row labels.
    #[serde(default)]
    pub stub: String,
    /// How rows and columns are printed.
    #[serde(default)]
    pub orient: Orient,
    /// Relative widths of the printed columns, of the first table of a grid.
    #[serde(default)]
    pub widths: Vec<u32>,
    /// The columns of the data file.
    pub columns: Vec<Line>,
    /// The rows of the data file.
    pub rows: Vec<Line>,
    /// The equations that must hold.
    #[serde(default, rename = "balance")]
    pub balances: Vec<Balance>,
}

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Orient {
    /// Rows below one another.
    #[default]
    Tall,
    /// Rows beside one another, in one line of figures.
    Wide,
}

/// A row or a column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its name in the data file; dots are nested tables.
    pub id: String,
    /// What it means; see [`crate::law::role`].
    pub role: Option<String>,
    /// The official label, outermost heading first; neighbours with a common
    /// beginning are merged into one cell.
    pub label: Vec<String>,
    /// What its cells count; a row's unit goes before its column's.
    pub unit: Option<Unit>,
    /// Its figures may be below zero (本年增/减).
    #[serde(default)]
    pub signed: bool,
    /// It may be left out: its figures follow from a balance.
    #[serde(default)]
    pub total: bool,
    /// A local edition added it; the national form does not have it.
    #[serde(default)]
    pub local: bool,
    /// What to count, for the one who fills in the form.
    #[serde(default)]
    pub guide: String,
}

impl Line {
    /// The label in one piece, e.g. 三、本年度办理结果（一）予以公开.
    pub fn full_label(&self) -> String {
        self.label.concat()
    }

    /// The innermost part of the label, as messages name the line.
    pub fn short_label(&self) -> &str {
        self.label.last().map_or("", String::as_str)
    }
}

/// A 勾稽关系: a relation between lines that must hold in each crossing line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balance {
    /// The rule it reports under, an id of the catalogue.
    pub id: String,
    /// What is wrong when it does not hold.
    pub name: String,
    /// In each of what the relation must hold.
    pub each: Axis,
    /// The relation.
    pub equation: Equation,
    /// The relation in the words of the form, quoted in findings.
    pub says: String,
    /// How bad it is.
    #[serde(default)]
    pub severity: Severity,
    /// The provision; that of the edition if left out.
    pub cites: Option<String>,
    /// The crossing lines it holds in; all of them if empty.
    #[serde(default)]
    pub only: Vec<String>,
    /// Crossing lines it does not hold in.
    #[serde(default)]
    pub except: Vec<String>,
    /// What to do about it.
    #[serde(default)]
    pub help: String,
    /// The rule's entry in the reference, Markdown.
    pub doc: String,
}

/// The lines a relation is repeated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// Columns are added up, in each row.
    Row,
    /// Rows are added up, in each column.
    Column,
}

/// The address of one figure. Printed, it is the path in findings, the `id` in
/// HTML and the path in the JSON Schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Id of the table.
    pub table: String,
    /// Id of the row.
    pub row: String,
    /// Id of the column.
    pub column: String,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.table, self.row, self.column)
    }
}

/// Why a file is no edition.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// Not TOML, an unknown key, a wrong value.
    #[error("{message}")]
    Syntax {
        /// What is wrong.
        message: String,
        /// Where, in bytes; nothing if it came out in something merged.
        range: Option<Range<usize>>,
        /// The key or value it is about, if it says so.
        name: Option<String>,
    },
    /// An overlay extends an edition that is not there.
    #[error("格式文件要扩展的格式 {0} 不存在")]
    UnknownBase(String),
    /// An equation, a part or an overlay names something that is not there.
    #[error("格式 {edition}：{place} 中的 {name} 不存在")]
    UnknownName {
        /// The edition.
        edition: String,
        /// Where the name stands.
        place: String,
        /// The name.
        name: String,
    },
    /// Two parts, tables, rows or columns have the same id.
    #[error("格式 {edition}：{place} 中的 {name} 重复")]
    Duplicate {
        /// The edition.
        edition: String,
        /// Where the name stands.
        place: String,
        /// The name.
        name: String,
    },
    /// A role that no rule knows.
    #[error("格式 {edition}：{place} 中没有“{name}”这个 role")]
    UnknownRole {
        /// The edition.
        edition: String,
        /// Where it stands.
        place: String,
        /// The role.
        name: String,
    },
    /// Two lines claim one role.
    #[error("格式 {edition}：{place} 中有两处 role 是 {name}")]
    DuplicateRole {
        /// The edition.
        edition: String,
        /// Where they stand.
        place: String,
        /// The role.
        name: String,
    },
    /// A sum that does not add up is an error, whatever a locality says.
    #[error("格式 {edition}：{rule} 检查表内合计，只能是“错误”")]
    Arithmetic {
        /// The edition.
        edition: String,
        /// The rule.
        rule: String,
    },
    /// A table stands in no part, or in several.
    #[error("格式 {edition}：表 {table} 应恰好出现在一个部分中")]
    Misplaced {
        /// The edition.
        edition: String,
        /// The table.
        table: String,
    },
}

impl EditionError {
    /// The name to look for in the file.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Syntax { name, .. } => name.as_deref(),
            Self::UnknownBase(name)
            | Self::UnknownName { name, .. }
            | Self::Duplicate { name, .. }
            | Self::UnknownRole { name, .. }
            | Self::DuplicateRole { name, .. }
            | Self::Arithmetic { rule: name, .. }
            | Self::Misplaced { table: name, .. } => Some(name),
        }
    }
}

impl From<toml::de::Error> for EditionError {
    fn from(error: toml::de::Error) -> Self {
        let name = super::named(error.message());
        Self::Syntax { message: super::said(error.message()), range: error.span(), name }
    }
}

impl Edition {
    /// Reads an edition; one that `extends` another needs that among `known`.
    pub fn parse(text: &str, known: &[Arc<Edition>]) -> Result<Self, EditionError> {
        let mut edition = overlay::read(text, known)?;
        for at in 0..edition.parts.len() {
            edition.parts[at].cites = edition.provision(&edition.parts[at].cites);
        }
        edition.distinct()?;
        edition.roles()?;
        edition.resolve()?;
        Ok(edition)
    }

    /// Whether reports of a year are written in it.
    pub fn covers(&self, year: u16) -> bool {
        self.since <= year && self.until.is_none_or(|until| year <= until)
    }

    /// Whether it follows the 条例 as revised in 2019, whose article 50 says
    /// what reports contain. Older reports follow local custom.
    pub fn revised(&self) -> bool {
        self.since >= 2019
    }

    /// The part of an id.
    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }

    /// The table of an id.
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// Every cell with its table, row and column, in the order of the form.
    pub fn cells(&self) -> impl Iterator<Item = Place<'_>> {
        self.tables.iter().flat_map(Table::cells)
    }

    /// Table, row and column of an address.
    pub fn find(&self, cell: &Cell) -> Option<Place<'_>> {
        let table = self.table(&cell.table)?;
        let row = table.rows.iter().find(|row| row.id == cell.row)?;
        let column = table.columns.iter().find(|column| column.id == cell.column)?;
        Some(Place { table, row, column })
    }

    /// The address written as `table.row.column`; the row may have dots.
    pub fn address(&self, path: &str) -> Option<Cell> {
        let (table, rest) = path.split_once('.')?;
        let (row, column) = rest.rsplit_once('.')?;
        let cell = Cell { table: table.into(), row: row.into(), column: column.into() };
        self.find(&cell).map(|_| cell)
    }

    /// The provisions of a rule as this edition numbers them: `{overview}` is
    /// its own clause on that matter. What it has no clause for falls away, and
    /// if nothing is left, the notice as a whole is cited.
    pub fn provision(&self, cites: &str) -> String {
        self.own_provision(cites).unwrap_or_else(|| self.cites.clone())
    }

    /// The same, if anything is left.
    pub fn own_provision(&self, cites: &str) -> Option<String> {
        let own = |segment: &str| {
            let Some((before, rest)) = segment.split_once('{') else {
                return Some(segment.to_owned());
            };
            let (name, behind) = rest.split_once('}')?;
            let clause = self.provisions.get(name).filter(|clause| !clause.is_empty())?;
            Some(format!("{before}{clause}{behind}"))
        };
        let provisions: Vec<_> = cites.split('；').filter_map(own).collect();
        (!provisions.is_empty()).then(|| provisions.join("；"))
    }

    /// The title of a report.
    pub fn title(&self, agency: &str, year: u16) -> String {
        self.title.replace("{agency}", agency).replace("{year}", &year.to_string())
    }

    /// Replaces wildcards in equations and proves that every name is known.
    fn resolve(&mut self) -> Result<(), EditionError> {
        let unknown = |place: String, name: &str| EditionError::UnknownName {
            edition: self.id.clone(),
            place,
            name: name.to_owned(),
        };
        for table in &mut self.tables {
            let ids = |lines: &[Line]| lines.iter().map(|line| line.id.clone()).collect();
            let (rows, columns): (Vec<String>, Vec<String>) =
                (ids(&table.rows), ids(&table.columns));
            for balance in &mut table.balances {
                let (added, crossing) = match balance.each {
                    Axis::Row => (&columns, &rows),
                    Axis::Column => (&rows, &columns),
                };
                let place = || format!("{}.{}", table.id, balance.id);
                balance.equation.resolve(added).map_err(|name| unknown(place(), &name))?;
                let picked = balance.only.iter().chain(&balance.except);
                if let Some(name) = picked.into_iter().find(|name| !crossing.contains(name)) {
                    return Err(unknown(place(), name));
                }
            }
        }
        for requirement in &self.requirements {
            if self.part(&requirement.part).is_none() {
                return Err(unknown("require".to_owned(), &requirement.part));
            }
        }
        let balances = || self.tables.iter().flat_map(|table| &table.balances);
        for Reweighed { rule, severity } in &self.reweighed {
            let sums = |balance: &Balance| balance.id == *rule && !balance.equation.spans_years();
            if *severity < Severity::Error && balances().any(sums) {
                let (edition, rule) = (self.id.clone(), rule.clone());
                return Err(EditionError::Arithmetic { edition, rule });
            }
        }
        for part in &self.parts {
            if let Some(name) = part.tables.iter().find(|id| self.table(id).is_none()) {
                return Err(unknown(part.id.clone(), name));
            }
        }
        for table in &self.tables {
            let places = self.parts.iter().flat_map(|part| &part.tables);
            if places.filter(|id| **id == table.id).count() != 1 {
                let (edition, table) = (self.id.clone(), table.id.clone());
                return Err(EditionError::Misplaced { edition, table });
            }
        }
        Ok(())
    }
}

impl Table {
    /// What stands above it in the form.
    pub fn heading(&self) -> &str {
        self.banner.as_ref().unwrap_or(&self.title)
    }

    /// Every cell, row by row.
    pub fn cells(&self) -> impl Iterator<Item = Place<'_>> {
        self.rows.iter().flat_map(move |row| {
            self.columns.iter().map(move |column| Place { table: self, row, column })
        })
    }

    /// The address of a cell.
    pub fn cell(&self, row: &Line, column: &Line) -> Cell {
        Cell { table: self.id.clone(), row: row.id.clone(), column: column.id.clone() }
    }

    /// The columns that have to be filled in: all but the totals.
    pub fn written_columns(&self) -> impl Iterator<Item = &Line> {
        self.columns.iter().filter(|column| !column.total)
    }
}

/// A cell with the lines that cross in it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'e> {
    /// Its table.
    pub table: &'e Table,
    /// Its row.
    pub row: &'e Line,
    /// Its column.
    pub column: &'e Line,
}

impl Place<'_> {
    /// Its address.
    pub fn cell(&self) -> Cell {
        self.table.cell(self.row, self.column)
    }

    /// What it counts.
    pub fn unit(&self) -> Unit {
        self.row.unit.or(self.column.unit).unwrap_or_default()
    }

    /// Whether it may be below zero.
    pub fn signed(&self) -> bool {
        self.row.signed || self.column.signed
    }

    /// Whether it may be left out.
    pub fn total(&self) -> bool {
        self.row.total || self.column.total
    }

    /// What messages call it, e.g. （一）予以公开·自然人.
    pub fn label(&self) -> String {
        format!("{}·{}", self.row.short_label(), self.column.short_label())
    }
}
