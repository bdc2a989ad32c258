//! Group G of the catalogue: statements without a figure, 未收到申请 and
//! 均已办结, against the tables.

use super::cells::{Sum, cell_of, cells_of};
use super::words::{behind_fillers, has};
use crate::prose::{LONGEST_SENTENCE, Paragraph};
use crate::report::Report;
use crate::rules::{Findings, Input, Rule, rule};
use crate::source::diagnostic::{Diagnostic, Severity};
use std::ops::Range;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&NONE, &ALL];

rule! {
    /// 文中说没有收到申请、没有行政复议或行政诉讼的，表中对应的数应是 0。
    ///
    /// 说没有发生被纠错、被撤销一类情形的不算；分渠道说的（网上未收到）也不算。
    /// 没有新收而有上年结转的，只作提示。有新收的申请而文中一个数也没写的，也作提示。
    ///
    /// 错误：文中“未收到政府信息公开申请”，表三本年新收 3。
    ///
    /// 正确：表三本年新收 0。
    NONE = "TX-NONE" "文中说没有而表中有数" Error waivable,
    cites: "{requests}“数据准确、要素齐备”",
    needs: ["requests.new.total+requests.carried_in.total+part:overview+disputes.review.total+disputes.direct_suit.total+disputes.suit_after_review.total"],
    check: check_none,
}

rule! {
    /// 文中说全部办结、均已答复的，表三“结转下年度继续办理”应是 0；说复议诉讼均获维持的，
    /// 纠正、其他结果、尚未审结应是 0；说未被纠错的，纠正应是 0。
    ///
    /// 句中写明按期、在法定期限内的不核对：未到期的申请可以结转。
    ///
    /// 错误：“所有申请均已办结”，表三结转下年度 2。
    ///
    /// 正确：“办结16件，结转下年度2件”；“到期申请均按时答复”。
    ALL = "TX-ALL" "文中说全部而表中有例外" Warning waivable,
    cites: "{requests}“数据准确、要素齐备”",
    needs: ["requests.carried_out.total+requests.new.total+requests.carried_in.total+disputes.review.corrected+disputes.direct_suit.corrected+disputes.suit_after_review.corrected+disputes.review.other+disputes.review.pending"],
    check: check_all,
}

/// A clause with its sentence and paragraph.
struct Clause<'a> {
    paragraph: &'a Paragraph,
    sentence: &'a str,
    range: Range<usize>,
    about_requests: bool,
}

impl<'a> Clause<'a> {
    fn text(&self) -> &'a str {
        &self.paragraph.as_str()[self.range.clone()]
    }
}

/// Every clause of this year's texts.
fn clauses(report: &Report) -> Vec<Clause<'_>> {
    let mut clauses = Vec::new();
    for narrative in report.body() {
        let in_part = super::reading::about_requests(report, narrative);
        for paragraph in &narrative.paragraphs {
            let text = paragraph.as_str();
            let about_requests = in_part || report.law.lexicon.occurs("about_requests", text);
            let known = paragraph.sentences.iter();
            for sentence in known.filter(|sentence| sentence.len() <= LONGEST_SENTENCE) {
                let mut years = paragraph.years_in(sentence.clone());
                let year = report.year.map(|year| year.value);
                if years.any(|named| Some(named.year) != year) {
                    continue;
                }
                let mut start = sentence.start;
                let stops = text[sentence.clone()].match_indices([',', ':', '(', ')']);
                let ends = stops.map(|(at, mark)| (sentence.start + at, mark.len()));
                for (end, len) in ends.chain([(sentence.end, 0)]) {
                    let sentence = &text[sentence.clone()];
                    let range = start..end;
                    clauses.push(Clause { paragraph, sentence, range, about_requests });
                    start = end + len;
                }
            }
        }
    }
    clauses
}

const NOT: &[&str] = &["从未", "未", "没有", "无"];

fn check_none(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let mut spoken = false;
    for clause in clauses(report) {
        if clause.about_requests && no_requests(clause.text()) {
            spoken = true;
            none_of_requests(report, findings, &clause);
        }
        for (rows, what) in no_disputes(clause.text()) {
            let paths = rows.iter().map(|row| format!("disputes.{row}.total"));
            let Some(sum) = Sum::of(report, &cells_of(report, paths)) else { continue };
            if sum.amount() > 0 {
                let message = format!(
                    "文中称“{}”，但表四{what}为{}件",
                    clause.text(),
                    sum.amount() / 1_000_000
                );
                let finding = at_clause(findings, &clause, &sum, message);
                findings.push(finding);
            }
        }
    }
    if !spoken {
        unspoken(report, findings);
    }
}

