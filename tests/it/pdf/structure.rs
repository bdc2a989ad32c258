//! The logical structure of the file.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, ObjectId, decode_text_string};

use super::specimen::specimen;
use super::{file, report};
use crate::support::document;
use crate::support::pdf::{self, Kid, get, resolve, texts};

/// The structure tree, walked from its root.
pub(crate) struct Walk<'a> {
    file: &'a Document,
    pages: Vec<ObjectId>,
    /// The element of each page and marked-content id.
    pub(crate) content: BTreeMap<(usize, i64), ObjectId>,
    /// Tag and dictionary of every element in reading order.
    pub(crate) order: Vec<(String, &'a Dictionary)>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(file: &'a Document) -> Self {
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
        for kid in pdf::kids(element, &self.pages) {
            match kid {
                Kid::Element(child) => {
                    let parent = self.file.get_dictionary(child).unwrap().get(b"P").unwrap();
                    assert_eq!(parent.as_reference().unwrap(), id);
                    self.element(child);
                }
                Kid::Mark(page, mark) => {
                    let before = self.content.insert((page, mark), id);
                    assert_eq!(before, None, "each mark has one owner");
                }
            }
        }
    }

    pub(crate) fn tags(&self) -> Vec<&str> {
        self.order.iter().map(|(tag, _)| tag.as_str()).collect()
    }
}

#[test]
fn structure_and_pages_agree_both_ways() {
    agree(&file(&specimen()));
    let whole = report::render(&document::report()).unwrap();
    agree(&Document::load_mem(&whole).unwrap());
}

fn agree(file: &Document) {
    let walk = Walk::new(file);
    let catalog = file.catalog().unwrap();
    let root = get(file, catalog, "StructTreeRoot").unwrap().as_dict().unwrap();
    let parents = get(file, root, "ParentTree").unwrap().as_dict().unwrap();
    let numbers = parents.get(b"Nums").unwrap().as_array().unwrap();
    let mut listed = BTreeMap::new();
    for (index, pair) in numbers.chunks(2).enumerate() {
        assert_eq!(pair[0].as_i64().unwrap(), i64::try_from(index).unwrap());
        for (mark, parent) in (0..).zip(resolve(file, &pair[1]).as_array().unwrap()) {
            listed.insert((index, mark), parent.as_reference().unwrap());
        }
        let page = file.get_dictionary(walk.pages[index]).unwrap();
        assert_eq!(page.get(b"StructParents").unwrap(), &pair[0]);
        assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
    }
    assert_eq!(listed, walk.content);
    assert!(!listed.is_empty());
    let mut used = BTreeSet::new();
    for text in texts(file) {
        let (tag, mark) = text.mark.expect("all text is marked");
        if let Some(mark) = mark {
            let element = file.get_dictionary(walk.content[&(text.page, mark)]).unwrap();
            let is = element.get(b"S").unwrap().as_name().unwrap();
            assert!(tag == "Span" || is == tag.as_bytes(), "{tag}");
            used.insert((text.page, mark));
        } else {
            assert_eq!(tag, "Artifact");
            assert!(
                text.text.contains(['—', ' ']) || text.text.parse::<u32>().is_ok(),
                "{}",
                text.text
            );
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
    let ids_named: Vec<Vec<u8>> =
        names.iter().step_by(2).map(|name| name.as_str().unwrap().to_vec()).collect();
    assert_eq!(ids_named, ids.into_iter().collect::<Vec<_>>(), "sorted, and all of them");
}
