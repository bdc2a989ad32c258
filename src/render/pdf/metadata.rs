//! Who wrote what, and when: the information dictionary and the XMP packet,
//! which must say the same (PDF 1.7, 14.3; PDF/UA-1, clause 5 and 7.1).

use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

use super::text;
use crate::document::Properties;

/// The program named as producer.
const PRODUCER: &str = "gongkai";

/// Adds both.
pub(super) fn add(tree: &mut Document, title: &str, properties: &Properties) -> lopdf::Result<()> {
    let facts = Facts::new(title, properties);
    let info = tree.add_object(facts.information());
    tree.trailer.set("Info", info);
    let packet = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        facts.packet().into_bytes(),
    );
    // In the clear, so that programs that know no PDF find it.
    let packet = tree.add_object(packet.with_compression(false));
    tree.catalog_mut()?.set("Metadata", packet);
    Ok(())
}

struct Facts {
    title: String,
    author: String,
    description: String,
    keywords: String,
    date: Option<(u16, u8, u8)>,
}

impl Facts {
    fn new(title: &str, properties: &Properties) -> Self {
        let identifiers: Vec<String> = properties
            .identifiers
            .iter()
            .map(|(label, identifier)| format!("{label}：{identifier}"))
            .collect();
        Self {
            title: clean(title),
            author: clean(&properties.author),
            description: clean(&properties.description),
            keywords: clean(&identifiers.join("；")),
            date: properties.date,
        }
    }

    fn information(&self) -> Dictionary {
        let mut information = dictionary! {
            "Title" => text(&self.title),
            "Creator" => text(PRODUCER),
            "Producer" => text(PRODUCER),
        };
        let optional = [
            ("Author", &self.author),
            ("Subject", &self.description),
            ("Keywords", &self.keywords),
        ];
        for (key, value) in optional.into_iter().filter(|(_, value)| !value.is_empty()) {
            information.set(key, text(value));
        }
        if let Some((year, month, day)) = self.date {
            let date = format!("D:{year:04}{month:02}{day:02}000000+08'00'");
            for key in ["CreationDate", "ModDate"] {
                let date = date.clone().into_bytes();
                information.set(key, Object::String(date, StringFormat::Literal));
            }
        }
        information
    }

    /// The packet of ISO 16684-1, with the identification of PDF/UA-1.
    fn packet(&self) -> String {
        let mut xml = String::from(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
             <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
             <rdf:Description rdf:about=\"\"\n \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n \
             xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n \
             xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n \
             xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n",
        );
        let language = |text: &str| {
            format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt>", escape(text))
        };
        element(&mut xml, "dc:format", "application/pdf");
        element(&mut xml, "dc:language", "<rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag>");
        element(&mut xml, "dc:title", &language(&self.title));
        if !self.author.is_empty() {
            let author = escape(&self.author);
            let author = format!("<rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq>");
            element(&mut xml, "dc:creator", &author);
        }
        if !self.description.is_empty() {
            element(&mut xml, "dc:description", &language(&self.description));
        }
        if !self.keywords.is_empty() {
            element(&mut xml, "pdf:Keywords", &escape(&self.keywords));
        }
        element(&mut xml, "pdf:Producer", PRODUCER);
        element(&mut xml, "xmp:CreatorTool", PRODUCER);
        if let Some((year, month, day)) = self.date {
            let date = format!("{year:04}-{month:02}-{day:02}T00:00:00+08:00");
            for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"] {
                element(&mut xml, name, &date);
            }
        }
        element(&mut xml, "pdfuaid:part", "1");
        xml.push_str("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        xml
    }
}

fn element(xml: &mut String, name: &str, content: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(xml, "<{name}>{content}</{name}>");
}

/// Without the characters XML 1.0 cannot hold; line ends become blanks.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
