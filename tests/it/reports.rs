//! Whole reports: the examples, and a few that are hard to read.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use gongkai::document::template;
use gongkai::law::Law;
use gongkai::rules::{self, Input, Outcome};
use gongkai::source::Source;
use gongkai::source::diagnostic::Severity;

use crate::catalogue;
use crate::support::data::{report, source};

#[test]
fn corrected_examples_have_neither_errors_nor_warnings() {
    let mut failures = String::new();
    for path in examples("data.toml") {
        let (source, outcome) = check(&path);
        println!("{}", listed(&source, &outcome));
        if outcome.count(Severity::Error) + outcome.count(Severity::Warning) > 0 {
            failures += &listed(&source, &outcome);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn examples_as_published_show_what_their_table_says() {
    let readme = std::fs::read_to_string(root().join("examples/README.md")).unwrap();
    let known = rules::reference(Law::shipped());
    let mut failures = String::new();
    for path in examples("as-published.toml") {
        let (source, outcome) = check(&path);
        println!("{}", listed(&source, &outcome));
        let name = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let promised = promised(&readme, &name);
        assert!(!promised.is_empty(), "{name} has a table");
        for rule in promised {
            assert!(catalogue::lists(&rule), "{name}: there is no {rule}");
            let exists = known.iter().any(|known| known.id == rule);
            if exists && !outcome.findings.iter().any(|finding| finding.rule == rule) {
                writeln!(failures, "{name}: {rule} is promised and missing").unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_text_of_ten_megabytes_is_refused_at_its_place() {
    let text = format!("year = 2023\n[narrative]\noverview = \"{}\"", "字".repeat(3_500_000));
    let source = source(&text);
    let report = report(&source);
    assert!(report.narrative("overview").is_none());
    let outcome = rules::check(&Input { report: &report, last: None, printed: None });
    let finding = outcome.findings.iter().find(|finding| finding.rule == "FILE-LENGTH").unwrap();
    assert_eq!(source.position(finding.place().unwrap().range().start), (3, 13));
    assert_eq!(finding.message, "“一、总体情况”超过200000字，没有采用");
}

#[test]
fn one_slip_brings_one_error() {
    let path = root().join("examples/tancheng-2023/data.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    for (right, wrong, rule) in [
        ("year = 2023", "year = \"二〇二三\"", "FILE-TYPE"),
        ("year = 2023", "year = 2023年", "FILE-SYNTAX"),
        ("name = \"郯城县行政审批服务局\"", "name = 1", "FILE-TYPE"),
        ("new            = [16,", "new            = [16件,", "FILE-SYNTAX"),
        ("inquiry                = 0", "inquiry                = 0件", "FILE-SYNTAX"),
        ("overview = \"\"\"", "overview = 1\nunused = \"\"\"", "FILE-TYPE"),
        (
            "problems = \"\"\"",
            "problems = { file = \"没有.md\" }\nunused = \"\"\"",
            "FILE-REFERENCE",
        ),
        ("other = \"\"\"", "other = { file = \"没有.md\" }\nunused = \"\"\"", "FILE-REFERENCE"),
    ] {
        assert_eq!(text.matches(right).count(), 1, "{right}");
        let text = text.replace(right, wrong);
        let (source, outcome) = judge("data.toml".to_owned(), &text);
        let errors = outcome.findings.iter().filter(|one| one.severity == Severity::Error);
        // Where the text went, so that it is no TOML of its own.
        let rules = errors.map(|one| one.rule.as_str()).filter(|one| *one != "FILE-KEY");
        assert_eq!(rules.collect::<Vec<_>>(), [rule], "{wrong}\n{}", listed(&source, &outcome));
    }
}

/// The rules of the table of an example: those not marked ※ and not negated.
fn promised(readme: &str, example: &str) -> Vec<String> {
    let title = format!("（`{example}`）");
    let lines =
        readme.lines().skip_while(|line| !line.starts_with("## ") || !line.contains(&title));
    let rows = lines.skip(1).take_while(|line| !line.starts_with("## "));
    let mut rules = Vec::new();
    for row in rows.filter(|row| row.starts_with("| ") && !row.starts_with("| 序号")) {
        let cell = row.split(" | ").nth(2).unwrap_or_default();
        if cell.starts_with('—') {
            continue;
        }
        for piece in cell.split('、') {
            let mut parts = piece.split('`');
            let rule = parts.nth(1).unwrap_or_default();
            let behind = parts.next().unwrap_or_default();
            if !behind.contains('※') && !behind.contains("上年数据") && !rule.is_empty() {
                rules.push(rule.to_owned());
            }
        }
    }
    rules
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn examples(name: &str) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(root().join("examples")).unwrap();
    let files = folders.map(|folder| folder.unwrap().path().join(name));
    let mut files: Vec<_> = files.filter(|file| file.is_file()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

pub(crate) fn check(path: &Path) -> (Source, Outcome) {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
    judge(name, &text)
}

fn judge(name: String, text: &str) -> (Source, Outcome) {
    let source = Source { name, ..source(text) };
    let report = report(&source);
    let document = template::document(&report, template::STANDARD, false).unwrap();
    let printed = template::printed(&document);
    let outcome = rules::check(&Input { report: &report, last: None, printed: Some(&printed) });
    (source, outcome)
}

/// One line for each finding.
fn listed(source: &Source, outcome: &Outcome) -> String {
    let mut text = format!("{}\n", source.name);
    for finding in &outcome.findings {
        let place = finding.place().unwrap();
        let (line, column) = source.position(place.range().start);
        let waived = if finding.waived.is_some() { "（已登记保留）" } else { "" };
        let (severity, rule, message) = (finding.severity, &finding.rule, &finding.message);
        writeln!(text, "  {line}:{column} {severity}{waived} {rule} {message}").unwrap();
    }
    for skip in &outcome.skipped {
        writeln!(text, "  未核对 {}：{}", skip.rule, skip.reason).unwrap();
    }
    text
}
