//! The three kinds of file, read back as texts and tables in order.

use std::collections::BTreeMap;

use lopdf::{Document, ObjectId};
use scraper::{ElementRef, Html, Selector};

use crate::support::docx;
use crate::support::pdf::{self, Kid, Shown, get};

/// What a reader meets, in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    /// Headings, paragraphs, captions, without white space.
    Text(String),
    /// Rows of the cells that start in them.
    Table(Vec<Vec<Cell>>),
}

/// A cell as printed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    /// Without white space.
    pub(crate) text: String,
    pub(crate) colspan: usize,
    pub(crate) rowspan: usize,
    pub(crate) header: bool,
    /// Its `id` in the page; other files have none.
    pub(crate) address: Option<String>,
    /// Where it was drawn, in files that have pages.
    pub(crate) lines: Vec<Line>,
}

/// Drawn words: page, left and right end, baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub(crate) page: usize,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) y: f64,
}

/// A file read back.
pub(crate) struct Read {
    pub(crate) flow: Vec<Item>,
    /// Words that stand where no words belong.
    pub(crate) astray: Vec<String>,
}

impl Read {
    /// Places of the tables in the flow.
    pub(crate) fn tables(&self) -> Vec<usize> {
        (0..self.flow.len()).filter(|at| matches!(self.flow[*at], Item::Table(_))).collect()
    }
}

/// Without white space: line breaks mean nothing to this test.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Adds a text to the text before it.
pub(crate) fn push_text(flow: &mut Vec<Item>, text: &str) {
    let text = squeezed(text);
    match flow.last_mut() {
        _ if text.is_empty() => {}
        Some(Item::Text(before)) => *before += &text,
        _ => flow.push(Item::Text(text)),
    }
}

// HTML ------------------------------------------------------------------------

pub(crate) fn html(text: &str) -> Read {
    let page = Html::parse_document(text);
    let select = |selector: &str| Selector::parse(selector).unwrap();
    let words = |element: ElementRef<'_>| element.text().collect::<String>();
    let mut flow = Vec::new();
    let mut read = 0;
    let (row, cell) = (select("tr"), select("th, td"));
    let blocks = select("h1, h2, h3, h4, h5, h6, p, li, figcaption, caption, tbody, thead");
    let main = page.select(&select("main")).next().unwrap();
    for block in main.select(&blocks) {
        if block.attr("role").is_some() {
            continue; // the draft mark
        }
        let name = block.value().name();
        read += squeezed(&words(block)).len();
        if name == "caption" && block.value().classes().any(|class| class == "unseen") {
            continue;
        }
        if name != "tbody" && name != "thead" {
            push_text(&mut flow, &words(block));
            continue;
        }
        let rows = block.select(&row).map(|row| {
            let cells = row.select(&cell).map(|cell| {
                let span = |name| cell.attr(name).map_or(1, |span| span.parse().unwrap());
                let header = cell.value().name() == "th"
                    || cell.value().classes().any(|class| class == "corner");
                Cell {
                    text: squeezed(&words(cell)),
                    colspan: span("colspan"),
                    rowspan: span("rowspan"),
                    header,
                    address: (!header).then(|| cell.attr("id").unwrap_or_default().to_owned()),
                    lines: Vec::new(),
                }
            });
            cells.collect::<Vec<_>>()
        });
        let rows: Vec<_> = rows.collect();
        match flow.last_mut() {
            // The body after its head.
            Some(Item::Table(table)) if name == "tbody" && has_head(block) => table.extend(rows),
            _ => flow.push(Item::Table(rows)),
        }
    }
    let mut astray = Vec::new();
    let mark = select("p[role]");
    let marks = main.select(&mark).map(|mark| squeezed(&words(mark)).len());
    let all = squeezed(&words(main)).len() - marks.sum::<usize>();
    if all != read {
        astray.push(format!("{all} bytes of words on the page, {read} in blocks"));
    }
    Read { flow, astray }
}

