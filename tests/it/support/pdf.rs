//! Reads PDF files back: what is printed, where, and whose it is.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Text shown by one operator, at a place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    /// Index of the page.
    pub(crate) page: usize,
    /// Left edge of the first glyph, in points from the left edge of the paper.
    pub(crate) x: f64,
    /// The baseline, in points from the top edge of the paper.
    pub(crate) y: f64,
    /// Type size in points.
    pub(crate) size: f64,
    /// The words, after ToUnicode.
    pub(crate) text: String,
    /// Left edge of each glyph, and the right edge of the last.
    pub(crate) edges: Vec<f64>,
    /// Tag and marked-content id around it; artifacts have the tag `Artifact`.
    pub(crate) mark: Option<(String, Option<i64>)>,
    /// Resource name of the font.
    pub(crate) font: String,
    /// The codes as written.
    pub(crate) codes: Vec<u16>,
}

/// A font as the file describes it.
#[derive(Debug)]
pub(crate) struct Font {
    pub(crate) dictionary: Dictionary,
    pub(crate) descendant: Dictionary,
    pub(crate) descriptor: Dictionary,
    /// The embedded program.
    pub(crate) program: Vec<u8>,
    /// Advance of each code in thousandths of the body.
    pub(crate) widths: BTreeMap<u16, f64>,
    pub(crate) to_unicode: BTreeMap<u16, String>,
}

/// Follows references.
pub(crate) fn resolve<'a>(file: &'a Document, object: &'a Object) -> &'a Object {
    file.dereference(object).unwrap().1
}

/// The value of a key, references followed.
pub(crate) fn get<'a>(
    file: &'a Document,
    dictionary: &'a Dictionary,
    key: &str,
) -> Option<&'a Object> {
    dictionary.get(key.as_bytes()).ok().map(|object| resolve(file, object))
}

/// The pages in order.
pub(crate) fn pages(file: &Document) -> Vec<ObjectId> {
    file.page_iter().collect()
}

/// The fonts of the document by resource name.
pub(crate) fn fonts(file: &Document) -> BTreeMap<String, Font> {
    let mut fonts = BTreeMap::new();
    for page in pages(file) {
        for (name, dictionary) in file.get_page_fonts(page).unwrap() {
            fonts.entry(String::from_utf8(name).unwrap()).or_insert_with(|| font(file, dictionary));
        }
    }
    fonts
}

fn font(file: &Document, dictionary: &Dictionary) -> Font {
    let descendants = get(file, dictionary, "DescendantFonts").unwrap().as_array().unwrap();
    let descendant = resolve(file, &descendants[0]).as_dict().unwrap().clone();
    let descriptor = get(file, &descendant, "FontDescriptor").unwrap().as_dict().unwrap().clone();
    let program =
        ["FontFile2", "FontFile3"].into_iter().find_map(|key| get(file, &descriptor, key));
    let program = program.unwrap().as_stream().unwrap().get_plain_content().unwrap();
    let mut widths = BTreeMap::new();
    let listed = get(file, &descendant, "W").unwrap().as_array().unwrap();
    for pair in listed.chunks(2) {
        let first = u16::try_from(pair[0].as_i64().unwrap()).unwrap();
        for (code, width) in (first..).zip(resolve(file, &pair[1]).as_array().unwrap()) {
            widths.insert(code, f64::from(width.as_float().unwrap()));
        }
    }
    let cmap = get(file, dictionary, "ToUnicode").unwrap().as_stream().unwrap();
    let to_unicode = to_unicode(&String::from_utf8(cmap.get_plain_content().unwrap()).unwrap());
    Font { dictionary: dictionary.clone(), descendant, descriptor, program, widths, to_unicode }
}

fn to_unicode(cmap: &str) -> BTreeMap<u16, String> {
    let mut map = BTreeMap::new();
    let mut inside = false;
    for line in cmap.lines() {
        if line.ends_with("beginbfchar") || line == "endbfchar" {
            inside = line != "endbfchar";
        } else if inside {
            let words: Vec<&str> = line.split(['<', '>', ' ']).filter(|w| !w.is_empty()).collect();
            let units: Vec<u16> = words[1]
                .as_bytes()
                .chunks(4)
                .map(|hex| u16::from_str_radix(str::from_utf8(hex).unwrap(), 16).unwrap())
                .collect();
            let code = u16::from_str_radix(words[0], 16).unwrap();
            map.insert(code, String::from_utf16(&units).unwrap());
        }
    }
    map
}

