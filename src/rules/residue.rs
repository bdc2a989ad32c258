//! Group K of the catalogue: what templates and web sites leave in a text.

use super::passage::{Hit, in_title, is_han, merged, narratives, occurrences, search};
use super::{Findings, Input, Rule, rule};
use crate::law::lexicon::Lexicon;
use crate::law::organ::Level;
use crate::prose::{self, Block, Passage};

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&TEMPLATE, &GENERIC, &SITE, &CAPTION, &DANGLING];

rule! {
    /// 模板里的说明、占位符没有删掉。姓名、号码用“×”遮挡的不算。
    ///
    /// 错误：`××局2023年……`、`【填写单位名称】`、`此处填写总体情况`
    ///
    /// 正确：写上实际内容。
    TEMPLATE = "RS-TEMPLATE" "残留模板文字" Error,
    cites: "{requests}“数据准确、要素齐备”",
    check: template,
}

rule! {
    /// 从网页上复制正文时带进来的按钮、页脚。
    ///
    /// 错误：`【打印本页】【关闭窗口】`；单独一段`上一篇：……`
    ///
    /// 正确：删去。
    SITE = "RS-SITE" "混入网页元素" Error,
    cites: "{requests}",
    check: site,
}

rule! {
    /// 图片的说明单独成了一段正文。图片说明应写在图片标记里：`![说明](图.png)`。
    ///
    /// 错误：单独一段`（组织召开业务培训会）`
    ///
    /// 正确：`![组织召开业务培训会](training.jpg)`，或删去。
    CAPTION = "RS-CAPTION" "图片说明单独成段" Hint waivable,
    cites: "校对：复制残留",
    check: caption,
}

rule! {
    /// 一段以逗号、顿号、分号结尾，最后一段以冒号结尾，或者三十字以上没有句末标点，多半是没有写完。
    ///
    /// 错误：`全年主动公开政府信息800余条，`
    ///
    /// 正确：`全年主动公开政府信息800余条。`
    DANGLING = "RS-DANGLING" "段落疑似不完整" Warning waivable,
    cites: "校对：语句完整",
    check: dangling,
}

rule! {
    /// 一个机关的年报写“一些地区”“各地各部门”，像是从别处抄来的。
    ///
    /// 错误：部门年报写`一些地区公开不够及时`
    ///
    /// 正确：写本机关的情况。
    GENERIC = "RS-GENERIC" "不像本机关年报的表述" Hint waivable,
    cites: "{reporting}",
    check: generic,
}

/// Longest paragraph that is a web page's button or footer, in characters.
const BUTTON: usize = 30;
/// Longest footer with a copyright notice.
const FOOTER: usize = 80;
/// Longest caption.
const CAPTION_LENGTH: usize = 25;
/// From here on a paragraph is a sentence.
const SENTENCE: usize = 30;

fn template(input: &Input<'_>, findings: &mut Findings<'_>) {
    let lexicon = &input.report.law.lexicon;
    for (part, hits) in search(input.report, |passage| leftovers(lexicon, passage)) {
        findings.grouped(hits, |words| format!("“{part}”残留模板文字{words}"));
    }
}

fn leftovers(lexicon: &Lexicon, passage: &Passage) -> Vec<Hit> {
    let text = &passage.text;
    let value = text.value.as_str();
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for word in lexicon.words("leftovers") {
        let open = occurrences(value, word).filter(|at| !masked(value, *at, word));
        found.extend(open.map(|at| at..at + word.len()));
    }
    for word in lexicon.words("leftovers.alone") {
        found.extend(occurrences(value, word).map(|at| at..at + word.len()).filter(|range| {
            let before = value[..range.start].chars().next_back();
            let behind = value[range.end..].trim_start_matches(['。', '…']).chars().next();
            let bracketed = before.is_some_and(|c| "（(【［[".contains(c))
                && behind.is_some_and(|c| "）)】］]".contains(c));
            bracketed || before.is_none() && behind.is_none()
        }));
    }
    for open in occurrences(value, "【") {
        let Some(len) = value[open..].find('】') else { continue };
        let inside = &value[open + '【'.len_utf8()..open + len];
        if inside.trim().is_empty() || lexicon.occurs("leftovers.in_brackets", inside) {
            found.push(open..open + len + '】'.len_utf8());
        }
    }
    merged(found).into_iter().map(|range| Hit::new(text, range)).collect()
}

/// `李××`, `138××××1234`: hidden on purpose. `XX科技` is part of a name.
fn masked(value: &str, at: usize, word: &str) -> bool {
    if !["××", "XX", "ＸＸ"].contains(&word) {
        return false;
    }
    let before = value[..at].chars().next_back();
    let inside = before.is_some_and(|c| c.is_ascii_alphanumeric() || "×X＊*".contains(c));
    let behind = value[at + word.len()..].trim_start_matches(['×', 'X']);
    let behind = behind.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    inside || behind || is_name(&value[..at])
}

/// Whether the text ends in a family name: `申请人李`.
fn is_name(before: &str) -> bool {
    let mut back = before.chars().rev();
    let name = back.next().is_some_and(|c| super::privacy::FAMILY_NAMES.contains(c));
    name && back.next().is_none_or(|c| !is_han(c) || "人者员民事生士男女".contains(c))
}

fn site(input: &Input<'_>, findings: &mut Findings<'_>) {
    for (part, hits) in search(input.report, |passage| site_words(passage).into_iter().collect()) {
        findings.grouped(hits, |words| format!("“{part}”混入网页元素{words}，请删除"));
    }
}

