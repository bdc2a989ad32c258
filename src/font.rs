//! Font files: which glyph shows a character, and how wide it is.

/// The faces of a theme, with the fallback behind each.
#[derive(Debug)]
pub struct Fonts {}
