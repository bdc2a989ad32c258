//! `[[waive]]`: findings accepted on purpose, with a reason.

use super::{Findings, Input, Outcome, Rule, all, rule};
use crate::report::Waiver;
use crate::source::diagnostic::Diagnostic;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&STALE, &REFUSED];

rule! {
    /// `[[waive]]` 写的问题已经不存在时，应把它删掉。
    ///
    /// 错误：正文已经压缩到一千字以内，还留着 `rule = "S1-LENGTH"`。
    ///
    /// 正确：删去这一段 `[[waive]]`。
    STALE = "WAIVE-STALE" "没有可以保留的问题" Warning,
    cites: "数据文件格式",
    check: nothing,
}

rule! {
    /// 算不平的账、填不对的格不能用 `[[waive]]` 保留；可以保留的，也必须写明理由。
    ///
    /// 错误：`rule = "T3-COL-BALANCE"`；有 `rule` 而没有 `reason`。
    ///
    /// 正确：`rule = "S1-LENGTH"`，`reason = "汇总全市情况，已报市政府办公室同意"`。
    REFUSED = "WAIVE-REFUSED" "不能保留的问题" Error,
    cites: "数据文件格式",
    check: nothing,
}

/// Waivers are applied after every other rule has spoken.
fn nothing(_: &Input<'_>, _: &mut Findings<'_>) {}

/// Marks the findings that waivers accept, and reports the waivers that fail.
pub(super) fn apply(input: &Input<'_>, outcome: &mut Outcome) {
    let edition = &*input.report.edition;
    for waiver in &input.report.waivers {
        match accept(input, waiver, &mut outcome.findings) {
            Ok(0) => {
                let message = format!("{} 没有报告问题，这条保留已无作用", waiver.rule.value);
                let mut findings = Findings { rule: &STALE, edition, readings: &[], outcome };
                let finding = findings.finding(message).primary(waiver.rule.span, "");
                findings.push(finding.help("请删去这一段 [[waive]]"));
            }
            Ok(_) => {}
            Err(message) => {
                let mut findings = Findings { rule: &REFUSED, edition, readings: &[], outcome };
                findings.push(findings.finding(message).primary(waiver.rule.span, ""));
            }
        }
    }
}

/// How many findings the waiver accepted, or why it may not.
fn accept(
    input: &Input<'_>,
    waiver: &Waiver,
    findings: &mut [Diagnostic],
) -> Result<usize, String> {
    let rule = waiver.rule.value.as_str();
    let balances = input.report.edition.tables.iter().flat_map(|table| &table.balances);
    let balance = balances.into_iter().find(|balance| balance.id == rule);
    let waivable = match (all().find(|known| known.id == rule), balance) {
        (Some(rule), _) => rule.waivable,
        (None, Some(balance)) => balance.equation.spans_years(),
        (None, None) => return Err(format!("没有编号为 {rule} 的规则")),
    };
    if !waivable {
        return Err(format!("{rule} 报告的问题必须改正，不能保留"));
    }
    let Some(reason) = &waiver.reason else {
        return Err("保留问题必须写明理由 reason".to_owned());
    };
    let mut accepted = 0;
    for finding in findings.iter_mut().filter(|finding| finding.rule == rule) {
        let cell = waiver.cell.as_ref().map(|cell| cell.value.as_str());
        if cell.is_none() || cell == finding.cell.as_deref() {
            finding.waived = Some(reason.value.clone());
            accepted += 1;
        }
    }
    Ok(accepted)
}
