//! Group H of the catalogue: edition, title, headings.

use super::{Findings, Input, Rule, rule};
use crate::law::citations::Citation;
use crate::law::edition::Place;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&YEAR, &CITE, &TITLE, &HEADINGS, &SCOPE, &ROW_EXTRA];

rule! {
    /// 报告年度决定用哪一版格式：2021 年度起用国办公开办函〔2021〕30号的格式，2019、2020 年度用
    /// 国办公开办函〔2019〕60号的试行格式，2018 年度及以前没有全国统一格式。
    ///
    /// 错误：`year = 2021`，`edition = "2019"`。
    ///
    /// 正确：`year = 2021`，不写 `edition`。
    YEAR = "ED-YEAR" "格式与报告年度不符" Error,
    cites: "{notice}",
    check: year,
}

rule! {
    /// 正文引用的格式文件应是本报告年度适用的那一份，文号写作“国办公开办函”。
    ///
    /// 错误：2023 年度的引言写“根据……格式（试行）编制”；“国办公开办涵”。
    ///
    /// 正确：国办公开办函〔2021〕30号。
    CITE = "ED-CITE" "引用的格式文件不对" Warning waivable,
    cites: "{notice}",
    check: cite,
}

rule! {
    /// 标题统一为“机关名称＋年度＋政府信息公开工作年度报告”，机关名称用全称。一般不写
    /// `publication.title`，由程序按统一格式写出。
    ///
    /// 错误：临江县财政局2023年度政府信息公开年报。
    ///
    /// 正确：临江县财政局2023年政府信息公开工作年度报告。
    TITLE = "TITLE" "标题不是统一格式" Warning waivable,
    cites: "国办公开办函〔2019〕61号“统一名称格式”",
    needs: ["form:revised"],
    check: title,
}

rule! {
    /// 各部分的标题和次序由格式规定，不增、不减、不改字。改过行文模板的单位应特别留意。
    ///
    /// 错误：五、存在的主要问题及改进措施。
    ///
    /// 正确：五、存在的主要问题及改进情况。
    HEADINGS = "HD-SIX" "各部分标题与格式不一致" Error,
    cites: "{form}",
    check: headings,
}

rule! {
    /// 编制年报的应是具备行政性、外部性、独立性的行政机关，或者法律法规授权的组织。事业单位、内设机构
    /// 一般由主管部门合并编制。
    ///
    /// 提示：机关类别为法律法规授权的组织，或者名称以“中心”结尾。
    ///
    /// 不提示：县级人民政府部门。
    SCOPE = "SCOPE" "是否应当单独编制年报" Hint waivable,
    cites: "{reporters}；条例第十条第二款、第二十七条、第五十四条",
    check: scope,
}

rule! {
    /// 地方格式在国家统一格式的表上加了行时提示，便于审核的人知道多出的一行从哪里来。这一行照常填写、
    /// 照常印出；本地没有要求的，应删去 `edition`，改用国家统一格式。
    ///
    /// 提示：`edition = "hubei-2020"`，表二多出“其他主动公开文件”一行。
    ///
    /// 不提示：不写 `edition`，用国家统一格式。
    ROW_EXTRA = "TBL-ROW-EXTRA" "表中多出地方扩展的行" Hint waivable,
    cites: "{form}",
    check: row_extra,
}

fn year(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let Some(year) = report.year.filter(|year| !report.edition.covers(year.value)) else { return };
    let place = report.edition_named.as_ref().map_or(year.span, |named| named.span);
    let (year, used) = (year.value, &report.edition.name);
    let finding = if let Some(right) = report.law.in_force(year) {
        let message = format!("{year}年年报应使用{}的格式，当前用的是{used}", right.cites);
        findings.finding(message).help("请删去 edition，格式由报告年度决定")
    } else {
        let message = format!("{year}年年报没有全国统一格式，当前用的是{used}");
        let local = report.law.editions.iter().filter(|edition| edition.covers(year));
        let local: Vec<_> = local.map(|edition| edition.id.as_str()).collect();
        findings.finding(message).help(match local.as_slice() {
            [] => String::new(),
            local => format!("请用 edition 写明地方格式，如 {}", local.join("、")),
        })
    };
    findings.push(finding.primary(place, ""));
}

