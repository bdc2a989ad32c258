//! Groups C and G of the catalogue: what the texts say about documents,
//! decisions and fees, against table two.

use super::cells::{Sum, cell_of, is_broken};
use super::compare::{Claim, compare, mismatch};
use super::reading::Reading;
use super::words::{around_last, before_fillers, behind_fillers, has};
use crate::law::edition::Cell;
use crate::rules::{Findings, Input, Rule, rule};

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&COVER, &ACTIVE, &TABLE_TWO];

rule! {
    /// 文中写的规章、行政规范性文件制发、废止、现行有效件数和行政事业性收费金额，应等于表二对应的格。
    /// 金额按元换算后比较，允许四舍五入到文中写出的位数。
    ///
    /// 政策性文件、其他文件、起草、备案、解读的件数不核对。
    ///
    /// 错误：表二行政规范性文件本年制发 12，文中写“制发行政规范性文件11件”。
    ///
    /// 正确：`制发行政规范性文件{{ documents.normative.issued }}件`。
    TABLE_TWO = "TX-T2" "文中件数或金额与表二不符" Error waivable,
    cites: "{requests}“数据准确”",
    needs: ["documents.normative.issued+documents.normative.repealed+documents.normative.in_force+documents.rules.*+fees.administrative.amount+licensing.licences.decisions+enforcement.penalties.decisions+enforcement.coercion.decisions"],
    check: |input, findings| compare(input, findings, table_two),
}

rule! {
    /// 表二的行政许可、行政处罚、行政强制数量包括已公开和依法未公开的全部处理决定，
    /// 因此文中写的公开件数不应多于表中的件数。
    ///
    /// 错误：表二行政处罚 15，文中写“公开行政处罚决定120件”。
    ///
    /// 正确：表二行政许可 42975，文中写“公布行政许可决定458条”。
    COVER = "T2-DECISIONS-COVER" "公开的决定多于全部决定" Warning waivable,
    cites: "{decisions}",
    needs: ["part:overview", "licensing.licences.decisions+enforcement.penalties.decisions+enforcement.coercion.decisions"],
    check: check_cover,
}

rule! {
    /// 文中写办理了行政许可、作出了行政处罚或行政强制决定，表二对应的数量却是 0，可能漏填。
    ///
    /// 错误：表二行政许可 0，文中写“办理行政许可320件”。
    ///
    /// 正确：表二行政许可 320。
    ACTIVE = "T2-ZERO-ACTIVE" "文中有数而表二为0" Hint waivable,
    cites: "{completeness}",
    needs: ["licensing.licences.decisions+enforcement.penalties.decisions+enforcement.coercion.decisions"],
    check: check_active,
}

pub(super) fn table_two(reading: &Reading<'_>) -> Option<Claim> {
    documents(reading).or_else(|| fee(reading))
}

const KINDS: &[(&str, &str)] =
    &[("行政规范性文件", "normative"), ("规范性文件", "normative"), ("规章", "rules")];

