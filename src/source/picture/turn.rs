//! How a picture was held when it was taken (Exif 2.32, tag 274).

/// What turns a picture as it is stored into the picture as it is seen: first
/// the mirror, then the turning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turn {
    /// Left and right change places.
    pub mirrored: bool,
    /// Quarter turns clockwise, 0 to 3.
    pub quarters: u8,
}

impl Turn {
    /// Whether width and height change places.
    pub fn lies(self) -> bool {
        self.quarters % 2 == 1
    }

    /// An Exif segment that says this and nothing else.
    pub(super) fn exif(self) -> Vec<u8> {
        let value = match (self.mirrored, self.quarters) {
            (false, 0) => 1,
            (true, 0) => 2,
            (false, 2) => 3,
            (true, 2) => 4,
            (true, 3) => 5,
            (false, 1) => 6,
            (true, 1) => 7,
            (_, _) => 8,
        };
        // A directory at 8 with one entry: tag 274, a short, once.
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([value, 0, 0, 0, 0, 0, 0]);
        exif
    }

    /// What an Exif segment says; upright if it says nothing that can be read.
    pub(super) fn of_exif(segment: &[u8]) -> Self {
        segment.strip_prefix(b"Exif\0\0").map_or(Self::default(), Self::of_tiff)
    }

    /// What the TIFF file inside an Exif segment says.
    pub(super) fn of_tiff(tiff: &[u8]) -> Self {
        let (mirrored, quarters) = match orientation(tiff) {
            Some(2) => (true, 0),
            Some(3) => (false, 2),
            Some(4) => (true, 2),
            Some(5) => (true, 3),
            Some(6) => (false, 1),
            Some(7) => (true, 1),
            Some(8) => (false, 3),
            _ => (false, 0),
        };
        Self { mirrored, quarters }
    }
}

/// The value of the tag, looked up in the first directory.
fn orientation(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = [*tiff.get(at)?, *tiff.get(at.checked_add(1)?)?];
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let (first, second) = (short(4)?, short(6)?);
    let (low, high) = if little { (first, second) } else { (second, first) };
    let directory = usize::from(high) << 16 | usize::from(low);
    // Twelve bytes an entry: tag, type, count, value.
    (0..usize::from(short(directory)?))
        .map(|entry| directory + 2 + 12 * entry)
        .find(|&entry| short(entry) == Some(274))
        .and_then(|entry| short(entry + 8))
}
