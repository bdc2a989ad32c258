//! What the file says of itself.

use std::collections::BTreeMap;

use gongkai::document::Properties;
use gongkai::render::pdf::write;
use lopdf::{Document, decode_text_string};

use super::specimen::specimen;
use super::{TITLE, file};
use crate::support::pdf::{get, resolve};

#[test]
fn the_file_says_what_it_is() {
    let file = file(&specimen());
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    let entry = |dictionary: &str, key: &str| {
        get(&file, catalog, dictionary).unwrap().as_dict().unwrap().get(key.as_bytes()).unwrap()
    };
    assert!(entry("MarkInfo", "Marked").as_bool().unwrap());
    assert!(entry("ViewerPreferences", "DisplayDocTitle").as_bool().unwrap());
    let numbers = entry("PageLabels", "Nums").as_array().unwrap();
    assert_eq!(numbers[1].as_dict().unwrap().get(b"S").unwrap().as_name().unwrap(), b"D");
}

/// Text of the elements of an XMP packet by name.
fn packet(file: &Document) -> BTreeMap<String, String> {
    let stream = get(file, file.catalog().unwrap(), "Metadata").unwrap().as_stream().unwrap();
    assert!(stream.dict.get(b"Filter").is_err(), "in the clear");
    let xml = String::from_utf8(stream.content.clone()).unwrap();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut facts: BTreeMap<String, String> = BTreeMap::new();
    let mut name = String::new();
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let start = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                if !start.starts_with("rdf:") {
                    name = start;
                }
            }
            Event::Text(text) => {
                let text = text.decode().unwrap();
                facts.entry(name.clone()).or_default().push_str(text.trim_matches('\n'));
            }
            Event::GeneralRef(reference) => {
                let entity = reference.decode().unwrap();
                let text = quick_xml::escape::resolve_predefined_entity(&entity).unwrap();
                facts.entry(name.clone()).or_default().push_str(text);
            }
            Event::Eof => return facts,
            _ => {}
        }
    }
}

fn information(file: &Document) -> BTreeMap<String, String> {
    let information = file.trailer.get(b"Info").unwrap();
    let information = resolve(file, information).as_dict().unwrap();
    let pairs = information.iter().map(|(key, value)| {
        (String::from_utf8(key.clone()).unwrap(), decode_text_string(value).unwrap())
    });
    pairs.collect()
}

#[test]
fn information_and_packet_agree() {
    let file = file(&specimen());
    let (information, packet) = (information(&file), packet(&file));
    for (key, name) in [
        ("Title", "dc:title"),
        ("Author", "dc:creator"),
        ("Subject", "dc:description"),
        ("Keywords", "pdf:Keywords"),
        ("Producer", "pdf:Producer"),
        ("Creator", "xmp:CreatorTool"),
    ] {
        assert_eq!(information[key], packet[name], "{key}");
    }
    assert_eq!(information["Title"], TITLE);
    assert_eq!(information["CreationDate"], "D:20240109000000+08'00'");
    assert_eq!(packet["xmp:CreateDate"], "2024-01-09T00:00:00+08:00");
    assert_eq!(packet["pdfuaid:part"], "1");
    assert_eq!(packet["dc:language"], "zh-CN");
}

#[test]
fn hostile_titles_survive() {
    let press = specimen();
    let long = "长".repeat(20_000);
    for (title, kept) in [
        ("a(b\\c)d)(", "a(b\\c)d)("),
        ("甲\r\n乙\u{0}\u{8}\t丙", "甲 乙 丙"),
        ("<b>&amp;</b> 😀𠮷", "<b>&amp;</b> 😀𠮷"),
        ("", ""),
        (long.as_str(), long.as_str()),
    ] {
        let properties = Properties { author: title.to_owned(), ..Properties::default() };
        let bytes = write(&press.pages, &press.fonts, &properties, title).unwrap();
        let file = Document::load_mem(&bytes).unwrap();
        assert_eq!(information(&file)["Title"], kept);
        assert!(!information(&file).contains_key("CreationDate"));
        packet(&file);
    }
}
