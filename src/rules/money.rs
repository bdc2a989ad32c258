//! Group A of the catalogue: amounts of money that cannot be right.

use super::{Findings, Input, NO_LAST_YEAR, NOT_FILLED, Rule, rule};
use crate::data::figure::Figure;
use crate::law::organ::Level;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&SCALE, &LEVEL];

rule! {
    /// 金额与上年相差一千倍以上，多半是把“元”当成了“万元”。
    ///
    /// 错误：上年 42.39 万元，本年写成 423900。
    ///
    /// 正确：`administrative = 42.39`。
    SCALE = "MONEY-SCALE" "金额可能弄错了单位" Warning waivable,
    cites: "{fee_heading}",
    check: scale,
}

rule! {
    /// 乡镇、街道很少收取行政事业性收费，全年超过一千万元时提示核对单位。这个界限是本程序定的。
    ///
    /// 提示：乡镇人民政府 `administrative = 25360`。
    ///
    /// 不提示：`administrative = 2.536`。
    LEVEL = "MONEY-SCALE-LEVEL" "乡镇、街道的收费金额偏大" Hint waivable,
    cites: "{fee_heading}",
    needs: ["fees.administrative.amount"],
    check: level,
}

fn scale(input: &Input<'_>, findings: &mut Findings<'_>) {
    let money = input.report.edition.cells().filter(|place| place.unit().is_money());
    for place in money {
        let Some(last) = input.last else {
            findings.skip(NO_LAST_YEAR);
            return;
        };
        let Some(entry) = input.report.cells.get(&place.cell()) else { continue };
        // Another edition may not count the same thing.
        let before = last.edition.counterpart(&input.report.edition, &place.cell());
        let before = before.filter(|before| {
            before.row.label == place.row.label && before.column.label == place.column.label
        });
        let before = before.and_then(|before| last.entry(&before.cell())?.figure);
        let (Some(before), Some(now)) = (before, entry.figure) else {
            findings.skip(NOT_FILLED);
            continue;
        };
        if let Some(times) = times(before, now) {
            let unit = place.unit().sign();
            let message = format!(
                "{}由上年的{before}{unit}变为{now}{unit}，相差{times}倍",
                place.row.short_label()
            );
            let finding = findings.at_cell(place, entry, message);
            findings.push(finding.help(format!("请核对是否把“元”当成了“{unit}”")));
        }
    }
}

/// How many times the larger is the smaller, from a thousand on.
pub(super) fn times(one: Figure, other: Figure) -> Option<i64> {
    let (small, large) = (one.amount().min(other.amount()), one.amount().max(other.amount()));
    (small > 0 && large / small >= 1000).then(|| large / small)
}

fn level(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some([fee]) = input.figures(findings, ["fees.administrative.amount"]) else { return };
    let kind = input.report.agency.kind.as_ref();
    let small = kind.is_some_and(|kind| kind.value.level == Some(Level::Township));
    if small && fee.amount > Figure::from_wan_yuan(1000).amount() {
        let message =
            format!("乡镇（街道）全年行政事业性收费{}万元，金额偏大", fee.entry.printed());
        let finding = findings.at_cell(fee.place, fee.entry, message);
        findings.push(finding.help("请核对单位是否为万元"));
    }
}
