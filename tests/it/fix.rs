//! `check --fix` changes what it says, and nothing else.

use gongkai::data::fix;
use gongkai::data::{Entry, Tree, Value};
use gongkai::rules::{self, Input};
use gongkai::source::Source;
use gongkai::source::diagnostic::Diagnostic;
use proptest::prelude::*;

use crate::support::data::{report, source};

fn findings(source: &Source) -> Vec<Diagnostic> {
    let report = report(source);
    rules::check(&Input { report: &report, last: None, printed: None }).findings
}

fn fixed(text: &str) -> String {
    let source = source(text);
    fix::apply(&source, &fix::edits(&findings(&source)))
}

/// Keys in order, and every text and number as written.
fn shape(entries: &[Entry]) -> String {
    let values = entries.iter().map(|entry| match &entry.node.value {
        Value::Table(inner) => format!("{}{{{}}}", entry.key, shape(inner)),
        Value::List(items) => format!("{}[{}]", entry.key, items.len()),
        _ => entry.key.clone(),
    });
    values.collect::<Vec<_>>().join(" ")
}

#[test]
fn slips_are_mended_in_place() {
    let text = "\
year = 2023 # 年度, 不动
[agency]
name = \"临江县财政局\"   # (全称)
kind = \"county_department\"
[licensing]
licences = \"４２,９７５件\" # 行政许可
[enforcement]
penalties = [\"3.5\"]
[fees]
administrative = 42.390
[requests]
new = [\"１６\", 0, \"1,234\", 0, \"-\", 0]
[narrative]
overview = \"\"\"
(一)主动公开.依据国办公开办函[2021]30号,２０２３年 公开 47 条,上午8:30-12:00受理.
\"\"\"
other = '\"五公开\"情况见http://www.x.gov.cn/a,b?c=1;邮箱a@x.gov.cn'
";
    let expected = "\
year = 2023 # 年度, 不动
[agency]
name = \"临江县财政局\"   # (全称)
kind = \"county_department\"
[licensing]
licences = 42975 # 行政许可
[enforcement]
penalties = [\"3.5\"]
[fees]
administrative = 42.39
[requests]
new = [16, 0, 1234, 0, \"-\", 0]
[narrative]
overview = \"\"\"
（一）主动公开.依据国办公开办函〔2021〕30号，2023年公开47条，上午8:30-12:00受理.
\"\"\"
other = '“五公开”情况见http://www.x.gov.cn/a,b?c=1；邮箱a@x.gov.cn'
";
    assert_eq!(fixed(text), expected);
    assert_eq!(fixed(expected), expected);
    assert_eq!(fixed(&text.replace('\n', "\r\n")), expected.replace('\n', "\r\n"));
}

#[test]
fn escapes_and_figures_put_in_are_left_alone() {
    let text = "\
year = 2023
[requests]
new = [\"1\", 0, 0, 0, 0, 0]
[narrative]
overview = \"公开\\u002c甲,收到{{ requests.new.person }} 件,公开\\\"五公开\\\"情况\"
";
    let expected = "\
year = 2023
[requests]
new = [\"1\", 0, 0, 0, 0, 0]
[narrative]
overview = \"公开\\u002c甲，收到{{ requests.new.person }}件，公开\\\"五公开\\\"情况\"
";
    assert_eq!(fixed(text), expected);
}

#[test]
fn what_was_accepted_on_purpose_stays() {
    let text = "\
year = 2023
narrative.overview = \"公开,信息\"
[[waive]]
rule = \"ST-HALFWIDTH\"
reason = \"照录原文\"
";
    assert_eq!(fixed(text), text);
}

/// What must come through untouched.
const KEPT: &[&str] = &[
    "{{ requests.new.total }}",
    "http://www.x.gov.cn/a,b;c(1)?d=1,2",
    "xx_gk@linjiang.gov.cn",
    "12:30",
    "1,234.5",
    "42.39",
];

fn narrative() -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        "公开",
        "信息",
        "件",
        "47",
        "３１",
        "Ａ",
        "WTO",
        ",",
        "，",
        ";",
        ":",
        "：",
        "?",
        "!",
        "(",
        ")",
        "（",
        "）",
        " ",
        "　",
        "'",
        "“",
        "”",
        "[2021]30号",
        "函",
        "**",
        "\n",
        "\n\n",
        "- ",
        "。",
        "%",
        "\u{200b}",
        "⽂",
    ]);
    let kept = proptest::sample::select(KEPT).prop_map(|kept| format!("为{kept}在"));
    let piece = prop_oneof![6 => pieces.prop_map(str::to_owned), 1 => kept];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mending_is_done_once(text in narrative(), tail in narrative()) {
        let text = format!(
            "# 注,不动\nyear = 2023\n[narrative]\noverview = '''\n{text}'''\nother = \"\"\"{tail}\n\"\"\" # 尾,注\n"
        );
        // What the pieces happened to make of TOML is not at issue here.
        let before = source(&text);
        prop_assume!(Tree::parse(&before).errors.is_empty());
        let found = findings(&before);
        let edits = fix::edits(&found);
        let after = source(&fix::apply(&before, &edits));
        let (old, new) = (Tree::parse(&before), Tree::parse(&after));
        prop_assert!(new.errors.is_empty());
        prop_assert_eq!(shape(&old.entries), shape(&new.entries));
        let again = findings(&after);
        prop_assert_eq!(fix::edits(&again), vec![], "{}", after.text);
        for rule in ["ST-HALFWIDTH", "ST-FULLDIGIT", "CH-INVISIBLE"] {
            let left: Vec<_> = again.iter().filter(|finding| finding.rule == rule).collect();
            prop_assert!(left.is_empty(), "{:?}\n{}", left, after.text);
        }
        for kept in KEPT {
            prop_assert_eq!(before.text.matches(kept).count(), after.text.matches(kept).count());
        }
        prop_assert!(after.text.starts_with("# 注,不动\n") && after.text.ends_with(" # 尾,注\n"));
    }

    #[test]
    fn any_text_is_survived(text in "\\PC*") {
        let literal = text.replace('\'', "’");
        let before = source(&format!("year = 2023\nnarrative.overview = '{literal}'\n"));
        let after = source(&fix::apply(&before, &fix::edits(&findings(&before))));
        prop_assert_eq!(Tree::parse(&before).errors.len(), Tree::parse(&after).errors.len());
    }
}
