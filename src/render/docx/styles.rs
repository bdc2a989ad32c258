//! `word/styles.xml` and `word/fontTable.xml`: every look has a name, so that
//! a clerk can go on writing in Word or WPS and change it in one place.
//!
//! Styles Word knows keep its English names; it shows them in the language of
//! its user (标题 1, 正文, 页脚) and finds the headings for its navigation pane.

use crate::layout::theme::{Length, Theme, TypeStyle};

use super::id;
use super::page::{self, NAMESPACE, character_pitch};
use super::xml::{Element, Node};

/// Between the rules of a table and the words, in twips: beside them 1 mm, so
/// that a column of table four holds two characters of 五号; above and below
/// 0.5 mm, so that table three and its heading fit on one page.
pub(super) const CELL_MARGIN: (i64, i64) = (57, 28);

/// The colour of 草稿, so that nobody takes it for the title.
const DRAFT_RED: &str = "C00000";

/// The style sheet.
pub(super) fn sheet(theme: &Theme) -> Element<'_> {
    let of = &theme.style;
    let normal = Element::new("w:style")
        .with("w:type", "paragraph")
        .with("w:default", 1)
        .with("w:styleId", "Normal")
        .child(Element::val("w:name", "Normal"))
        .child(Element::new("w:qFormat"))
        .child(Element::new("w:pPr").children([exactly(of.body.size, theme), aligned("both")]))
        .child(face(theme, &of.body));
    Element::new("w:styles")
        .with("xmlns:w", NAMESPACE)
        .child(defaults(theme))
        .child(normal)
        .children(headings(theme))
        .children(running(theme))
        .children(small_print(theme))
        .child(character(theme, id::STRONG, "Emphasis", &of.strong))
        .child(character(theme, id::LEAD, "导语", &of.heading2))
        .child(character(theme, id::PAGE_NUMBER, "page number", &of.page_number))
        .child(table(theme))
}

/// The title and four levels of headings; running text follows them.
fn headings(theme: &Theme) -> Vec<Element<'_>> {
    let style = &theme.style.title;
    let pitch = theme.grid.pitch.twips();
    let space = exactly(style.size, theme).with("w:before", 2 * pitch).with("w:after", pitch);
    let look = [keep_next(), Element::new("w:keepLines"), space, aligned("center")];
    let mut styles = vec![paragraph(theme, id::TITLE, "Title", id::BODY, style, look)];
    styles.extend((0u8..4).zip(id::HEADINGS).map(|(level, id)| {
        let style = theme.style.heading(level + 1);
        let look = [
            keep_next(),
            Element::new("w:keepLines"),
            exactly(style.size, theme),
            indent(theme),
            Element::val("w:outlineLvl", level),
        ];
        paragraph(theme, id, &format!("heading {}", level + 1), id::BODY, style, look)
    }));
    styles
}

/// Running text, lists, pictures, captions, organ and date.
fn running(theme: &Theme) -> [Element<'_>; 5] {
    let of = &theme.style;
    let pitch = theme.grid.pitch.twips();
    let shift = character_pitch(theme).twips() * 4;
    let natural = Element::new("w:spacing").with("w:line", 240).with("w:lineRule", "auto");
    let signature = [
        Element::new("w:keepLines"),
        exactly(of.body.size, theme).with("w:before", pitch),
        Element::new("w:ind").with("w:rightChars", 400).with("w:right", shift),
        Element::new("w:contextualSpacing"),
        aligned("right"),
    ];
    let caption = [exactly(of.caption.size, theme), aligned("center")];
    let picture = [keep_next(), natural, aligned("center")];
    [
        paragraph(theme, id::BODY, "正文首行缩进", id::BODY, &of.body, [indent(theme)]),
        paragraph(theme, id::LIST, "编号段落", id::LIST, &of.body, [indent(theme)]),
        paragraph(theme, id::PICTURE, "图片", id::CAPTION, &of.body, picture),
        paragraph(theme, id::CAPTION, "caption", id::BODY, &of.caption, caption),
        paragraph(theme, id::SIGNATURE, "Signature", id::SIGNATURE, &of.body, signature),
    ]
}

