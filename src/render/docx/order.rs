//! The order ECMA-376 fixes for the children of property elements. Word calls
//! a file damaged, and validators complain, when they stand otherwise; docx-rs
//! writes them in an order of its own.

use super::xml::{Element, Node};

const ORDER: [(&str, &[&str]); 4] = [
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:widowControl",
            "w:kinsoku",
            "w:wordWrap",
            "w:overflowPunct",
            "w:autoSpaceDE",
            "w:autoSpaceDN",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:contextualSpacing",
            "w:jc",
            "w:outlineLvl",
            "w:rPr",
        ],
    ),
    (
        "w:rPr",
        &[
            "w:rStyle",
            "w:rFonts",
            "w:snapToGrid",
            "w:color",
            "w:spacing",
            "w:sz",
            "w:szCs",
            "w:lang",
        ],
    ),
    (
        "w:tblPr",
        &[
            "w:tblStyle",
            "w:tblW",
            "w:jc",
            "w:tblInd",
            "w:tblBorders",
            "w:tblLayout",
            "w:tblCellMar",
            "w:tblLook",
            "w:tblCaption",
            "w:tblDescription",
        ],
    ),
    ("w:tcPr", &["w:tcW", "w:gridSpan", "w:vMerge", "w:shd", "w:vAlign"]),
];

/// Puts the children of property elements in order, here and below.
pub(super) fn tidy(element: &mut Element<'_>) {
    element.elements_mut().for_each(tidy);
    if let Some((_, order)) = ORDER.iter().find(|(name, _)| *name == element.name) {
        element.children.sort_by_key(|node| match node {
            Node::Element(child) => order.iter().position(|name| *name == child.name),
            Node::Text(_) => None,
        });
    }
}
