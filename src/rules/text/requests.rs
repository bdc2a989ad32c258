//! Group G of the catalogue: what the texts say about requests, against table three.

use super::cells::{Sum, cells_of};
use super::compare::{Claim, compare};
use super::reading::Reading;
use super::words::{around_last, before_fillers, behind_fillers, has};
use crate::data::figure::Figure;
use crate::law::edition::Cell;
use crate::report::Report;
use crate::rules::{Findings, Input, Rule, rule};

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&RECEIVED, &DONE, &CARRY, &CATEGORY, &APPLICANT, &SENTENCE];

rule! {
    /// 文中写的收到件数，应等于表三的“本年新收”，或“本年新收”与“上年结转”之和；写明“新收”的，只能是“本年新收”。
    ///
    /// 只核对讲依申请公开的段落，只核对“件、件次、份、宗、条”；“余、约、超”等约数，分渠道、分季度、其他年份的数不核对。
    ///
    /// 错误：表三本年新收 18，文中写“收到政府信息公开申请14件”。
    ///
    /// 正确：`收到政府信息公开申请{{ requests.new.total }}件`。
    RECEIVED = "TX-RECEIVED" "文中收到件数与表三不符" Error waivable,
    cites: "{requests}“数据准确、要素齐备”",
    needs: ["requests.new.total"],
    check: |input, findings| compare(input, findings, received),
}

rule! {
    /// 文中写的办结（答复）件数，应等于表三“（七）总计”。
    ///
    /// 来信、留言、热线、建议提案等的办结数不核对，“不予处理”和各类答复后面的数也不算。
    ///
    /// 错误：（七）总计 28，文中写“办结30件”。
    ///
    /// 正确：`办结{{ requests.handled.total }}件`。
    DONE = "TX-DONE" "文中办结件数与表三不符" Error waivable,
    cites: "{requests}“数据准确、要素齐备”",
    needs: ["requests.handled.total"],
    check: |input, findings| compare(input, findings, done),
}

rule! {
    /// 文中写的上年结转、结转下年件数，应等于表三对应的总计。
    ///
    /// 错误：表三结转下年度 1，文中写“结转下年度2件”。
    ///
    /// 正确：`结转下年度{{ requests.carried_out.total }}件`。
    CARRY = "TX-CARRY" "文中结转件数与表三不符" Error waivable,
    cites: "{requests}“数据准确、要素齐备”",
    needs: ["requests.carried_in.total+requests.carried_out.total"],
    check: |input, findings| compare(input, findings, carry),
}

rule! {
    /// 文中写的予以公开、部分公开、不予公开、无法提供、不予处理、其他处理及其细目的件数，应等于表三对应各行的总计。
    /// 几类合写一个数的（予以公开或部分公开42件），按各类之和核对。
    ///
    /// 错误：表三无法提供三项共 337，文中写“无法提供265件”。
    ///
    /// 正确：`予以公开{{ requests.granted.total }}件`。
    CATEGORY = "TX-CATEGORY" "文中答复类别件数与表三不符" Error waivable,
    cites: "{requests}“数据准确、要素齐备”",
    needs: ["requests"],
    check: |input, findings| compare(input, findings, category),
}

rule! {
    /// 文中写的自然人、法人或其他组织申请件数，应等于表三本年新收（或加上年结转）对应的列。
    /// 按人、名、位、家计的是申请人数，不核对。
    ///
    /// 错误：表三自然人新收 16，文中写“自然人申请15件”。
    ///
    /// 正确：“14位申请人提出申请16件”不报；`自然人{{ requests.new.person }}件`。
    APPLICANT = "TX-APPLICANT" "文中申请人类别件数与表三不符" Warning waivable,
    cites: "{requests}“数据准确、要素齐备”",
    needs: ["requests.new.person"],
    check: |input, findings| compare(input, findings, applicant),
}

rule! {
    /// 文中写了收到和办结的件数，没有写结转，而表三有结转下年度的申请：读者不知道其余几件的去向。
    ///
    /// 错误：收到19件，办结18件，结转下年度 1 件没有写。
    ///
    /// 正确：“……办结18件，结转下年度继续办理1件。”
    SENTENCE = "TX-SENTENCE" "未说明结转的申请" Hint waivable,
    cites: "{requests}“要素齐备”",
    needs: ["requests.carried_out.total", "requests.handled.total"],
    check: check_sentence,
}

