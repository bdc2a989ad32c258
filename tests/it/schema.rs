//! The JSON Schemas, held against data files: by structure here, and by a real
//! validator in `tests/external/schema.sh`.

use std::path::{Path, PathBuf};
use std::process::Command;

use gongkai::desk::starter::{Prefill, starter};
use gongkai::law::Law;
use gongkai::law::field::FIELDS;
use gongkai::law::json_schema::json_schema;
use serde_json::Value;

/// The schema of a path in the data file.
fn property<'s>(schema: &'s Value, path: &str) -> &'s Value {
    path.split('.').fold(schema, |table, key| {
        assert_eq!(table["additionalProperties"], false, "{path}");
        &table["properties"][key]
    })
}

#[test]
fn every_key_is_in_the_schema_with_its_name() {
    for edition in &Law::shipped().editions {
        let schema = json_schema(Law::shipped(), edition);
        for field in FIELDS {
            if field.path.starts_with("processing_fee.") && !edition.processing_fee {
                assert_eq!(schema["properties"]["processing_fee"], Value::Null);
                continue;
            }
            assert_eq!(property(&schema, field.path)["title"], field.label, "{}", field.path);
        }
        for part in &edition.parts {
            let narrative = property(&schema, &format!("narrative.{}", part.id));
            assert_eq!(narrative["title"], part.heading);
        }
        for table in &edition.tables {
            for row in &table.rows {
                let row_schema = property(&schema, &format!("{}.{}", table.id, row.id));
                assert_eq!(row_schema["title"], row.full_label());
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(entries) => {
                found.extend(entries.get("$ref").and_then(Value::as_str).map(str::to_owned));
                entries.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    for edition in &Law::shipped().editions {
        let schema = json_schema(Law::shipped(), edition);
        let mut found = Vec::new();
        references(&schema, &mut found);
        assert!(!found.is_empty());
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(schema.pointer(pointer).is_some(), "{reference}");
        }
    }
}

/// What may stand in place of `carried_in = []` in a starter file of 2021, and
/// the like; the tool takes it without a word.
const GOOD: &[(&str, &str)] = &[
    ("carried_in     = []", "carried_in = 0"),
    ("carried_in     = []", "carried_in = \"\""),
    ("carried_in     = []", "carried_in = [1, 0, 0, 0, 0, 0]"),
    ("carried_in     = []", "carried_in = [1, 0, \"\", 0, 0, 0, 1]"),
    ("carried_in     = []", "carried_in = { person = 1, total = 1 }"),
    ("carried_in     = []", "carried_in = [\"16\", 0, 0, 0, 0, 0]"),
    ("# handled ", "handled "),
    ("licences = \"\"", "licences = 42975"),
    ("licences = \"\"", "licences = \"42975\""),
    ("licences = \"\"", "licences = { decisions = 42975 }"),
    ("administrative = \"\"", "administrative = 4166.241619"),
    ("administrative = \"\"", "administrative = \"42.39\""),
    ("amount = \"\"", "amount = 22.5"),
    ("kind = \"\"", "kind = \"vertical_agency\""),
    ("# date = ", "date = "),
    ("# edition = \"\"", "edition = \"2021\""),
    ("# sign = true", "sign = true"),
    ("# disclosure = \"\"", "disclosure = { file = \"note.md\" }"),
    ("# [[waive]]", "[[waive]]\nrule = \"S1-LENGTH\"\nreason = \"…\"\n#"),
];

/// What an editor has to mark.
const BAD: &[(&str, &str)] = &[
    ("carried_in     = []", "carried_in = 1"),
    ("carried_in     = []", "carried_in = [1, 0]"),
    ("carried_in     = []", "carried_in = [1, 0, 0, 0, 0, 0, 1, 1]"),
    ("carried_in     = []", "carried_in = [-1, 0, 0, 0, 0, 0]"),
    ("carried_in     = []", "carried_in = [1.5, 0, 0, 0, 0, 0]"),
    ("carried_in     = []", "carried_in = { man = 1 }"),
    ("carried_in     = []", "carriedin = []"),
    ("licences = \"\"", "licences = \"42975件\""),
    ("licences = \"\"", "licences = \"1,234\""),
    ("administrative = \"\"", "administrative = \"48.7508万元\""),
    ("administrative = \"\"", "administrative = -1"),
    ("amount = \"\"", "amount = \"12.345\""),
    ("kind = \"\"", "kind = \"county\""),
    ("# date = ", "date = \"上月\" # "),
    ("# edition = \"\"", "edition = \"hubei-2020\""),
    ("# disclosure = \"\"", "disclosure = 1"),
    ("# disclosure = \"\"", "summary = \"\""),
    ("year = 2021", "year = 2019"),
    ("year = 2021", "year = \"2021\""),
    ("year = 2021", ""),
    ("\n[processing_fee]", "\n[fee]"),
    ("# [[waive]]", "[[waive]]\nreason = \"…\"\n#"),
];

/// Runs Taplo over files that name their schema; says which it refused.
fn refused(taplo: &str, files: &[PathBuf]) -> Vec<PathBuf> {
    let output = Command::new(taplo).arg("check").args(files).output().unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(log.contains(&format!("total={}", files.len())), "{log}");
    assert!(!log.contains("failed to"), "{log}");
    let invalid: Vec<&str> = log.lines().filter(|line| line.contains("invalid file")).collect();
    assert_eq!(output.status.success(), invalid.is_empty(), "{log}");
    let named = |path: &&PathBuf| {
        invalid.iter().any(|line| line.contains(&format!("\"{}\"", path.display())))
    };
    files.iter().filter(named).cloned().collect()
}

#[test]
#[ignore = "needs Taplo: run tests/external/schema.sh"]
fn an_editor_marks_what_is_wrong_and_nothing_else() {
    let taplo = std::env::var("TAPLO").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let write = |name: String, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let mut good = Vec::new();
    let mut bad = Vec::new();
    let prefill = |year| Prefill { year, agency: None, kind: None, schemas: None, previous: None };
    for edition in &Law::shipped().editions {
        write(
            format!("{}.schema.json", edition.id),
            &json_schema(Law::shipped(), edition).to_string(),
        );
        let text = starter(Law::shipped(), edition, &prefill(edition.since));
        // A kind has to be chosen; the editor says so.
        let chosen = text.replace("kind = \"\"", "kind = \"street_office\"");
        good.push(write(format!("starter-{}.toml", edition.id), &chosen));
    }
    let text = starter(Law::shipped(), Law::shipped().edition("2021").unwrap(), &prefill(2021));
    let chosen = text.replace("kind = \"\"", "kind = \"street_office\"");
    for (list, kind, files) in [(GOOD, "good", &mut good), (BAD, "bad", &mut bad)] {
        for (index, (from, to)) in list.iter().enumerate() {
            let text = if from.starts_with("kind") { &text } else { &chosen };
            assert!(text.contains(from), "{from}");
            files.push(write(format!("{kind}-{index:02}.toml"), &text.replacen(from, to, 1)));
        }
    }
    // Both have units or signs in cells.
    let unclean = ["hecheng-2020", "yuexi-2019"];
    for example in std::fs::read_dir(root.join("examples")).unwrap() {
        let example = example.unwrap();
        if example.path().join("data.toml").exists() {
            good.push(example.path().join("data.toml"));
            let name = example.file_name();
            let clean = !unclean.iter().any(|unclean| name == *unclean);
            if clean { &mut good } else { &mut bad }.push(example.path().join("as-published.toml"));
        }
    }
    assert_eq!(refused(&taplo, &good), Vec::<PathBuf>::new());
    assert_eq!(refused(&taplo, &bad), bad);
}
