//! The 2021 form under other ids, and data files written for it: every id
//! becomes another of the same length, so that all places stay the same.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use gongkai::data::{Tree, Value};
use gongkai::law::Law;
use gongkai::law::edition::Edition;
use gongkai::source::{Source, Text};

/// The next letter for every letter.
fn other(id: &str) -> String {
    let next = |c: char| match c {
        'z' => 'a',
        'a'..='y' => char::from(c as u8 + 1),
        c => c,
    };
    id.chars().map(next).collect()
}

fn form() -> &'static Edition {
    Law::shipped().edition("2021").unwrap()
}

/// The law with the 2021 form under other ids.
pub(crate) static LAW: LazyLock<Arc<Law>> = LazyLock::new(|| {
    let mut edition = form().clone();
    for part in &mut edition.parts {
        part.id = other(&part.id);
        part.tables.iter_mut().for_each(|table| *table = other(table));
    }
    for table in &mut edition.tables {
        table.id = other(&table.id);
        for line in table.rows.iter_mut().chain(&mut table.columns) {
            line.id = other(&line.id);
        }
        for balance in &mut table.balances {
            for term in balance.equation.left.iter_mut().chain(&mut balance.equation.right) {
                term.line = other(&term.line);
            }
            balance.only.iter_mut().for_each(|line| *line = other(line));
            balance.except.iter_mut().for_each(|line| *line = other(line));
        }
    }
    let mut law = Law::clone(Law::shipped());
    let at = law.editions.iter().position(|edition| edition.id == "2021").unwrap();
    law.editions[at] = Arc::new(edition);
    Arc::new(law)
});

/// A data file of the 2021 form, written for the other ids.
pub(crate) fn data(source: &Source) -> Source {
    let mut ranges = Vec::new();
    for entry in &Tree::parse(source).entries {
        texts(&entry.node.value, &mut ranges, &source.text);
    }
    // A key written in several places, `refused.inquiry` and `refused.petition`,
    // is one entry of the tree: keys are looked for in the lines.
    let (mut header, mut at) = (Vec::new(), 0);
    for line in source.text.split_inclusive('\n') {
        let opened = line.trim_start_matches('[').len();
        let start = at + line.len() - opened;
        let rest = &source.text[start..at + line.len()];
        let end = rest.find(|c: char| !(c.is_ascii_lowercase() || "_.".contains(c)));
        let path = &rest[..end.unwrap_or(rest.len())];
        let heads = opened < line.len();
        let behind = rest[path.len()..].trim_start();
        if !path.is_empty() && (heads || behind.starts_with('=')) {
            if heads {
                header.clear();
            }
            let above = header.len();
            header.extend(path.split('.').map(str::to_owned));
            let mut from = start;
            for (depth, step) in header.iter().enumerate().skip(above) {
                if is_id(&header, depth) {
                    ranges.push(from..from + step.len());
                }
                from += step.len() + 1;
            }
            if form().table(&header[0]).is_some() {
                columns(behind, start + rest.len() - behind.len(), &mut ranges);
            }
            if !heads {
                header.truncate(above);
            }
        }
        at += line.len();
    }
    renamed(source, ranges)
}

/// Whether a step of a path is an id of the form.
fn is_id(path: &[String], depth: usize) -> bool {
    let step = path[depth].as_str();
    match (depth, form().table(&path[0])) {
        (0, table) => table.is_some(),
        (1, None) => path[0] == "narrative" && form().part(step).is_some(),
        (_, None) => false,
        (_, Some(table)) => {
            let rows = table.rows.iter().any(|row| row.id.split('.').any(|id| id == step));
            rows || table.columns.iter().any(|column| column.id == step)
        }
    }
}

/// The keys of `= { person = 16 }` and `= { new.person = 16, … }`.
fn columns(value: &str, at: usize, ranges: &mut Vec<Range<usize>>) {
    let lines = || form().tables.iter().flat_map(|table| table.rows.iter().chain(&table.columns));
    let value = value.split('#').next().unwrap_or_default();
    let Some(open) = value.find('{') else { return };
    let mut from = open;
    for word in value[open..].split(|c: char| !(c.is_ascii_lowercase() || c == '_')) {
        if lines().any(|line| line.id.split('.').any(|id| id == word)) {
            ranges.push(at + from..at + from + word.len());
        }
        from += word.len();
        from += value[from..].chars().next().map_or(0, char::len_utf8);
    }
}

/// A text beside a data file.
pub(crate) fn text(source: &Source) -> Source {
    let ranges = addresses(&source.text, 0..source.text.len());
    renamed(source, ranges)
}

fn renamed(source: &Source, mut ranges: Vec<Range<usize>>) -> Source {
    let mut text = source.text.clone();
    // A header of several keys is the place of each of them.
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup();
    for range in ranges {
        let id = other(&text[range.clone()]);
        text.replace_range(range, &id);
    }
    Source { text, ..source.clone() }
}

/// Addresses in texts: `{{ requests.new.total }}`, `cell = "requests.new.total"`.
fn texts(value: &Value, ranges: &mut Vec<Range<usize>>, source: &str) {
    match value {
        Value::Text(text) => ranges.extend(addresses(source, place(text))),
        Value::List(items) => items.iter().for_each(|item| texts(&item.value, ranges, source)),
        Value::Table(entries) => {
            for entry in entries {
                texts(&entry.node.value, ranges, source);
            }
        }
        Value::Number(_) | Value::Flag(_) | Value::Date(_) => {}
    }
}

fn place(text: &Text) -> Range<usize> {
    text.whole().range()
}

fn addresses(source: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = within.start;
    for word in source[within].split(|c: char| !(c.is_ascii_lowercase() || "._".contains(c))) {
        if form().address(word).is_some() {
            found.push(at..at + word.len());
        }
        at += word.len();
        at += source[at..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// The form with one role after the other left out, each as a law of its own.
pub(crate) fn without_each_role(form: &Arc<Edition>) -> Vec<(String, Arc<Law>)> {
    let mut laws = Vec::new();
    let mut add = |role: &Option<String>, change: &dyn Fn(&mut Edition)| {
        let Some(role) = role else { return };
        let mut edition = Edition::clone(form);
        change(&mut edition);
        laws.push((role.clone(), Law::of(&Arc::new(edition))));
    };
    for (at, part) in form.parts.iter().enumerate() {
        add(&part.role, &|edition| edition.parts[at].role = None);
    }
    for (table, known) in form.tables.iter().enumerate() {
        add(&known.role, &|edition| edition.tables[table].role = None);
        for (at, row) in known.rows.iter().enumerate() {
            add(&row.role, &|edition| edition.tables[table].rows[at].role = None);
        }
        for (at, column) in known.columns.iter().enumerate() {
            add(&column.role, &|edition| edition.tables[table].columns[at].role = None);
        }
    }
    laws
}