/// Tables, their notes, and what stands outside the type area.
fn small_print(theme: &Theme) -> [Element<'_>; 6] {
    let of = &theme.style;
    let note = [tight(of.note.size)];
    let text = [tight(of.table.size), aligned("left")];
    let figure = [tight(of.table.size), aligned("center")];
    let head = [tight(of.table_head.size), aligned("center")];
    let mark = [exactly(of.title.size, theme), aligned("center")];
    let number = [tight(of.page_number.size), aligned("left")];
    let mut mark = paragraph(theme, id::HEADER, "header", id::HEADER, &of.title, mark);
    for look in mark.elements_mut().filter(|child| child.name == "w:rPr") {
        look.children.push(Node::Element(Element::val("w:color", DRAFT_RED)));
    }
    [
        paragraph(theme, id::NOTE, "表注", id::BODY, &of.note, note),
        paragraph(theme, id::TABLE_TEXT, "表格文字", id::TABLE_TEXT, &of.table, text),
        paragraph(theme, id::TABLE_FIGURE, "表格数字", id::TABLE_FIGURE, &of.table, figure),
        paragraph(theme, id::TABLE_HEAD, "表格表头", id::TABLE_HEAD, &of.table_head, head),
        mark,
        paragraph(theme, id::FOOTER, "footer", id::FOOTER, &of.page_number, number),
    ]
}

fn keep_next() -> Element<'static> {
    Element::new("w:keepNext")
}

fn aligned(side: &'static str) -> Element<'static> {
    Element::val("w:jc", side)
}

/// Two characters in on the first line.
fn indent(theme: &Theme) -> Element<'static> {
    let width = character_pitch(theme).twips() * 2;
    Element::new("w:ind").with("w:firstLineChars", 200).with("w:firstLine", width)
}

/// Lines on the grid.
fn exactly(size: Length, theme: &Theme) -> Element<'static> {
    let line = size.max(theme.grid.pitch).twips();
    Element::new("w:spacing").with("w:line", line).with("w:lineRule", "exact")
}

/// Lines a third higher than the type, whatever the font says of itself.
fn tight(size: Length) -> Element<'static> {
    Element::new("w:spacing").with("w:line", tight_line(size)).with("w:lineRule", "exact")
}

/// From one line of a table to the next, in twips.
pub(super) fn tight_line(size: Length) -> i64 {
    (size * 4 / 3).twips()
}

/// Fonts, language and line breaking of everything.
fn defaults(theme: &Theme) -> Element<'_> {
    let language =
        Element::val("w:lang", "zh-CN").with("w:eastAsia", "zh-CN").with("w:bidi", "ar-SA");
    let run = face(theme, &theme.style.body).child(Element::val("w:snapToGrid", 0)).child(language);
    // Latin words and numbers stay whole, and no space is put around them;
    // no line begins with a closing mark, which may hang into the margin.
    let paragraph = Element::new("w:pPr").children([
        Element::new("w:widowControl"),
        Element::new("w:kinsoku"),
        Element::new("w:wordWrap"),
        Element::new("w:overflowPunct"),
        Element::val("w:autoSpaceDE", 0),
        Element::val("w:autoSpaceDN", 0),
        Element::val("w:snapToGrid", 0),
    ]);
    Element::new("w:docDefaults")
        .child(Element::new("w:rPrDefault").child(run))
        .child(Element::new("w:pPrDefault").child(paragraph))
}

/// A paragraph style: its looks, and the style of the paragraph after it.
fn paragraph<'a>(
    theme: &'a Theme,
    id: &str,
    name: &str,
    next: &str,
    style: &TypeStyle,
    look: impl IntoIterator<Item = Element<'a>>,
) -> Element<'a> {
    let mut element = Element::new("w:style")
        .with("w:type", "paragraph")
        .with("w:styleId", id)
        .child(Element::val("w:name", name));
    if let Some(aliases) = aliases(id) {
        element = element.child(Element::val("w:aliases", aliases));
    }
    element
        .child(Element::val("w:basedOn", "Normal"))
        .child(Element::val("w:next", next))
        .child(Element::new("w:qFormat"))
        .child(Element::new("w:pPr").children(look))
        .child(face(theme, style))
}

