//! Which files changed.
//!
//! The files are looked at a few times a second: there are ten of them, it
//! works on network drives and in editors that replace files, and asks for no
//! crate. What is watched is exactly what the last run read or looked for.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::Preview;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(40);
/// A file that is still being written is left alone for so long.
const REST: Duration = Duration::from_millis(15);

/// What a file looks like from outside; nothing if there is none.
pub(super) type Stamp = Option<(SystemTime, u64)>;

/// The state of files.
pub(super) fn stamps(files: &[PathBuf]) -> Vec<Stamp> {
    let stamp = |path: &PathBuf| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    files.iter().map(stamp).collect()
}

/// Refreshes the preview whenever one of its files changes.
pub(super) fn watch(preview: &Preview) {
    loop {
        let view = preview.view();
        let watched = view.watched(&preview.settings);
        std::thread::sleep(PAUSE);
        let mut now = stamps(&watched);
        if now == view.stamps {
            continue;
        }
        loop {
            std::thread::sleep(REST);
            let again = stamps(&watched);
            if again == now {
                break;
            }
            now = again;
        }
        preview.refresh();
    }
}
