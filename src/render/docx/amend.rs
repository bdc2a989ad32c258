//! What docx-rs leaves out of the body, or puts in too much.

use std::slice::Iter;

use crate::document::{Block, Document, Picture, Table, Turn};

use super::body::sound;
use super::order;
use super::xml::{Element, Node};

/// Amends the body docx-rs wrote; tables and pictures come in the order of
/// the document.
pub(super) fn amend(body: &mut Element<'_>, document: &Document) {
    let mut tables = Vec::new();
    let mut pictures = Vec::new();
    for block in document.blocks.iter().filter(|block| sound(block)) {
        match block {
            Block::Table(table) => tables.push(table),
            Block::Picture(picture) => pictures.push(picture),
            Block::Heading(_) | Block::Paragraph(_) | Block::List { .. } => {}
        }
    }
    Amend { tables: tables.iter(), pictures: pictures.iter(), drawn: 0, picture: None }
        .element(body);
    order::tidy(body);
}

struct Amend<'d> {
    tables: Iter<'d, &'d Table>,
    pictures: Iter<'d, &'d Picture>,
    /// Pictures met so far.
    drawn: usize,
    /// The last of them.
    picture: Option<&'d Picture>,
}

impl Amend<'_> {
    fn turn(&self) -> Turn {
        self.picture.map_or(Turn::default(), |picture| picture.turn)
    }

    fn element(&mut self, element: &mut Element<'_>) {
        match element.name.as_ref() {
            // Paragraph ids count on from one document to the next.
            "w:p" => element.attributes.clear(),
            "w:gridCol" => element.attributes.retain(|(name, _)| name == "w:w"),
            // The table style has the rules.
            "w:tblPr" => remove(element, |child| child.name == "w:tblBorders"),
            "w:tbl" => {
                if let Some(table) = self.tables.next() {
                    describe(element, table);
                }
            }
            "wp:inline" => {
                self.drawn += 1;
                self.picture = self.pictures.next().copied();
                make_room(element, self.turn());
            }
            "wp:docPr" => {
                let alt = self.picture.map_or("", |picture| picture.alt.as_str());
                *element = Element::new("wp:docPr")
                    .with("id", self.drawn)
                    .with("name", format!("图片 {}", self.drawn))
                    .with("descr", alt);
            }
            "a:xfrm" => {
                let Turn { mirrored, quarters } = self.turn();
                element.attributes.clear();
                if mirrored {
                    element.attributes.push(("flipH".into(), "1".into()));
                }
                if quarters > 0 {
                    let angle = u32::from(quarters) * 5_400_000;
                    element.attributes.push(("rot".into(), angle.to_string().into()));
                }
            }
            _ => {}
        }
        element.elements_mut().for_each(|child| self.element(child));
        let idle = |child: &Element<'_>| {
            matches!(child.name.as_ref(), "w:rPr" | "w:pPr") && child.children.is_empty()
        };
        remove(element, idle);
    }
}

fn remove(element: &mut Element<'_>, unwanted: impl Fn(&Element<'_>) -> bool) {
    element.children.retain(|node| !matches!(node, Node::Element(child) if unwanted(child)));
}

/// A box has the width and height of the picture as it is stored, and the
/// picture is turned around the middle of it: how far it then stands out.
fn make_room(inline: &mut Element<'_>, turn: Turn) {
    let sizes = inline.elements_mut().find(|child| child.name == "wp:extent");
    let sizes: Vec<i64> = sizes
        .iter()
        .flat_map(|extent| &extent.attributes)
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    let &[width, height] = sizes.as_slice() else { return };
    let out = if turn.lies() { (width - height) / 2 } else { 0 };
    for extent in inline.elements_mut().filter(|child| child.name == "wp:effectExtent") {
        let (beside, above) = ((-out).max(0), out.max(0));
        *extent = Element::new("wp:effectExtent")
            .with("l", beside)
            .with("t", above)
            .with("r", beside)
            .with("b", above);
    }
}

/// Header rows, and the name of the table for those who cannot see it.
fn describe(element: &mut Element<'_>, table: &Table) {
    let rows = element.elements_mut().filter(|child| child.name == "w:tr");
    for row in rows.take(table.head_rows) {
        for properties in row.elements_mut().filter(|child| child.name == "w:trPr") {
            properties.children.push(Node::Element(Element::new("w:tblHeader")));
        }
    }
    for properties in element.elements_mut().filter(|child| child.name == "w:tblPr") {
        let look = Element::new("w:tblLook").with("w:val", "0020").with("w:firstRow", 1);
        let columns = table.widths.len();
        let size = format!("{}，共{}行{columns}列", table.caption, table.rows.len());
        let more = [
            look,
            Element::val("w:tblCaption", &table.caption),
            Element::val("w:tblDescription", size),
        ];
        properties.children.extend(more.map(Node::Element));
    }
}
