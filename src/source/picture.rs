//! Pictures: what they are, how large, and whether all of them is there.

mod jpeg;
mod png;
mod turn;

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
    /// The file: pixels and their colours, and for a JPEG how it was held. What
    /// cameras and programs write beside them is left out.
    pub data: Arc<[u8]>,
    /// Its format.
    pub format: PictureFormat,
    /// What makes it upright; nothing, if it is stored upright.
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
        let (turn, bare) = match format {
            PictureFormat::Png => {
                (Turn::default(), png::is_whole(data).then(|| png::without_remarks(data))??)
            }
            PictureFormat::Jpeg => (JpegHeader::read(data)?.turn, jpeg::without_remarks(data)?),
        };
        let size = imagesize::blob_size(&bare).ok()?;
        let (width, height) = (size.width.try_into().ok()?, size.height.try_into().ok()?);
        let (width, height) = if turn.lies() { (height, width) } else { (width, height) };
        let data = Arc::from(bare);
        (width > 0 && height > 0).then_some(Self { data, format, turn, width, height })
    }
}
