//! Exact numbers. No figure in a report is ever a float.

use std::fmt;

/// What a cell counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
pub enum Unit {
    /// Cases, documents, decisions.
    #[default]
    #[serde(rename = "件")]
    Case,
    /// Pieces of information (before 2019).
    #[serde(rename = "条")]
    Piece,
    /// Items of a list of powers, procurement projects.
    #[serde(rename = "项")]
    Item,
    /// Ten thousand yuan, exact to the fen (1 万元 = 1 000 000 分).
    #[serde(rename = "万元")]
    WanYuan,
    /// Yuan, exact to the fen.
    #[serde(rename = "元")]
    Yuan,
}

impl Unit {
    /// Decimal places the smallest part takes: 0.01 元 is 0.000001 万元.
    pub const fn decimals(self) -> usize {
        match self {
            Self::Case | Self::Piece | Self::Item => 0,
            Self::Yuan => 2,
            Self::WanYuan => 6,
        }
    }

    /// Whether it is an amount of money.
    pub const fn is_money(self) -> bool {
        self.decimals() > 0
    }

    /// The sign printed in headings.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Case => "件",
            Self::Piece => "条",
            Self::Item => "项",
            Self::WanYuan => "万元",
            Self::Yuan => "元",
        }
    }
}

/// One number of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure {
    amount: i64,
    decimals: u8,
}

impl Figure {
    /// The largest magnitude a cell may hold, in its smallest part. Sums of all
    /// cells of a report stay far inside `i64`.
    pub const LIMIT: i64 = 1_000_000_000_000_000;

    /// A figure of a unit from its smallest part: 件, or 分 for money.
    pub fn new(amount: i64, unit: Unit) -> Self {
        Self { amount, decimals: u8::try_from(unit.decimals()).unwrap_or_default() }
    }

    /// An amount of whole 万元.
    pub const fn from_wan_yuan(amount: i64) -> Self {
        Self { amount: amount * 1_000_000, decimals: 6 }
    }

    /// The smallest part: 件, or 分 for money. Sums are exact in it.
    pub const fn amount(self) -> i64 {
        self.amount
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = usize::from(self.decimals);
        let digits = format!("{:0>width$}", self.amount.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let sign = if self.amount < 0 { "-" } else { "" };
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            fraction => write!(f, "{sign}{whole}.{fraction}"),
        }
    }
}

/// Something wrong with the way a figure was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// `/`, `-`, `无`: a sign for "none" where a 0 belongs.
    Placeholder,
    /// Not a number at all.
    NotANumber,
    /// `１６`
    FullWidth,
    /// `1,234`
    Separators,
    /// `48.7508万元`
    Unit(String),
    /// `+17`, `增10`
    Sign,
    /// Below zero where that cannot be.
    Negative,
    /// More decimals than the unit has; a count has none.
    Decimals,
    /// `42.390`
    TrailingZeros,
    /// `1e3`
    Exponent,
    /// Beyond what any report can hold.
    TooLarge,
}

/// A figure as typed: what it must mean, and what is wrong with the typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The number, where there is only one thing it can mean.
    pub figure: Option<Figure>,
    /// What is wrong with the way it was typed, in the order it was noticed.
    pub slips: Vec<Slip>,
}

/// Signs that stand for "none" in published reports.
const PLACEHOLDERS: &[&str] = &[
    "/", "\\", "-", "—", "――", "——", "―", "－", "无", "×", "*", "、", ".", "。", "N/A", "n/a",
    "同上", "空", "?", "？", "…",
];

/// Units found inside cells, longest first, with their worth in 元 where they
/// are money.
const UNITS: &[(&str, Option<i64>)] = &[
    ("亿元", Some(100_000_000)),
    ("万元", Some(10_000)),
    ("元", Some(1)),
    ("件次", None),
    ("件", None),
    ("条", None),
    ("项", None),
    ("宗", None),
    ("份", None),
    ("个", None),
    ("次", None),
    ("起", None),
];

/// Reads what was typed in a cell. `signed` cells may go below zero (本年增/减).
pub fn read(typed: &str, unit: Unit, signed: bool) -> Reading {
    let mut slips = Vec::new();
    let typed = typed.trim_matches([' ', '\t', '\u{3000}', '\u{a0}']);
    if PLACEHOLDERS.contains(&typed) {
        return Reading { figure: None, slips: vec![Slip::Placeholder] };
    }
    let narrow: String = typed.chars().map(narrow).collect();
    if narrow != typed {
        slips.push(Slip::FullWidth);
    }
    let mut text = narrow.as_str();
    let mut scale = 1;
    if let Some((sign, worth)) = UNITS.iter().find(|(sign, _)| text.ends_with(sign)) {
        slips.push(Slip::Unit((*sign).to_owned()));
        text = text[..text.len() - sign.len()].trim_end();
        match (worth, unit) {
            (Some(worth), Unit::WanYuan | Unit::Yuan) => scale = *worth,
            (None, _) if !unit.is_money() => {}
            // Cases counted in yuan, or yuan counted in cases: nobody can say.
            _ => return Reading { figure: None, slips },
        }
    } else if unit == Unit::WanYuan {
        scale = 10_000;
    }
    let mut negative = false;
    for (mark, minus) in [("+", false), ("增", false), ("减", true), ("-", true)] {
        if let Some(rest) = text.strip_prefix(mark) {
            negative = minus;
            if mark != "-" {
                slips.push(Slip::Sign);
            }
            text = rest.trim_start();
            break;
        }
    }
    let mut digits = text.to_owned();
    if text.contains(',') && grouped(text) {
        slips.push(Slip::Separators);
        digits.retain(|c| c != ',');
    }
    let figure = match amount(&digits, scale, unit, &mut slips) {
        Some(amount) if negative && amount != 0 => {
            if !signed {
                slips.push(Slip::Negative);
            }
            Some(Figure::new(-amount, unit))
        }
        amount => amount.map(|amount| Figure::new(amount, unit)),
    };
    Reading { figure, slips }
}

