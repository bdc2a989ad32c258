//! What must be printed, taken from the data file and the form.

use gongkai::law::edition::grid::SlotKind;
use gongkai::law::edition::{Cell as Address, Edition, Table};
use toml::{Table as Toml, Value};

use super::geometry;
use super::read::{Cell, Item, Read, squeezed};

/// What must be printed, in order.
pub(crate) struct Expected {
    /// Texts without white space, one item for all between two tables.
    flow: Vec<Item>,
    /// Counts of figures by printed table.
    figures: Vec<usize>,
}

/// What a data file says must be printed. The standard preamble is the
/// template's wording; it is taken from the page once its facts are checked,
/// and must then be the same in the other files.
pub(crate) fn expected(text: &str, edition: &Edition, page: &Read) -> Expected {
    let data = Data { toml: text.parse().unwrap(), edition };
    let mut flow = Flow::default();
    let (name, year) = (data.text("agency.name"), data.text("year"));
    let title = edition.title(&name, year.parse().unwrap());
    let title = data.find("publication.title").map_or(title, written);
    flow.text(&title);
    match data.find("narrative.preamble") {
        Some(_) => flow.text(&data.narrative("preamble")),
        None => flow.text(&standard_preamble(&data, page, &squeezed(&title))),
    }
    for part in &edition.parts {
        flow.text(&part.heading);
        if edition.processing_fee && part.id == "other" {
            flow.text(&data.fee());
        }
        for grid in edition.grids(part) {
            if grid.caption_shown {
                flow.text(&grid.caption);
            }
            let rows = grid.rows.iter().map(|row| {
                row.iter()
                    .map(|slot| {
                        let (text, address) = match &slot.kind {
                            SlotKind::Banner(text)
                            | SlotKind::Corner(text)
                            | SlotKind::ColumnHeader(text)
                            | SlotKind::RowHeader(text) => (text.clone(), None),
                            SlotKind::Data(address) => {
                                (data.figure(address), Some(address.to_string()))
                            }
                        };
                        Cell {
                            text: squeezed(&text),
                            colspan: slot.colspan,
                            rowspan: slot.rowspan,
                            header: address.is_none(),
                            address,
                            lines: Vec::new(),
                        }
                    })
                    .collect()
            });
            flow.table(rows.collect());
        }
        flow.text(&data.narrative(&part.id));
    }
    if data.find("publication.sign").is_some_and(|sign| sign.as_bool() == Some(true)) {
        let written = data.text("publication.date");
        let day: Vec<u16> = written.split('-').map(|number| number.parse().unwrap()).collect();
        flow.text(&format!("{name}{}年{}月{}日", day[0], day[1], day[2]));
    }
    Expected { flow: flow.items, figures: flow.figures }
}

/// The preamble between the title and the first part.
fn standard_preamble(data: &Data<'_>, page: &Read, title: &str) -> String {
    let Some(Item::Text(text)) = page.flow.first() else { panic!("a page begins with text") };
    let first = squeezed(&data.edition.parts[0].heading);
    let after = text.strip_prefix(title).expect("the title comes first");
    // The preamble lists the names of the parts, but not their numbers.
    let (preamble, _) = after.split_once(&first).expect("the first part follows");
    let year = data.text("year");
    let period = data
        .find("publication.period")
        .map_or_else(|| format!("{year}年1月1日至{year}年12月31日"), written);
    let mut facts = vec![squeezed(&data.edition.basis), squeezed(&period)];
    for field in ["unit", "address", "postcode", "phone", "fax", "email", "hours", "website"] {
        let fact = data.find(&format!("agency.contact.{field}")).map(written);
        facts.extend(fact.map(|fact| squeezed(&fact)));
    }
    for fact in facts {
        assert!(preamble.contains(&fact), "the preamble lacks {fact}: {preamble}");
    }
    preamble.to_owned()
}

/// A data file as plain TOML.
struct Data<'e> {
    toml: Toml,
    edition: &'e Edition,
}

