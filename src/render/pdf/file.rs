//! The finished tree as bytes.
//!
//! lopdf could save it, but spends two thirds of the time of the whole file on
//! deflating at its slowest level and on writing each object three times.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document as Tree, Object, Stream, StringFormat, dictionary};

use super::{hash, number};

/// Objects in one object stream.
const TOGETHER: usize = 500;

/// For TrueType outlines, which hold little that repeats.
const FAST: Compression = Compression::fast();
/// For everything else.
const SMALL: Compression = Compression::new(6);

/// Writes PDF 1.7 with object streams and a cross-reference stream (PDF 1.7,
/// 7.5.7 and 7.5.8). The file identifier is derived from what is before it.
pub(super) fn save(tree: Tree) -> Result<Vec<u8>, lopdf::Error> {
    let mut file = File { bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), places: Vec::new() };
    let mut last = tree.max_id;
    let mut plain = Vec::new();
    for ((id, _), object) in tree.objects {
        match object {
            Object::Stream(stream) => file.stream(id, stream)?,
            object => plain.push((id, object)),
        }
    }
    let mut plain = plain.into_iter().peekable();
    while plain.peek().is_some() {
        last += 1;
        file.object_stream(last, plain.by_ref().take(TOGETHER))?;
    }
    let digest = hash(&file.bytes).to_be_bytes().to_vec();
    let digest = Object::String(digest, StringFormat::Hexadecimal);
    let mut trailer = tree.trailer;
    trailer.set("ID", vec![digest.clone(), digest]);
    file.cross_references(last + 1, trailer)?;
    Ok(file.bytes)
}

struct File {
    bytes: Vec<u8>,
    /// Where each object is.
    places: Vec<(u32, Location)>,
}

#[derive(Clone, Copy)]
enum Location {
    /// Offset in the file.
    Offset(usize),
    /// In an object stream, at an index.
    Within(u32, usize),
}

impl File {
    fn stream(&mut self, id: u32, mut stream: Stream) -> Result<(), lopdf::Error> {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            let level = if stream.dict.has(b"Length1") { FAST } else { SMALL };
            stream.set_content(deflate(&stream.content, level)?);
            stream.dict.set("Filter", "FlateDecode");
        }
        self.places.push((id, Location::Offset(self.bytes.len())));
        self.bytes.extend(format!("{id} 0 obj\n").bytes());
        self.bytes.extend(written("stream\n", stream.dict.into())?);
        self.bytes.extend(stream.content);
        self.bytes.extend(b"\nendstream\nendobj\n");
        Ok(())
    }

    fn object_stream(
        &mut self,
        id: u32,
        objects: impl Iterator<Item = (u32, Object)>,
    ) -> Result<(), lopdf::Error> {
        let (mut index, mut content, mut count) = (Vec::new(), Vec::new(), 0);
        for (at, (object_id, object)) in objects.enumerate() {
            self.places.push((object_id, Location::Within(id, at)));
            write!(index, "{object_id} {} ", content.len())?;
            content.extend(written("", object)?);
            count = at + 1;
        }
        let first = number(index.len());
        let dictionary = dictionary! { "Type" => "ObjStm", "N" => number(count), "First" => first };
        self.stream(id, Stream::new(dictionary, [index, content].concat()))
    }

    /// One byte for the kind, four for the place, two for the index.
    fn cross_references(&mut self, id: u32, trailer: Dictionary) -> Result<(), lopdf::Error> {
        let start = self.bytes.len();
        self.places.push((id, Location::Offset(start))); // the table lists itself
        let mut table = vec![[0, 0, 0, 0, 0, 0xFF, 0xFF]; id as usize + 1];
        for &(id, place) in &self.places {
            let (kind, first, second) = match place {
                Location::Offset(offset) => (1, u32::try_from(offset).unwrap_or(u32::MAX), 0),
                Location::Within(stream, at) => (2, stream, u16::try_from(at).unwrap_or(u16::MAX)),
            };
            let entry = &mut table[id as usize];
            entry[0] = kind;
            entry[1..5].copy_from_slice(&first.to_be_bytes());
            entry[5..].copy_from_slice(&second.to_be_bytes());
        }
        let mut dictionary = trailer;
        dictionary.set("Type", "XRef");
        dictionary.set("Size", number(table.len()));
        dictionary.set("W", vec![1.into(), 4.into(), 2.into()]);
        self.stream(id, Stream::new(dictionary, table.concat()))?;
        self.bytes.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        Ok(())
    }
}

/// An object as it is written; operands of content streams look the same.
fn written(after: &str, object: Object) -> Result<Vec<u8>, lopdf::Error> {
    Content { operations: [Operation::new(after, vec![object])] }.encode()
}

fn deflate(data: &[u8], level: Compression) -> std::io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len() / 2), level);
    encoder.write_all(data)?;
    encoder.finish()
}
