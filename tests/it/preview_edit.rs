//! Edits of a data file change the rows they are about and nothing else.

use std::collections::BTreeMap;

use std::sync::Arc;

use gongkai::data::Tree;
use gongkai::desk::edit::{self, Changes, EditError, Written};
use gongkai::desk::starter::{Prefill, starter};
use gongkai::law::Law;
use gongkai::law::edition::{self, Edition};
use gongkai::law::field::{self, FieldKind};
use gongkai::report::{self, Attachments, Report};
use gongkai::source::{FileId, Source};
use proptest::prelude::*;

const EXAMPLE: &str = include_str!("../../examples/tancheng-2023/data.toml");
const PUBLISHED: &str = include_str!("../../examples/tancheng-2023/as-published.toml");

fn edition() -> &'static Arc<Edition> {
    Law::shipped().edition("2021").unwrap()
}

fn blank() -> String {
    starter(
        Law::shipped(),
        edition(),
        &Prefill { year: 2023, agency: Some("某局"), kind: None, schemas: None, previous: None },
    )
}

fn changes(cells: &[(&str, &str)]) -> Changes {
    cells.iter().map(|(cell, typed)| ((*cell).to_owned(), (*typed).to_owned())).collect()
}

fn narrative(part: &str, text: &str) -> Changes {
    changes(&[(&format!("narrative.{part}"), text)])
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
    let report = Report::read(&source, &tree, &Attachments::default(), Law::shipped()).unwrap();
    let typed = |cell: &edition::Cell, entry: &report::Entry| {
        let total = edition().find(cell).is_some_and(|place| place.column.total);
        let follows = total && entry.origin != report::Origin::Typed;
        if follows { String::new() } else { entry.typed.trim().to_owned() }
    };
    report.cells.iter().map(|(cell, entry)| (cell.to_string(), typed(cell, entry))).collect()
}

/// What is typed at the other keys, and the texts.
fn written(text: &str) -> BTreeMap<String, Written> {
    let source = Source { id: FileId(0), name: String::new(), text: text.to_owned() };
    edit::written(&Tree::parse(&source), edition())
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
    let Written::Here(old) = written(EXAMPLE)["narrative.problems"].clone() else { panic!() };
    let after = apply(EXAMPLE, &narrative("problems", &(old.clone() + "\n\n再加一段。")));
    let (gone, new) = difference(EXAMPLE, &after);
    assert!(gone.is_empty(), "{gone:?}");
    assert_eq!(new, ["", "再加一段。"]);
    let odd = "引号\"\"\"四个\"\"\"\"，反斜杠\\，制表\t\n\n第二段'''\"";
    let after = apply(EXAMPLE, &narrative("problems", odd));
    assert_eq!(written(&after)["narrative.problems"], Written::Here(odd.to_owned()));
    let note = apply(EXAMPLE, &narrative("requests", "说明一句。"));
    let (gone, new) = difference(EXAMPLE, &note);
    assert!(gone.is_empty());
    assert_eq!(new.iter().filter(|line| !line.is_empty()).count(), 3, "{new:?}");
}

#[test]
fn a_fact_is_typed_where_its_comment_stood() {
    let facts = [
        ("agency.short_names", "本局、 县局"),
        ("agency.contact.phone", "0539-6222222"),
        ("publication.date", "2024-01-09"),
        ("publication.sign", "true"),
        ("processing_fee.requests", "3"),
    ];
    let after = apply(&blank(), &changes(&facts));
    let (old, new) = difference(&blank(), &after);
    assert_eq!(old.len(), new.len());
    let changed: Vec<_> = new.iter().filter(|line| !old.contains(line)).collect();
    insta::assert_snapshot!(
        changed.into_iter().map(|line| line.to_owned() + "\n").collect::<String>()
    );
    let emptied = facts.map(|(path, _)| (path, ""));
    let again = apply(&after, &changes(&emptied));
    assert_eq!(again.lines().count(), after.lines().count());
    assert!(again.contains("# phone = \"0539-6222222\"   "), "{again}");
    assert!(again.contains("\nrequests = \"\"   "), "{again}");
}

#[test]
fn facts_are_found_however_they_are_written() {
    let text =
        "year = 2023\nagency.name = \"某局\"\nagency.contact = { phone = \"1\", fax = \"2\" }\n";
    let facts = [
        ("agency.name", "某县某局"),
        ("agency.contact.phone", "3"),
        ("agency.contact.fax", ""),
        ("agency.contact.email", "a@b.cn"),
        ("agency.kind", "county_department"),
        ("publication.date", "明年"),
        ("local.section6", "要点"),
    ];
    let after = apply(text, &changes(&facts));
    for (path, typed) in facts {
        assert_eq!(written(&after)[path], Written::Here(typed.to_owned()), "{after}");
    }
    let unknown = edit::apply(text, edition(), &changes(&[("year", "2024")]));
    assert_eq!(unknown, Err(EditError::Unknown("year".to_owned())));
}

