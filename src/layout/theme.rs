//! How the report looks, said once for every format: `templates/theme.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data;

/// A length in thousandths of a point. Integers, so that the same input gives
/// the same bytes on every machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Length(pub i64);

/// Text that is no length.
#[derive(Debug, thiserror::Error)]
#[error("长度应写作 \"37mm\" 或 \"28.95pt\"，现为 \"{0}\"")]
pub struct LengthError(String);

impl Length {
    /// A length of whole points.
    pub const fn pt(points: i64) -> Self {
        Self(points * 1000)
    }

    /// In twentieths of a point, as Word counts, rounded to the nearest.
    pub const fn twips(self) -> i64 {
        (self.0 * 20 + 500).div_euclid(1000)
    }

    /// In half points, as Word counts type sizes, rounded to the nearest.
    pub const fn half_points(self) -> i64 {
        (self.0 * 2 + 500).div_euclid(1000)
    }

    /// In points, for formats that take a decimal.
    #[expect(clippy::cast_precision_loss, reason = "a page is far below 2^52 thousandths")]
    pub fn points(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl TryFrom<String> for Length {
    type Error = LengthError;

    fn try_from(text: String) -> Result<Self, LengthError> {
        parse(&text).ok_or(LengthError(text))
    }
}

/// `37mm`, `28.95pt`: at most four decimals, never negative.
fn parse(text: &str) -> Option<Length> {
    let (number, per_unit) = match text.strip_suffix("mm") {
        Some(number) => (number, 720_000_000), // 25.4 mm are 72 pt
        None => (text.strip_suffix("pt")?, 254_000_000),
    };
    let (whole, decimals) = number.trim().split_once('.').unwrap_or((number.trim(), "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || whole.len() > 5 || decimals.len() > 4 {
        return None;
    }
    let units: i64 = format!("{whole}{decimals:0<4}").parse().ok()?;
    Some(Length((units * per_unit + 1_270_000_000) / 2_540_000_000))
}

impl std::ops::Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::ops::Mul<i64> for Length {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(self.0 * factor)
    }
}

impl std::ops::Div<i64> for Length {
    type Output = Self;
    fn div(self, divisor: i64) -> Self {
        Self(self.0 / divisor)
    }
}

impl std::ops::AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        Self(lengths.map(|length| length.0).sum())
    }
}

/// The whole look.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Paper and margins.
    pub page: Paper,
    /// Lines and characters of the type area.
    pub grid: CharacterGrid,
    /// The faces, by the name the styles use.
    pub face: BTreeMap<String, FaceName>,
    /// What stands in for characters a face lacks.
    pub fallback: Fallback,
    /// Face and size of every kind of text.
    pub style: Styles,
    /// The few colours.
    pub color: Colors,
}

/// Paper and margins (GB/T 9704-2012, 5.1 and 5.2).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Paper {
    pub width: Length,
    pub height: Length,
    pub top: Length,
    pub left: Length,
    pub right: Length,
    pub bottom: Length,
}

impl Paper {
    /// Width of the type area (版心).
    pub fn measure(&self) -> Length {
        self.width - self.left - self.right
    }
}

/// Lines and characters of the type area (GB/T 9704-2012, 5.2.3).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharacterGrid {
    /// Lines on a page.
    pub lines: u32,
    /// Full-width characters in a line.
    pub characters: u32,
    /// From one baseline to the next.
    pub pitch: Length,
}

/// A typeface, as Word knows it and as the PDF finds it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceName {
    /// The family name written into the DOCX and the HTML.
    pub name: String,
    /// The font file for the PDF.
    pub file: String,
}

/// What stands in for characters a face lacks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fallback {
    /// A key of `[face]`.
    pub face: String,
}

/// Face and size.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeStyle {
    /// A key of `[face]`.
    pub face: String,
    /// Body height.
    pub size: Length,
}