/// All text in drawing order.
pub(crate) fn texts(file: &Document) -> Vec<Shown> {
    let fonts = fonts(file);
    let pages = pages(file);
    pages
        .iter()
        .enumerate()
        .flat_map(|(index, &page)| page_texts(file, index, page, &fonts))
        .collect()
}

/// The text of a page, a line for each show operator.
fn page_texts(
    file: &Document,
    index: usize,
    page: ObjectId,
    fonts: &BTreeMap<String, Font>,
) -> Vec<Shown> {
    let media = get(file, file.get_dictionary(page).unwrap(), "MediaBox").unwrap();
    let height = f64::from(media.as_array().unwrap()[3].as_float().unwrap());
    let content = Content::decode(&file.get_page_content(page)).unwrap();
    let mut texts = Vec::new();
    let mut marks: Vec<(String, Option<i64>)> = Vec::new();
    let (mut font, mut size) = (String::new(), 0.0);
    // The text matrix; the pen moves along its first axis.
    let mut matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    for operation in &content.operations {
        let operands = &operation.operands;
        let float = |at: usize| f64::from(operands[at].as_float().unwrap());
        match operation.operator.as_str() {
            "BT" => matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            "Tf" => {
                font = String::from_utf8(operands[0].as_name().unwrap().to_vec()).unwrap();
                size = float(1);
            }
            "Td" => {
                matrix[4] += float(0);
                matrix[5] += float(1);
            }
            "Tm" => matrix = std::array::from_fn(float),
            "BDC" => {
                let tag = String::from_utf8(operands[0].as_name().unwrap().to_vec()).unwrap();
                let id = operands[1].as_dict().unwrap().get(b"MCID").ok();
                marks.push((tag, id.map(|id| id.as_i64().unwrap())));
            }
            "EMC" => drop(marks.pop().expect("a sequence is open")),
            "TJ" => {
                let face = &fonts[&font];
                let (mut pen, mut edges) = (0.0, Vec::new());
                let (mut text, mut codes) = (String::new(), Vec::new());
                for item in operands[0].as_array().unwrap() {
                    if let Object::String(shown, _) = item {
                        for pair in shown.chunks(2) {
                            let code = u16::from_be_bytes([pair[0], pair[1]]);
                            edges.push(matrix[4] + pen * matrix[0]);
                            pen += face.widths[&code] * size / 1000.0;
                            text += &face.to_unicode[&code];
                            codes.push(code);
                        }
                    } else {
                        pen -= f64::from(item.as_float().unwrap()) * size / 1000.0;
                    }
                }
                let (x, y) = (edges[0], height - matrix[5]);
                matrix[4] += pen * matrix[0];
                matrix[5] += pen * matrix[1];
                edges.push(matrix[4]);
                let (mark, font) = (marks.last().cloned(), font.clone());
                texts.push(Shown { page: index, x, y, size, text, edges, mark, font, codes });
            }
            _ => {}
        }
    }
    assert!(marks.is_empty(), "every sequence is closed");
    texts
}

/// What stands in an element of the structure tree.
pub(crate) enum Kid {
    Element(ObjectId),
    /// Marked content, by page from 0 and its number there.
    Mark(usize, i64),
}

/// The kids of an element in reading order; `pages` are those of the file.
pub(crate) fn kids(element: &Dictionary, pages: &[ObjectId]) -> Vec<Kid> {
    let Ok(kids) = element.get(b"K") else { return Vec::new() };
    let one = std::slice::from_ref(kids);
    let kid = |kid: &Object| {
        let (page, mark) = match kid {
            Object::Reference(child) => return Kid::Element(*child),
            Object::Integer(mark) => (element.get(b"Pg").unwrap(), *mark),
            kid => {
                let kid = kid.as_dict().unwrap();
                (kid.get(b"Pg").unwrap(), kid.get(b"MCID").unwrap().as_i64().unwrap())
            }
        };
        let page = page.as_reference().unwrap();
        Kid::Mark(pages.iter().position(|&id| id == page).unwrap(), mark)
    };
    kids.as_array().map_or(one, Vec::as_slice).iter().map(kid).collect()
}
