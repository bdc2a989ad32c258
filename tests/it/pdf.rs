//! The PDF as a reader finds it.

mod metadata;
mod pictures;
mod report;
mod specimen;
mod structure;

use std::collections::{BTreeMap, BTreeSet};

use gongkai::document::Properties;
use gongkai::layout::theme::Length;
use gongkai::layout::{ElementKind, Glyph, Ink};
use gongkai::render::pdf::write;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, decode_text_string};

use self::specimen::{Press, specimen};
use crate::support::pdf::{self, get, resolve, texts};

const TITLE: &str = "郯城县行政审批服务局2023年政府信息公开工作年度报告";

fn properties() -> Properties {
    Properties {
        author: "郯城县行政审批服务局".to_owned(),
        identifiers: vec![("索引号".to_owned(), "tancheng-2024-0001".to_owned())],
        date: Some((2024, 1, 9)),
        description: "按照《条例》第五十条 <编制> & 公布".to_owned(),
    }
}

fn bytes(press: &Press) -> Vec<u8> {
    write(&press.pages, &press.fonts, &properties(), TITLE).unwrap()
}

fn file(press: &Press) -> Document {
    Document::load_mem(&bytes(press)).unwrap()
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let press = specimen();
    let first = bytes(&press);
    assert!(first.starts_with(b"%PDF-1.7"));
    assert!(first == bytes(&press));
    let other = write(&press.pages, &press.fonts, &Properties::default(), TITLE).unwrap();
    let id = |bytes: &[u8]| format!("{:?}", Document::load_mem(bytes).unwrap().trailer.get(b"ID"));
    assert_ne!(id(&first), id(&other));
}

#[test]
fn every_glyph_is_where_the_layout_put_it() {
    let press = specimen();
    let file = file(&press);
    let mut texts = texts(&file).into_iter();
    for (index, page) in press.pages.pages.iter().enumerate() {
        for mark in &page.marks {
            let Ink::Text(run) = &mark.ink else { continue };
            let text = texts.next().unwrap();
            assert_eq!(text.page, index);
            assert_eq!(
                text.text,
                run.glyphs.iter().map(|glyph| glyph.character).collect::<String>()
            );
            assert!((text.y - run.y.points()).abs() < 0.001, "{text:?}");
            let mut wanted = run.x;
            for (glyph, edge) in run.glyphs.iter().zip(&text.edges) {
                let off = (edge - (wanted + glyph.shift).points()).abs();
                assert!(off < 0.005, "{off} pt at {glyph:?}");
                wanted += glyph.advance;
            }
        }
    }
    assert_eq!(texts.next(), None);
}

#[test]
fn numbers_have_at_most_three_decimals() {
    let file = file(&specimen());
    for page in pdf::pages(&file) {
        let content = String::from_utf8(file.get_page_content(page)).unwrap();
        let numbers = content.split(|c: char| !c.is_ascii_digit() && c != '.');
        let decimals: Vec<_> = numbers.filter_map(|number| number.split_once('.')).collect();
        assert!(!decimals.is_empty());
        for number in decimals {
            assert!(number.1.len() <= 3, "{number:?}");
        }
    }
}

#[test]
fn squeezed_punctuation_keeps_its_place() {
    let mut press = Press::new();
    let paragraph = press.element(ElementKind::Paragraph, 0);
    press.line(Some(paragraph), "fangsong", "（甲）");
    let Ink::Text(run) = &mut press.pages.pages[0].marks[0].ink else { panic!() };
    run.glyphs[0].shift = Length(-8000);
    run.glyphs[0].advance = Length(8000);
    let left = run.x.points();
    let edges = texts(&file(&press)).remove(0).edges;
    assert!((edges[0] - (left - 8.0)).abs() < 0.005, "{edges:?}");
    assert!((edges[1] - (left + 8.0)).abs() < 0.005, "{edges:?}");
}

#[test]
fn crowded_punctuation_is_spelt_out() {
    let mut press = Press::new();
    let paragraph = press.element(ElementKind::Paragraph, 0);
    press.line(Some(paragraph), "fangsong", "务”，在");
    let Ink::Text(run) = &mut press.pages.pages[0].marks[0].ink else { panic!() };
    run.glyphs[1].advance = Length(7897);
    let file = file(&press);
    let shown: Vec<String> = texts(&file).into_iter().map(|text| text.text).collect();
    assert_eq!(shown, ["务", "”，", "在"]);
    let content = Content::decode(&file.get_page_content(pdf::pages(&file)[0])).unwrap();
    let spelt = content.operations.iter().find_map(|operation| {
        let properties = operation.operands.get(1)?.as_dict().ok()?;
        decode_text_string(properties.get(b"ActualText").ok()?).ok()
    });
    assert_eq!(spelt.as_deref(), Some("”，"));
}

