//! The disk: reading what the library asks for, and writing whole files or
//! none.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use gongkai::desk::{Drafts, FileError, Files, Found};
use tempfile::NamedTempFile;

use crate::error::{Error, reason};

/// Larger files are refused: the largest report known has 40 kB.
const LARGEST: u64 = 64 << 20;

/// Files on disk.
pub(crate) struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, FileError> {
        let metadata = std::fs::metadata(path).map_err(|error| refused(&error))?;
        // A pipe or a device may never end, and says that it is empty.
        if !metadata.is_file() && !metadata.is_dir() {
            return Err(FileError::NotAFile);
        }
        if metadata.len() > LARGEST {
            return Err(FileError::TooLarge { megabytes: metadata.len() >> 20 });
        }
        std::fs::read(path).map_err(|error| refused(&error))
    }

    fn list(&self, folder: &Path) -> Result<Vec<PathBuf>, FileError> {
        let entries = std::fs::read_dir(folder).map_err(|error| refused(&error))?;
        let path = |entry: std::io::Result<std::fs::DirEntry>| Ok(entry?.path());
        entries.map(path).collect::<std::io::Result<_>>().map_err(|error| refused(&error))
    }

    fn find(&self, path: &Path) -> Option<Found> {
        let real = path.canonicalize().ok()?;
        Some(if real.is_dir() { Found::Folder(real) } else { Found::File(real) })
    }
}

fn refused(error: &std::io::Error) -> FileError {
    match error.kind() {
        std::io::ErrorKind::NotFound => FileError::Missing,
        _ => FileError::Other(reason(error)),
    }
}

/// Writes all files, or none: each appears whole, under its name, at the end.
/// A file that is there already keeps its permissions; a link stays a link.
pub(crate) fn write<'a>(files: impl Iterator<Item = (PathBuf, &'a [u8])>) -> Result<(), Error> {
    let mut ready = Vec::new();
    for (path, bytes) in files {
        let written = prepare(&path, bytes);
        ready.push((written.map_err(|source| Error::Write { path: path.clone(), source })?, path));
    }
    for ((file, target), path) in ready {
        file.persist(target).map_err(|error| Error::Write { path, source: error.error })?;
    }
    Ok(())
}

/// Writes texts over those on disk, all or none; a byte order mark, which is
/// no part of the text, stays. Whether any differs.
pub(crate) fn rewrite(texts: &Drafts) -> Result<bool, Error> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mut changed = Vec::new();
    for (path, text) in texts {
        let old = Disk.read(path);
        let old = old.map_err(|error| gongkai::desk::Error::reading(path, error))?;
        let mark = if old.starts_with(MARK) { MARK } else { b"" };
        let new = [mark, text.as_bytes()].concat();
        if new != old {
            changed.push((path.clone(), new));
        }
    }
    write(changed.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())))?;
    Ok(!changed.is_empty())
}

/// A file under a name of its own beside the one it is to replace.
fn prepare(path: &Path, bytes: &[u8]) -> std::io::Result<(NamedTempFile, PathBuf)> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gongkai-");
    // A temporary file is private; a report is as public as any new file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    if let Ok(old) = std::fs::metadata(&target) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    Ok((file, target))
}
