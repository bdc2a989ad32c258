//! Pictures in the file.

use std::sync::Arc;

use gongkai::document::{PictureFormat, Turn};
use gongkai::layout::theme::Length;
use gongkai::layout::{ElementKind, Ink};
use gongkai::render::pdf::write;
use lopdf::{Document, decode_text_string};

use super::specimen::Press;
use super::structure::Walk;
use super::{TITLE, file, properties};
use crate::support::pdf::{self, get};

/// One page with one picture.
fn picture(data: Vec<u8>, format: PictureFormat) -> Press {
    turned(data, format, Turn::default())
}

fn turned(data: Vec<u8>, format: PictureFormat, turn: Turn) -> Press {
    let mut press = Press::new();
    let (x, y) = (Length::pt(100), Length::pt(200));
    let bounds = [x, y, Length::pt(300), Length::pt(350)];
    let figure = ElementKind::Figure { alt: "走势图".to_owned(), page: 0, bounds };
    let figure = press.element(figure, 0);
    let (width, height) = (Length::pt(200), Length::pt(150));
    press.mark(Some(figure), Ink::Picture { picture: 0, turn, x, y, width, height });
    press.pages.pictures.push((Arc::from(data), format));
    press
}

fn png(color: png::ColorType, depth: png::BitDepth, bytes: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    let mut encoder = png::Encoder::new(&mut data, 2, 2);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if color == png::ColorType::Indexed {
        encoder.set_palette(vec![255, 0, 0, 0, 0, 255]);
        encoder.set_trns(vec![255, 128]);
    }
    encoder.write_header().unwrap().write_image_data(bytes).unwrap();
    data
}

/// Colour space, pixels, and mask of the one picture in a file.
fn image(file: &Document) -> (String, Vec<u8>, Option<Vec<u8>>) {
    let page = file.get_dictionary(pdf::pages(file)[0]).unwrap();
    let resources = get(file, page, "Resources").unwrap().as_dict().unwrap();
    let pictures = get(file, resources, "XObject").unwrap().as_dict().unwrap();
    let stream = get(file, pictures, "P0").unwrap().as_stream().unwrap();
    let space = stream.dict.get(b"ColorSpace").unwrap().as_name().unwrap();
    let mask = get(file, &stream.dict, "SMask").map(|mask| mask.as_stream().unwrap());
    (
        String::from_utf8(space.into()).unwrap(),
        stream.get_plain_content().unwrap(),
        mask.map(|mask| mask.get_plain_content().unwrap()),
    )
}

#[test]
fn png_pictures_keep_their_colours_and_alpha() {
    use png::{BitDepth, ColorType};
    let read = |color, depth, bytes: &[u8]| {
        image(&file(&picture(png(color, depth, bytes), PictureFormat::Png)))
    };
    let rgb: Vec<u8> = (0..12).collect();
    let (space, pixels, mask) = read(ColorType::Rgb, BitDepth::Eight, &rgb);
    assert_eq!((space.as_str(), pixels, mask), ("DeviceRGB", rgb, None));
    let rgba = [9, 8, 7, 0, 9, 8, 7, 85, 9, 8, 7, 170, 9, 8, 7, 255];
    let (space, pixels, mask) = read(ColorType::Rgba, BitDepth::Eight, &rgba);
    assert_eq!((space.as_str(), pixels), ("DeviceRGB", [9, 8, 7].repeat(4)));
    assert_eq!(mask, Some(vec![0, 85, 170, 255]));
    let opaque = [9, 255].repeat(4);
    let (space, pixels, mask) = read(ColorType::GrayscaleAlpha, BitDepth::Eight, &opaque);
    assert_eq!((space.as_str(), pixels, mask), ("DeviceGray", vec![9; 4], None));
    let deep = [1, 99, 2, 99, 3, 99, 4, 99];
    let (space, pixels, _) = read(ColorType::Grayscale, BitDepth::Sixteen, &deep);
    assert_eq!((space.as_str(), pixels), ("DeviceGray", vec![1, 2, 3, 4]));
    let (space, pixels, mask) =
        read(ColorType::Indexed, BitDepth::One, &[0b0100_0000, 0b1000_0000]);
    assert_eq!(space, "DeviceRGB");
    assert_eq!(pixels, [255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0]);
    assert_eq!(mask, Some(vec![255, 128, 128, 255]));
}

/// The segments of a JPEG file, without an image worth seeing.
fn jpeg(components: u8, adobe: bool) -> Vec<u8> {
    let mut data = vec![0xFF, 0xD8];
    if adobe {
        data.extend([0xFF, 0xEE, 0, 14]);
        data.extend(b"Adobe\0\x64\0\0\0\0\x02");
    }
    data.extend([0xFF, 0xC0, 0, 8 + 3 * components, 8, 0, 2, 0, 2, components]);
    data.extend((1..=components).flat_map(|component| [component, 0x11, 0]));
    data.extend([0xFF, 0xDA, 0, 2, 0x55, 0xFF, 0xD9]);
    data
}

