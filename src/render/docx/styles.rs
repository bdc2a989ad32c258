//! `word/styles.xml` and `word/fontTable.xml`: every look has a name, so that
//! a clerk can go on writing in Word or WPS and change it in one place.
//!
//! Styles Word knows keep its English names; it shows them in the language of
//! its user (标题 1, 正文, 页脚) and finds the headings for its navigation pane.

use crate::theme::{Length, Theme, TypeStyle};

use super::page::{self, NAMESPACE, character_pitch};
use super::xml::Element;

/// Ids of the styles the body uses.
pub(super) mod id {
    pub(crate) const TITLE: &str = "Title";
    pub(crate) const HEADINGS: [&str; 4] = ["Heading1", "Heading2", "Heading3", "Heading4"];
    pub(crate) const BODY: &str = "BodyIndent";
    pub(crate) const LIST: &str = "ListItem";
    pub(crate) const NOTE: &str = "TableNote";
    pub(crate) const SIGNATURE: &str = "Signature";
    pub(crate) const CAPTION: &str = "Caption";
    pub(crate) const PICTURE: &str = "Picture";
    pub(crate) const TABLE: &str = "ReportTable";
    pub(crate) const TABLE_TEXT: &str = "TableText";
    pub(crate) const TABLE_FIGURE: &str = "TableFigure";
    pub(crate) const TABLE_HEAD: &str = "TableHead";
    pub(crate) const STRONG: &str = "Emphasis";
    pub(crate) const LEAD: &str = "Lead";
    pub(crate) const HEADER: &str = "Header";
    pub(crate) const FOOTER: &str = "Footer";
    pub(crate) const PAGE_NUMBER: &str = "PageNumber";
}

/// Space between a rule of a table and the words beside it, in twips: 1 mm,
/// so that a column of table four holds two characters of 五号.
const CELL_MARGIN: i64 = 57;

/// The style sheet.
pub(super) fn sheet(theme: &Theme) -> Element<'_> {
    let of = &theme.style;
    let indent = || {
        let width = character_pitch(theme).twips() * 2;
        Element::new("w:ind").with("w:firstLineChars", 200).with("w:firstLine", width)
    };
    let none = || Element::new("w:ind").with("w:firstLineChars", 0).with("w:firstLine", 0);
    let exactly = |size: Length| {
        let line = size.max(theme.grid.pitch).twips();
        Element::new("w:spacing").with("w:line", line).with("w:lineRule", "exact")
    };
    let small = |size: Length| {
        let line = (size * 4 / 3).twips();
        Element::new("w:spacing").with("w:line", line).with("w:lineRule", "exact")
    };
    let centred = || Element::val("w:jc", "center");
    let keep = || [Element::new("w:keepNext"), Element::new("w:keepLines")];
    let pitch = theme.grid.pitch.twips();
    let shift = character_pitch(theme).twips() * 4;

    let headings = (0u8..4).zip(id::HEADINGS).map(|(level, id)| {
        let style = of.heading(level + 1);
        let outline = Element::val("w:outlineLvl", level);
        let look = keep().into_iter().chain([exactly(style.size), indent(), outline]);
        let name = format!("heading {}", level + 1);
        Paragraph { id, name: &name, next: id::BODY, based: true }.define(theme, style, look)
    });
    let headings: Vec<_> = headings.collect();
    let paragraph = |id, name, style, look: Vec<Element<'static>>| {
        Paragraph { id, name, next: id, based: true }.define(theme, style, look)
    };

    Element::new("w:styles")
        .with("xmlns:w", NAMESPACE)
        .child(defaults(theme))
        .child(
            Paragraph { id: "Normal", name: "Normal", next: "Normal", based: false }
                .define(theme, &of.body, [exactly(of.body.size), Element::val("w:jc", "both")])
                .with("w:default", 1),
        )
        .child(Paragraph { id: id::TITLE, name: "Title", next: id::BODY, based: true }.define(
            theme,
            &of.title,
            keep().into_iter().chain([
                exactly(of.title.size).with("w:before", pitch).with("w:after", pitch),
                centred(),
            ]),
        ))
        .children(headings)
        .child(paragraph(id::BODY, "正文首行缩进", &of.body, vec![indent()]))
        .child(paragraph(id::LIST, "编号段落", &of.body, vec![indent()]))
        .child(paragraph(id::NOTE, "表注", &of.note, vec![small(of.note.size)]))
        .child(paragraph(
            id::SIGNATURE,
            "Signature",
            &of.body,
            vec![
                Element::new("w:keepLines"),
                exactly(of.body.size).with("w:before", pitch),
                Element::new("w:ind").with("w:rightChars", 400).with("w:right", shift),
                Element::new("w:contextualSpacing"),
                Element::val("w:jc", "right"),
            ],
        ))
        .child(paragraph(
            id::CAPTION,
            "caption",
            &of.caption,
            vec![exactly(of.caption.size), centred()],
        ))
        .child(paragraph(
            id::PICTURE,
            "图片",
            &of.body,
            vec![
                Element::new("w:keepNext"),
                Element::new("w:spacing").with("w:line", 240).with("w:lineRule", "auto"),
                centred(),
            ],
        ))
        .child(paragraph(
            id::TABLE_TEXT,
            "表格文字",
            &of.table,
            vec![small(of.table.size), none(), Element::val("w:jc", "left")],
        ))
        .child(paragraph(
            id::TABLE_FIGURE,
            "表格数字",
            &of.table,
            vec![small(of.table.size), none(), centred()],
        ))
        .child(paragraph(
            id::TABLE_HEAD,
            "表格表头",
            &of.table_head,
            vec![small(of.table_head.size), none(), centred()],
        ))
        .child(paragraph(id::HEADER, "header", &of.title, vec![exactly(of.title.size), centred()]))
        .child(paragraph(
            id::FOOTER,
            "footer",
            &of.page_number,
            vec![small(of.page_number.size), Element::val("w:jc", "left")],
        ))
        .child(
            Element::new("w:style")
                .with("w:type", "character")
                .with("w:default", 1)
                .with("w:styleId", "DefaultParagraphFont")
                .child(Element::val("w:name", "Default Paragraph Font"))
                .child(Element::val("w:uiPriority", 1))
                .child(Element::new("w:semiHidden"))
                .child(face(theme, &of.body)),
        )
        .child(character(id::STRONG, "Emphasis", face(theme, &of.strong)))
        .child(character(id::LEAD, "导语", face(theme, &of.heading2)))
        .child(character(id::PAGE_NUMBER, "page number", face(theme, &of.page_number)))
        .child(
            Element::new("w:style")
                .with("w:type", "table")
                .with("w:default", 1)
                .with("w:styleId", "TableNormal")
                .child(Element::val("w:name", "Normal Table"))
                .child(Element::val("w:uiPriority", 99))
                .child(Element::new("w:semiHidden"))
                .child(face(theme, &of.table)),
        )
        .child(table(theme))
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

