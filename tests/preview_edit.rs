//! Edits of a data file change the rows they are about and nothing else.

use std::collections::BTreeMap;

use gongkai::data::Tree;
use gongkai::edit::{self, Changes, EditError, Written};
use gongkai::edition::{self, Edition};
use gongkai::report::{self, Attachments, Report};
use gongkai::source::{FileId, Source};
use gongkai::starter::{Prefill, starter};
use proptest::prelude::*;

const EXAMPLE: &str = include_str!("../examples/tancheng-2023/data.toml");
const PUBLISHED: &str = include_str!("../examples/tancheng-2023/as-published.toml");

fn edition() -> &'static Edition {
    edition::by_id("2021").unwrap()
}

fn blank() -> String {
    starter(edition(), &Prefill { year: 2023, agency: Some("某局"), kind: None, previous: None })
}

fn changes(cells: &[(&str, &str)]) -> Changes {
    let cells = cells.iter().map(|(cell, typed)| ((*cell).to_owned(), (*typed).to_owned()));
    Changes { cells: cells.collect(), narratives: BTreeMap::new() }
}

fn narrative(part: &str, text: &str) -> Changes {
    let narratives = BTreeMap::from([(part.to_owned(), text.to_owned())]);
    Changes { cells: BTreeMap::new(), narratives }
}

fn apply(text: &str, changes: &Changes) -> String {
    edit::apply(text, edition(), changes).unwrap()
}

/// Lines only before and only after.
fn difference(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let tails = before[head..].iter().rev().zip(after[head..].iter().rev());
    let tail = tails.take_while(|(a, b)| a == b).count();
    let cut = |lines: &[&str]| {
        lines[head..lines.len() - tail].iter().map(|line| (*line).to_owned()).collect()
    };
    (cut(&before), cut(&after))
}

/// What is typed in every cell.
fn figures(text: &str) -> BTreeMap<String, String> {
    let source = Source { id: FileId(0), name: String::new(), text: text.to_owned() };
    let tree = Tree::parse(&source);
    assert!(tree.errors.is_empty(), "{:?}\n{text}", tree.errors);
    let report = Report::read(&source, &tree, &Attachments::default(), &edition::ALL).unwrap();
    let typed = |cell: &edition::Cell, entry: &report::Entry| {
        let total = edition().find(cell).is_some_and(|place| place.column.total);
        let follows = total && entry.origin != report::Origin::Typed;
        if follows { String::new() } else { entry.typed.trim().to_owned() }
    };
    report.cells.iter().map(|(cell, entry)| (cell.to_string(), typed(cell, entry))).collect()
}

fn texts(text: &str) -> BTreeMap<String, Written> {
    let source = Source { id: FileId(0), name: String::new(), text: text.to_owned() };
    edit::narratives(&Tree::parse(&source), edition())
}

#[test]
fn a_figure_changes_in_its_place_and_columns_stay_aligned() {
    let after = apply(EXAMPLE, &changes(&[("requests.new.person", "128")]));
    let (old, new) = difference(EXAMPLE, &after);
    assert_eq!(
        old,
        [
            "new            = [16,   0,       0,       0,           0,           0]   # 一、本年新收政府信息公开申请数量"
        ]
    );
    assert_eq!(
        new,
        [
            "new            = [128,  0,       0,       0,           0,           0]   # 一、本年新收政府信息公开申请数量"
        ]
    );
}

#[test]
fn a_row_of_zeros_is_written_out() {
    let after = apply(EXAMPLE, &changes(&[("requests.carried_in.research", "2")]));
    let (old, new) = difference(EXAMPLE, &after);
    assert_eq!(old.len(), 1);
    assert_eq!(
        new,
        [
            "carried_in     = [0,    0,       2,       0,           0,           0]   # 二、上年结转政府信息公开申请数量"
        ]
    );
}

