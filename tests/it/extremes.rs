//! What no report should hold and one will: each gives good pages in every
//! format, or an error that says what is wrong and where.

use std::fmt::Write as _;
use std::sync::Arc;

use gongkai::data::Tree;
use gongkai::document::Document;
use gongkai::document::template;
use gongkai::law::Law;
use gongkai::layout::{ElementKind, Ink, LayoutError, Pages, lay_out};
use gongkai::render;
use gongkai::report::{Attachments, Report};
use gongkai::rules::{self, Input};

use crate::support::data::source;
use crate::support::look::{FONTS, THEME, look};

const EXAMPLE: &str = include_str!("../../examples/tancheng-2023/data.toml");

/// The example with something in it changed.
fn changed(from: &str, to: &str) -> String {
    assert!(EXAMPLE.contains(from), "{from}");
    EXAMPLE.replacen(from, to, 1)
}

/// The example with a paragraph added.
fn with(paragraph: &str) -> String {
    changed("problems = \"\"\"\n", &format!("problems = \"\"\"\n{paragraph}\n\n"))
}

/// What every format draws, and the rules that found something.
fn drafted(text: &str, pictures: &[(&str, Vec<u8>)]) -> (Document, Vec<String>) {
    let source = source(text);
    let tree = Tree::parse(&source);
    let mut attachments = Attachments::default();
    for (name, bytes) in pictures {
        attachments.pictures.insert((*name).to_owned(), Arc::from(bytes.as_slice()));
    }
    let report = Report::read(&source, &tree, &attachments, Law::shipped()).unwrap();
    let document = template::document(&report, template::STANDARD, false).unwrap();
    let printed = template::printed(&document);
    let outcome = rules::check(&Input { report: &report, last: None, printed: Some(&printed) });
    (document, outcome.findings.into_iter().map(|finding| finding.rule).collect())
}

/// Lays a document out, draws it in every format, and makes sure that
/// everything but the page numbers lies in the type area.
fn drawn(document: &Document) -> Pages {
    for renderer in render::ALL {
        assert!(!renderer.render(document, look()).unwrap().is_empty(), "{}", renderer.name());
    }
    let pages = lay_out(document, &THEME, &FONTS).unwrap();
    let page = &THEME.page;
    let (left, right) = (page.left.0, page.width.0 - page.right.0);
    let (top, bottom) = (page.top.0, page.height.0 - page.bottom.0);
    for mark in pages.pages.iter().flat_map(|page| &page.marks) {
        let [x, y, end, below] = match &mark.ink {
            Ink::Text(run) if mark.element.is_none() && run.y.0 > bottom => continue,
            Ink::Text(run) => {
                let width: i64 = run.glyphs.iter().map(|glyph| glyph.advance.0).sum();
                let (up, down) = (run.size.0 * 88 / 100, run.size.0 * 12 / 100);
                [run.x.0, run.y.0 - up, run.x.0 + width, run.y.0 + down - 1]
            }
            Ink::Fill { x, y, width, height, .. } | Ink::Picture { x, y, width, height, .. } => {
                [x.0, y.0, x.0 + width.0, y.0 + height.0]
            }
        };
        assert!(x >= left && end <= right && y >= top && below <= bottom, "{mark:?}");
    }
    pages
}

/// All glyphs in drawing order.
fn characters(pages: &Pages) -> String {
    let marks = pages.pages.iter().flat_map(|page| &page.marks);
    let runs = marks.filter_map(|mark| match &mark.ink {
        Ink::Text(run) if mark.element.is_some() => Some(run),
        _ => None,
    });
    runs.flat_map(|run| &run.glyphs).map(|glyph| glyph.character).collect()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut data = Vec::new();
    let encoder = png::Encoder::new(&mut data, width, height);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![200; usize::try_from(width * height).unwrap()]).unwrap();
    writer.finish().unwrap();
    data
}

#[test]
fn a_cell_of_text_is_set_whole_or_refused() {
    let typed = |length: usize| {
        let text: String = "公开政府信息，便民服务。".chars().cycle().take(length).collect();
        (drafted(&changed("licences = 42975", &format!("licences = \"{text}\"")), &[]), text)
    };
    let ((document, _), text) = typed(1_900);
    assert!(characters(&drawn(&document)).contains(&text));
    let ((document, rules), text) = typed(3_000);
    assert!(rules.iter().any(|rule| rule == "FILE-LENGTH"), "{rules:?}");
    assert!(!characters(&drawn(&document)).contains(&text[..300]));
}