#[test]
fn jpeg_pictures_are_embedded_as_they_are() {
    for (components, adobe, space) in
        [(1, false, "DeviceGray"), (3, true, "DeviceRGB"), (4, true, "DeviceCMYK")]
    {
        let data = jpeg(components, adobe);
        let file = file(&picture(data.clone(), PictureFormat::Jpeg));
        let page = file.get_dictionary(pdf::pages(&file)[0]).unwrap();
        let resources = get(&file, page, "Resources").unwrap().as_dict().unwrap();
        let pictures = get(&file, resources, "XObject").unwrap().as_dict().unwrap();
        let stream = get(&file, pictures, "P0").unwrap().as_stream().unwrap();
        assert_eq!(stream.content, data);
        assert_eq!(stream.dict.get(b"ColorSpace").unwrap().as_name().unwrap(), space.as_bytes());
        assert_eq!(stream.dict.get(b"Filter").unwrap().as_name().unwrap(), b"DCTDecode");
        assert_eq!(stream.dict.has(b"Decode"), components == 4 && adobe);
    }
}

/// A corner seen from the left and from above, in hundredths: where the upper
/// left corner of a stored picture comes to lie, and the lower left one.
fn corners(turn: Turn) -> [(f32, f32); 2] {
    let file = file(&turned(jpeg(3, false), PictureFormat::Jpeg, turn));
    let content = file.get_page_content(pdf::pages(&file)[0]);
    let operations = lopdf::content::Content::decode(&content).unwrap().operations;
    let matrices = operations.iter().filter(|operation| operation.operator == "cm");
    let numbers = matrices.map(|matrix| {
        let operands = matrix.operands.iter();
        operands.map(|number| number.as_float().unwrap()).collect::<Vec<_>>()
    });
    let m = numbers.max_by(|a, b| a[4].total_cmp(&b[4])).unwrap();
    [(0.0, 1.0), (0.0, 0.0)].map(|(right, up)| {
        let x = m[0] * right + m[2] * up + m[4];
        let y = m[1] * right + m[3] * up + m[5];
        (((x - 100.0) / 2.0).round(), ((642.0 - y) / 1.5).round())
    })
}

#[test]
fn pictures_are_turned_upright() {
    let corners = |mirrored, quarters| corners(Turn { mirrored, quarters });
    assert_eq!(corners(false, 0), [(0.0, 0.0), (0.0, 100.0)]);
    assert_eq!(corners(true, 0), [(100.0, 0.0), (100.0, 100.0)]);
    assert_eq!(corners(false, 1), [(100.0, 0.0), (0.0, 0.0)]);
    assert_eq!(corners(false, 2), [(100.0, 100.0), (100.0, 0.0)]);
    assert_eq!(corners(false, 3), [(0.0, 100.0), (100.0, 100.0)]);
    assert_eq!(corners(true, 1), [(100.0, 100.0), (0.0, 100.0)]);
}

#[test]
fn a_figure_has_words_and_a_box() {
    let data = png(png::ColorType::Grayscale, png::BitDepth::Eight, &[0; 4]);
    let file = file(&picture(data, PictureFormat::Png));
    let walk = Walk::new(&file);
    let (_, figure) = walk.order.iter().find(|(tag, _)| tag == "Figure").unwrap();
    assert_eq!(decode_text_string(figure.get(b"Alt").unwrap()).unwrap(), "走势图");
    let attributes = figure.get(b"A").unwrap().as_dict().unwrap();
    let bounds = attributes.get(b"BBox").unwrap().as_array().unwrap();
    let bounds: Vec<f32> = bounds.iter().map(|edge| edge.as_float().unwrap()).collect();
    assert_eq!((bounds[0], bounds[2]), (100.0, 300.0));
    assert!((bounds[3] - bounds[1] - 150.0).abs() < 0.01, "{bounds:?}");
}

#[test]
fn a_broken_picture_is_an_error_with_its_number() {
    let whole = png(png::ColorType::Rgb, png::BitDepth::Eight, &[7; 12]);
    for cut in 0..whole.len() - 20 {
        let press = picture(whole[..cut].to_vec(), PictureFormat::Png);
        let error = write(&press.pages, &press.fonts, &properties(), TITLE).unwrap_err();
        assert!(error.to_string().contains("第 1 张图片已损坏"), "{error}");
    }
    let whole = jpeg(3, true);
    for cut in 0..whole.len() {
        let press = picture(whole[..cut].to_vec(), PictureFormat::Jpeg);
        let error = write(&press.pages, &press.fonts, &properties(), TITLE).unwrap_err();
        assert!(error.to_string().contains("第 1 张图片已损坏"), "{error}");
    }
}
