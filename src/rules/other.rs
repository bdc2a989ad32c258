//! Group J of the catalogue: part six, 其他需要报告的事项.

use super::{Findings, Input, NOT_FILLED, Rule, rule};
use crate::data::figure::{Figure, Unit};
use crate::law::edition::Need;
use crate::prose::{Number, Paragraph};
use crate::report::ProcessingFee;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&FEE, &FEE_AMOUNT, &FEE_STEP, &EMPTY, &REQUIRED];

rule! {
    /// 第六部分必须专门报告收取信息处理费的情况，没有收取的也要写明。填写 `[processing_fee]` 后自动写出。
    ///
    /// 错误：没有 `[processing_fee]`，正文也没有提到信息处理费。
    ///
    /// 正确：`[processing_fee]` 填 `requests = 0`、`amount = 0`；或者写“2023年，本机关未收取信息处理费。”
    FEE = "S6-FEE" "没有报告信息处理费" Error,
    cites: "{fee}",
    needs: ["form:fee", "part:other"],
    check: fee,
}

rule! {
    /// 正文所写的信息处理费应与 `[processing_fee]` 一致；列出各件金额的，各件之和应等于总额。
    ///
    /// 错误：共收取 2320 元，其中 880 元、1080 元、270 元（和为 2230 元）。
    ///
    /// 正确：共收取 2230 元，其中 880 元、1080 元、270 元。
    FEE_AMOUNT = "S6-FEE-AMOUNT" "信息处理费金额不符" Error,
    cites: "{fee}",
    needs: ["part:other"],
    check: fee_amount,
}

rule! {
    /// 按件计收每件 100 元起、按量计收每页 10 元起，信息处理费应是 10 元的整数倍。
    ///
    /// 提示：275 元。
    ///
    /// 不提示：270 元。
    FEE_STEP = "S6-FEE-STEP" "信息处理费不是10元的整数倍" Hint waivable,
    cites: "国办函〔2020〕109号第四条、第五条",
    needs: ["part:other"],
    check: fee_step,
}

rule! {
    /// 2019 年试行格式的第六部分也要有文字，没有其他事项的写“无其他需要报告的事项。”2021 年版见 S6-FEE。
    ///
    /// 错误：`other = ""`，或者只有一张图片。
    ///
    /// 正确：`other = "无其他需要报告的事项。"`
    EMPTY = "S6-EMPTY" "第六部分为空" Warning waivable,
    cites: "{nothing_else}",
    needs: ["part:other"],
    check: empty,
}

rule! {
    /// 本地通知要求在第六部分报告的事项（`local.section6`），正文中应找得到。
    ///
    /// 提示：`local.section6 = ["政务公开工作要点", "政协提案"]`，第六部分没有写政协提案。
    ///
    /// 不提示：两项都写了。
    REQUIRED = "S6-REQUIRED" "缺少本地要求报告的事项" Hint waivable,
    cites: "{other}“其他有关文件专门要求通过政府信息公开工作年度报告予以报告的事项”",
    needs: ["part:other"],
    check: required,
}

/// The paragraphs of part six.
fn paragraphs<'a>(input: &Input<'a>) -> &'a [Paragraph] {
    let narrative = input.report.text_of("other");
    narrative.map_or(&[], |narrative| &narrative.paragraphs)
}

/// The key of part six in the data file.
fn key(input: &Input<'_>) -> String {
    let part = input.report.edition.part_of("other");
    part.map_or(String::new(), |part| format!("narrative.{}", part.id))
}

/// What a paragraph says from 信息处理费 on.
fn about_fee(paragraph: &Paragraph) -> Option<&str> {
    paragraph.as_str().find("信息处理费").map(|at| &paragraph.as_str()[at..])
}

/// The amounts of money a paragraph names for the fee: no prices per page.
fn amounts(paragraph: &Paragraph) -> Vec<&Number> {
    let Some(at) = paragraph.as_str().find("信息处理费") else { return Vec::new() };
    let numbers = paragraph.numbers_in(at..paragraph.as_str().len()).iter();
    let price = |number: &Number| {
        paragraph.as_str()[number.end..].starts_with('/')
            || paragraph.as_str()[..number.range.start]
                .trim_end_matches(['页', '件', '份', '张'])
                .ends_with('每')
    };
    numbers.filter(|number| number.unit == "元" && !price(number)).collect()
}

fn fee(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    if let Some(fee) = &report.fee {
        if fee.requests.figure.is_none() || fee.amount.figure.is_none() {
            findings.skip(NOT_FILLED);
        }
        return;
    }
    let stated = paragraphs(input).iter().any(|paragraph| {
        about_fee(paragraph).is_some()
            && (!amounts(paragraph).is_empty()
                || report.law.lexicon.occurs("fee.none", paragraph.as_str()))
    });
    let refused = ["processing_fee".to_owned(), key(input)];
    if !stated && !refused.iter().any(|path| input.refused(findings, path)) {
        let key = report.key_of("other");
        let message = "第六部分必须专门报告本年度收取信息处理费的情况";
        findings.push(
            findings
                .finding(message)
                .primary(key, "")
                .help("填写 [processing_fee] 后自动写出；没有收取的，也要写明“未收取信息处理费”"),
        );
    }
}