#[test]
fn a_paragraph_of_pages_is_set_whole() {
    for text in ["公开政府信息、便民服务，".repeat(250), "公".repeat(3_000), "，".repeat(300)]
    {
        let (document, _) = drafted(&with(&text), &[]);
        assert!(characters(&drawn(&document)).contains(&text));
    }
}

#[test]
fn words_wider_than_the_line_are_broken() {
    for word in ["Abcdefghij".repeat(6), "x".repeat(600)] {
        let (document, _) = drafted(&with(&format!("网址为{word}。")), &[]);
        assert!(characters(&drawn(&document)).contains(&word));
        let cell = format!("licences = \"{word}\"");
        let (document, _) = drafted(&changed("licences = 42975", &cell), &[]);
        assert!(characters(&drawn(&document)).contains(&word));
    }
}

#[test]
fn pictures_of_any_shape_fit_and_stay_with_their_heading() {
    for (width, height) in [(20_000, 10), (10, 20_000), (1, 1)] {
        let text = with("![示意图](bar.png)");
        let (document, _) = drafted(&text, &[("bar.png", png(width, height))]);
        let pages = drawn(&document);
        let figure = pages.elements.iter().find_map(|element| match &element.kind {
            ElementKind::Figure { page, bounds, .. } => Some((*page, *bounds)),
            _ => None,
        });
        let (page, [x, y, end, below]) = figure.unwrap();
        assert!(end > x && below > y, "{width}×{height}");
        let heading = pages.bookmarks.iter().find(|bookmark| bookmark.text.starts_with("五、"));
        assert_eq!(heading.unwrap().page, page, "{width}×{height}");
    }
}

#[test]
fn characters_without_a_glyph_are_named_with_their_place() {
    for (text, character) in
        [("工作很好😀。", '😀'), ("姓𠮷。", '𠮷'), ("阿拉伯文م。", 'م'), ("希伯来文ש。", 'ש')]
    {
        let text = with(text);
        let (document, _) = drafted(&text, &[]);
        let Err(LayoutError::Missing(missing)) = lay_out(&document, &THEME, &FONTS) else {
            panic!("{character} was set");
        };
        let [(found, Some(place))] = missing.as_slice() else { panic!("{missing:?}") };
        assert_eq!((*found, &text[place.range()]), (character, character.to_string().as_str()));
    }
}

#[test]
fn rare_characters_of_the_general_list_are_set() {
    let text = "人名地名用字：𠅤、𡐓、𫇭、𬱖、㛃、䶮。";
    let (document, _) = drafted(&with(text), &[]);
    assert!(characters(&drawn(&document)).contains(text));
}

#[test]
fn characters_that_are_not_seen_are_not_drawn() {
    let text =
        "零\u{200B}宽\u{200D}字\u{200C}符\u{FEFF}在\u{2060}此，\u{202E}反向\u{202C}。\u{200F}";
    let (document, _) = drafted(&with(text), &[]);
    assert!(characters(&drawn(&document)).contains("零宽字符在此，反向。"));
}

#[test]
fn a_title_of_three_hundred_characters_is_set_whole() {
    let name = "郯城县行政审批服务局及所属单位".repeat(20);
    let (document, _) =
        drafted(&changed("name = \"郯城县行政审批服务局", &format!("name = \"{name}")), &[]);
    assert!(document.title.chars().count() > 300);
    assert!(characters(&drawn(&document)).starts_with(&document.title));
}

#[test]
fn twelve_digits_in_every_cell_of_table_four_stay_whole() {
    let mut text = String::new();
    for line in EXAMPLE.lines() {
        let row = ["review ", "direct_suit ", "suit_after_review "];
        match line.split_once('=') {
            Some((key, rest)) if row.iter().any(|row| key.starts_with(row)) => {
                let figures = rest.replace('0', "999999999999");
                writeln!(text, "{key}={figures}").unwrap();
            }
            _ => writeln!(text, "{line}").unwrap(),
        }
    }
    let (document, _) = drafted(&text, &[]);
    let set = characters(&drawn(&document));
    assert_eq!(set.matches("999999999999").count(), 12);
    assert_eq!(set.matches("3999999999996").count(), 3);
}
