//! The order of numbers: 一、（一）1.（1）, and 一是……二是…….

use super::passage::{Hit, narratives};
use super::{Findings, Input, rule};
use crate::prose::{Block, Passage};
use crate::source::Text;

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

const DIGITS: &str = "一二三四五六七八九十";

/// A number at the start of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）.
    pub(super) level: usize,
    pub(super) value: u32,
    /// How many bytes it takes.
    pub(super) len: usize,
}

/// The number a paragraph starts with.
pub(super) fn number(text: &str) -> Option<Number> {
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        let open = text.len() - rest.len();
        let end = rest.find(['）', ')'])?;
        let close = rest[end..].chars().next()?.len_utf8();
        let len = open + end + close;
        let inside = &rest[..end];
        if let Some(value) = chinese(inside) {
            return Some(Number { level: 2, value, len });
        }
        let value = Some(inside).filter(|inside| inside.len() <= 2)?.parse().ok()?;
        return Some(Number { level: 4, value, len });
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=2).contains(&digits) {
        let mark = text[digits..].chars().next().filter(|c| ".．、".contains(*c))?;
        let len = digits + mark.len_utf8();
        // 1.5万件 is no first point, 4、2023年度 is a fourth.
        let decimal = mark != '、' && text[len..].starts_with(|c: char| c.is_ascii_digit());
        return (!decimal).then_some(Number { level: 3, value: text[..digits].parse().ok()?, len });
    }
    let end = text.find('、').filter(|end| *end <= 9)?;
    Some(Number { level: 1, value: chinese(&text[..end])?, len: end + '、'.len_utf8() })
}

/// 一 to 九十九.
fn chinese(text: &str) -> Option<u32> {
    let unit = |c: char| {
        let at = DIGITS.chars().position(|digit| digit == c).filter(|at| *at < 9)?;
        u32::try_from(at + 1).ok()
    };
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        [one] => unit(*one),
        ['十', one] => Some(10 + unit(*one)?),
        [ten, '十'] => Some(unit(*ten)? * 10),
        [ten, '十', one] => Some(unit(*ten)? * 10 + unit(*one)?),
        _ => None,
    }
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
        let Some(number) = number(&passage.text.value) else { continue };
        let Number { level, value, len } = number;
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
        let Some(digit) = before.chars().next_back().and_then(|c| chinese(&c.to_string())) else {
            continue;
        };
        let start = at - "一".len();
        let clause = value[..start].trim_end().chars().next_back();
        if clause.is_none_or(|c| "。；：，！？、;:,.”）)".contains(c)) {
            found.push((start, digit));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        for (text, expected) in [
            ("一、总体情况", Some((1, 1))),
            ("（十一）抓好", Some((2, 11))),
            ("(二十)抓好", Some((2, 20))),
            ("12、完善", Some((3, 12))),
            ("1. 完善", Some((3, 1))),
            ("（2）明确", Some((4, 2))),
            ("1.5万件", None),
            ("4、2023年度", Some((3, 4))),
            ("2023年", None),
            ("一是加强", None),
            ("一、二级", Some((1, 1))),
            ("（2023）", None),
            ("（见附件）", None),
        ] {
            assert_eq!(number(text).map(|n| (n.level, n.value)), expected, "{text}");
        }
    }
}
