//! Files that are printed from code. A stale one fails the test and is
//! rewritten, so the second run passes and the diff is there to review.

use std::path::Path;

use gongkai::edition;
use gongkai::json_schema::json_schema;

#[test]
fn json_schemas() {
    for edition in edition::ALL.iter() {
        let text = format!("{:#}\n", json_schema(edition));
        ensure_contents(&format!("schemas/{}.schema.json", edition.id), &text);
    }
}

fn ensure_contents(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::fs::read_to_string(&file).is_ok_and(|actual| actual == expected) {
        return;
    }
    std::fs::write(&file, expected).unwrap();
    panic!("{path} was stale and has been rewritten; review the diff and run the tests again");
}
