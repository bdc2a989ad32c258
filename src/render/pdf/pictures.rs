//! Pictures as image objects.

use std::collections::BTreeMap;
use std::io::Cursor;

use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId, XObjectMap};

use super::{RenderError, refused};
use crate::document::PictureFormat;
use crate::layout::{Ink, Pages};
use crate::source::picture::JpegHeader;

/// The resource name of a picture.
pub(super) fn resource(picture: usize) -> XObjectId {
    XObjectId(format!("P{picture}"))
}

/// The pictures the pages show.
pub(super) fn resources(pages: &Pages) -> Result<XObjectMap, RenderError> {
    let mut map = BTreeMap::new();
    for mark in pages.pages.iter().flat_map(|page| &page.marks) {
        let Ink::Picture { picture, .. } = mark.ink else { continue };
        if map.contains_key(&resource(picture)) {
            continue;
        }
        let number = picture + 1;
        let (data, format) = pages
            .pictures
            .get(picture)
            .ok_or_else(|| refused(format!("没有载入第 {number} 张图片")))?;
        let stream = match format {
            PictureFormat::Png => png(data),
            PictureFormat::Jpeg => jpeg(data),
        };
        let stream =
            stream.map_err(|reason| refused(format!("第 {number} 张图片已损坏：{reason}")))?;
        let object = ExternalXObject { stream, width: None, height: None, dpi: None };
        map.insert(resource(picture), XObject::External(object));
    }
    Ok(XObjectMap { map })
}

/// Decoded to eight bits; the alpha channel becomes a soft mask.
fn png(data: &[u8]) -> Result<ExternalStream, String> {
    let mut decoder = png::Decoder::new(Cursor::new(data));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let size = reader.output_buffer_size().ok_or("尺寸过大")?;
    let mut pixels = vec![0; size];
    let info = reader.next_frame(&mut pixels).map_err(|error| error.to_string())?;
    pixels.truncate(info.buffer_size());
    let (space, channels) = match info.color_type {
        png::ColorType::Grayscale => ("DeviceGray", 1),
        png::ColorType::GrayscaleAlpha => ("DeviceGray", 2),
        png::ColorType::Rgb => ("DeviceRGB", 3),
        png::ColorType::Rgba => ("DeviceRGB", 4),
        png::ColorType::Indexed => return Err("调色板没有展开".to_owned()),
    };
    let size = (info.width.into(), info.height.into());
    if channels % 2 == 1 {
        return Ok(image(size, space, pixels));
    }
    let alpha: Vec<u8> = pixels.iter().skip(channels - 1).step_by(channels).copied().collect();
    let opaque = alpha.iter().all(|&alpha| alpha == u8::MAX);
    let color = pixels.chunks_exact(channels).flat_map(|pixel| &pixel[..channels - 1]).copied();
    let mut stream = image(size, space, color.collect());
    if !opaque {
        let mask = DictItem::Stream { stream: image(size, "DeviceGray", alpha) };
        stream.dict.insert("SMask".to_owned(), mask);
    }
    Ok(stream)
}

/// Embedded as it is; only its header is read (ITU-T T.81, annex B).
fn jpeg(data: &[u8]) -> Result<ExternalStream, String> {
    let header = JpegHeader::read(data).ok_or("不是完整的 JPEG 文件")?;
    if header.precision != 8 {
        return Err(format!("每个颜色分量应为 8 位，现为 {} 位", header.precision));
    }
    let space = match header.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        4 => "DeviceCMYK",
        other => return Err(format!("颜色分量数 {other} 不受支持")),
    };
    let mut stream = image((header.width, header.height), space, data.to_vec());
    stream.compress = false;
    stream.dict.insert("Filter".to_owned(), name("DCTDecode"));
    if header.components == 4 && header.adobe {
        // Adobe's programs store CMYK inverted, and say so by their marker.
        let inverted = [1, 0, 1, 0, 1, 0, 1, 0].map(DictItem::Int).to_vec();
        stream.dict.insert("Decode".to_owned(), DictItem::Array(inverted));
    }
    Ok(stream)
}

fn image((width, height): (i64, i64), space: &str, content: Vec<u8>) -> ExternalStream {
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(width)),
        ("Height", DictItem::Int(height)),
        ("ColorSpace", name(space)),
        ("BitsPerComponent", DictItem::Int(8)),
    ];
    let dict = dict.map(|(key, value)| (key.to_owned(), value)).into();
    ExternalStream { dict, content, compress: true }
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.into())
}
