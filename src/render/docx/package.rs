//! The package: parts, their types and relations, properties, and the archive.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use crate::document::{Document, Properties};

use super::page::RELATIONS;
use super::xml::Element;

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument.";

/// A part the main document refers to, by `name`.
pub(super) struct PackagePart {
    /// Also the relation's id.
    pub(super) name: String,
    /// `styles`, `footer`, `image`: end of both content type and relation type.
    pub(super) kind: &'static str,
    /// `xml`, or the kind of picture.
    pub(super) extension: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl PackagePart {
    pub(super) fn xml(name: &str, kind: &'static str, root: &Element<'_>) -> Self {
        Self { name: name.to_owned(), kind, extension: "xml", bytes: root.document() }
    }

    /// The path below `word/`.
    fn path(&self) -> String {
        let folder = if self.kind == "image" { "media/" } else { "" };
        format!("{folder}{}.{}", self.name, self.extension)
    }
}

/// Writes the archive. Without the `time` feature of zip every entry is dated
/// 1 January 1980.
pub(super) fn pack(
    document: &Document,
    body: &Element<'_>,
    parts: &[PackagePart],
) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |path: &str, bytes: &[u8]| {
        zip.start_file(path, SimpleFileOptions::default())?;
        zip.write_all(bytes).map_err(ZipError::from)
    };
    add("[Content_Types].xml", &content_types(parts).document())?;
    add("_rels/.rels", &package_relations().document())?;
    add("docProps/core.xml", &core(document).document())?;
    add("docProps/app.xml", &application().document())?;
    add("word/document.xml", &body.document())?;
    add("word/_rels/document.xml.rels", &document_relations(parts).document())?;
    for part in parts {
        add(&format!("word/{}", part.path()), &part.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types(parts: &[PackagePart]) -> Element<'static> {
    let default = |extension, kind| {
        Element::new("Default").with("Extension", extension).with("ContentType", kind)
    };
    let part = |path: &str, kind: &str| {
        Element::new("Override").with("PartName", path).with("ContentType", kind)
    };
    let words = parts.iter().filter(|part| part.kind != "image");
    let words = words.map(|it| {
        let family = if it.kind == "theme" { OFFICE } else { WORD };
        part(&format!("/word/{}", it.path()), &format!("{family}{}+xml", it.kind))
    });
    Element::new("Types")
        .with("xmlns", format!("{PACKAGE}/content-types"))
        .child(default("rels", "application/vnd.openxmlformats-package.relationships+xml"))
        .child(default("xml", "application/xml"))
        .child(default("png", "image/png"))
        .child(default("jpeg", "image/jpeg"))
        .child(part("/word/document.xml", &format!("{WORD}document.main+xml")))
        .children(words)
        .child(part(
            "/docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
        ))
        .child(part(
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ))
}

fn relation(id: &str, kind: &str, target: &str) -> Element<'static> {
    Element::new("Relationship").with("Id", id).with("Type", kind).with("Target", target)
}

fn relations() -> Element<'static> {
    Element::new("Relationships").with("xmlns", format!("{PACKAGE}/relationships"))
}

fn package_relations() -> Element<'static> {
    relations()
        .child(relation("document", &format!("{RELATIONS}/officeDocument"), "word/document.xml"))
        .child(relation(
            "core",
            &format!("{PACKAGE}/relationships/metadata/core-properties"),
            "docProps/core.xml",
        ))
        .child(relation("app", &format!("{RELATIONS}/extended-properties"), "docProps/app.xml"))
}

fn document_relations(parts: &[PackagePart]) -> Element<'static> {
    relations().children(
        parts
            .iter()
            .map(|part| relation(&part.name, &format!("{RELATIONS}/{}", part.kind), &part.path())),
    )
}

/// Title, author and the like; no dates if the report has none.
fn core(document: &Document) -> Element<'static> {
    let Properties { author, identifiers, date, description } = &document.properties;
    let identifiers: Vec<_> =
        identifiers.iter().map(|(label, value)| format!("{label}：{value}")).collect();
    let facts = [
        ("dc:title", document.title.as_str()),
        ("dc:creator", author),
        ("dc:description", description),
        ("dc:identifier", &identifiers.join("；")),
        ("dc:language", "zh-CN"),
        ("cp:lastModifiedBy", author),
    ];
    let facts = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| Element::new(name).text(value));
    let dates = date.iter().flat_map(|(year, month, day)| {
        ["dcterms:created", "dcterms:modified"].map(|name| {
            Element::new(name)
                .with("xsi:type", "dcterms:W3CDTF")
                .text(&format!("{year:04}-{month:02}-{day:02}T00:00:00Z"))
        })
    });
    Element::new("cp:coreProperties")
        .with("xmlns:cp", format!("{PACKAGE}/metadata/core-properties"))
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .children(facts)
        .children(dates)
}

fn application() -> Element<'static> {
    Element::new("Properties")
        .with("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
        .child(Element::new("Application").text(env!("CARGO_PKG_NAME")))
}