fn site_words(passage: &Passage) -> Option<Hit> {
    let text = &passage.text;
    let value = text.value.as_str();
    let length = value.chars().count();
    let hit = |at: usize, len: usize| Some(Hit::new(text, at..at + len));
    for words in ["扫一扫在手机打开", "打印本页", "关闭窗口", "您当前的位置", "您当前位置"]
    {
        if let Some(at) = value.find(words) {
            return hit(at, words.len());
        }
    }
    // In prose these are followed by more prose: 规范ICP备案管理.
    for words in ["ICP备", "公网安备", "网站标识码"] {
        for at in occurrences(value, words) {
            let behind = value[at + words.len()..].trim_start_matches([' ', ':', '：']);
            if behind.starts_with(|c: char| c.is_ascii_digit()) {
                return hit(at, words.len());
            }
        }
    }
    if let Some(at) = value.find("版权所有").filter(|_| length <= FOOTER) {
        return hit(at, "版权所有".len());
    }
    let starts =
        ["相关文章", "上一篇", "下一篇", "主办：", "主办:", "主办单位", "分享到", "来源："];
    let starts = starts.iter().chain(&["浏览次数", "浏览量", "字体：", "【字体", "微信扫一扫"]);
    let button = starts.clone().any(|words| value.starts_with(words)) && length <= BUTTON;
    let ends = !value.ends_with(['。', '；', '！']);
    let alone = ["微信", "微博", "打印", "关闭", "返回顶部"].contains(&value);
    (button && ends || alone).then(|| Hit::new(text, 0..value.len()))
}

fn caption(input: &Input<'_>, findings: &mut Findings<'_>) {
    let whole = |passage: &Passage| Hit::new(&passage.text, 0..passage.text.value.len());
    let captions =
        |passage: &Passage| is_caption(passage).then(|| whole(passage)).into_iter().collect();
    for (_, hits) in search(input.report, captions) {
        findings.grouped(hits, |words| format!("疑似图片说明文字单独成段：{words}"));
    }
}

fn is_caption(passage: &Passage) -> bool {
    let value = passage.text.value.as_str();
    let inside = value.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    let plain = |inside: &str| {
        inside.chars().count() <= CAPTION_LENGTH
            && !inside.contains(['（', '(', '）', ')', '。'])
            && inside.chars().filter(|c| is_han(*c)).count() >= 4
            // （以下空白） and the like belong to the page, （见附件） to the text.
            && !["以下", "见", "此页", "附"].iter().any(|word| inside.starts_with(word))
    };
    passage.block == Block::Paragraph && inside.is_some_and(plain)
}

fn dangling(input: &Input<'_>, findings: &mut Findings<'_>) {
    for (part, narrative) in narratives(input.report) {
        let passages = &narrative.passages;
        for (index, passage) in passages.iter().enumerate() {
            let next = passages.get(index + 1);
            if let Some(range) = unfinished(passage, next) {
                let value = &passage.text.value;
                let end = if range.len() <= 3 {
                    format!("以“{}”结尾", &value[range.clone()])
                } else {
                    "没有句末标点".to_owned()
                };
                let message = format!("“{part}”第{}段{end}，疑似不完整", passage.number);
                let place = passage.text.place(range);
                findings.push(findings.finding(message).primary(place, ""));
            }
        }
    }
}

/// The end of a paragraph that goes on nowhere.
fn unfinished(passage: &Passage, next: Option<&Passage>) -> Option<std::ops::Range<usize>> {
    let value = passage.text.value.as_str();
    if matches!(passage.block, Block::Picture | Block::Heading) || passage.class.is_some() {
        return None;
    }
    let last = value.chars().next_back()?;
    let mark = value.len() - last.len_utf8()..value.len();
    let ordinal = prose::ordinal(value);
    let item = passage.block == Block::Bullet || ordinal.is_some();
    match last {
        '，' | '、' | ',' => Some(mark),
        // The items of a list end so, all but the last.
        '；' | ';' => (!item || next.is_none()).then_some(mark),
        '：' | ':' => next.is_none().then_some(mark),
        '。' | '！' | '？' | '…' | '!' | '?' | '.' | '》' | '”' | '）' | ')' | '"' => None,
        last if last.is_ascii_alphanumeric() || last == '/' => None,
        _ => {
            let long = value.chars().count() >= SENTENCE;
            // A long heading is still a heading; 一是 begins a sentence.
            let level = ordinal.and_then(|ordinal| ordinal.numbering.level());
            let heading = level.is_some() && !value.contains('。');
            let bullet = passage.block == Block::Bullet;
            let tail = value.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
            (long && !heading && !bullet).then_some(tail..value.len())
        }
    }
}

fn generic(input: &Input<'_>, findings: &mut Findings<'_>) {
    let agency = &input.report.agency;
    let government = agency
        .kind
        .as_ref()
        .is_none_or(|kind| kind.value.government || kind.value.level == Some(Level::State));
    if government || agency.aggregate {
        return;
    }
    let words = input.report.law.lexicon.words("other_areas");
    let find = |passage: &Passage| {
        let text = &passage.text;
        let places = words
            .iter()
            .flat_map(|word| occurrences(&text.value, word).map(|at| at..at + word.len()));
        let hits = places.filter(|range| !in_title(&text.value, range.start));
        hits.map(|range| Hit::new(text, range)).collect()
    };
    for (_, hits) in search(input.report, find) {
        findings.grouped(hits, |words| format!("{words}不像本机关年报的表述，请核对"));
    }
}
