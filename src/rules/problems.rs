//! Group J of the catalogue: part five, 存在的主要问题及改进情况.

use std::ops::Range;

use super::{Findings, Input, Rule, rule};
use crate::law::lexicon::Lexicon;
use crate::prose::{self, Numbering, Ordinal, Paragraph};

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&PRESENT, &VAGUE, &MATCH];

rule! {
    /// 第五部分既要写存在的主要问题，也要写改进情况，不能为“无”。
    ///
    /// 错误：`problems = "无。"`；只写成绩。
    ///
    /// 正确：存在的主要问题：……。改进情况：……。
    PRESENT = "S5-PROBLEMS" "没有写问题或者改进情况" Error,
    cites: "条例第五十条第（四）项；{problems}",
    needs: ["form:revised", "part:problems"],
    check: present,
}

rule! {
    /// 问题应具体到栏目、领域、环节或者数量。每一条都只是“有待加强”“不够”之类的话时提示。
    ///
    /// 提示：一是公开的广度和深度有待进一步提高；二是人员能力还不够强。
    ///
    /// 不提示：一是专项资金栏目一个季度才更新一次；二是政策解读 12 件中只有 2 件有图表。
    VAGUE = "S5-VAGUE" "问题写得笼统" Hint waivable,
    cites: "{problems}“避免笼统模糊、泛泛而谈”",
    needs: ["part:problems"],
    check: vague,
}

rule! {
    /// 列出的问题和改进措施应一一对应。
    ///
    /// 提示：四个问题，三条措施。
    ///
    /// 不提示：三个问题，三条措施。
    MATCH = "S5-MATCH" "问题与措施的条数不同" Hint waivable,
    cites: "{problems}“查找问题要有针对性，改进举措要有实效性”",
    needs: ["part:problems"],
    check: matching,
}

/// The paragraphs of part five.
fn problems<'a>(input: &Input<'a>, findings: &mut Findings<'_>) -> Option<&'a [Paragraph]> {
    let text = input.report.text_of("problems").map(|narrative| narrative.paragraphs.as_slice());
    if text.is_none() {
        findings.skip("第五部分没有写");
    }
    text
}

fn present(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(paragraphs) = problems(input, findings) else { return };
    let lexicon = &input.report.law.lexicon;
    let says = |list| paragraphs.iter().any(|text| lexicon.occurs(list, text.as_str()));
    let length: usize = paragraphs.iter().map(|text| text.as_str().chars().count()).sum();
    let problem = says("problem") && length > 10;
    let measure = says("measure") && length > 10;
    let message = match (problem, measure) {
        (true, true) => return,
        (false, false) => "第五部分必须写明存在的主要问题和改进情况，不能为“无”",
        (false, true) => "第五部分没有写存在的主要问题",
        (true, false) => "第五部分没有写改进情况",
    };
    let key = input.report.key_of("problems");
    findings.push(findings.finding(message).primary(key, ""));
}

// Lists ---------------------------------------------------------------------

/// An item of a list: the paragraph it begins in, and where.
#[derive(Clone)]
struct Item {
    paragraph: usize,
    range: Range<usize>,
}

/// One list: items numbered from one without a gap.
struct List {
    numbering: Numbering,
    items: Vec<Item>,
}

impl List {
    /// Whether a number of a style comes next.
    fn follows(&self, numbering: Numbering, number: u32) -> bool {
        self.numbering == numbering && u32::try_from(self.items.len() + 1) == Ok(number)
    }
}

/// The lists of two items or more, in order.
fn lists(paragraphs: &[Paragraph]) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let mut items = Vec::new();
        let text = paragraph.as_str();
        let mut head = true;
        for (at, c) in text.char_indices() {
            if head && let Some(ordinal) = numbered(&text[at..], at == 0) {
                items.push((ordinal.numbering, ordinal.value, at));
            }
            head = "。;:,!".contains(c);
        }
        for (position, (numbering, number, start)) in items.iter().enumerate() {
            let end = items.get(position + 1).map_or(text.len(), |(.., next)| *next);
            let item = Item { paragraph: index, range: *start..end };
            if *number == 1 {
                lists.push(List { numbering: *numbering, items: vec![item] });
            } else if let Some(list) =
                lists.iter_mut().rfind(|list| list.follows(*numbering, *number))
            {
                list.items.push(item);
            }
        }
    }
    lists.retain(|list| list.items.len() > 1);
    lists
}

