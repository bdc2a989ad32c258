//! Editions written as changes to another: `extends = "2021"`.
//!
//! What an overlay writes goes over what its base says, key by key. Parts,
//! tables, rows and columns are found by their `id`: a known one is changed, a
//! new one is put behind the one named by `after`, or last. `remove = true`
//! takes one out, `replace = true` takes nothing over from the base.

use std::sync::Arc;

use serde::Deserialize;
use toml::{Table, Value};

use super::{Edition, EditionError};

/// Lists whose entries are found by their `id`.
const BY_ID: [&str; 4] = ["part", "table", "rows", "columns"];

/// Lists that an overlay adds to.
const ADDED: [&str; 5] = ["cited_as", "accepts", "require", "deadline", "severity"];

/// Reads an edition of its own or one laid over a known one.
pub(super) fn read(text: &str, known: &[Arc<Edition>]) -> Result<Edition, EditionError> {
    let mut written: Table = toml::from_str(text)?;
    let Some(base) = written.remove("extends") else {
        // What is wrong has its place only where the text itself is read.
        let mut edition = match Edition::deserialize(written.clone()) {
            Ok(edition) => edition,
            Err(_) => toml::from_str(text)?,
        };
        edition.written = written;
        return Ok(edition);
    };
    let base = base.as_str().unwrap_or_default();
    let base = known
        .iter()
        .find(|edition| edition.id == base)
        .ok_or_else(|| EditionError::UnknownBase(base.to_owned()))?;
    written.entry("local").or_insert(Value::Boolean(true));
    let mut edition = Edition::deserialize(merged(base, written.clone())?)?;
    edition.written = written;
    edition.base = Some(Arc::clone(base));
    Ok(edition)
}

/// Everything an edition says, with what it takes over.
fn whole(edition: &Edition) -> Result<Table, EditionError> {
    match &edition.base {
        Some(base) => merged(base, edition.written.clone()),
        None => Ok(edition.written.clone()),
    }
}

/// What an overlay comes to over its base.
fn merged(base: &Edition, over: Table) -> Result<Table, EditionError> {
    let mut merged = whole(base)?;
    // It is another edition: these it has to say itself.
    for key in ["id", "name", "cites", "since", "until"] {
        merged.remove(key);
    }
    let local = over.get("local").and_then(Value::as_bool) == Some(true);
    let id = over.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    Merge { id, local }.table(&mut merged, over)?;
    Ok(merged)
}

struct Merge {
    /// Of the overlay.
    id: String,
    /// Whether the rows and columns it adds are none of the national form.
    local: bool,
}

impl Merge {
    fn table(&self, base: &mut Table, over: Table) -> Result<(), EditionError> {
        for (key, value) in over {
            let under = base.remove(&key);
            let value = match (under, value) {
                (Some(Value::Table(mut base)), Value::Table(over)) => {
                    self.table(&mut base, over)?;
                    Value::Table(base)
                }
                (under, Value::Array(over)) if BY_ID.contains(&&*key) => {
                    let mut entries = list(under);
                    for entry in over {
                        self.entry(&key, &mut entries, entry)?;
                    }
                    Value::Array(entries)
                }
                (under, Value::Array(over)) if ADDED.contains(&&*key) => {
                    Value::Array(list(under).into_iter().chain(over).collect())
                }
                // Equations of one id are one rule in several lines.
                (under, Value::Array(over)) if key == "balance" => {
                    let mut entries = list(under);
                    entries.retain(|entry| over.iter().all(|other| id(other) != id(entry)));
                    Value::Array(entries.into_iter().chain(over).collect())
                }
                (_, value) => value,
            };
            base.insert(key, value);
        }
        Ok(())
    }

    /// Changes, adds or removes one entry of a list.
    fn entry(
        &self,
        list: &str,
        entries: &mut Vec<Value>,
        entry: Value,
    ) -> Result<(), EditionError> {
        let name = id(&entry).unwrap_or_default().to_owned();
        let Value::Table(mut entry) = entry else {
            entries.push(entry);
            return Ok(());
        };
        let unknown = |name: &str| EditionError::UnknownName {
            edition: self.id.clone(),
            place: list.to_owned(),
            name: name.to_owned(),
        };
        let at = |name: &str, entries: &[Value]| {
            entries.iter().position(|known| id(known) == Some(name)).ok_or_else(|| unknown(name))
        };
        if flag(&mut entry, "remove") {
            entries.remove(at(&name, entries)?);
            return Ok(());
        }
        let replaced = flag(&mut entry, "replace");
        let after = entry.remove("after");
        let known = at(&name, entries).ok();
        let merged = match known.map(|at| &mut entries[at]) {
            Some(Value::Table(base)) if !replaced => {
                let mut base = std::mem::take(base);
                self.table(&mut base, entry)?;
                base
            }
            known => {
                if known.is_none() && self.local && matches!(list, "rows" | "columns") {
                    entry.insert("local".to_owned(), Value::Boolean(true));
                }
                // There is nothing for `after` to follow.
                let mut merged = Table::new();
                self.table(&mut merged, entry)?;
                merged
            }
        };
        match (known, after.as_ref().and_then(Value::as_str)) {
            (Some(known), None) => entries[known] = Value::Table(merged),
            (known, after) => {
                known.map(|known| entries.remove(known));
                let place = match after {
                    Some(after) => at(after, entries)? + 1,
                    None => entries.len(),
                };
                entries.insert(place, Value::Table(merged));
            }
        }
        Ok(())
    }
}

fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(entries)) => entries,
        _ => Vec::new(),
    }
}

fn id(entry: &Value) -> Option<&str> {
    entry.get("id")?.as_str()
}

fn flag(entry: &mut Table, key: &str) -> bool {
    entry.remove(key).and_then(|value| value.as_bool()).unwrap_or(false)
}