#[test]
fn two_characters_with_one_glyph_stay_two() {
    let mut press = Press::new();
    let paragraph = press.element(ElementKind::Paragraph, 0);
    press.line(Some(paragraph), "fangsong", "一二");
    let Ink::Text(run) = &mut press.pages.pages[0].marks[0].ink else { panic!() };
    let radical = Glyph { character: '⼀', ..run.glyphs[0].clone() };
    run.glyphs.insert(1, radical);
    let file = file(&press);
    let shown: String = texts(&file).into_iter().map(|text| text.text).collect();
    assert_eq!(shown, "一⼀二");
    assert_eq!(pdf::fonts(&file).len(), 2);
}

#[test]
fn fonts_are_embedded_subsets_that_agree_with_the_file() {
    let press = specimen();
    let file = file(&press);
    let fonts = pdf::fonts(&file);
    assert_eq!(fonts.len(), 3, "a face that is not used is not embedded");
    let mut shown: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    for text in texts(&file) {
        shown.entry(text.font).or_default().extend(text.codes);
    }
    for (name, font) in &fonts {
        let base = |dictionary: &Dictionary, key: &str| {
            String::from_utf8(get(&file, dictionary, key).unwrap().as_name().unwrap().into())
                .unwrap()
        };
        let face = base(&font.dictionary, "BaseFont");
        assert_eq!(face, base(&font.descendant, "BaseFont"));
        assert_eq!(face, base(&font.descriptor, "FontName"));
        let (tag, _) = face.split_once('+').unwrap();
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()), "{face}");
        assert_eq!(base(&font.dictionary, "Encoding"), "Identity-H");
        assert_eq!(base(&font.descendant, "Subtype"), "CIDFontType2");
        assert_eq!(base(&font.descendant, "CIDToGIDMap"), "Identity");
        let parsed = ttf_parser::Face::parse(&font.program, 0).unwrap();
        let body = f64::from(parsed.units_per_em());
        for code in &shown[name] {
            let glyph = ttf_parser::GlyphId(*code);
            let advance = f64::from(parsed.glyph_hor_advance(glyph).unwrap()) * 1000.0 / body;
            assert!((font.widths[code] - advance).abs() < 0.01, "{face} {code}");
            assert!(font.to_unicode.contains_key(code), "{face} {code}");
        }
        let number = |key: &str| get(&file, &font.descriptor, key).unwrap().as_float().unwrap();
        assert!(number("Ascent") > 700.0 && number("Descent") < -100.0, "{face}");
        assert!((600.0..900.0).contains(&number("CapHeight")), "{face} {}", number("CapHeight"));
        assert!((40.0..250.0).contains(&number("StemV")), "{face}");
    }
}

#[test]
fn bookmarks_are_nested_by_heading() {
    fn outline(
        file: &Document,
        parent: &Dictionary,
        depth: usize,
        list: &mut Vec<(usize, String)>,
    ) {
        let mut next = parent.get(b"First").ok();
        let mut before = None;
        while let Some(id) = next {
            let entry = resolve(file, id).as_dict().unwrap();
            assert_eq!(entry.get(b"Prev").ok(), before);
            list.push((depth, decode_text_string(entry.get(b"Title").unwrap()).unwrap()));
            let place = entry.get(b"Dest").unwrap().as_array().unwrap();
            assert!(pdf::pages(file).contains(&place[0].as_reference().unwrap()));
            assert!((0.0..842.0).contains(&place[3].as_float().unwrap()));
            outline(file, entry, depth + 1, list);
            assert_eq!(entry.get(b"Next").is_err(), parent.get(b"Last").unwrap() == id);
            (before, next) = (Some(id), entry.get(b"Next").ok());
        }
    }
    let file = file(&specimen());
    let root = get(&file, file.catalog().unwrap(), "Outlines").unwrap().as_dict().unwrap();
    let mut list = Vec::new();
    outline(&file, root, 0, &mut list);
    let list: Vec<(usize, &str)> =
        list.iter().map(|(depth, text)| (*depth, text.as_str())).collect();
    assert_eq!(list, [(0, TITLE), (1, "一、总体情况"), (1, "二、主动公开"), (2, "（一）情况")]);
}