#[test]
fn a_text_file_keeps_its_line_ends() {
    let old = "一段。\r\n\r\n二段。\r\n";
    assert_eq!(edit::rewritten(old, "一段。\n\n二段。"), old);
    assert_eq!(edit::rewritten(old, "一段。\n"), "一段。\r\n");
    assert_eq!(edit::rewritten("", "一段。"), "一段。\n");
    assert_eq!(edit::rewritten("一段。", "二段。"), "二段。");
}

#[test]
fn line_ends_stay() {
    let text = EXAMPLE.replace('\n', "\r\n");
    let mut edits = changes(&[("requests.new.person", "1"), ("requests.carried_out.legal", "1")]);
    edits.insert("narrative.overview".into(), "一段。\n\n二段。".into());
    let after = apply(&text, &edits);
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    assert_eq!(written(&after)["narrative.overview"], Written::Here("一段。\n\n二段。".into()));
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

/// Texts, facts and figures at any key of the form.
fn edits() -> impl Strategy<Value = Changes> {
    let cells = edition().cells().filter(|place| !place.total());
    let cells: Vec<_> = cells.map(|place| place.cell().to_string()).collect();
    let parts = ["overview", "requests", "problems", "other"];
    let texts = parts.map(|part| format!("narrative.{part}")).to_vec();
    let facts = edit::fields(edition()).filter(|field| field.kind != FieldKind::Narrative);
    let facts: Vec<_> = facts.map(|field| field.path.to_owned()).collect();
    let some = |keys, values: BoxedStrategy<String>, most: usize| {
        proptest::collection::btree_map(proptest::sample::select(keys), values, 0..most)
    };
    let text = "[一二三a-c。'\"\\\\\n\t#{}\\[\\]= ]{0,40}";
    let fact = prop_oneof![
        Just(String::new()),
        Just("2024-01-20".to_owned()),
        Just("true".to_owned()),
        "[0-9一二、，；'\"\\\\#= -]{0,12}",
    ];
    let changes = (
        some(cells, typed().boxed(), 12),
        some(texts, text.boxed(), 3),
        some(facts, fact.boxed(), 4),
    );
    changes.prop_map(|(cells, texts, facts)| cells.into_iter().chain(texts).chain(facts).collect())
}

/// What a form shows after a value was typed in it.
fn shown(path: &str, typed: &str) -> String {
    if path.starts_with("narrative.") {
        return typed.trim_matches('\n').to_owned();
    }
    match field::find(path).map(|field| field.kind) {
        Some(FieldKind::Texts) => {
            let items = typed.split(['、', '，', '；']).map(str::trim);
            items.filter(|item| !item.is_empty()).collect::<Vec<_>>().join("、")
        }
        _ => typed.trim().to_owned(),
    }
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

        let mut all = figures(&text);
        let mut others = written(&text);
        for (path, typed) in &edits {
            let typed = shown(path, typed);
            match all.get_mut(path) {
                Some(figure) => *figure = typed,
                None => drop(others.insert(path.clone(), Written::Here(typed))),
            }
        }
        // A key that is empty and one that is not there are the same.
        let filled = |mut others: BTreeMap<String, Written>| {
            others.retain(|_, written| *written != Written::Here(String::new()));
            others
        };
        prop_assert_eq!(figures(&after), all);
        prop_assert_eq!(filled(written(&after)), filled(others));

        // Comments stay, and so does every line of a key that was not edited.
        let row = |path: &String| Some(path.rsplit('.').nth(1)?.to_owned());
        let key = |path: &String| Some(path.rsplit('.').next()?.to_owned());
        let touched: Vec<_> = edits.keys().filter_map(row).chain(edits.keys().filter_map(key)).collect();
        let kept = |line: &&str| {
            let line = line.trim_start().trim_start_matches("# ");
            let key = line.split('=').next().unwrap_or_default().trim();
            let other = !touched.iter().any(|touched| touched == key);
            other && (line.starts_with('[') || line.contains(" = ") && !line.contains("\"\"\""))
        };
        if !edits.keys().any(|path| path.starts_with("narrative.")) {
            let mut lines = after.split('\n');
            for line in text.split('\n').filter(kept) {
                prop_assert!(lines.any(|other| other == line), "{}", line);
            }
        }
        prop_assert_eq!(apply(&after, &edits), after);
    }
}
