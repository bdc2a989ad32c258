//! Figures and years in a plain paragraph.

use std::fmt;
use std::ops::Range;

use super::numeral::{is_numeral, read_numeral};
use crate::source::Text;

/// One figure of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Where its digits stand in the plain text, with 万 or 亿.
    pub range: Range<usize>,
    /// The end of the figure with its unit.
    pub end: usize,
    /// The unit, 元 for 万元; empty if there is none.
    pub unit: &'static str,
    /// The amount in millionths of the unit.
    pub amount: i64,
    /// What the last digit written is worth, in millionths of the unit.
    pub step: i64,
    /// Neither 余, 约 and the like nor a bound of a range.
    pub exact: bool,
    /// It was filled in by the program.
    pub bound: bool,
}

/// A year of a text, e.g. 2023年.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Where it stands in the plain text, with 年.
    pub range: Range<usize>,
    /// The year.
    pub year: u16,
}

/// Millionths in one.
pub(crate) const ONE: i64 = 1_000_000;

impl Number {
    /// Whether the text can mean this amount (in millionths): rounding to the
    /// digits it writes is allowed, 42.4万元 means 42.39万元.
    pub fn means(&self, amount: i64) -> bool {
        let difference = self.amount.saturating_sub(amount).saturating_abs();
        difference == 0 || self.step > ONE && difference.saturating_mul(2) <= self.step
    }

    /// The whole number, where it is one.
    pub fn count(&self) -> Option<i64> {
        (self.amount % ONE == 0).then_some(self.amount / ONE)
    }

    /// The amount as a decimal.
    pub fn value(&self) -> impl fmt::Display + use<> {
        let (whole, rest) = (self.amount / ONE, self.amount % ONE);
        match format!("{rest:06}").trim_end_matches('0') {
            "" => whole.to_string(),
            rest => format!("{whole}.{rest}"),
        }
    }
}

/// Units, longest first. What is not in this list gives a figure no meaning.
const UNITS: &[&str] = &[
    "个百分点",
    "个工作日",
    "个小时",
    "工作日",
    "件次",
    "人次",
    "小时",
    "分钟",
    "个月",
    "件",
    "宗",
    "条",
    "份",
    "个",
    "次",
    "篇",
    "期",
    "人",
    "名",
    "位",
    "家",
    "项",
    "起",
    "场",
    "批",
    "类",
    "例",
    "户",
    "页",
    "套",
    "部",
    "处",
    "块",
    "本",
    "幅",
    "张",
    "册",
    "台",
    "则",
    "天",
    "种",
    "元",
    "笔",
    "组",
    "轮",
    "款",
    "%",
    "‰",
];
/// What begins like a unit and is none.
const NO_UNITS: &[&str] = &[
    "人大",
    "人民",
    "条例",
    "部门",
    "本机",
    "本单",
    "本年",
    "家庭",
    "个别",
    "期间",
    "次年",
    "项目数",
];
/// Before a figure that is not exact.
const ABOUT_BEFORE: &[&str] = &[
    "约",
    "近",
    "超",
    "超过",
    "逾",
    "接近",
    "不少于",
    "不低于",
    "不下",
    "至少",
    "不足",
    "不到",
    "几",
    "数",
    "突破",
];
/// Behind a figure or its unit, if it is not exact.
const ABOUT_BEHIND: &[&str] = &["余", "多", "几", "来", "以上", "以下", "以内", "左右", "上下"];
/// Between the bounds of a range.
const DASHES: &[&str] = &["——", "—", "–", "-", "~", "至", "到"];
/// Before a numeral that counts nothing.
const NO_COUNT: &[char] = &['第', '每', '逐', '同', '任', '这', '那', '某', '哪', '统', '之', '唯'];

/// Figures and years in order.
pub(super) fn read(text: &Text) -> (Vec<Number>, Vec<Year>) {
    let mut reader = Reader { text, value: &text.value, numbers: Vec::new(), years: Vec::new() };
    let mut at = 0;
    while let Some(c) = reader.value[at..].chars().next() {
        at = if c.is_ascii_digit() {
            reader.digits(at)
        } else if is_numeral(c) {
            reader.numeral(at)
        } else {
            at + c.len_utf8()
        };
    }
    (reader.numbers, reader.years)
}

struct Reader<'t> {
    text: &'t Text,
    value: &'t str,
    numbers: Vec<Number>,
    years: Vec<Year>,
}