fn cite(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let edition = &report.edition;
    let own = |document: &Citation| {
        edition.cites.contains(&document.number) || edition.accepts.contains(&document.number)
    };
    let forms = || report.law.citations.iter().filter(|document| document.form);
    let others = forms().filter(|document| !own(document));
    let mut wrong: Vec<String> = others.flat_map(|document| &document.marks).cloned().collect();
    // Brackets as they are found.
    for (open, close) in [("[", "]"), ("(", ")"), ("（", "）"), ("【", "】")] {
        let marks = wrong.iter().filter(|mark| mark.contains('〔'));
        let marks: Vec<_> =
            marks.map(|mark| mark.replace('〔', open).replace('〕', close)).collect();
        wrong.extend(marks);
    }
    let narrow = |mark: &String| mark.replace('（', "(").replace('）', ")");
    wrong.extend(wrong.iter().map(narrow).collect::<Vec<_>>());
    wrong.extend(forms().flat_map(|document| &document.misspelt).cloned());
    wrong.sort();
    wrong.dedup();
    let subject = match input.year() {
        Some(year) => format!("{year}年年报的依据是"),
        None => "应为".to_owned(),
    };
    for narrative in &report.narratives {
        let text = &narrative.text;
        for mark in &wrong {
            for (at, _) in text.value.match_indices(mark.as_str()) {
                let message =
                    format!("引用的格式文件“{mark}”不对：{subject}{}", report.edition.cites);
                let place = text.place(at..at + mark.len());
                findings.push(findings.finding(message).primary(place, ""));
            }
        }
    }
}

fn title(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let (Some(printed), Some(_), Some(_)) = (input.printed, report.year, &report.agency.name)
    else {
        findings.skip("没有报告年度、机关名称，或者行文模板有误");
        return;
    };
    let (right, title) = (report.standard_title(), spaceless(&printed.title));
    if title != spaceless(&right) {
        let place = report.publication.title.as_ref().map_or(report.start, |title| title.span);
        let message = match title.as_str() {
            "" => format!("没有标题，应为“{right}”"),
            title => format!("标题应为“{right}”，现为“{title}”"),
        };
        findings.push(findings.finding(message).primary(place, ""));
    }
}

fn spaceless(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn headings(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let Some(printed) = input.printed else {
        findings.skip("行文模板有误");
        return;
    };
    let found: Vec<_> = printed.headings.iter().map(|heading| spaceless(heading)).collect();
    let right: Vec<_> = report.edition.parts.iter().map(|part| part.heading.as_str()).collect();
    let mut messages = Vec::new();
    if found.len() == right.len() {
        for (index, (found, right)) in found.iter().zip(&right).enumerate() {
            if found != right {
                let number = index + 1;
                messages.push(format!("第{number}部分标题应为“{right}”，现为“{found}”"));
            }
        }
    } else {
        for right in right.iter().filter(|right| !found.iter().any(|found| found == **right)) {
            messages.push(format!("缺少标题“{right}”"));
        }
        for found in found.iter().filter(|found| !right.contains(&found.as_str())) {
            messages.push(format!("多出标题“{found}”"));
        }
        if messages.is_empty() {
            messages.push(format!("应有{}个部分，现有{}个", right.len(), found.len()));
        }
    }
    for message in messages {
        let finding = findings.finding(message).primary(report.start, "");
        findings.push(finding.help("标题出自行文模板，或者正文里的“## ”标题"));
    }
}

fn scope(input: &Input<'_>, findings: &mut Findings<'_>) {
    let agency = &input.report.agency;
    let authorised = agency.kind.as_ref().filter(|kind| kind.value.authorised);
    let centre = agency.name.as_ref().filter(|name| name.value.ends_with("中心"));
    let place = authorised.map(|kind| kind.span).or(centre.map(|name| name.span));
    if let Some(place) = place {
        let message = "请确认本单位属于应当编制年报的行政机关（行政性、外部性、独立性三要素），\
                       或由主管部门合并编制";
        findings.push(findings.finding(message).primary(place, ""));
    }
}

fn row_extra(input: &Input<'_>, findings: &mut Findings<'_>) {
    let edition = &input.report.edition;
    for table in &edition.tables {
        let part = edition.parts.iter().find(|part| part.tables.contains(&table.id));
        let number = part.and_then(|part| part.heading.split('、').next()).unwrap_or_default();
        for row in table.rows.iter().filter(|row| row.local) {
            let Some(column) = table.columns.first() else { continue };
            let place = Place { table, row, column };
            let Some(entry) = input.report.cells.get(&place.cell()) else { continue };
            let message = format!(
                "表{number}多出“{}”一行：国家统一格式没有这一行，是{}的地方扩展项",
                row.full_label(),
                edition.name,
            );
            findings.push(findings.at_cell(place, entry, message));
        }
    }
}
