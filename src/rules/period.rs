//! Group H of the catalogue: which days the figures are of.

use std::ops::Range;

use super::{Findings, Input, Rule, rule};
use crate::data::date::Date;
use crate::prose::{self, Paragraph};
use crate::report::PREAMBLE;
use crate::source::Text;
use crate::source::diagnostic::Severity;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&PERIOD, &CUTOFF];

rule! {
    /// 数据统计期限是报告年度的 1 月 1 日至 12 月 31 日，应在引言写明；报告年度内成立的机关从成立之日起算
    /// （填写 `agency.founded`）。没有写统计期限的，为警告。
    ///
    /// 错误：2010年1月1日至2009年12月31日。
    ///
    /// 正确：2023年1月1日至2023年12月31日；2023年1月1日至12月31日。
    PERIOD = "PERIOD" "数据统计期限不对" Error waivable,
    cites: "条例第四十九条；{cutoff}",
    check: period,
}

rule! {
    /// 第一、二部分的数据应核定到报告年度 12 月 31 日。“截至目前”说不清是哪一天，只提示。
    ///
    /// 错误：截至2020年10月20日，共登记证照数据23.5万个。
    ///
    /// 正确：截至2020年12月31日，共登记证照数据24.1万个。
    CUTOFF = "CUTOFF" "数据没有核定到年底" Warning waivable,
    cites: "{cutoff}",
    needs: ["form:revised", "part:overview+part:disclosure"],
    check: cutoff,
}

/// A day in a text; the year may be left out.
struct Dated {
    range: Range<usize>,
    year: Option<u16>,
    month: u8,
    day: u8,
}

/// The days a text names, in order.
fn dates(text: &str) -> Vec<Dated> {
    let digits_before = |end: usize| {
        let head = &text[..end];
        head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len()
    };
    let dates = text.match_indices('月').filter_map(|(at, moon)| {
        let mut start = at - digits_before(at);
        let month = text[start..at].parse().ok()?;
        let behind = &text[at + moon.len()..];
        let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let day = behind[..digits].parse().ok()?;
        let end = at + moon.len() + digits + behind[digits..].strip_prefix('日').map(|_| 3)?;
        let mut year = None;
        if let Some(head) = text[..start].strip_suffix('年') {
            let digits = digits_before(head.len());
            year = head[head.len() - digits..].parse().ok();
            start = head.len() - digits;
        }
        Some(Dated { range: start..end, year, month, day })
    });
    dates.collect()
}

/// From one day to another, as texts write it.
struct Period {
    range: Range<usize>,
    from: Dated,
    to: Dated,
}

fn periods(text: &str) -> Vec<Period> {
    let mut periods = Vec::new();
    let mut dates = dates(text).into_iter().peekable();
    while let Some(from) = dates.next() {
        let Some(to) = dates.peek() else { break };
        let between = text[from.range.end..to.range.start].trim_start_matches('起');
        let joined = ["至", "到", "-", "—", "——", "–", "~", "～"].contains(&between);
        if joined && let Some(to) = dates.next() {
            periods.push(Period { range: from.range.start..to.range.end, from, to });
        }
    }
    periods
}

impl Period {
    /// Whether it is the whole report year.
    fn is_whole(&self, year: u16, founded: Option<Date>) -> bool {
        let day = |date: &Dated, year| Date { year, month: date.month, day: date.day };
        let first = self.from.year.unwrap_or(year);
        let from = day(&self.from, first);
        let to = day(&self.to, self.to.year.unwrap_or(first));
        let begins = founded.filter(|day| day.year == year);
        (from == Date { year, month: 1, day: 1 } || Some(from) == begins)
            && to == Date { year, month: 12, day: 31 }
    }
}

fn period(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let Some(year) = input.year() else {
        findings.skip("没有报告年度");
        return;
    };
    let founded = report.agency.founded.map(|founded| founded.value);
    let mut given = false;
    let mut judge = |paragraph: &Paragraph, period: &Period, findings: &mut Findings<'_>| {
        given = true;
        if !period.is_whole(year, founded) {
            let written = &paragraph.as_str()[period.range.clone()];
            let message = format!("数据统计期限应为{}，现为“{written}”", whole(year));
            let place = paragraph.place(period.range.clone());
            findings.push(findings.finding(message).primary(place, ""));
        }
    };
    if let Some(period) = &report.publication.period {
        let paragraph = prose::paragraph(&Text::verbatim(&period.value, period.span));
        let read = periods(paragraph.as_str());
        for period in &read {
            judge(&paragraph, period, findings);
        }
        if read.is_empty() {
            let message = format!("数据统计期限应为{}，现为“{}”", whole(year), period.value);
            findings.push(findings.finding(message).primary(period.span, ""));
            return;
        }
    }
    for narrative in &report.narratives {
        for paragraph in &narrative.paragraphs {
            for period in periods(paragraph.as_str()) {
                let sentence = &paragraph.as_str()[paragraph.sentence_at(period.range.start)];
                let words = ["统计", "期限", "时限", "数据"];
                if narrative.part == PREAMBLE || words.iter().any(|word| sentence.contains(word)) {
                    judge(paragraph, &period, findings);
                }
            }
        }
    }
    let preamble = report.preamble();
    let Some(printed) = input.printed.filter(|_| !given) else { return };
    if !printed.preamble.iter().any(|text| !periods(text).is_empty()) {
        let place = preamble.map_or(report.start, |preamble| preamble.key);
        let finding = findings.finding("没有写明数据统计期限").severity(Severity::Warning);
        let help = format!("请在引言写明：报告中所列数据的统计期限为{}", whole(year));
        findings.push(finding.primary(place, "").help(help));
    }
}

fn whole(year: u16) -> String {
    format!("{year}年1月1日至{year}年12月31日")
}

fn cutoff(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(year) = input.year() else {
        findings.skip("没有报告年度");
        return;
    };
    for part in ["overview", "disclosure"] {
        let Some(narrative) = input.report.text_of(part) else { continue };
        for paragraph in &narrative.paragraphs {
            let text = paragraph.as_str();
            for (at, word) in text.match_indices("截至").chain(text.match_indices("截止")) {
                let rest = &text[at + word.len()..];
                let behind = rest.trim_start_matches(['至', '到']);
                let start = at + word.len() + rest.len() - behind.len();
                let now = ["目前", "现在", "发稿"].iter().find(|word| behind.starts_with(**word));
                let (len, severity, message) = if let Some(now) = now {
                    let message = format!("“截至{now}”说不清是哪一天");
                    (now.len(), Severity::Hint, message)
                } else if let Some(len) = before_december(behind, year) {
                    let written = &text[at..start + len];
                    (len, Severity::Warning, format!("“{written}”的数据未到年底"))
                } else {
                    continue;
                };
                let place = paragraph.place(at..start + len);
                let finding = findings.finding(message).severity(severity).primary(place, "");
                findings.push(finding.help(format!("年报数据应核定到{year}年12月31日")));
            }
        }
    }
}

/// The length of a day or month of the year before December that a text
/// begins with.
fn before_december(text: &str, year: u16) -> Option<usize> {
    let rest = text.strip_prefix(&format!("{year}年")).unwrap_or(text);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let month: u8 = rest[..digits].parse().ok()?;
    let behind = rest[digits..].strip_prefix('月')?;
    let day = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = &behind[day..];
    let end = behind.strip_prefix(['日', '底', '末']).unwrap_or(behind);
    (1..12).contains(&month).then_some(text.len() - end.len())
}
