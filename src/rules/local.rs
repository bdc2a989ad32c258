//! What a locality adds to the law: its files, and what they ask for.

use super::{Findings, Input, Outcome, Rule, all, rule};
use crate::law::Law;
use crate::law::edition::Edition;
use crate::law::requirement::Requirement;
use crate::source::Spanned;
use crate::source::diagnostic::Diagnostic;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&PACK, &REQUIRED];

rule! {
    /// `schemas` 文件夹里的地方规则文件应能读懂：格式、等式、期限、引用的文件名目都要写对。
    /// 读不懂的文件不采用，其余的照常采用。写法见 docs/local.md。
    ///
    /// 错误：`after = "normal"`，表里没有这一行。
    ///
    /// 正确：`after = "normative"`。
    PACK = "LOCAL-FILE" "地方规则文件有误" Error,
    cites: "数据文件格式",
    check: pack,
}

rule! {
    /// 地方规则（`[[require]]`）要求某一部分写明的事项、数字，应当写上。级别由地方规则自己定，
    /// 没有写的为警告。
    ///
    /// 错误：地方规则要求“政府信息公开平台建设”写明政务公开专区的数量，正文没有写。
    ///
    /// 正确：全市设有政务公开专区36个。
    REQUIRED = "LOCAL-REQUIRED" "缺少本地要求的内容" Warning waivable,
    cites: "本地通知",
    check: required,
}

fn pack(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    for flaw in flawed(&report.law) {
        findings.push(findings.finding(&flaw.value).primary(flaw.span, ""));
    }
}

/// What is wrong with the files of a locality, for whoever writes them.
pub fn flaws(law: &Law) -> Vec<Diagnostic> {
    let worded = |flaw: Spanned<String>| {
        Diagnostic::new(PACK.id, PACK.severity, PACK.cites, flaw.value).primary(flaw.span, "")
    };
    flawed(law).into_iter().map(worded).collect()
}

fn flawed(law: &Law) -> Vec<Spanned<String>> {
    let mut flaws = law.flaws.clone();
    for edition in law.added.iter().filter_map(|id| law.edition(id)) {
        for id in unknown_rules(edition) {
            let value = format!("{}：没有编号为 {id} 的规则", edition.name);
            flaws.extend(law.place_of(id).map(|span| Spanned { value, span }));
        }
    }
    flaws
}

/// Ids in an edition's deadlines and severities that are no rule's.
fn unknown_rules(edition: &Edition) -> Vec<&str> {
    let balances = || edition.tables.iter().flat_map(|table| &table.balances);
    let known =
        |id: &str| all().any(|rule| rule.id == id) || balances().any(|balance| balance.id == id);
    let deadlines = edition.deadlines.iter().map(|deadline| deadline.rule.as_str());
    let reweighed = edition.reweighed.iter().map(|change| change.rule.as_str());
    deadlines.chain(reweighed).filter(|id| !known(id)).collect()
}

fn required(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    for requirement in &report.edition.requirements {
        let kind = report.agency.kind.as_ref().map(|kind| kind.value.kind.as_str());
        let asked = requirement.organs.is_empty()
            || kind.is_some_and(|kind| requirement.organs.iter().any(|organ| organ == kind));
        if !asked || input.refused(findings, &format!("narrative.{}", requirement.part)) {
            continue;
        }
        let Some(part) = report.edition.part(&requirement.part) else { continue };
        let narrative = report.narrative(&part.id);
        let paragraphs = narrative.map_or(&[][..], |narrative| &narrative.paragraphs);
        let said = paragraphs.iter().any(|paragraph| {
            let text = paragraph.as_str();
            let word = requirement.words.iter().any(|word| text.contains(word.as_str()));
            // Any unit the notice names, whether or not texts are compared by it.
            let mut behind = paragraph.numbers.iter().map(|number| &text[number.range.end..]);
            let counted = |rest: &str| requirement.units.iter().any(|unit| rest.starts_with(unit));
            let figure = requirement.units.is_empty() || behind.any(counted);
            word && figure
        });
        if !said {
            let place = narrative.map_or(report.start, |narrative| narrative.key);
            let message = format!("“{}”应写明{}，未找到", part.heading, requirement.name);
            let finding = findings.finding(message).severity(requirement.severity);
            let mut finding = finding.primary(place, "").help(help(requirement));
            finding.cites = report
                .edition
                .provision(requirement.cites.as_ref().unwrap_or(&report.edition.cites));
            findings.push(finding);
        }
    }
}

fn help(requirement: &Requirement) -> String {
    if !requirement.help.is_empty() {
        return requirement.help.clone();
    }
    let words = requirement.words.join("、");
    if requirement.units.is_empty() {
        format!("正文里应有下列之一：{words}")
    } else {
        let units = requirement.units.join("、");
        format!("同一段里应有下列之一：{words}，并写明数字（单位：{units}）")
    }
}

/// Gives findings the severity that the edition gives their rule.
pub(super) fn reweigh(input: &Input<'_>, outcome: &mut Outcome) {
    let changes = &input.report.edition.reweighed;
    for finding in &mut outcome.findings {
        let change = changes.iter().find(|change| change.rule == finding.rule);
        finding.severity = change.map_or(finding.severity, |change| change.severity);
    }
}