/// Name and relations of a paragraph style.
struct Paragraph<'n> {
    id: &'static str,
    name: &'n str,
    next: &'static str,
    based: bool,
}

impl Paragraph<'_> {
    fn define<'a>(
        self,
        theme: &'a Theme,
        style: &TypeStyle,
        look: impl IntoIterator<Item = Element<'a>>,
    ) -> Element<'a> {
        let mut element = Element::new("w:style")
            .with("w:type", "paragraph")
            .with("w:styleId", self.id)
            .child(Element::val("w:name", self.name));
        if let Some(aliases) = aliases(self.id) {
            element = element.child(Element::val("w:aliases", aliases));
        }
        if self.based {
            element = element.child(Element::val("w:basedOn", "Normal"));
        }
        element
            .child(Element::val("w:next", self.next))
            .child(Element::new("w:qFormat"))
            .child(Element::new("w:pPr").children(look))
            .child(face(theme, style))
    }
}

/// What official documents call some of Word's own styles.
fn aliases(id: &str) -> Option<&'static str> {
    match id {
        id::SIGNATURE => Some("落款"),
        id::CAPTION => Some("图题,表题"),
        _ => None,
    }
}

fn character<'a>(id: &str, name: &str, face: Element<'a>) -> Element<'a> {
    Element::new("w:style")
        .with("w:type", "character")
        .with("w:styleId", id)
        .child(Element::val("w:name", name))
        .child(Element::val("w:basedOn", "DefaultParagraphFont"))
        .child(Element::new("w:qFormat"))
        .child(face)
}

fn table(theme: &Theme) -> Element<'_> {
    let rules = ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"];
    let rules = rules.map(|side| {
        Element::val(side, "single").with("w:sz", 4).with("w:space", 0).with("w:color", "auto")
    });
    let margins = ["w:top", "w:left", "w:bottom", "w:right"]
        .map(|side| Element::new(side).with("w:w", CELL_MARGIN).with("w:type", "dxa"));
    Element::new("w:style")
        .with("w:type", "table")
        .with("w:styleId", id::TABLE)
        .child(Element::val("w:name", "年报表格"))
        .child(Element::val("w:basedOn", "TableNormal"))
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
    let name = theme.face.get(&style.face).map_or(style.face.as_str(), |face| &face.name);
    let fonts = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"]
        .into_iter()
        .fold(Element::new("w:rFonts"), |fonts, script| fonts.with(script, name));
    let on_grid = style.size == theme.style.body.size;
    let squeeze = if on_grid { page::letter_spacing(theme) } else { 0 };
    Element::new("w:rPr")
        .child(fonts)
        .child(Element::val("w:spacing", squeeze))
        .child(Element::val("w:sz", style.size.half_points()))
        .child(Element::val("w:szCs", style.size.half_points()))
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
