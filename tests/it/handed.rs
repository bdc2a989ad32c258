//! What only the material shows that the project was given and may not hand on:
//! the texts of five published reports, and the official forms as transcribed.
//! `tests/handed.sh` runs these by name; the folder is in `GONGKAI_HANDED`.

mod forms;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::reports::check;
use crate::{layout, published};

fn folder() -> PathBuf {
    let folder = std::env::var_os("GONGKAI_HANDED").expect("GONGKAI_HANDED names the folder");
    PathBuf::from(folder)
}

/// The published reports by the name of their file, with the office that a
/// heading of docs/published.md names.
const REPORTS: [(&str, &str); 5] = [
    ("haizhu-2018", "广州市海珠区人民政府政务管理办公室"),
    ("hecheng-2020", "怀化市鹤城区人民政府"),
    ("liangzihu-2020", "鄂州市梁子湖区行政审批局"),
    ("tancheng-2023", "郯城县行政审批服务局"),
    ("yuexi-2019", "重庆市开州区岳溪镇人民政府"),
];

fn reports() -> [(PathBuf, &'static str); 5] {
    REPORTS.map(|(name, office)| {
        (folder().join("published").join(name).with_extension("toml"), office)
    })
}

/// Rule, severity and place of every finding that a section judges.
fn judged(page: &str, office: &str) -> BTreeSet<[String; 3]> {
    let heading = format!("## {office}，");
    let (_, section) = page.split_once(&heading).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        [cells[1], cells[2], cells[3]].map(str::to_owned)
    })
    .collect()
}

/// No more and no less than was read and judged by a person.
#[test]
#[ignore = "tests/handed.sh"]
fn published_reports_give_the_findings_that_were_judged() {
    let page = include_str!("../../docs/published.md");
    let mut wrong = Vec::new();
    for (path, office) in reports() {
        let (source, outcome) = check(&path);
        let found = outcome.findings.iter().map(|finding| {
            let (line, column) = source.position(finding.place().unwrap().range().start);
            [finding.rule.clone(), finding.severity.to_string(), format!("{line}:{column}")]
        });
        let (found, judged): (BTreeSet<_>, _) = (found.collect(), judged(page, office));
        assert!(!judged.is_empty(), "{office}");
        wrong.extend(found.difference(&judged).map(|it| format!("{office}: {it:?} is not judged")));
        wrong.extend(judged.difference(&found).map(|it| format!("{office}: {it:?} is not found")));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
#[ignore = "tests/handed.sh"]
fn published_reports_are_drawn_whole() {
    for (path, office) in reports() {
        published::assert_published(office, &std::fs::read_to_string(path).unwrap(), true);
    }
}

#[test]
#[ignore = "tests/handed.sh"]
fn published_texts_are_well_set() {
    layout::assert_well_set(&layout::texts(&reports().map(|(path, _)| path)));
}
