//! Edits of a data file that leave everything else as it stands: comments,
//! order, alignment, line ends.
//!
//! An edit replaces the bytes of one row or one text and nothing more. What was
//! written is read back before it is handed out, so a way of writing that is
//! not understood here ends in [`EditError`], never in a wrong figure.

mod insert;
mod prose;
mod row;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::data::{Entry, Tree, Value};
use crate::edition::{Cell, Edition};
use crate::report::{self, Attachments, Origin, Report, field};
use crate::source::{FileId, Source};

/// New figures and texts for a data file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// What is to be typed in cells, by their addresses; empty for a cell that
    /// is not filled in. `processing_fee.…` are cells too.
    pub cells: BTreeMap<String, String>,
    /// The texts by part, and `preamble`, without interpolation.
    pub narratives: BTreeMap<String, String>,
}

/// Why a data file was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file is half typed; nothing can be said about its rows.
    #[error("数据文件第 {line} 行写法不对，请先在编辑器中改正")]
    Broken {
        /// Where it breaks.
        line: usize,
    },
    /// The edition has no such cell or part.
    #[error("没有 {0} 这一格")]
    Unknown(String),
    /// The way it is written cannot be changed here.
    #[error("{name} 的写法特殊，不能在这里改，请在数据文件第 {line} 行改")]
    Refused {
        /// What it is called.
        name: String,
        /// Where it is written, or the last line.
        line: usize,
    },
}

/// The cells that stand in no table.
pub const FEE: [&str; 2] = ["processing_fee.requests", "processing_fee.amount"];

/// The replacement of a range of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Splice {
    range: Range<usize>,
    text: String,
}

/// A parsed text in the middle of being edited.
struct Draft<'e> {
    edition: &'e Edition,
    source: Source,
    tree: Tree,
}

/// Where something is written, in words and in keys.
#[derive(Debug, Clone)]
struct Slot<'a> {
    /// The table above it.
    group: String,
    /// Its own key.
    key: &'a str,
    /// All keys of that table in their order.
    order: Vec<&'a str>,
    /// What it is called; the comment behind a new line.
    label: String,
}

/// The text of a data file with the changes made. Lines without a change stay
/// as they are, byte by byte; `text` has no byte order mark.
pub fn apply(text: &str, edition: &Edition, changes: &Changes) -> Result<String, EditError> {
    let mut draft = Draft::new(edition, text.to_owned());
    if let Some(error) = draft.tree.errors.first() {
        return Err(EditError::Broken { line: draft.line(error.span.start as usize) });
    }
    let before = draft.figures();
    let mut rows: BTreeMap<(usize, usize), BTreeMap<String, &str>> = BTreeMap::new();
    for (address, typed) in &changes.cells {
        if before.get(address).is_some_and(|before| before == typed.trim()) {
            continue;
        }
        if is_fee(edition, address) {
            draft.fee(address, typed.trim())?;
            continue;
        }
        let unknown = || EditError::Unknown(address.clone());
        let cell = edition.address(address).ok_or_else(unknown)?;
        let row = place(edition, &cell).ok_or_else(unknown)?;
        rows.entry(row).or_default().insert(cell.column, typed.trim());
    }
    for ((table, row), typed) in rows {
        let table = &edition.tables[table];
        draft.row(table, &table.rows[row], &typed)?;
    }
    for (part, text) in &changes.narratives {
        draft.narrative(part, text)?;
    }
    Ok(draft.source.text)
}

