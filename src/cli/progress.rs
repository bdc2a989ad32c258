//! How far a long run is, on a line of its own that goes away. Only a terminal
//! gets it: what is piped stays free of it.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Files done of all files.
pub(super) struct Progress {
    shown: bool,
    all: usize,
    done: AtomicUsize,
}

impl Progress {
    pub(super) fn new(all: usize, quiet: bool) -> Self {
        let shown = !quiet && all > 1 && std::io::stderr().is_terminal();
        Self { shown, all, done: AtomicUsize::new(0) }
    }

    /// One more is done.
    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.shown {
            return;
        }
        let line = if done == self.all {
            String::new()
        } else {
            let filled = 30 * done / self.all;
            let bar = "█".repeat(filled) + &"░".repeat(30 - filled);
            format!("{bar} {done}/{}", self.all)
        };
        // A terminal that went away is no reason to stop working.
        let _ = write!(std::io::stderr().lock(), "\r\x1b[K{line}");
    }
}
