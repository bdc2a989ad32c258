//! Group F of the catalogue: this year's figures against last year's. What is
//! an equation stands in the edition.

use super::{Findings, Input, NO_LAST_YEAR, Rule, money, rule};
use crate::law::edition::Place;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&JUMP, &SAME_FIGURES];

rule! {
    /// 数字与上年相比变化很大（五倍以上，或从无到有、从有到无且不少于 50）时，提示核对或准备说明。
    /// 两年的格式不同、含义不同的格不作比较。
    ///
    /// 提示：行政许可由上年 458 件变为本年 42975 件。
    ///
    /// 不提示：行政许可由上年 39120 件变为本年 42975 件。
    JUMP = "XY-JUMP" "与上年相差很大" Hint waivable,
    cites: "{requests}“数据准确”",
    check: jump,
}

rule! {
    /// 三张表的数据与上年完全相同，多半是误用了上年的数据。
    ///
    /// 错误：复制上年的数据文件，只改了年份。
    ///
    /// 正确：按本年度的情况重新填写。
    SAME_FIGURES = "XY-SAME-FIGURES" "数据与上年完全相同" Warning waivable,
    cites: "{responsibility}“内容雷同”",
    check: same_figures,
}

/// Whether a jump of the cell is worth a word: totals, and what stands alone.
fn watched(place: Place<'_>) -> bool {
    let (row, column) = (place.row.role.as_deref(), place.column.role.as_deref());
    match place.table.role.as_deref() {
        Some("requests") => {
            row.is_some_and(|row| ["new", "handled"].contains(&row)) && place.column.total
        }
        Some("disputes") => place.column.total,
        _ => ["decisions", "amount", "issued", "in_force", "made"]
            .contains(&column.unwrap_or_default()),
    }
}

fn jump(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(last) = input.last else {
        findings.skip(NO_LAST_YEAR);
        return;
    };
    for place in input.report.edition.cells().filter(|place| watched(*place)) {
        let cell = place.cell();
        // The same name may have meant another thing in another edition.
        let before = last.edition.counterpart(&input.report.edition, &cell).filter(|before| {
            before.row.label == place.row.label && before.column.label == place.column.label
        });
        let before = before.and_then(|before| last.entry(&before.cell())?.figure);
        let Some((entry, before)) = input.report.cells.get(&cell).zip(before) else { continue };
        let Some(now) = entry.figure else { continue };
        let one = 10_i64.pow(u32::try_from(place.unit().decimals()).unwrap_or(0));
        let (a, b) = (before.amount(), now.amount());
        let large = match a.min(b) {
            0 => a.max(b) >= 50 * one,
            small => (a - b).abs() >= 20 * one && a.max(b) > 5 * small,
        };
        // A thousand times as much money is MONEY-SCALE.
        let slip = place.unit().is_money() && money::times(before, now).is_some();
        if large && !slip {
            let unit = place.unit().sign();
            let message =
                format!("{}由上年{before}{unit}变为本年{now}{unit}，变化很大", name(place));
            let finding = findings.at_cell(place, entry, message);
            findings.push(finding.help("请核对数据，或者准备说明"));
        }
    }
}

fn name(place: Place<'_>) -> String {
    match place.table.columns.as_slice() {
        [_] => format!("“{}”", place.row.short_label()),
        _ => format!("“{}”", place.label()),
    }
}

fn same_figures(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(last) = input.last else {
        findings.skip(NO_LAST_YEAR);
        return;
    };
    let report = input.report;
    if last.edition.id != report.edition.id {
        return;
    }
    let mut some = 0;
    for (cell, entry) in &report.cells {
        let (now, before) = (entry.figure, last.cells.get(cell).and_then(|entry| entry.figure));
        if now.is_none() || now != before {
            return;
        }
        some += usize::from(now.is_some_and(|figure| figure.amount() != 0));
    }
    if some >= 3 {
        let message = "本年各表的数据与上年完全相同";
        let place = report.previous.as_ref().map_or(report.start, |previous| previous.span);
        let finding = findings.finding(message).primary(place, "");
        findings.push(finding.help("请确认不是误用了上年的数据"));
    }
}
