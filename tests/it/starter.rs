//! The starter file: well-formed, unfilled, and last year's facts in place.

use gongkai::desk::starter::{Prefill, Previous, starter};
use gongkai::law::Law;
use gongkai::law::edition::Edition;

use gongkai::report::Report;
use proptest::prelude::*;

use crate::support::data::read;

fn example(name: &str) -> Report {
    let path = format!("{}/examples/{name}/data.toml", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read_to_string(path).unwrap())
}

fn empty(year: u16) -> Prefill<'static> {
    Prefill { year, agency: None, kind: None, schemas: None, previous: None }
}

fn after(report: &Report, year: u16) -> Prefill<'_> {
    let previous = Previous { path: "../last/data.toml", report };
    Prefill { previous: Some(previous), ..empty(year) }
}

/// Addresses of the cells that hold something.
fn filled(report: &Report) -> Vec<String> {
    let filled = report.cells.iter().filter(|(_, entry)| !entry.is_blank());
    filled.map(|(cell, _)| cell.to_string()).collect()
}

/// The lines with any of these words.
fn lines(text: &str, words: &[&str]) -> String {
    let lines = text.lines().filter(|line| words.iter().any(|word| line.contains(word)));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_edition_has_one_that_reads_without_a_problem_and_unfilled() {
    for edition in &Law::shipped().editions {
        let text = starter(Law::shipped(), edition, &empty(edition.since));
        let report = read(&text);
        assert_eq!(report.edition.id, edition.id);
        assert_eq!(report.problems, [], "{}", edition.id);
        assert_eq!(report.filled(), (0, edition.cells().count()));
        assert!(edition.parts.iter().all(|part| report.narrative(&part.id).is_none()));
        assert_eq!(report.fee.is_some(), edition.processing_fee);
        assert!(report.fee.is_none_or(|fee| fee.requests.is_blank() && fee.amount.is_blank()));
        assert!(report.waivers.is_empty());
        assert!(text.starts_with(&format!("#:schema ./{}.schema.json\n", edition.id)));
    }
}

#[test]
fn every_label_of_the_form_stands_in_it() {
    for edition in &Law::shipped().editions {
        let text = starter(Law::shipped(), edition, &empty(edition.since));
        for table in &edition.tables {
            assert!(text.contains(table.heading()), "{}", table.id);
            for line in table.rows.iter().chain(table.columns.iter().filter(|line| !line.total)) {
                assert!(text.contains(line.short_label()), "{} {}", edition.id, line.id);
                assert!(text.contains(&line.guide), "{} {}", edition.id, line.id);
            }
        }
        for part in &edition.parts {
            assert!(text.contains(&format!("# {}\n", part.heading)));
            assert!(part.guide.lines().all(|line| text.contains(line)));
        }
    }
}

#[test]
fn every_comment_that_shows_a_key_is_right() {
    // What a clerk gets by taking away the `# ` before what may be left out.
    for edition in &Law::shipped().editions {
        let text = starter(Law::shipped(), edition, &empty(edition.since));
        let shown = |line: &str| {
            let key = line.strip_prefix("# ")?.split_once(" = ")?.0.trim();
            let plain = key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            plain.then(|| line[2..].to_owned())
        };
        let uncommented: Vec<String> = text
            .lines()
            .map(|line| {
                line.strip_prefix("# [[").map(|rest| format!("[[{rest}")).unwrap_or(line.to_owned())
            })
            .map(|line| shown(&line).unwrap_or(line))
            .collect();
        let report = read(&uncommented.join("\n"));
        assert_eq!(report.problems, []);
        assert_eq!(report.waivers.len(), 1);
        assert!(report.publication.sign && report.publication.date.is_some());
    }
}

#[test]
fn the_whole_file_for_the_year_after() {
    let report = example("tancheng-2023");
    let text =
        starter(Law::shipped(), Law::shipped().edition("2021").unwrap(), &after(&report, 2024));
    insta::assert_snapshot!("starter_2024", text);
}

#[test]
fn what_follows_from_last_year_is_filled_in() {
    let last = example("tancheng-2023");
    let report = read(&starter(
        Law::shipped(),
        Law::shipped().edition("2021").unwrap(),
        &after(&last, 2024),
    ));
    assert_eq!(report.problems, []);
    let columns = ["enterprise", "legal", "other", "person", "research", "total", "welfare"];
    assert_eq!(filled(&report), columns.map(|column| format!("requests.carried_in.{column}")));
    assert_eq!(report.previous.unwrap().value, "../last/data.toml");
    assert_eq!(report.agency.name.unwrap().value, "郯城县行政审批服务局");
    assert_eq!(report.agency.kind.unwrap().value.kind, "county_department");
}

#[test]
fn every_column_is_carried_over() {
    let last = read(
        "year = 2023\n[documents]\nnormative = [3, 1, 12]\n\
         [requests]\ncarried_out = [1, 0, 2, 0, 0, 3]",
    );
    let text =
        starter(Law::shipped(), Law::shipped().edition("2021").unwrap(), &after(&last, 2024));
    let report = read(&text);
    let figure = |address| report.figure(address).unwrap().to_string();
    assert_eq!(figure("requests.carried_in.person"), "1");
    assert_eq!(figure("requests.carried_in.research"), "2");
    assert_eq!(figure("requests.carried_in.total"), "6");
    assert_eq!(report.filled().0, 7);
    insta::assert_snapshot!(lines(&text, &["carried_in", "normative", "上年现行有效"]));
}

#[test]
fn figures_come_from_the_year_before_only() {
    let last = example("tancheng-2023");
    let report = read(&starter(
        Law::shipped(),
        Law::shipped().edition("2021").unwrap(),
        &after(&last, 2025),
    ));
    assert_eq!(report.filled().0, 0);
    assert!(report.agency.name.is_some());
}

#[test]
fn blanks_of_last_year_stay_blank() {
    let last = read("year = 2023\n[requests]\ncarried_out = [1, '', 0, 0, 0, 0]");
    let report = read(&starter(
        Law::shipped(),
        Law::shipped().edition("2021").unwrap(),
        &after(&last, 2024),
    ));
    assert_eq!(report.problems, []);
    assert_eq!(report.filled().0, 5);
    let last = read("year = 2023");
    let report = read(&starter(
        Law::shipped(),
        Law::shipped().edition("2021").unwrap(),
        &after(&last, 2024),
    ));
    assert_eq!(report.filled().0, 0);
}

#[test]
fn items_are_carried_on_within_the_trial_edition_and_not_beyond() {
    let last =
        read("year = 2019\n[licensing]\nlicences = [178, -1, 9]\nother_services = [3, -5, 0]");
    let text =
        starter(Law::shipped(), Law::shipped().edition("2019").unwrap(), &after(&last, 2020));
    insta::assert_snapshot!(lines(&text, &["licences", "other_services"]));
    let report = read(&text);
    assert_eq!(report.problems, []);
    assert_eq!(filled(&report), ["licensing.licences.items_last_year"]);

    let last = example("hecheng-2020");
    let report = read(&starter(
        Law::shipped(),
        Law::shipped().edition("2021").unwrap(),
        &after(&last, 2021),
    ));
    assert_eq!(report.problems, []);
    assert!(filled(&report).iter().all(|cell| cell.starts_with("requests.carried_in.")));
    assert_eq!(report.filled().0, 7);
}

#[test]
fn the_agency_is_carried_over_whole() {
    let facts = r#"
        name = "甲局"
        kind = "vertical_agency"
        scope = "aggregate"
        short_names = ["甲", "乙\"丙"]
        ancestors = ["省"]
        founded = 2023-05-01
        [agency.contact]
        unit = "1"
        address = "2"
        postcode = "3"
        phone = "4"
        fax = "5"
        email = "6"
        hours = "7"
        website = "8"
    "#;
    let last = read(&format!("year = 2023\n[agency]\n{facts}"));
    assert_eq!(last.problems, []);
    let text =
        starter(Law::shipped(), Law::shipped().edition("2021").unwrap(), &after(&last, 2024));
    let section = text.split("[agency]").nth(1).unwrap().split("[publication]").next().unwrap();
    // All but the day of foundation, which concerns last year.
    assert_eq!(lines(section, &["# founded"]).lines().count(), 1);
    assert!(!section.lines().any(|line| line.starts_with("# ") && !line.contains("founded")));
    let report = read(&text);
    assert_eq!(report.problems, []);
    assert!(report.agency.aggregate);
    assert_eq!(report.agency.short_names[1].value, "乙\"丙");
    assert_eq!(report.agency.contact.website.unwrap().value, "8");
}

#[test]
fn last_years_problems_are_quoted_to_be_answered() {
    let last = read(
        "year = 2023\n[narrative]\nproblems = \"一是\\r少。\\n\\n二是{{ year }}年慢。\\u0007\"",
    );
    let text =
        starter(Law::shipped(), Law::shipped().edition("2021").unwrap(), &after(&last, 2024));
    assert_eq!(read(&text).problems, []);
    insta::assert_snapshot!(lines(&text, &["上年报告写了", "一是", "二是"]));
}

/// Names nobody should have, and everybody's tools must bear.
fn hostile() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "\"",
        "\\",
        "\n",
        "\r",
        "\"\"\"",
        "{{ year }}",
        "#",
        "😀",
        "\u{7f}",
        "\u{2028}",
        "局",
        "\t",
        "'",
    ]);
    prop::collection::vec(
        prop_oneof![nasty.prop_map(str::to_owned), any::<char>().prop_map(String::from)],
        1..12,
    )
    .prop_map(|parts| parts.concat())
    .prop_filter("blank", |name| !name.trim().is_empty())
}

