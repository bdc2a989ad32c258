//! The logical structure: what assistive technology reads (PDF 1.7, 14.7).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{bytes, number, text, thousandths};
use crate::layout::{Element, ElementKind, Pages, Scope};

/// The standard structure type of an element (PDF 1.7, 14.8.4).
pub(super) fn tag(kind: &ElementKind) -> &'static str {
    match kind {
        ElementKind::Document => "Document",
        ElementKind::Heading(0 | 1) => "H1",
        ElementKind::Heading(2) => "H2",
        ElementKind::Heading(3) => "H3",
        ElementKind::Heading(4) => "H4",
        ElementKind::Heading(5) => "H5",
        ElementKind::Heading(_) => "H6",
        ElementKind::Paragraph => "P",
        ElementKind::List => "L",
        ElementKind::ListItem => "LI",
        ElementKind::ListLabel => "Lbl",
        ElementKind::ListBody => "LBody",
        ElementKind::Table { .. } => "Table",
        ElementKind::Caption => "Caption",
        ElementKind::TableRow => "TR",
        ElementKind::TableHeader { .. } => "TH",
        ElementKind::TableData { .. } => "TD",
        ElementKind::Figure { .. } => "Figure",
    }
}

/// Adds the tree and both ways between it and the pages. `owners` has the
/// element of every marked-content id of every page.
pub(super) fn add(
    tree: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    owners: &[Vec<usize>],
) -> lopdf::Result<()> {
    let root = tree.new_object_id();
    let ids: Vec<ObjectId> = pages.elements.iter().map(|_| tree.new_object_id()).collect();
    let mut kids = content(pages.elements.len(), page_ids, owners);
    let mut top = Vec::new();
    for (index, element) in pages.elements.iter().enumerate() {
        match element.parent {
            Some(parent) if parent < index => kids[parent].push(Kid::Element(ids[index])),
            _ => top.push(Object::Reference(ids[index])),
        }
    }
    let mut headers = BTreeMap::new();
    for (index, element) in pages.elements.iter().enumerate() {
        let parent = element.parent.and_then(|parent| ids.get(parent)).copied().unwrap_or(root);
        let mut dictionary = dictionary! {
            "Type" => "StructElem",
            "S" => tag(&element.kind),
            "P" => parent,
        };
        set_kids(&mut dictionary, &kids[index]);
        set_attributes(&mut dictionary, element, pages, page_ids);
        if let ElementKind::List = element.kind {
            let numbering = numbering(pages, index);
            dictionary.set("A", dictionary! { "O" => "List", "ListNumbering" => numbering });
        }
        if let ElementKind::TableHeader { id, .. } = &element.kind {
            headers.insert(id.as_str(), ids[index]);
        }
        tree.objects.insert(ids[index], dictionary.into());
    }
    let names = headers.into_iter().flat_map(|(id, element)| [bytes(id), element.into()]);
    let id_tree = tree.add_object(dictionary! { "Names" => names.collect::<Vec<_>>() });
    let parents = parent_tree(tree, page_ids, owners, &ids)?;
    let root_dictionary = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => top,
        "IDTree" => id_tree,
        "ParentTree" => parents,
        "ParentTreeNextKey" => number(page_ids.len()),
    };
    tree.objects.insert(root, root_dictionary.into());
    tree.catalog_mut()?.set("StructTreeRoot", root);
    Ok(())
}

/// A child of an element.
enum Kid {
    Element(ObjectId),
    /// A marked-content sequence of a page.
    Content(ObjectId, usize),
}

fn content(elements: usize, page_ids: &[ObjectId], owners: &[Vec<usize>]) -> Vec<Vec<Kid>> {
    let mut kids: Vec<Vec<Kid>> = (0..elements).map(|_| Vec::new()).collect();
    for (&page, owners) in page_ids.iter().zip(owners) {
        for (id, &owner) in owners.iter().enumerate() {
            kids[owner].push(Kid::Content(page, id));
        }
    }
    kids
}

