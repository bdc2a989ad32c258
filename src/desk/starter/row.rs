//! The tables of the starter file, row by row.

use super::Starter;
use crate::data::figure::Figure;
use crate::data::toml_text::{Block, padded, rule, width};
use crate::law::balance::{self, Relation};
use crate::law::edition::{Cell, Line, Part, Table};

impl Starter<'_> {
    /// The tables of a part, under a ruled line.
    pub(super) fn tables(&self, part: &Part) -> String {
        let tables = part.tables.iter().filter_map(|id| self.edition.table(id));
        let tables: String = tables.map(|table| self.table(table)).collect();
        if tables.is_empty() { tables } else { rule(&part.heading) + &tables }
    }

    /// The rows of a table; those with dots in their ids in tables of their
    /// own, which must follow the rows without.
    fn table(&self, table: &Table) -> String {
        let group = |row: &Line| row.id.rsplit_once('.').map(|(group, _)| group.to_owned());
        let mut groups: Vec<Option<String>> = vec![None];
        for row in &table.rows {
            let group = group(row);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let mut text = String::new();
        for id in groups {
            let rows: Vec<_> = table.rows.iter().filter(|row| group(row) == id).collect();
            let mut block = match &id {
                None => {
                    let mut block = Block::new(&table.id, table.heading());
                    self.notes(table, &mut block);
                    block
                }
                Some(id) => {
                    let labels = rows.first().map_or(&[][..], |row| row.label.as_slice());
                    let outer = labels.split_last().map_or(&[][..], |(_, outer)| outer);
                    Block::new(&format!("{}.{id}", table.id), &outer.concat())
                }
            };
            self.rows(table, &rows, id.is_some(), &mut block);
            text += &block.print();
        }
        text
    }

    /// What the columns count, and how the figures hang together.
    fn notes(&self, table: &Table, block: &mut Block) {
        for column in &table.columns {
            match column.guide.as_str() {
                "" if table.columns.len() > 1 => {}
                "" => block.note(&column.full_label()),
                guide => block.note(&format!("{}：{guide}", column.short_label())),
            }
        }
        let mut said = Vec::new();
        for balance in &table.balances {
            let checked = self.last().is_some() || !balance.equation.spans_years();
            if checked && !said.contains(&&balance.says) {
                block.note(&format!("勾稽关系：{}", balance.says));
                said.push(&balance.says);
            }
        }
    }

    fn rows(&self, table: &Table, rows: &[&Line], grouped: bool, block: &mut Block) {
        let key = |row: &Line| {
            let key = row.id.rsplit('.').next().unwrap_or(&row.id);
            if row.total { format!("# {key}") } else { key.to_owned() }
        };
        let keys = rows.iter().map(|row| width(&key(row))).max().unwrap_or(0);
        let columns: Vec<_> = table.written_columns().collect();
        if columns.len() > 1 && !rows.is_empty() {
            let names: Vec<_> = columns.iter().map(|column| column.short_label()).collect();
            // The names begin above the first figure.
            block.note(&format!("{:keys$}  {}", "", names.join(" ")));
        }
        for row in rows {
            let known = self.known(table, row, &columns);
            let mut about = if grouped { row.short_label().to_owned() } else { row.full_label() };
            if !row.guide.is_empty() {
                about = format!("{about}：{}", row.guide);
            }
            if known.iter().any(Option::is_some) {
                about += "（已按上年年报填入，请核对）";
            }
            for expected in self.expected(table, row) {
                about = format!("{about}；{expected}");
            }
            block.line(
                &format!("{} = {}", padded(&key(row), keys), figures(&columns, &known)),
                &about,
            );
        }
    }

    // Last year -------------------------------------------------------------

    /// A figure of the year before, in its smallest part.
    fn last(&self) -> Option<impl Fn(&Cell) -> Option<i64>> {
        let report = self.prefill.previous?.report;
        let next = report.year.is_some_and(|last| last.value + 1 == self.prefill.year);
        let figure = |cell: &Cell| report.entry_like(self.edition, cell)?.figure;
        next.then_some(move |cell: &Cell| Some(figure(cell)?.amount()))
    }

    /// The figures of a row that follow from last year's report.
    fn known(&self, table: &Table, row: &Line, columns: &[&Line]) -> Vec<Option<Figure>> {
        let carried = self.last().map_or(Vec::new(), |last| balance::carried(self.edition, last));
        let known = |column: &&Line| {
            let cell = table.cell(row, column);
            let (_, amount) = carried.iter().find(|(known, _)| *known == cell)?;
            let place = self.edition.find(&cell)?;
            // Last year's report may be wrong, too.
            let possible = *amount >= 0 || place.signed();
            possible.then(|| Figure::new(*amount, place.unit()))
        };
        columns.iter().map(known).collect()
    }

    /// Last year's figures that this year's are checked against, where they
    /// do not say them outright.
    fn expected(&self, table: &Table, row: &Line) -> Vec<String> {
        let Some(last) = self.last() else { return Vec::new() };
        let told = |relation: &Relation<'_>| {
            let equation = &relation.balance.equation;
            relation.table.id == table.id && !equation.left.iter().all(|term| term.last_year)
        };
        let mut expected = Vec::new();
        for relation in balance::relations(self.edition).filter(told) {
            for term in relation.balance.equation.terms().filter(|term| term.last_year) {
                let cell = relation.cell(term).filter(|cell| cell.row == row.id);
                let Some(place) = cell.as_ref().and_then(|cell| self.edition.find(cell)) else {
                    continue;
                };
                if let Some(amount) = last(&place.cell()) {
                    let figure = Figure::new(amount, place.unit());
                    expected.push(format!("上年{} {figure}", place.column.short_label()));
                }
            }
        }
        expected
    }
}

/// The figures of a row as far as they are known, each under its column's name.
fn figures(columns: &[&Line], known: &[Option<Figure>]) -> String {
    let typed = |figure: &Option<Figure>| figure.map_or("\"\"".to_owned(), |f| f.to_string());
    match (columns, known) {
        (_, [figure]) => typed(figure),
        (_, known) if known.iter().all(Option::is_none) => "[]".to_owned(),
        (columns, known) => {
            let last = known.len() - 1;
            let cells = columns.iter().zip(known).enumerate().map(|(at, (column, figure))| {
                if at == last {
                    return typed(figure);
                }
                padded(&format!("{},", typed(figure)), width(column.short_label()) + 1)
            });
            format!("[{}]", cells.collect::<String>())
        }
    }
}