impl<'t> Reader<'t> {
    fn before(&self, at: usize) -> Option<char> {
        self.value[..at].chars().next_back()
    }

    fn rest(&self, at: usize) -> &'t str {
        &self.value[at..]
    }

    /// Reads Arabic digits; returns where to go on.
    fn digits(&mut self, start: usize) -> usize {
        let Some((end, amount, step)) = decimal(self.value, start) else {
            return start + run(self.rest(start), |c| c.is_ascii_digit());
        };
        let rest = self.rest(end);
        let before = self.before(start);
        let whole = &self.value[start..end];
        let plain = whole.bytes().all(|b| b.is_ascii_digit());
        if plain && whole.len() == 4 && rest.starts_with('年') {
            self.year(start, end, amount / ONE);
            return end;
        }
        if plain && whole.len() == 4 && self.range_of_years(end) {
            return end;
        }
        // Part of a name, a time, a date, an ordinal, a document number.
        let joined = before.is_some_and(|c| c.is_ascii_alphanumeric() || "._@/:#[〔第".contains(c))
            || rest.starts_with(|c: char| {
                c.is_ascii_alphanumeric() || "_@/月日号版时点分]〕".contains(c)
            }) && !rest.starts_with("分钟")
            || rest.starts_with(':') && rest[1..].starts_with(|c: char| c.is_ascii_digit());
        if joined || rest.starts_with('年') {
            return end;
        }
        if let Some(end) = telephone(self.value, start, end) {
            return end;
        }
        if self.list_number(start, end) {
            return end;
        }
        let (power, scale) = match rest.chars().next() {
            Some('百') => ('百', 100),
            Some('千') => ('千', 1000),
            Some('万') => ('万', 10_000),
            Some('亿') => ('亿', 100_000_000),
            _ => (' ', 1),
        };
        let scaled = amount.checked_mul(scale).zip(step.checked_mul(scale));
        let Some((amount, step)) = scaled else { return end };
        let end = if scale > 1 { end + power.len_utf8() } else { end };
        // 1万2千: one of many ways to say it, none of them common.
        let more = self.rest(end).starts_with(|c: char| c.is_ascii_digit());
        if scale > 1 && more {
            return end + run(self.rest(end), |c| c.is_ascii_digit() || is_numeral(c));
        }
        self.push(start..end, amount, step)
    }

    /// Reads a Chinese numeral, which is a figure only before a unit.
    fn numeral(&mut self, start: usize) -> usize {
        let end = start + run(self.rest(start), is_numeral);
        let word = &self.value[start..end];
        let rest = self.rest(end);
        if let Some(behind) = rest.strip_prefix("分之") {
            let from = end + "分之".len();
            let len = run(behind, is_numeral);
            if let (Some(value), "百") = (read_numeral(&behind[..len]), word) {
                let range = start..from + len;
                let amount = i64::try_from(value).unwrap_or(0).saturating_mul(ONE);
                self.numbers.push(self.number(range.clone(), range.end, "%", amount, ONE, true));
            }
            return from + len;
        }
        let Some(value) = read_numeral(word).and_then(|value| i64::try_from(value).ok()) else {
            return end;
        };
        if rest.starts_with('年') {
            if word.chars().count() == 4 {
                self.year(start, end, value);
            }
            return end;
        }
        let about = ABOUT_BEHIND.iter().find(|about| rest.starts_with(**about));
        let near = ABOUT_BEFORE.iter().any(|about| self.value[..start].ends_with(about));
        // 千家万户 counts nothing, 近千家 does.
        let word = matches!(word, "百" | "千" | "万" | "亿") && about.is_none() && !near;
        let counts = !word && !self.before(start).is_some_and(|c| NO_COUNT.contains(&c));
        let behind = about.map_or(rest, |about| &rest[about.len()..]);
        match value.checked_mul(ONE) {
            Some(amount) if counts && unit(behind).is_some() => self.push(start..end, amount, ONE),
            _ => end,
        }
    }

    fn year(&mut self, start: usize, end: usize, year: i64) {
        if let Some(year) = u16::try_from(year).ok().filter(|year| (1900..2100).contains(year)) {
            self.years.push(Year { range: start..end + '年'.len_utf8(), year });
        }
    }

    /// `2021—2025年`
    fn range_of_years(&self, end: usize) -> bool {
        let rest = self.rest(end);
        let dash = DASHES.iter().find(|dash| rest.starts_with(**dash));
        dash.is_some_and(|dash| {
            let rest = &rest[dash.len()..];
            let len = run(rest, |c| c.is_ascii_digit());
            len == 4 && rest[len..].starts_with('年')
        })
    }

    /// `1.`, `2、` or `(3)` at the head of something.
    fn list_number(&self, start: usize, end: usize) -> bool {
        let before = self.before(start);
        let head = before.is_none_or(|c| "。;:,!?".contains(c));
        let rest = self.rest(end);
        head && rest.starts_with(['.', '、']) || before == Some('(') && rest.starts_with(')')
    }

    /// Adds a figure and returns where it ends.
    fn push(&mut self, range: Range<usize>, amount: i64, step: i64) -> usize {
        let (start, mut end) = (range.start, range.end);
        let head = &self.value[..start];
        let mut exact = !ABOUT_BEFORE.iter().any(|about| head.ends_with(about));
        if let Some(about) = ABOUT_BEHIND.iter().find(|about| self.rest(end).starts_with(**about)) {
            // 3来自群众: a unit must follow.
            if unit(&self.rest(end)[about.len()..]).is_some() {
                exact = false;
                end += about.len();
            }
        }
        let unit = unit(self.rest(end)).unwrap_or_default();
        end += unit.len();
        let rest = self.rest(end);
        exact &= !ABOUT_BEHIND.iter().skip(4).any(|about| rest.starts_with(about));
        // 3—5件: neither bound is a figure.
        let bound = DASHES.iter().any(|dash| {
            rest.strip_prefix(dash)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        });
        let behind = DASHES.iter().any(|dash| {
            head.strip_suffix(dash).is_some_and(|head| {
                self.numbers.last().is_some_and(|number| number.end == head.len())
            })
        });
        let number = self.number(range, end, unit, amount, step, exact && !bound && !behind);
        self.numbers.push(number);
        end
    }

    fn number(
        &self,
        range: Range<usize>,
        end: usize,
        unit: &'static str,
        amount: i64,
        step: i64,
        exact: bool,
    ) -> Number {
        // １ is a substitute too, three bytes for one; `{{…}}` is longer.
        let bound = self.text.is_substitute(range.start)
            && self.text.place(range.start..range.start + 1).range().len() > 3;
        Number { range, end, unit, amount, step, exact, bound }
    }
}

