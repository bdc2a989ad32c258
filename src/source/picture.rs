//! Pictures: what they are, how large, and whether all of them is there.

mod jpeg;
mod turn;

use std::io::Cursor;
use std::sync::Arc;

pub use self::jpeg::JpegHeader;
pub use self::turn::Turn;

/// The formats all three outputs can carry unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// image/png
    Png,
    /// image/jpeg
    Jpeg,
}

/// A picture file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// The file itself; a photo without where, when and by whom it was taken.
    pub data: Arc<[u8]>,
    /// Its format.
    pub format: PictureFormat,
    /// How it was held: what makes it upright.
    pub turn: Turn,
    /// Width in pixels when upright, at least 1.
    pub width: u32,
    /// Height in pixels when upright, at least 1.
    pub height: u32,
}

impl PictureFile {
    /// Recognises a PNG or JPEG that is whole; anything else is none.
    pub fn read(data: &Arc<[u8]>) -> Option<Self> {
        let format = match imagesize::image_type(data).ok()? {
            imagesize::ImageType::Png => PictureFormat::Png,
            imagesize::ImageType::Jpeg => PictureFormat::Jpeg,
            _ => return None,
        };
        let size = imagesize::blob_size(data).ok()?;
        let (width, height) = (size.width.try_into().ok()?, size.height.try_into().ok()?);
        let (turn, data) = match format {
            PictureFormat::Png => (is_whole_png(data).then(Turn::default)?, data.clone()),
            PictureFormat::Jpeg => {
                (JpegHeader::read(data)?.turn, jpeg::without_remarks(data)?.into())
            }
        };
        let (width, height) = if turn.lies() { (height, width) } else { (width, height) };
        (width > 0 && height > 0).then_some(Self { data, format, turn, width, height })
    }
}

/// Whether every row can be decoded.
fn is_whole_png(data: &[u8]) -> bool {
    let Ok(mut reader) = png::Decoder::new(Cursor::new(data)).read_info() else { return false };
    loop {
        match reader.next_row() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}
