//! A whole report, from the document to the file.

use std::sync::Arc;

use gongkai::document::{Block, CellRole, Document as Report, plain};
use gongkai::layout::font::{FontFile, Fonts};
use gongkai::layout::theme::Theme;
use gongkai::render::{Look, RenderError, by_name};
use lopdf::Document;

use super::structure::Walk;
use crate::support::document::{body, document, report};
use crate::support::pdf::{self, Shown, texts};

pub(crate) fn render(report: &Report) -> Result<Vec<u8>, RenderError> {
    let theme = Theme::standard();
    let fonts = Fonts::built_in(&theme).unwrap();
    render_with(report, &theme, &fonts)
}

fn render_with(report: &Report, theme: &Theme, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    by_name("pdf").unwrap().render(report, Look { theme, fonts, page: "", style: "" })
}

/// The words of each cell of the file, in order, with the tag of the cell.
fn cells(file: &Document, texts: &[Shown]) -> Vec<(String, String)> {
    let walk = Walk::new(file);
    let cells = walk.order.iter().filter(|(tag, _)| tag == "TH" || tag == "TD");
    let words = cells.map(|(tag, cell)| {
        let mine = texts.iter().filter(|text| {
            let mark = text.mark.as_ref().and_then(|(_, mark)| *mark);
            let owner = mark.and_then(|mark| walk.content.get(&(text.page, mark)));
            owner.is_some_and(|owner| std::ptr::eq(file.get_dictionary(*owner).unwrap(), *cell))
        });
        (tag.clone(), mine.map(|text| text.text.as_str()).collect())
    });
    words.collect()
}

#[test]
fn every_cell_is_in_its_place_in_the_structure() {
    let report = report();
    let file = Document::load_mem(&render(&report).unwrap()).unwrap();
    let tables = report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let wanted: Vec<(String, String)> = tables
        .flat_map(|table| table.rows.iter().flat_map(|row| &row.cells))
        .map(|cell| {
            let tag = if cell.role == CellRole::Data { "TD" } else { "TH" };
            (tag.to_owned(), cell.text.clone())
        })
        .collect();
    let found = cells(&file, &texts(&file));
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(found.1, wanted.1);
        // The layout may make a corner a data cell.
        assert!(found.0 == wanted.0 || wanted.0 == "TH", "{found:?} {wanted:?}");
    }
}

#[test]
fn all_words_come_in_reading_order() {
    let report = report();
    let mut wanted = report.title.clone();
    for block in &report.blocks {
        match block {
            Block::Heading(heading) => wanted += &plain(&heading.text),
            Block::Paragraph(paragraph) => wanted += &plain(&paragraph.text),
            Block::Table(table) => {
                wanted
                    .extend(table.rows.iter().flat_map(|row| &row.cells).map(|c| c.text.as_str()));
            }
            Block::List { .. } | Block::Picture(_) => unreachable!("the report has none"),
        }
    }
    let file = Document::load_mem(&render(&report).unwrap()).unwrap();
    let content = texts(&file)
        .into_iter()
        .filter(|text| text.mark.as_ref().is_some_and(|(tag, _)| tag != "Artifact"));
    let found: String = content.map(|text| text.text).collect();
    assert_eq!(found, wanted);
}

#[test]
fn a_report_is_small_and_always_the_same() {
    let report = report();
    let first = render(&report).unwrap();
    assert!(first.len() < 400_000, "{} bytes", first.len());
    assert!(first == render(&report).unwrap());
}

#[test]
fn the_draft_mark_is_slanted_and_no_content() {
    let report = Report { draft: true, ..report() };
    let file = Document::load_mem(&render(&report).unwrap()).unwrap();
    let pages = pdf::pages(&file).len();
    let texts = texts(&file);
    let marks: Vec<_> = texts.iter().filter(|text| text.text == "草稿").collect();
    assert_eq!(marks.len(), pages);
    for mark in marks {
        assert_eq!(mark.mark, Some(("Artifact".to_owned(), None)));
        let across = mark.edges[1] - mark.edges[0];
        assert!((across / mark.size - 0.707).abs() < 0.3, "{across} of {}", mark.size);
    }
}

#[test]
fn a_character_without_a_glyph_is_named() {
    let error = render(&document(vec![body("一个\u{10FFFD}字")])).unwrap_err().to_string();
    assert!(error.contains("U+10FFFD"), "{error}");
}

#[test]
fn a_damaged_font_is_an_error() {
    let theme = Theme::standard();
    let whole = Fonts::built_in(&theme).unwrap();
    let whole = whole.faces()[whole.index("fangsong")].data().to_vec();
    let name = theme.face["fangsong"].file.clone();
    let mut refused = 0;
    for tenth in 1..10 {
        let data: Arc<[u8]> = whole[..whole.len() * tenth / 10].into();
        let file = FontFile { name: name.clone(), data };
        let Ok(fonts) = Fonts::new(&theme, &[file]) else { continue };
        if let Err(error) = render_with(&report(), &theme, &fonts) {
            refused += 1;
            let said = error.to_string();
            assert!(said.contains(&name), "{said}");
            let said = said.replace(&name, "").replace("PDF", "");
            assert!(!said.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
        }
    }
    assert!(refused > 0, "none of them is damaged enough");
}
