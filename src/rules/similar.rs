//! Group F of the catalogue: texts that are last year's.

use std::collections::BTreeMap;

use super::{Findings, Input, Rule, rule};
use crate::prose::Paragraph;
use crate::report::{Narrative, Report};
use crate::source::diagnostic::Severity;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&SIMILAR];

rule! {
    /// “总体情况”和“存在的主要问题及改进情况”与上年年报不应雷同。
    ///
    /// 去掉数字、日期、机关名称、标点和法定用语后，按相邻三个字比较（Sørensen–Dice 系数）：
    /// 超过 50% 是警告；第五部分达到 98% 是错误。不足 120 字的不比较。
    /// 不同年度如实重写的，通常在 35% 以下。没有给出上年数据文件（previous）时不作判断。
    ///
    /// 错误：只改了年份和件数。
    ///
    /// 正确：结合本年度工作重写。
    SIMILAR = "XY-SIMILAR" "与上年年报雷同" Warning waivable,
    cites: "{problems}“不得出现敷衍了事甚至年年雷同现象”；{responsibility}",
    needs: ["part:overview+part:problems"],
    check: check,
}

/// The parts that must be written anew, and from which share on it is an error.
const PARTS: &[(&str, Option<usize>)] = &[("overview", None), ("problems", Some(98))];
/// A share in percent above which parts are alike.
const ALIKE: usize = 50;
/// Shorter texts say too little to be compared, in characters.
const SHORTEST: usize = 120;

fn check(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(last) = input.last else {
        findings.skip("没有上年数据文件（previous）");
        return;
    };
    for (part, copied) in PARTS {
        let (Some(now), Some(before)) = (input.report.text_of(part), last.text_of(part)) else {
            continue;
        };
        let share = share(&words(now, input.report), &words(before, last));
        let Some(share) = share.filter(|share| *share > ALIKE) else { continue };
        let heading = &now.heading;
        let message = format!(
            "“{heading}”与上年年报重复率约{share}%。国办要求不得年年雷同，请结合本年度工作重写"
        );
        let severity = match copied {
            Some(copied) if share >= *copied => Severity::Error,
            _ => Severity::Warning,
        };
        let finding = findings.finding(message).severity(severity);
        let finding = match same_sentence(now, before) {
            Some((now, before)) => {
                finding.primary(now, "与上年一字不差").context(before, "上年的文字")
            }
            None => finding.primary(now.key, "").context(before.key, "上年的文字"),
        };
        findings
            .push(finding.help("写明本年度的做法、数据和新问题；法定用语和机关名称不计入重复率"));
    }
}

/// The characters of a text that are its own.
fn words(narrative: &Narrative, report: &Report) -> Vec<char> {
    let agency = &report.agency;
    let names = agency.name.iter().chain(&agency.short_names).chain(&agency.ancestors);
    let mut names: Vec<&str> = names.map(|name| name.value.as_str()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.extend(report.law.lexicon.words("statutory_phrases").iter().map(String::as_str));
    let mut words = Vec::new();
    for paragraph in &narrative.paragraphs {
        let mut rest = paragraph.as_str();
        while let Some(c) = rest.chars().next() {
            let known = names.iter().find(|name| rest.starts_with(**name));
            let len = known.map_or(c.len_utf8(), |name| name.len());
            if known.is_none() && ('\u{4e00}'..='\u{9fff}').contains(&c) && !"年月日".contains(c)
            {
                words.push(c);
            }
            rest = &rest[len..];
        }
    }
    words
}

/// What two texts have in common, in percent: twice the common groups of three
/// characters through all groups (Sørensen–Dice).
fn share(one: &[char], other: &[char]) -> Option<usize> {
    if one.len().min(other.len()) < SHORTEST {
        return None;
    }
    let grams = |text: &[char]| {
        let mut grams: Vec<[char; 3]> =
            text.windows(3).filter_map(|gram| gram.try_into().ok()).collect();
        grams.sort_unstable();
        grams
    };
    let (one, other) = (grams(one), grams(other));
    let (mut at, mut beside, mut common) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(at), other.get(beside)) {
        common += usize::from(a == b);
        at += usize::from(a <= b);
        beside += usize::from(b <= a);
    }
    Some(common * 200 / (one.len() + other.len()))
}

/// The longest sentence that stands in both, with its places.
fn same_sentence(
    now: &Narrative,
    before: &Narrative,
) -> Option<(crate::source::Span, crate::source::Span)> {
    let sentences = |narrative: &'_ Narrative| -> Vec<(String, crate::source::Span)> {
        let of = |paragraph: &Paragraph| -> Vec<_> {
            let ranges = paragraph.sentences.iter().cloned();
            ranges
                .map(|range| (paragraph.as_str()[range.clone()].to_owned(), paragraph.place(range)))
                .collect()
        };
        narrative.paragraphs.iter().flat_map(of).collect()
    };
    let known: BTreeMap<String, _> = sentences(before).into_iter().collect();
    let same = sentences(now)
        .into_iter()
        .filter_map(|(sentence, place)| Some((sentence.len(), place, *known.get(&sentence)?)));
    // The first of the longest.
    let longest = same.min_by_key(|(len, place, _)| (std::cmp::Reverse(*len), *place))?;
    Some((longest.1, longest.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_calibration() {
        let text = |seed: u32, len: u32| -> Vec<char> {
            (0..len).filter_map(|at| char::from_u32(0x4e00 + (at * seed) % 4093)).collect()
        };
        assert_eq!(share(&text(7, 200), &text(7, 200)), Some(100));
        assert_eq!(share(&text(7, 200), &text(11, 200)), Some(0));
        assert_eq!(share(&text(7, 119), &text(7, 119)), None);
        let half: Vec<char> = text(7, 200).into_iter().chain(text(11, 200)).collect();
        let share = share(&half, &text(7, 200)).unwrap();
        assert!((64..=67).contains(&share), "{share}");
    }
}
