//! Words that rules look for, by name.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The word lists.
#[derive(Debug, Clone, Default)]
pub struct Lexicon(BTreeMap<String, WordList>);

/// Words that mean one thing, a `[[list]]` of `schemas/`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordList {
    /// By which rules ask for it.
    pub name: String,
    /// What finding one of them means.
    #[serde(default)]
    pub meaning: String,
    /// Where they come from: a notice, reports that were read, custom.
    #[serde(default)]
    pub origin: String,
    /// The words; those of the list before it if left out.
    pub words: Option<Vec<String>>,
    /// Words to add to them.
    #[serde(default)]
    pub more: Vec<String>,
}

impl Lexicon {
    /// Adds a list, or changes the one of its name.
    pub(super) fn add(&mut self, list: WordList) {
        let known = self.0.remove(&list.name);
        let before = known.as_ref().and_then(|known| known.words.clone()).unwrap_or_default();
        let mut words = list.words.clone().unwrap_or(before);
        words.extend(list.more.iter().cloned());
        let kept = |said: String, known: Option<&String>| match known {
            Some(known) if said.is_empty() => known.clone(),
            _ => said,
        };
        let meaning = kept(list.meaning, known.as_ref().map(|known| &known.meaning));
        let origin = kept(list.origin, known.as_ref().map(|known| &known.origin));
        let list = WordList { meaning, origin, words: Some(words), more: Vec::new(), ..list };
        self.0.insert(list.name.clone(), list);
    }

    /// Every list, by name.
    pub fn lists(&self) -> impl Iterator<Item = &WordList> {
        self.0.values()
    }

    /// The words of a list.
    pub fn words(&self, name: &str) -> &[String] {
        let list = self.0.get(name);
        debug_assert!(list.is_some(), "there is no word list {name}");
        list.and_then(|list| list.words.as_deref()).unwrap_or_default()
    }

    /// Whether a text has a word of a list.
    pub fn occurs(&self, name: &str, text: &str) -> bool {
        self.words(name).iter().any(|word| text.contains(word.as_str()))
    }
}
