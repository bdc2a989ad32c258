//! What a user comes for: a new data file, edits of one.
//!
//! In: texts and wishes. Out: texts, findings and bytes. Touches every room
//! before it, and never the world.

pub mod edit;
pub mod starter;