fn total(report: &Report, rows: &[&str]) -> Vec<Cell> {
    cells_of(report, rows.iter().map(|row| format!("requests.{row}.total")))
}

/// 收到…申请n件, 收到n件…申请, 新收n件
pub(super) fn received(reading: &Reading<'_>) -> Option<Claim> {
    const VERBS: &[&str] = &["新收到", "新收", "收到", "受理", "接收"];
    if !reading.counts_cases() || !reading.about_requests() || !reading.is_whole() {
        return None;
    }
    let clause = reading.clause;
    let (head, rest) = around_last(clause, VERBS)?;
    let new = clause[head.len()..].starts_with('新') || head.ends_with('新');
    let verb = !head.ends_with(['未', '不', '予']);
    let behind = reading.behind;
    let taken = &behind[..behind.len() - behind_fillers(behind, &[]).len()];
    let asked = rest.contains("申请") || taken.contains("申请") || new && behind.is_empty();
    if !verb || !asked || !behind_fillers(rest, &[]).is_empty() {
        return None;
    }
    let report = reading.report;
    let mut sums = vec![total(report, &["new"])];
    if !new {
        sums.push(total(report, &["new", "carried_in"]));
    }
    let what = if new { "新收" } else { "收到" };
    Some(Claim { what: what.into(), table: "表三", sums })
}

/// 办结n件, 答复n件
pub(super) fn done(reading: &Reading<'_>) -> Option<Claim> {
    const VERBS: &[&str] = &["办理完毕", "办理答复", "办结", "答复"];
    if !reading.counts_cases() || !reading.about_requests() || !reading.is_whole() {
        return None;
    }
    let clause = reading.clause;
    let (head, rest) = around_last(clause, VERBS)?;
    let head = before_fillers(head, &["予以", "依法", "全部", "并"]);
    let unlike =
        head.ends_with(['未', '应', '不', '待']) || category_at_end(reading, head).is_some();
    if unlike
        || reading.report.law.lexicon.occurs("other_matters", reading.sentence)
        || !behind_fillers(rest, &[]).is_empty()
    {
        return None;
    }
    let sums = vec![total(reading.report, &["handled"])];
    Some(Claim { what: "办结（答复）".into(), table: "表三", sums })
}

/// 上年结转n件, 结转下年n件, n件结转下年
pub(super) fn carry(reading: &Reading<'_>) -> Option<Claim> {
    const IN: &[&str] =
        &["结转", "未办结", "而来", "转入", "本年度", "本年", "继续", "办理", "至", "来", "件"];
    const OUT: &[&str] = &["继续", "办理", "答复", "处理", "予以", "件"];
    const REST: &[&str] = &["其余", "剩余", "另有", "尚有", "还有", "余", "有", "另", "剩"];
    if !reading.counts_cases() || !reading.about_requests() || reading.is_partial_for_carry() {
        return None;
    }
    let report = reading.report;
    let year = report.year?.value;
    let (last, next) = (format!("{}年", year - 1), format!("{}年", year + 1));
    let ahead = ["下一年度", "下一年", "下年度", "下年", "次年度", "次年", next.as_str()];
    let back = ["上一年度", "上一年", "上年度", "上年", "去年", last.as_str()];
    let claim = |row: &str, what: &str| {
        let sums = vec![total(report, &[row])];
        Some(Claim { what: what.into(), table: "表三", sums })
    };
    let clause = reading.clause;
    if let Some((head, rest)) = around_last(clause, &ahead) {
        let head = head.trim_end_matches(['至', '到', '入']);
        let carried = head.ends_with("结转") || head.ends_with("顺延");
        let rest = rest.strip_prefix('度').unwrap_or(rest);
        return (carried && behind_fillers(rest, OUT).is_empty())
            .then(|| claim("carried_out", "结转下年度"))?;
    }
    if let Some((head, rest)) = around_last(clause, &back) {
        let rest = rest.strip_prefix('度').unwrap_or(rest);
        let carried = rest.contains("结转") || head.ends_with("结转");
        return (carried && behind_fillers(rest, IN).is_empty())
            .then(|| claim("carried_in", "上年结转"))?;
    }
    let tail =
        behind_fillers(reading.tail, &["将", "正在", "按规定", "需", "待", "未办结", "因故"]);
    let carried = tail.strip_prefix("结转").or_else(|| tail.strip_prefix("顺延"));
    let ahead = carried.is_some_and(|rest| {
        let rest = rest.trim_start_matches(['至', '到', '入']);
        ahead.iter().any(|word| rest.starts_with(word))
    });
    (ahead && behind_fillers(clause, REST).is_empty())
        .then(|| claim("carried_out", "结转下年度"))?
}

