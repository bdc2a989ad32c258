//! A small XML tree: enough to amend what docx-rs writes and to build the
//! parts it cannot.

use std::borrow::Cow;
use std::fmt::Display;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

/// An element. Names are written with the usual prefixes (`w:p`).
#[derive(Debug, Clone)]
pub(super) struct Element<'a> {
    pub(super) name: Cow<'a, str>,
    /// Values are escaped.
    pub(super) attributes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    pub(super) children: Vec<Node<'a>>,
}

/// What stands in an element.
#[derive(Debug, Clone)]
pub(super) enum Node<'a> {
    Element(Element<'a>),
    /// Escaped.
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    pub(super) fn new(name: &'a str) -> Self {
        Self { name: name.into(), attributes: Vec::new(), children: Vec::new() }
    }

    /// `<w:jc w:val="center"/>` and its many siblings.
    pub(super) fn val(name: &'a str, value: impl Display) -> Self {
        Self::new(name).with("w:val", value)
    }

    pub(super) fn with(mut self, name: &'a str, value: impl Display) -> Self {
        self.attributes.push((name.into(), escaped(&value.to_string())));
        self
    }

    pub(super) fn child(mut self, child: Element<'a>) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = Element<'a>>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    pub(super) fn text(mut self, text: &str) -> Self {
        self.children.push(Node::Text(escaped(text)));
        self
    }

    /// The child elements.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element<'a>> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Reads a document; `None` if it is not well formed.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::new("")];
        loop {
            let node = match reader.read_event().ok()? {
                Event::Start(start) => {
                    open.push(Self::start(&start)?);
                    continue;
                }
                Event::Empty(start) => Node::Element(Self::start(&start)?),
                Event::End(_) => Node::Element(open.pop()?),
                Event::Text(text) => Node::Text(utf8(text.into_inner())?),
                Event::GeneralRef(name) => {
                    Node::Text(format!("&{};", std::str::from_utf8(&name).ok()?).into())
                }
                Event::Eof => break,
                _ => continue,
            };
            open.last_mut()?.children.push(node);
        }
        open.pop()?.children.into_iter().find_map(|node| match node {
            Node::Element(root) => Some(root),
            Node::Text(_) => None,
        })
    }

    fn start(start: &BytesStart<'a>) -> Option<Self> {
        let name = String::from_utf8(start.name().as_ref().to_vec()).ok()?;
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let name = std::str::from_utf8(attribute.key.as_ref()).ok()?.to_owned();
            let value = std::str::from_utf8(&attribute.value).ok()?.to_owned();
            attributes.push((name.into(), value.into()));
        }
        Some(Self { name: name.into(), attributes, children: Vec::new() })
    }

    /// The element as a part of a package.
    pub(super) fn document(&self) -> Vec<u8> {
        let mut out =
            String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n");
        self.write(&mut out);
        out.into_bytes()
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.extend([" ", name, "=\"", value, "\""]);
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for node in &self.children {
            match node {
                Node::Element(element) => element.write(out),
                Node::Text(text) => out.push_str(text),
            }
        }
        out.extend(["</", &self.name, ">"]);
    }
}

fn utf8(bytes: Cow<'_, [u8]>) -> Option<Cow<'_, str>> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

fn escaped<'a>(text: &str) -> Cow<'a, str> {
    escape(legal(text)).into_owned().into()
}

/// Text without the characters XML 1.0 cannot carry (2.2 Characters). White
/// space of any kind is a blank: an inline has no line breaks.
pub(super) fn legal(text: &str) -> String {
    let kept = text.chars().filter_map(|character| match character {
        '\t' | '\n' | '\r' => Some(' '),
        '\u{FFFE}' | '\u{FFFF}' => None,
        character if character.is_control() => None,
        character => Some(character),
    });
    kept.collect()
}
