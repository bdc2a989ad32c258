//! Writing files: whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Error;
use crate::project::{Drafts, read_bytes};

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
        let old = read_bytes(path)?;
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
