//! Pages made by hand, for tests of what is drawn from them.

use gongkai::layout::font::Fonts;
use gongkai::layout::theme::{Length, Theme};
use gongkai::layout::{Bookmark, Element, ElementKind, Glyph, Ink, Mark, Page, Pages, Run, Scope};

/// Puts lines on pages the way the layout would.
pub(crate) struct Press {
    pub(crate) fonts: Fonts,
    pub(crate) pages: Pages,
    y: Length,
}

impl Press {
    pub(crate) fn new() -> Self {
        let theme = Theme::standard();
        let fonts = Fonts::built_in(&theme).unwrap();
        let document = Element { kind: ElementKind::Document, parent: None };
        let pages = Pages {
            paper: (theme.page.width, theme.page.height),
            pages: vec![Page::default()],
            elements: vec![document],
            bookmarks: Vec::new(),
            pictures: Vec::new(),
        };
        Self { fonts, pages, y: Length::pt(100) }
    }

    pub(crate) fn element(&mut self, kind: ElementKind, parent: usize) -> usize {
        self.pages.elements.push(Element { kind, parent: Some(parent) });
        self.pages.elements.len() - 1
    }

    pub(crate) fn page(&mut self) {
        self.pages.pages.push(Page::default());
        self.y = Length::pt(100);
    }

    pub(crate) fn mark(&mut self, element: Option<usize>, ink: Ink) {
        self.pages.pages.last_mut().unwrap().marks.push(Mark { element, ink });
    }

    /// A line of text on the next baseline; every advance is stretched.
    pub(crate) fn line(&mut self, element: Option<usize>, face: &str, text: &str) {
        self.y += Length(28_950);
        let (x, y) = (Length(79_370), self.y);
        self.at(element, face, text, (x, y), Length(207));
    }

    pub(crate) fn at(
        &mut self,
        element: Option<usize>,
        face: &str,
        text: &str,
        (x, y): (Length, Length),
        stretch: Length,
    ) {
        let size = Length::pt(16);
        let wanted = self.fonts.index(face);
        let mut reader = self.fonts.reader();
        let found: Vec<_> = text.chars().map(|c| (c, reader.glyph(wanted, c).unwrap())).collect();
        drop(reader);
        let mut x = x;
        for part in found.chunk_by(|(_, one), (_, next)| one.face == next.face) {
            let glyphs: Vec<Glyph> = part
                .iter()
                .map(|(character, glyph)| {
                    let advance = Length(glyph.advance * size.0 / 1000) + stretch;
                    Glyph { id: glyph.id, character: *character, shift: Length(0), advance }
                })
                .collect();
            let width = glyphs.iter().map(|glyph| glyph.advance).sum::<Length>();
            let face = part[0].1.face;
            let color = "000000".to_owned();
            let run = Run { face, size, x, y, color, slanted: false, glyphs };
            self.mark(element, Ink::Text(run));
            x += width;
        }
    }

    pub(crate) fn bookmark(&mut self, level: u8, text: &str) {
        let page = self.pages.pages.len() - 1;
        self.pages.bookmarks.push(Bookmark { level, text: text.to_owned(), page, y: self.y });
    }

    pub(crate) fn heading(&mut self, level: u8, text: &str) {
        self.bookmark(level, text);
        let heading = self.element(ElementKind::Heading(level), 0);
        self.line(Some(heading), "heiti", text);
    }
}

/// Two pages with one of everything.
pub(crate) fn specimen() -> Press {
    let mut press = Press::new();
    press.heading(1, "郯城县行政审批服务局2023年政府信息公开工作年度报告");
    press.heading(2, "一、总体情况");
    let paragraph = press.element(ElementKind::Paragraph, 0);
    press.line(Some(paragraph), "fangsong", "2023年，我局共公开（主动）信息312条，“一网通办”");
    press.line(Some(paragraph), "fangsong", "受理 16 件，含生僻字㛃和增补字𬇕");
    press.mark(
        None,
        Ink::Fill {
            x: Length::pt(80),
            y: Length::pt(300),
            width: Length::pt(400),
            height: Length(500),
            color: "D9E2F3".to_owned(),
        },
    );
    press.line(None, "song", "— 1 —");
    press.page();
    press.line(Some(paragraph), "fangsong", "续在第二页，止。");
    let list = press.element(ElementKind::List, 0);
    for number in ["1.", "2."] {
        let item = press.element(ElementKind::ListItem, list);
        let label = press.element(ElementKind::ListLabel, item);
        press.line(Some(label), "fangsong", number);
        let body = press.element(ElementKind::ListBody, item);
        press.line(Some(body), "fangsong", "一项工作");
    }
    press.heading(2, "二、主动公开");
    press.heading(3, "（一）情况");
    table(&mut press);
    press.line(None, "song", "— 2 —");
    press
}

fn table(press: &mut Press) {
    let summary = "第二十条第（一）项".to_owned();
    let table = press.element(ElementKind::Table { summary }, 0);
    let caption = press.element(ElementKind::Caption, table);
    press.line(Some(caption), "heiti", "主动公开情况");
    let row = press.element(ElementKind::TableRow, table);
    for (id, text) in [("c1", "信息内容"), ("c2", "本年制发件数")] {
        let header = ElementKind::TableHeader {
            id: format!("documents.{id}"),
            scope: Scope::Column,
            colspan: 1,
            rowspan: 1,
            headers: Vec::new(),
        };
        let header = press.element(header, row);
        press.line(Some(header), "heiti", text);
    }
    let row = press.element(ElementKind::TableRow, table);
    let header = ElementKind::TableHeader {
        id: "documents.rules".to_owned(),
        scope: Scope::Row,
        colspan: 1,
        rowspan: 2,
        headers: vec!["documents.c1".to_owned()],
    };
    let header = press.element(header, row);
    press.line(Some(header), "fangsong", "规章");
    for figure in ["12", ""] {
        let headers = vec!["documents.c2".to_owned(), "documents.rules".to_owned()];
        let cell = press.element(ElementKind::TableData { colspan: 1, rowspan: 1, headers }, row);
        if !figure.is_empty() {
            press.line(Some(cell), "fangsong", figure);
        }
    }
}
