//! Group I of the catalogue: by when it has to be published.

use super::{Findings, Input, Rule, rule};

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&DEPARTMENT, &COUNTY, &CITY, &PROVINCE, &EARLY, &LOCAL];

rule! {
    /// 政府部门、乡镇人民政府、街道办事处和政府机关（办公厅、办公室）的年报，应在次年 1 月 31 日前公布；
    /// 2018 年度及以前为 3 月 31 日前。没有填公布日期的不作判断。
    ///
    /// 错误：2019 年度年报，`date = 2020-07-03`。
    ///
    /// 正确：`date = 2020-01-20`。
    DEPARTMENT = "DL-DEPT" "超过法定期限" Error waivable,
    cites: "条例第四十九条第一款；{reporters}；2007年公布的条例第三十一条",
    check: late,
}

rule! {
    /// 县级人民政府汇总的年报应在次年 2 月 20 日前提交并公布，法定最迟 3 月 31 日。
    ///
    /// 错误：2023 年度，`date = 2024-02-26`（警告）、`date = 2024-04-02`（错误）。
    ///
    /// 正确：`date = 2024-02-19`。
    COUNTY = "DL-COUNTY" "县级政府年报超过期限" Error waivable,
    cites: "{aggregates}；条例第四十九条第二款",
    check: late,
}

rule! {
    /// 市级人民政府汇总的年报应在次年 3 月 10 日前提交并公布，法定最迟 3 月 31 日。
    ///
    /// 错误：2023 年度，`date = 2024-03-20`（警告）、`date = 2024-04-02`（错误）。
    ///
    /// 正确：`date = 2024-03-08`。
    CITY = "DL-CITY" "市级政府年报超过期限" Error waivable,
    cites: "{aggregates}；条例第四十九条第二款",
    check: late,
}

rule! {
    /// 省级人民政府汇总的年报、垂直管理系统的年报应在次年 3 月 31 日前提交并公布。
    ///
    /// 错误：2023 年度，`date = 2024-04-02`。
    ///
    /// 正确：`date = 2024-03-31`。
    PROVINCE = "DL-PROV" "省级政府（垂直管理系统）年报超过期限" Error waivable,
    cites: "{aggregates}；条例第四十九条第二款",
    check: late,
}

rule! {
    /// 报告年度还没有结束就公布的，年底数据可能不完整。
    ///
    /// 错误：2023 年度，`date = 2023-12-28`。
    ///
    /// 正确：`date = 2024-01-09`。
    EARLY = "DL-EARLY" "报告年度尚未结束" Warning waivable,
    cites: "{cutoff}",
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

/// Reports a date later than the last of a rule's deadlines that it passed.
fn late(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let (Some(year), Some(date)) = (input.year(), report.publication.date) else { return };
    let Some(kind) = &report.agency.kind else {
        findings.skip("没有机关类别");
        return;
    };
    let deadlines = report.law.deadlines(&report.edition);
    let passed = deadlines.filter(|deadline| {
        deadline.rule == findings.rule.id
            && deadline.covers(year)
            && deadline.concerns(&kind.value.kind, report.agency.aggregate)
            && date.value > deadline.day(year)
    });
    let Some(deadline) = passed.max_by_key(|deadline| deadline.day(year)) else { return };
    let next = year.saturating_add(1).to_string();
    let message = deadline.says.replace("{next}", &next).replace("{date}", &date.value.to_string());
    let mut finding = findings.finding(message).severity(deadline.severity);
    finding.cites = report.edition.provision(&deadline.cites);
    let last = deadline.day(year);
    let working = report.law.calendar.working_day_until(last);
    if working != last {
        finding = finding.help(format!("{last}是休息日，此前最后一个工作日是{working}"));
    }
    findings.push(finding.primary(date.span, ""));
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
    late(input, findings);
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