/// Whether the table of this body has a head before it.
fn has_head(body: ElementRef<'_>) -> bool {
    let before = body.prev_siblings().filter_map(ElementRef::wrap);
    before.into_iter().any(|element| element.value().name() == "thead")
}

// DOCX ------------------------------------------------------------------------

pub(crate) fn docx(bytes: &[u8]) -> Read {
    let document = docx::tree(bytes, "word/document.xml");
    let mut flow = Vec::new();
    let mut read = 0;
    for block in &document.one("w:body").children {
        read += block.words().len();
        match block.name.as_str() {
            "w:p" => push_text(&mut flow, &block.words()),
            "w:tbl" => {
                let rows = docx::merged(block).into_iter().map(|row| {
                    let cells = row.into_iter().map(|(text, colspan, rowspan)| Cell {
                        text: squeezed(&text),
                        colspan,
                        rowspan,
                        header: false,
                        address: None,
                        lines: Vec::new(),
                    });
                    cells.collect()
                });
                flow.push(Item::Table(rows.collect()));
            }
            _ => {}
        }
    }
    let all = document.words().len();
    let astray = (all != read).then(|| format!("{all} bytes of words, {read} in blocks"));
    Read { flow, astray: astray.into_iter().collect() }
}

// PDF -------------------------------------------------------------------------

/// An element of the structure tree.
struct Element {
    tag: String,
    parent: Option<usize>,
    colspan: usize,
    rowspan: usize,
}

/// The structure tree with the element of every page and marked-content id.
struct Structure<'a> {
    file: &'a Document,
    pages: Vec<ObjectId>,
    elements: Vec<Element>,
    owners: BTreeMap<(usize, i64), usize>,
}

impl<'a> Structure<'a> {
    fn new(file: &'a Document) -> Self {
        let pages = pdf::pages(file);
        let mut tree = Self { file, pages, elements: Vec::new(), owners: BTreeMap::new() };
        let root = get(file, file.catalog().unwrap(), "StructTreeRoot").unwrap().as_dict().unwrap();
        for top in root.get(b"K").unwrap().as_array().unwrap() {
            tree.add(top.as_reference().unwrap(), None);
        }
        tree
    }

    fn add(&mut self, id: ObjectId, parent: Option<usize>) {
        let element = self.file.get_dictionary(id).unwrap();
        let tag = element.get(b"S").unwrap().as_name().unwrap();
        let tag = String::from_utf8(tag.to_vec()).unwrap();
        let (colspan, rowspan) = (self.span(id, b"ColSpan"), self.span(id, b"RowSpan"));
        let own = self.elements.len();
        self.elements.push(Element { tag, parent, colspan, rowspan });
        for kid in pdf::kids(element, &self.pages) {
            match kid {
                Kid::Element(child) => self.add(child, Some(own)),
                Kid::Mark(page, mark) => _ = self.owners.insert((page, mark), own),
            }
        }
    }

    /// A span among the attributes of an element.
    fn span(&self, id: ObjectId, key: &[u8]) -> usize {
        let element = self.file.get_dictionary(id).unwrap();
        let Some(attributes) = get(self.file, element, "A") else { return 1 };
        let one = std::slice::from_ref(attributes);
        let all = attributes.as_array().map_or(one, Vec::as_slice);
        let span = all.iter().find_map(|one| {
            pdf::resolve(self.file, one).as_dict().ok()?.get(key).ok()?.as_i64().ok()
        });
        span.map_or(1, |span| span.try_into().unwrap())
    }

    /// The element of this tag that is or holds `element`.
    fn within(&self, element: usize, tag: &str) -> Option<usize> {
        let mut at = Some(element);
        while let Some(index) = at {
            if self.elements[index].tag == tag {
                return Some(index);
            }
            at = self.elements[index].parent;
        }
        None
    }
}

