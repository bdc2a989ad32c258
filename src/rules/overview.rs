//! Group J of the catalogue: part one, 总体情况.

use super::{Findings, Input, Rule, rule};
use crate::law::lexicon::Lexicon;
use crate::prose::{self, Paragraph};
use crate::source::diagnostic::Severity;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&ASPECTS, &LENGTH, &GOVERNMENT_DUTIES, &FIGURES, &OFF_TOPIC];

rule! {
    /// “总体情况”应有主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面，
    /// 各写一段，段首点明。
    ///
    /// 错误：只写（一）机构设置、（二）加强领导、（三）主动公开。
    ///
    /// 正确：（一）主动公开。……（二）依申请公开。……（三）政府信息管理。……（四）平台建设。……
    /// （五）监督保障。……
    ASPECTS = "S1-ASPECTS" "总体情况缺少应写的方面" Warning waivable,
    cites: "{overview}",
    needs: ["form:revised", "part:overview"],
    check: aspects,
}

rule! {
    /// “总体情况”的篇幅原则上不超过一千字：汉字和全角标点每个算一字，一串英文或数字算一字，同 Word 的
    /// 字数。超过 950 字的先提示。
    ///
    /// 错误：1069 字。
    ///
    /// 正确：980 字；确需超过的，登记 `[[waive]]`。
    LENGTH = "S1-LENGTH" "总体情况超过一千字" Warning waivable,
    cites: "{length}",
    needs: ["form:limit"],
    check: length,
}

rule! {
    /// 各级人民政府（含乡镇）的年报还应写明工作考核、社会评议和责任追究结果情况，写在监督保障中。
    ///
    /// 错误：区人民政府的年报没有社会评议和责任追究结果。
    ///
    /// 正确：……纳入年度考核；社会评议满意率……；全年未发生责任追究情形。
    GOVERNMENT_DUTIES = "S1-GOV-DUTIES" "政府年报缺少考核、评议、责任追究" Error,
    cites: "条例第四十六条、第五十条第（四）项；{overview}",
    needs: ["form:revised", "part:overview"],
    check: government_duties,
}

rule! {
    /// “主动公开”一段应有数据：网站、新媒体、公报、公示栏等渠道的公开数量，解读和回应的数量。
    ///
    /// 提示：（一）主动公开。及时公开各类政府信息，回应群众关切。
    ///
    /// 不提示：（一）主动公开。全年通过政府网站公开信息 120 条。
    FIGURES = "S1-FIGURES" "主动公开没有数据" Hint waivable,
    cites: "武政办发〔2025〕54号（甘肃省武威市2025年度通知）",
    needs: ["form:revised", "part:overview"],
    check: figures,
}

rule! {
    /// 篇幅较长（150 字以上）而通段不提公开、信息、申请、平台、网站、新媒体、公报、解读、回应、专区的段落，
    /// 与政府信息公开关系不大。
    ///
    /// 提示：整段介绍办事大厅的桌椅、饮水机和延时服务。
    ///
    /// 不提示：介绍政务公开专区的设备和服务。
    OFF_TOPIC = "S1-OFFTOPIC" "内容与政府信息公开关系不大" Hint waivable,
    cites: "{brevity}",
    needs: ["form:limit", "part:overview+part:other"],
    check: off_topic,
}

/// The five aspects, and the lists of words a paragraph on them begins with.
const LEADS: [(&str, &str); 5] = [
    ("主动公开", "aspect.disclosure"),
    ("依申请公开", "aspect.requests"),
    ("政府信息管理", "aspect.management"),
    ("政府信息公开平台建设", "aspect.platform"),
    ("监督保障", "aspect.supervision"),
];

/// Characters within which a paragraph has to say what it is about.
const LEAD: usize = 14;

/// Characters an aspect takes at least.
const SHORTEST: usize = 20;

/// The aspects a paragraph begins with.
fn leads(lexicon: &Lexicon, paragraph: &Paragraph) -> impl Iterator<Item = usize> {
    let lead: String = prose::unnumbered(paragraph.as_str()).chars().take(LEAD).collect();
    (0..LEADS.len()).filter(move |aspect| lexicon.occurs(LEADS[*aspect].1, &lead))
}

/// The paragraphs on an aspect, up to the next aspect.
fn on<'p>(lexicon: &Lexicon, paragraphs: &'p [Paragraph], aspect: usize) -> &'p [Paragraph] {
    let about = |paragraph: &&Paragraph| leads(lexicon, paragraph).any(|found| found == aspect);
    let Some(start) = paragraphs.iter().position(|paragraph| about(&paragraph)) else {
        return &[];
    };
    let rest = &paragraphs[start + 1..];
    let next =
        rest.iter().position(|paragraph| leads(lexicon, paragraph).any(|found| found != aspect));
    &paragraphs[start..start + 1 + next.unwrap_or(rest.len())]
}

