//! Pictures: what they are, how large, and whether all of them is there.

mod jpeg;

use std::io::Cursor;
use std::sync::Arc;

pub use self::jpeg::JpegHeader;

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
    /// The file itself.
    pub data: Arc<[u8]>,
    /// Its format.
    pub format: PictureFormat,
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
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
        let whole = match format {
            PictureFormat::Png => is_whole_png(data),
            PictureFormat::Jpeg => JpegHeader::read(data).is_some(),
        };
        (whole && width > 0 && height > 0).then(|| Self {
            data: data.clone(),
            format,
            width,
            height,
        })
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
