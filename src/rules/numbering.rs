//! The order of numbers: 一、（一）1.（1）, and 一是……二是…….

use super::passage::{Hit, narratives};
use super::{Findings, Input, Rule, rule};
use crate::prose::{self, Block, Numbering, Passage};
use crate::source::Text;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&NUMBERING];

rule! {
    /// 文中的结构层次依次用“一、”“（一）”“1.”“（1）”，不越级；同一层的序号连续，
    /// “一是”“二是”“三是”也连续。各部分的标题已经用“一、”，正文里从“（一）”开始。
    ///
    /// 错误：第一部分直接写 `1.主动公开情况`；`一是……三是……`。
    ///
    /// 正确：`（一）主动公开`；`一是……二是……三是……`。
    NUMBERING = "ST-NUMBERING" "序号不连续或越级" Warning waivable,
    cites: "GB/T 9704-2012 7.3.3",
    check: numbering,
}

fn numbering(input: &Input<'_>, findings: &mut Findings<'_>) {
    for (_, narrative) in narratives(input.report) {
        let passages = &narrative.passages;
        let (breaks, skips) = levels(passages);
        findings.grouped(breaks, |words| format!("序号不连续：{words}"));
        for (hits, above) in skips {
            let message = |words: &str| format!("序号越级：{words}之上应先用{above}");
            if let Some(finding) = findings.group(hits, message) {
                let order = "结构层次依次用“一、”“（一）”“1.”“（1）”，“一、”已用于各部分的标题";
                findings.push(finding.help(order));
            }
        }
        findings.grouped(points(passages), |words| format!("序号不连续：{words}"));
    }
}

/// Numbers that do not follow the one before, and numbers of a level that was
/// opened without the one above it, with the level that is missing.
fn levels(passages: &[Passage]) -> (Vec<Hit>, Vec<(Vec<Hit>, &'static str)>) {
    let mut last = [0; 5];
    let (mut breaks, mut first, mut third) = (Vec::new(), Vec::new(), Vec::new());
    for passage in passages.iter().filter(|passage| passage.block != Block::Picture) {
        let Some(number) = prose::ordinal(&passage.text.value) else { continue };
        let (Some(level), value, len) = (number.numbering.level(), number.value, number.len) else {
            continue;
        };
        let hit = || Hit::new(&passage.text, 0..len);
        if value != last[level] + 1 && value != 1 {
            breaks.push(hit());
        }
        match level {
            3 if last[1] == 0 && last[2] == 0 => first.push(hit()),
            4 if last[3] == 0 => third.push(hit()),
            _ => {}
        }
        last[level] = value;
        last[level + 1..].fill(0);
    }
    (breaks, vec![(first, "“（一）”"), (third, "“1.”")])
}

/// 一是……三是……: points that do not follow the one before.
fn points(passages: &[Passage]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut last = 0;
    for passage in passages {
        for (at, value) in points_of(&passage.text) {
            if value != 1 && value != last + 1 {
                hits.push(Hit::new(&passage.text, at..at + "一是".len()));
            }
            last = value;
        }
    }
    hits
}

/// Every 一是 that opens a clause: its place and its number.
fn points_of(text: &Text) -> Vec<(usize, u32)> {
    let value = &text.value;
    let mut found = Vec::new();
    for (at, _) in value.match_indices('是') {
        let before = &value[..at];
        let Some(digit) = before.chars().next_back() else { continue };
        let start = at - digit.len_utf8();
        let Some(point) = prose::ordinal(&value[start..]) else { continue };
        if point.numbering != Numbering::Point {
            continue;
        }
        let clause = value[..start].trim_end().chars().next_back();
        if clause.is_none_or(|c| "。；：，！？、;:,.”）)".contains(c)) {
            found.push((start, point.value));
        }
    }
    found
}
