//! Whose report it is: names of other places, and words for a wider or narrower
//! territory than the organ's.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::passage::{Hit, in_title, is_han, occurrences, search};
use super::{Findings, Input, Rule, rule};
use crate::law::organ::{Level, Organ};
use crate::prose::Passage;
use crate::report::Report;
use crate::source::diagnostic::Severity;

/// `名称 代码 代码`, see `data/README.md`.
const PLACES: &str = include_str!("data/places.txt");

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&OTHER_PLACE, &LEVEL];

rule! {
    /// 出现了与本机关无关的省、市、县的机关或网站，像是从别处抄来的。本机关名称、简称、`ancestors`
    /// 和联系方式里的地名，本地的上级和下级，书名号里的文件名，以及学习考察、对口协作一类，不报。
    ///
    /// 错误：郯城县的年报写`登录宁国市政府网站`
    ///
    /// 正确：`登录郯城县政府网站`
    OTHER_PLACE = "RS-OTHER-ORG" "出现其他地区的机关" Warning waivable,
    cites: "{reporting}",
    check: other_place,
}

rule! {
    /// 用词的范围与机关的级别不符：乡镇写“全区主要……”、乡写“我镇”、市级机关写“我县”、
    /// 部门写“全市各级……”。部门的年报多次写“全区”，像是全区的总结，给出提示。
    ///
    /// 错误：镇政府年报写`2020年全区主要从三个方面改进`
    ///
    /// 正确：`2020年本镇主要从三个方面改进`
    LEVEL = "RS-LEVEL" "范围与本机关级别不符" Warning waivable,
    cites: "{reporting}",
    check: level,
}

// Other places --------------------------------------------------------------

/// Names of places in order, each with its codes (GB/T 2260).
static INDEX: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| PLACES.lines().filter_map(|line| line.split_once(' ')).collect());

/// The codes of a name.
fn codes(name: &str) -> Option<&'static str> {
    let index = INDEX.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(INDEX[index].1)
}

/// The longest place name that ends with the character at `end`.
fn place_before(text: &str, end: usize) -> Option<(usize, &'static str)> {
    let starts = text[..end].char_indices().rev().take(11).skip(2);
    let found = starts.filter_map(|(at, _)| Some((at, codes(&text[at..end])?)));
    found.last()
}

/// `371300` without the zeros that stand for nothing below.
fn significant(code: &str) -> &str {
    match code {
        code if code.ends_with("0000") => &code[..2],
        code if code.ends_with("00") => &code[..4],
        code => code,
    }
}

/// Every place named in a text, as the end of the name and its codes.
fn places(text: &str) -> Vec<(usize, usize, &'static str)> {
    let mut found = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| "省市县区旗州盟".contains(*c)) {
        let end = at + c.len_utf8();
        if let Some((start, codes)) = place_before(text, end) {
            found.push((start, end, codes));
        }
    }
    found
}

fn other_place(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    let Some(name) = &report.agency.name else { return };
    if report.agency.kind.as_ref().is_some_and(|kind| kind.value.level == Some(Level::State)) {
        return;
    }
    let known = known_names(report);
    let own = places(&name.value).last().map_or("", |(.., codes)| *codes);
    let related = |codes: &str| {
        codes.split(' ').any(|code| {
            own.split(' ').filter(|own| !own.is_empty()).any(|own| {
                let (own, code) = (significant(own), significant(code));
                own.starts_with(code) || code.starts_with(own)
            })
        })
    };
    let find = |passage: &Passage| {
        let text = &passage.text;
        let value = text.value.as_str();
        let mut hits = Vec::new();
        for (start, end, codes) in places(value) {
            let name = &value[start..end];
            let mine = known.iter().any(|known| known.contains(name)) || related(codes);
            if mine || in_title(value, start) || !is_organ(&value[end..]) || visits(&value[..start])
            {
                continue;
            }
            hits.push(Hit::new(text, start..end));
        }
        hits
    };
    for (_, hits) in search(report, find) {
        findings.grouped(hits, |words| format!("出现其他地区的名称{words}，疑为复制残留，请核对"));
    }
}

fn known_names(report: &Report) -> Vec<&str> {
    let agency = &report.agency;
    let contact = &agency.contact;
    let single = [&agency.name, &contact.unit, &contact.address, &contact.website];
    let single = single.into_iter().flatten();
    let all = single.chain(&agency.short_names).chain(&agency.ancestors);
    all.map(|name| name.value.as_str()).collect()
}

/// Whether the place's government, an organ of it or its web site follows.
fn is_organ(behind: &str) -> bool {
    if ["人民政府", "政府", "政务", "门户网站", "网站"].iter().any(|word| behind.starts_with(word))
    {
        return true;
    }
    let name: String = behind.chars().take_while(|c| is_han(*c)).take(10).collect();
    ["局", "委员会", "办公室", "网站"].iter().any(|word| name.contains(word))
}

/// Another place may well be named where people travel or work together.
fn visits(before: &str) -> bool {
    let near: Vec<char> =
        before.chars().rev().take_while(|c| !"。；！？".contains(*c)).take(8).collect();
    let near: String = near.into_iter().rev().collect();
    let words =
        ["赴", "学习", "考察", "借鉴", "对口", "协作", "联合", "与", "同", "原", "支援", "交流"];
    words.iter().any(|word| near.contains(word))
}

// Levels --------------------------------------------------------------------