impl Data<'_> {
    fn find(&self, path: &str) -> Option<&Value> {
        let mut steps = path.split('.');
        let mut value = self.toml.get(steps.next()?)?;
        for step in steps {
            value = value.as_table()?.get(step)?;
        }
        Some(value)
    }

    fn text(&self, path: &str) -> String {
        self.find(path).map_or(String::new(), written)
    }

    /// A text with its figures filled in.
    fn narrative(&self, part: &str) -> String {
        let text = self.text(&format!("narrative.{part}"));
        let mut parts = text.split("{{");
        let mut filled = parts.next().unwrap().to_owned();
        for part in parts {
            let (name, rest) = part.split_once("}}").unwrap();
            filled += &match name.trim() {
                name @ ("year" | "agency.name") => self.text(name),
                name => self.figure(&self.edition.address(name).unwrap()),
            };
            filled += rest;
        }
        filled
    }

    /// The sentence the form wants at the head of part six.
    fn fee(&self) -> String {
        let year = self.text("year");
        let fee = |key: &str| self.text(&format!("processing_fee.{key}"));
        match (fee("requests").as_str(), fee("amount").as_str()) {
            ("", _) | (_, "") => String::new(),
            ("0", "0") => format!("{year}年，本机关未收取政府信息公开信息处理费。"),
            (requests, amount) => format!(
                "{year}年，本机关依据《政府信息公开信息处理费管理办法》收取信息处理费{requests}件，共计{amount}元。"
            ),
        }
    }

    /// What is printed in a cell: what was typed, or the total that follows.
    fn figure(&self, address: &Address) -> String {
        let table = self.edition.table(&address.table).unwrap();
        if let Some(typed) = self.typed(table, address) {
            return typed;
        }
        let column = table.columns.iter().find(|column| column.id == address.column).unwrap();
        let row = table.rows.iter().find(|row| row.id == address.row).unwrap();
        let parts: Vec<Address> = if column.total {
            table.written_columns().map(|column| table.cell(row, column)).collect()
        } else if row.total {
            let (_, group) = row.label.split_last().unwrap();
            assert!(!group.is_empty(), "{address} is not typed");
            let rows = table.rows.iter().filter(|other| !other.total);
            rows.filter(|other| other.label.starts_with(group))
                .map(|row| table.cell(row, column))
                .collect()
        } else {
            return String::new();
        };
        let figures: Vec<String> = parts.iter().map(|part| self.figure(part)).collect();
        if figures.iter().any(String::is_empty) {
            return String::new();
        }
        figures.iter().map(|figure| figure.parse::<i64>().unwrap()).sum::<i64>().to_string()
    }

    /// What was typed for a cell.
    fn typed(&self, table: &Table, address: &Address) -> Option<String> {
        let row = self.find(&format!("{}.{}", address.table, address.row))?;
        match row {
            Value::Array(figures) if figures.is_empty() => Some(String::new()),
            Value::Array(figures) => {
                let all = figures.len() == table.columns.len();
                let columns = table.columns.iter().filter(|column| all || !column.total);
                let at = columns.clone().position(|column| column.id == address.column)?;
                assert_eq!(figures.len(), columns.count(), "{address}");
                Some(written(&figures[at]))
            }
            Value::Table(figures) => figures.get(&address.column).map(written),
            figure if table.columns.len() == 1 => Some(written(figure)),
            figure => {
                assert_eq!(written(figure), "0", "{address}");
                let total = table.columns.iter().any(|c| c.id == address.column && c.total);
                (!total).then(|| "0".to_owned())
            }
        }
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Datetime(date) => date.to_string(),
        other => panic!("{other} in a data file"),
    }
}

/// Puts texts between tables together.
#[derive(Default)]
struct Flow {
    items: Vec<Item>,
    figures: Vec<usize>,
}

impl Flow {
    fn text(&mut self, text: &str) {
        super::read::push_text(&mut self.items, text);
    }

    fn table(&mut self, rows: Vec<Vec<Cell>>) {
        self.figures.push(rows.iter().flatten().filter(|cell| !cell.header).count());
        self.items.push(Item::Table(rows));
    }
}

impl Expected {
    /// Labels in all tables, figures in each.
    pub(crate) fn counts(&self) -> (usize, &[usize]) {
        let cells = self.tables().flatten().flatten();
        (cells.filter(|cell| cell.header).count(), &self.figures)
    }

    /// Every sentence outside the tables.
    pub(crate) fn sentences(&self) -> Vec<&str> {
        self.texts().flat_map(sentences).collect()
    }

