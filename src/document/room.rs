//! The report as its reader sees it, before any choice of medium, and the
//! content template that makes it.
//!
//! In: a [`crate::report::Report`] and `report.md.jinja`. Out: a [`Document`].
//! Touches no font, no paper and no file.

mod model;
pub mod template;

pub use self::model::*;
