//! The PDF as a reader finds it.

#[path = "support/pages.rs"]
mod pages;
#[path = "support/pdf.rs"]
mod pdf;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongkai::document::{PictureFormat, Properties};
use gongkai::layout::{Glyph, Ink, Kind};
use gongkai::render::pdf::write;
use gongkai::theme::Length;
use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

use self::pages::{Press, specimen};
use self::pdf::{get, resolve, texts};

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
fn squeezed_punctuation_keeps_its_place() {
    let mut press = Press::new();
    let paragraph = press.element(Kind::Paragraph, 0);
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
fn two_characters_with_one_glyph_stay_two() {
    let mut press = Press::new();
    let paragraph = press.element(Kind::Paragraph, 0);
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

/// An element of the structure tree with its dictionary.
struct Walk<'a> {
    file: &'a Document,
    pages: Vec<ObjectId>,
    /// Page and marked-content id of what each element has, and its depth.
    content: BTreeMap<(usize, i64), ObjectId>,
    order: Vec<(String, &'a Dictionary)>,
}

impl<'a> Walk<'a> {
    fn new(file: &'a Document) -> Self {
        let pages = pdf::pages(file);
        let mut walk = Self { file, pages, content: BTreeMap::new(), order: Vec::new() };
        let root = get(file, file.catalog().unwrap(), "StructTreeRoot").unwrap().as_dict().unwrap();
        for top in root.get(b"K").unwrap().as_array().unwrap() {
            walk.element(top.as_reference().unwrap());
        }
        walk
    }

    fn element(&mut self, id: ObjectId) {
        let element = self.file.get_dictionary(id).unwrap();
        let tag = element.get(b"S").unwrap().as_name().unwrap();
        self.order.push((String::from_utf8(tag.into()).unwrap(), element));
        let Ok(kids) = element.get(b"K") else { return };
        let one = std::slice::from_ref(kids);
        for kid in kids.as_array().map_or(one, Vec::as_slice) {
            let (page, mark) = match kid {
                Object::Reference(child) => {
                    let parent = self.file.get_dictionary(*child).unwrap().get(b"P").unwrap();
                    assert_eq!(parent.as_reference().unwrap(), id);
                    self.element(*child);
                    continue;
                }
                Object::Integer(mark) => (element.get(b"Pg").unwrap(), *mark),
                kid => {
                    let kid = kid.as_dict().unwrap();
                    (kid.get(b"Pg").unwrap(), kid.get(b"MCID").unwrap().as_i64().unwrap())
                }
            };
            let page = page.as_reference().unwrap();
            let page = self.pages.iter().position(|&id| id == page).unwrap();
            assert_eq!(self.content.insert((page, mark), id), None, "each mark has one owner");
        }
    }

    fn tags(&self) -> Vec<&str> {
        self.order.iter().map(|(tag, _)| tag.as_str()).collect()
    }
}

#[test]
fn structure_and_pages_agree_both_ways() {
    let file = file(&specimen());
    let walk = Walk::new(&file);
    let catalog = file.catalog().unwrap();
    let root = get(&file, catalog, "StructTreeRoot").unwrap().as_dict().unwrap();
    let parents = get(&file, root, "ParentTree").unwrap().as_dict().unwrap();
    let numbers = parents.get(b"Nums").unwrap().as_array().unwrap();
    let mut listed = BTreeMap::new();
    for (index, pair) in numbers.chunks(2).enumerate() {
        assert_eq!(pair[0].as_i64().unwrap(), i64::try_from(index).unwrap());
        for (mark, parent) in (0..).zip(resolve(&file, &pair[1]).as_array().unwrap()) {
            listed.insert((index, mark), parent.as_reference().unwrap());
        }
        let page = file.get_dictionary(walk.pages[index]).unwrap();
        assert_eq!(page.get(b"StructParents").unwrap(), &pair[0]);
        assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
    }
    assert_eq!(listed, walk.content);
    let mut used = BTreeSet::new();
    for text in texts(&file) {
        let (tag, mark) = text.mark.expect("all text is marked");
        if let Some(mark) = mark {
            let element = file.get_dictionary(walk.content[&(text.page, mark)]).unwrap();
            assert_eq!(element.get(b"S").unwrap().as_name().unwrap(), tag.as_bytes());
            used.insert((text.page, mark));
        } else {
            assert_eq!(tag, "Artifact");
            assert!(text.text.starts_with('—'), "{}", text.text);
        }
    }
    assert_eq!(used, walk.content.into_keys().collect());
}

#[test]
fn elements_come_in_reading_order_with_their_attributes() {
    let file = file(&specimen());
    let walk = Walk::new(&file);
    #[rustfmt::skip]
    let wanted = [
        "Document", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody", "H2", "H3",
        "Table", "Caption", "TR", "TH", "TH", "TR", "TH", "TD", "TD",
    ];
    assert_eq!(walk.tags(), wanted);
    let mut ids = BTreeSet::new();
    for (tag, element) in &walk.order {
        let attributes = element.get(b"A").ok().map(|a| resolve(&file, a).as_dict().unwrap());
        let attribute = |key: &str| attributes.and_then(|a| a.get(key.as_bytes()).ok());
        match tag.as_str() {
            "TH" => {
                assert!(attribute("Scope").is_some());
                ids.insert(element.get(b"ID").unwrap().as_str().unwrap().to_vec());
            }
            "TD" => assert_eq!(attribute("Headers").unwrap().as_array().unwrap().len(), 2),
            "L" => assert_eq!(attribute("ListNumbering").unwrap().as_name().unwrap(), b"Decimal"),
            "Table" => {
                let summary = decode_text_string(attribute("Summary").unwrap()).unwrap();
                assert_eq!(summary, "第二十条第（一）项");
            }
            _ => assert!(attributes.is_none(), "{tag}"),
        }
    }
    let root = get(&file, file.catalog().unwrap(), "StructTreeRoot").unwrap().as_dict().unwrap();
    let names = get(&file, root, "IDTree").unwrap().as_dict().unwrap();
    let names = names.get(b"Names").unwrap().as_array().unwrap();
    let named: Vec<Vec<u8>> =
        names.iter().step_by(2).map(|name| name.as_str().unwrap().to_vec()).collect();
    assert_eq!(named, ids.into_iter().collect::<Vec<_>>(), "sorted, and all of them");
}

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
            if let Ok(last) = parent.get(b"Last") {
                assert_eq!(entry.get(b"Next").is_err(), last == id);
            }
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

/// One page with one picture.
fn picture(data: Vec<u8>, format: PictureFormat) -> Press {
    let mut press = Press::new();
    let (x, y) = (Length::pt(100), Length::pt(200));
    let bounds = [x, y, Length::pt(300), Length::pt(350)];
    let figure = Kind::Figure { alt: "走势图".to_owned(), page: 0, bounds };
    let figure = press.element(figure, 0);
    let (width, height) = (Length::pt(200), Length::pt(150));
    press.mark(Some(figure), Ink::Picture { picture: 0, x, y, width, height });
    press.pages.pictures.push((Arc::from(data), format));
    press
}

fn png(color: png::ColorType, depth: png::BitDepth, bytes: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    let mut encoder = png::Encoder::new(&mut data, 2, 2);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if color == png::ColorType::Indexed {
        encoder.set_palette(vec![255, 0, 0, 0, 0, 255]);
        encoder.set_trns(vec![255, 128]);
    }
    encoder.write_header().unwrap().write_image_data(bytes).unwrap();
    data
}

/// Colour space, pixels, and mask of the one picture in a file.
fn image(file: &Document) -> (String, Vec<u8>, Option<Vec<u8>>) {
    let page = file.get_dictionary(pdf::pages(file)[0]).unwrap();
    let resources = get(file, page, "Resources").unwrap().as_dict().unwrap();
    let pictures = get(file, resources, "XObject").unwrap().as_dict().unwrap();
    let stream = get(file, pictures, "P0").unwrap().as_stream().unwrap();
    let space = stream.dict.get(b"ColorSpace").unwrap().as_name().unwrap();
    let mask = get(file, &stream.dict, "SMask").map(|mask| mask.as_stream().unwrap());
    (
        String::from_utf8(space.into()).unwrap(),
        stream.get_plain_content().unwrap(),
        mask.map(|mask| mask.get_plain_content().unwrap()),
    )
}

#[test]
fn png_pictures_keep_their_colours_and_alpha() {
    use png::{BitDepth, ColorType};
    let read = |color, depth, bytes: &[u8]| {
        image(&file(&picture(png(color, depth, bytes), PictureFormat::Png)))
    };
    let rgb: Vec<u8> = (0..12).collect();
    let (space, pixels, mask) = read(ColorType::Rgb, BitDepth::Eight, &rgb);
    assert_eq!((space.as_str(), pixels, mask), ("DeviceRGB", rgb, None));
    let rgba = [9, 8, 7, 0, 9, 8, 7, 85, 9, 8, 7, 170, 9, 8, 7, 255];
    let (space, pixels, mask) = read(ColorType::Rgba, BitDepth::Eight, &rgba);
    assert_eq!((space.as_str(), pixels), ("DeviceRGB", [9, 8, 7].repeat(4)));
    assert_eq!(mask, Some(vec![0, 85, 170, 255]));
    let opaque = [9, 255].repeat(4);
    let (space, pixels, mask) = read(ColorType::GrayscaleAlpha, BitDepth::Eight, &opaque);
    assert_eq!((space.as_str(), pixels, mask), ("DeviceGray", vec![9; 4], None));
    let deep = [1, 99, 2, 99, 3, 99, 4, 99];
    let (space, pixels, _) = read(ColorType::Grayscale, BitDepth::Sixteen, &deep);
    assert_eq!((space.as_str(), pixels), ("DeviceGray", vec![1, 2, 3, 4]));
    let (space, pixels, mask) =
        read(ColorType::Indexed, BitDepth::One, &[0b0100_0000, 0b1000_0000]);
    assert_eq!(space, "DeviceRGB");
    assert_eq!(pixels, [255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0]);
    assert_eq!(mask, Some(vec![255, 128, 128, 255]));
}

/// The segments of a JPEG file, without an image worth seeing.
fn jpeg(components: u8, adobe: bool) -> Vec<u8> {
    let mut data = vec![0xFF, 0xD8];
    if adobe {
        data.extend([0xFF, 0xEE, 0, 14]);
        data.extend(b"Adobe\0\x64\0\0\0\0\x02");
    }
    data.extend([0xFF, 0xC0, 0, 8 + 3 * components, 8, 0, 2, 0, 2, components]);
    data.extend((1..=components).flat_map(|component| [component, 0x11, 0]));
    data.extend([0xFF, 0xDA, 0, 2, 0x55, 0xFF, 0xD9]);
    data
}

#[test]
fn jpeg_pictures_are_embedded_as_they_are() {
    for (components, adobe, space) in
        [(1, false, "DeviceGray"), (3, true, "DeviceRGB"), (4, true, "DeviceCMYK")]
    {
        let data = jpeg(components, adobe);
        let file = file(&picture(data.clone(), PictureFormat::Jpeg));
        let page = file.get_dictionary(pdf::pages(&file)[0]).unwrap();
        let resources = get(&file, page, "Resources").unwrap().as_dict().unwrap();
        let pictures = get(&file, resources, "XObject").unwrap().as_dict().unwrap();
        let stream = get(&file, pictures, "P0").unwrap().as_stream().unwrap();
        assert_eq!(stream.content, data);
        assert_eq!(stream.dict.get(b"ColorSpace").unwrap().as_name().unwrap(), space.as_bytes());
        assert_eq!(stream.dict.get(b"Filter").unwrap().as_name().unwrap(), b"DCTDecode");
        assert_eq!(stream.dict.has(b"Decode"), components == 4 && adobe);
    }
}

#[test]
fn a_figure_has_words_and_a_box() {
    let data = png(png::ColorType::Grayscale, png::BitDepth::Eight, &[0; 4]);
    let file = file(&picture(data, PictureFormat::Png));
    let walk = Walk::new(&file);
    let (_, figure) = walk.order.iter().find(|(tag, _)| tag == "Figure").unwrap();
    assert_eq!(decode_text_string(figure.get(b"Alt").unwrap()).unwrap(), "走势图");
    let attributes = figure.get(b"A").unwrap().as_dict().unwrap();
    let bounds = attributes.get(b"BBox").unwrap().as_array().unwrap();
    let bounds: Vec<f32> = bounds.iter().map(|edge| edge.as_float().unwrap()).collect();
    assert_eq!((bounds[0], bounds[2]), (100.0, 300.0));
    assert!((bounds[3] - bounds[1] - 150.0).abs() < 0.01, "{bounds:?}");
}

#[test]
fn a_broken_picture_is_an_error_with_its_number() {
    let whole = png(png::ColorType::Rgb, png::BitDepth::Eight, &[7; 12]);
    for cut in 0..whole.len() - 20 {
        let press = picture(whole[..cut].to_vec(), PictureFormat::Png);
        let error = write(&press.pages, &press.fonts, &properties(), TITLE).unwrap_err();
        assert!(error.to_string().contains("第 1 张图片已损坏"), "{error}");
    }
    let whole = jpeg(3, true);
    for cut in 0..whole.len() {
        let press = picture(whole[..cut].to_vec(), PictureFormat::Jpeg);
        let error = write(&press.pages, &press.fonts, &properties(), TITLE).unwrap_err();
        assert!(error.to_string().contains("第 1 张图片已损坏"), "{error}");
    }
}