/// `1,234.5`: its end, its amount and the worth of its last digit.
fn decimal(value: &str, start: usize) -> Option<(usize, i64, i64)> {
    let digits = |at: usize| run(&value[at..], |c| c.is_ascii_digit());
    let first = digits(start);
    let mut end = start + first;
    let mut whole = value[start..end].to_owned();
    if first <= 3 {
        while value[end..].starts_with(',') && digits(end + 1) == 3 {
            whole += &value[end + 1..end + 4];
            end += 4;
        }
    }
    let mut step = ONE;
    let mut fraction = 0;
    if value[end..].starts_with('.') {
        let len = digits(end + 1);
        if len > 6 {
            return None;
        }
        if len > 0 {
            step = 10_i64.pow(6 - u32::try_from(len).ok()?);
            fraction = value[end + 1..end + 1 + len].parse::<i64>().ok()? * step;
            end += 1 + len;
        }
    }
    let amount = whole.parse::<i64>().ok()?.checked_mul(ONE)?.checked_add(fraction)?;
    // Longer runs of digits are numbers of something, not amounts.
    (whole.len() <= 10).then_some((end, amount, step))
}

/// `020-66662394`: where it ends.
fn telephone(value: &str, start: usize, end: usize) -> Option<usize> {
    let rest = &value[end..];
    let dash = DASHES.iter().take(4).find(|dash| rest.starts_with(**dash))?;
    let from = end + dash.len();
    let len = run(&value[from..], |c| c.is_ascii_digit());
    (end - start >= 3 && len >= 7).then_some(from + len)
}

/// Bytes of the characters at the beginning that fit.
fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(fits).len()
}

fn unit(text: &str) -> Option<&'static str> {
    if NO_UNITS.iter().any(|word| text.starts_with(word)) {
        return None;
    }
    UNITS.iter().find(|unit| text.starts_with(**unit)).copied()
}