/// 予以公开n件, 不予公开、无法提供共n件
pub(super) fn category(reading: &Reading<'_>) -> Option<Claim> {
    let people = ["自然人", "法人", "企业", "公民"];
    let whole = reading.about_requests() && reading.is_undivided() && reading.counts_cases();
    if !whole || has(reading.clause, &people) {
        return None;
    }
    let before = reading.before;
    if has(before, &["结转"]) && !has(before, &["收到", "新收", "受理", "办结", "答复"])
    {
        return None;
    }
    let (rows, names) = category_at_end(reading, reading.clause)?;
    let sums = vec![rows];
    Some(Claim { what: format!("“{names}”"), table: "表三", sums })
}

/// The cells of the kinds of answers that the text ends with, and their names.
fn category_at_end(reading: &Reading<'_>, text: &str) -> Option<(Vec<Cell>, String)> {
    const FILLERS: &[&str] = &[
        "答复",
        "决定",
        "告知书",
        "类",
        "的",
        "有",
        "共计",
        "合计",
        "共",
        "计",
        "为",
        "数",
        "总",
        "了",
        "申请",
    ];
    const AND: &[&str] = &["以及", "或者", "、", "和", "及", "与", "或"];
    let kinds = kinds(reading.report);
    let mut rest = text;
    while !kinds.iter().any(|(name, ..)| rest.ends_with(name.as_str())) {
        rest = FILLERS.iter().find_map(|word| rest.strip_suffix(word))?;
    }
    let mut found: Vec<Cell> = Vec::new();
    let mut names = Vec::new();
    loop {
        let kind = kinds
            .iter()
            .filter(|(name, first, _)| {
                rest.ends_with(name.as_str()) && (*first || !names.is_empty())
            })
            .max_by_key(|(name, ..)| name.len())?;
        let head = &rest[..rest.len() - kind.0.len()];
        if head.ends_with(['不', '未']) {
            return None;
        }
        found.extend(kind.2.iter().cloned());
        names.insert(0, kind.0.clone());
        let Some(before) = AND.iter().find_map(|and| head.strip_suffix(and)) else { break };
        // 予以公开4件、部分公开12件: the figure before ends the list.
        if before.ends_with(|c: char| c.is_ascii_digit())
            || reading
                .paragraph
                .numbers
                .iter()
                .any(|number| !number.unit.is_empty() && before.ends_with(number.unit))
        {
            break;
        }
        rest = before;
    }
    found.sort();
    found.dedup();
    Some((found, names.join("、")))
}

/// Names of kinds of answers, whether a list may end with them, and their cells.
fn kinds(report: &Report) -> Vec<(String, bool, Vec<Cell>)> {
    let Some(table) = report.edition.table_of("requests") else { return Vec::new() };
    let mut kinds: Vec<(String, bool, Vec<Cell>)> = Vec::new();
    let column = table.columns.iter().find(|column| column.total);
    for (row, column) in table.rows.iter().zip(std::iter::repeat(column)) {
        let Some(column) = column.filter(|_| !row.total) else { continue };
        for label in row.label.iter().skip(1) {
            let name = plain_label(label);
            if name.chars().count() < 4 {
                continue;
            }
            match kinds.iter_mut().find(|(known, ..)| *known == name) {
                Some((.., cells)) => cells.push(table.cell(row, column)),
                None => kinds.push((name, true, vec![table.cell(row, column)])),
            }
        }
    }
    // Other words for them; 全部公开 alone may be said of anything.
    for (other, name, last) in [
        ("同意公开", "予以公开", true),
        ("同意部分公开", "部分公开", true),
        ("全部公开", "予以公开", false),
        ("公开", "予以公开", false),
    ] {
        let cells = kinds.iter().find(|(known, ..)| known == name).map(|(.., cells)| cells.clone());
        kinds.extend(cells.map(|cells| (other.to_owned(), last, cells)));
    }
    kinds
}