/// Content of the first page is a bare id; that of others names its page.
fn set_kids(dictionary: &mut Dictionary, kids: &[Kid]) {
    let home = kids.iter().find_map(|kid| match kid {
        Kid::Content(page, _) => Some(*page),
        Kid::Element(_) => None,
    });
    if let Some(home) = home {
        dictionary.set("Pg", home);
    }
    let mut kids: Vec<Object> = kids
        .iter()
        .map(|kid| match *kid {
            Kid::Element(element) => element.into(),
            Kid::Content(page, id) if Some(page) == home => number(id),
            Kid::Content(page, id) => {
                dictionary! { "Type" => "MCR", "Pg" => page, "MCID" => number(id) }.into()
            }
        })
        .collect();
    match kids.len() {
        0 => {}
        1 => dictionary.set("K", kids.remove(0)),
        _ => dictionary.set("K", kids),
    }
}

fn set_attributes(
    dictionary: &mut Dictionary,
    element: &Element,
    pages: &Pages,
    page_ids: &[ObjectId],
) {
    match &element.kind {
        ElementKind::Table { summary } if !summary.is_empty() => {
            dictionary.set("A", dictionary! { "O" => "Table", "Summary" => text(summary) });
        }
        ElementKind::TableHeader { id, scope, colspan, rowspan, headers } => {
            let mut attributes = cell(*colspan, *rowspan, headers);
            let scope = match scope {
                Scope::Row => "Row",
                Scope::Column => "Column",
                Scope::Both => "Both",
            };
            attributes.set("Scope", scope);
            dictionary.set("ID", bytes(id));
            dictionary.set("A", attributes);
        }
        ElementKind::TableData { colspan, rowspan, headers } => {
            let attributes = cell(*colspan, *rowspan, headers);
            if attributes.len() > 1 {
                dictionary.set("A", attributes);
            }
        }
        ElementKind::Figure { alt, page, bounds: [left, top, right, bottom] } => {
            let height = pages.paper.1;
            let bounds = [*left, height - *bottom, *right, height - *top];
            let bounds: Vec<Object> = bounds.iter().map(|edge| thousandths(edge.0)).collect();
            dictionary.set("Alt", text(alt));
            dictionary.set(
                "A",
                dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => bounds },
            );
            if let Some(page) = page_ids.get(*page) {
                dictionary.set("Pg", *page);
            }
        }
        _ => {}
    }
}

fn cell(colspan: usize, rowspan: usize, headers: &[String]) -> Dictionary {
    let mut attributes = dictionary! { "O" => "Table" };
    if colspan > 1 {
        attributes.set("ColSpan", number(colspan));
    }
    if rowspan > 1 {
        attributes.set("RowSpan", number(rowspan));
    }
    if !headers.is_empty() {
        attributes.set("Headers", headers.iter().map(|id| bytes(id)).collect::<Vec<_>>());
    }
    attributes
}

/// How the items of a list are numbered, read off the first label.
fn numbering(pages: &Pages, list: usize) -> &'static str {
    let grandparent = |element: &Element| pages.elements.get(element.parent?)?.parent;
    let label = pages.elements.iter().position(|element| {
        element.kind == ElementKind::ListLabel && grandparent(element) == Some(list)
    });
    let marks = pages.pages.iter().flat_map(|page| &page.marks);
    let first =
        marks.filter(|mark| label.is_some() && mark.element == label).find_map(|mark| match &mark
            .ink
        {
            crate::layout::Ink::Text(run) => run.glyphs.first(),
            _ => None,
        });
    match first {
        None => "None",
        Some(glyph) if glyph.character.is_ascii_digit() => "Decimal",
        Some(_) => "Disc",
    }
}

/// From a page and a marked-content id back to the element.
fn parent_tree(
    tree: &mut Document,
    page_ids: &[ObjectId],
    owners: &[Vec<usize>],
    ids: &[ObjectId],
) -> lopdf::Result<ObjectId> {
    let mut numbers: Vec<Object> = Vec::new();
    for (index, (&page, owners)) in page_ids.iter().zip(owners).enumerate() {
        let parents: Vec<Object> = owners.iter().map(|&owner| ids[owner].into()).collect();
        numbers.extend([number(index), tree.add_object(parents).into()]);
        let page = tree.get_dictionary_mut(page)?;
        page.set("StructParents", number(index));
        page.set("Tabs", "S");
    }
    Ok(tree.add_object(dictionary! { "Nums" => numbers }))
}
