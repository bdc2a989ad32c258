//! Group M of the catalogue: words and marks that only the author can mend.

use super::passage::{Hit, all, facts, in_title, is_han, narratives, occurrences, search};
use super::{Findings, Input, Rule, rule};
use crate::source::Text;

/// `错<TAB>对<TAB>例外|例外`, see `data/README.md`.
const TYPOS: &str = include_str!("data/typos.txt");

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&DOUBLE, &PAIR, &TYPO, &TENSE, &TERM];

rule! {
    /// 同一个词或标点连着打了两遍。
    ///
    /// 错误：`政府信息公开的的渠道`；`取得实效。。`
    ///
    /// 正确：`政府信息公开的渠道`；`取得实效。`
    DOUBLE = "ST-DOUBLE" "词语或标点重复" Warning waivable,
    cites: "校对：输入错误",
    check: double,
}

rule! {
    /// 括号、书名号、引号应成对，并且套得对：引号里再用引号，用单引号‘’。
    ///
    /// 错误：`《政府信息公开条例（修订）`
    ///
    /// 正确：`《政府信息公开条例（修订）》`
    PAIR = "ST-PAIR" "标点不成对" Warning waivable,
    cites: "GB/T 15834-2011《标点符号用法》",
    check: pair,
}

rule! {
    /// 公文里常见的错别字。
    ///
    /// 错误：`各司其责`、`完善依法申请公开程序`、`截止2023年底`
    ///
    /// 正确：`各司其职`、`完善依申请公开程序`、`截至2023年底`
    TYPO = "ST-TYPO" "疑似错别字" Warning waivable,
    cites: "校对：错别字",
    check: typo,
}

rule! {
    /// 年报在次年公布，“今年”会被读成公布的那一年。
    ///
    /// 错误：`今年以来，本局……`
    ///
    /// 正确：`2023年，本局……`
    TENSE = "ST-TENSE" "用“今年”指报告年度" Hint waivable,
    cites: "表述清楚",
    check: tense,
}

rule! {
    /// 用简称“《条例》”之前，应先写全称并说明简称。
    ///
    /// 错误：全文没有全称，直接写`认真落实《条例》`。
    ///
    /// 正确：`《中华人民共和国政府信息公开条例》（以下简称《条例》）`
    TERM = "ST-TERM" "《条例》没有先给出全称" Hint waivable,
    cites: "表述清楚",
    check: term,
}

/// Words that are doubled by a slip: what stands before or behind a doubling
/// that is right, `政府政府信息公开`, is in the second and third column.
const DOUBLED: &[(&str, &[&str], &[&str])] = &[
    ("的的", &["目"], &["确", "士"]),
    ("性性", &[], &["质", "别", "能"]),
    ("和和", &["平", "温", "缓", "谐"], &["气", "睦", "谐", "平", "解"]),
    ("及及", &["以"], &["时", "其"]),
    ("将将", &["即"], &["军"]),
    ("政府政府", &[], &["信息", "网", "公报", "门户", "采购", "机关", "工作", "部门", "投资"]),
    ("工作工作", &[], &["组", "人员", "者", "方案", "要点", "机制", "制度", "日"]),
    ("情况情况", &[], &[]),
    ("进行进行", &[], &[]),
    ("开展开展", &[], &[]),
    ("我局我局", &[], &[]),
    ("本局本局", &[], &[]),
    ("均全部", &[], &[]),
    ("建立了完善了", &[], &[]),
    ("建立了健全了", &[], &[]),
];

/// Marks that never follow each other.
const STOPS: &str = "。，、；：,;";

fn double(input: &Input<'_>, findings: &mut Findings<'_>) {
    for (_, hits) in search(input.report, |passage| doubled(&passage.text)) {
        findings.grouped(hits, |words| format!("{words}疑似重复"));
    }
}

fn doubled(text: &Text) -> Vec<Hit> {
    let value = text.value.as_str();
    let mut hits = Vec::new();
    for (word, before, behind) in DOUBLED {
        for at in occurrences(value, word) {
            let end = at + word.len();
            let right = before.iter().any(|before| value[..at].ends_with(before))
                || behind.iter().any(|behind| value[end..].starts_with(behind));
            if !right {
                hits.push(Hit::new(text, at..end));
            }
        }
    }
    let chars: Vec<(usize, char)> = value.char_indices().collect();
    for pair in chars.windows(2) {
        let [(at, one), (next, other)] = pair else { continue };
        if STOPS.contains(*one) && STOPS.contains(*other) {
            hits.push(Hit::new(text, *at..next + other.len_utf8()));
        }
    }
    hits.extend(repeated(text, &chars));
    hits.sort_by_key(|hit| hit.place);
    hits
}

/// Three to eight characters that stand twice in a row.
fn repeated(text: &Text, chars: &[(usize, char)]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let twice = (3..=8).find(|len| {
            let both = chars.get(at..at + 2 * len);
            both.is_some_and(|both| {
                let (one, other) = both.split_at(*len);
                one.iter().zip(other).all(|(one, other)| one.1 == other.1 && is_han(one.1))
                    // 哈哈哈哈哈哈 is one character many times.
                    && one.iter().any(|other| other.1 != one[0].1)
            })
        });
        match twice {
            Some(len) => {
                let end = chars.get(at + 2 * len).map_or(text.value.len(), |next| next.0);
                hits.push(Hit::new(text, chars[at].0..end));
                at += 2 * len;
            }
            None => at += 1,
        }
    }
    hits
}

