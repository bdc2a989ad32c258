//! Group D of the catalogue: table three, 依申请公开.

use super::{Findings, Input, NOT_FILLED, Rule, rule};
use crate::law::balance::relations;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&PARTIAL_DOUBLE, &OTHER_SHARE, &CARRY_SHARE, &FEE_ROW, &OLD_REASONS];

rule! {
    /// 表三某一列多出的件数不超过“（二）部分公开”的件数时，多半是区分处理的申请又计入了
    /// “（三）不予公开”等其他情形。区分处理的，只计“（二）部分公开”这一情形。
    ///
    /// 错误：新收 5，予以公开 2，部分公开 3，保护第三方合法权益 2（其中 2 件已计入部分公开）。
    ///
    /// 正确：新收 5，予以公开 2，部分公开 3，保护第三方合法权益 0。
    PARTIAL_DOUBLE = "T3-PARTIAL-DOUBLE" "部分公开的申请可能重复计入" Hint waivable,
    cites: "表三行名“区分处理的，只计这一情形，不计其他情形”；条例第三十七条",
    needs: ["equation:T3-SUM7", "requests.new.*", "requests.carried_in.*", "requests.carried_out.*", "requests.partly_granted.*", "requests.new.person+requests.new.enterprise+requests.new.research+requests.new.welfare+requests.new.legal+requests.new.other"],
    check: partial_double,
}

rule! {
    /// “其他处理”占办结数的比例偏高时提示：主管部门会了解情况。比例超过一成而且不少于 5 件时提示，
    /// 这个界限是本程序定的。
    ///
    /// 提示：办结 40 件，其他处理 9 件。
    ///
    /// 不提示：办结 40 件，其他处理 3 件。
    OTHER_SHARE = "T3-OTHER-SHARE" "“其他处理”偏多" Hint waivable,
    cites: "{other_results}",
    needs: ["requests.other.rest.total|requests.other.total", "requests.handled.total"],
    check: other_share,
}

rule! {
    /// 法定答复期限一般为 20 个工作日，可以延长 20 个工作日，因此年底尚未办结的只应是最后两个月收到的
    /// 申请。结转不少于 10 件而且超过本年新收的四成时提示，这个界限是本程序定的。
    ///
    /// 提示：新收 25 件，结转下年度 14 件。
    ///
    /// 不提示：新收 25 件，结转下年度 4 件。
    CARRY_SHARE = "T3-CARRY-SHARE" "结转下年度的申请偏多" Hint waivable,
    cites: "条例第三十三条",
    needs: ["requests.carried_out.total", "requests.new.total"],
    check: carry_share,
}

rule! {
    /// 有申请因申请人逾期未缴费不再处理的，说明发出过收费通知，第六部分就不能说没有启动收费。
    /// 说“未收取”不矛盾。
    ///
    /// 错误：`unpaid` 一行有 6 件，第六部分写“未启动收费程序”。
    ///
    /// 正确：第六部分写“本年度未收取信息处理费”。
    FEE_ROW = "T3-FEE-ROW" "收费情况与表三不符" Warning waivable,
    cites: "国办函〔2020〕109号；表三（六）2",
    needs: ["requests.other.unpaid.total", "part:other"],
    check: fee_row,
}

rule! {
    /// 2019 年修订的条例取消了旧的答复类别，正文应按表三的类别表述。
    ///
    /// 错误：其中不属于政府信息公开范围 2 件。
    ///
    /// 正确：其中不予处理 2 件。
    OLD_REASONS = "T3-OLD-REASONS" "使用了旧条例的答复类别" Warning waivable,
    cites: "条例第三十六条；{notice}",
    needs: ["form:revised"],
    check: old_reasons,
}