/// Fen, as `[processing_fee]` counts; texts are read in millionths of a yuan.
fn fen(number: &Number) -> i64 {
    number.amount / 10_000
}

fn fee_amount(input: &Input<'_>, findings: &mut Findings<'_>) {
    let known = input.report.fee.as_ref();
    let figures =
        |fee: &ProcessingFee| Some((fee.requests.figure?.amount(), fee.amount.figure?.amount()));
    let figures = match known.map(figures) {
        Some(None) => {
            findings.skip(NOT_FILLED);
            return;
        }
        figures => figures.flatten(),
    };
    for paragraph in paragraphs(input) {
        let amounts = amounts(paragraph);
        let Some(first) = amounts.first() else { continue };
        let yuan = |amount: i64| Figure::new(amount, Unit::Yuan);
        // A total and its parts.
        let largest = amounts.iter().map(|number| fen(number)).max().unwrap_or(0);
        let total = figures.map_or(largest, |(_, amount)| amount);
        let sum = amounts.iter().map(|number| fen(number)).sum::<i64>() - total;
        let stated = amounts.iter().find(|number| fen(number) == total);
        let (wrong, message) = match stated {
            None => (
                first,
                format!(
                    "第六部分信息处理费{}元，与数据文件{}元不符",
                    yuan(fen(first)),
                    yuan(total)
                ),
            ),
            Some(stated) if amounts.len() > 2 && sum != total => (
                stated,
                format!("第六部分信息处理费{}元，与分项之和{}元不符", yuan(total), yuan(sum)),
            ),
            Some(_) => {
                count(paragraph, figures.map(|(requests, _)| requests), findings);
                continue;
            }
        };
        let place = paragraph.place(wrong.range.start..wrong.end);
        let mut finding = findings.finding(message).primary(place, "");
        if let Some(fee) = known {
            finding = finding.context(fee.amount.span, "数据文件");
        }
        findings.push(finding);
    }
}

/// The cases a paragraph names for the fee.
fn count(paragraph: &Paragraph, requests: Option<i64>, findings: &mut Findings<'_>) {
    let Some(requests) = requests else { return };
    let Some(at) = paragraph.as_str().find("信息处理费") else { return };
    let sentence = paragraph.sentence_at(at);
    let cases = paragraph.numbers_in(sentence).iter().find(|number| number.unit == "件");
    if let Some(cases) = cases.filter(|cases| cases.exact && cases.count() != Some(requests)) {
        let message =
            format!("第六部分收取信息处理费{}件，与数据文件{requests}件不符", cases.value());
        let place = paragraph.place(cases.range.start..cases.end);
        findings.push(findings.finding(message).primary(place, ""));
    }
}

fn fee_step(input: &Input<'_>, findings: &mut Findings<'_>) {
    let step = Figure::new(10_00, Unit::Yuan).amount();
    let wrong = |amount: i64| amount % step != 0;
    let message = |amount: i64| {
        format!("信息处理费按标准应为10元的整数倍，现为{}元", Figure::new(amount, Unit::Yuan))
    };
    let finding = |amount, place, findings: &mut Findings<'_>| {
        let finding = findings.finding(message(amount)).primary(place, "");
        findings.push(finding.help("请核对：按件计收每件100元起，按量计收每页10元起"));
    };
    if let Some(fee) = &input.report.fee {
        match fee.amount.figure {
            Some(figure) if wrong(figure.amount()) => {
                finding(figure.amount(), fee.amount.span, findings);
            }
            Some(_) => {}
            None => findings.skip(NOT_FILLED),
        }
        return;
    }
    for paragraph in paragraphs(input) {
        for number in amounts(paragraph).into_iter().filter(|number| wrong(fen(number))) {
            finding(fen(number), paragraph.place(number.range.start..number.end), findings);
        }
    }
}

fn empty(input: &Input<'_>, findings: &mut Findings<'_>) {
    let edition = &input.report.edition;
    let part = edition.part_of("other").filter(|part| part.narrative == Need::Required);
    let Some(part) = part.filter(|_| !edition.processing_fee) else { return };
    if paragraphs(input).is_empty() && !input.refused(findings, &key(input)) {
        let place = input.report.key_of("other");
        let message = format!("“{}”为空", part.heading);
        let finding = findings.finding(message).primary(place, "");
        findings.push(finding.help("没有其他事项请写“无其他需要报告的事项。”"));
    }
}

fn required(input: &Input<'_>, findings: &mut Findings<'_>) {
    if input.refused(findings, &key(input)) {
        return;
    }
    let narrative = input.report.text_of("other");
    let text = narrative.map_or("", |narrative| narrative.text.value.as_str());
    for item in &input.report.local.section6 {
        if !text.contains(item.value.trim()) {
            let message = format!("本地通知要求第六部分报告“{}”，未找到", item.value.trim());
            findings.push(findings.finding(message).primary(item.span, ""));
        }
    }
}