/// The number of an item that begins here; `一、` and `1、` only begin paragraphs.
fn numbered(text: &str, first: bool) -> Option<Ordinal> {
    let listed = |ordinal: &Ordinal| match ordinal.numbering {
        Numbering::Point | Numbering::Bracketed => true,
        Numbering::Chinese => first,
        Numbering::Arabic => first || !text[..ordinal.len].ends_with('、'),
        Numbering::BracketedArabic | Numbering::Circled => false,
    };
    prose::ordinal(text).filter(listed)
}

/// The list of problems and the list of measures, if there is no doubt.
fn pair(lists: &[List]) -> Option<[&List; 2]> {
    let pairs = |style: Option<Numbering>| {
        let of_style = |list: &&List| style.is_none_or(|style| list.numbering == style);
        let mut found = lists.iter().filter(of_style);
        let pair = [found.next()?, found.next()?];
        found.next().is_none().then_some(pair)
    };
    let styles = [Numbering::Point, Numbering::Bracketed, Numbering::Arabic, Numbering::Chinese];
    let pair = pairs(None).or_else(|| styles.into_iter().find_map(|style| pairs(Some(style))))?;
    let order = |item: &Item| (item.paragraph, item.range.start);
    let [one, other] = pair;
    // （一）问题 1. 2.（二）措施 1. 2.: not one after the other.
    (order(one.items.last()?) < order(other.items.first()?)).then_some(pair)
}

fn matching(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(paragraphs) = problems(input, findings) else { return };
    let lists = lists(paragraphs);
    let Some([problems, measures]) = pair(&lists) else { return };
    let (p, m) = (problems.items.len(), measures.items.len());
    if p != m {
        let mark = |item: &Item| {
            let text = &paragraphs[item.paragraph];
            let lead = text.as_str()[item.range.clone()].chars().take(6).map(char::len_utf8);
            text.place(item.range.start..item.range.start + lead.sum::<usize>())
        };
        let message = format!("列出了{p}个问题、{m}条改进措施");
        let finding = findings.finding(message).primary(mark(&measures.items[0]), "措施");
        let finding = finding.context(mark(&problems.items[0]), "问题");
        findings.push(finding.help("建议一一对应"));
    }
}

fn vague(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(paragraphs) = problems(input, findings) else { return };
    let lexicon = &input.report.law.lexicon;
    let clauses = match lists(paragraphs).into_iter().next() {
        Some(list) => list.items,
        None => sentence_of_problems(lexicon, paragraphs).into_iter().collect(),
    };
    let text = |item: &Item| {
        let text = &paragraphs[item.paragraph].as_str()[item.range.clone()];
        // What follows the list stands behind its last full stop.
        text.split('。').next().unwrap_or(text)
    };
    let generic = |item: &Item| {
        let text = text(item);
        lexicon.occurs("problem.generic", text)
            && !lexicon.occurs("problem.concrete", text)
            && !text.trim_start_matches(|c: char| c.is_ascii_digit()).contains(char::is_numeric)
    };
    if let Some(first) = clauses.first().filter(|_| clauses.iter().all(generic)) {
        let range = first.range.start..first.range.start + text(first).len();
        let place = paragraphs[first.paragraph].place(range);
        let finding = findings.finding("问题写得比较笼统").primary(place, "");
        findings.push(finding.help("建议指出具体栏目、领域、环节或数量，并写清上年问题的改进情况"));
    }
}

/// The sentence that says what the problems are.
fn sentence_of_problems(lexicon: &Lexicon, paragraphs: &[Paragraph]) -> Option<Item> {
    paragraphs.iter().enumerate().find_map(|(index, paragraph)| {
        let says = |range: &&Range<usize>| {
            let text = &paragraph.as_str()[(*range).clone()];
            text.contains("问题") || lexicon.occurs("problem.generic", text)
        };
        let range = paragraph.sentences.iter().find(says)?.clone();
        Some(Item { paragraph: index, range })
    })
}
