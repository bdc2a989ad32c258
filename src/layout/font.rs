//! Font files: which glyph shows a character, and how wide it is.
//!
//! [`Fonts`] holds one file for each face of a theme: the office's own where
//! there is one, the built-in one otherwise. A [`Reader`] looks glyphs up.

mod reader;

use std::sync::Arc;

use ttf_parser::{FaceParsingError, name_id};

use crate::layout::theme::Theme;

pub use reader::{Glyph, Reader};

/// The fonts that ship with the tool, by file name.
#[cfg(feature = "fonts")]
static BUILT_IN: &[(&str, &[u8])] = &[
    ("FangSong.ttf", include_bytes!("../../templates/fonts/FangSong.ttf")),
    ("HeiTi.ttf", include_bytes!("../../templates/fonts/HeiTi.ttf")),
    ("KaiTi.ttf", include_bytes!("../../templates/fonts/KaiTi.ttf")),
    ("Song.ttf", include_bytes!("../../templates/fonts/Song.ttf")),
    ("XiaoBiaoSong.ttf", include_bytes!("../../templates/fonts/XiaoBiaoSong.ttf")),
];

/// Without the feature `fonts`, every face is the caller's.
#[cfg(not(feature = "fonts"))]
static BUILT_IN: &[(&str, &[u8])] = &[];

/// A font file an office brings along.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// Its file name, without folders.
    pub name: String,
    /// TrueType, OpenType or a collection of them.
    pub data: Arc<[u8]>,
}

/// The faces of a theme in the order of their keys.
#[derive(Debug)]
pub struct Fonts {
    keys: Vec<String>,
    faces: Vec<Face>,
    fallback: usize,
}

/// One face: the file and the facts a font descriptor needs. Vertical measures
/// are in units of [`units_per_em`](Face::units_per_em).
#[derive(Debug)]
pub struct Face {
    data: Data,
    /// Its place in a collection, 0 for a plain file.
    pub index: u32,
    /// The name of the file.
    pub file: String,
    /// Where the file came from.
    pub origin: Origin,
    /// The family name in the file.
    pub family: String,
    /// The PostScript name in the file.
    pub postscript: String,
    /// Units of the em square.
    pub units_per_em: u16,
    /// Height above the baseline.
    pub ascent: i16,
    /// Depth below the baseline, negative.
    pub descent: i16,
    /// Height of the Latin capitals.
    pub cap_height: i16,
    /// Left, bottom, right, top of all glyphs together.
    pub bounds: [i16; 4],
    /// How heavy it is: 400 is regular, 700 bold.
    pub weight: u16,
    /// Leans to the right.
    pub italic: bool,
}

/// Where a font file came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It ships with the tool.
    BuiltIn,
    /// The office brought it.
    Office,
}

