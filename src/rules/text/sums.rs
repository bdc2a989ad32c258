//! Group G of the catalogue: figures of the texts among themselves.

use std::collections::BTreeMap;

use super::cells::{Sum, cells_of};
use super::reading::Reading;
use super::words::{behind_fillers, has};
use crate::prose::{Number, Paragraph};
use crate::report::Report;
use crate::rules::{Findings, Input, Rule, rule};
use crate::source::diagnostic::Severity;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&PERCENT, &SUM, &CONTRADICT];

rule! {
    /// 文中“n件，占p%”和“受理n件，办结m件，办结率p%”的百分比，应与件数相符（按写出的位数四舍五入）。
    ///
    /// 占比的总数取同一段前面写过的同单位的数，或表三的本年新收、（七）总计；都不相符才报。
    ///
    /// 错误：805件中的258件，“占33.9%”。
    ///
    /// 正确：707件中的673件，“占95.19%”。
    PERCENT = "TX-PERCENT" "百分比与件数不符" Warning waivable,
    cites: "{requests}“数据准确”",
    check: check_percent,
}

rule! {
    /// “n条，其中a条、b条”的各分项之和多于总数的，报警告；少于总数的（可能只举了几项），作提示。
    ///
    /// 有“等、余、约”的不核对；同单位的分项至少两个；前几项之和已等于总数的，后面的数不算。
    ///
    /// 错误：“发布信息23468条，其中甲8885条、乙18446条、丙1211条”。
    ///
    /// 正确：“发布信息144条，其中甲100条、乙44条”。
    SUM = "TX-SUM" "各分项之和与总数不符" Warning waivable,
    cites: "{requests}“数据准确”",
    check: check_sum,
}

rule! {
    /// 同一件事（同样的说法、同样的渠道）在文中写了两次，数却不同。
    ///
    /// 错误：前文“通过微信公众号发布信息20条”，后文“通过微信公众号发布信息16条”。
    ///
    /// 正确：两处都是20条。
    CONTRADICT = "TX-CONTRADICT" "前后数据不一致" Hint waivable,
    cites: "{requests}“数据准确”",
    check: check_contradict,
}

/// Every paragraph of the texts.
fn paragraphs(report: &Report) -> impl Iterator<Item = &Paragraph> {
    report.body().flat_map(|narrative| &narrative.paragraphs)
}

fn check_percent(input: &Input<'_>, findings: &mut Findings<'_>) {
    for paragraph in paragraphs(input.report) {
        let requests = input.report.law.lexicon.occurs("about_requests", paragraph.as_str());
        for (index, percent) in paragraph.numbers.iter().enumerate() {
            if percent.unit != "%" || !percent.exact {
                continue;
            }
            let before = &paragraph.numbers[..index];
            let Some((part, wholes)) = share(input.report, paragraph, requests, before, percent)
                .or_else(|| rate(paragraph, before, percent))
            else {
                continue;
            };
            let fits = |whole: &i64| is_share(part.amount, *whole, percent);
            let Some(likely) = wholes.first().filter(|_| !wholes.iter().any(fits)) else {
                continue;
            };
            let right = tenths(part.amount, *likely, percent.step);
            let said = &paragraph.as_str()[part.range.start..percent.end];
            let message = format!("“{said}”的占比应约为{right}%");
            let place = paragraph.place(percent.range.start..percent.end);
            let finding = findings.finding(message).primary(place, "");
            let part = paragraph.place(part.range.start..part.end);
            findings.push(finding.context(part, "").help("请核对件数和百分比"));
        }
    }
}

/// How many figures back a total may stand.
const NEAREST: usize = 200;

