//! Keys that do not depend on the edition's tables: the organ, how to reach it,
//! when it publishes.

use super::{Draft, EditError, Slot, Splice, Written, row};
use crate::data::Entry;
use crate::data::toml_text::quoted;
use crate::law::edition::Edition;
use crate::law::field::{self, FIELDS, Field, FieldKind};

/// What stands between the items of a list in a field of a form.
const SEPARATORS: [char; 6] = ['、', '，', ',', '；', ';', '\n'];

/// The keys that can be edited: those in tables, but for the waivers. The keys
/// above them say which form it is.
pub fn fields(edition: &Edition) -> impl Iterator<Item = &'static Field> {
    field::of(edition).filter(|field| !field.table().is_empty())
}

impl Draft<'_> {
    /// Types another value at a key. One that nobody has to fill in becomes a
    /// comment when it is emptied, as it stands in the starter file.
    pub(super) fn field(&mut self, path: &str, typed: &str) -> Result<(), EditError> {
        let field = fields(self.edition).find(|field| field.path == path);
        let field = field.ok_or_else(|| EditError::Unknown(path.to_owned()))?;
        let items = items(field.kind, typed);
        let wanted = items.join("、");
        if self.written(path) == wanted {
            return Ok(());
        }
        let literal = literal(field.kind, &items);
        let splices = match self.tree.entry(path) {
            None => {
                let beside = FIELDS.iter().filter(|other| other.table() == field.table());
                let slot = Slot {
                    group: field.table().to_owned(),
                    key: field.key(),
                    order: beside.map(Field::key).collect(),
                    label: field.label.to_owned(),
                };
                self.insertions(&slot, &literal)
            }
            Some(entry) => {
                let counted = matches!(field.kind, FieldKind::Cases | FieldKind::Yuan);
                let spared = wanted.is_empty() && !counted && !field.required;
                let comment = spared.then(|| self.commented(entry)).flatten();
                let value = self.beside_comment(entry.node.span.range(), literal);
                comment.into_iter().chain([value]).collect()
            }
        };
        self.commit(path, field.label, splices, |next| next.written(path) == wanted)
    }

    /// What is written at a key, as a form shows it.
    fn written(&self, path: &str) -> String {
        match self.tree.get(path).and_then(Written::of) {
            Some(Written::Here(text)) => text,
            _ => String::new(),
        }
    }

    /// The line of an entry as a comment, if nothing else stands in it.
    fn commented(&self, entry: &Entry) -> Option<Splice> {
        let (key, value) = (entry.key_span.range(), entry.node.span.range());
        let text = self.text();
        let before = &text[self.line_start(key.start)..key.start];
        let after = text[value.end..self.line_end(value.end)].trim_start();
        let code = &text[key.start..value.end];
        let alone = before.trim().is_empty() && (after.is_empty() || after.starts_with('#'));
        (alone && !code.contains('\n'))
            .then(|| self.beside_comment(key.start..value.end, format!("# {code}")))
    }
}

/// What was typed, item by item; all but lists have one or none.
fn items(kind: FieldKind, typed: &str) -> Vec<&str> {
    let one = [typed.trim()];
    let items = match kind {
        FieldKind::Texts => typed.split(SEPARATORS).map(str::trim).collect(),
        _ => one.to_vec(),
    };
    items.into_iter().filter(|item| !item.is_empty()).collect()
}

/// A value as TOML; what does not fit its kind is quoted, so that it is found
/// where it was typed.
fn literal(kind: FieldKind, items: &[&str]) -> String {
    let typed = items.first().copied().unwrap_or_default();
    let day = |text: &str| {
        let form = text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
        form.eq("0000-00-00".bytes())
    };
    match kind {
        FieldKind::Texts => {
            let items: Vec<_> = items.iter().map(|item| quoted(item)).collect();
            format!("[{}]", items.join(", "))
        }
        FieldKind::Date if day(typed) => typed.to_owned(),
        FieldKind::Flag if matches!(typed, "true" | "false") => typed.to_owned(),
        FieldKind::Cases | FieldKind::Yuan => row::literal(typed),
        _ => quoted(typed),
    }
}
