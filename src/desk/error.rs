//! Why a use case could not do its work.

use std::path::{Path, PathBuf};

use super::files::FileError;
use crate::document::template::TemplateError;
use crate::law::Law;
use crate::layout::LayoutError;
use crate::layout::font::FontError;
use crate::layout::theme::ThemeError;
use crate::render::RenderError;
use crate::source::Source;

/// Why a use case could not do its work. What is wrong with the *data* is never
/// here: that is a [`Diagnostic`](crate::source::diagnostic::Diagnostic).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or a folder that has to be there cannot be read.
    #[error("无法读取 {}", path.display())]
    Read {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: FileError,
    },
    /// A file is a pipe or a device.
    #[error("{} 不是普通文件（是管道、设备之类），不读", .0.display())]
    NotAFile(PathBuf),
    /// A file is larger than any report.
    #[error("{} 有 {megabytes} MB，超出能处理的大小", path.display())]
    TooLarge {
        /// Its path.
        path: PathBuf,
        /// Its size.
        megabytes: u64,
    },
    /// A text is not UTF-8.
    #[error(
        "{}:{line}:{column}：不是 UTF-8 编码的文字，多半是 {guess}编码。请用记事本打开，另存为 UTF-8",
        path.display()
    )]
    Encoding {
        /// Its path.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What it may be instead.
        guess: &'static str,
    },
    /// A folder has no data file.
    #[error("文件夹 {} 里没有数据文件", .0.display())]
    NoDataFiles(PathBuf),
    /// A form is named that is not known.
    #[error("{place}：没有 {id} 这种格式，可用的有：{known}")]
    UnknownEdition {
        /// Where it is named.
        place: String,
        /// Its name.
        id: String,
        /// The names that are known.
        known: String,
    },
    /// There is no form at all.
    #[error("没有可用的格式")]
    NoEdition,
    /// A character that no font has, with its place.
    #[error("{place}：{message}")]
    Character {
        /// File, line and column.
        place: String,
        /// What is wrong.
        message: String,
    },
    /// The content template is wrong.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The theme is wrong.
    #[error(transparent)]
    Theme(#[from] ThemeError),
    /// A font is missing or broken.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A renderer refused.
    #[error(transparent)]
    Render(#[from] RenderError),
}

impl Error {
    /// A file that cannot be read.
    pub fn reading(path: &Path, error: FileError) -> Self {
        let path = path.to_owned();
        match error {
            FileError::NotAFile => Self::NotAFile(path),
            FileError::TooLarge { megabytes } => Self::TooLarge { path, megabytes },
            source => Self::Read { path, source },
        }
    }

    /// A form that the law does not have.
    pub fn unknown_edition(law: &Law, place: String, id: &str) -> Self {
        let known = law.editions.iter().map(|edition| edition.id.as_str());
        let known = known.collect::<Vec<_>>().join("、");
        Self::UnknownEdition { place, id: id.to_owned(), known }
    }

    /// The file it is about, if it could not be read.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Read { path, .. }
            | Self::NotAFile(path)
            | Self::TooLarge { path, .. }
            | Self::Encoding { path, .. } => Some(path),
            _ => None,
        }
    }

    /// A renderer's refusal, with its place in the data file if it has one.
    pub(super) fn drawing(error: RenderError, sources: &[Source]) -> Self {
        let RenderError::Layout(LayoutError::Missing(characters)) = &error else {
            return Self::Render(error);
        };
        let place = characters.iter().find_map(|(_, place)| {
            let place = (*place)?;
            let source = sources.iter().find(|source| source.id == place.file)?;
            let (line, column) = source.position(place.start as usize);
            Some(format!("{}:{line}:{column}", source.name))
        });
        match place {
            Some(place) => Self::Character { place, message: error.to_string() },
            None => Self::Render(error),
        }
    }
}