/// Face and size of every kind of text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it; see templates/theme.toml")]
pub struct Styles {
    pub title: TypeStyle,
    pub heading1: TypeStyle,
    pub heading2: TypeStyle,
    pub heading3: TypeStyle,
    pub heading4: TypeStyle,
    pub body: TypeStyle,
    pub strong: TypeStyle,
    pub note: TypeStyle,
    pub caption: TypeStyle,
    pub table: TypeStyle,
    pub table_head: TypeStyle,
    pub page_number: TypeStyle,
}

/// The few colours, as six hexadecimal digits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colors {
    /// Ground of the banner rows of table two.
    pub banner: String,
}

/// A theme that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// Not TOML, an unknown key, a wrong value.
    #[error("版式文件 theme.toml:{line}:{column}：{message}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column, from 1, in characters.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// A style or the fallback names a face that `[face]` does not define.
    #[error("版式文件用到的字体 {0} 没有在 [face] 中定义")]
    UnknownFace(String),
    /// A measure of zero or a type area outside the paper.
    #[error("版式文件的版心放不进纸张：{0}")]
    NoRoom(&'static str),
}

impl Theme {
    /// The national standard for official documents, `templates/theme.toml`.
    pub fn standard() -> Self {
        Self::parse(include_str!("../../templates/theme.toml"))
            .expect("templates/theme.toml is checked by a test")
    }

    /// Reads a theme an office has made its own.
    pub fn parse(text: &str) -> Result<Self, ThemeError> {
        let theme: Self = toml::from_str(text).map_err(|error| syntax(text, &error))?;
        let styles = theme.style.all();
        let used = styles.iter().map(|style| &style.face).chain([&theme.fallback.face]);
        for face in used {
            if !theme.face.contains_key(face) {
                return Err(ThemeError::UnknownFace(face.clone()));
            }
        }
        let paper = &theme.page;
        if paper.measure() < Length::pt(100) {
            return Err(ThemeError::NoRoom("宽度不足"));
        }
        let height = paper.height - paper.top - paper.bottom;
        let lines = theme.grid.pitch * i64::from(theme.grid.lines);
        if theme.grid.lines == 0 || theme.grid.characters == 0 || lines > height {
            return Err(ThemeError::NoRoom("行数乘行距超出版心高度"));
        }
        if styles.iter().any(|style| style.size < Length::pt(1)) {
            return Err(ThemeError::NoRoom("字号过小"));
        }
        Ok(theme)
    }
}

/// The error with its place; the messages of our own types are Chinese already.
fn syntax(text: &str, error: &toml::de::Error) -> ThemeError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let message = match error.message() {
        message if message.is_ascii() => data::translate(message),
        message => message.to_owned(),
    };
    ThemeError::Syntax {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
    }
}

impl Styles {
    fn all(&self) -> [&TypeStyle; 12] {
        [
            &self.title,
            &self.heading1,
            &self.heading2,
            &self.heading3,
            &self.heading4,
            &self.body,
            &self.strong,
            &self.note,
            &self.caption,
            &self.table,
            &self.table_head,
            &self.page_number,
        ]
    }

    /// The style of a heading of level 1 to 4.
    pub fn heading(&self, level: u8) -> &TypeStyle {
        match level {
            0 | 1 => &self.heading1,
            2 => &self.heading2,
            3 => &self.heading3,
            _ => &self.heading4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_exact() {
        for (text, length) in
            [("28.95pt", 28_950), ("37mm", 104_882), ("0pt", 0), ("25.4mm", 72_000)]
        {
            assert_eq!(parse(text), Some(Length(length)), "{text}");
        }
        for text in ["", "pt", "1e3pt", "-1mm", "3cm", "1.23456pt"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(Length(28_950).twips(), 579);
    }

    #[test]
    fn the_standard_theme_has_the_official_type_area() {
        let theme = Theme::standard();
        assert_eq!(theme.page.measure(), Length(442_205)); // 156 mm
    }
}