/// The kind of documents a text names, and how many kinds it names.
fn kinds_in(text: &str) -> (&'static str, usize) {
    let named = |kind: &(&str, &'static str)| text.contains(kind.0).then_some(kind.1);
    let mut rows = KINDS.iter().skip(1).filter_map(named);
    (rows.next().unwrap_or_default(), KINDS.iter().skip(1).filter_map(named).count())
}

/// 制发行政规范性文件n件, 制发n件行政规范性文件, （…规范性文件…，）废止n件
fn documents(reading: &Reading<'_>) -> Option<Claim> {
    const VERBS: &[(&str, &str)] = &[
        ("新制定", "issued"),
        ("制定", "issued"),
        ("制发", "issued"),
        ("出台", "issued"),
        ("印发", "issued"),
        ("废止失效", "repealed"),
        ("废止", "repealed"),
        ("现行有效", "in_force"),
    ];
    const OTHER: &[&str] = &[
        "政策性文件",
        "其他文件",
        "政策文件",
        "起草",
        "备案",
        "解读",
        "审查",
        "审核",
        "拟",
        "修订",
        "修改",
        "地方性法规",
        "党内",
    ];
    if !["件", "份", "部", "个"].contains(&reading.number.unit) || !reading.is_this_year() {
        return None;
    }
    let (before, clause) = (reading.before, reading.clause);
    let verbs: Vec<_> = VERBS.iter().map(|(verb, _)| *verb).collect();
    let (head, rest) = around_last(clause, &verbs)?;
    let verb = &clause[head.len()..clause.len() - rest.len()];
    let column = VERBS.iter().find(|(known, _)| *known == verb)?.1;
    if has(reading.sentence, OTHER) {
        return None;
    }
    // 公开现行有效规范性文件 and 制发并公开 are other counts.
    if before_fillers(head, &["集中"]).len() + "公开".len() <= head.len() && head.ends_with("公开")
    {
        return None;
    }
    let kind_words: Vec<_> = KINDS.iter().map(|(kind, _)| *kind).collect();
    let row = match kinds_in(rest) {
        (row, 1) if behind_fillers(rest, &kind_words).is_empty() => row,
        (_, 0) if behind_fillers(rest, &["失效"]).is_empty() => {
            let tail = reading.tail;
            let named = KINDS.iter().find(|(kind, _)| tail.starts_with(kind));
            match (named, kinds_in(head), kinds_in(before)) {
                (Some((_, row)), ..) => row,
                // 规范性文件制发8件
                (None, (row, 1), _) if kind_words.iter().any(|kind| head.ends_with(kind)) => row,
                // 制发行政规范性文件8件,废止2件: nothing stands between.
                (None, (_, 0), (row, 1)) if behind_fillers(head, &["其中"]).is_empty() => row,
                _ => return None,
            }
        }
        _ => return None,
    };
    let what =
        if row == "rules" { format!("规章{verb}") } else { format!("规范性文件{verb}") };
    let sums =
        vec![cell_of(reading.report, &format!("documents.{row}.{column}")).into_iter().collect()];
    Some(Claim { what, table: "表二", sums })
}

/// 行政事业性收费n万元
fn fee(reading: &Reading<'_>) -> Option<Claim> {
    const WORDS: &[&str] = &["收费", "金额", "总额", "收入", "收取", "额", "项目"];
    if reading.number.unit != "元" || !reading.is_this_year() {
        return None;
    }
    let (_, rest) = around_last(reading.clause, &["行政事业性收费"])?;
    let fits = behind_fillers(rest, WORDS).is_empty() && !rest.contains("项目");
    let sums = vec![cell_of(reading.report, "fees.administrative.amount").into_iter().collect()];
    fits.then(|| Claim { what: "行政事业性收费".into(), table: "表二", sums })
}

const DECISIONS: &[(&str, &str)] = &[
    ("行政许可", "licensing.licences.decisions"),
    ("行政处罚", "enforcement.penalties.decisions"),
    ("行政强制", "enforcement.coercion.decisions"),
];

/// 行政许可、行政处罚决定n件: the kinds and their cells, and what stands before.
fn decisions<'a>(reading: &Reading<'a>, words: &[&str]) -> Option<(&'a str, String, Vec<Cell>)> {
    let clause = reading.clause;
    let mut rest = before_fillers(clause, words);
    let (mut kinds, mut found) = (Vec::new(), Vec::new());
    while let Some((kind, address)) = DECISIONS.iter().find(|(kind, _)| rest.ends_with(kind)) {
        kinds.insert(0, *kind);
        found.extend(cell_of(reading.report, address));
        rest = rest[..rest.len() - kind.len()].trim_end_matches(['、', '和', '及', '与']);
    }
    (!found.is_empty() && found.len() == kinds.len()).then(|| (rest, kinds.join("、"), found))
}

fn check_cover(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let readings = findings.readings.iter();
    for reading in readings.filter(|reading| reading.part == Some("overview")) {
        let number = reading.number;
        let counted = ["件", "条", "份", "宗", "例"].contains(&number.unit) && number.exact;
        let words = ["决定书", "决定", "案件", "结果"];
        let said = decisions(reading, &words).filter(|_| counted && reading.is_this_year());
        let Some((head, kinds, cells)) = said else { continue };
        let published = has(head, &["公开", "公示", "公布", "发布", "上网"]);
        let own =
            !has(head, &["、", "累计", "历年"]) && has(reading.clause, &["决定", "案件", "结果"]);
        let Some(sum) = Sum::of(report, &cells) else { continue };
        if !published || !own || number.amount <= sum.amount() || is_broken(report, &sum) {
            continue;
        }
        let message = format!(
            "文中公开{kinds}决定{}{}，多于表二“本年处理决定数量”{}件",
            number.value(),
            number.unit,
            sum.amount() / 1_000_000,
        );
        let finding = mismatch(findings, reading, &[sum], message);
        findings.push(finding.help("表二应包括已公开和依法未公开的全部处理决定，请核对两处的数"));
    }
}

fn check_active(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    for reading in findings.readings {
        let number = reading.number;
        let counted = ["件", "件次", "宗", "份", "起", "例"].contains(&number.unit);
        let counted = counted && number.amount != 0;
        let words = ["决定书", "决定", "案件", "事项", "业务", "申请", "各类"];
        let said = decisions(reading, &words).filter(|_| counted && reading.is_this_year());
        let Some((head, kinds, cells)) = said else { continue };
        let acted =
            ["办理", "办结", "作出", "审批", "颁发", "实施", "准予", "查处", "下达", "核发"];
        let head = before_fillers(head, &["各类"]);
        let Some(sum) = Sum::of(report, &cells) else { continue };
        if !acted.iter().any(|verb| head.ends_with(verb)) || sum.amount() != 0 {
            continue;
        }
        let message =
            format!("文中提到{kinds}{}{}，但表二对应的数量为0", number.value(), number.unit);
        let finding = mismatch(findings, reading, &[sum], message);
        findings.push(finding.help("请核对表二是否漏填"));
    }
}
