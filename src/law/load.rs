//! The law in one piece, read from the files of `schemas/` and of a folder that
//! a locality adds.

use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::calendar::{Calendar, Deadline, Holiday};
use super::citations::Citation;
use super::edition::{Edition, EditionError};
use super::lexicon::{Lexicon, WordList};
use super::organ::Organ;
use crate::data::{Entry, Tree, Value};
use crate::source::{FileId, Source, Span, Spanned};

/// The files that come with the tool. Adding one is a line here.
const FILES: &[(&str, &str)] = &[
    ("2021.toml", include_str!("../../schemas/2021.toml")),
    ("2019.toml", include_str!("../../schemas/2019.toml")),
    ("hubei-2020.toml", include_str!("../../schemas/hubei-2020.toml")),
    ("guangzhou-2018.toml", include_str!("../../schemas/guangzhou-2018.toml")),
    ("wuwei-2025.toml", include_str!("../../schemas/wuwei-2025.toml")),
    ("shandong-2022.toml", include_str!("../../schemas/shandong-2022.toml")),
    ("organs.toml", include_str!("../../schemas/organs.toml")),
    ("calendar.toml", include_str!("../../schemas/calendar.toml")),
    ("lexicon.toml", include_str!("../../schemas/lexicon.toml")),
    ("citations.toml", include_str!("../../schemas/citations.toml")),
];

static SHIPPED: LazyLock<Arc<Law>> = LazyLock::new(|| Arc::new(Law::read(&[])));

/// Everything the law says, as far as a report can be judged by it.
#[derive(Debug, Clone, Default)]
pub struct Law {
    /// The editions of the form, each after the one it extends.
    pub editions: Vec<Arc<Edition>>,
    /// The documents that reports may name.
    pub citations: Vec<Citation>,
    /// The kinds of organ that report.
    pub organs: Vec<Arc<Organ>>,
    /// Words that rules look for.
    pub lexicon: Lexicon,
    /// Deadlines, holidays and make-up days.
    pub calendar: Calendar,
    /// Ids of the editions that a folder of its own adds.
    pub added: Vec<String>,
    /// The files of that folder.
    pub files: Vec<Source>,
    /// What is wrong with them.
    pub flaws: Vec<Spanned<String>>,
}

/// A file that is no edition: lists that several files may add to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    #[serde(default, rename = "organ")]
    organs: Vec<Organ>,
    #[serde(default, rename = "list")]
    words: Vec<WordList>,
    #[serde(default, rename = "document")]
    documents: Vec<Citation>,
    #[serde(default, rename = "deadline")]
    deadlines: Vec<Deadline>,
    #[serde(default, rename = "holiday")]
    holidays: Vec<Holiday>,
}

