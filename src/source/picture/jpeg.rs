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
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const JFIF: u8 = 0xE0;
const EXIF: u8 = 0xE1;
const PROFILE: u8 = 0xE2;
const ADOBE: u8 = 0xEE;
const COMMENT: u8 = 0xFE;

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
/// it was taken, by what and whom, thumbnails, comments, more pictures behind
/// its end. How it was held and its colour profile stay.
pub(super) fn without_remarks(data: &[u8]) -> Option<Vec<u8>> {
    let mut bare = START.to_vec();
    let mut segments = Segments::of(data)?;
    loop {
        let Segment { marker, whole, payload } = segments.segment()?;
        let said = &data[payload];
        match marker {
            JFIF if said.starts_with(b"JFIF\0") => {
                // Its density, but no thumbnail.
                let known = said.get(..12)?;
                bare.extend(segment(JFIF, &[known, &[0, 0]].concat())?);
            }
            EXIF if said.starts_with(b"Exif") => {
                bare.extend(segment(EXIF, &Turn::of_exif(said).exif())?);
            }
            PROFILE if said.starts_with(b"ICC_PROFILE\0") => bare.extend(&data[whole]),
            ADOBE if said.starts_with(b"Adobe") => bare.extend(&data[whole]),
            JFIF..=0xEF | COMMENT => {}
            SCAN => {
                bare.extend(&data[whole.start..segments.skip_coded()?]);
            }
            END => {
                bare.extend(&data[whole]);
                return Some(bare);
            }
            _ => bare.extend(&data[whole]),
        }
    }
}

/// A marker with its length and what follows it.
fn segment(marker: u8, payload: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(payload.len() + 2).ok()?.to_be_bytes();
    Some([&[0xFF, marker][..], &length, payload].concat())
}

/// One marker and what belongs to it.
struct Segment {
    marker: u8,
    whole: Range<usize>,
    /// What follows its length, if it has one.
    payload: Range<usize>,
}

/// The segments after the start of a file, up to one that is broken.
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
            0x01 | 0xD0..=0xD7 | END => (start + 2, start..start),
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

    /// Goes on after the coded data of a scan: to the next marker that is none
    /// of theirs. Says where that is.
    fn skip_coded(&mut self) -> Option<usize> {
        let coded = self.data.get(self.at..)?;
        let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7);
        self.at += coded.windows(2).position(ends)?;
        Some(self.at)
    }
}

impl Iterator for Segments<'_> {
    type Item = Option<Segment>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.segment())
    }
}
