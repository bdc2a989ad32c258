//! What the texts say about the tables.
//!
//! Each rule has a reader that looks at one figure and its sentence and either
//! knows which cells it speaks of or keeps silent: a sentence that nobody can
//! read for sure is no error. The comparison is the same for all of them.

mod cells;
mod compare;
pub(super) mod disputes;
pub(super) mod documents;
mod reading;
pub(super) mod requests;
pub(super) mod statements;
pub(super) mod sums;
mod words;

use self::compare::Reader;

pub(super) use self::cells::Sum;
pub(super) use self::reading::{Reading, readings};

/// Every reader of a figure.
pub(super) const READERS: &[Reader] = &[
    requests::received,
    requests::done,
    requests::carry,
    requests::category,
    requests::applicant,
    disputes::review,
    disputes::litigation,
    documents::table_two,
];