#[derive(Debug)]
enum Data {
    BuiltIn(&'static [u8]),
    Office(Arc<[u8]>),
}

/// A theme whose fonts cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// Neither the office nor the tool has the file.
    #[error("找不到字体“{name}”：既没有名为 {file} 的字体文件，也没有内置字体可用")]
    NotFound {
        /// The family name in the theme.
        name: String,
        /// The file name in the theme.
        file: String,
    },
    /// The file is no font, or a damaged one.
    #[error("字体文件 {file} 无法读取：{reason}，请换一份完好的")]
    Broken {
        /// The name of the file.
        file: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl Fonts {
    /// The faces of a theme, from the files that ship with the tool.
    pub fn built_in(theme: &Theme) -> Result<Self, FontError> {
        Self::new(theme, &[])
    }

    /// The faces of a theme. A file of the office's is used for a face if it
    /// has the face's file name, or else if it holds its family.
    pub fn new(theme: &Theme, office: &[FontFile]) -> Result<Self, FontError> {
        let keys: Vec<String> = theme.face.keys().cloned().collect();
        let fallback = keys.iter().position(|key| *key == theme.fallback.face).unwrap_or(0);
        let faces = theme.face.values().map(|face| {
            let named = office.iter().find(|file| file.name.eq_ignore_ascii_case(&face.file));
            let family = || office.iter().find(|file| member(&file.data, &face.name).is_some());
            if let Some(file) = named.or_else(family) {
                return Face::read(&file.name, Data::Office(file.data.clone()), &face.name);
            }
            let (_, data) =
                BUILT_IN.iter().find(|(file, _)| *file == face.file).ok_or_else(|| {
                    FontError::NotFound { name: face.name.clone(), file: face.file.clone() }
                })?;
            Face::read(&face.file, Data::BuiltIn(data), &face.name)
        });
        Ok(Self { faces: faces.collect::<Result<_, _>>()?, keys, fallback })
    }

    /// Every face; what draws pages names them by index.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The face behind a key of the theme's `[face]`; the fallback if there is
    /// no such key.
    pub fn index(&self, key: &str) -> usize {
        self.keys.iter().position(|known| known == key).unwrap_or(self.fallback)
    }

    /// Looks glyphs up.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }
}

impl Face {
    /// The font file.
    pub fn data(&self) -> &[u8] {
        match &self.data {
            Data::BuiltIn(data) => data,
            Data::Office(data) => data,
        }
    }

    fn read(file: &str, data: Data, family: &str) -> Result<Self, FontError> {
        let (bytes, origin) = match &data {
            Data::BuiltIn(bytes) => (*bytes, Origin::BuiltIn),
            Data::Office(bytes) => (&**bytes, Origin::Office),
        };
        let index = member(bytes, family).unwrap_or(0);
        let face = ttf_parser::Face::parse(bytes, index)
            .map_err(|error| FontError::Broken { file: file.to_owned(), reason: reason(error) })?;
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let named = |id| names(&face, id).next().unwrap_or_else(|| stem.to_owned());
        let bounds = face.global_bounding_box();
        Ok(Self {
            index,
            file: file.to_owned(),
            origin,
            family: named(name_id::FAMILY),
            postscript: named(name_id::POST_SCRIPT_NAME),
            units_per_em: face.units_per_em(),
            ascent: face.ascender(),
            descent: face.descender(),
            cap_height: face.capital_height().filter(|h| *h > 0).unwrap_or(face.ascender()),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            weight: face.weight().to_number(),
            italic: face.is_italic(),
            data,
        })
    }
}

/// What the parser says, in the user's language.
fn reason(error: FaceParsingError) -> &'static str {
    match error {
        FaceParsingError::MalformedFont => "文件不完整或已损坏",
        FaceParsingError::UnknownMagic => "内容不是 TrueType 或 OpenType 字体",
        FaceParsingError::FaceIndexOutOfBounds => "字体集里一个字体也没有",
        FaceParsingError::NoHeadTable => "缺少 head 表，或者这张表已损坏",
        FaceParsingError::NoHheaTable => "缺少 hhea 表，或者这张表已损坏",
        FaceParsingError::NoMaxpTable => "缺少 maxp 表，或者这张表已损坏",
    }
}

/// The index of the face in a font file that bears the family name, if any.
fn member(data: &[u8], family: &str) -> Option<u32> {
    let count = ttf_parser::fonts_in_collection(data).unwrap_or(1);
    (0..count).find(|&index| {
        ttf_parser::Face::parse(data, index).is_ok_and(|face| {
            let ids = [name_id::FAMILY, name_id::TYPOGRAPHIC_FAMILY, name_id::FULL_NAME];
            ids.into_iter().flat_map(|id| names(&face, id)).any(|name| name == family)
        })
    })
}

fn names(face: &ttf_parser::Face<'_>, id: u16) -> impl Iterator<Item = String> {
    face.names()
        .into_iter()
        .filter(move |name| name.name_id == id)
        .filter_map(|name| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_font_can_be_read() {
        let theme = Theme::standard();
        let fonts = Fonts::built_in(&theme).unwrap();
        assert_eq!(fonts.faces().len(), theme.face.len());
        for (face, named) in fonts.faces().iter().zip(theme.face.values()) {
            assert_eq!(face.file, named.file);
            assert_eq!(face.origin, Origin::BuiltIn);
            assert!(face.ascent > 0 && face.descent < 0, "{}", face.file);
            assert!(face.postscript.is_ascii(), "{}", face.postscript);
        }
    }

    #[test]
    fn the_office_comes_first_by_file_or_family() {
        let theme = Theme::standard();
        let song: Arc<[u8]> = Arc::from(BUILT_IN[3].1);
        let file = |name: &str| FontFile { name: name.into(), data: song.clone() };
        let fonts = Fonts::new(&theme, &[file("kaiti.TTF")]).unwrap();
        let face = &fonts.faces()[fonts.index("kaiti")];
        assert_eq!((face.origin, face.family.as_str()), (Origin::Office, "Gongkai Song"));

        let mut theme = theme;
        theme.face.get_mut("heiti").unwrap().name = "Gongkai Song".into();
        let fonts = Fonts::new(&theme, &[file("whatever.ttf")]).unwrap();
        assert_eq!(fonts.faces()[fonts.index("heiti")].file, "whatever.ttf");
        assert_eq!(fonts.faces()[fonts.index("song")].origin, Origin::BuiltIn);
    }

    #[test]
    fn a_broken_or_missing_font_is_named() {
        let mut theme = Theme::standard();
        let whole = BUILT_IN[0].1;
        for (data, says) in [
            (&b""[..], "内容不是 TrueType 或 OpenType 字体"),
            ("不是字体".as_bytes(), "内容不是 TrueType 或 OpenType 字体"),
            (&whole[..11], "文件不完整或已损坏"),
            (&whole[..200], "缺少 head 表，或者这张表已损坏"),
        ] {
            let file = FontFile { name: "FangSong.ttf".into(), data: Arc::from(data) };
            let error = Fonts::new(&theme, &[file]).unwrap_err().to_string();
            let expected = format!("字体文件 FangSong.ttf 无法读取：{says}，请换一份完好的");
            assert_eq!(error, expected);
        }
        theme.face.get_mut("song").unwrap().file = "SimSun.ttc".into();
        let error = Fonts::built_in(&theme).unwrap_err();
        assert!(error.to_string().contains("SimSun.ttc"), "{error}");
    }
}
