//! Chinese official prose: Markdown, paragraphs, sentences, numerals and
//! figures, each read in one place, and each with its place in the text.
//!
//! In: a [`crate::source::Text`]. Out: [`Paragraph`]s and [`markdown::Piece`]s.
//! Touches `source` only.

mod length;
pub mod markdown;
mod number;
mod numbering;
mod numeral;
mod paragraph;
mod passage;

pub use self::length::length;
pub use self::number::{Number, Year};
pub use self::numbering::{Numbering, Ordinal, ordinal, unnumbered};
pub use self::numeral::{numeral, read_numeral};
pub use self::paragraph::*;
pub use self::passage::{Block, Passage, passages};