#[test]
fn a_blank_row_gets_what_is_known() {
    let after = apply(&blank(), &changes(&[("requests.new.enterprise", "3")]));
    let (old, new) = difference(&blank(), &after);
    assert_eq!((old.len(), new.len()), (1, 1));
    assert!(old[0].starts_with("new"), "{old:?}");
    assert!(new[0].contains("= [\"\",    3,       \"\", "), "{new:?}");
}

#[test]
fn a_figure_that_is_no_number_is_quoted() {
    let after = apply(EXAMPLE, &changes(&[("licensing.licences.decisions", "4万")]));
    let (_, new) = difference(EXAMPLE, &after);
    assert_eq!(new, ["licences = \"4万\"                 # 行政许可"]);
}

#[test]
fn missing_rows_go_where_the_form_has_them() {
    let without: String = EXAMPLE
        .lines()
        .filter(|line| !line.starts_with("partly_granted") && !line.starts_with("inquiry"))
        .map(|line| line.to_owned() + "\n")
        .collect();
    let edits =
        [("requests.partly_granted.person", "12"), ("requests.refused.inquiry.person", "1")];
    let after = apply(&without, &changes(&edits));
    let line = |start: &str| after.lines().position(|line| line.starts_with(start)).unwrap();
    assert_eq!(line("partly_granted"), line("granted") + 1);
    assert_eq!(line("inquiry"), line("enforcement_files") + 1);
    let row = after.lines().find(|line| line.starts_with("partly_granted")).unwrap();
    assert!(row.contains("# 三、本年度办理结果（二）部分公开"), "{row}");
    assert!(row.starts_with("partly_granted = [12,  "), "{row}");
}

#[test]
fn missing_tables_are_added_below_their_neighbours() {
    let cut = EXAMPLE.split("[requests.unavailable]").next().unwrap().trim_end().to_owned() + "\n";
    let after = apply(&cut, &changes(&[("requests.unavailable.unclear.legal", "5")]));
    assert!(after.starts_with(&cut));
    assert!(after[cut.len()..].contains("[requests.unavailable]\nunclear = ["), "{after}");
    let figure = &figures(&after)["requests.unavailable.unclear.legal"];
    assert_eq!(figure, "5");
}

#[test]
fn dotted_and_inline_tables_are_edited_too() {
    let text = "year = 2023\nrequests.new = [1, 0, 0, 0, 0, 0]\nrequests.refused = { inquiry = 0 }\n\
        disputes.review = { upheld = 1, corrected = 0 }\n";
    let edits = [
        ("requests.new.person", "7"),
        ("requests.refused.state_secret.person", "2"),
        ("requests.granted.person", "5"),
        ("disputes.review.upheld", "3"),
        ("disputes.review.corrected", "2"),
        ("disputes.review.pending", "4"),
    ];
    let after = apply(text, &changes(&edits));
    for (cell, typed) in edits {
        assert_eq!(figures(&after)[cell], typed, "{after}");
    }
}

#[test]
fn what_cannot_be_edited_is_refused() {
    let edit = |text: &str, cell| edit::apply(text, edition(), &changes(&[(cell, "1")]));
    let broken = edit("year = 2023\n[requests]\nnew = [1, 2\n", "requests.new.person");
    assert!(matches!(broken, Err(EditError::Broken { .. })), "{broken:?}");
    let unknown = edit(EXAMPLE, "requests.nothing.person");
    assert!(matches!(unknown, Err(EditError::Unknown(_))), "{unknown:?}");
    let short = edit("year = 2023\n[requests]\nnew = [1, 2]\n", "requests.new.person");
    assert_eq!(
        short.unwrap_err().to_string(),
        "一、本年新收政府信息公开申请数量 的写法特殊，不能在这里改，请在数据文件第 3 行改"
    );
}

