//! A figure in its sentence, and what the sentence speaks of.

use super::words::has;
use crate::prose::{LONGEST_SENTENCE, Number, Paragraph};
use crate::report::{Narrative, Report};

/// One figure in its sentence.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Reading<'a> {
    pub(super) report: &'a Report,
    pub(super) part: Option<&'a str>,
    pub(in crate::rules) paragraph: &'a Paragraph,
    pub(in crate::rules) number: &'a Number,
    pub(super) sentence: &'a str,
    /// The sentence as far as the figure.
    pub(super) before: &'a str,
    /// The clause as far as the figure.
    pub(super) clause: &'a str,
    /// The clause behind the figure and its unit.
    pub(super) behind: &'a str,
    /// The same, as far as the next item of a list.
    pub(super) tail: &'a str,
    topics: Topics,
}

/// What a paragraph is about, read once for all its figures.
#[derive(Clone, Copy)]
struct Topics {
    requests: bool,
    disputes: bool,
}

/// Every figure of the texts, in order; the preamble counts nothing.
pub(in crate::rules) fn readings(report: &Report) -> impl Iterator<Item = Reading<'_>> {
    report.body().flat_map(move |narrative| {
        narrative.paragraphs.iter().flat_map(move |paragraph| {
            let topics = Topics::of(report, narrative, paragraph);
            let numbers = paragraph.numbers.iter();
            numbers
                .filter_map(move |number| Reading::of(report, narrative, paragraph, number, topics))
        })
    })
}

/// Units of requests and cases; 起 counts other things.
const CASES: &[&str] = &["件", "件次", "宗", "份", "条"];
/// Marks between clauses.
const STOPS: [char; 9] = [',', ';', '。', ':', '(', ')', '!', '?', '…'];
/// A clause with one of these speaks of a part of the requests.
const PARTIAL: &[&str] = &[
    "网络",
    "网上",
    "网站",
    "平台",
    "线上",
    "在线",
    "互联网",
    "微信",
    "小程序",
    "信函",
    "邮寄",
    "邮件",
    "邮箱",
    "快递",
    "当面",
    "现场",
    "传真",
    "窗口",
    "电话",
    "当场",
    "书面",
    "口头",
    "延期",
    "逾期",
    "超期",
    "按期",
    "按时",
    "期限",
    "另有",
    "复议",
    "诉讼",
];
/// A clause with one of these speaks of something else than all requests.
const OTHERS: &[&str] = &["补正", "撤回", "撤销", "重复", "投诉", "举报", "信访"];
/// A clause with one of these speaks of another time, or compares.
const OTHER_TIMES: &[&str] = &[
    "去年",
    "上年",
    "上一年",
    "往年",
    "历年",
    "历史",
    "近年",
    "以来",
    "季度",
    "上半年",
    "下半年",
    "同比",
    "相比",
    "较",
    "增长",
    "增加",
    "减少",
    "下降",
    "月份",
];
/// Organs other than the reporting one.
const ORGANS: &[&str] =
    &["局", "委", "厅", "镇", "乡", "街道", "部门", "单位", "中心", "科室", "公司", "学校", "医院"];

impl<'a> Reading<'a> {
    fn of(
        report: &'a Report,
        narrative: &'a Narrative,
        paragraph: &'a Paragraph,
        number: &'a Number,
        topics: Topics,
    ) -> Option<Self> {
        let (text, start) = (paragraph.as_str(), number.range.start);
        let range = paragraph.sentence_at(start);
        if range.len() > LONGEST_SENTENCE {
            return None;
        }
        let before = &text[range.start.min(start)..start];
        // All stops but … and 。 are one byte long.
        let clause = before.rfind(STOPS);
        let clause = clause.map_or(before, |at| before[at..].trim_start_matches(STOPS));
        let rest = &text[number.end..];
        let behind = &rest[..rest.find(STOPS).unwrap_or(rest.len())];
        let tail = &behind[..behind.find('、').unwrap_or(behind.len())];
        let sentence = &text[range];
        Some(Self {
            report,
            part: narrative.role.as_deref(),
            paragraph,
            number,
            sentence,
            before,
            clause,
            behind,
            tail,
            topics,
        })
    }

    /// Whether the figure counts cases.
    pub(in crate::rules) fn counts_cases(&self) -> bool {
        CASES.contains(&self.number.unit)
    }

    /// Whether 收到, 办结 and the like mean requests here.
    pub(super) fn about_requests(&self) -> bool {
        self.topics.requests
    }

    /// Whether 行政复议, 行政诉讼 and the like mean those about disclosure here.
    pub(super) fn about_disputes(&self) -> bool {
        self.topics.disputes
    }

    /// Whether the clause speaks of this whole year and this organ, and not of
    /// a part of the requests.
    pub(super) fn is_whole(&self) -> bool {
        self.is_undivided() && !has(self.clause, OTHERS)
    }

    /// Whether the clause speaks of this whole year and this organ, through all
    /// channels.
    pub(super) fn is_undivided(&self) -> bool {
        self.is_this_year() && !has(self.clause, PARTIAL) && !has(self.tail, &["复议", "诉讼"])
    }

    /// Whether the clause speaks of this year and this organ.
    pub(super) fn is_this_year(&self) -> bool {
        !has(self.clause, OTHER_TIMES) && self.year_fits() && !self.is_other_organ()
    }

    /// Whether the last year named before the figure is the report year.
    pub(super) fn year_fits(&self) -> bool {
        let end = self.number.range.start;
        let sentence = self.paragraph.sentence_at(end);
        let named = self.paragraph.years_in(sentence.start..end.max(sentence.start)).last();
        named.is_none_or(|named| self.report.year.is_some_and(|year| year.value == named.year))
    }

    fn is_other_organ(&self) -> bool {
        let clause = self.clause;
        ORGANS.iter().any(|organ| {
            clause.match_indices(organ).any(|(at, organ)| {
                let head = &clause[..at];
                let own = head.ends_with(['我', '本', '全']);
                let all = self.report.agency.aggregate && head.ends_with(['各', '级']);
                !own && !all && !self.is_own_name(&clause[..at + organ.len()])
            })
        })
    }

    /// Whether the text ends with a name of the organ, or most of one.
    fn is_own_name(&self, text: &str) -> bool {
        const ENOUGH: usize = 3;
        let agency = &self.report.agency;
        agency.name.iter().chain(&agency.short_names).any(|name| {
            let name = name.value.as_str();
            // 某县财政局办公室 has 财政局 in it as well.
            name.char_indices().any(|(at, c)| {
                let head = &name[..at + c.len_utf8()];
                let same = head.chars().rev().zip(text.chars().rev()).take_while(|(a, b)| a == b);
                let same = same.count();
                same >= ENOUGH || same == head.chars().count() && same > 1
            })
        })
    }
}

/// Whether the part of a text is about requests: it has their table.
pub(super) fn about_requests(report: &Report, narrative: &Narrative) -> bool {
    let part = report.edition.part(&narrative.part);
    let table = report.edition.table_of("requests");
    part.zip(table).is_some_and(|(part, table)| part.tables.contains(&table.id))
}

impl Topics {
    fn of(report: &Report, narrative: &Narrative, paragraph: &Paragraph) -> Self {
        let in_part = about_requests(report, narrative);
        let text = paragraph.as_str();
        Self {
            requests: in_part || report.law.lexicon.occurs("about_requests", text),
            disputes: has(text, &["复议", "诉讼", "起诉"]) && has(text, &["信息公开", "申请公开"]),
        }
    }
}
