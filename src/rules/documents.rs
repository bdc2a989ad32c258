//! Group C of the catalogue: table two, 主动公开.

use super::{Findings, Input, NOT_FILLED, Rule, rule};
use crate::law::edition::Place;
use crate::law::organ::Organ;
use crate::report::Entry;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&RULES_AUTHORITY, &RULES_DEPT, &MADE_NOT_OPENED, &ITEMS_VS_CASES];

rule! {
    /// 规章只能由国务院部门和省级、设区的市（自治州）人民政府制定，其他机关“规章”一行各格都应填 0。
    /// 填的如果是规范性文件，应移到“行政规范性文件”一行。
    ///
    /// 错误：乡镇人民政府的“规章”现行有效 6 件。
    ///
    /// 正确：`rules = [0, 0, 0]`。
    RULES_AUTHORITY = "T2-RULES-AUTHORITY" "没有规章制定权而填了规章" Error waivable,
    cites: "立法法第九十一条、第九十三条",
    needs: ["documents.rules.*"],
    check: rules_authority,
}

rule! {
    /// 地方政府部门不制定规章；部门起草、政府公布的规章由政府机关填报，部门填 0，以免汇总时重复。
    ///
    /// 错误：市司法局的“规章”制发 3 件。
    ///
    /// 正确：`rules = [0, 0, 0]`。
    RULES_DEPT = "T2-RULES-DEPT" "地方政府部门填了规章" Error waivable,
    cites: "立法法第九十三条；条例第十条",
    needs: ["documents.rules.*"],
    check: rules_dept,
}

rule! {
    /// 规章、规范性文件应当主动公开：本年新制作了文件，新公开数量和对外公开总数量就不应为 0。
    ///
    /// 错误：2019 年版 规范性文件 新制作 6、新公开 0、对外公开总数量 0。
    ///
    /// 正确：新制作 6、新公开 6、对外公开总数量 35。
    MADE_NOT_OPENED = "T2-MADE-NOT-OPENED" "新制作的文件没有公开" Warning waivable,
    cites: "条例第二十条第（一）项、第二十六条",
    needs: ["documents.normative.made+documents.rules.made", "documents.normative.opened+documents.rules.opened"],
    check: made_not_opened,
}

rule! {
    /// 2019 年版前两栏填事项数，“处理决定数量”填本年作出的决定（办件）数。处理决定数量恰好等于
    /// 上一年项目数量加增减数时，可能是把事项数填进了处理决定一栏。
    ///
    /// 提示：上一年项目数量 61，增 36，处理决定数量 97。
    ///
    /// 不提示：上一年项目数量 61，增 36，处理决定数量 1203。
    ITEMS_VS_CASES = "T2-ITEMS-VS-CASES" "处理决定数量可能填成了事项数" Hint waivable,
    cites: "湖北省2020年度填报说明",
    needs: ["licensing.licences.items_last_year+licensing.other_services.items_last_year+enforcement.penalties.items_last_year+enforcement.coercion.items_last_year"],
    check: items_vs_cases,
}

/// The cells of a row that hold something.
type Row<'a> = Vec<(Place<'a>, &'a Entry, i64)>;

/// The row of 规章 if it should be zero and is not; says so if that is unknown.
fn rules_made<'a>(
    input: &Input<'a>,
    findings: &mut Findings<'_>,
    barred: impl Fn(&Organ) -> bool,
) -> Option<Row<'a>> {
    let table = input.report.edition.table_of("documents")?;
    let row = table.rows.iter().find(|row| row.role.as_deref() == Some("rules"))?;
    let Some(kind) = &input.report.agency.kind else {
        findings.skip("没有机关类别");
        return None;
    };
    if !barred(&kind.value) {
        return None;
    }
    let mut made = Vec::new();
    for column in &table.columns {
        let place = Place { table, row, column };
        let entry = input.report.cells.get(&place.cell())?;
        match entry.figure {
            Some(figure) if figure.amount() != 0 => made.push((place, entry, figure.amount())),
            Some(_) => {}
            None => findings.skip(NOT_FILLED),
        }
    }
    (!made.is_empty()).then_some(made)
}

fn report(findings: &mut Findings<'_>, row: &Row<'_>, why: &str, help: &str) {
    let values =
        row.iter().map(|(place, _, amount)| format!("{}{amount}", place.column.short_label()));
    let message = format!("{why}，“规章”一行应填0，现为{}", values.collect::<Vec<_>>().join("、"));
    let (place, entry, _) = row[0];
    let mut finding = findings.at_cell(place, entry, message).help(help);
    for (_, entry, _) in &row[1..] {
        finding = finding.context(entry.span, "");
    }
    findings.push(finding);
}

fn rules_authority(input: &Input<'_>, findings: &mut Findings<'_>) {
    let barred = |organ: &Organ| !organ.regulations && !organ.department;
    if let Some(row) = rules_made(input, findings, barred) {
        report(
            findings,
            &row,
            "规章只能由国务院部门和省级、设区的市（自治州）人民政府制定，本机关没有规章制定权",
            "填的如果是规范性文件，请移到规范性文件一行",
        );
    }
}

fn rules_dept(input: &Input<'_>, findings: &mut Findings<'_>) {
    if let Some(row) = rules_made(input, findings, |organ| organ.department) {
        report(
            findings,
            &row,
            "地方政府部门不制定规章",
            "规章由本级人民政府（政府机关年报）填报；填的如果是规范性文件，请移到规范性文件一行",
        );
    }
}

fn made_not_opened(input: &Input<'_>, findings: &mut Findings<'_>) {
    for row in ["rules", "normative"] {
        let addresses = ["made", "opened", "public_total"];
        let addresses = addresses.map(|column| format!("documents.{row}.{column}"));
        let Some([made, opened, total]) = input.figures(findings, addresses) else { continue };
        if made.amount > 0 && (opened.amount == 0 || total.amount == 0) {
            let message = format!(
                "{}本年新制作{}件，但新公开{}件、对外公开总数量{}件",
                made.place.row.short_label(),
                made.amount,
                opened.amount,
                total.amount,
            );
            let wrong = if opened.amount == 0 { &opened } else { &total };
            let finding = findings.at_cell(wrong.place, wrong.entry, message);
            let finding = finding.context(made.entry.span, "本年新制作数量");
            findings.push(finding.help("规章、规范性文件应当主动公开，请核对"));
        }
    }
}

fn items_vs_cases(input: &Input<'_>, findings: &mut Findings<'_>) {
    for table in &input.report.edition.tables {
        for row in &table.rows {
            let columns = ["items_last_year", "change", "decisions"];
            let (Some(table), Some(line)) = (&table.role, &row.role) else { continue };
            let addresses = columns.map(|column| format!("{table}.{line}.{column}"));
            let Some([items, change, decisions]) = input.figures(findings, addresses) else {
                continue;
            };
            if decisions.amount > 0
                && change.amount != 0
                && decisions.amount == items.amount + change.amount
            {
                let message = format!(
                    "{}的“处理决定数量”{}恰好等于上一年项目数量{}加增减数{}",
                    row.short_label(),
                    decisions.amount,
                    items.amount,
                    change.amount,
                );
                let finding = findings.at_cell(decisions.place, decisions.entry, message);
                findings.push(
                    finding.help("请核对：前两栏填事项数，处理决定数量填本年作出的决定（办件）数"),
                );
            }
        }
    }
}