fn level(input: &Input<'_>, findings: &mut Findings<'_>) {
    let agency = &input.report.agency;
    let Some(kind) = agency.kind.as_ref().map(|kind| &*kind.value) else { return };
    let own = own_levels(input.report);
    for (_, hits) in search(input.report, |passage| misfits(passage, kind, &own)) {
        findings.grouped(hits, |words| format!("{words}与本机关（{}）不符，请核对", kind.label));
    }
    if kind.department
        && matches!(kind.level, Some(Level::County | Level::Prefecture))
        && !agency.aggregate
    {
        whole_area(input, findings, &own);
    }
}

/// 全区, 我县 and the like of which this kind of organ has none.
fn misfits(passage: &Passage, organ: &Organ, own: &BTreeSet<char>) -> Vec<Hit> {
    let text = &passage.text;
    let value = text.value.as_str();
    let mut hits = Vec::new();
    for (at, first) in value.match_indices(['全', '我', '本']) {
        let rest = &value[at + first.len()..];
        let level = rest.chars().next().filter(|c| "省市县区镇乡".contains(*c));
        let Some(level) = level.filter(|level| !own.contains(level)) else { continue };
        let end = at + first.len() + level.len_utf8();
        let (before, behind) = (&value[..at], &value[end..]);
        // 全区域, 全镇街
        let longer = behind.starts_with(['域', '街', '级']);
        if in_title(value, at) || longer || !is_level_word(first, before) {
            continue;
        }
        let subject = opens_clause(before) && !is_attribute(behind);
        let every = ["各级", "各部门", "各单位"].iter().find(|word| behind.starts_with(**word));
        let len = match organ.level {
            Some(Level::Township) => {
                let neighbour = "镇乡".contains(level);
                (neighbour || subject && level != '省').then_some(0)
            }
            Some(Level::County) => every
                .filter(|_| "省市".contains(level) && opens_clause(before))
                .map(|word| word.len()),
            Some(Level::Prefecture) => {
                ("县镇乡".contains(level) && !is_attribute(behind)).then_some(0)
            }
            Some(Level::Province) => {
                ("市县镇乡".contains(level) && !is_attribute(behind)).then_some(0)
            }
            _ => None,
        };
        hits.extend(len.map(|len| Hit::new(text, at..end + len)));
    }
    hits
}

/// From here on, a department's text is about its whole area.
const AREA_MENTIONS: usize = 5;

/// 全区 said again and again in the report of one department.
fn whole_area(input: &Input<'_>, findings: &mut Findings<'_>, own: &BTreeSet<char>) {
    let Some(overview) = input.report.text_of("overview") else { return };
    let text = &overview.text;
    let hits: Vec<_> = own
        .iter()
        .flat_map(|level| {
            let word = format!("全{level}");
            let all: Vec<_> = occurrences(&text.value, &word)
                .filter(|at| !in_title(&text.value, *at))
                .map(|at| Hit::new(text, at..at + word.len()))
                .collect();
            all
        })
        .collect();
    if hits.len() >= AREA_MENTIONS {
        let message = |words: &str| format!("部门年报多次写{words}，请核对是否写成了全面总结");
        if let Some(finding) = findings.group(hits, message) {
            let help = "年报只写本机关的情况；本机关承担的牵头工作可以写明“牵头”“指导”";
            findings.push(finding.severity(Severity::Hint).help(help));
        }
    }
}

/// The levels the organ may call its own: 县 for 郯城县行政审批服务局.
fn own_levels(report: &Report) -> BTreeSet<char> {
    let agency = &report.agency;
    let Some(name) = agency.name.as_ref().map(|name| name.value.as_str()) else {
        return BTreeSet::new();
    };
    let government = name.find("人民政府").or_else(|| name.find("街道"));
    let place = government.map_or(name, |end| &name[..end]);
    let governs = agency
        .kind
        .as_ref()
        .is_some_and(|kind| kind.value.government || kind.value.level == Some(Level::Township));
    let last = place.chars().next_back();
    match (governs.then_some(last).flatten(), agency.ancestors.first()) {
        (Some(last), _) => BTreeSet::from([last]),
        (None, Some(nearest)) => nearest.value.chars().next_back().into_iter().collect(),
        (None, None) => name.chars().filter(|c| "省市县区镇乡".contains(*c)).collect(),
    }
}

/// 全县, 我县, 本县, but not 完全县, 根本市.
fn is_level_word(first: &str, before: &str) -> bool {
    let joined = match first {
        "全" => "安完健齐",
        "本" => "基根日文资成样版",
        _ => "自",
    };
    !before.ends_with(|c: char| joined.contains(c))
}

/// The clause begins here, perhaps behind a year: `2020年全区主要……`.
fn opens_clause(before: &str) -> bool {
    let before = before.trim_end();
    let stops = |c: char| "。；：，！？;:,!?年度月底“".contains(c);
    before.is_empty() || before.ends_with(stops) || before.ends_with('\n')
}

/// 全区政务公开工作会议: the superior's meeting, not the subject.
fn is_attribute(behind: &str) -> bool {
    let clause: String =
        behind.chars().take_while(|c| !"，。；：,;:".contains(*c)).take(16).collect();
    let nouns =
        ["会议", "要点", "考核", "部署", "要求", "培训会", "通报", "排名", "评估", "测评", "第"];
    behind.starts_with(['的', '统', '首', '唯']) || nouns.iter().any(|noun| clause.contains(noun))
}
