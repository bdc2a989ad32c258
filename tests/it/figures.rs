//! Figures typed in the texts that a cell holds, and hints for broken tables.

use gongkai::law::Law;
use gongkai::report::Report;
use gongkai::rules::{self, Input};
use proptest::prelude::*;

use crate::support::data::read;

fn with<T>(text: &str, look: impl FnOnce(&Report) -> T) -> T {
    look(&read(text))
}

#[test]
fn typed_figures_are_listed_with_what_would_bind_them() {
    let text = "year = 2023\n\
        narrative.overview = '''\n\
        收到政府信息公开申请16件，办结{{ requests.new.total }}件，予以公开4件；约16件，公开信息16条，培训4次，大厅接待42975件。'''\n\
        licensing.licences = 42975\n\
        requests.new = [16, 0, 0, 0, 0, 0]\n\
        requests.granted = [4, 0, 0, 0, 0, 0]\n";
    let found = with(text, |report| {
        let found = rules::unbound(report).into_iter();
        let found = found.map(|figure| {
            let at = &text[figure.place.range()];
            format!("{at} {} {} {}", figure.written, figure.interpolation(), figure.certain)
        });
        found.collect::<Vec<_>>()
    });
    assert_eq!(
        found,
        [
            "16 16件 {{ requests.new.total }} true",
            "4 4件 {{ requests.granted.total }} true",
            "16 16条 {{ requests.new.total }} false",
            "42975 42975件 {{ licensing.licences.decisions }} false",
        ]
    );
}

#[test]
fn totals_that_were_left_standing_are_recognised() {
    let table = Law::shipped().edition("2021").unwrap().table("requests").unwrap();
    let filled = ["new", "granted", "partly_granted", "handled"];
    let zeros = table.rows.iter().filter(|row| !filled.contains(&row.id.as_str()));
    let zeros: Vec<_> = zeros.map(|row| format!("requests.{} = 0", row.id)).collect();
    let zeros = zeros.join("\n");
    let text = format!(
        "year = 2023\n\
         requests.new            = [16, 3, 0, 0, 2, 0, 21]\n\
         requests.granted        = [4, 3, 0, 0, 2, 0, 9]\n\
         requests.partly_granted = [12, 0, 0, 0, 0, 0, 12]\n\
         requests.handled        = [9, 1, 0, 0, 0, 0, 10]\n{zeros}"
    );
    let repairs = with(&text, rules::repairs);
    let edit = repairs[0].proposed().unwrap();
    assert_eq!(edit.says, "“（七）总计”一行改为各项之和（或者不填，由程序算出）");
    let amounts: Vec<_> = edit.cells.iter().map(|(_, amount)| *amount).collect();
    assert_eq!(amounts, [16, 3, 2, 21]);
}

#[test]
fn a_table_that_balances_needs_no_repair() {
    assert_eq!(with("year = 2023\nrequests.new = [16, 0, 0, 0, 0, 0]\n", rules::repairs), []);
    // Nothing but an inequality is broken: nobody can say which figure is wrong.
    assert_eq!(with("year = 2023\ndocuments.normative = [5, 1, 3]\n", rules::repairs), []);
}

/// Words that the readers look for, in any order.
const WORDS: &[&str] = &[
    "收到",
    "新收",
    "政府信息公开",
    "申请",
    "16件",
    "办结",
    "２件",
    "结转",
    "下年度",
    "上年",
    "2023年",
    "2022年，",
    "，",
    "。",
    "；",
    "：",
    "（",
    "）",
    "、",
    "其中",
    "予以公开",
    "部分公开",
    "不予公开",
    "公开",
    "行政复议",
    "行政诉讼",
    "维持",
    "未",
    "没有",
    "均",
    "全部",
    "占",
    "50%",
    "余",
    "约",
    "二百五十一",
    "百分之",
    "规范性文件",
    "制发",
    "废止",
    "行政许可",
    "决定",
    "《",
    "》",
    "**",
    "42.39万元",
    "3—5件",
    "\n\n",
    "各",
    "局",
    "自然人",
    "法人",
    "共",
    "…",
    "e",
    "-",
    "办结率",
    "行政事业性收费",
    "𠮷",
    " ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_breaks_a_rule(words in prop::collection::vec(prop::sample::select(WORDS), 0..40)) {
        let overview = words.concat();
        let text = format!(
            "year = 2023\nnarrative.overview = '''\n{overview}'''\nrequests.new = 3\n"
        );
        with(&text, |report| {
            let outcome = rules::check(&Input { report, last: Some(report), printed: None });
            for label in outcome.findings.iter().flat_map(|finding| &finding.labels) {
                assert!(text.get(label.span.range()).is_some(), "{label:?} is no place of the file");
            }
            rules::unbound(report);
        });
    }
}