#[test]
fn a_text_keeps_its_lines_and_its_quotes() {
    let Written::Here(old) = texts(EXAMPLE)["problems"].clone() else { panic!() };
    let after = apply(EXAMPLE, &narrative("problems", &(old.clone() + "\n\n再加一段。")));
    let (gone, new) = difference(EXAMPLE, &after);
    assert!(gone.is_empty(), "{gone:?}");
    assert_eq!(new, ["", "再加一段。"]);
    let odd = "引号\"\"\"四个\"\"\"\"，反斜杠\\，制表\t\n\n第二段'''\"";
    let after = apply(EXAMPLE, &narrative("problems", odd));
    assert_eq!(texts(&after)["problems"], Written::Here(odd.to_owned()));
    let note = apply(EXAMPLE, &narrative("requests", "说明一句。"));
    let (gone, new) = difference(EXAMPLE, &note);
    assert!(gone.is_empty());
    assert_eq!(new.iter().filter(|line| !line.is_empty()).count(), 3, "{new:?}");
}

#[test]
fn line_ends_stay() {
    let text = EXAMPLE.replace('\n', "\r\n");
    let mut edits = changes(&[("requests.new.person", "1"), ("requests.carried_out.legal", "1")]);
    edits.narratives.insert("overview".into(), "一段。\n\n二段。".into());
    let after = apply(&text, &edits);
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    assert_eq!(texts(&after)["overview"], Written::Here("一段。\n\n二段。".into()));
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (0..100_000_u32).prop_map(|n| n.to_string()),
        "[0-9]{1,30}",
        "-?[0-9]{1,3}\\.[0-9]{1,3}",
        "[0-9０-９,\"\\\\ 万件+]{1,8}",
    ]
}

fn edits() -> impl Strategy<Value = Changes> {
    let cells: Vec<_> = edition()
        .cells()
        .filter(|place| !place.total())
        .map(|place| place.cell().to_string())
        .collect();
    let part = prop_oneof![Just("overview"), Just("requests"), Just("problems"), Just("other")];
    let cells = proptest::collection::btree_map(proptest::sample::select(cells), typed(), 0..12);
    let texts = proptest::collection::btree_map(
        part.prop_map(str::to_owned),
        "[一二三a-c。'\"\\\\\n\t#{}\\[\\]= ]{0,40}",
        0..3,
    );
    (cells, texts).prop_map(|(cells, narratives)| Changes { cells, narratives })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn only_what_was_edited_changes(
        edits in edits(),
        which in 0..3,
        crlf in any::<bool>(),
    ) {
        let text = match which {
            0 => blank(),
            1 => EXAMPLE.to_owned(),
            _ => PUBLISHED.to_owned(),
        };
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let after = apply(&text, &edits);

        let mut expected = figures(&text);
        for (cell, typed) in &edits.cells {
            expected.insert(cell.clone(), typed.trim().to_owned());
        }
        prop_assert_eq!(figures(&after), expected);

        let mut expected = texts(&text);
        for (part, text) in &edits.narratives {
            let text = text.trim_matches('\n').to_owned();
            if !text.is_empty() || expected.contains_key(part) {
                expected.insert(part.clone(), Written::Here(text));
            }
        }
        prop_assert_eq!(texts(&after), expected);

        // Comments stay, and so does every line of a key that was not edited.
        let touched: Vec<_> = edits.cells.keys().filter_map(|cell| cell.rsplit('.').nth(1)).collect();
        let kept = |line: &&str| {
            let key = line.split('=').next().unwrap_or_default().trim();
            line.trim_start().starts_with(['#', '['])
                || line.contains(" = ") && !line.contains("\"\"\"") && !touched.contains(&key)
        };
        if edits.narratives.is_empty() {
            let mut lines = after.split('\n');
            for line in text.split('\n').filter(kept) {
                prop_assert!(lines.any(|other| other == line), "{}", line);
            }
            prop_assert_eq!(text.matches('\n').count(), after.matches('\n').count());
        }
        prop_assert_eq!(apply(&after, &edits), after);
    }
}