pub(crate) fn pdf(bytes: &[u8]) -> Read {
    let file = Document::load_mem(bytes).unwrap();
    let tree = Structure::new(&file);
    let mut shown = pdf::texts(&file);
    // As the eye reads: down the page, along the line.
    shown.sort_by(|one, other| {
        let line = |text: &Shown| (text.y * 10.0).round();
        let down = one.page.cmp(&other.page).then(line(one).total_cmp(&line(other)));
        down.then(one.x.total_cmp(&other.x))
    });
    let mut flow = Vec::new();
    let mut drawn: BTreeMap<usize, Vec<Shown>> = BTreeMap::new(); // by cell
    let mut tables = BTreeMap::new(); // place in the flow by element
    let mut artifacts = Vec::new();
    for text in shown {
        let mark = text.mark.as_ref().and_then(|(_, mark)| *mark);
        let Some(owner) = mark.and_then(|mark| tree.owners.get(&(text.page, mark)).copied()) else {
            artifacts.push(text);
            continue;
        };
        let cell = tree.within(owner, "TD").or_else(|| tree.within(owner, "TH"));
        match (cell, tree.within(owner, "Table")) {
            (Some(cell), Some(table)) => {
                drawn.entry(cell).or_default().push(text);
                tables.entry(table).or_insert_with(|| {
                    flow.push(Item::Table(Vec::new()));
                    flow.len() - 1
                });
            }
            _ => push_text(&mut flow, &text.text),
        }
    }
    for (table, place) in tables {
        let rows = kids(&tree, table, &["TR"]).into_iter().map(|row| {
            let cells = kids(&tree, row, &["TH", "TD"]).into_iter().map(|index| {
                let element = &tree.elements[index];
                let runs = drawn.get(&index).map_or(&[][..], Vec::as_slice);
                Cell {
                    text: squeezed(&runs.iter().map(|run| run.text.as_str()).collect::<String>()),
                    colspan: element.colspan,
                    rowspan: element.rowspan,
                    header: element.tag == "TH",
                    address: None,
                    lines: runs.iter().map(line).collect(),
                }
            });
            cells.collect()
        });
        flow[place] = Item::Table(rows.collect());
    }
    let astray = astray(&artifacts, &flow);
    Read { flow, astray }
}

fn line(run: &Shown) -> Line {
    let right = *run.edges.last().unwrap();
    Line { page: run.page, left: run.edges[0], right, y: run.y }
}

/// The elements of these tags directly below.
fn kids(tree: &Structure<'_>, parent: usize, tags: &[&str]) -> Vec<usize> {
    let below = |index: usize| {
        let mut up = tree.elements[index].parent;
        while let Some(at) =
            up.filter(|at| tree.elements[*at].tag.starts_with('T') && *at != parent)
        {
            if tags.contains(&tree.elements[at].tag.as_str()) || tree.elements[at].tag == "TR" {
                return false;
            }
            up = tree.elements[at].parent;
        }
        up == Some(parent)
    };
    let found = (0..tree.elements.len())
        .filter(|index| tags.contains(&tree.elements[*index].tag.as_str()) && below(*index));
    found.collect()
}

/// What is drawn beside the content may only be page numbers, the draft mark
/// and labels repeated after a page break.
fn astray(artifacts: &[Shown], flow: &[Item]) -> Vec<String> {
    let tables = flow.iter().filter_map(|item| match item {
        Item::Table(rows) => Some(rows),
        Item::Text(_) => None,
    });
    let labels: Vec<&str> = tables
        .flatten()
        .flatten()
        .filter(|cell| cell.header || cell.address.is_none())
        .map(|cell| cell.text.as_str())
        .filter(|text| !text.chars().all(|c| c.is_ascii_digit()))
        .collect();
    let strange = artifacts.iter().filter(|shown| {
        let text = squeezed(&shown.text);
        let number = (shown.page + 1).to_string();
        let page_number = [format!("—{number}—"), "—".to_owned(), number];
        let known = text.is_empty()
            || text == "草稿"
            || page_number.contains(&text)
            || labels.iter().any(|label| label.contains(&text));
        !known
    });
    strange.map(|shown| format!("“{}” on page {}", shown.text, shown.page + 1)).collect()
}
