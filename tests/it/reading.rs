//! Reading a data file against its edition.

use gongkai::report::{Origin, Problem};
use proptest::prelude::*;

use crate::support::data::read;

/// The problems as a person would list them, each with what it points at.
fn problems(text: &str) -> String {
    let report = read(text);
    let list = report.problems.iter().map(|problem| {
        let marked = text.get(problem.span.range()).unwrap_or("(outside)");
        format!("{marked:?} {:?}", problem.value)
    });
    list.collect::<Vec<_>>().join("\n")
}

const EXAMPLES: [&str; 10] = [
    include_str!("../../examples/haizhu-2018/as-published.toml"),
    include_str!("../../examples/haizhu-2018/data.toml"),
    include_str!("../../examples/hecheng-2020/as-published.toml"),
    include_str!("../../examples/hecheng-2020/data.toml"),
    include_str!("../../examples/liangzihu-2020/as-published.toml"),
    include_str!("../../examples/liangzihu-2020/data.toml"),
    include_str!("../../examples/tancheng-2023/as-published.toml"),
    include_str!("../../examples/tancheng-2023/data.toml"),
    include_str!("../../examples/yuexi-2019/as-published.toml"),
    include_str!("../../examples/yuexi-2019/data.toml"),
];

#[test]
fn examples_are_understood() {
    for text in EXAMPLES {
        let report = read(text);
        assert_eq!(report.problems, []);
        let schema = format!("#:schema ../../schemas/{}.schema.json\n", report.edition.id);
        assert!(text.starts_with(&schema));
    }
    let filled = EXAMPLES.map(|text| read(text).filled());
    assert_eq!(filled[7], (200, 200));
    assert_eq!(filled[5].0, filled[5].1);
    // 137 blanks in table three and 13 in table four, as published.
    assert_eq!(filled[2], (48, 198));
}

const HEAD: &str = "year = 2023\n[agency]\nname = '甲局'\nkind = 'county_department'\n";

fn with(body: &str) -> String {
    problems(&format!("{HEAD}{body}"))
}

#[test]
fn what_is_not_understood_is_listed_with_its_place() {
    let found = [
        with("[requests]\nnew = [1, 2]"),
        with("[requests]\nnew = [1, 2, 3, 4, 5, 6, 7, 8]"),
        with("[requests]\nnew = 5"),
        with("[requests]\nnew = true"),
        with("[requests]\nnew = [1, [2], 3, 4, 5, 6]"),
        with("[requests]\nnew = { man = 1 }"),
        with("[requests]\nrefused = 0"),
        with("[requests]\nnwe = 0"),
        with("[licensing]\nlicences = [1, 2]"),
        with("[licensing]\nlicences = false"),
        with("[request]\nnew = 0"),
        problems("documents = 0\nyear = 2023\n[agency]\nname = ''\nkind = ''"),
        with("[narrative]\noverview = 1"),
        with("[narrative]\noverview = { file = 'a.md' }"),
        with("[narrative]\noverview = '{{ requests.new.totl }}'"),
        with("[narrative]\noverview = '{{ requests.new.total }}'"),
        with("[narrative]\noverview = '收到{{ year 件'"),
        with("[publication]\ndate = 2023-02-30"),
        with("[publication]\ndate = '二月'"),
        with("[publication]\nsign = 1"),
        with("[[waive]]\nreason = 'x'"),
        with("[[waive]]\nrule = 'x'\ncells = 'y'"),
        problems("waive = 1\nyear = 2023\n[agency]\nname = ''\nkind = ''"),
        with("[processing_fee]\nrequests = []"),
        problems("processing_fee = 1\nyear = 2023\n[agency]\nname = ''\nkind = ''"),
        problems("narrative = 'x'\nyear = 2023\n[agency]\nname = ''\nkind = ''"),
        problems("[agency]\nname = 1\nkind = 'county'\nshort_names = '甲'"),
        problems("year = 23\nedition = '2022'"),
        problems("year = 2023\nyear = 2024\n[agency"),
        problems(""),
    ];
    insta::assert_snapshot!(found.join("\n\n"));
}

#[test]
fn rows_may_be_written_in_several_ways() {
    let figures = |row: &str| {
        let report = read(&format!("{HEAD}[requests]\nnew = {row}"));
        assert_eq!(report.problems, []);
        let columns = &report.edition.table("requests").unwrap().columns;
        let figures = columns.iter().map(|column| {
            let figure = report.figure(&format!("requests.new.{}", column.id));
            figure.map_or("_".to_owned(), |figure| figure.to_string())
        });
        figures.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(figures("[16, 0, 0, 0, 0, 4]"), "16 0 0 0 0 4 20");
    assert_eq!(figures("[16, 0, 0, 0, 0, 4, 21]"), "16 0 0 0 0 4 21");
    assert_eq!(figures("['１６', '1,000', '2件', 0, 0, 4]"), "16 1000 2 0 0 4 1022");
    assert_eq!(figures("{ person = 16, total = 16 }"), "16 _ _ _ _ _ 16");
    assert_eq!(figures("[16, '', 0, 0, 0, 4]"), "16 _ 0 0 0 4 _");
    assert_eq!(figures("[16, '/', 0, 0, 0, 4]"), "16 _ 0 0 0 4 _");
    assert_eq!(figures("0"), "0 0 0 0 0 0 0");
    assert_eq!(figures("[]"), "_ _ _ _ _ _ _");
    assert_eq!(figures("''"), "_ _ _ _ _ _ _");
}

#[test]
fn totals_follow_from_what_is_there() {
    let report = read(EXAMPLES[7]);
    let handled = |column| {
        let entry = report.edition.address(&format!("requests.handled.{column}")).unwrap();
        report.entry(&entry).unwrap().clone()
    };
    assert_eq!(handled("person").figure.unwrap().to_string(), "16");
    assert_eq!(handled("total").figure.unwrap().to_string(), "16");
    assert_eq!(handled("total").origin, Origin::Derived);
}

/// A header that lacks a bracket is said once, and what follows it belongs to
/// the table it evidently means.
#[test]
fn a_broken_header_is_one_slip() {
    const EXAMPLE: &str = include_str!("../../examples/tancheng-2023/data.toml");
    let whole = read(EXAMPLE);
    let headers: Vec<_> = EXAMPLE.lines().filter(|line| line.starts_with('[')).collect();
    assert!(headers.len() > 5);
    for header in headers {
        let (name, rest) = header.trim_start_matches('[').split_once(']').unwrap();
        for broken in [format!("[{name}"), format!("{name}]"), format!("【{name}】")] {
            let broken = broken + rest.trim_start_matches(']');
            let report = read(&EXAMPLE.replacen(header, &broken, 1));
            let said: Vec<_> = report.problems.iter().map(|problem| &problem.value).collect();
            assert!(matches!(said[..], [Problem::Syntax(_)]), "{broken}: {said:?}");
            assert_eq!(report.filled(), whole.filled(), "{broken}");
        }
    }
}

proptest! {
    #[test]
    fn a_file_half_typed_is_read(at in 0..EXAMPLES.len(), cut in 0.0..1.0f64, len in 0..400usize, put in ".{0,6}") {
        let text = EXAMPLES[at];
        let place = |offset: usize| (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small file")]
        let from = place((cut * text.len() as f64) as usize);
        let to = place(from + len);
        let text = format!("{}{put}{}", &text[..from], &text[to..]);
        let report = read(&text);
        for problem in &report.problems {
            prop_assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
        }
        prop_assert_eq!(report.cells.len(), report.edition.cells().count());
    }
}
