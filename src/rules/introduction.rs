//! Group H of the catalogue: what stands before the first part.

use super::{Findings, Input, Rule, rule};
use crate::prose::{self, Paragraph};
use crate::source::{Span, Text};

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&PRESENT, &PLACE, &OUTLINE];

rule! {
    /// 第一部分之前应有一段引言，写明编制依据、数据统计期限和联系方式。格式没有规定，是通行做法。
    /// 不写 `narrative.preamble` 时由模板写出标准引言，联系方式取自 `[agency.contact]`。
    ///
    /// 提示：`preamble = ""`。
    ///
    /// 不提示：不写 `preamble`，填了联系单位和电话。
    PRESENT = "INTRO-PRESENT" "引言不全" Hint waivable,
    cites: "通行做法",
    needs: ["form:revised"],
    check: present,
}

rule! {
    /// 编制依据、统计期限、联系方式是引言，不属于“总体情况”。
    ///
    /// 提示：第一部分第一段写“本报告根据……编制，数据统计期限为……”。
    ///
    /// 不提示：这些话写在 `narrative.preamble`，或者用标准引言。
    PLACE = "INTRO-PLACE" "引言写进了第一部分" Hint waivable,
    cites: "通行做法",
    needs: ["form:revised", "part:overview"],
    check: misplaced,
}

rule! {
    /// 引言列举各部分的，名称、次序、个数应与正文的标题一致。
    ///
    /// 错误：由总体情况……存在的主要问题及改进措施等五部分组成。
    ///
    /// 正确：由总体情况……存在的主要问题及改进情况、其他需要报告的事项六部分组成。
    OUTLINE = "INTRO-OUTLINE" "引言列举的部分与正文不一致" Warning waivable,
    cites: "通行做法",
    check: outline,
}

/// The introduction as it will be read; nothing if that is unknown.
fn introduction(input: &Input<'_>) -> Option<(Text, Span)> {
    let report = input.report;
    if let Some(preamble) = report.preamble() {
        return Some((preamble.text.clone(), preamble.key));
    }
    // The template's words have no place in the data file.
    let mut text = Text::new(report.start);
    text.push_substitute(&input.printed?.preamble.join("\n\n"), report.start);
    Some((text, report.start))
}

fn present(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some((text, place)) = introduction(input) else {
        findings.skip("行文模板有误");
        return;
    };
    let says = |words: &[&str]| words.iter().any(|word| text.value.contains(word));
    let mut missing = Vec::new();
    if !says(&["根据", "依据", "按照", "条例"]) {
        missing.push("编制依据");
    }
    if !says(&["期限", "时限", "统计时间", "12月31日"]) {
        missing.push("数据统计期限");
    }
    if !says(&["联系", "咨询", "电话", "反馈"]) {
        missing.push("联系方式");
    }
    if !missing.is_empty() {
        let before = input.report.edition.parts.first().map_or("", |part| &part.heading);
        let message = format!("建议在“{before}”之前写明{}", missing.join("、"));
        let help = match missing.as_slice() {
            ["联系方式"] => "填写 [agency.contact] 后由标准引言印出",
            _ => "不写 narrative.preamble，由模板写出标准引言",
        };
        findings.push(findings.finding(message).primary(place, "").help(help));
    }
}

fn misplaced(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(overview) = input.report.text_of("overview") else { return };
    let Some(first) = overview.paragraphs.first() else { return };
    for sentence in &first.sentences {
        let text = &first.as_str()[sentence.clone()];
        let basis = text.split_once("本报告").is_some_and(|(_, rest)| {
            ["根据", "依据", "按照", "由"].iter().any(|word| rest.contains(word))
                && rest.contains("编制")
        });
        if basis || text.contains("统计期限") {
            let place = first.place(sentence.clone());
            let message = "编制说明（依据、统计期限、联系方式）建议放在“一、总体情况”之前";
            let finding = findings.finding(message).primary(place, "");
            findings.push(finding.help("标准引言已经写明这些内容；另写的放在 narrative.preamble"));
            return;
        }
    }
}

// The list of the parts -----------------------------------------------------

fn outline(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some((text, _)) = introduction(input) else {
        findings.skip("行文模板有误");
        return;
    };
    let parts = &input.report.edition.parts;
    let names: Vec<_> = parts
        .iter()
        .map(|part| part.heading.split_once('、').map_or(&*part.heading, |(_, name)| name))
        .collect();
    for paragraph in prose::paragraphs(&text) {
        let list = List::new(paragraph.as_str());
        let Some((differences, range)) = list.compare(&names) else { continue };
        if differences.is_empty() {
            continue;
        }
        let count = prose::numeral(names.len() as u64).unwrap_or_default();
        let message = format!("引言列举的部分与正文{count}部分不一致：{}", differences.join("；"));
        let place = place(&paragraph, range);
        let finding = findings.finding(message).primary(place, "");
        findings.push(finding.help("不写 narrative.preamble，由模板写出标准引言"));
    }
}

fn place(paragraph: &Paragraph, range: std::ops::Range<usize>) -> Span {
    paragraph.place(range)
}

