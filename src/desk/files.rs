//! Where files come from: a disk, an archive, a browser's memory.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// A source of files. Paths are those of the caller: relative ones are the
/// source's to understand.
pub trait Files: Sync {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> Result<Vec<u8>, FileError>;

    /// What stands directly in a folder, in any order.
    fn list(&self, folder: &Path) -> Result<Vec<PathBuf>, FileError>;

    /// What stands at a path, links followed; nothing if there is nothing.
    fn find(&self, path: &Path) -> Option<Found>;
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file, under its own name: two paths to one file have the same.
    File(PathBuf),
    /// A folder, likewise.
    Folder(PathBuf),
}

impl Found {
    /// Its own name.
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Folder(path) => path,
        }
    }
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is none.
    #[error("没有这个文件或文件夹")]
    Missing,
    /// A pipe, a device: it may never end.
    #[error("不是普通文件（是管道、设备之类），不读")]
    NotAFile,
    /// No report is so large.
    #[error("有 {megabytes} MB，超出能处理的大小")]
    TooLarge {
        /// Its size.
        megabytes: u64,
    },
    /// Whatever else the source says, in the user's language.
    #[error("{0}")]
    Other(String),
}

/// Files in memory, by their paths: for tests, and where there is no disk.
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<PathBuf, Vec<u8>>);

impl Memory {
    /// Puts a file at a path.
    pub fn insert(&mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(plain(path.as_ref()), bytes.into());
    }
}

impl<P: AsRef<Path>, B: Into<Vec<u8>>> FromIterator<(P, B)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let mut memory = Self::default();
        files.into_iter().for_each(|(path, bytes)| memory.insert(path, bytes));
        memory
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, FileError> {
        self.0.get(&plain(path)).cloned().ok_or(FileError::Missing)
    }

    fn list(&self, folder: &Path) -> Result<Vec<PathBuf>, FileError> {
        let real = plain(folder);
        let below = self.0.keys().filter_map(|path| path.strip_prefix(&real).ok());
        let mut names: Vec<_> = below.filter_map(|path| path.components().next()).collect();
        names.dedup();
        if names.is_empty() {
            return Err(FileError::Missing);
        }
        Ok(names.into_iter().map(|name| folder.join(name)).collect())
    }

    fn find(&self, path: &Path) -> Option<Found> {
        let real = plain(path);
        if self.0.contains_key(&real) {
            return Some(Found::File(real));
        }
        let folder = self.0.keys().any(|file| file.starts_with(&real));
        folder.then_some(Found::Folder(real))
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut steps = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(steps.pop()),
            part => steps.push(part),
        }
    }
    steps
}
