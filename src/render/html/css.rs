//! The theme as CSS: custom properties and paper for the style sheet of the page.

use std::fmt::Write;

use crate::layout::theme::{Length, Theme, TypeStyle};

/// Faces that stand in for one another, by a word of the name; the first word
/// that matches counts. Windows, macOS, Linux, our own; then the generic family.
const KIN: [(&str, &[&str], &str); 5] = [
    (
        "仿宋",
        &["仿宋_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang R", "Gongkai FangSong"],
        "serif",
    ),
    (
        "楷",
        &["楷体_GB2312", "楷体", "KaiTi", "STKaiti", "Kaiti SC", "LXGW WenKai", "Gongkai KaiTi"],
        "serif",
    ),
    (
        "黑",
        &[
            "黑体",
            "SimHei",
            "STHeiti",
            "PingFang SC",
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "Gongkai HeiTi",
        ],
        "sans-serif",
    ),
    (
        "标宋",
        &["方正小标宋简体", "方正小标宋_GBK", "华文中宋", "STZhongsong", "Gongkai XiaoBiaoSong"],
        "serif",
    ),
    (
        "宋",
        &[
            "宋体",
            "SimSun",
            "STSong",
            "Songti SC",
            "Noto Serif CJK SC",
            "Noto Serif SC",
            "Gongkai Song",
        ],
        "serif",
    ),
];

/// The theme for a style sheet: `--body-face`, `--body-size` and so on, the
/// paper, and the page numbers that only paper has.
pub(super) fn properties(theme: &Theme) -> String {
    let mut css = String::from(":root {\n");
    for (name, style) in styles(theme) {
        let (face, size) = (family(theme, &style.face), rem(style.size));
        line(&mut css, format_args!("  --{name}-face: {face};\n  --{name}-size: {size};\n"));
    }
    let (paper, grid) = (&theme.page, &theme.grid);
    let body = theme.style.body.size;
    let tracking = paper.measure() / i64::from(grid.characters.max(1)) - body;
    let (ground, ink) = banner(theme);
    line(&mut css, format_args!("  --measure: {};\n", rem(paper.measure())));
    line(&mut css, format_args!("  --pitch: {};\n", rem(grid.pitch)));
    line(&mut css, format_args!("  --leading: {};\n", ratio(grid.pitch, body)));
    line(&mut css, format_args!("  --tracking: {};\n", pt(tracking)));
    line(&mut css, format_args!("  --banner: {ground};\n  --banner-ink: {ink};\n}}\n"));
    line(
        &mut css,
        format_args!(
            "@page {{\n  size: {} {};\n  margin: {} {} {} {};\n}}\n",
            pt(paper.width),
            pt(paper.height),
            pt(paper.top),
            pt(paper.right),
            pt(paper.bottom),
            pt(paper.left),
        ),
    );
    css
}

/// A style sheet that cannot leave its `style` element. Inside CSS, `<\/` says
/// the same as the sequence it replaces.
pub(super) fn contained(css: &str) -> String {
    css.replace("</", "<\\/")
}

fn styles(theme: &Theme) -> [(&'static str, &TypeStyle); 12] {
    let kinds = &theme.style;
    [
        ("title", &kinds.title),
        ("heading1", &kinds.heading1),
        ("heading2", &kinds.heading2),
        ("heading3", &kinds.heading3),
        ("heading4", &kinds.heading4),
        ("body", &kinds.body),
        ("strong", &kinds.strong),
        ("note", &kinds.note),
        ("caption", &kinds.caption),
        ("table", &kinds.table),
        ("table-head", &kinds.table_head),
        ("page-number", &kinds.page_number),
    ]
}

fn line(css: &mut String, text: std::fmt::Arguments<'_>) {
    css.write_fmt(text).expect("a String takes any text");
}

/// The face itself, its kin on other systems, the fallback, a generic family.
pub(super) fn family(theme: &Theme, face: &str) -> String {
    let name = |face: &str| theme.face.get(face).map_or(face, |face| face.name.as_str()).to_owned();
    let (face, fallback) = (name(face), name(&theme.fallback.face));
    let (kin, generic) = KIN
        .iter()
        .find(|(word, ..)| face.contains(word))
        .map_or((&[][..], "serif"), |(_, kin, generic)| (*kin, *generic));
    let mut names = vec![face.as_str()];
    for other in kin.iter().copied().chain([fallback.as_str()]) {
        if !names.contains(&other) {
            names.push(other);
        }
    }
    let quoted: Vec<_> = names.into_iter().map(string).collect();
    format!("{},{generic}", quoted.join(","))
}

/// A CSS string, with an escape for whatever could end it, or the attribute or
/// the element it stands in.
fn string(text: &str) -> String {
    let mut css = String::from("'");
    for c in text.chars() {
        match c {
            ' ' | '_' | '-' => css.push(c),
            c if c.is_alphanumeric() => css.push(c),
            c => line(&mut css, format_args!("\\{:x} ", u32::from(c))),
        }
    }
    css + "'"
}

/// Ground and ink of the banner rows. A colour that is none gives no ground.
pub(super) fn banner(theme: &Theme) -> (String, &'static str) {
    let digits = &theme.color.banner;
    match u32::from_str_radix(digits, 16) {
        Ok(rgb) if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
            (format!("#{rgb:06X}"), ink_on(rgb))
        }
        _ => ("transparent".to_owned(), "inherit"),
    }
}

/// Black or white, whichever contrasts more: at least 4.5 : 1 on any colour.
fn ink_on(rgb: u32) -> &'static str {
    if luminance(rgb) > 0.179 { "#000000" } else { "#FFFFFF" }
}

/// Relative luminance, 0 to 1 (WCAG 2.2).
fn luminance(rgb: u32) -> f64 {
    let channel = |shift: u32| {
        let share = f64::from((rgb >> shift) & 0xFF) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}

/// `16pt`, `28.95pt`
pub(super) fn pt(length: Length) -> String {
    thousandths(length.0) + "pt"
}

/// The same in rem, so that a reader's own type size counts: 1 rem is 12 pt.
fn rem(length: Length) -> String {
    thousandths((length.0 + 6).div_euclid(12)) + "rem"
}

pub(super) fn ratio(length: Length, to: Length) -> String {
    thousandths(length.0 * 1000 / to.0.max(1))
}

fn thousandths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:03}", number.abs() / 1000, number.abs() % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banner_text_can_be_read_on_any_ground() {
        for rgb in (0..=0xFF_FFFF).step_by(997) {
            let dark = luminance(rgb);
            let contrast = match ink_on(rgb) {
                "#000000" => (dark + 0.05) / 0.05,
                _ => 1.05 / (dark + 0.05),
            };
            assert!(contrast >= 4.5, "#{rgb:06X}: {contrast}");
        }
    }

    #[test]
    fn lengths_are_written_short() {
        assert_eq!(pt(Length(28_950)), "28.95pt");
        assert_eq!(pt(Length(-207)), "-0.207pt");
        assert_eq!(rem(Length::pt(12)), "1rem");
        assert_eq!(ratio(Length(28_950), Length::pt(16)), "1.809");
    }
}
