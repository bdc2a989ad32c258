//! Pictures: what they are and how large, from their first bytes.

use std::sync::Arc;

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
    /// Recognises a PNG or JPEG; anything else is none.
    pub fn read(data: &Arc<[u8]>) -> Option<Self> {
        let format = match imagesize::image_type(data).ok()? {
            imagesize::ImageType::Png => PictureFormat::Png,
            imagesize::ImageType::Jpeg => PictureFormat::Jpeg,
            _ => return None,
        };
        let size = imagesize::blob_size(data).ok()?;
        let (width, height) = (size.width.try_into().ok()?, size.height.try_into().ok()?);
        (width > 0 && height > 0).then(|| Self { data: data.clone(), format, width, height })
    }
}
