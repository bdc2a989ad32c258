//! Questions at a terminal. What will not do is answered with the reason, and
//! asked again.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use gongkai::desk::{self, FileError};

use crate::error::{Error, reason};

/// Whether there is somebody to ask.
pub(super) fn somebody() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks until `read` takes the answer; the end of the input ends the program.
pub(super) fn ask<T>(text: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<T, Error> {
    loop {
        match read(line(text)?.trim()) {
            Ok(answer) => return Ok(answer),
            Err(message) => eprintln!("  {message}"),
        }
    }
}

fn line(text: &str) -> Result<String, Error> {
    eprint!("{text}：");
    let mut answer = String::new();
    let read = std::io::stderr().flush().and_then(|()| std::io::stdin().read_line(&mut answer));
    read.map_err(|error| {
        let error = FileError::Other(reason(&error));
        desk::Error::reading(Path::new("-"), error)
    })?;
    // Half an answer is none.
    if !answer.ends_with('\n') {
        eprintln!();
        return Err(Error::Interrupted);
    }
    Ok(answer)
}

/// A number as Chinese input methods type it, full width or not.
pub(super) fn number(text: &str) -> Option<u16> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().map(narrow).collect::<String>().parse().ok()
}

/// A path as typed, or as dropped into the window, in quotes.
pub(super) fn path(text: &str) -> PathBuf {
    let quoted = |mark| text.strip_prefix(mark)?.strip_suffix(mark);
    PathBuf::from(quoted('"').or_else(|| quoted('\'')).unwrap_or(text))
}
