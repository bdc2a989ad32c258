//! What a figure in a text says about the tables.
//!
//! Each rule has a reader that looks at one figure and its sentence and either
//! knows which cells it speaks of or keeps silent: a sentence that nobody can
//! read for sure is no error. The comparison is the same for all of them.

use std::collections::BTreeMap;

use super::{Findings, Input};
use crate::balance::relations;
use crate::edition::{Cell, Place};
use crate::figure::{Figure, Unit};
use crate::prose::{Number, Paragraph};
use crate::report::{Entry, Origin, Report};

/// What a figure claims to be.
pub(super) struct Claim {
    /// In the words of the finding, e.g. 办结（答复）.
    pub(super) what: String,
    /// The table of the form, e.g. 表三.
    pub(super) table: &'static str,
    /// The sums of cells it may be; the first is the most likely.
    pub(super) sums: Vec<Vec<Cell>>,
}

/// Reads one figure, or knows nothing of it.
pub(super) type Reader = fn(&Reading<'_>) -> Option<Claim>;

/// One figure in its sentence.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) report: &'a Report<'a>,
    pub(super) part: &'a str,
    pub(super) paragraph: &'a Paragraph,
    pub(super) number: &'a Number,
    topics: Topics,
}

/// What a paragraph is about, read once for all its figures.
#[derive(Clone, Copy)]
struct Topics {
    requests: bool,
    disputes: bool,
}

/// Units of requests and cases; 起 counts other things.
const CASES: &[&str] = &["件", "件次", "宗", "份", "条"];
/// Marks between clauses.
const STOPS: [char; 9] = [',', ';', '。', ':', '(', ')', '!', '?', '…'];
/// Only in such paragraphs do 收到, 办结 and the like mean requests.
const ABOUT_REQUESTS: &[&str] = &["依申请公开", "信息公开申请", "申请公开", "公开申请"];
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
    pub(super) fn text(&self) -> &'a str {
        self.paragraph.as_str()
    }

    /// The sentence as far as the figure.
    pub(super) fn before(&self) -> &'a str {
        let sentence = self.paragraph.sentence_at(self.number.range.start);
        &self.text()[sentence.start.min(self.number.range.start)..self.number.range.start]
    }

    /// The sentence.
    pub(super) fn sentence(&self) -> &'a str {
        &self.text()[self.paragraph.sentence_at(self.number.range.start)]
    }

    /// The clause as far as the figure.
    pub(super) fn clause(&self) -> &'a str {
        let before = self.before();
        let stop = before.rfind(STOPS);
        // All of them but … and 。 are one byte long.
        stop.map_or(before, |at| before[at..].trim_start_matches(STOPS))
    }

    /// The clause behind the figure and its unit.
    pub(super) fn behind(&self) -> &'a str {
        let rest = &self.text()[self.number.end..];
        &rest[..rest.find(STOPS).unwrap_or(rest.len())]
    }

    /// The same, as far as the next item of a list.
    pub(super) fn tail(&self) -> &'a str {
        let behind = self.behind();
        &behind[..behind.find('、').unwrap_or(behind.len())]
    }

    /// Whether the figure counts cases.
    pub(super) fn counts_cases(&self) -> bool {
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
        self.is_undivided() && !has(self.clause(), OTHERS)
    }

    /// Whether the clause speaks of this whole year and this organ, through all
    /// channels.
    pub(super) fn is_undivided(&self) -> bool {
        self.is_this_year() && !has(self.clause(), PARTIAL) && !has(self.tail(), &["复议", "诉讼"])
    }

    /// Whether the clause speaks of this year and this organ.
    pub(super) fn is_this_year(&self) -> bool {
        !has(self.clause(), OTHER_TIMES) && self.year_fits() && !self.is_other_organ()
    }

    /// Whether the last year named before the figure is the report year.
    pub(super) fn year_fits(&self) -> bool {
        let end = self.number.range.start;
        let sentence = self.paragraph.sentence_at(end);
        let named = self.paragraph.years_in(sentence.start..end.max(sentence.start)).last();
        named.is_none_or(|named| self.report.year.is_some_and(|year| year.value == named.year))
    }

    fn is_other_organ(&self) -> bool {
        let clause = self.clause();
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

/// Whether one of the words occurs.
pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The words that one finds between a verb and its figure and that change
/// nothing; longer ones first.
const FILLERS: &[&str] = &[
    "公民、法人和其他组织",
    "公民、法人或其他组织",
    "公民、法人或者其他组织",
    "政府信息公开",
    "政务信息公开",
    "政府信息",
    "依申请公开",
    "信息公开",
    "社会公众",
    "申请",
    "事项",
    "件数",
    "数量",
    "总数",
    "总量",
    "共计",
    "合计",
    "总计",
    "累计",
    "各类",
    "各种",
    "有效",
    "相关",
    "有关",
    "社会",
    "公众",
    "群众",
    "达到",
    "要求",
    "案件",
    "公开",
    "提交",
    "提出",
    "完毕",
    "新",
    "的",
    "了",
    "到",
    "共",
    "计",
    "总",
    "为",
    "有",
    "是",
    "达",
    "数",
    "量",
    "均",
    "已",
];

/// What is left when words that change nothing are taken from the beginning.
pub(super) fn behind_fillers<'t>(mut text: &'t str, more: &[&str]) -> &'t str {
    while let Some(word) = more.iter().chain(FILLERS).find(|word| text.starts_with(**word)) {
        text = &text[word.len()..];
    }
    text
}

