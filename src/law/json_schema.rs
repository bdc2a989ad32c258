//! The data file of an edition as a JSON Schema, for editors.
//!
//! Draft 4, which editors of TOML understand. The schema takes what the tool
//! takes without a word, and figures only if they are clean: a unit or a `+` in
//! a cell is understood when the file is read, but an editor marks it at once,
//! as the rules will.

use serde_json::{Map, Value, json};

use crate::data::figure::Unit;
use crate::law::Law;
use crate::law::edition::{Edition, Line, Need, Table};
use crate::law::field::{self, FIELDS, Field, FieldKind, SECTIONS, WAIVER_KEYS};

/// The schema of an edition's data files.
pub fn json_schema(law: &Law, edition: &Edition) -> Value {
    let required = FIELDS.iter().filter(|field| field.required && !field.path.contains('.'));
    let mut required: Vec<_> = required.map(|field| field.path).collect();
    // A local edition is used only where it is named.
    required.extend(edition.local.then_some("edition"));
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": edition.name,
        "description": edition.cites,
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": {},
    });
    let about = |path: &str| {
        let section = SECTIONS.iter().find(|(section, _)| *section == path);
        let table = || edition.table(path).map(|table| table.heading().to_owned());
        section.map(|(_, about)| (*about).to_owned()).or_else(table).unwrap_or_default()
    };
    for field in field::of(edition) {
        insert(&mut schema, ("", field.path), &about, fact(field, law, edition));
    }
    for part in &edition.parts {
        let guide = match part.narrative {
            Need::Required => part.guide.clone(),
            Need::Optional => format!("可以不写。{}", part.guide),
        };
        let path = format!("narrative.{}", part.id);
        insert(&mut schema, ("", &path), &about, titled(narrative(), &part.heading, &guide));
    }
    let mut definitions = figures();
    for table in &edition.tables {
        definitions.insert(table.id.clone(), row(table, None));
        for line in &table.rows {
            // What a row counts goes before what its columns count.
            let own = line.unit.is_some() || line.signed;
            let value = if own { row(table, Some(line)) } else { refer(&table.id) };
            let path = format!("{}.{}", table.id, line.id);
            let value = titled(value, &line.full_label(), &line.guide);
            insert(&mut schema, ("", &path), &about, value);
        }
    }
    schema["definitions"] = Value::Object(definitions);
    schema
}

/// Puts a value at a path with dots, in tables in which nothing else may stand.
fn insert(
    table: &mut Value,
    (above, path): (&str, &str),
    about: &dyn Fn(&str) -> String,
    value: Value,
) {
    let Some((first, rest)) = path.split_once('.') else {
        table["properties"][path] = value;
        return;
    };
    let here = if above.is_empty() { first.to_owned() } else { format!("{above}.{first}") };
    let inner = &mut table["properties"][first];
    if inner.is_null() {
        let empty = json!({ "type": "object", "additionalProperties": false, "properties": {} });
        *inner = titled(empty, &about(&here), "");
    }
    insert(inner, (&here, rest), about, value);
}

/// A value with what it is called and what to write, before its rules.
fn titled(value: Value, title: &str, description: &str) -> Value {
    let mut all = Map::new();
    for (key, text) in [("title", title), ("description", description)] {
        if !text.is_empty() {
            all.insert(key.to_owned(), text.into());
        }
    }
    if let Value::Object(rules) = value {
        all.extend(rules);
    }
    Value::Object(all)
}

fn refer(definition: &str) -> Value {
    json!({ "allOf": [{ "$ref": format!("#/definitions/{definition}") }] })
}

// Facts ---------------------------------------------------------------------