/// What official documents call some of Word's own styles.
fn aliases(id: &str) -> Option<&'static str> {
    match id {
        id::SIGNATURE => Some("落款"),
        id::CAPTION => Some("图题,表题"),
        _ => None,
    }
}

/// A run keeps the size of its paragraph, in a note too, unless the theme
/// wants another than the body's.
fn character<'a>(theme: &'a Theme, id: &str, name: &str, style: &TypeStyle) -> Element<'a> {
    let mut look = Element::new("w:rPr").child(fonts_of(theme, style));
    if style.size != theme.style.body.size {
        look = look.children(sizes(style));
    }
    Element::new("w:style")
        .with("w:type", "character")
        .with("w:styleId", id)
        .child(Element::val("w:name", name))
        .child(Element::new("w:qFormat"))
        .child(look)
}

fn table(theme: &Theme) -> Element<'_> {
    let rules = ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"];
    let rules = rules.map(|side| {
        Element::val(side, "single").with("w:sz", 4).with("w:space", 0).with("w:color", "auto")
    });
    let (beside, above) = CELL_MARGIN;
    let margins = [("w:top", above), ("w:left", beside), ("w:bottom", above), ("w:right", beside)]
        .map(|(side, width)| Element::new(side).with("w:w", width).with("w:type", "dxa"));
    Element::new("w:style")
        .with("w:type", "table")
        .with("w:styleId", id::TABLE)
        .child(Element::val("w:name", "年报表格"))
        .child(Element::new("w:qFormat"))
        .child(face(theme, &theme.style.table))
        .child(
            Element::new("w:tblPr")
                .child(Element::new("w:tblInd").with("w:w", 0).with("w:type", "dxa"))
                .child(Element::new("w:tblBorders").children(rules))
                .child(Element::new("w:tblCellMar").children(margins)),
        )
        .child(Element::new("w:tcPr").child(Element::val("w:vAlign", "center")))
}

/// Face and size; the same face for Chinese, Latin and all other scripts.
///
/// Text of the body's size is set to the grid by letter spacing: 28 characters
/// of 16 pt are wider than the type area. The document grid says the same, but
/// LibreOffice gives two cells to a character wider than one, so no style
/// snaps to it.
fn face<'a>(theme: &'a Theme, style: &TypeStyle) -> Element<'a> {
    let on_grid = style.size == theme.style.body.size;
    let squeeze = if on_grid { page::letter_spacing(theme) } else { 0 };
    Element::new("w:rPr")
        .child(fonts_of(theme, style))
        .child(Element::val("w:spacing", squeeze))
        .children(sizes(style))
}

fn fonts_of<'a>(theme: &'a Theme, style: &TypeStyle) -> Element<'a> {
    let name = theme.face.get(&style.face).map_or(style.face.as_str(), |face| &face.name);
    ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"]
        .into_iter()
        .fold(Element::new("w:rFonts"), |fonts, script| fonts.with(script, name))
}

fn sizes(style: &TypeStyle) -> [Element<'static>; 2] {
    ["w:sz", "w:szCs"].map(|name| Element::val(name, style.size.half_points()))
}

/// The fonts, each with the name newer systems have it under: Windows has had
/// 仿宋 and 楷体 in place of 仿宋_GB2312 and 楷体_GB2312 since Vista.
pub(super) fn fonts(theme: &Theme) -> Element<'_> {
    let mut names: Vec<&str> = theme.face.values().map(|face| face.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let fonts = names.into_iter().map(|name| {
        let mut font = Element::new("w:font").with("w:name", name);
        if let Some(other) = name.strip_suffix("_GB2312") {
            font = font.child(Element::val("w:altName", other));
        }
        font.child(Element::val("w:charset", "86")).child(Element::val("w:family", "auto"))
    });
    Element::new("w:fonts").with("xmlns:w", NAMESPACE).children(fonts)
}