/// （一）予以公开（…） → 予以公开, in the spelling of plain text.
fn plain_label(label: &str) -> String {
    let label = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let label = match label.strip_prefix('（').and_then(|rest| rest.split_once('）')) {
        Some((_, name)) => name,
        None => label,
    };
    label.split('（').next().unwrap_or(label).to_owned()
}

/// 自然人n件, 法人或其他组织n件
pub(super) fn applicant(reading: &Reading<'_>) -> Option<Claim> {
    const BODIES: &[&str] =
        &["法人或其他组织", "法人和其他组织", "法人或者其他组织", "法人及其他组织"];
    const MADE: &[&str] = &["收到", "新收", "受理", "接收", "提交", "提出", "申请人"];
    const OTHER: &[&str] =
        &["办结", "答复", "予以", "不予", "无法", "部分", "结转", "复议", "诉讼"];
    if !reading.counts_cases() || !reading.about_requests() || !reading.is_whole() {
        return None;
    }
    let before = reading.before;
    if !has(before, MADE) || has(before, OTHER) {
        return None;
    }
    let clause = before_fillers(reading.clause, &["申请人"]);
    let report = reading.report;
    let table = report.edition.table_of("requests")?;
    let bodies = BODIES.iter().any(|name| clause.ends_with(name)) || clause.ends_with("法人");
    let persons = clause.ends_with("自然人") || clause.ends_with("公民");
    // 自然人和法人16件 is the sum of all.
    let both = bodies
        && has(clause, &["自然人", "公民"])
        && reading
            .paragraph
            .numbers_in(
                reading.number.range.start.saturating_sub(clause.len() + 1)
                    ..reading.number.range.start,
            )
            .is_empty();
    if bodies == persons || both {
        return None;
    }
    let columns = table.columns.iter().filter(|column| !column.total);
    let columns: Vec<_> =
        columns.filter(|column| (column.role.as_deref() == Some("person")) == persons).collect();
    let roles: Vec<_> = columns.iter().filter_map(|column| column.role.as_ref()).collect();
    let sum = |rows: &[&str]| {
        let paths = rows
            .iter()
            .flat_map(|row| roles.iter().map(move |column| format!("requests.{row}.{column}")));
        cells_of(report, paths)
    };
    let what = if persons { "自然人申请" } else { "法人或其他组织申请" };
    let sums = vec![sum(&["new"]), sum(&["new", "carried_in"])];
    Some(Claim { what: what.into(), table: "表三", sums })
}

fn check_sentence(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let figure = |row: &str| report.figure_of(&format!("requests.{row}.total")).map(Figure::amount);
    let (Some(left), Some(_)) = (figure("carried_out").filter(|left| *left > 0), figure("handled"))
    else {
        return;
    };
    let mut got = None;
    let mut told = None;
    for reading in findings.readings {
        if received(reading).is_some() {
            got = got.or(Some(reading));
        } else if done(reading).is_some() {
            told = told.or(Some(reading));
        }
    }
    let (Some(got), Some(told)) = (got, told) else { return };
    let spoken = report.narratives.iter().flat_map(|narrative| &narrative.paragraphs);
    let mut spoken = spoken.filter(|paragraph| has(paragraph.as_str(), &["申请"]));
    if spoken
        .any(|paragraph| has(paragraph.as_str(), &["结转", "顺延", "全部", "继续办理", "正在办理"]))
    {
        return;
    }
    let message = format!(
        "文中收到{}件、办结{}件，未说明其余{left}件的情况",
        got.number.value(),
        told.number.value()
    );
    let number = told.number;
    let place = told.paragraph.place(number.range.start..number.end);
    let mut finding = findings.finding(message).primary(place, "").help(format!(
        "建议写明：结转下年度继续办理{{{{ {} }}}}件",
        report.address_of("requests.carried_out.total")
    ));
    let sum = Sum::of(report, &total(report, &["carried_out"]));
    for (_, entry, figure) in sum.iter().flat_map(|sum| &sum.terms) {
        finding = finding.context(entry.span, format!("结转下年度{figure}"));
    }
    findings.push(finding);
}

impl Reading<'_> {
    /// Carried-over requests belong to other years by their nature.
    fn is_partial_for_carry(&self) -> bool {
        has(self.clause, &["同比", "较", "增加", "减少", "复议", "诉讼", "季度"])
    }
}
