//! The chunks of a PNG file (ISO/IEC 15948).

use std::io::Cursor;

use ::png::{BitDepth, Decoder, Encoder, Transformations};

use super::Turn;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What the pixels are.
const PIXELS: [&[u8; 4]; 6] = [b"IHDR", b"PLTE", b"tRNS", b"sBIT", b"IDAT", b"IEND"];
/// What their colours are; the profile is the one that was used, not a remark.
const COLOURS: [&[u8; 4]; 7] = [b"cHRM", b"cICP", b"cLLI", b"gAMA", b"iCCP", b"mDCV", b"sRGB"];

/// Whether every row can be decoded.
pub(super) fn is_whole(data: &[u8]) -> bool {
    let Ok(mut reader) = Decoder::new(Cursor::new(data)).read_info() else { return false };
    loop {
        match reader.next_row() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// The picture as pixels and colours: without texts, dates, Exif, thumbnails,
/// the later frames of an animation and what follows its end. Upright, if Exif
/// says that it was not: viewers do not agree on turning a PNG.
pub(super) fn without_remarks(data: &[u8]) -> Option<Vec<u8>> {
    let turn = chunks(data).find(|chunk| chunk.kind == b"eXIf");
    let turn = turn.map_or(Turn::default(), |exif| Turn::of_tiff(exif.content));
    if turn != Turn::default() {
        return upright(data, turn);
    }
    let seen = chunks(data).filter(|it| PIXELS.contains(&it.kind) || COLOURS.contains(&it.kind));
    Some(seen.fold(SIGNATURE.to_vec(), |bare, chunk| [&bare, chunk.whole].concat()))
}

/// The picture turned, its pixels stored anew.
fn upright(data: &[u8], turn: Turn) -> Option<Vec<u8>> {
    let mut decoder = Decoder::new(Cursor::new(data));
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let mut stored = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut stored).ok()?;
    let size = info.color_type.samples();
    let (width, height) = (usize::try_from(info.width).ok()?, usize::try_from(info.height).ok()?);
    let (wide, high) = if turn.lies() { (height, width) } else { (width, height) };
    let mut pixels = Vec::with_capacity(stored.len());
    for y in 0..high {
        for x in 0..wide {
            let (column, row) = match turn.quarters {
                0 => (x, y),
                1 => (y, height - 1 - x),
                2 => (width - 1 - x, height - 1 - y),
                _ => (width - 1 - y, x),
            };
            let column = if turn.mirrored { width - 1 - column } else { column };
            let at = (row * width + column) * size;
            pixels.extend_from_slice(stored.get(at..at + size)?);
        }
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, wide.try_into().ok()?, high.try_into().ok()?);
    encoder.set_color(info.color_type);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    // Colours are said before the first pixels.
    let mut bare = SIGNATURE.to_vec();
    for chunk in chunks(&file) {
        bare.extend(chunk.whole);
        if chunk.kind == b"IHDR" {
            let colours = chunks(data).filter(|chunk| COLOURS.contains(&chunk.kind));
            colours.for_each(|chunk| bare.extend(chunk.whole));
        }
    }
    Some(bare)
}

struct Chunk<'d> {
    kind: &'d [u8; 4],
    content: &'d [u8],
    /// With its length, its kind and its checksum.
    whole: &'d [u8],
}

/// The chunks up to the end of the picture.
fn chunks(data: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = data.strip_prefix(SIGNATURE).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk()?;
        let (kind, after) = after.split_first_chunk()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let content = after.get(..length)?;
        let (whole, next) = rest.split_at_checked(length.checked_add(12)?)?;
        rest = if kind == b"IEND" { &[] } else { next };
        Some(Chunk { kind, content, whole })
    })
}
