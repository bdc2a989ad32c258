//! What comes in from outside, as far as it is not yet a report: texts that
//! know their places, pictures, and findings that point into them.
//!
//! In: bytes and texts. Out: [`Source`], [`Span`], [`Text`],
//! [`diagnostic::Diagnostic`]. Touches nothing.

pub mod diagnostic;
pub mod picture;
mod text;

pub use self::text::*;