/// What is left when such words are taken from the end.
pub(super) fn before_fillers<'t>(mut text: &'t str, more: &[&str]) -> &'t str {
    while let Some(word) = more.iter().chain(FILLERS).find(|word| text.ends_with(**word)) {
        text = &text[..text.len() - word.len()];
    }
    text
}

/// What stands behind the last of the words, and what before it.
pub(super) fn around_last<'t>(text: &'t str, words: &[&str]) -> Option<(&'t str, &'t str)> {
    let found = words.iter().filter_map(|word| Some((text.rfind(word)?, word.len())));
    // Of words with one beginning the longest: 新收到, not 新收.
    let (at, len) = found.max_by_key(|(at, len)| (at + len, *len))?;
    Some((&text[..at], &text[at + len..]))
}

/// The cells of an address; `refused.*` stands for the row `refused` and all
/// rows under it. Empty where the edition has no such cell.
pub(super) fn cells(report: &Report<'_>, address: &str) -> Vec<Cell> {
    let Some((rows, column)) = address.rsplit_once('.') else { return Vec::new() };
    let Some(above) = rows.strip_suffix(".*") else {
        return report.edition.address(address).into_iter().collect();
    };
    let Some((table, row)) = above.split_once('.') else { return Vec::new() };
    let Some(table) = report.edition.table(table) else { return Vec::new() };
    let under = |id: &str| {
        id.strip_prefix(row).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let rows = table.rows.iter().filter(|row| under(&row.id));
    let column = table.columns.iter().find(|line| line.id == column);
    rows.zip(std::iter::repeat(column))
        .filter_map(|(row, column)| Some(table.cell(row, column?)))
        .collect()
}

/// Every figure of the texts, in order; the preamble counts nothing.
pub(super) fn readings<'a>(report: &'a Report<'a>) -> impl Iterator<Item = Reading<'a>> {
    let parts = report.narratives.iter().filter(|(part, _)| *part != "preamble");
    parts.flat_map(move |(part, narrative)| {
        narrative.paragraphs.iter().flat_map(move |paragraph| {
            let topics = Topics::of(report, part, paragraph);
            let numbers = paragraph.numbers.iter();
            numbers.map(move |number| Reading { report, part, paragraph, number, topics })
        })
    })
}

impl Topics {
    fn of(report: &Report<'_>, part: &str, paragraph: &Paragraph) -> Self {
        let part = report.edition.parts.iter().find(|known| known.id == part);
        let in_part = part.is_some_and(|part| part.tables.iter().any(|table| table == "requests"));
        let text = paragraph.as_str();
        Self {
            requests: in_part || has(text, ABOUT_REQUESTS),
            disputes: has(text, &["复议", "诉讼", "起诉"]) && has(text, &["信息公开", "申请公开"]),
        }
    }
}

/// One sum of cells with its figures.
pub(super) struct Sum<'a> {
    pub(super) terms: Vec<(Place<'a>, &'a Entry, Figure)>,
}