/// A text without what lists may write one way or the other (、和及), each
/// character with its place and whether something was dropped before it.
struct List<'t> {
    text: &'t str,
    kept: Vec<(char, usize, bool)>,
}

const NUMERALS: &str = "一二三四五六七八九十";

/// What is dropped.
fn loose(c: char) -> bool {
    "、,;:.和及与以()“”0123456789".contains(c) || c.is_whitespace()
}

impl<'t> List<'t> {
    fn new(text: &'t str) -> Self {
        let mut kept = Vec::new();
        let mut dropped = false;
        for (at, c) in text.char_indices() {
            // 一、总体情况
            let number = NUMERALS.contains(c) && text[at + c.len_utf8()..].starts_with(['、', ')']);
            if loose(c) || number {
                dropped = true;
            } else {
                kept.push((c, at, dropped));
                dropped = false;
            }
        }
        Self { text, kept }
    }

    fn matches(&self, at: usize, name: &[char]) -> bool {
        let here = self.kept.get(at..at + name.len());
        here.is_some_and(|here| here.iter().zip(name).all(|((c, ..), name)| c == name))
    }

    fn find(&self, from: usize, name: &[char]) -> Option<usize> {
        (from..self.kept.len()).find(|at| self.matches(*at, name))
    }

    fn slice(&self, from: usize, to: usize) -> &'t str {
        let byte = |at: usize| self.kept.get(at).map_or(self.text.len(), |(_, byte, _)| *byte);
        self.text[byte(from)..byte(to)].trim_matches(loose)
    }

    /// How the list differs from the names, and where it stands; nothing if
    /// the text is no such list.
    fn compare(&self, names: &[&str]) -> Option<(Vec<String>, std::ops::Range<usize>)> {
        let bare: Vec<Vec<char>> =
            names.iter().map(|name| name.chars().filter(|c| !loose(*c)).collect()).collect();
        let found: Vec<_> = bare.iter().filter_map(|name| self.find(0, name)).collect();
        if found.len() < 2 {
            return None;
        }
        let (first, last) = (*found.iter().min()?, *found.iter().max()?);
        let start = match self.find(0, &bare[0]) {
            Some(start) => start,
            // The first name is another: what is listed begins behind 由.
            None => ["由", "包括", "分为"]
                .iter()
                .filter_map(|word| {
                    let word: Vec<char> = word.chars().collect();
                    Some(self.find(0, &word).filter(|at| *at < first)? + word.len())
                })
                .max()
                .unwrap_or(first),
        };
        let chars = |word: &str| word.chars().collect::<Vec<_>>();
        let stop = self.find(last, &['。']).unwrap_or(self.kept.len());
        let ends = ["组成", "构成", "部分"].map(chars);
        let said = ends.iter().filter_map(|word| self.find(last, word)).filter(|at| *at < stop);
        let said = said.min();
        // 反映总体情况和主动公开政府信息情况: no list of the parts.
        let opened = ["由", "包括", "分为", "包含"].map(chars);
        let opened = opened.iter().any(|word| {
            start.checked_sub(word.len()).is_some_and(|before| self.matches(before, word))
        });
        if said.is_none() && !opened {
            return None;
        }
        let end = said.unwrap_or(stop);
        let mut differences = Vec::new();
        let mut at = start;
        let mut before = None;
        for (name, bare) in names.iter().zip(&bare) {
            match self.find(at, bare).filter(|found| *found < end) {
                Some(found) => {
                    if found > at {
                        differences.push(format!("多出“{}”", self.slice(at, found)));
                    } else if let (Some(before), (_, _, false)) = (before, self.kept[found]) {
                        differences.push(format!("“{before}”与“{name}”之间缺顿号"));
                    }
                    at = found + bare.len();
                    before = Some(*name);
                }
                None => differences.push(format!("缺少“{name}”")),
            }
        }
        let mut rest = self.slice(at, end);
        // 等五个部分
        let count = rest.trim_end_matches(['个', '大']);
        let bare_count = count.trim_end_matches(|c| NUMERALS.contains(c));
        let number = match &count[bare_count.len()..] {
            "" => self.count_before(end),
            numeral => prose::read_numeral(numeral),
        };
        if number.is_some() {
            rest = bare_count;
        }
        let rest = rest.trim_end_matches(|c| loose(c) || "等共".contains(c));
        if !rest.is_empty() {
            differences.push(format!("多出“{rest}”"));
        }
        if let Some(number) = number.filter(|number| *number != names.len() as u64) {
            let written = prose::numeral(number).unwrap_or_default();
            differences.push(format!("写的是{written}部分"));
        }
        let byte = |at: usize| self.kept.get(at).map_or(self.text.len(), |(_, byte, _)| *byte);
        Some((differences, byte(start)..byte(end)))
    }

    /// `6个部分`: digits are dropped from the list.
    fn count_before(&self, end: usize) -> Option<u64> {
        let byte = self.kept.get(end)?.1;
        let head = self.text[..byte].trim_end_matches(['个', '大']);
        let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        head[head.len() - digits..].parse().ok()
    }
}
