//! The header of a JPEG file (ITU-T T.81, annex B).

use std::ops::Range;

use super::Turn;

/// What the frame header says.
pub struct JpegHeader {
    /// Bits of a component.
    pub precision: u8,
    /// Pixels, at least 1.
    pub width: i64,
    /// Pixels, at least 1.
    pub height: i64,
    /// 1 is grey, 3 colour, 4 CMYK.
    pub components: u8,
    /// Whether it has the marker of Adobe's programs.
    pub adobe: bool,
    /// How the picture was held: what makes it upright.
    pub turn: Turn,
}

const START: [u8; 2] = [0xFF, 0xD8];
const EXIF: u8 = 0xE1;
const ADOBE: u8 = 0xEE;
const SCAN: u8 = 0xDA;

impl JpegHeader {
    /// The frame header, if a scan and an end follow it.
    pub fn read(data: &[u8]) -> Option<Self> {
        let (mut adobe, mut turn, mut frame) = (false, Turn::default(), None);
        for segment in Segments::of(data)? {
            let Segment { marker, whole, payload } = segment?;
            match (marker, &data[payload]) {
                (SCAN, _) => {
                    let ended = data[whole.start..].windows(2).any(|pair| pair == [0xFF, 0xD9]);
                    return frame.filter(|_| ended).map(|frame| Self { adobe, turn, ..frame });
                }
                (ADOBE, [b'A', b'd', b'o', b'b', b'e', ..]) => adobe = true,
                (EXIF, exif @ [b'E', b'x', b'i', b'f', ..]) => turn = Turn::of_exif(exif),
                (0xC0..=0xC2, &[precision, h1, h2, w1, w2, components, ..]) => {
                    let width = u16::from_be_bytes([w1, w2]).into();
                    let height = u16::from_be_bytes([h1, h2]).into();
                    frame = (width > 0 && height > 0).then_some(Self {
                        precision,
                        width,
                        height,
                        components,
                        adobe,
                        turn,
                    });
                }
                _ => {}
            }
        }
        None
    }
}

/// The picture without what cameras and programs write about it: where and when
/// it was taken, by what and whom, thumbnails, comments. How it was held stays.
pub(super) fn without_remarks(data: &[u8]) -> Option<Vec<u8>> {
    let mut bare = START.to_vec();
    for segment in Segments::of(data)? {
        let Segment { marker, whole, payload } = segment?;
        match marker {
            SCAN => {
                bare.extend(&data[whole.start..]);
                return Some(bare);
            }
            EXIF if data[payload.clone()].starts_with(b"Exif") => {
                let exif = Turn::of_exif(&data[payload]).exif();
                if let Ok(length) = u16::try_from(exif.len() + 2) {
                    bare.extend([0xFF, EXIF]);
                    bare.extend(length.to_be_bytes());
                    bare.extend(exif);
                }
            }
            // XMP, IPTC, a comment.
            EXIF | 0xED | 0xFE => {}
            _ => bare.extend(&data[whole]),
        }
    }
    None
}

/// One marker and what belongs to it.
struct Segment {
    marker: u8,
    whole: Range<usize>,
    /// What follows its length, if it has one.
    payload: Range<usize>,
}

/// The segments after the start of a file; nothing more can be told after the
/// first scan has begun, or after one that is broken.
struct Segments<'d> {
    data: &'d [u8],
    at: usize,
}

impl<'d> Segments<'d> {
    fn of(data: &'d [u8]) -> Option<Self> {
        data.starts_with(&START).then_some(Self { data, at: START.len() })
    }

    fn segment(&mut self) -> Option<Segment> {
        let start = self.at;
        let bytes = |at: usize| Some([*self.data.get(at)?, *self.data.get(at + 1)?]);
        let [0xFF, marker] = bytes(start)? else { return None };
        let (end, payload) = match marker {
            0xFF => (start + 1, start..start), // a fill byte
            0x01 | 0xD0..=0xD7 => (start + 2, start..start),
            _ => {
                let length = usize::from(u16::from_be_bytes(bytes(start + 2)?));
                let end = start + 2 + length;
                (end, start + 4..end)
            }
        };
        self.data.get(payload.clone())?;
        self.at = end;
        Some(Segment { marker, whole: start..end, payload })
    }
}

impl Iterator for Segments<'_> {
    type Item = Option<Segment>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.segment())
    }
}
