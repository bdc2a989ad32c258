//! Group G of the catalogue: what the texts say about reviews and suits,
//! against table four.

use super::cells::cells_of;
use super::compare::{Claim, compare};
use super::reading::Reading;
use super::words::{before_fillers, behind_fillers, has};
use crate::law::edition::Cell;
use crate::report::Report;
use crate::rules::{Rule, rule};

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&REVIEW, &LITIGATION];

rule! {
    /// 文中写的因政府信息公开被申请行政复议的件数，应等于表四行政复议总计；写明维持、纠正、尚未审结的，应等于那一格。
    ///
    /// 只核对被申请的复议；本机关作为复议机关办理的案件、共同被告的案件不核对。
    ///
    /// 错误：表四行政复议 170，文中写“发生行政复议134件”。
    ///
    /// 正确：`发生行政复议{{ disputes.review.total }}件`。
    REVIEW = "TX-REVIEW" "文中行政复议件数与表四不符" Error waivable,
    cites: "{requests}“数据准确”；{disputes}",
    needs: ["disputes.review.total"],
    check: |input, findings| compare(input, findings, review),
}

rule! {
    /// 文中写的因政府信息公开被提起行政诉讼的件数，应等于表四“未经复议直接起诉”与“复议后起诉”总计之和；
    /// 分别写的，各等于那一组。写明结果的，按两组之和核对。
    ///
    /// 错误：表四直接起诉 26、复议后起诉 20，文中写“行政诉讼57件”。
    ///
    /// 正确：“行政诉讼46件”。
    LITIGATION = "TX-LITIGATION" "文中行政诉讼件数与表四不符" Error waivable,
    cites: "{requests}“数据准确”；{disputes}",
    needs: ["disputes.direct_suit.total+disputes.suit_after_review.total"],
    check: |input, findings| compare(input, findings, litigation),
}

/// What a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Review,
    Direct,
    After,
    Suit,
}

impl Subject {
    const WORDS: [(&'static str, Subject); 8] = [
        ("未经复议直接起诉", Self::Direct),
        ("未经行政复议直接起诉", Self::Direct),
        ("直接起诉", Self::Direct),
        ("复议后起诉", Self::After),
        ("复议后提起诉讼", Self::After),
        ("行政复议", Self::Review),
        ("行政诉讼", Self::Suit),
        ("复议", Self::Review),
    ];

    fn rows(self) -> &'static [&'static str] {
        match self {
            Self::Review => &["review"],
            Self::Direct => &["direct_suit"],
            Self::After => &["suit_after_review"],
            Self::Suit => &["direct_suit", "suit_after_review"],
        }
    }
}

/// The subjects named in a text, with where their names end.
fn subjects(text: &str) -> Vec<(usize, usize, Subject)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let word = Subject::WORDS.iter().filter(|(word, _)| text[at..].starts_with(word));
        match word.max_by_key(|(word, _)| word.len()) {
            Some((word, subject)) => {
                found.push((at, at + word.len(), *subject));
                at += word.len();
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Words of results, and their columns.
const RESULTS: &[(&str, &str)] = &[
    ("结果维持", "upheld"),
    ("维持", "upheld"),
    ("结果纠正", "corrected"),
    ("纠正", "corrected"),
    ("纠错", "corrected"),
    ("其他结果", "other"),
    ("尚未审结", "pending"),
    ("未审结", "pending"),
    ("正在审理", "pending"),
    ("审理中", "pending"),
];

const WORDS: &[&str] =
    &["案", "情况", "发生", "涉及", "新增", "引发", "引起", "被", "提起", "收到", "类", "分别"];

fn sum(report: &Report, subjects: &[Subject], column: &str) -> Vec<Cell> {
    let rows = subjects.iter().flat_map(|subject| subject.rows());
    cells_of(report, rows.map(|row| format!("disputes.{row}.{column}")))
}

/// What the figure says, and of what.
fn claim(reading: &Reading<'_>) -> Option<(Vec<Subject>, Claim)> {
    let own = [
        "办理",
        "审理",
        "审结",
        "代理",
        "承办",
        "作出",
        "公布",
        "公示",
        "发布",
        "受理",
        "应诉",
        "共同被告",
    ];
    if !reading.about_disputes() || !reading.counts_cases() || !reading.is_this_year() {
        return None;
    }
    let (before, report) = (reading.before, reading.report);
    // 审理中 is a result, 审理 is somebody else's work.
    let clause = reading.clause;
    let result =
        RESULTS.iter().find(|(word, _)| before_fillers(clause, &["的", "结果"]).ends_with(word));
    let spoken = subjects(before);
    let from = spoken.first().map_or(before, |(at, ..)| &before[..*at]);
    if has(from, &own) || has(reading.sentence, &["共同被告"]) {
        return None;
    }
    if let Some((_, column)) = result {
        let subject = spoken.last().map(|(.., subject)| *subject)?;
        let mut sums = vec![sum(report, &[subject], column)];
        if matches!(subject, Subject::Direct | Subject::After) {
            sums.push(sum(report, &[Subject::Suit], column));
        }
        let what = format!("{}{}", named(&[subject]), result.map_or("", |(word, _)| word));
        return Some((vec![subject], Claim { what, table: "表四", sums }));
    }
    let mut said = Vec::new();
    match spoken.last() {
        Some((at, end, subject)) if behind_fillers(&before[*end..], WORDS).is_empty() => {
            said.push(*subject);
            // 行政复议、行政诉讼5件 are both.
            let joined = |text: &str| {
                matches!(text, "、" | "和" | "及" | "与" | "或" | "以及" | "案件、" | "案件和")
            };
            let mut next = *at;
            for (at, end, subject) in spoken.iter().rev().skip(1) {
                if !joined(&before[*end..next]) {
                    break;
                }
                said.push(*subject);
                next = *at;
            }
            said.reverse();
        }
        _ => {
            let tail = behind_fillers(reading.tail, WORDS);
            let lead =
                before_fillers(clause, &["发生", "收到", "引发", "提起", "涉及", "新增", "被"]);
            let (0, _, subject) = *subjects(tail).first()? else { return None };
            if lead.len() == clause.len() {
                return None;
            }
            said.push(subject);
        }
    }
    let sums = vec![sum(report, &said, "total")];
    let what = named(&said);
    Some((said, Claim { what, table: "表四", sums }))
}

fn named(subjects: &[Subject]) -> String {
    let names = subjects.iter().map(|subject| match subject {
        Subject::Review => "行政复议",
        Subject::Direct => "未经复议直接起诉",
        Subject::After => "复议后起诉",
        Subject::Suit => "行政诉讼",
    });
    names.collect::<Vec<_>>().join("、")
}

pub(super) fn review(reading: &Reading<'_>) -> Option<Claim> {
    let (subjects, claim) = claim(reading)?;
    (subjects == [Subject::Review]).then_some(claim)
}

pub(super) fn litigation(reading: &Reading<'_>) -> Option<Claim> {
    let (subjects, claim) = claim(reading)?;
    (subjects != [Subject::Review]).then_some(claim)
}
