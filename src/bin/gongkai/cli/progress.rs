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
        if !self.shown {
            return;
        }
        // Counted under the lock, so that the last line is the one that clears.
        let mut stderr = std::io::stderr().lock();
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let line = if done == self.all {
            String::new()
        } else {
            // Ten columns: blocks are two wide in some terminals, and what does
            // not fit in a line is not cleared.
            let bar = "=".repeat(10 * done / self.all);
            format!("[{bar:10}] {done}/{}", self.all)
        };
        // A terminal that went away is no reason to stop working.
        let _ = write!(stderr, "\r\x1b[K{line}");
    }
}
