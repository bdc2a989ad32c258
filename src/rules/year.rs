//! Groups F and K of the catalogue: years that were left standing.

use super::{Findings, Input, Rule, rule};
use crate::prose::{LONGEST_SENTENCE, Paragraph, Year, unnumbered};
use crate::report::Narrative;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&STALE, &YEAR];

rule! {
    /// 第一至第四部分以上一年为主语的句子（“2022年，我局……”），疑为上年年报的文字。
    ///
    /// 书名号、文号中的年份，与上年比较、上年结转、上年预决算、写明月份的，不算。
    ///
    /// 错误：2023 年度的年报写“2022年，我局公开信息50条。”
    ///
    /// 正确：`{{ year }}年，我局公开信息50条。`
    STALE = "XY-STALE-YEAR" "疑为上年的文字" Warning waivable,
    cites: "{responsibility}“内容雷同、敷衍塞责”",
    check: check_stale,
}

rule! {
    /// 正文中的年份一般只有上一年、报告年度和下一年。其他年份疑有误；
    /// 用“将”说打算的句子写成报告年度、公布日期写成报告年度的，也疑有误。
    ///
    /// 书名号、文号、规划名称中的年份，“自某年起”“某年以来”“某年修订”等说明来历的，不算。
    ///
    /// 错误：2024 年度的年报写“于2024年1月15日前公布”。
    ///
    /// 正确：“于2025年1月15日前公布”。
    YEAR = "RS-YEAR" "年份疑有误" Warning waivable,
    cites: "{responsibility}“发布内容不准确”",
    check: check_year,
}

/// The part, its paragraphs and its years, in sentences that can be read.
fn years<'a>(
    input: &'a Input<'_>,
) -> impl Iterator<Item = (&'a Narrative, &'a Paragraph, &'a Year)> {
    input.report.narratives.iter().flat_map(|narrative| {
        narrative.paragraphs.iter().flat_map(move |paragraph| {
            let known = paragraph
                .years
                .iter()
                .filter(|year| paragraph.sentence_at(year.range.start).len() <= LONGEST_SENTENCE);
            known.map(move |year| (narrative, paragraph, year))
        })
    })
}

/// Between brackets of a document number.
fn in_brackets(paragraph: &Paragraph, year: &Year) -> bool {
    paragraph.as_str()[..year.range.start].ends_with(['〔', '[', '〈', '“'])
}

fn check_stale(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(year) = input.report.year.map(|year| year.value) else { return };
    let lexicon = &input.report.law.lexicon;
    let parts = &input.report.edition.parts;
    let told = parts.iter().take_while(|part| part.role.as_deref() != Some("problems"));
    let told: Vec<_> = told.map(|part| part.id.as_str()).collect();
    for (part, paragraph, named) in years(input) {
        if named.year + 1 != year
            || !told.contains(&part.part.as_str())
            || in_brackets(paragraph, named)
        {
            continue;
        }
        let text = paragraph.as_str();
        let sentence = paragraph.sentence_at(named.range.start);
        // Only a year that opens its sentence is what the sentence is about.
        if !opens(&text[sentence.start..named.range.start]) {
            continue;
        }
        let rest = &text[named.range.end..sentence.end.max(named.range.end)];
        let dated = rest.trim_start_matches('度').starts_with(|c: char| c.is_ascii_digit());
        let compared = lexicon.occurs("year.compared", rest);
        let years = paragraph.years_in(sentence.clone()).count();
        let subject = rest.trim_start_matches('度');
        let subject = subject.strip_prefix(',').or_else(|| {
            let whole = ["我", "本", "全", "共", "累计", "县", "市", "区", "镇", "乡", "局"];
            whole.iter().any(|word| subject.starts_with(word)).then_some(subject)
        });
        if dated || compared || years > 1 || subject.is_none() {
            continue;
        }
        let heading = &part.heading;
        let said = &text[named.range.clone()];
        let message = format!("“{heading}”出现“{said}”，疑为上年文字，请核对年份");
        let finding = findings.finding(message).primary(paragraph.place(named.range.clone()), "");
        findings.push(finding.help("报告年度写作 {{ year }}，就不会留下上年的年份"));
    }
}

/// Nothing but a list number or a heading stands before.
fn opens(before: &str) -> bool {
    unnumbered(before).is_empty()
}

fn check_year(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(year) = input.report.year.map(|year| year.value) else { return };
    let lexicon = &input.report.law.lexicon;
    for (_, paragraph, named) in years(input) {
        if in_brackets(paragraph, named) {
            continue;
        }
        let text = paragraph.as_str();
        let sentence = paragraph.sentence_at(named.range.start);
        let before = &text[sentence.start.min(named.range.start)..named.range.start];
        let rest = &text[named.range.end..sentence.end.max(named.range.end)];
        let sentence = &text[sentence];
        let far = named.year + 1 < year || named.year > year + 1;
        let published = (sentence.contains("年报") || sentence.contains("年度报告"))
            && (rest.contains("公布") || rest.contains("公开") || rest.contains("发布"))
            && before.ends_with('于')
            && ["1月", "2月", "3月"].iter().any(|month| rest.starts_with(month));
        let planned = named.year == year
            && opens(before)
            && lexicon.words("year.ahead").iter().any(|ahead| {
                rest.find(ahead.as_str()).is_some_and(|at| rest[..at].chars().count() <= 20)
            });
        let help = if far
            && !lexicon.occurs("year.origin", sentence)
            && !before.ends_with(['自', '从', '—', '-'])
        {
            format!("报告年度是{year}年")
        } else if published && named.year == year {
            format!("{year}年度的年报应在{}年公布", year + 1)
        } else if planned {
            format!("打算要做的事，应写{}年", year + 1)
        } else {
            continue;
        };
        let said = &text[named.range.clone()];
        let message = format!("年份“{said}”疑有误（报告年度为{year}年）");
        let finding = findings.finding(message).primary(paragraph.place(named.range.clone()), "");
        findings.push(finding.help(help));
    }
}