    fn tables(&self) -> impl Iterator<Item = &Vec<Vec<Cell>>> {
        self.flow.iter().filter_map(|item| match item {
            Item::Table(table) => Some(table),
            Item::Text(_) => None,
        })
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.flow.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text.as_str()),
            Item::Table(_) => None,
        })
    }

    /// What a file has otherwise.
    pub(crate) fn differences(&self, read: &Read) -> Vec<String> {
        let mut wrong = read.astray.clone();
        let kinds = |flow: &[Item]| {
            flow.iter().map(|item| matches!(item, Item::Table(_))).collect::<Vec<_>>()
        };
        if kinds(&self.flow) != kinds(&read.flow) {
            wrong.push("texts and tables do not alternate as they should".to_owned());
        }
        for (wanted, found) in self.flow.iter().zip(&read.flow) {
            match (wanted, found) {
                (Item::Text(wanted), Item::Text(found)) => wrong.extend(other_text(wanted, found)),
                (Item::Table(wanted), Item::Table(found)) => {
                    other_cells(wanted, found, &mut wrong);
                    wrong.extend(geometry::misplaced(found));
                }
                _ => {}
            }
        }
        wrong
    }

    pub(crate) fn swap_figures(&mut self, one: &str, other: &str) {
        let text = |expected: &mut Self, address: &str, new: Option<String>| {
            let cell = expected.cell(|cell| cell.address.as_deref() == Some(address));
            std::mem::replace(&mut cell.text, new.unwrap_or_default())
        };
        let first = text(self, one, None);
        let second = text(self, other, Some(first));
        text(self, one, Some(second));
    }

    pub(crate) fn change_label(&mut self, from: &str, to: &str) {
        to.clone_into(&mut self.cell(|cell| cell.text == from).text);
    }

    /// Changes the text before the first table.
    pub(crate) fn change_text(&mut self, change: impl Fn(&str) -> String) {
        let Some(Item::Text(text)) = self.flow.first_mut() else { panic!() };
        let changed = change(text);
        assert_ne!(*text, changed);
        *text = changed;
    }

    fn cell(&mut self, wanted: impl Fn(&Cell) -> bool) -> &mut Cell {
        let tables = self.flow.iter_mut().filter_map(|item| match item {
            Item::Table(table) => Some(table),
            Item::Text(_) => None,
        });
        tables.flatten().flatten().find(|cell| wanted(cell)).unwrap()
    }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '；', '！', '？'])
}

/// The first sentence that is not where it should be.
fn other_text(wanted: &str, found: &str) -> Option<String> {
    if wanted == found {
        return None;
    }
    let mut at = 0;
    for sentence in sentences(wanted) {
        let here = found.get(at..).unwrap_or_default();
        if !here.starts_with(sentence) {
            let seen: String = here.chars().take(sentence.chars().count() + 10).collect();
            return Some(format!("“{sentence}” should come, but “{seen}” does"));
        }
        at += sentence.len();
    }
    Some(format!("“{}” is too much", &found[at..]))
}

fn other_cells(wanted: &[Vec<Cell>], found: &[Vec<Cell>], wrong: &mut Vec<String>) {
    if wanted.len() != found.len() {
        wrong.push(format!("{} rows instead of {}", found.len(), wanted.len()));
    }
    for (number, (wanted, found)) in wanted.iter().zip(found).enumerate() {
        if wanted.len() != found.len() {
            wrong.push(format!("row {number}: {} cells, not {}", found.len(), wanted.len()));
        }
        for (wanted, found) in wanted.iter().zip(found) {
            let name = wanted.address.as_deref().unwrap_or(&wanted.text);
            if wanted.text != found.text {
                let (wanted, found) = (&wanted.text, &found.text);
                wrong.push(format!("row {number}, {name}: “{found}” instead of “{wanted}”"));
            }
            if (wanted.colspan, wanted.rowspan) != (found.colspan, found.rowspan) {
                wrong.push(format!("row {number}, {name}: another span"));
            }
            if found.address.is_some() && found.address != wanted.address {
                wrong.push(format!("row {number}, {name}: stands as {:?}", found.address));
            }
        }
    }
}
