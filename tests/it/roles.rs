//! Rules ask for what lines mean; a form that lacks it is told so.

use std::collections::BTreeSet;
use std::sync::Arc;

use gongkai::data::Tree;
use gongkai::law::Law;
use gongkai::law::edition::{Edition, EditionError, Lacking};
use gongkai::law::role::{COLUMNS, PARTS, ROWS, TABLES};
use gongkai::report::{Attachments, Report};
use gongkai::rules::{self, Input};
use gongkai::source::{FileId, Source};

use crate::rules::{renamed, told};

const TEXT: &str = include_str!("../../schemas/2021.toml");
const EXAMPLES: [&str; 2] = [
    include_str!("../../examples/tancheng-2023/data.toml"),
    include_str!("../../examples/tancheng-2023/as-published.toml"),
];

fn check(source: &Source, law: &Arc<Law>) -> rules::Outcome {
    let tree = Tree::parse(source);
    let report = Report::read(source, &tree, &Attachments::default(), law).unwrap();
    rules::check(&Input { report: &report, last: None, printed: None })
}

#[test]
fn examples_under_other_ids_give_the_same_findings() {
    for text in EXAMPLES {
        let source = Source { id: FileId(0), name: String::new(), text: text.to_owned() };
        let own = check(&source, Law::shipped());
        let other = check(&renamed::data(&source), &renamed::LAW);
        assert!(!own.skipped.is_empty());
        assert_eq!(told(&own), told(&other));
    }
}

#[test]
fn a_form_without_a_line_says_which_rules_do_not_apply() {
    let without = TEXT
        .lines()
        .filter(|line| !line.contains("role = \"carried_in\""))
        .collect::<Vec<_>>()
        .join("\n")
        .replace("new + carried_in", "new");
    let without = without.replace("last.carried_out = carried_in", "last.carried_out = new");
    let edition = Edition::parse(&without, &[]).unwrap();
    let lacking = rules::not_applicable(&edition);
    let lacking: Vec<_> = lacking.iter().map(|rule| (rule.rule, rule.reason.as_str())).collect();
    let reason = "这种格式没有“上年结转”一行";
    assert!(lacking.contains(&("T3-PARTIAL-DOUBLE", reason)), "{lacking:?}");
    // What does not need it still applies.
    assert!(lacking.iter().all(|(rule, _)| *rule != "TX-RECEIVED"));
    assert!(lacking.contains(&("TX-CARRY", "这种格式没有“上年结转”一行，其余照常核对")));
    // The check of a report says the same.
    let source = Source { id: FileId(0), name: String::new(), text: EXAMPLES[0].to_owned() };
    let outcome = check(&source, &Law::of(&Arc::new(edition)));
    let told = outcome.not_applicable.iter().map(|rule| (rule.rule, rule.reason.as_str()));
    assert_eq!(told.collect::<Vec<_>>(), lacking);
}

#[test]
fn a_role_is_claimed_once_and_known() {
    let wrong = |from: &str, to: &str| {
        assert!(TEXT.contains(from), "{from}");
        Edition::parse(&TEXT.replacen(from, to, 1), &[]).unwrap_err()
    };
    let twice = wrong("role = \"carried_in\"", "role = \"new\"");
    assert!(matches!(&twice, EditionError::DuplicateRole { name, .. } if name == "new"));
    assert_eq!(twice.to_string(), "格式 2021：requests.rows 中有两处 role 是 new");
    let unknown = wrong("role = \"carried_in\"", "role = \"carried\"");
    assert_eq!(unknown.to_string(), "格式 2021：requests.rows 中没有“carried”这个 role");
    let part = wrong("role      = \"problems\"", "role      = \"other\"");
    assert_eq!(part.to_string(), "格式 2021：part 中有两处 role 是 other");
}

#[test]
fn every_role_is_some_forms() {
    let editions = &Law::shipped().editions;
    let tables = || editions.iter().flat_map(|edition| &edition.tables);
    let used = |roles: Vec<&Option<String>>| -> BTreeSet<String> {
        roles.into_iter().flatten().cloned().collect()
    };
    let lines = [
        (PARTS, used(editions.iter().flat_map(|e| &e.parts).map(|part| &part.role).collect())),
        (TABLES, used(tables().map(|table| &table.role).collect())),
        (ROWS, used(tables().flat_map(|table| &table.rows).map(|row| &row.role).collect())),
        (COLUMNS, used(tables().flat_map(|t| &t.columns).map(|column| &column.role).collect())),
    ];
    for (known, used) in lines {
        let known: BTreeSet<_> = known.iter().map(|(role, _)| (*role).to_owned()).collect();
        assert_eq!(known, used);
    }
}

#[test]
fn what_rules_need_is_named_in_the_vocabulary() {
    let full = Law::shipped().edition("2021").unwrap();
    let trial = Law::shipped().edition("2019").unwrap();
    let mut needs = 0;
    for rule in rules::all() {
        for need in rule.needs {
            needs += 1;
            for path in need.split(['|', '+']) {
                let has =
                    full.lacks(path) == Lacking::Nothing || trial.lacks(path) == Lacking::Nothing;
                assert!(has, "{}: {path} is in neither national form", rule.id);
            }
        }
    }
    assert!(needs > 40, "{needs}");
}
