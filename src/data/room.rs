//! The data file as written: a TOML tree in which every value knows its place,
//! exact figures, and mechanical edits. Knows TOML and nothing about reports.
//!
//! In: a [`crate::source::Source`]. Out: a [`Tree`]; edits of its text. Touches
//! `source` only.

pub mod date;
pub mod figure;
pub mod fix;
pub(crate) mod toml_text;
mod tree;

pub use self::tree::*;