fn none_of_requests(report: &Report, findings: &mut Findings<'_>, clause: &Clause<'_>) {
    let total =
        |row: &str| Sum::of(report, cell_of(report, &format!("requests.{row}.total")).as_slice());
    let Some(new) = total("new") else { return };
    let carried = total("carried_in").filter(|carried| carried.amount() > 0);
    let text = clause.text();
    if new.amount() > 0 {
        let amount = new.amount() / 1_000_000;
        let message = format!("文中称“{text}”，但表三本年新收{amount}件");
        let finding = at_clause(findings, clause, &new, message);
        findings.push(finding);
    } else if let Some(carried) = carried
        && !has(clause.paragraph.as_str(), &["结转", "新收"])
    {
        let amount = carried.amount() / 1_000_000;
        let message = format!("文中称“{text}”，没有提到上年结转的{amount}件");
        let finding = at_clause(findings, clause, &carried, message).severity(Severity::Hint);
        findings.push(finding.help("建议写明：未收到新的申请，上年结转几件、已办结几件"));
    }
}

/// New requests of which the overview gives no figure at all.
fn unspoken(report: &Report, findings: &mut Findings<'_>) {
    let Some(new) = Sum::of(report, cell_of(report, "requests.new.total").as_slice()) else {
        return;
    };
    let Some(overview) = report.text_of("overview").filter(|_| new.amount() > 0) else { return };
    let about =
        |paragraph: &&Paragraph| report.law.lexicon.occurs("about_requests", paragraph.as_str());
    let paragraphs: Vec<_> = overview.paragraphs.iter().filter(about).collect();
    let counted = paragraphs.iter().flat_map(|paragraph| &paragraph.numbers);
    let mut counted = counted.filter(|number| !number.unit.is_empty());
    // A heading of its own line leaves its text to the next paragraph.
    let (Some(first), false) = (paragraphs.first(), counted.next().is_some()) else { return };
    let whole: Vec<_> = overview.paragraphs.iter().map(|p| p.as_str().len()).collect();
    if whole.len() > 1 && first.as_str().len() < 60 {
        return;
    }
    let amount = new.amount() / 1_000_000;
    let message = format!("表三本年新收{amount}件，依申请公开部分没有写收到和办结的件数");
    let end = first.sentences.first().map_or(first.as_str().len(), |sentence| sentence.end);
    let finding = findings.finding(message).primary(first.place(0..end), "");
    let mut finding = finding.severity(Severity::Hint);
    if let [Some(new), Some(handled)] =
        ["requests.new.total", "requests.handled.total"].map(|path| cell_of(report, path))
    {
        finding = finding.help(format!(
            "建议写明：收到政府信息公开申请{{{{ {new} }}}}件，办结{{{{ {handled} }}}}件"
        ));
    }
    findings.push(finding);
}

/// 未收到政府信息公开申请, 无依申请公开事项
fn no_requests(text: &str) -> bool {
    const VERBS: &[&str] = &["收到", "新收到", "新收", "受理", "接到", "接收", "发生"];
    const PART: &[&str] = &[
        "网上", "网络", "网站", "平台", "信函", "当面", "传真", "邮", "各镇", "各乡", "街道",
        "部门", "投诉", "补正",
    ];
    const WHOM: &[&str] = &[
        "公民、法人和其他组织",
        "公民、法人或其他组织",
        "公民、法人或者其他组织",
        "任何",
        "情况",
        "业务",
        "件",
    ];
    NOT.iter().any(|not| {
        text.match_indices(not).any(|(at, not)| {
            let rest = &text[at + not.len()..];
            let verb =
                VERBS.iter().filter_map(|verb| rest.strip_prefix(verb)).min_by_key(|r| r.len());
            let object = match (verb, *not == *"无" || *not == *"没有") {
                (Some(object), _) => object,
                (None, true) => rest,
                (None, false) => return false,
            };
            let about = object.contains("申请") && behind_fillers(object, WHOM).is_empty();
            let left_out = text[..at].ends_with(['并', '尚', '均']) || has(text, PART);
            about && !left_out
        })
    })
}

/// Which rows of table four a clause says are empty.
fn no_disputes(text: &str) -> Vec<(&'static [&'static str], &'static str)> {
    const VERBS: &[&str] = &[
        "发生",
        "引发",
        "出现",
        "产生",
        "因",
        "收到",
        "被",
        "接到",
        "存在",
        "涉及",
        "有",
        "提起",
        "行政",
        "政府信息公开",
        "依申请",
    ];
    const WORSE: &[&str] = &[
        "纠",
        "撤销",
        "败诉",
        "变更",
        "违法",
        "责令",
        "维持",
        "应诉",
        "复议后",
        "未经",
        "不服",
        "共同被告",
        "超期",
        "逾期",
        "收费",
        "未审结",
    ];
    let negated = NOT.iter().find_map(|not| {
        let (_, rest) = text.split_once(not)?;
        let direct = *not == "无" || *not == "没有";
        let fits =
            VERBS.iter().any(|verb| rest.starts_with(verb)) || direct && subjects_first(rest);
        fits.then_some(rest)
    });
    let Some(rest) = negated.filter(|rest| !has(rest, WORSE) && !has(text, &["上年", "去年"]))
    else {
        return Vec::new();
    };
    // A figure behind it makes it another statement.
    if rest.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found: Vec<(&'static [&'static str], &'static str)> = Vec::new();
    if rest.contains("复议") {
        found.push((&["review"], "行政复议"));
    }
    if rest.contains("诉讼") {
        found.push((&["direct_suit", "suit_after_review"], "行政诉讼"));
    }
    found
}

