//! Pictures as a camera writes them.

use std::sync::Arc;

use gongkai::source::picture::{PictureFile, Turn};

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

#[test]
fn nobody_learns_where_a_photo_was_taken() {
    let said = |marker: u8, text: &[u8]| {
        let length = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker][..], &length, text].concat()
    };
    for orientation in 0..10 {
        let photo = photo(orientation, true);
        let remarks = [
            said(0xE1, b"http://ns.adobe.com/xap/1.0/\0 home"),
            said(0xED, b"Photoshop 3.0\0 home"),
            said(0xFE, b"taken at home"),
        ];
        let kept = said(0xE2, b"ICC_PROFILE\0");
        let told = [&photo[..2], &remarks.concat(), &kept, &photo[2..]].concat();
        let file = read(told);
        assert!(!file.data.windows(4).any(|four| four == b"home"));
        assert!(file.data.windows(4).any(|four| four == b"ICC_"));
        assert!(file.data.ends_with(&photo[photo.len() - 20..]));
        // Once more, as a browser reads it.
        let again = read(file.data.to_vec());
        assert_eq!(again, file);
        assert_eq!(file.turn, read(photo).turn, "{orientation}");
    }
}

#[test]
fn broken_exif_is_no_reason_to_fail() {
    let whole = photo(6, true);
    for at in 12..50 {
        let mut broken = whole.clone();
        broken[at] = 0xFF;
        read(broken);
    }
}
