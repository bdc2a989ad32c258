//! Reading files for a use case: in the order of their paths, texts as UTF-8.

use std::path::{Path, PathBuf};

use super::files::Found;
use super::{Desk, Error};

impl Desk<'_> {
    /// The bytes of a file that has to be there.
    pub(super) fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        self.files.read(path).map_err(|error| Error::reading(path, error))
    }

    /// A text file that has to be there and has to be UTF-8; a byte order mark
    /// is not part of the text.
    pub(super) fn text(&self, path: &Path) -> Result<String, Error> {
        let mut bytes = self.read(path)?;
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        String::from_utf8(bytes).map_err(|error| {
            let bytes = error.as_bytes();
            let good = &bytes[..error.utf8_error().valid_up_to()];
            let line = good.split(|byte| *byte == b'\n').count();
            let start = good.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let column = String::from_utf8_lossy(&good[start..]).chars().count() + 1;
            let guess = match bytes {
                [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16（Unicode）",
                _ => "GBK（ANSI）",
            };
            Error::Encoding { path: path.to_owned(), line, column, guess }
        })
    }

    /// What stands in a folder that has to be there, by path.
    pub(super) fn list(&self, folder: &Path) -> Result<Vec<PathBuf>, Error> {
        let listed = self.files.list(folder);
        let mut paths = listed.map_err(|error| Error::reading(folder, error))?;
        paths.sort();
        Ok(paths)
    }

    /// The data files that paths mean: files themselves, and every `.toml` file
    /// with a report year in a folder and below, sorted by path.
    pub fn data_files(&self, paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
        let mut files = Vec::new();
        for path in paths {
            if matches!(self.files.find(path), Some(Found::Folder(_))) {
                let before = files.len();
                self.collect(path, &mut files)?;
                files[before..].sort();
                if files.len() == before {
                    return Err(Error::NoDataFiles(path.clone()));
                }
            } else {
                files.push(path.clone());
            }
        }
        Ok(files)
    }

    fn collect(&self, folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
        let real = self.files.find(folder).map(|found| found.path().to_owned());
        for path in self.list(folder)? {
            let name = path.file_name().unwrap_or_default();
            let hidden = name.to_string_lossy().starts_with('.');
            // Links are not followed: a loop of folders would never end.
            let own = real.as_ref().map(|folder| folder.join(name));
            let Some(found) = self.files.find(&path) else { continue };
            if own.as_deref() != Some(found.path()) {
                continue;
            }
            match found {
                Found::Folder(_) if !hidden => self.collect(&path, files)?,
                Found::File(_) if path.extension().is_some_and(|ending| ending == "toml") => {
                    let names_a_year = |text: String| {
                        text.lines().any(|line| line.trim_start().starts_with("year"))
                    };
                    if self.text(&path).is_ok_and(names_a_year) {
                        files.push(path);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
