//! The page: paper, margins, grid, page numbers, the draft mark, settings.
//! GB/T 9704-2012, 5.1, 5.2 and 7.5.

use crate::layout::theme::{Length, Theme};

use super::id;
use super::xml::Element;

pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const RELATIONS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// From the type area down to the dashes of the page number (7.5).
const BELOW_TYPE_AREA: Length = Length(19_843); // 7 mm

/// Width of the type area in twips, as Word computes it from the paper.
pub(super) fn measure(theme: &Theme) -> i64 {
    let page = &theme.page;
    page.width.twips() - page.left.twips() - page.right.twips()
}

/// Width of one character of the grid.
pub(super) fn character_pitch(theme: &Theme) -> Length {
    Length(measure(theme) * 50 / i64::from(theme.grid.characters.max(1)))
}

/// What a style adds to every character of the body's size, in twips, for
/// as many characters in a line as the grid has. One twip less than that:
/// LibreOffice rounds it up.
pub(super) fn letter_spacing(theme: &Theme) -> i64 {
    let pitch = measure(theme).div_euclid(i64::from(theme.grid.characters.max(1)));
    pitch - theme.style.body.size.twips() - 1
}

/// What the grid adds to every character, in 4096ths of a point, rounded so
/// that the last character of a line still fits.
fn character_space(theme: &Theme) -> i64 {
    let pitch = (measure(theme) * 4096).div_euclid(20 * i64::from(theme.grid.characters.max(1)));
    pitch - (theme.style.body.size.0 * 4096).div_euclid(1000)
}

/// The last element of the body.
pub(super) fn section(theme: &Theme, draft: bool) -> Element<'_> {
    let page = &theme.page;
    let footer = page_number_line(theme);
    let middle = page.bottom.twips() - (BELOW_TYPE_AREA + footer / 2).twips();
    let reference = |kind, pages, id| Element::new(kind).with("w:type", pages).with("r:id", id);
    let mut section = Element::new("w:sectPr");
    if draft {
        section = section
            .child(reference("w:headerReference", "default", "header1"))
            .child(reference("w:headerReference", "even", "header2"));
    }
    section
        .child(reference("w:footerReference", "default", "footer1"))
        .child(reference("w:footerReference", "even", "footer2"))
        .child(
            Element::new("w:pgSz").with("w:w", page.width.twips()).with("w:h", page.height.twips()),
        )
        .child(
            Element::new("w:pgMar")
                .with("w:top", page.top.twips())
                .with("w:right", page.right.twips())
                .with("w:bottom", page.bottom.twips())
                .with("w:left", page.left.twips())
                .with("w:header", page.top.twips() / 2)
                .with("w:footer", middle.max(0))
                .with("w:gutter", 0),
        )
        .child(Element::new("w:cols").with("w:space", 0))
        .child(
            Element::new("w:docGrid")
                .with("w:type", "linesAndChars")
                .with("w:linePitch", theme.grid.pitch.twips())
                .with("w:charSpace", character_space(theme)),
        )
}

/// Height of the line the page number stands on.
pub(super) fn page_number_line(theme: &Theme) -> Length {
    theme.style.page_number.size * 4 / 3
}

/// `— 1 —`: on odd pages to the right, on even pages to the left, one
/// character in from the edge (7.5).
pub(super) fn footer(theme: &Theme, even: bool) -> Element<'_> {
    let character = theme.style.page_number.size.twips();
    let indent = Element::new("w:ind");
    let (indent, side) = if even {
        (indent.with("w:leftChars", 100).with("w:left", character), "left")
    } else {
        (indent.with("w:rightChars", 100).with("w:right", character), "right")
    };
    // WPS shows a field only if each of its parts has a run of its own.
    let field = |kind| Element::new("w:fldChar").with("w:fldCharType", kind);
    let words = |name, text| Element::new(name).with("xml:space", "preserve").text(text);
    let parts = [
        words("w:t", "— "),
        field("begin"),
        words("w:instrText", " PAGE "),
        field("separate"),
        words("w:t", "1"),
        field("end"),
        words("w:t", " —"),
    ];
    let look = || {
        Element::new("w:rPr")
            .child(Element::val("w:rStyle", id::PAGE_NUMBER))
            .child(Element::new("w:rFonts").with("w:hint", "eastAsia"))
    };
    let runs = parts.map(|part| Element::new("w:r").child(look()).child(part));
    Element::new("w:ftr").with("xmlns:w", NAMESPACE).child(
        Element::new("w:p")
            .child(
                Element::new("w:pPr")
                    .child(Element::val("w:pStyle", id::FOOTER))
                    .child(indent)
                    .child(Element::val("w:jc", side)),
            )
            .children(runs),
    )
}

/// 草稿 at the head of every page.
pub(super) fn draft_mark() -> Element<'static> {
    Element::new("w:hdr").with("xmlns:w", NAMESPACE).child(
        Element::new("w:p")
            .child(Element::new("w:pPr").child(Element::val("w:pStyle", id::HEADER)))
            .child(Element::new("w:r").child(Element::new("w:t").text("草稿"))),
    )
}

/// `word/settings.xml`.
pub(super) fn settings() -> Element<'static> {
    let compatible = Element::new("w:compatSetting")
        .with("w:name", "compatibilityMode")
        .with("w:uri", "http://schemas.microsoft.com/office/word")
        .with("w:val", 15);
    Element::new("w:settings")
        .with("xmlns:w", NAMESPACE)
        .child(Element::new("w:zoom").with("w:percent", 100))
        .child(Element::val("w:defaultTabStop", 420))
        .child(Element::new("w:evenAndOddHeaders"))
        .child(Element::val("w:characterSpacingControl", "compressPunctuation"))
        .child(
            Element::new("w:compat")
                .child(Element::new("w:balanceSingleByteDoubleByteWidth"))
                .child(Element::new("w:doNotExpandShiftReturn"))
                .child(Element::new("w:useFELayout"))
                .child(compatible),
        )
        .child(Element::val("w:themeFontLang", "zh-CN").with("w:eastAsia", "zh-CN"))
}
