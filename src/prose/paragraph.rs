//! Official prose, as far as a rule can read it: paragraphs, sentences and the
//! figures in them, every one with its place.
//!
//! Paragraphs are *plain*: Markdown marks, white space and 《titles》 are gone,
//! full-width digits and marks are half-width (`，` is `,`), so that a rule
//! compares with one spelling. Plain text still knows where it was written.

use std::collections::BTreeMap;
use std::ops::Range;

use super::number::{self, Number, Year};
use crate::prose::markdown::{self, Piece, Words};
use crate::source::{Span, Text};

/// Marks that end a sentence.
const ENDS: [char; 4] = ['。', ';', '!', '?'];

/// The longest sentence that rules read word by word, bytes: five hundred
/// characters. What is longer lacks its stops, and nobody knows for sure what a
/// figure in it speaks of. It also bounds the time a figure takes.
pub const LONGEST_SENTENCE: usize = 1_500;

/// One paragraph, heading or bullet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The plain text.
    pub text: Text,
    /// Byte ranges of the sentences, without their end marks.
    pub sentences: Vec<Range<usize>>,
    /// The figures in order: no dates, ordinals, document or telephone numbers.
    pub numbers: Vec<Number>,
    /// The years in order, e.g. 2023年.
    pub years: Vec<Year>,
}

impl Paragraph {
    /// The plain text.
    pub fn as_str(&self) -> &str {
        &self.text.value
    }

    /// Where a part was written.
    pub fn place(&self, part: Range<usize>) -> Span {
        self.text.place(part)
    }

    /// The sentence around a byte.
    pub fn sentence_at(&self, at: usize) -> Range<usize> {
        let index = self.sentences.partition_point(|sentence| sentence.end < at);
        self.sentences.get(index).cloned().unwrap_or(at..at)
    }

    /// The figures of a part.
    pub fn numbers_in(&self, part: Range<usize>) -> &[Number] {
        let from = self.numbers.partition_point(|number| number.range.start < part.start);
        let to = self.numbers.partition_point(|number| number.range.start < part.end);
        self.numbers.get(from..to).unwrap_or_default()
    }

    /// The years of a part.
    pub fn years_in(&self, part: Range<usize>) -> impl Iterator<Item = &Year> {
        let from = self.years.partition_point(|year| year.range.start < part.start);
        let to = self.years.partition_point(|year| year.range.start < part.end);
        self.years.get(from..to).unwrap_or_default().iter()
    }
}

/// Reads a text in the Markdown subset.
pub fn paragraphs(text: &Text) -> Vec<Paragraph> {
    let words = markdown::parse(text).into_iter().filter_map(|piece| match piece {
        Piece::Heading(_, words) | Piece::Paragraph(words, _) | Piece::Bullet(words) => Some(words),
        Piece::Picture { .. } => None,
    });
    words.map(|words| paragraph(&joined(&words))).collect()
}

/// Reads one paragraph.
pub fn paragraph(text: &Text) -> Paragraph {
    let text = plain(text);
    let (numbers, years) = number::read(&text);
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, mark) in text.value.match_indices(ENDS) {
        if start < at {
            sentences.push(start..at);
        }
        start = at + mark.len();
    }
    if start < text.value.len() {
        sentences.push(start..text.value.len());
    }
    Paragraph { text, sentences, numbers, years }
}

fn joined(words: &[Words]) -> Text {
    let whole = words.first().map(|words| words.text.whole());
    let mut all = Text::new(whole.unwrap_or_else(|| Span::new(crate::source::FileId(0), 0..0)));
    for words in words {
        all.push_part(&words.text, 0..words.text.value.len());
    }
    all
}

/// The text in one spelling: half-width, without white space and titles.
fn plain(text: &Text) -> Text {
    let value = text.value.as_str();
    let titles = titles(value);
    let mut plain = Text::new(text.whole());
    // The part that can be taken as it is starts here.
    let mut from = 0;
    let mut at = 0;
    while let Some(c) = value[at..].chars().next() {
        let mut next = at + c.len_utf8();
        let narrow = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
            '《' => {
                next = titles.get(&at).copied().unwrap_or(next);
                None
            }
            c if c.is_whitespace() => None,
            _ => {
                at = next;
                continue;
            }
        };
        let kept = c == '《' && next == at + c.len_utf8();
        if !kept {
            plain.push_part(text, from..at);
            from = next;
            match narrow {
                Some(narrow) => {
                    let mut buffer = [0; 4];
                    plain.push_substitute(narrow.encode_utf8(&mut buffer), text.place(at..next));
                }
                // 2023 1 must not become 20231.
                None if c.is_whitespace() && ascii_beside(value, at, next) => {
                    plain.push_part(text, at..at + 1);
                }
                None => {}
            }
        }
        at = next;
    }
    plain.push_part(text, from..value.len());
    plain
}