fn partial_double(input: &Input<'_>, findings: &mut Findings<'_>) {
    let all = relations(&input.report.edition).filter(|relation| relation.balance.id == "T3-SUM7");
    for relation in all.filter(|relation| !relation.across.total) {
        let Some(column) = &relation.across.role else { continue };
        let cell = |row: &str| input.cell(&format!("requests.{row}.{column}"));
        let amount = |row: &str| Some(cell(row)?.1.figure?.amount());
        let items = relation.fill(|cell, _| Some(input.report.cells.get(cell)?.figure?.amount()));
        let due = || Some(amount("new")? + amount("carried_in")? - amount("carried_out")?);
        let (Some([items, _]), Some(due), Some(partial), Some((place, entry))) =
            (items, due(), amount("partly_granted"), cell("partly_granted"))
        else {
            findings.skip(NOT_FILLED);
            continue;
        };
        let more = items.amount - due;
        if 0 < more && more <= partial {
            let message = format!(
                "“{}”一列多出的{more}件，可能是把“部分公开”的申请又计入了“不予公开”等其他情形",
                relation.across.short_label()
            );
            let finding = findings.at_cell(place, entry, message);
            findings.push(finding.help("区分处理的只计“（二）部分公开”"));
        }
    }
}

fn other_share(input: &Input<'_>, findings: &mut Findings<'_>) {
    // One row in the trial format, three rows since: the last is the rest.
    let address = match input.cell("requests.other.rest.total") {
        Some(_) => "requests.other.rest.total",
        None => "requests.other.total",
    };
    let Some([other, handled]) = input.figures(findings, [address, "requests.handled.total"])
    else {
        return;
    };
    if other.amount >= 5 && other.amount * 10 > handled.amount {
        let message =
            format!("“其他处理”占办结数的{}，偏高", percent(other.amount, handled.amount));
        let finding = findings.at_cell(other.place, other.entry, message);
        findings.push(
            finding.help("原则上所有申请都应按法定方式处理，请逐件复核归类，并准备好情况说明"),
        );
    }
}

fn carry_share(input: &Input<'_>, findings: &mut Findings<'_>) {
    let addresses = ["requests.carried_out.total", "requests.new.total"];
    let Some([out, new]) = input.figures(findings, addresses) else { return };
    if out.amount >= 10 && out.amount * 10 > new.amount * 4 {
        let share = match new.amount {
            0 => String::new(),
            new => format!("，占本年新收的{}", percent(out.amount, new)),
        };
        let message = format!("结转下年度{}件{share}", out.amount);
        let finding = findings.at_cell(out.place, out.entry, message);
        findings.push(finding.help(
            "法定答复期限一般为20个工作日（最长延长20个工作日），请核对是否有超期未答复的申请",
        ));
    }
}

/// One decimal: 22.5%.
fn percent(part: i64, whole: i64) -> String {
    let thousandths = (part * 1000 + whole / 2) / whole.max(1);
    match thousandths % 10 {
        0 => format!("{}%", thousandths / 10),
        tenth => format!("{}.{tenth}%", thousandths / 10),
    }
}

fn fee_row(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some([unpaid]) = input.figures(findings, ["requests.other.unpaid.total"]) else { return };
    let Some(other) = input.report.text_of("other").filter(|_| unpaid.amount > 0) else {
        return;
    };
    for paragraph in &other.paragraphs {
        for sentence in &paragraph.sentences {
            let text = &paragraph.as_str()[sentence.clone()];
            let fee = ["收费", "信息处理费", "收取"].iter().any(|word| text.contains(word));
            let none = ["未启动", "未发出", "不涉及", "未发生", "没有发生", "未产生", "没有启动"];
            if fee && let Some(word) = none.iter().find(|word| text.contains(**word)) {
                let start = sentence.start + text.find(word).unwrap_or(0);
                let message = format!(
                    "表三显示有{}件因申请人逾期未缴费不再处理，说明发出过收费通知，与“{text}”不符",
                    unpaid.amount
                );
                let place = paragraph.place(start..start + word.len());
                let finding = findings.finding(message).primary(place, "");
                findings.push(finding.context(unpaid.entry.span, "表三（六）2"));
            }
        }
    }
}

fn old_reasons(input: &Input<'_>, findings: &mut Findings<'_>) {
    for narrative in &input.report.narratives {
        let text = &narrative.text;
        for word in input.report.law.lexicon.words("old_categories") {
            for (at, _) in text.value.match_indices(word.as_str()) {
                let message = format!("文中使用了旧条例的答复类别“{word}”，现行格式没有这一类");
                let place = text.place(at..at + word.len());
                let finding = findings.finding(message).primary(place, "");
                findings.push(finding.help("请按表三的类别表述"));
            }
        }
    }
}
