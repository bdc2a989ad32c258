//! Reads a Word file back.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// An element with its words and children.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
    pub(crate) text: String,
}

impl Node {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every element of this name below this one, in order.
    pub(crate) fn all(&self, name: &str) -> Vec<&Node> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }

    pub(crate) fn one(&self, name: &str) -> &Node {
        self.all(name).first().copied().unwrap_or_else(|| panic!("no {name} in {}", self.name))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        !self.all(name).is_empty()
    }

    /// `w:val` of the first element of this name below.
    pub(crate) fn val(&self, name: &str) -> Option<&str> {
        self.all(name).first().and_then(|node| node.attribute("w:val"))
    }

    /// The words of all its `w:t`.
    pub(crate) fn words(&self) -> String {
        self.all("w:t").iter().map(|node| node.text.as_str()).collect()
    }
}

/// One part of the package, as bytes.
pub(crate) fn part(docx: &[u8], path: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(path).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// One part of the package, as a tree; panics if it is not well formed.
pub(crate) fn tree(docx: &[u8], path: &str) -> Node {
    let text = String::from_utf8(part(docx, path)).unwrap();
    let mut reader = Reader::from_str(&text);
    let mut open = vec![Node::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(node(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(node(&start)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(text) => {
                let text = std::str::from_utf8(&text).unwrap();
                open.last_mut().unwrap().text.push_str(text);
            }
            Event::GeneralRef(name) => {
                let entity = format!("&{};", std::str::from_utf8(&name).unwrap());
                open.last_mut().unwrap().text.push_str(&unescape(&entity).unwrap());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "{path} is cut off");
    open.pop().unwrap().children.pop().unwrap()
}

fn node(start: &BytesStart<'_>) -> Node {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        let value = std::str::from_utf8(&attribute.value).unwrap();
        let name = std::str::from_utf8(attribute.key.as_ref()).unwrap();
        (name.to_owned(), unescape(value).unwrap().into_owned())
    });
    Node {
        name: std::str::from_utf8(start.name().as_ref()).unwrap().to_owned(),
        attributes: attributes.collect(),
        ..Node::default()
    }
}

/// A cell as the reader of the file sees it: words, columns, rows.
pub(crate) type Seen = (String, usize, usize);

/// Puts the merged cells of a table together again, row by row. Panics unless
/// every row fills the grid and merged cells are rectangles.
pub(crate) fn merged(table: &Node) -> Vec<Vec<Seen>> {
    let columns = table.all("w:gridCol").len();
    let mut rows: Vec<Vec<Seen>> = Vec::new();
    // For every column of the row above, the cell that covers it.
    let mut above: Vec<Option<(usize, usize, usize)>> = vec![None; columns];
    for row in table.all("w:tr") {
        let mut column = 0;
        let mut here = vec![None; columns];
        let mut seen = Vec::new();
        for cell in row.all("w:tc") {
            let span = cell.val("w:gridSpan").map_or(1, |span| span.parse().unwrap());
            let end = column + span;
            assert!(end <= columns, "a row is wider than the grid");
            let place = match cell.all("w:vMerge").first().map(|it| it.attribute("w:val")) {
                Some(Some("restart")) => {
                    seen.push((cell.words(), span, 1));
                    Some((rows.len(), seen.len() - 1, span))
                }
                Some(_) => {
                    let place = above[column].expect("`continue` under nothing");
                    assert_eq!(place.2, span, "a merged cell is no rectangle");
                    assert!(above[column..end].iter().all(|at| *at == Some(place)));
                    assert!(column == 0 || above[column - 1] != Some(place));
                    assert_eq!(cell.words(), "");
                    rows[place.0][place.1].2 += 1;
                    Some(place)
                }
                None => {
                    seen.push((cell.words(), span, 1));
                    None
                }
            };
            here[column..end].fill(place);
            column = end;
        }
        assert_eq!(column, columns, "a row is narrower than the grid");
        above = here;
        rows.push(seen);
    }
    rows
}

/// Widths of the grid and of the cells of every row, in twips.
pub(crate) fn widths(table: &Node) -> (usize, Vec<usize>) {
    let width = |node: &&Node| node.attribute("w:w").unwrap().parse::<usize>().unwrap();
    let grid = table.all("w:gridCol").iter().map(width).sum();
    let rows = table.all("w:tr");
    (grid, rows.iter().map(|row| row.all("w:tcW").iter().map(width).sum()).collect())
}