fn subjects_first(rest: &str) -> bool {
    let rest = behind_fillers(rest, &[]);
    rest.starts_with("行政复议") || rest.starts_with("行政诉讼") || rest.starts_with("复议")
}

fn check_all(input: &Input<'_>, findings: &mut Findings<'_>) {
    const WHOLE: &[&str] = &["全部", "均", "100%", "百分之百"];
    const DONE: &[&str] = &["办结", "答复", "办理完毕", "办理完成"];
    const IN_TIME: &[&str] =
        &["按期", "按时", "法定期限", "到期", "期限", "时限", "限期", "规定时间", "及时"];
    const HOW: &[&str] = &["均为", "均以", "均由", "均通过", "均采用"];
    let report = input.report;
    for clause in clauses(report) {
        let text = clause.text();
        let handled = clause.about_requests
            && DONE.iter().any(|done| {
                WHOLE.iter().any(|all| {
                    text.split_once(all).is_some_and(|(_, rest)| {
                        rest.find(done).is_some_and(|at| rest[..at].chars().count() <= 8)
                    })
                })
            });
        let exempt = || {
            has(clause.sentence, IN_TIME)
                || has(clause.sentence, HOW)
                || report.law.lexicon.occurs("other_matters", clause.sentence)
        };
        if handled && !conditional(text) && !exempt() {
            all_handled(report, findings, &clause);
        }
        disputes_upheld(report, findings, &clause);
    }
}

/// All requests are said to be handled.
fn all_handled(report: &Report, findings: &mut Findings<'_>, clause: &Clause<'_>) {
    let total =
        |row: &str| Sum::of(report, cell_of(report, &format!("requests.{row}.total")).as_slice());
    let Some(left) = total("carried_out") else { return };
    let (text, amount) = (clause.text(), left.amount() / 1_000_000);
    if amount > 0 && !clause.sentence.contains("结转") {
        let message = format!("文中称“{text}”，但表三结转下年度继续办理{amount}件");
        let finding = at_clause(findings, clause, &left, message);
        findings.push(finding.help("请写明结转的件数，或者核对表三"));
    } else if let (Some(new), Some(carried)) = (total("new"), total("carried_in"))
        && new.amount() + carried.amount() == 0
    {
        let message = format!("文中称“{text}”，但全年没有收到申请");
        let finding = at_clause(findings, clause, &new, message).severity(Severity::Hint);
        findings.push(finding.help("没有收到申请的，直接写明未收到"));
    }
}

/// 对…的申请全部答复 may speak of some of them.
fn conditional(text: &str) -> bool {
    has(text, &["未", "应当", "确保", "做到", "努力", "力争", "要求", "的办结", "将"])
}

/// 均获维持, 未被纠错
fn disputes_upheld(report: &Report, findings: &mut Findings<'_>, clause: &Clause<'_>) {
    let text = clause.text();
    let upheld = ["均获维持", "均被维持", "均维持", "全部维持", "均予维持", "均予以维持"];
    let columns: &[(&str, &str)] = if has(text, &upheld) {
        &[("corrected", "结果纠正"), ("other", "其他结果"), ("pending", "尚未审结")]
    } else if has(text, &["未被纠错", "未被纠正", "无被纠错", "没有被纠错", "无一被纠"])
    {
        &[("corrected", "结果纠正")]
    } else {
        return;
    };
    let sentence = clause.paragraph.sentence_at(clause.range.start).start.min(clause.range.start);
    let sentence = &clause.paragraph.as_str()[sentence..clause.range.end];
    let review = sentence.contains("行政复议") || sentence.contains("复议");
    let suit = sentence.contains("诉讼");
    let rows: &[&str] = match (review, suit) {
        (true, false) => &["review"],
        (false, true) => &["direct_suit", "suit_after_review"],
        (true, true) => &["review", "direct_suit", "suit_after_review"],
        (false, false) => return,
    };
    if !has(clause.paragraph.as_str(), &["信息公开", "申请公开"]) {
        return;
    }
    for (column, label) in columns {
        let paths = rows.iter().map(|row| format!("disputes.{row}.{column}"));
        let Some(sum) = Sum::of(report, &cells_of(report, paths)) else { continue };
        if sum.amount() > 0 {
            let amount = sum.amount() / 1_000_000;
            let message = format!("文中称“{text}”，但表四{label}{amount}件");
            let finding = at_clause(findings, clause, &sum, message);
            findings.push(finding);
            return;
        }
    }
}

fn at_clause(
    findings: &Findings<'_>,
    clause: &Clause<'_>,
    sum: &Sum<'_>,
    message: String,
) -> Diagnostic {
    let mut finding =
        findings.finding(message).primary(clause.paragraph.place(clause.range.clone()), "正文");
    for (place, entry, figure) in sum.terms.iter().filter(|(.., figure)| figure.amount() != 0) {
        finding =
            finding.context(entry.span, format!("{}{figure}", place.label())).cell(place.cell());
    }
    finding
}
