//! The header of a JPEG file (ITU-T T.81, annex B).

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

impl JpegHeader {
    /// The frame header, if a scan and an end follow it.
    pub fn read(data: &[u8]) -> Option<Self> {
        let mut rest = data.strip_prefix(&[0xFF, 0xD8])?;
        let (mut adobe, mut turn, mut frame) = (false, Turn::default(), None);
        loop {
            let [0xFF, marker, after @ ..] = rest else { return None };
            rest = after;
            match marker {
                0xFF => rest = &data[data.len() - rest.len() - 1..], // a fill byte
                0x01 | 0xD0..=0xD7 => {}
                0xDA => {
                    let ended = rest.windows(2).any(|pair| pair == [0xFF, 0xD9]);
                    return frame.filter(|_| ended).map(|frame| Self { adobe, turn, ..frame });
                }
                _ => {
                    let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
                    let segment = rest.get(2..length)?;
                    match (marker, segment) {
                        (0xEE, [b'A', b'd', b'o', b'b', b'e', ..]) => adobe = true,
                        (0xE1, [b'E', b'x', b'i', b'f', ..]) => turn = Turn::of_exif(segment),
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
                    rest = &rest[length..];
                }
            }
        }
    }
}
