//! Reading a data file against an edition.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::field::{FIELDS, WAIVER_KEYS, find, kind_words};
use super::interpolate::interpolate;
use super::{
    Agency, Contact, Date, Entry, Kind, Local, Narrative, Origin, Problem, ProcessingFee,
    Publication, Report, Waiver,
};
use crate::balance;
use crate::data::{self, Node, Tree, Value};
use crate::edition::{Cell, Edition, Line, Table};
use crate::figure::{self, Figure, Unit};
use crate::markdown;
use crate::picture::PictureFile;
use crate::prose;
use crate::source::{Source, Span, Spanned, Text};

/// Another file that a data file asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// The text of a narrative.
    Narrative(Spanned<String>),
    /// Last year's data file.
    Previous(Spanned<String>),
    /// A picture of a text.
    Picture(Spanned<String>),
}

/// The files a data file asked for, as far as they could be read.
#[derive(Debug, Clone, Default)]
pub struct Attachments {
    /// Texts, named by the path as written.
    pub texts: Vec<Source>,
    /// Pictures by the path as written.
    pub pictures: BTreeMap<String, Arc<[u8]>>,
}

/// The files a data file asks for, for whoever may read files. Pictures that
/// narratives in files ask for are known once those are among `texts`.
pub fn references(tree: &Tree, texts: &[Source]) -> Vec<Reference> {
    let mut found = Vec::new();
    let pictures = |text: &Text| markdown::pictures(text).into_iter().map(Reference::Picture);
    if let Some(Node { value: Value::Text(text), .. }) = tree.get("previous") {
        found.push(Reference::Previous(spanned(text)));
    }
    if let Some(Node { value: Value::Table(entries), .. }) = tree.get("narrative") {
        for entry in entries {
            match (&entry.node.value, file_of(&entry.node)) {
                (Value::Text(text), _) => found.extend(pictures(text)),
                (_, Some(path)) => found.push(Reference::Narrative(spanned(path))),
                _ => {}
            }
        }
    }
    for file in texts {
        found.extend(pictures(&Text::verbatim(&file.text, file.whole())));
    }
    found
}

/// `{ file = "overview.md" }`
fn file_of(node: &Node) -> Option<&Text> {
    let Value::Table(entries) = &node.value else { return None };
    match entries.as_slice() {
        [data::Entry { key, node: Node { value: Value::Text(path), .. }, .. }] if key == "file" => {
            Some(path)
        }
        _ => None,
    }
}

fn spanned(text: &Text) -> Spanned<String> {
    Spanned { value: text.value.clone(), span: text.whole() }
}

impl<'e> Report<'e> {
    /// Binds a data file to the edition it names or its year asks for, among
    /// `editions` (national ones by year; the first if there is no telling).
    /// `attachments` are the files of its narratives, by the path as written.
    pub fn read(
        source: &Source,
        tree: &Tree,
        attachments: &Attachments,
        editions: &'e [Edition],
    ) -> Option<Self> {
        let mut reader = Reader { start: source.start(), tree, problems: Vec::new() };
        let year = reader.year();
        let named = reader.text("edition");
        let by_name = |id: &str| editions.iter().find(|edition| edition.id == id);
        let by_year = year.and_then(|year| {
            editions.iter().find(|edition| !edition.local && edition.covers(year.value))
        });
        if let Some(name) = named.as_ref().filter(|name| by_name(&name.value).is_none()) {
            let known = editions.iter().map(|edition| edition.id.clone()).collect();
            reader.problem(name.span, Problem::UnknownEdition { id: name.value.clone(), known });
        }
        let edition =
            named.as_ref().and_then(|name| by_name(&name.value)).or(by_year).or(editions.first())?;
        for error in &tree.errors {
            reader.problem(error.span, Problem::Syntax(error.value.clone()));
        }
        reader.unknown_keys(edition);
        for field in FIELDS.iter().filter(|field| field.required) {
            if tree.get(field.path).is_none() && tree.errors.is_empty() {
                let (path, label) = (field.path, field.label);
                let span = reader.nearest(path);
                reader.problem(span, Problem::Missing { path, label });
            }
        }
        let cells = reader.cells(edition);
        let mut report = Self {
            edition,
            start: source.start(),
            year,
            edition_named: named,
            previous: reader.text("previous"),
            agency: reader.agency(),
            publication: reader.publication(),
            narratives: BTreeMap::new(),
            pictures: BTreeMap::new(),
            cells,
            fee: reader.fee(),
            local: Local {
                deadline: reader.date("local.deadline"),
                section6: reader.texts("local.section6"),
            },
            waivers: reader.waivers(),
            problems: Vec::new(),
        };
        for (id, written) in reader.narratives(edition, &attachments.texts) {
            for path in markdown::pictures(&written.value) {
                if let Some(file) = reader.picture(&path, attachments) {
                    report.pictures.insert(path.value, file);
                }
            }
            let text = interpolate(&report, &written.value, &mut reader.problems);
            let paragraphs = prose::paragraphs(&text);
            report.narratives.insert(id, Narrative { text, paragraphs, key: written.span });
        }
        report.problems = reader.problems;
        report.problems.sort_by_key(|problem| problem.span);
        Some(report)
    }
}