impl Law {
    /// What comes with the tool.
    pub fn shipped() -> &'static Arc<Self> {
        &SHIPPED
    }

    /// What comes with the tool and a folder's files over it: one of the same
    /// name replaces ours, others are added. A file that cannot be read is left
    /// out and is a flaw.
    pub fn with(files: &[Source]) -> Arc<Self> {
        if files.is_empty() {
            return Arc::clone(&SHIPPED);
        }
        Arc::new(Self { files: files.to_vec(), ..Self::read(files) })
    }

    /// The id of the file of such a folder: beyond those of any report.
    pub fn file(index: usize) -> FileId {
        FileId(u16::try_from(index).unwrap_or(u16::MAX).saturating_add(0xe000))
    }

    fn read(added: &[Source]) -> Self {
        let name = |source: &Source| source.name.rsplit(['/', '\\']).next().map(str::to_owned);
        let replaced =
            |shipped: &str| added.iter().any(|file| name(file).as_deref() == Some(shipped));
        let shipped = FILES.iter().filter(|(name, _)| !replaced(name)).map(|(name, text)| Source {
            id: FileId(u16::MAX),
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        });
        let mut law = Self::default();
        // Editions wait for the one they extend.
        let mut waiting = Vec::new();
        for (source, own) in shipped
            .map(|source| (source, false))
            .chain(added.iter().map(|source| (source.clone(), true)))
        {
            match Kind::of(&source.text) {
                Kind::Edition { extends } => waiting.push((source, extends, own)),
                Kind::Lists => law.lists(&source),
            }
        }
        while !waiting.is_empty() {
            let ready = waiting.iter().position(|(_, extends, _)| {
                extends.as_ref().is_none_or(|base| law.edition(base).is_some())
            });
            // None is ready: the first says which one it misses.
            let (source, _, own) = waiting.remove(ready.unwrap_or(0));
            match Edition::parse(&source.text, &law.editions) {
                Ok(edition) => law.add(edition, own, &source),
                Err(error) => {
                    let range = match &error {
                        EditionError::Syntax { range, .. } => range.clone(),
                        _ => None,
                    };
                    let place = range.map(|range| source.span(range));
                    let place = place.or_else(|| find(&source, error.name()?));
                    let span = place.unwrap_or_else(|| source.start());
                    law.flaws.push(Spanned { value: error.to_string(), span });
                }
            }
        }
        law
    }

    fn add(&mut self, edition: Edition, own: bool, source: &Source) {
        if let Some(other) = self.editions.iter().find(|other| other.id == edition.id) {
            let value = format!("已经有编号为 {} 的格式：{}", other.id, other.name);
            let span = find(source, &edition.id).unwrap_or_else(|| source.start());
            self.flaws.push(Spanned { value, span });
            return;
        }
        if own {
            self.added.push(edition.id.clone());
        }
        self.editions.push(Arc::new(edition));
    }

    fn lists(&mut self, source: &Source) {
        match toml::from_str::<Lists>(&source.text) {
            Ok(Lists { organs, words, documents, deadlines, holidays }) => {
                for list in words {
                    self.lexicon.add(list);
                }
                self.citations.retain(|known| {
                    documents.iter().all(|document| document.number != known.number)
                });
                self.organs.retain(|known| organs.iter().all(|organ| organ.kind != known.kind));
                self.organs.extend(organs.into_iter().map(Arc::new));
                self.citations.extend(documents);
                self.calendar.deadlines.extend(deadlines);
                self.calendar.holidays.extend(holidays);
            }
            Err(error) => {
                let span = error.span().map_or_else(|| source.start(), |range| source.span(range));
                self.flaws.push(Spanned { value: super::said(error.message()), span });
            }
        }
    }

    /// A law of one edition alone, for what is read and written in that one.
    pub fn of(edition: &Arc<Edition>) -> Arc<Self> {
        let law = Self::clone(Self::shipped());
        Arc::new(Self { editions: vec![Arc::clone(edition)], ..law })
    }

    /// The national edition in force for a report year: the newest that covers it.
    pub fn in_force(&self, year: u16) -> Option<&Arc<Edition>> {
        let national = self.editions.iter().filter(|edition| !edition.local);
        national.filter(|edition| edition.covers(year)).max_by_key(|edition| edition.since)
    }

    /// The form for a report year where the report names none: the only one that
    /// a locality adds for it, else the national one.
    pub fn form(&self, year: u16) -> Option<&Arc<Edition>> {
        let mut local = self.local(year);
        local.next().filter(|_| local.next().is_none()).or_else(|| self.in_force(year))
    }

    /// The newest national edition, for a report whose year is not known.
    pub fn newest(&self) -> Option<&Arc<Edition>> {
        let national = self.editions.iter().filter(|edition| !edition.local);
        national.max_by_key(|edition| edition.since).or(self.editions.first())
    }

    /// The editions a locality added for a report year.
    pub fn local(&self, year: u16) -> impl Iterator<Item = &Arc<Edition>> {
        let added = |edition: &&Arc<Edition>| self.added.contains(&edition.id);
        self.editions
            .iter()
            .filter(move |edition| edition.local && edition.covers(year) && added(edition))
    }

    /// The edition of an id, e.g. `2021` or `hubei-2020`.
    pub fn edition(&self, id: &str) -> Option<&Arc<Edition>> {
        self.editions.iter().find(|edition| edition.id == id)
    }

    /// The kind of organ of a word in the data file, e.g. `county_department`.
    pub fn organ(&self, kind: &str) -> Option<&Arc<Organ>> {
        self.organs.iter().find(|organ| organ.kind == kind)
    }

    /// Where a name stands in the files of the locality.
    pub fn place_of(&self, name: &str) -> Option<Span> {
        self.files.iter().find_map(|file| find(file, name))
    }

    /// The deadlines of reports in an edition: the nation's, then the locality's.
    pub fn deadlines<'a>(&'a self, edition: &'a Edition) -> impl Iterator<Item = &'a Deadline> {
        self.calendar.deadlines.iter().chain(&edition.deadlines)
    }
}

/// What a file is, by its keys.
enum Kind {
    Edition { extends: Option<String> },
    Lists,
}

impl Kind {
    /// The keys before the first table tell; nothing has to be parsed for it.
    fn of(text: &str) -> Self {
        let mut kind = Self::Lists;
        for line in text.lines().map(str::trim).take_while(|line| !line.starts_with('[')) {
            let Some((key, value)) = line.split_once('=') else { continue };
            match (key.trim(), &mut kind) {
                ("extends", _) => {
                    let base = value.split(['"', '\'']).nth(1).unwrap_or_default();
                    return Self::Edition { extends: Some(base.to_owned()) };
                }
                ("id", Self::Lists) => kind = Self::Edition { extends: None },
                _ => {}
            }
        }
        kind
    }
}

/// Where a name stands in a file: a value or a key that is it, else a value
/// that has it.
fn find(source: &Source, name: &str) -> Option<Span> {
    let tree = Tree::parse(source);
    let (mut values, mut keys) = (Vec::new(), Vec::new());
    let mut pending: Vec<&Value> = Vec::new();
    let named = |entry: &Entry| (entry.key_span, entry.key.clone());
    keys.extend(tree.entries.iter().map(named));
    pending.extend(tree.entries.iter().map(|entry| &entry.node.value));
    while let Some(value) = pending.pop() {
        match value {
            Value::Text(text) => values.push((text.whole(), text.value.as_str())),
            Value::List(items) => pending.extend(items.iter().map(|item| &item.value)),
            Value::Table(entries) => {
                keys.extend(entries.iter().map(named));
                pending.extend(entries.iter().map(|entry| &entry.node.value));
            }
            Value::Number(_) | Value::Flag(_) | Value::Date(_) => {}
        }
    }
    values.sort();
    keys.sort();
    let value = values.iter().find(|(_, value)| *value == name);
    let key = || keys.iter().find(|(_, key)| key == name).map(|(span, _)| *span);
    let part = || values.iter().find(|(_, value)| value.contains(name)).map(|(span, _)| *span);
    value.map(|(span, _)| *span).or_else(key).or_else(part)
}