/// n件，占总数的p%: n, and what it may be a share of, the nearest first.
fn share<'p>(
    report: &Report,
    paragraph: &'p Paragraph,
    requests: bool,
    before: &'p [Number],
    percent: &Number,
) -> Option<(&'p Number, Vec<i64>)> {
    const OF: &[&str] = &[
        "总数", "总量", "总", "申请", "全部", "其", "比", "办结", "答复", "数", "量", "的", "件",
        "约", "收到", "当年", "全年", "本年",
    ];
    let part = before.last().filter(|part| part.exact && !part.unit.is_empty())?;
    let between = &paragraph.as_str()[part.end..percent.range.start];
    let (head, rest) = between.split_once('占')?;
    let fits = head.trim_end_matches([',', '(']).is_empty() && behind_fillers(rest, OF).is_empty();
    if !fits || part.unit == "%" {
        return None;
    }
    let earlier = before[..before.len() - 1].iter().rev().take(NEAREST);
    let mut wholes: Vec<i64> = earlier
        .filter(|number| number.unit == part.unit && number.amount >= part.amount)
        .map(|number| number.amount)
        .collect();
    if requests {
        for rows in [&["new"][..], &["handled"], &["new", "carried_in"]] {
            let paths = rows.iter().map(|row| format!("requests.{row}.total"));
            let sum = Sum::of(report, &cells_of(report, paths));
            wholes.extend(sum.map(|sum| sum.amount()).filter(|whole| *whole >= part.amount));
        }
    }
    wholes.retain(|whole| *whole > 0);
    (!wholes.is_empty()).then_some((part, wholes))
}

/// 受理n件，办结m件，办结率p%
fn rate<'p>(
    paragraph: &'p Paragraph,
    before: &'p [Number],
    percent: &Number,
) -> Option<(&'p Number, Vec<i64>)> {
    let [.., whole, part] = before else { return None };
    let text = paragraph.as_str();
    let between = text[part.end..percent.range.start].trim_start_matches([',', '、', '(']);
    let verb = ["办结", "答复", "回复", "办理"].into_iter().find(|verb| {
        let rest = between.strip_prefix(verb).and_then(|rest| rest.strip_prefix('率'));
        rest.is_some_and(|rest| behind_fillers(rest, &["到"]).is_empty())
    })?;
    let done = text[whole.end..part.range.start].contains(verb);
    let same = whole.unit == part.unit && whole.exact && part.exact && part.amount <= whole.amount;
    let sentence = paragraph.sentence_at(percent.range.start);
    (done && same && whole.amount > 0 && sentence.start <= whole.range.start)
        .then(|| (part, vec![whole.amount]))
}

