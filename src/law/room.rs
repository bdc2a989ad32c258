//! What the law asks for, as data.
//!
//! In: `schemas/*.toml`. Out: editions with their equations and printed grids,
//! the kinds of organ, the keys of a data file and its JSON Schema. Touches
//! nothing else: what an agency wrote is unknown here.

pub mod balance;
pub mod edition;
pub mod field;
pub mod json_schema;
mod load;
pub mod organ;

pub use self::load::Law;