/// A key that does not depend on the edition's tables.
fn fact(field: &Field, law: &Law, edition: &Edition) -> Value {
    let value = match field.kind {
        FieldKind::Year => {
            let mut year = json!({ "type": "integer", "minimum": edition.since });
            if let Some(until) = edition.until {
                year["maximum"] = until.into();
            }
            year
        }
        // The file of an edition names that edition, if any.
        FieldKind::Text if field.path == "edition" => json!({ "enum": [edition.id] }),
        FieldKind::Text => json!({ "type": "string" }),
        FieldKind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        // A TOML date, or the same in quotes.
        FieldKind::Date => json!({
            "type": "string",
            "pattern": "^[0-9]{4}(-[0-9]{1,2}-[0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)",
        }),
        FieldKind::Flag => json!({ "type": "boolean" }),
        FieldKind::AgencyKind | FieldKind::Word(_) => {
            let (words, labels): (Vec<_>, Vec<_>) = field.kind.words(law).into_iter().unzip();
            json!({ "enum": words, "x-taplo": { "docs": { "enumValues": labels } } })
        }
        FieldKind::Narrative => narrative(),
        FieldKind::Cases => refer(name_of(Unit::Case, false)),
        FieldKind::Yuan => refer(name_of(Unit::Yuan, false)),
        FieldKind::Waivers => {
            let keys = WAIVER_KEYS.iter().map(|(key, label)| {
                ((*key).to_owned(), json!({ "title": label, "type": "string" }))
            });
            json!({ "type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["rule"],
                "properties": Value::Object(keys.collect()),
            } })
        }
    };
    titled(value, field.label, field.guide)
}

/// A text, or the name of a file that holds it.
fn narrative() -> Value {
    json!({ "anyOf": [
        { "type": "string" },
        {
            "type": "object",
            "additionalProperties": false,
            "required": ["file"],
            "properties": { "file": { "title": "正文所在的文件", "type": "string" } },
        },
    ] })
}

// Figures -------------------------------------------------------------------

/// The definitions of figures, one for each thing a cell may hold.
fn figures() -> Map<String, Value> {
    let units = [Unit::Case, Unit::WanYuan, Unit::Yuan];
    let kinds = units.into_iter().flat_map(|unit| [(unit, false), (unit, true)]);
    kinds.map(|(unit, signed)| (name_of(unit, signed).to_owned(), figure(unit, signed))).collect()
}

/// The definition that a cell refers to; no table has a hyphen in its name.
const fn name_of(unit: Unit, signed: bool) -> &'static str {
    match (unit, signed) {
        (Unit::Case | Unit::Piece | Unit::Item, false) => "count-from-0",
        (Unit::Case | Unit::Piece | Unit::Item, true) => "count-signed",
        (Unit::WanYuan, false) => "wan-yuan-from-0",
        (Unit::WanYuan, true) => "wan-yuan-signed",
        (Unit::Yuan, false) => "yuan-from-0",
        (Unit::Yuan, true) => "yuan-signed",
    }
}

/// A clean figure, in quotes or not, or nothing yet.
fn figure(unit: Unit, signed: bool) -> Value {
    let kind = if unit.is_money() { "number" } else { "integer" };
    let mut number = json!({ "type": kind });
    if !signed {
        number["minimum"] = 0.into();
    }
    let sign = if signed { "-?" } else { "" };
    let fraction = match unit.decimals() {
        0 => String::new(),
        decimals => format!(r"(\.[0-9]{{1,{decimals}}})?"),
    };
    let pattern = format!("^({sign}[0-9]+{fraction})?$");
    json!({ "anyOf": [number, { "type": "string", "pattern": pattern }] })
}

/// A row: figures in the order of the columns without totals or with them, a
/// table by columns, a single 0, or nothing yet.
fn row(table: &Table, row: Option<&Line>) -> Value {
    let cell = |column: &Line| {
        let unit = row.and_then(|row| row.unit).or(column.unit).unwrap_or_default();
        refer(name_of(unit, column.signed || row.is_some_and(|row| row.signed)))
    };
    let list = |columns: &[&Line]| {
        let items: Vec<_> = columns.iter().copied().map(cell).collect();
        let length = items.len();
        json!({ "type": "array", "items": items, "minItems": length, "maxItems": length })
    };
    let all: Vec<_> = table.columns.iter().collect();
    let written: Vec<_> = table.written_columns().collect();
    let mut forms = vec![json!({ "type": "array", "maxItems": 0 }), list(&written)];
    if all.len() > written.len() {
        forms.push(list(&all));
    }
    match all.as_slice() {
        [column] => forms.push(cell(column)),
        _ => forms.push(json!({ "enum": [0, ""] })),
    }
    let columns = all.iter().map(|column| {
        (column.id.clone(), titled(cell(column), &column.full_label(), &column.guide))
    });
    forms.push(json!({
        "type": "object",
        "additionalProperties": false,
        "properties": Value::Object(columns.collect()),
    }));
    json!({ "anyOf": forms })
}
