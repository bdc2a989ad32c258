//! The 勾稽关系 of the editions, on figures.

use gongkai::law::Law;
use gongkai::law::balance::{self, Relation};
use gongkai::law::edition::Cell;
use gongkai::report::Report;

use crate::support::data::read;

fn example(name: &str) -> Report {
    let path = format!("{}/examples/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read_to_string(path).unwrap())
}

/// Whether a relation holds, if all its figures are there.
fn holds(relation: &Relation<'_>, this: &Report, last: Option<&Report>) -> Option<bool> {
    let figure = |cell: &Cell, last_year| {
        let report = if last_year { last? } else { this };
        Some(report.entry(cell)?.figure?.amount())
    };
    let [left, right] = relation.fill(figure)?;
    Some(relation.balance.equation.operator.holds(left.amount, right.amount))
}

/// The ids of the relations that do not hold, each with its line.
fn broken(this: &Report, last: Option<&Report>) -> Vec<String> {
    balance::relations(&this.edition)
        .filter(|relation| holds(relation, this, last) == Some(false))
        .map(|relation| format!("{} {}", relation.balance.id, relation.across.id))
        .collect()
}

/// Breaks a corrected example in one place.
fn change(name: &str, from: &str, to: &str) -> Report {
    let path = format!("{}/examples/{name}/data.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    read(&text.replacen(from, to, 1))
}

#[test]
fn corrected_examples_are_complete_and_add_up() {
    for (name, count) in [
        ("tancheng-2023", 51),
        ("yuexi-2019", 54),
        ("hecheng-2020", 54),
        ("liangzihu-2020", 55),
        ("haizhu-2018", 3),
    ] {
        let report = example(&format!("{name}/data"));
        let judged = balance::relations(&report.edition)
            .filter(|relation| holds(relation, &report, None).is_some());
        assert_eq!(judged.count(), count, "{name}");
        assert_eq!(broken(&report, None), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_relation_within_a_year_can_fail() {
    let cases = [
        (
            "tancheng-2023",
            "normative = [0,           0,           0]",
            "normative = [5, 1, 3]",
            "T2-VALID-BOUND normative",
        ),
        (
            "tancheng-2023",
            "carried_in     = 0",
            "carried_in = [1, 0, 0, 0, 0, 0]",
            "T3-COL-BALANCE person",
        ),
        (
            "tancheng-2023",
            "duplicate   = 0",
            "duplicate = [0, 0, 0, 0, 0, 1, 0]",
            "T3-ROW-TOTAL unprocessed.duplicate",
        ),
        (
            "tancheng-2023",
            "carried_out    = 0",
            "handled = [15, 0, 0, 0, 0, 0]\ncarried_out = 0",
            "T3-SUM7 person",
        ),
        (
            "tancheng-2023",
            "carried_out    = 0",
            "carried_out = [17, 0, 0, 0, 0, 0]",
            "T3-NONNEG-CARRY person",
        ),
        ("hecheng-2020", "rules     = [0, 0, 0]", "rules = [0, 23, 18]", "T2-TOTAL-OPENED rules"),
        (
            "liangzihu-2020",
            "other_documents = [0, 0, 0]",
            "other_documents = [0, 2, 1]",
            "T2-TOTAL-OPENED other_documents",
        ),
        (
            "hecheng-2020",
            "coercion  = [98, 0, 3]",
            "coercion = [98, -99, 3]",
            "T2-PREV-DELTA coercion",
        ),
        (
            "hecheng-2020",
            "administrative = [18, 17]",
            "administrative = [18, -19]",
            "T2-PREV-DELTA administrative",
        ),
        ("haizhu-2018", "total        = 144", "total = 145", "OLD-SUM count"),
        ("haizhu-2018", "fax       = 0", "fax = 1", "OLD-SUM count"),
        ("haizhu-2018", "unclear        = 0", "unclear = 1", "OLD-SUM count"),
    ];
    for (name, from, to, expected) in cases {
        let found = broken(&change(name, from, to), None);
        assert!(found.iter().any(|found| found == expected), "{expected}: {found:?}");
    }
    let report = read("year = 2023\n[disputes]\nreview = [2, 2, 0, 0, 5]");
    assert_eq!(broken(&report, None), ["T4-TOTAL review"]);
}

#[test]
fn years_are_compared_where_their_editions_allow_it() {
    let last = read(
        "year = 2022\n[documents]\nnormative = [0, 0, 698]\n[requests]\ncarried_out = [1, 0, 0, 0, 0, 0]",
    );
    let this =
        read("year = 2023\n[documents]\nnormative = [77, 132, 470]\n[requests]\ncarried_in = 0");
    assert_eq!(
        broken(&this, Some(&last)),
        ["XY-VALID normative", "XY-CARRY total", "XY-CARRY person"]
    );
    let last = read(
        "year = 2019\n[licensing]\nlicences = [396, 0, 0]\n[documents]\nnormative = [1, 1, 166]",
    );
    let this = read("year = 2020\n[licensing]\nlicences = [178, 0, 0]");
    assert_eq!(broken(&this, Some(&last)), ["XY-2019-PREV licences"]);
    // Table two of 2021 counts other things.
    let this = read("year = 2021\n[documents]\nnormative = [0, 0, 665]\n[licensing]\nlicences = 0");
    assert_eq!(broken(&this, Some(&last)), Vec::<String>::new());
    let carry = read("year = 2020\n[requests]\ncarried_out = 0");
    let this = read("year = 2021\n[requests]\ncarried_in = [0, 0, 0, 0, 0, 2]");
    assert_eq!(broken(&this, Some(&carry)), ["XY-CARRY total", "XY-CARRY other"]);
}

#[test]
fn severities_are_those_of_the_catalogue() {
    use gongkai::source::diagnostic::Severity::{Error, Warning};
    for edition in &Law::shipped().editions {
        let balances: Vec<_> = edition.tables.iter().flat_map(|table| &table.balances).collect();
        assert!(!balances.is_empty(), "{}", edition.id);
        for balance in balances {
            let expected = match balance.id.as_str() {
                "XY-CARRY" if !balance.only.is_empty() => Error,
                "OLD-SUM" | "XY-CARRY" | "XY-VALID" | "XY-2019-PREV" => Warning,
                _ => Error,
            };
            assert_eq!(balance.severity, expected, "{}", balance.id);
        }
    }
}