impl<'a> Sum<'a> {
    /// The sum, or nothing if a cell is not there or not filled in.
    pub(super) fn of(report: &'a Report<'a>, cells: &[Cell]) -> Option<Self> {
        let terms = cells.iter().map(|cell| {
            let entry = report.cells.get(cell)?;
            Some((report.edition.find(cell)?, entry, entry.figure?))
        });
        let terms: Option<Vec<_>> = terms.collect();
        terms.filter(|terms| !terms.is_empty()).map(|terms| Self { terms })
    }

    fn unit(&self) -> Unit {
        self.terms.first().map(|(place, ..)| place.unit()).unwrap_or_default()
    }

    /// In millionths of 件 or 元, as texts are read.
    pub(super) fn amount(&self) -> i64 {
        let worth = if self.unit().is_money() { 10_000 } else { 1_000_000 };
        self.terms.iter().fold(0_i64, |sum, (.., figure)| {
            sum.saturating_add(figure.amount().saturating_mul(worth))
        })
    }

    /// `上年结转1件`, `予以公开4＋部分公开12＝16件`
    fn shown(&self) -> String {
        const SHOWN: usize = 3;
        let unit = self.unit();
        let sum = Figure::new(self.terms.iter().map(|(.., figure)| figure.amount()).sum(), unit);
        let sign = unit.sign();
        match self.terms.as_slice() {
            [(place, ..)] => format!("“{}”{sum}{sign}", label(*place)),
            terms if terms.len() > SHOWN => format!("各项之和{sum}{sign}"),
            terms => {
                let parts: Vec<_> = terms
                    .iter()
                    .map(|(place, _, figure)| format!("“{}”{figure}", label(*place)))
                    .collect();
                format!("{}＝{sum}{sign}", parts.join("＋"))
            }
        }
    }
}

/// A row in a table with one total column, or a column of a row of results.
fn label(place: Place<'_>) -> String {
    let brief = |label: &str| label.split('（').next().unwrap_or_default().len() > 3;
    let row = place.row.short_label();
    let row = if brief(row) { row.split('（').next().unwrap_or(row) } else { row };
    if place.column.total || place.table.columns.len() == 1 {
        row.to_owned()
    } else {
        format!("{row}·{}", place.column.short_label())
    }
}

/// Compares every figure that `read` knows with its cells.
pub(super) fn compare(input: &Input<'_>, findings: &mut Findings<'_>, read: Reader) {
    let report = input.report;
    let claims = readings(report)
        .filter(|reading| reading.number.exact)
        .filter_map(|reading| Some((reading, read(&reading)?)));
    let claims: Vec<(Reading<'_>, Claim)> = claims.collect();
    // What a paragraph says of the same cells is judged together, and once.
    let mut said: BTreeMap<_, Vec<&Number>> = BTreeMap::new();
    for (reading, claim) in &claims {
        said.entry(key(reading, claim)).or_default().push(reading.number);
    }
    let judged = said.into_iter().map(|(key, said)| (key, Judgement::of(report, key.1, &said)));
    let judged: BTreeMap<_, _> = judged.collect();
    for (reading, claim) in &claims {
        let sums = match judged.get(&key(reading, claim)) {
            Some(Judgement::Differs(sums)) => sums,
            Some(Judgement::Unknown(why)) => {
                findings.skip(*why);
                continue;
            }
            Some(Judgement::Fits) | None => continue,
        };
        let shown: Vec<_> = sums.iter().map(Sum::shown).collect();
        let written = format!("{}{}", reading.number.value(), reading.number.unit);
        let message =
            format!("文中{}{written}，与{}{}不符", claim.what, claim.table, shown.join("或"));
        findings.push(mismatch(findings, reading, sums, message));
    }
}

/// The paragraph, by its address, and the sums a figure in it may be.
fn key<'c>(reading: &Reading<'_>, claim: &'c Claim) -> (*const Paragraph, &'c [Vec<Cell>]) {
    (std::ptr::from_ref(reading.paragraph), &claim.sums)
}

