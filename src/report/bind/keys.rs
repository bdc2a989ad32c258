//! Keys that nobody asks for, and what may have been meant.

use super::Reader;
use crate::data::{self, Value};
use crate::law::edition::Edition;
use crate::law::field::FIELDS;
use crate::report::Problem;
use crate::source::Span;

impl Reader<'_> {
    pub(super) fn unknown_keys(&mut self, edition: &Edition) {
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

    pub(super) fn unknown_key(
        &mut self,
        path: String,
        span: Span,
        known: impl Iterator<Item = String>,
    ) {
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
