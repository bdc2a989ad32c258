//! Words as Word sets them, and how wide they are.

use docx_rs::{Run, RunFonts};

use super::xml::legal;

/// Plain words. The hint makes quotation marks and dashes full-width.
pub(super) fn run(text: &str) -> Run {
    let run = Run::new().add_text(legal(text));
    if text.is_ascii() { run } else { run.fonts(RunFonts::new().hint("eastAsia")) }
}

/// Width of a text in half characters, if every sign of ASCII is one.
pub(super) fn halves(text: &str) -> i64 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