/// The amount in the unit's smallest part; `scale` is the worth of what was
/// typed, in yuan for money and 1 for counts.
fn amount(digits: &str, scale: i64, unit: Unit, slips: &mut Vec<Slip>) -> Option<i64> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (digits, "0"),
    };
    if !is_digits(whole) || !is_digits(fraction) {
        let exponent = digits.split_once(['e', 'E']).is_some_and(|(mantissa, power)| {
            mantissa.starts_with(|c: char| c.is_ascii_digit())
                && is_digits(power.trim_start_matches(['+', '-']))
        });
        slips.push(if exponent { Slip::Exponent } else { Slip::NotANumber });
        return None;
    }
    // What one typed unit is worth in smallest parts: 1 for counts, 100 分 in 元.
    let parts = if unit.is_money() { scale.checked_mul(100)? } else { 1 };
    let significant = fraction.trim_end_matches('0');
    let too_large = |slips: &mut Vec<Slip>| {
        slips.push(Slip::TooLarge);
        None
    };
    if whole.trim_start_matches('0').len() > 15 {
        return too_large(slips);
    }
    if significant.len() > parts.ilog10() as usize {
        slips.push(Slip::Decimals);
        return None;
    }
    if digits.contains('.') && (fraction.ends_with('0') || !unit.is_money()) {
        slips.push(if unit.is_money() { Slip::TrailingZeros } else { Slip::Decimals });
    }
    let whole: i64 = whole.parse().ok()?;
    let fraction: i64 =
        format!("{significant:0<width$}", width = parts.ilog10() as usize).parse().unwrap_or(0);
    match whole.checked_mul(parts).and_then(|amount| amount.checked_add(fraction)) {
        Some(amount) if amount <= Figure::LIMIT => Some(amount),
        _ => too_large(slips),
    }
}

/// `1,234,567.89`, and nothing else with commas in it.
fn grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or(text);
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group))
}

/// The half-width form of a full-width digit, letter or mark.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '−' | '–' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(typed: &str, unit: Unit) -> String {
        let reading = read(typed, unit, false);
        match reading.figure {
            Some(figure) => format!("{figure} {:?}", reading.slips),
            None => format!("? {:?}", reading.slips),
        }
    }

    #[test]
    fn money_keeps_every_fen() {
        for text in ["0", "35", "18651.06", "4166.241619", "0.000001", "96171.6"] {
            assert_eq!(shown(text, Unit::WanYuan), format!("{text} []"));
        }
        for text in ["0", "2230", "0.01"] {
            assert_eq!(shown(text, Unit::Yuan), format!("{text} []"));
        }
    }

    #[test]
    fn what_can_mean_one_thing_only_is_understood_and_reported() {
        for (typed, unit, expected) in [
            ("１６", Unit::Case, "16 [FullWidth]"),
            ("42,975", Unit::Case, "42975 [Separators]"),
            ("42，975件", Unit::Case, "42975 [FullWidth, Unit(\"件\"), Separators]"),
            ("48.7508万元", Unit::WanYuan, "48.7508 [Unit(\"万元\")]"),
            ("423900元", Unit::WanYuan, "42.39 [Unit(\"元\")]"),
            ("1.2亿元", Unit::WanYuan, "12000 [Unit(\"亿元\")]"),
            ("+17", Unit::Case, "17 [Sign]"),
            ("-1", Unit::Case, "-1 [Negative]"),
            ("75.9260", Unit::WanYuan, "75.926 [TrailingZeros]"),
            ("16.0", Unit::Case, "16 [Decimals]"),
        ] {
            assert_eq!(shown(typed, unit), expected, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_a_figure_is_refused() {
        for (typed, unit, expected) in [
            ("/", Unit::Case, "? [Placeholder]"),
            ("无", Unit::Case, "? [Placeholder]"),
            ("3.5", Unit::Case, "? [Decimals]"),
            ("1e999", Unit::Case, "? [Exponent]"),
            ("0x10", Unit::Case, "? [NotANumber]"),
            ("nan", Unit::Case, "? [NotANumber]"),
            ("1,23", Unit::Case, "? [NotANumber]"),
            ("12.34567891", Unit::WanYuan, "? [Decimals]"),
            ("99999999999999999999", Unit::Case, "? [TooLarge]"),
            ("9999999999.99", Unit::WanYuan, "? [TooLarge]"),
            ("12万元", Unit::Case, "? [Unit(\"万元\")]"),
            ("", Unit::Case, "? [NotANumber]"),
        ] {
            assert_eq!(shown(typed, unit), expected, "{typed}");
        }
    }

    #[test]
    fn changes_may_be_negative() {
        assert_eq!(
            read("减8", Unit::Item, true),
            Reading { figure: Some(Figure::new(-8, Unit::Item)), slips: vec![Slip::Sign] }
        );
        assert!(read("-8", Unit::Item, true).slips.is_empty());
    }
}