/// |100·n/N − p| is at most half of the last digit of p.
fn is_share(part: i64, whole: i64, percent: &Number) -> bool {
    // Rounding makes no 100% of less.
    if percent.amount == 100_000_000 && part != whole {
        return false;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    let (amount, step) = (i128::from(percent.amount), i128::from(percent.step));
    // In millionths of a percent: 100·n/N·10⁶ against p.
    let difference = (part * 100_000_000 - amount * whole).abs();
    difference * 2 <= step * whole
}

/// The share in percent, rounded to a step (in millionths).
fn tenths(part: i64, whole: i64, step: i64) -> String {
    let (part, whole, step) = (i128::from(part), i128::from(whole), i128::from(step));
    let steps = (part * 100_000_000 * 2 + step * whole) / (step * whole * 2);
    let amount = steps * step;
    match format!("{:06}", amount % 1_000_000).trim_end_matches('0') {
        "" => (amount / 1_000_000).to_string(),
        rest => format!("{}.{rest}", amount / 1_000_000),
    }
}

fn check_sum(input: &Input<'_>, findings: &mut Findings<'_>) {
    const VAGUE: &[&str] = &["等", "余", "约", "同比", "较", "增长", "增加", "比上"];
    for paragraph in paragraphs(input.report) {
        let text = paragraph.as_str();
        for (index, whole) in paragraph.numbers.iter().enumerate() {
            let rest = text[whole.end..].trim_start_matches([',', '(']);
            let opened = rest.strip_prefix("其中").or_else(|| rest.strip_prefix("包括"));
            let Some(list) = opened.filter(|_| !whole.unit.is_empty() && whole.exact) else {
                continue;
            };
            let start = text.len() - list.len();
            let bracket = text[whole.end..start].contains('(');
            let end = list_end(list, bracket).map_or(text.len(), |at| start + at);
            let list = &text[start..end];
            if has(list, VAGUE) {
                continue;
            }
            let (mut from, mut depth) = (start, 0_i64);
            let mut outside = |number: &&Number| {
                depth += brackets(&text[from..number.range.start]);
                from = number.range.start;
                depth <= 0
            };
            let parts = paragraph.numbers[index + 1..].iter();
            let parts = parts.take_while(|number| number.range.start < end);
            // 占40% explains a part and is none.
            let parts = parts.filter(|number| outside(number) && number.unit != "%");
            let parts: Vec<_> = parts.collect();
            let same = |part: &&Number| part.unit == whole.unit && part.exact;
            if parts.len() < 2 || !parts.iter().all(same) {
                continue;
            }
            let mut sum = 0_i64;
            let fits = parts.iter().enumerate().any(|(index, part)| {
                sum = sum.saturating_add(part.amount);
                index > 0 && sum == whole.amount
            });
            if fits {
                continue;
            }
            let severity = if sum > whole.amount { Severity::Warning } else { Severity::Hint };
            let unit = whole.unit;
            let sum = Number { amount: sum, ..whole.clone() };
            let message =
                format!("各分项之和为{}{unit}，与总数{}{unit}不符", sum.value(), whole.value());
            let place = paragraph.place(whole.range.start..whole.end);
            let mut finding = findings.finding(message).severity(severity).primary(place, "总数");
            for part in &parts {
                finding = finding.context(paragraph.place(part.range.start..part.end), "");
            }
            findings.push(finding.help(if severity == Severity::Warning {
                "请核对总数和各分项"
            } else {
                "只举其中几项的，请写“含”或加“等”"
            }));
        }
    }
}

/// Where a list of parts ends: at the end of the sentence or bracket, at a list
/// within it, or where another statement begins.
fn list_end(list: &str, bracket: bool) -> Option<usize> {
    const NEXT: &[&str] = &[
        ",办结",
        ",已办结",
        ",答复",
        ",均",
        ",全部",
        ",收到",
        ",共",
        ",累计",
        ",结转",
        ",比",
        ",其中",
        ",同时",
        ",开展",
        ",举办",
        ",组织",
        ",召开",
        ",并",
        ",还",
        ",处理",
        ",办理",
    ];
    const AGAIN: &str = "其中";
    // What lies behind the next list need not be read.
    let skipped = list.chars().next().map_or(0, char::len_utf8);
    let again = list[skipped..].find(AGAIN).map(|at| skipped + at);
    let list = &list[..again.map_or(list.len(), |at| at + AGAIN.len())];
    let mut depth = 0;
    let close = list.char_indices().find_map(|(at, c)| {
        match c {
            '。' | ';' => return Some(at),
            '(' => depth += 1,
            ')' if depth == 0 => return bracket.then_some(at),
            ')' => depth -= 1,
            _ => {}
        }
        None
    });
    // None of these words has an end in it.
    let list = &list[..close.unwrap_or(list.len())];
    let next = NEXT.iter().filter_map(|word| list.find(word));
    close.into_iter().chain(next).chain(again).min()
}

/// How many more brackets a text opens than it closes.
fn brackets(text: &str) -> i64 {
    text.bytes().map(|byte| i64::from(byte == b'(') - i64::from(byte == b')')).sum()
}

fn check_contradict(_: &Input<'_>, findings: &mut Findings<'_>) {
    const ENOUGH: usize = 6;
    let mut known = BTreeMap::new();
    for reading in findings.readings {
        let number = reading.number;
        let clause = reading.clause;
        let named = clause.chars().nth(ENOUGH - 1).is_some()
            && !clause.contains(|c: char| c.is_ascii_digit())
            && !has(reading.before, &["其中", "包括", "一是", "二是"]);
        let times =
            ["月", "季度", "批", "期", "次", "上年", "去年", "同比", "较", "增", "分别", "每"];
        if number.unit.is_empty() || !number.exact || !named || has(clause, &times) {
            continue;
        }
        let year = reading.year_fits();
        let key = (clause, number.unit, year);
        let Some((first, before)) = known.insert(key, (number, reading)) else { continue };
        if first.amount == number.amount {
            continue;
        }
        let message = format!("“{clause}”前后数据不一致：{}与{}", first.value(), number.value());
        let place = |reading: &Reading<'_>| {
            reading.paragraph.place(reading.number.range.start..reading.number.end)
        };
        let finding = findings.finding(message).primary(place(reading), "");
        findings.push(finding.context(place(before), "前文").help("请核对，改成同一个数"));
    }
}