fn any_edition() -> impl Strategy<Value = &'static Edition> {
    (0..Law::shipped().editions.len()).prop_map(|at| &*Law::shipped().editions[at])
}

proptest! {
    #[test]
    fn any_name_survives(name in hostile(), path in hostile(), edition in any_edition()) {
        let prefill = Prefill { agency: Some(&name), kind: Law::shipped().organ("street_office").map(|organ| &**organ), ..empty(edition.since) };
        let last = read(&starter(Law::shipped(), edition, &prefill));
        prop_assert_eq!(&last.problems, &[]);
        let previous = Some(Previous { path: &path, report: &last });
        let report = read(&starter(Law::shipped(), edition, &Prefill { previous, ..empty(edition.since) }));
        prop_assert_eq!(&report.problems, &[]);
        prop_assert_eq!(report.agency.name.unwrap().value, name);
        prop_assert_eq!(report.previous.unwrap().value, path);
    }

    #[test]
    fn any_problems_can_be_quoted(problems in hostile()) {
        let mut last = read("year = 2023\n[narrative]\nproblems = 'x'");
        last.narratives.iter_mut().find(|text| text.part == "problems").unwrap().text.value = problems;
        let edition = Law::shipped().edition("2021").unwrap();
        let report = read(&starter(Law::shipped(), edition, &after(&last, 2024)));
        prop_assert_eq!(&report.problems, &[]);
        prop_assert!(report.narrative("problems").is_none());
    }
}
