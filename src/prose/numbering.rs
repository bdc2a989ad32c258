//! The number that a heading, a paragraph or an item begins with: 一、（一）1.
//! （1） ① 一是.

use super::numeral::read_numeral;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// `一、`, the first level (GB/T 9704-2012 7.3.3).
    Chinese,
    /// `（一）`, the second.
    Bracketed,
    /// `1.` or `1、`, the third.
    Arabic,
    /// `（1）`, the fourth.
    BracketedArabic,
    /// `①`.
    Circled,
    /// `一是`, inside a sentence.
    Point,
}

impl Numbering {
    /// The level it stands for, from 1; points and circles have none.
    pub fn level(self) -> Option<usize> {
        match self {
            Self::Chinese => Some(1),
            Self::Bracketed => Some(2),
            Self::Arabic => Some(3),
            Self::BracketedArabic => Some(4),
            Self::Circled | Self::Point => None,
        }
    }
}

/// A number at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinal {
    /// How it is written.
    pub numbering: Numbering,
    /// Which it is, from 1.
    pub value: u32,
    /// Bytes it takes, brackets and stops counted.
    pub len: usize,
}

/// Digits in circles, in order.
const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/// The number a text begins with, if it does. Full-width and half-width brackets
/// and stops are the same; years and decimals are no numbers of this kind.
pub fn ordinal(text: &str) -> Option<Ordinal> {
    let first = text.chars().next()?;
    if let Some(at) = CIRCLED.chars().position(|circled| circled == first) {
        let value = u32::try_from(at + 1).ok()?;
        let (numbering, len) = (Numbering::Circled, first.len_utf8());
        return Some(Ordinal { numbering, value, len });
    }
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        let end = rest.find(['）', ')'])?;
        let inside = &rest[..end];
        let len = first.len_utf8() + end + rest[end..].chars().next()?.len_utf8();
        let (numbering, value) = match chinese(inside) {
            Some(value) => (Numbering::Bracketed, value),
            None => (Numbering::BracketedArabic, arabic(inside)?),
        };
        return Some(Ordinal { numbering, value, len });
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if let Some(value) = arabic(&text[..digits]) {
        let mark = text[digits..].chars().next().filter(|c| ".．、".contains(*c))?;
        let len = digits + mark.len_utf8();
        // 1.5万件 is no first point, 4、2023年度 is a fourth.
        let decimal = mark != '、' && text[len..].starts_with(|c: char| c.is_ascii_digit());
        return (!decimal).then_some(Ordinal { numbering: Numbering::Arabic, value, len });
    }
    let numerals = text.len() - text.trim_start_matches(is_counting).len();
    let value = chinese(&text[..numerals])?;
    let (numbering, mark) = match text[numerals..].chars().next()? {
        '、' => (Numbering::Chinese, '、'),
        '是' => (Numbering::Point, '是'),
        _ => return None,
    };
    Some(Ordinal { numbering, value, len: numerals + mark.len_utf8() })
}

/// What stands behind the number a text begins with; all of it if it has none.
pub fn unnumbered(text: &str) -> &str {
    ordinal(text).map_or(text, |ordinal| &text[ordinal.len..])
}

/// Characters that one counts with; 〇 and 百 are for amounts.
fn is_counting(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// 一 to 九十九.
fn chinese(text: &str) -> Option<u32> {
    // 一二 is a pair of digits, no number.
    let pair = text.chars().count() > 1 && !text.contains('十');
    let counts = !text.is_empty() && !pair && text.chars().all(is_counting);
    counts.then(|| read_numeral(text)).flatten().and_then(|value| u32::try_from(value).ok())
}

/// 1 to 99.
fn arabic(text: &str) -> Option<u32> {
    text.parse().ok().filter(|value| *value > 0 && text.len() <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::numeral;

    #[test]
    fn numbers_are_read() {
        use Numbering::{Arabic, Bracketed, BracketedArabic, Chinese, Circled, Point};
        for (text, expected) in [
            ("一、总体情况", Some((Chinese, 1))),
            ("（十一）抓好", Some((Bracketed, 11))),
            ("(二十)抓好", Some((Bracketed, 20))),
            ("12、完善", Some((Arabic, 12))),
            ("1. 完善", Some((Arabic, 1))),
            ("（2）明确", Some((BracketedArabic, 2))),
            ("③明确", Some((Circled, 3))),
            ("二是加强", Some((Point, 2))),
            ("1.5万件", None),
            ("4、2023年度", Some((Arabic, 4))),
            ("2023年", None),
            ("2023、2024年", None),
            ("一、二级", Some((Chinese, 1))),
            ("一二、", None),
            ("十十、", None),
            ("（2023）", None),
            ("（见附件）", None),
            ("0.其他", None),
            ("", None),
        ] {
            let read = ordinal(text).map(|read| (read.numbering, read.value));
            assert_eq!(read, expected, "{text}");
        }
        assert_eq!(unnumbered("（一）主动公开"), "主动公开");
        assert_eq!(unnumbered("主动公开"), "主动公开");
    }

    #[test]
    fn every_number_is_read_in_every_style() {
        for value in 1..=99_u32 {
            let chinese = numeral(value.into()).unwrap();
            for (numbering, text) in [
                (Numbering::Chinese, format!("{chinese}、")),
                (Numbering::Bracketed, format!("（{chinese}）")),
                (Numbering::Bracketed, format!("({chinese})")),
                (Numbering::Arabic, format!("{value}.")),
                (Numbering::Arabic, format!("{value}、")),
                (Numbering::BracketedArabic, format!("（{value}）")),
                (Numbering::Point, format!("{chinese}是")),
            ] {
                let len = text.len();
                let read = ordinal(&format!("{text}完善制度"));
                assert_eq!(read, Some(Ordinal { numbering, value, len }), "{text}");
            }
        }
    }
}
