//! Edits of a data file that leave everything else as it stands: comments,
//! order, alignment, line ends.
//!
//! An edit replaces the bytes of one row or one text and nothing more. What was
//! written is read back before it is handed out, so a way of writing that is
//! not understood here ends in [`EditError`], never in a wrong figure.

mod field;
mod insert;
mod prose;
mod row;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

pub use self::field::fields;
pub use self::prose::{plain, rewritten};

use crate::data::{self, Node, Tree, Value};
use crate::law::Law;
use crate::law::edition::{Cell, Edition};
use crate::report::{Attachments, Entry, Report};
use crate::source::{FileId, Source};

/// New values for a data file, by path: the cells of its tables
/// (`requests.new.person`), the keys of [`fields`] (`agency.name`) and the texts
/// of its parts, without interpolation (`narrative.overview`). Empty for what is
/// not filled in.
pub type Changes = BTreeMap<String, String>;

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

/// The replacement of a range of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Splice {
    range: Range<usize>,
    text: String,
}

/// A parsed text in the middle of being edited.
struct Draft<'e> {
    edition: &'e Arc<Edition>,
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
pub fn apply(text: &str, edition: &Arc<Edition>, changes: &Changes) -> Result<String, EditError> {
    let mut draft = Draft::new(edition, text.to_owned());
    if let Some(error) = draft.tree.errors.first() {
        return Err(EditError::Broken { line: draft.line(error.span.start as usize) });
    }
    let before = draft.figures();
    let mut rows: BTreeMap<(usize, usize), BTreeMap<String, &str>> = BTreeMap::new();
    let mut others = Vec::new();
    for (path, typed) in changes {
        let Some(cell) = edition.address(path) else {
            others.push((path, typed));
            continue;
        };
        if before.get(path).is_none_or(|before| before != typed.trim()) {
            let row = place(edition, &cell).ok_or_else(|| EditError::Unknown(path.clone()))?;
            rows.entry(row).or_default().insert(cell.column, typed.trim());
        }
    }
    for ((table, row), typed) in rows {
        let table = &edition.tables[table];
        draft.row(table, &table.rows[row], &typed)?;
    }
    for (path, typed) in others {
        match path.strip_prefix("narrative.") {
            Some(part) => draft.narrative(part, typed)?,
            None => draft.field(path, typed)?,
        }
    }
    Ok(draft.source.text)
}

/// What is written at the keys of [`fields`] and in the texts of the parts,
/// without interpolation. The cells are in [`Report::cells`].
pub fn written(tree: &Tree, edition: &Edition) -> BTreeMap<String, Written> {
    let fields = fields(edition).map(|field| field.path.to_owned());
    let parts = edition.parts.iter().map(|part| format!("narrative.{}", part.id));
    let paths = fields.chain(parts);
    paths.filter_map(|path| Some((path.clone(), Written::of(tree.get(&path)?)?))).collect()
}

/// What is written at a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// This, in the data file.
    Here(String),
    /// The text of this file beside it.
    File(String),
}

impl Written {
    /// What a value is in a field of a form; nothing if it fits in none.
    fn of(node: &Node) -> Option<Self> {
        let text = |node: &Node| match &node.value {
            Value::Text(text) => Some(prose::plain(&text.value)),
            _ => None,
        };
        match &node.value {
            Value::Text(_) => text(node).map(Self::Here),
            Value::Number(digits) | Value::Date(digits) => Some(Self::Here(digits.clone())),
            Value::Flag(flag) => Some(Self::Here(flag.to_string())),
            Value::List(items) => {
                let texts: Option<Vec<_>> = items.iter().map(text).collect();
                Some(Self::Here(texts?.join("、")))
            }
            Value::Table(entries) => match entries.as_slice() {
                [entry] if entry.key == "file" => text(&entry.node).map(Self::File),
                _ => None,
            },
        }
    }
}

/// Indices of a cell's table and row.
fn place(edition: &Edition, cell: &Cell) -> Option<(usize, usize)> {
    let table = edition.tables.iter().position(|table| table.id == cell.table)?;
    let row = edition.tables[table].rows.iter().position(|row| row.id == cell.row)?;
    Some((table, row))
}

impl<'e> Draft<'e> {
    fn new(edition: &'e Arc<Edition>, text: String) -> Self {
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
        prose::newline(self.text())
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
        let law = Law::of(self.edition);
        let report = Report::read(&self.source, &self.tree, &Attachments::default(), &law);
        let Some(report) = report else { return BTreeMap::new() };
        // The total of a row of zeros goes on following from its figures.
        let typed = |(cell, entry): (&Cell, &Entry)| {
            let typed = if report.follows(cell) { "" } else { entry.typed.trim() };
            (cell.to_string(), typed.to_owned())
        };
        report.cells.iter().map(typed).collect()
    }
}

/// Every value outside `path`, by its own path.
fn leaves(tree: &Tree, path: &str) -> BTreeMap<String, String> {
    fn walk(
        entries: &[data::Entry],
        above: &str,
        path: &str,
        found: &mut BTreeMap<String, String>,
    ) {
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