/// Characters of a narrative; real ones have some thousand.
const LONGEST_NARRATIVE: usize = 200_000;

/// Characters of any other text.
const LONGEST_TEXT: usize = 2_000;

struct Reader<'t> {
    start: Span,
    tree: &'t Tree,
    problems: Vec<Spanned<Problem>>,
}

impl Reader<'_> {
    fn problem(&mut self, span: Span, value: Problem) {
        self.problems.push(Spanned { value, span });
    }

    fn wrong_type(&mut self, label: &str, expected: &'static str, node: &Node) {
        let (label, found) = (label.to_owned(), node.value.name());
        self.problem(node.span, Problem::WrongType { label, expected, found });
    }

    /// Whether a text has no more characters than any report needs.
    fn fits(&mut self, label: &str, text: &Text, limit: usize) -> bool {
        let fits = text.value.chars().nth(limit).is_none();
        if !fits {
            let label = label.to_owned();
            self.problem(text.whole(), Problem::TooLong { label, limit });
        }
        fits
    }

    /// Where a missing key belongs: at the nearest table above it that exists.
    fn nearest(&self, path: &str) -> Span {
        let mut path = path;
        while let Some((above, _)) = path.rsplit_once('.') {
            if let Some(entry) = self.tree.entry(above) {
                return entry.key_span;
            }
            path = above;
        }
        self.start
    }

    // Facts -----------------------------------------------------------------

    fn year(&mut self) -> Option<Spanned<u16>> {
        let node = self.tree.get("year")?;
        let year = match &node.value {
            Value::Number(digits) => {
                digits.parse().ok().filter(|year| (1000..=9999).contains(year))
            }
            _ => None,
        };
        if year.is_none() {
            self.wrong_type("报告年度", "四位数的年份，如 2023", node);
        }
        year.map(|value| Spanned { value, span: node.span })
    }

    fn text(&mut self, path: &'static str) -> Option<Spanned<String>> {
        let node = self.tree.get(path)?;
        let label = find(path).map_or(path, |field| field.label);
        let Value::Text(text) = &node.value else {
            self.wrong_type(label, "引号中的文字", node);
            return None;
        };
        let used = !text.value.trim().is_empty() && self.fits(label, text, LONGEST_TEXT);
        used.then(|| spanned(text))
    }

    fn texts(&mut self, path: &'static str) -> Vec<Spanned<String>> {
        let Some(node) = self.tree.get(path) else { return Vec::new() };
        let label = find(path).map_or(path, |field| field.label);
        let Value::List(items) = &node.value else {
            self.wrong_type(label, "文字的数组，如 [\"县财政局\"]", node);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) if self.fits(label, text, LONGEST_TEXT) => {
                    texts.push(spanned(text));
                }
                Value::Text(_) => {}
                _ => self.wrong_type(label, "引号中的文字", item),
            }
        }
        texts
    }

    fn date(&mut self, path: &'static str) -> Option<Spanned<Date>> {
        let node = self.tree.get(path)?;
        let label = find(path).map_or(path, |field| field.label);
        let date = match &node.value {
            Value::Date(text) => date(text),
            Value::Text(text) => date(&text.value),
            _ => None,
        };
        // A date that TOML refuses has been spoken of.
        let refused = self.tree.errors.iter().any(|error| error.span == node.span);
        if date.is_none() && !refused {
            self.wrong_type(label, "日期，如 2024-01-09", node);
        }
        date.map(|value| Spanned { value, span: node.span })
    }

    /// The word at a path, if it is one of those allowed.
    fn word(&mut self, path: &'static str, allowed: &[&'static str]) -> Option<Spanned<String>> {
        let word = self.text(path)?;
        if allowed.contains(&word.value.as_str()) {
            return Some(word);
        }
        let label = find(path).map_or(path, |field| field.label).to_owned();
        self.problem(word.span, Problem::WrongWord { label, allowed: allowed.to_vec() });
        None
    }

    fn agency(&mut self) -> Agency {
        let kind = self.word("agency.kind", &kind_words());
        let scope = self.word("agency.scope", &["organ", "aggregate"]);
        Agency {
            name: self.text("agency.name"),
            kind: kind.and_then(|word| {
                Some(Spanned { value: Kind::from_word(&word.value)?, span: word.span })
            }),
            aggregate: scope.is_some_and(|scope| scope.value == "aggregate"),
            short_names: self.texts("agency.short_names"),
            ancestors: self.texts("agency.ancestors"),
            founded: self.date("agency.founded"),
            contact: Contact {
                unit: self.text("agency.contact.unit"),
                address: self.text("agency.contact.address"),
                postcode: self.text("agency.contact.postcode"),
                phone: self.text("agency.contact.phone"),
                fax: self.text("agency.contact.fax"),
                email: self.text("agency.contact.email"),
                hours: self.text("agency.contact.hours"),
                website: self.text("agency.contact.website"),
            },
        }
    }

    fn publication(&mut self) -> Publication {
        let sign = match self.tree.get("publication.sign") {
            Some(Node { value: Value::Flag(flag), .. }) => *flag,
            Some(node) => {
                self.wrong_type("落款", "true 或 false", node);
                false
            }
            None => false,
        };
        Publication {
            date: self.date("publication.date"),
            title: self.text("publication.title"),
            index_number: self.text("publication.index_number"),
            document_number: self.text("publication.document_number"),
            url: self.text("publication.url"),
            period: self.text("publication.period"),
            sign,
        }
    }

    fn waivers(&mut self) -> Vec<Waiver> {
        let Some(node) = self.tree.get("waive") else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong_type("有意保留的问题", "[[waive]] 表", node);
            return Vec::new();
        };
        let mut waivers = Vec::new();
        for item in items {
            let Value::Table(entries) = &item.value else {
                self.wrong_type("有意保留的问题", "[[waive]] 表", item);
                continue;
            };
            let mut texts = BTreeMap::new();
            for entry in entries {
                let known = WAIVER_KEYS.iter().find(|(key, _)| *key == entry.key);
                match (known, &entry.node.value) {
                    (Some((key, label)), Value::Text(text)) => {
                        if self.fits(label, text, LONGEST_TEXT) {
                            texts.insert(*key, spanned(text));
                        }
                    }
                    (Some((_, label)), _) => self.wrong_type(label, "引号中的文字", &entry.node),
                    (None, _) => self.unknown_key(
                        format!("waive.{}", entry.key),
                        entry.key_span,
                        WAIVER_KEYS.iter().map(|(key, _)| (*key).to_owned()),
                    ),
                }
            }
            match texts.remove("rule") {
                Some(rule) => waivers.push(Waiver {
                    rule,
                    cell: texts.remove("cell"),
                    reason: texts.remove("reason"),
                }),
                None => self
                    .problem(item.span, Problem::Missing { path: "waive.rule", label: "规则编号" }),
            }
        }
        waivers
    }

    fn fee(&mut self) -> Option<ProcessingFee> {
        let place = self.tree.entry("processing_fee")?.key_span;
        let mut entry = |path: &str, unit| {
            let node = self.tree.get(path);
            let label = find(path).map_or(path, |field| field.label);
            match node {
                Some(node) => self.entry(label, node, unit, false),
                None => blank(place),
            }
        };
        let requests = entry("processing_fee.requests", Unit::Case);
        let amount = entry("processing_fee.amount", Unit::Yuan);
        Some(ProcessingFee { requests, amount })
    }

    // Texts -----------------------------------------------------------------

    fn narratives(
        &mut self,
        edition: &Edition,
        attachments: &[Source],
    ) -> Vec<(String, Spanned<Text>)> {
        let ids = edition.parts.iter().map(|part| (part.id.as_str(), part.heading.as_str()));
        let mut found = Vec::new();
        for (id, label) in [("preamble", "引言")].into_iter().chain(ids) {
            let Some(entry) = self.tree.entry(&format!("narrative.{id}")) else { continue };
            let text = match &entry.node.value {
                Value::Text(text) => text.clone(),
                _ => match file_of(&entry.node) {
                    Some(path) => match attachments.iter().find(|file| file.name == path.value) {
                        Some(file) => Text::verbatim(&file.text, file.whole()),
                        None => {
                            let problem = Problem::UnreadableFile(path.value.clone());
                            self.problem(path.whole(), problem);
                            continue;
                        }
                    },
                    None => {
                        let expected = "文字，或 { file = \"文件名.md\" }";
                        self.wrong_type(label, expected, &entry.node);
                        continue;
                    }
                },
            };
            if self.fits(label, &text, LONGEST_NARRATIVE) {
                found.push((id.to_owned(), Spanned { value: text, span: entry.key_span }));
            }
        }
        found
    }

    fn picture(
        &mut self,
        path: &Spanned<String>,
        attachments: &Attachments,
    ) -> Option<PictureFile> {
        let Some(data) = attachments.pictures.get(&path.value) else {
            self.problem(path.span, Problem::UnreadableFile(path.value.clone()));
            return None;
        };
        let file = PictureFile::read(data);
        if file.is_none() {
            self.problem(path.span, Problem::NotAPicture(path.value.clone()));
        }
        file
    }

    // Figures ---------------------------------------------------------------

    fn cells(&mut self, edition: &Edition) -> BTreeMap<Cell, Entry> {
        let mut cells = BTreeMap::new();
        for table in &edition.tables {
            for row in &table.rows {
                let entries = self.row(table, row);
                for (column, entry) in table.columns.iter().zip(entries) {
                    cells.insert(table.cell(row, column), entry);
                }
            }
        }
        let left_out = |entry: &Entry| entry.origin == Origin::LeftOut;
        let open = |cell: &Cell| cells.get(cell).is_some_and(left_out);
        let figure = |cell: &Cell| Some(cells.get(cell)?.figure?.amount());
        for (cell, amount) in balance::derive(edition, figure, open) {
            let unit = edition.find(&cell).map(|place| place.unit()).unwrap_or_default();
            if let Some(entry) = cells.get_mut(&cell) {
                entry.figure = Some(Figure::new(amount, unit));
                entry.origin = Origin::Derived;
            }
        }
        cells
    }

    /// The entries of a row, one for each column.
    fn row(&mut self, table: &Table, row: &Line) -> Vec<Entry> {
        let path = format!("{}.{}", table.id, row.id);
        let all = table.columns.len();
        let Some(written) = self.tree.entry(&path) else {
            return vec![blank(self.nearest(&path)); all];
        };
        let node = &written.node;
        let label = row.full_label();
        let unit = |column: &Line| row.unit.or(column.unit).unwrap_or_default();
        let signed = |column: &Line| row.signed || column.signed;
        match &node.value {
            Value::List(items) if items.is_empty() => vec![blank(node.span); all],
            Value::List(items) => {
                let written = table.written_columns().count();
                let columns: Vec<_> = if items.len() == all {
                    table.columns.iter().collect()
                } else {
                    table.written_columns().collect()
                };
                if items.len() != columns.len() {
                    // The first figure too many is where the clerk should look.
                    let place = items.get(all).map_or(node.span, |extra| extra.span);
                    let (columns, with_total, found) = (written, all, items.len());
                    let problem = Problem::RowLength { label, columns, with_total, found };
                    self.problem(place, problem);
                    return vec![unread(node.span); all];
                }
                let mut entries = vec![blank(node.span); all];
                for (column, item) in columns.into_iter().zip(items) {
                    let at = table.columns.iter().position(|other| other.id == column.id);
                    let name = format!("{label}·{}", column.short_label());
                    let entry = self.entry(&name, item, unit(column), signed(column));
                    if let Some(slot) = at.and_then(|at| entries.get_mut(at)) {
                        *slot = entry;
                    }
                }
                entries
            }
            Value::Table(written) => {
                let mut entries = vec![blank(node.span); all];
                for (column, slot) in table.columns.iter().zip(&mut entries) {
                    if let Some(entry) = written.iter().find(|entry| entry.key == column.id) {
                        let name = format!("{label}·{}", column.short_label());
                        *slot = self.entry(&name, &entry.node, unit(column), signed(column));
                    }
                }
                entries
            }
            Value::Text(text) if text.value.trim().is_empty() => vec![blank(node.span); all],
            _ if all == 1 => {
                let column = &table.columns[0];
                vec![self.entry(&label, node, unit(column), signed(column))]
            }
            Value::Number(digits) if digits.trim_start_matches('0').is_empty() => {
                let zero = |column: &Line| Entry {
                    typed: "0".to_owned(),
                    span: node.span,
                    figure: Some(Figure::new(0, unit(column))),
                    slips: Vec::new(),
                    origin: Origin::RowOfZeros,
                };
                table.columns.iter().map(zero).collect()
            }
            Value::Number(_) => {
                let (columns, with_total) = (table.written_columns().count(), all);
                let problem = Problem::RowLength { label, columns, with_total, found: 1 };
                self.problem(node.span, problem);
                vec![unread(node.span); all]
            }
            _ => {
                self.wrong_type(&label, "数组，如 [16, 0, 0]，或单独一个 0", node);
                vec![unread(node.span); all]
            }
        }
    }

    /// One figure.
    fn entry(&mut self, label: &str, node: &Node, unit: Unit, signed: bool) -> Entry {
        let typed = match &node.value {
            Value::Number(digits) => digits.as_str(),
            Value::Text(text) if !self.fits(label, text, LONGEST_TEXT) => {
                return unread(node.span);
            }
            Value::Text(text) => text.value.as_str(),
            Value::Date(date) => date.as_str(),
            _ => {
                self.wrong_type(label, "数字", node);
                return unread(node.span);
            }
        };
        if typed.trim_matches([' ', '\t', '\n', '\u{3000}', '\u{a0}']).is_empty() {
            return Entry { origin: Origin::Empty, ..blank(node.span) };
        }
        let reading = figure::read(typed, unit, signed);
        Entry {
            typed: typed.to_owned(),
            span: node.span,
            figure: reading.figure,
            slips: reading.slips,
            origin: Origin::Typed,
        }
    }

    // Keys ------------------------------------------------------------------

    fn unknown_keys(&mut self, edition: &Edition) {
        let mut known: Vec<String> = FIELDS.iter().map(|field| field.path.to_owned()).collect();
        known.extend(edition.parts.iter().map(|part| format!("narrative.{}", part.id)));
        for table in &edition.tables {
            for row in &table.rows {
                known.push(format!("{}.{}", table.id, row.id));
                let columns = table.columns.iter();
                known.extend(columns.map(|column| table.cell(row, column).to_string()));
            }
        }
        let tree = self.tree;
        self.unknown_below("", &tree.entries, &known);
    }

    fn unknown_below(&mut self, above: &str, entries: &[data::Entry], known: &[String]) {
        for entry in entries {
            let path = match above {
                "" => entry.key.clone(),
                above => format!("{above}.{}", entry.key),
            };
            let below = format!("{path}.");
            let inner = known.iter().any(|name| name.starts_with(&below));
            match &entry.node.value {
                Value::Table(inside) if inner => self.unknown_below(&path, inside, known),
                // A narrative may be a file; `waive` has keys of its own.
                _ if known.contains(&path) => {}
                _ if inner => {
                    let label = path.clone();
                    self.wrong_type(&label, "表，如 [agency]", &entry.node);
                }
                _ => {
                    let siblings = known.iter().filter_map(|name| {
                        let rest = match above {
                            "" => name,
                            above => name.strip_prefix(above)?.strip_prefix('.')?,
                        };
                        Some(rest.split('.').next().unwrap_or(rest).to_owned())
                    });
                    self.unknown_key(path, entry.key_span, siblings);
                }
            }
        }
    }

    fn unknown_key(&mut self, path: String, span: Span, known: impl Iterator<Item = String>) {
        let key = path.rsplit('.').next().unwrap_or(&path);
        let meant = nearest_word(key, known);
        self.problem(span, Problem::UnknownKey { path, meant });
    }
}

