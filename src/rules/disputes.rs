//! Group E of the catalogue: table four, 行政复议、行政诉讼.

use super::{Findings, Input, Rule, rule};

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&CO_DEFENDANT, &DIRECT_2024, &AFTER_NO_REVIEW];

rule! {
    /// 行政复议机关作为共同被告的行政诉讼案件，只由原行为主体统计，复议机关不计。
    /// 政府、垂直管理机关的正文提到“共同被告”，又没有说明不计入的，提醒核对表四。
    ///
    /// 提醒：作为共同被告的行政诉讼案件 12 件。
    ///
    /// 不提醒：作为共同被告的行政诉讼案件 12 件，按规定不计入。
    CO_DEFENDANT = "T4-CO-DEFENDANT" "复议机关作共同被告的案件不应计入" Warning waivable,
    cites: "{disputes}；国办公开办函〔2016〕201号",
    needs: ["form:revised"],
    check: co_defendant,
}

rule! {
    /// 自 2024 年起，对“不予公开”决定不服的应先申请行政复议，未经复议直接起诉的只应是无法提供、
    /// 不予处理等情形，或者以前年度的案件。
    ///
    /// 提示：2024 年度“未经复议直接起诉”总计 4 件。
    ///
    /// 不提示：2023 年度 4 件，或者 2024 年度 0 件。
    DIRECT_2024 = "T4-DIRECT-2024" "复议前置后仍有直接起诉" Hint waivable,
    cites: "行政复议法（2023年修订）第二十三条第一款第四项；法释〔2025〕8号",
    needs: ["disputes.direct_suit.total"],
    check: direct_2024,
}

rule! {
    /// 复议后起诉的案件先要经过复议，本年和上年都没有行政复议案件时提示核对。
    ///
    /// 提示：复议后起诉 2 件，本年和上年行政复议都是 0。
    ///
    /// 不提示：上年有行政复议 1 件。
    AFTER_NO_REVIEW = "T4-AFTER-NOREVIEW" "复议后起诉而没有复议" Hint waivable,
    cites: "表四列名“复议后起诉”",
    needs: ["disputes.suit_after_review.total", "disputes.review.total"],
    check: after_no_review,
}

fn co_defendant(input: &Input<'_>, findings: &mut Findings<'_>) {
    let reviews = input.report.agency.kind.as_ref().is_some_and(|kind| kind.value.reviews);
    for narrative in input.report.narratives.iter().filter(|_| reviews) {
        for paragraph in &narrative.paragraphs {
            let text = paragraph.as_str();
            for (at, word) in text.match_indices("共同被告") {
                let sentence = &text[paragraph.sentence_at(at)];
                if ["不计", "未计", "不含", "除外"].iter().any(|word| sentence.contains(word))
                {
                    continue;
                }
                let message =
                    "行政复议机关作为共同被告的行政诉讼案件，只由原行为主体统计，本机关不计入";
                let place = paragraph.place(at..at + word.len());
                let finding = findings.finding(message).primary(place, "");
                findings.push(finding.help("请确认表四没有计入这类案件，并在文中说明"));
            }
        }
    }
}

fn direct_2024(input: &Input<'_>, findings: &mut Findings<'_>) {
    if input.year().is_none_or(|year| year < 2024) {
        return;
    }
    let Some([direct]) = input.figures(findings, ["disputes.direct_suit.total"]) else { return };
    if direct.amount > 0 {
        let message = format!(
            "自2024年起，对“不予公开”决定不服的应先申请行政复议；“未经复议直接起诉”有{}件",
            direct.amount
        );
        let finding = findings.at_cell(direct.place, direct.entry, message);
        findings.push(
            finding.help("请确认属于无法提供、不予处理等可直接起诉的情形，或者是以前年度的案件"),
        );
    }
}

fn after_no_review(input: &Input<'_>, findings: &mut Findings<'_>) {
    let addresses = ["disputes.suit_after_review.total", "disputes.review.total"];
    let Some([after, review]) = input.figures(findings, addresses) else { return };
    if after.amount == 0 || review.amount > 0 {
        return;
    }
    let Some(last) = input.last else {
        findings.skip(super::NO_LAST_YEAR);
        return;
    };
    match last.figure_of("disputes.review.total") {
        None => findings.skip("上年的行政复议总计未填"),
        Some(reviews) if reviews.amount() == 0 => {
            let message =
                format!("“复议后起诉”有{}件，但本年和上年都没有行政复议案件", after.amount);
            let finding = findings.at_cell(after.place, after.entry, message);
            findings.push(finding.context(review.entry.span, "行政复议"));
        }
        Some(_) => {}
    }
}