/// What a paragraph says of the same sums of cells.
enum Judgement<'a> {
    Fits,
    /// None of the sums.
    Differs(Vec<Sum<'a>>),
    /// Why nobody can say.
    Unknown(&'static str),
}

impl<'a> Judgement<'a> {
    fn of(report: &'a Report<'a>, sums: &[Vec<Cell>], said: &[&Number]) -> Self {
        let known = sums.iter().filter(|cells| !cells.is_empty());
        let sums: Option<Vec<_>> = known.map(|cells| Sum::of(report, cells)).collect();
        match sums {
            None => Self::Unknown("有关的格未填或无法识别"),
            Some(sums) if sums.iter().any(|sum| fits(sum.amount(), said)) => Self::Fits,
            Some(sums) if sums.iter().any(|sum| is_broken(report, sum)) => {
                Self::Unknown("有关的格在表内已不平")
            }
            Some(sums) if sums.is_empty() => Self::Fits,
            Some(sums) => Self::Differs(sums),
        }
    }
}

/// Whether an amount is what a paragraph says of it: once, or in parts, as in
/// 新收15件，办结14件；结转2件，办结2件. Parts that do not add up may be of something
/// else.
fn fits(amount: i64, said: &[&Number]) -> bool {
    let parts = || said.iter().fold(0_i64, |sum, number| sum.saturating_add(number.amount));
    let differ = || said.iter().any(|number| number.amount != said[0].amount);
    said.iter().any(|number| number.means(amount)) || parts() == amount || differ()
}

/// A finding at the figure in the text, with the cells beside it.
pub(super) fn mismatch(
    findings: &Findings<'_>,
    reading: &Reading<'_>,
    sums: &[Sum<'_>],
    message: String,
) -> crate::diagnostic::Diagnostic {
    let number = reading.number;
    let place = reading.paragraph.place(number.range.start..number.end);
    let mut finding = findings.finding(message).primary(place, "正文");
    let mut seen = Vec::new();
    for (place, entry, figure) in sums.iter().flat_map(|sum| &sum.terms) {
        let worth_showing = figure.amount() != 0 || sums.len() == 1;
        if entry.origin != Origin::LeftOut && worth_showing && !seen.contains(&entry.span) {
            seen.push(entry.span);
            finding = finding.context(entry.span, format!("{}{figure}", label(*place)));
        }
    }
    if let Some([(place, ..)]) = sums.first().map(|sum| sum.terms.as_slice()) {
        let cell = place.cell();
        let help = if number.bound {
            format!("此处应引用 {{{{ {cell} }}}}，或者改写这句话")
        } else {
            format!("请核对；写作 {{{{ {cell} }}}}，就由程序填入表中的数")
        };
        finding = finding.cell(&cell).help(help);
    }
    finding
}

/// Whether a figure of the sum stands in an equation that does not hold: that
/// is said already, and nobody knows which figure is right.
pub(super) fn is_broken(report: &Report<'_>, sum: &Sum<'_>) -> bool {
    let amount = |cell: &Cell, last: bool| {
        let figure = report.cells.get(cell).and_then(|entry| entry.figure);
        figure.filter(|_| !last).map(Figure::amount)
    };
    relations(report.edition).filter(|relation| !relation.balance.equation.spans_years()).any(
        |relation| {
            let Some([left, right]) = relation.fill(amount) else { return false };
            let mut cells = left.terms.iter().chain(&right.terms).filter_map(|t| t.cell.as_ref());
            !relation.balance.equation.operator.holds(left.amount, right.amount)
                && cells.any(|cell| sum.terms.iter().any(|(place, ..)| place.cell() == *cell))
        },
    )
}