/// The texts as written, without interpolation; those in files of their own
/// have the name of the file.
pub fn narratives(tree: &Tree, edition: &Edition) -> BTreeMap<String, Written> {
    let ids = edition.parts.iter().map(|part| part.id.as_str());
    let written = |id: &str| {
        let value = match &tree.get(&format!("narrative.{id}"))?.value {
            Value::Text(text) => Written::Here(prose::plain(&text.value)),
            Value::Table(entries) => match entries.as_slice() {
                [Entry { node, .. }] => match &node.value {
                    Value::Text(name) => Written::File(name.value.clone()),
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        };
        Some((id.to_owned(), value))
    };
    ["preamble"].into_iter().chain(ids).filter_map(written).collect()
}

/// Where a narrative is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// In the data file.
    Here(String),
    /// In this file beside it.
    File(String),
}

fn is_fee(edition: &Edition, address: &str) -> bool {
    edition.processing_fee && FEE.contains(&address)
}

/// Indices of a cell's table and row.
fn place(edition: &Edition, cell: &Cell) -> Option<(usize, usize)> {
    let table = edition.tables.iter().position(|table| table.id == cell.table)?;
    let row = edition.tables[table].rows.iter().position(|row| row.id == cell.row)?;
    Some((table, row))
}

impl<'e> Draft<'e> {
    fn new(edition: &'e Edition, text: String) -> Self {
        let source = Source { id: FileId(0), name: String::new(), text };
        let tree = Tree::parse(&source);
        Self { edition, source, tree }
    }

    fn text(&self) -> &str {
        &self.source.text
    }

    fn line(&self, at: usize) -> usize {
        self.source.position(at).0
    }

    /// The line end of the file.
    fn newline(&self) -> &'static str {
        if self.text().contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// One of the splices, the first that reads back as `expected`, with
    /// nothing else changed below other keys than `path`.
    fn commit(
        &mut self,
        path: &str,
        label: &str,
        splices: impl IntoIterator<Item = Splice>,
        expected: impl Fn(&Draft<'_>) -> bool,
    ) -> Result<(), EditError> {
        let others = leaves(&self.tree, path);
        for splice in splices {
            let mut text = self.text().to_owned();
            text.replace_range(splice.range, &splice.text);
            let next = Draft::new(self.edition, text);
            let sound = next.tree.errors.is_empty() && leaves(&next.tree, path) == others;
            if sound && expected(&next) {
                *self = next;
                return Ok(());
            }
        }
        let end = self.text().len();
        let at = self.tree.entry(path).map_or(end, |entry| entry.key_span.start as usize);
        Err(EditError::Refused { name: label.to_owned(), line: self.line(at) })
    }

    /// What is typed in every cell, by address.
    fn figures(&self) -> BTreeMap<String, String> {
        let editions = std::slice::from_ref(self.edition);
        let report = Report::read(&self.source, &self.tree, &Attachments::default(), editions);
        let Some(report) = report else { return BTreeMap::new() };
        // The total of a row of zeros goes on following from its figures.
        let follows = |cell: &Cell, entry: &report::Entry| {
            let total = self.edition.find(cell).is_some_and(|place| place.column.total);
            total && entry.origin == Origin::RowOfZeros
        };
        let typed = |(cell, entry): (&Cell, &report::Entry)| {
            let typed = if follows(cell, entry) { "" } else { entry.typed.trim() };
            (cell.to_string(), typed.to_owned())
        };
        let mut figures: BTreeMap<_, _> = report.cells.iter().map(typed).collect();
        let fee = report.fee.iter().flat_map(|fee| [&fee.requests, &fee.amount]);
        let fee = fee.map(|entry| entry.typed.trim().to_owned());
        figures.extend(FEE.map(str::to_owned).into_iter().zip(fee));
        figures
    }

    fn fee(&mut self, address: &str, typed: &str) -> Result<(), EditError> {
        let field = field::find(address).ok_or_else(|| EditError::Unknown(address.to_owned()))?;
        let (group, key) = address.split_once('.').unwrap_or(("", address));
        let literal = row::literal(typed);
        let splices = match self.tree.get(address) {
            Some(node) => vec![Splice { range: node.span.range(), text: literal }],
            None => self.insertions(
                &Slot {
                    group: group.to_owned(),
                    key,
                    order: vec!["requests", "amount"],
                    label: field.label.to_owned(),
                },
                &literal,
            ),
        };
        self.commit(address, field.label, splices, |next| {
            next.figures().get(address).is_some_and(|found| found == typed)
        })
    }
}

/// Every value outside `path`, by its own path.
fn leaves(tree: &Tree, path: &str) -> BTreeMap<String, String> {
    fn walk(entries: &[Entry], above: &str, path: &str, found: &mut BTreeMap<String, String>) {
        for entry in entries {
            let name = format!("{above}{}", entry.key);
            match &entry.node.value {
                _ if name == path => {}
                Value::Table(inner) => walk(inner, &format!("{name}."), path, found),
                value => drop(found.insert(name, print(value))),
            }
        }
    }
    fn print(value: &Value) -> String {
        match value {
            Value::Number(text) | Value::Date(text) => text.clone(),
            Value::Text(text) => format!("{:?}", text.value),
            Value::Flag(flag) => flag.to_string(),
            Value::List(items) => {
                items.iter().map(|item| print(&item.value) + ",").collect::<String>() + "]"
            }
            Value::Table(inner) => {
                let fields =
                    inner.iter().map(|entry| [&entry.key, "=", &print(&entry.node.value)].concat());
                fields.collect::<Vec<_>>().join(";")
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&tree.entries, "", path, &mut found);
    found
}
