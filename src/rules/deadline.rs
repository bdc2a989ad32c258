//! Group I of the catalogue: by when it has to be published.

use super::{Findings, Input, rule};
use crate::law::organ::OrganKind;
use crate::report::{Date, Report};
use crate::source::diagnostic::Severity;

rule! {
    /// 政府部门、乡镇人民政府、街道办事处和政府机关（办公厅、办公室）的年报，应在次年 1 月 31 日前公布；
    /// 2018 年度及以前为 3 月 31 日前。没有填公布日期的不作判断。
    ///
    /// 错误：2019 年度年报，`date = 2020-07-03`。
    ///
    /// 正确：`date = 2020-01-20`。
    DEPARTMENT = "DL-DEPT" "超过法定期限" Error waivable,
    cites: "条例第四十九条第一款；国办公开办函〔2021〕30号 二（一）；2007年公布的条例第三十一条",
    check: department,
}

rule! {
    /// 县级人民政府汇总的年报应在次年 2 月 20 日前提交并公布，法定最迟 3 月 31 日。
    ///
    /// 错误：2023 年度，`date = 2024-02-26`（警告）、`date = 2024-04-02`（错误）。
    ///
    /// 正确：`date = 2024-02-19`。
    COUNTY = "DL-COUNTY" "县级政府年报超过期限" Error waivable,
    cites: "国办公开办函〔2021〕30号 二（二）；条例第四十九条第二款",
    check: county,
}

rule! {
    /// 市级人民政府汇总的年报应在次年 3 月 10 日前提交并公布，法定最迟 3 月 31 日。
    ///
    /// 错误：2023 年度，`date = 2024-03-20`（警告）、`date = 2024-04-02`（错误）。
    ///
    /// 正确：`date = 2024-03-08`。
    CITY = "DL-CITY" "市级政府年报超过期限" Error waivable,
    cites: "国办公开办函〔2021〕30号 二（二）；条例第四十九条第二款",
    check: city,
}

rule! {
    /// 省级人民政府汇总的年报、垂直管理系统的年报应在次年 3 月 31 日前提交并公布。
    ///
    /// 错误：2023 年度，`date = 2024-04-02`。
    ///
    /// 正确：`date = 2024-03-31`。
    PROVINCE = "DL-PROV" "省级政府（垂直管理系统）年报超过期限" Error waivable,
    cites: "国办公开办函〔2021〕30号 二（二）；条例第四十九条第二款",
    check: province,
}

rule! {
    /// 报告年度还没有结束就公布的，年底数据可能不完整。
    ///
    /// 错误：2023 年度，`date = 2023-12-28`。
    ///
    /// 正确：`date = 2024-01-09`。
    EARLY = "DL-EARLY" "报告年度尚未结束" Warning waivable,
    cites: "国办公开办函〔2021〕30号 一（二）“各项数据核定时间点为报告年度的12月31日”",
    check: early,
}

rule! {
    /// 本地通知要求的日期（`local.deadline`）往往早于法定期限。
    ///
    /// 提示：`local.deadline = 2024-01-21`，`publication.date = 2024-01-25`。
    ///
    /// 不提示：`publication.date = 2024-01-20`。
    LOCAL = "DL-LOCAL" "晚于本地要求的日期" Hint waivable,
    cites: "本地通知",
    check: local,
}

/// Whose deadline a report has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Term {
    Department,
    County,
    City,
    Province,
}

fn term(report: &Report) -> Option<Term> {
    let kind = report.agency.kind?.value;
    if !report.edition.revised() {
        return Some(Term::Department);
    }
    // Without the sum of what is below, a government's report is its office's.
    Some(match (kind, report.agency.aggregate) {
        (OrganKind::VerticalAgency, _) | (OrganKind::ProvincialGovernment, true) => Term::Province,
        (OrganKind::PrefectureGovernment, true) => Term::City,
        (OrganKind::CountyGovernment, true) => Term::County,
        _ => Term::Department,
    })
}

/// Reports a date later than the last of these days it passed.
fn late(
    input: &Input<'_>,
    findings: &mut Findings<'_>,
    who: Term,
    days: &[(u8, u8, Severity)],
    word: impl Fn(u16, Date) -> String,
) {
    let report = input.report;
    let (Some(year), Some(date)) = (input.year(), report.publication.date) else { return };
    let Some(term) = term(report) else {
        findings.skip("没有机关类别");
        return;
    };
    let next = year + 1;
    let passed = days
        .iter()
        .rfind(|(month, day, _)| date.value > Date { year: next, month: *month, day: *day });
    if let Some((.., severity)) = passed.filter(|_| term == who) {
        let finding = findings.finding(word(next, date.value)).severity(*severity);
        findings.push(finding.primary(date.span, ""));
    }
}

fn department(input: &Input<'_>, findings: &mut Findings<'_>) {
    let (month, day) = if input.report.edition.revised() { (1, 31) } else { (3, 31) };
    late(input, findings, Term::Department, &[(month, day, Severity::Error)], |year, date| {
        format!("法定期限为{year}年{month}月{day}日前，公布日期{date}已超期")
    });
}

/// The last day the 条例 allows governments.
const STATUTORY: (u8, u8, Severity) = (3, 31, Severity::Error);

fn county(input: &Input<'_>, findings: &mut Findings<'_>) {
    let days = [(2, 20, Severity::Warning), STATUTORY];
    late(input, findings, Term::County, &days, |year, date| {
        format!("县级政府年报应于{year}年2月20日前提交并公布（法定最迟3月31日），公布日期为{date}")
    });
}

fn city(input: &Input<'_>, findings: &mut Findings<'_>) {
    let days = [(3, 10, Severity::Warning), STATUTORY];
    late(input, findings, Term::City, &days, |year, date| {
        format!("市级政府年报应于{year}年3月10日前提交并公布（法定最迟3月31日），公布日期为{date}")
    });
}

fn province(input: &Input<'_>, findings: &mut Findings<'_>) {
    late(input, findings, Term::Province, &[STATUTORY], |year, date| {
        format!("省级政府（垂直管理系统）年报应于{year}年3月31日前提交并公布，公布日期为{date}")
    });
}

fn early(input: &Input<'_>, findings: &mut Findings<'_>) {
    let (Some(year), Some(date)) = (input.year(), input.report.publication.date) else { return };
    if date.value.year <= year {
        let message =
            format!("公布日期为{}，报告年度{year}年尚未结束，年底数据可能不完整", date.value);
        findings.push(findings.finding(message).primary(date.span, ""));
    }
}

fn local(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let (Some(date), Some(deadline)) = (report.publication.date, report.local.deadline) else {
        return;
    };
    if date.value > deadline.value {
        let message = format!("本地通知要求{}前公布，公布日期为{}", deadline.value, date.value);
        let finding = findings.finding(message).primary(date.span, "");
        findings.push(finding.context(deadline.span, "本地要求"));
    }
}