const PAIRS: &[(char, char)] = &[
    ('（', '）'),
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('‘', '’'),
    ('〔', '〕'),
    ('【', '】'),
    ('「', '」'),
];

fn pair(input: &Input<'_>, findings: &mut Findings<'_>) {
    for (_, hits) in search(input.report, |passage| unpaired(&passage.text)) {
        findings.grouped(hits, |words| format!("标点{words}不成对"));
    }
    for (_, text) in facts(input.report) {
        findings.grouped(unpaired(&text), |words| format!("标点{words}不成对"));
    }
}

/// Marks without a partner in one paragraph.
fn unpaired(text: &Text) -> Vec<Hit> {
    let value = text.value.as_str();
    // 1） at the start of a paragraph opens nothing.
    let start =
        value.find([')', '）']).filter(|at| value[..*at].chars().all(char::is_alphanumeric));
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut lonely = Vec::new();
    for (at, typed) in value.char_indices() {
        let c = match typed {
            '(' => '（',
            ')' => '）',
            c => c,
        };
        let apostrophe = c == '’' && value[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        if Some(at) == start && at > 0 || apostrophe {
            continue;
        }
        if PAIRS.iter().any(|(opening, _)| *opening == c) {
            // A quotation within a quotation is marked by ‘’.
            if c == '“' && open.last().is_some_and(|(_, last)| *last == '“') {
                lonely.push((at, typed));
            }
            open.push((at, c));
        } else if let Some((opening, _)) = PAIRS.iter().find(|(_, closing)| *closing == c) {
            match open.iter().rposition(|(_, known)| known == opening) {
                // What was opened inside and not closed has no partner.
                Some(index) => lonely.extend(open.drain(index..).skip(1)),
                None => lonely.push((at, typed)),
            }
        }
    }
    lonely.extend(open);
    lonely.sort_unstable();
    lonely.dedup_by_key(|(at, _)| *at);
    let hit = |(at, _): (usize, char)| {
        let len = value[at..].chars().next().map_or(0, char::len_utf8);
        Hit::new(text, at..at + len)
    };
    lonely.into_iter().map(hit).collect()
}

fn typo(input: &Input<'_>, findings: &mut Findings<'_>) {
    for line in TYPOS.lines() {
        let mut columns = line.split('\t');
        let (Some(wrong), Some(right)) = (columns.next(), columns.next()) else { continue };
        let unless: Vec<_> =
            columns.next().unwrap_or("").split('|').filter(|word| !word.is_empty()).collect();
        for (_, narrative) in narratives(input.report) {
            let text = &narrative.text;
            let value = text.value.as_str();
            let hits: Vec<_> = occurrences(value, wrong)
                .filter(|at| {
                    let rest = &value[at + wrong.len()..];
                    !unless.iter().any(|word| rest.starts_with(word))
                })
                .map(|at| Hit::new(text, at..at + worded(wrong).len()))
                .collect();
            findings.grouped(hits, |words| format!("{words}疑为“{}”", worded(right)));
        }
    }
}

/// Digits only say where it is a slip: `截止20` is one in 截止2023年.
fn worded(entry: &str) -> &str {
    entry.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn tense(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(year) = input.report.year else { return };
    for (_, narrative) in narratives(input.report) {
        let text = &narrative.text;
        let hits: Vec<_> = occurrences(&text.value, "今年")
            .filter(|at| !in_title(&text.value, *at))
            .map(|at| {
                let since = text.value[at..].starts_with("今年以来");
                Hit::new(text, at..at + if since { "今年以来" } else { "今年" }.len())
            })
            .collect();
        findings
            .grouped(hits, |words| format!("{words}易误解为公布的年份，建议写“{}年”", year.value));
    }
}

fn term(input: &Input<'_>, findings: &mut Findings<'_>) {
    let defined = |text: &str| {
        let compact: String = text.chars().filter(|c| !"“”\"".contains(*c)).collect();
        ["简称《条例》", "简称条例", "简称：《条例》", "简称:《条例》"]
            .iter()
            .filter_map(|words| compact.find(words))
            .min()
            .is_some()
    };
    // The template's own preamble stands before every text.
    if input.printed.is_some_and(|printed| printed.preamble.iter().any(|text| defined(text))) {
        return;
    }
    for passage in all(input.report) {
        let text = &passage.text;
        let Some(at) = text.value.find("《条例》") else { continue };
        if !defined(&text.value[..at + "《条例》".len()]) {
            let message = "“《条例》”首次出现前没有给出全称和简称说明";
            let place = text.place(at..at + "《条例》".len());
            let help = "首次出现时写“《中华人民共和国政府信息公开条例》（以下简称《条例》）”";
            findings.push(findings.finding(message).primary(place, "").help(help));
        }
        return;
    }
}
