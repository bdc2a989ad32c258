//! Pictures as a camera writes them.

use std::io::Cursor;
use std::sync::Arc;

use base64::Engine as _;
use gongkai::data::Tree;
use gongkai::document::template;
use gongkai::law::Law;
use gongkai::render;
use gongkai::report::{Attachments, Report};
use gongkai::source::picture::{PictureFile, Turn};

use crate::support::data::source;
use crate::support::docx;
use crate::support::look::look;

/// A JPEG of 400 by 300 pixels that says how the camera was held.
fn photo(orientation: u16, little: bool) -> Vec<u8> {
    let number = |value: u16| if little { value.to_le_bytes() } else { value.to_be_bytes() };
    let long = |value: u16| {
        let [first, second] = if little { [value, 0] } else { [0, value] };
        [number(first), number(second)].concat()
    };
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend(if little { b"II" } else { b"MM" });
    exif.extend([&number(42)[..], &long(8), &number(2)].concat());
    exif.extend([&number(256)[..], &number(4), &long(1), &long(400)].concat());
    exif.extend([&number(274)[..], &number(3), &long(1), &number(orientation), &[0, 0]].concat());
    exif.extend(long(0));
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let frame = [0xFF, 0xC0, 0, 11, 8, 1, 44, 1, 144, 1, 1, 0x11, 0];
    let scan = [0xFF, 0xDA, 0, 2, 0x55, 0xFF, 0xD9];
    [&[0xFF, 0xD8, 0xFF, 0xE1][..], &length, &exif, &frame, &scan].concat()
}

fn read(data: Vec<u8>) -> PictureFile {
    PictureFile::read(&Arc::from(data)).unwrap()
}

#[test]
fn a_photo_says_how_it_was_held() {
    let expected =
        [(1, false, 0), (2, true, 0), (3, false, 2), (4, true, 2), (5, true, 3), (6, false, 1)];
    for (orientation, mirrored, quarters) in
        expected.into_iter().chain([(7, true, 1), (8, false, 3), (0, false, 0), (9, false, 0)])
    {
        for little in [true, false] {
            let file = read(photo(orientation, little));
            assert_eq!(file.turn, Turn { mirrored, quarters }, "{orientation}");
            let size = if quarters % 2 == 1 { (300, 400) } else { (400, 300) };
            assert_eq!((file.width, file.height), size, "{orientation}");
        }
    }
}

/// A segment of a JPEG.
fn segment(marker: u8, text: &[u8]) -> Vec<u8> {
    let length = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker][..], &length, text].concat()
}

/// What cameras and programs write about a JPEG, `home` in all of it.
fn remarks() -> Vec<u8> {
    let remarks = [
        segment(0xE0, b"JFXX\0 home"),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0 home"),
        segment(0xE2, b"MPF\0 home"),
        segment(0xE4, b"home"),
        segment(0xEC, b"Ducky home"),
        segment(0xED, b"Photoshop 3.0\0 home"),
        segment(0xEF, b"home"),
        segment(0xFE, b"taken at home"),
    ];
    remarks.concat()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|some| some == word.as_bytes())
}

#[test]
fn nobody_learns_where_a_photo_was_taken() {
    for orientation in 0..10 {
        let photo = photo(orientation, true);
        let thumbnail = segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01home");
        let kept = [segment(0xE2, b"ICC_PROFILE\0"), segment(0xEE, b"Adobe\0")].concat();
        let between = [segment(0xFE, b"home"), segment(0xDA, b""), vec![0x56, 0xFF, 0xD9]].concat();
        let (start, ended) = (&photo[..2], photo.len() - 2);
        let told =
            [start, &thumbnail, &remarks(), &kept, &photo[2..ended], &between, b"home"].concat();
        let file = read(told);
        assert!(!holds(&file.data, "home"));
        for word in ["JFIF", "ICC_PROFILE", "Adobe"] {
            assert!(holds(&file.data, word), "{word}");
        }
        assert!(file.data.ends_with(&[0x55, 0xFF, 0xDA, 0, 2, 0x56, 0xFF, 0xD9]));
        // Once more, as a browser reads it.
        let again = read(file.data.to_vec());
        assert_eq!(again, file);
        assert_eq!(file.turn, read(photo).turn, "{orientation}");
    }
}

/// A chunk of a PNG.
fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut checksum = flate2::Crc::new();
    checksum.update(&kind);
    checksum.update(content);
    let length = u32::try_from(content.len()).unwrap();
    [&length.to_be_bytes(), &kind[..], content, &checksum.sum().to_be_bytes()].concat()
}

/// A PNG of three pixels by two, each of its own colour, with these chunks after
/// its header and behind its end.
fn drawing(chunks: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 3, 2);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&PIXELS.concat()).unwrap();
    writer.finish().unwrap();
    // The signature is 8 bytes, the header 25.
    [&file[..33], chunks, &file[33..], chunks].concat()
}

const PIXELS: [[u8; 3]; 6] = [*b"1aa", *b"2bb", *b"3cc", *b"4dd", *b"5ee", *b"6ff"];

