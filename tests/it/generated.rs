//! Files that are printed from code. A stale one fails the test and is
//! rewritten, so the second run passes and the diff is there to review.

use std::path::Path;

use gongkai::law::Law;
use gongkai::law::json_schema::json_schema;
use gongkai::rules;

#[test]
fn json_schemas() {
    ensure_contents(Law::shipped().editions.iter().map(|edition| {
        let path = format!("schemas/{}.schema.json", edition.id);
        (path, format!("{:#}\n", json_schema(Law::shipped(), edition)))
    }));
}

#[test]
fn rule_reference() {
    ensure_contents([("docs/rules.md".to_owned(), rules::manual(Law::shipped()))]);
}

fn ensure_contents(files: impl IntoIterator<Item = (String, String)>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut stale = Vec::new();
    for (path, expected) in files {
        let file = root.join(&path);
        if std::fs::read_to_string(&file).is_ok_and(|actual| actual == expected) {
            continue;
        }
        std::fs::write(&file, expected).unwrap();
        stale.push(path);
    }
    assert!(stale.is_empty(), "rewritten; review the diff and run the tests again: {stale:?}");
}