/// The ends of titles by where they open; titles may stand in titles.
fn titles(value: &str) -> BTreeMap<usize, usize> {
    let mut open = Vec::new();
    let mut ends = BTreeMap::new();
    for (at, mark) in value.match_indices(['《', '》']) {
        if mark == "《" {
            open.push(at);
        } else if let Some(start) = open.pop() {
            ends.insert(start, at + mark.len());
        }
    }
    ends
}

fn ascii_beside(value: &str, at: usize, next: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    value.as_bytes()[at].is_ascii()
        && word(value[..at].chars().next_back())
        && word(value[next..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn read(text: &str) -> Paragraph {
        paragraph(&Text::verbatim(text, Span::new(FileId(0), 0..text.len())))
    }

    /// The figures as `amount unit`, `~` before what is not exact.
    fn figures(text: &str) -> String {
        let paragraph = read(text);
        let shown = paragraph.numbers.iter().map(|number| {
            let about = if number.exact { "" } else { "~" };
            format!("{about}{}{}", number.value(), number.unit)
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn titles_spaces_and_full_width_forms_go_and_places_stay() {
        let text = "落实《关于〈条例〉的通知》，收到 １６ 件";
        let paragraph = read(text);
        assert_eq!(paragraph.as_str(), "落实,收到16件");
        let number = &paragraph.numbers[0];
        assert_eq!(&text[paragraph.place(number.range.clone()).range()], "１６");
        assert_eq!(read("《没有关上，16件").as_str(), "《没有关上,16件");
    }

    #[test]
    fn sentences_end_at_full_stops_and_semicolons() {
        let paragraph = read("（一）主动公开。收到5件；办结5件，无结转。");
        let sentences: Vec<_> =
            paragraph.sentences.iter().map(|range| &paragraph.as_str()[range.clone()]).collect();
        assert_eq!(sentences, ["(一)主动公开", "收到5件", "办结5件,无结转"]);
        let at = paragraph.as_str().find("办结").unwrap();
        assert_eq!(&paragraph.as_str()[paragraph.sentence_at(at)], "办结5件,无结转");
    }

    #[test]
    fn figures_with_units_are_read() {
        for (text, expected) in [
            ("收到申请16件", "16件"),
            ("发布信息1,234条，办结１２３４件次", "1234条 1234件次"),
            ("收费42.39万元、3.5亿元、2230元", "423900元 350000000元 2230元"),
            ("登记证照23.5万个，占95.19%", "235000个 95.19%"),
            ("答复二百五十一件、两千零三条、十二份", "251件 2003条 12份"),
            ("百分之九十五的事项", "95%"),
            ("14位申请人的申请18件", "14位 18件"),
            ("举办培训3批、16次，能力测试1次", "3批 16次 1次"),
            ("提速3个百分点，共15 分钟", "3个百分点 15分钟"),
            ("受理1万2千件", ""),
            ("共收到申请16，办结16", "16 16"),
            ("二○二三年收到零件", "0件"),
        ] {
            assert_eq!(figures(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_about_is_not_exact() {
        for (text, expected) in [
            ("信息800余条，20多件", "~800条 ~20件"),
            ("约3件、近百件、超过5件、逾20家", "~3件 ~100件 ~5件 ~20家"),
            ("不少于12件，12件以上，12件左右", "~12件 ~12件 ~12件"),
            ("3—5件，3至5件，3-5件", "~3 ~5件 ~3 ~5件 ~3 ~5件"),
            ("1.2万余件，十余次，数十件", "~12000件 ~10次 ~10件"),
            ("百余件，十几件", "~100件 ~10件"),
        ] {
            assert_eq!(figures(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_ordinals_and_names_are_no_figures() {
        for text in [
            "2023年1月1日至2023年12月31日",
            "国办公开办函〔2021〕30号",
            "第三方、第20条、第十二届",
            "1.0版本已编制完成",
            "电话020-66662394、023—52670100，邮编510310号",
            "8:30-12:00",
            "1.主动公开。（1）机制。2、平台",
            "5G、A4、12345678901",
            "一是统一思想，十分重视千家万户，万一",
            "三分之一",
            "2021—2025年，十四五，“三安全一稳定”",
            "每一件、逐一条",
            "《2023年第3期》",
        ] {
            let shown = read(text);
            let units: Vec<_> =
                shown.numbers.iter().filter(|number| !number.unit.is_empty()).collect();
            assert!(units.is_empty(), "{text}: {units:?}");
        }
        let years: Vec<_> = read("2023年，2022年度，二〇二一年，3年").years;
        assert_eq!(years.iter().map(|year| year.year).collect::<Vec<_>>(), [2023, 2022, 2021]);
    }
}