/// The known word that a slip of the finger turns into `word`.
pub(crate) fn nearest_word(word: &str, known: impl Iterator<Item = String>) -> Option<String> {
    known
        .map(|candidate| (distance(word, &candidate), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= candidate.len().max(3))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, changes and swaps of letters between two words.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().take(64).collect();
    let other: Vec<char> = other.chars().take(64).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let change = above[j] + usize::from(a != b);
            let swapped = i > 0 && j > 0 && one[i - 1] == *b && other[j - 1] == *a;
            let swap = if swapped { before[j - 1] + 1 } else { change };
            row.push(change.min(swap).min(row[j] + 1).min(above[j + 1] + 1));
        }
        before = std::mem::replace(&mut above, row);
    }
    above[other.len()]
}

/// A cell with nothing in it.
fn blank(span: Span) -> Entry {
    Entry { typed: String::new(), span, figure: None, slips: Vec::new(), origin: Origin::LeftOut }
}

/// A cell whose row could not be read: not blank, but without a figure; the
/// row has its own problem.
fn unread(span: Span) -> Entry {
    Entry { origin: Origin::Typed, ..blank(span) }
}

/// `2024-01-09`, `2024年1月9日`, with a time behind it or not.
fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or(text).trim_end_matches('日');
    let mut numbers = day.split(['-', '年', '月', '/', '.']);
    let year = numbers.next()?.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    let month: u8 = numbers.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = numbers.next()?.parse().ok().filter(|day| (1..=days).contains(day))?;
    numbers.next().is_none().then_some(Date { year, month, day })
}