/// Width and pixels of a PNG.
fn pixels(data: &[u8]) -> (u32, Vec<u8>) {
    let mut reader = png::Decoder::new(Cursor::new(data)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    (reader.info().width, pixels)
}

/// What programs write about a PNG.
fn notes() -> Vec<u8> {
    let notes = [
        chunk(*b"tEXt", b"Author\0home"),
        chunk(*b"zTXt", b"Comment\0\0home"),
        chunk(*b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0home"),
        chunk(*b"tIME", &[7, 231, 12, 31, 23, 59, 59]),
        chunk(*b"prVt", b"home"),
    ];
    notes.concat()
}

#[test]
fn nobody_learns_who_made_a_drawing() {
    let profile = chunk(*b"gAMA", &45_455_u32.to_be_bytes());
    let file = read(drawing(&[profile, notes()].concat()));
    for word in ["home", "tEXt", "zTXt", "iTXt", "tIME", "prVt"] {
        assert!(!holds(&file.data, word), "{word}");
    }
    assert!(holds(&file.data, "gAMA"));
    assert_eq!(pixels(&file.data), (3, PIXELS.concat()));
    assert_eq!(read(file.data.to_vec()), file);
}

/// Not every viewer turns a PNG; so it is turned here.
#[test]
fn a_drawing_that_lies_is_stored_upright() {
    for (orientation, width, order) in [
        (0, 3, "123456"),
        (1, 3, "123456"),
        (2, 3, "321654"),
        (3, 3, "654321"),
        (4, 3, "456123"),
        (5, 2, "142536"),
        (6, 2, "415263"),
        (7, 2, "635241"),
        (8, 2, "362514"),
    ] {
        // The TIFF file inside the Exif segment of a photo.
        let photo = photo(orientation, true);
        let start = photo.windows(6).position(|some| some == b"Exif\0\0").unwrap() + 6;
        let end = photo.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
        let gamma = chunk(*b"gAMA", &45_455_u32.to_be_bytes());
        let said = [chunk(*b"eXIf", &photo[start..end]), gamma, notes()].concat();
        let file = read(drawing(&said));
        assert_eq!((file.turn, file.width, file.height), (Turn::default(), width, 6 / width));
        let (stored, pixels) = pixels(&file.data);
        let first: String = pixels.chunks(3).map(|pixel| char::from(pixel[0])).collect();
        assert_eq!((stored, first.as_str()), (width, order), "{orientation}");
        assert!(holds(&file.data, "gAMA") && !holds(&file.data, "eXIf"));
        assert!(!holds(&file.data, "home"));
    }
}

/// In the files that are published nothing is left of it.
#[test]
fn remarks_are_not_published() {
    let oval = include_bytes!("../pictures/oval.jpg");
    let pictures = [
        ("oval.jpg", [&oval[..2], &remarks(), &oval[2..]].concat()),
        ("drawing.png", drawing(&notes())),
    ];
    let pictures = pictures.map(|(name, data)| (name.to_owned(), Arc::<[u8]>::from(data)));
    let text = "year = 2023\nagency.name = \"某局\"\n\
                narrative.overview = \"![椭圆](oval.jpg)\\n\\n![图](drawing.png)\"";
    let source = source(text);
    let attachments = Attachments { pictures: pictures.into(), ..Attachments::default() };
    let tree = Tree::parse(&source);
    let report = Report::read(&source, &tree, &attachments, Law::shipped()).unwrap();
    assert_eq!(report.pictures.len(), 2);
    let document = template::document(&report, template::STANDARD, true).unwrap();
    let render = |name| render::by_name(name).unwrap().render(&document, look()).unwrap();

    let html = String::from_utf8(render("html")).unwrap();
    let inside = html.split("base64,").skip(1).map(|rest| rest.split('"').next().unwrap());
    let inside = inside.map(|text| base64::engine::general_purpose::STANDARD.decode(text).unwrap());
    let mut published: Vec<_> = inside.collect();
    let docx = render("docx");
    published.extend(
        ["jpeg", "png"].iter().zip(1..).map(|(ending, number)| {
            docx::part(&docx, &format!("word/media/image{number}.{ending}"))
        }),
    );
    let mut pdf = lopdf::Document::load_mem(&render("pdf")).unwrap();
    pdf.decompress();
    let images = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    let images = images.filter(|stream| {
        stream.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|it| it == b"Image"))
    });
    published.extend(images.map(|stream| stream.content.clone()));

    assert_eq!(published.len(), 6);
    for bytes in published {
        for word in ["home", "tEXt", "zTXt", "iTXt", "tIME", "JFXX", "MPF", "Photoshop"] {
            assert!(!holds(&bytes, word), "{word}");
        }
    }
}

#[test]
fn broken_exif_is_no_reason_to_fail() {
    let whole = photo(6, true);
    for at in 12..50 {
        let mut broken = whole.clone();
        broken[at] = 0xFF;
        let file = read(broken);
        assert_eq!(file.width * file.height, 400 * 300, "{at}");
    }
}