/// The paragraphs of part one, where the 条例 of 2019 says what they are about.
fn overview<'a>(input: &Input<'a>, findings: &mut Findings<'_>) -> Option<&'a [Paragraph]> {
    let text = input.report.text_of("overview").map(|narrative| narrative.paragraphs.as_slice());
    if text.is_none() {
        findings.skip("“总体情况”没有写");
    }
    text
}

fn aspects(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(paragraphs) = overview(input, findings) else { return };
    let lexicon = &input.report.law.lexicon;
    let length = |paragraph: &Paragraph| paragraph.as_str().chars().count();
    let missing = (0..LEADS.len()).filter(|aspect| {
        on(lexicon, paragraphs, *aspect).iter().map(length).sum::<usize>() < SHORTEST
    });
    let missing: Vec<_> = missing.map(|aspect| LEADS[aspect].0).collect();
    if !missing.is_empty() {
        let all = LEADS.map(|(name, _)| name).join("、");
        let message = format!("“总体情况”应包括{all}五个方面，缺少：{}", missing.join("、"));
        push(input, findings, message, "各写一段，段首点明，如“（三）政府信息管理。”");
    }
}

fn push(input: &Input<'_>, findings: &mut Findings<'_>, message: String, help: &str) {
    let key = input.report.key_of("overview");
    findings.push(findings.finding(message).primary(key, "").help(help));
}

fn length(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    for part in &report.edition.parts {
        let Some(limit) = part.limit else { continue };
        let Some(narrative) = report.narrative(&part.id) else {
            findings.skip(format!("“{}”没有写", part.heading));
            continue;
        };
        let count = prose::length(&narrative.text.value);
        let severity = match count {
            count if count > limit => Severity::Warning,
            count if count * 20 > limit * 19 => Severity::Hint,
            _ => continue,
        };
        let message = match severity {
            Severity::Hint => format!("“{}”约{count}字，接近{limit}字", part.heading),
            _ => format!("“{}”约{count}字，国办要求原则上不超过{limit}字", part.heading),
        };
        let finding = findings.finding(message).severity(severity).primary(narrative.key, "");
        findings.push(finding.help(match severity {
            Severity::Hint => "",
            _ => "请压缩；确需保留的，登记 [[waive]] 并写明理由",
        }));
    }
}

fn government_duties(input: &Input<'_>, findings: &mut Findings<'_>) {
    if !input.report.agency.kind.as_ref().is_some_and(|kind| kind.value.government) {
        return;
    }
    let Some(paragraphs) = overview(input, findings) else { return };
    let duties = [
        ("工作考核", "duty.assessment"),
        ("社会评议", "duty.appraisal"),
        ("责任追究", "duty.accountability"),
    ];
    let lexicon = &input.report.law.lexicon;
    let says = |list| paragraphs.iter().any(|text| lexicon.occurs(list, text.as_str()));
    let missing = duties.iter().filter(|(_, list)| !says(list));
    let missing: Vec<_> = missing.map(|(duty, _)| *duty).collect();
    if !missing.is_empty() {
        let message = format!(
            "各级人民政府的年报必须报告工作考核、社会评议和责任追究结果情况，缺少：{}",
            missing.join("、")
        );
        push(
            input,
            findings,
            message,
            "写在监督保障中；没有发生的也要写明，如“未发生责任追究情形”",
        );
    }
}

fn figures(input: &Input<'_>, findings: &mut Findings<'_>) {
    let Some(paragraphs) = overview(input, findings) else { return };
    let paragraphs = on(&input.report.law.lexicon, paragraphs, 0);
    let Some(first) = paragraphs.first() else { return };
    let counts = ["条", "件", "篇", "期", "个", "次"];
    let counted = |text: &Paragraph| text.numbers.iter().any(|n| counts.contains(&n.unit));
    if !paragraphs.iter().any(counted) {
        let place =
            first.sentences.first().map_or(first.text.whole(), |part| first.place(part.clone()));
        let finding = findings.finding("“主动公开”部分没有数据").primary(place, "");
        findings.push(
            finding.help(
                "建议写明网站、新媒体、公报、公示栏等渠道的公开数量以及政策解读、回应关切数量",
            ),
        );
    }
}

/// Characters from which a paragraph can be off the topic.
const LONG: usize = 150;

fn off_topic(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    for role in ["overview", "other"] {
        let Some(narrative) = report.text_of(role) else { continue };
        for (index, paragraph) in narrative.paragraphs.iter().enumerate() {
            let text = paragraph.as_str();
            let long = text.chars().nth(LONG - 1).is_some();
            if long && !report.law.lexicon.occurs("topic", text) {
                let message =
                    format!("“{}”第{}段与政府信息公开关系不大", narrative.heading, index + 1);
                let first = paragraph.sentences.first().cloned().unwrap_or(0..text.len());
                let finding = findings.finding(message).primary(paragraph.place(first), "");
                findings.push(finding.help("建议删减：国办要求内容不能遗漏，也不宜泛化"));
            }
        }
    }
}
