//! Writing files: whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::Error;

/// Writes all files, or none: each appears whole, under its name, at the end.
pub(super) fn write<'a>(files: impl Iterator<Item = (PathBuf, &'a [u8])>) -> Result<(), Error> {
    let mut ready = Vec::new();
    for (path, bytes) in files {
        let failed = |source| Error::Write { path: path.clone(), source };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(failed)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".gongkai-");
        // A temporary file is private; a report is as public as any new file.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        ready.push((file, path));
    }
    for (file, path) in ready {
        file.persist(&path).map_err(|error| Error::Write { path, source: error.error })?;
    }
    Ok(())
}
