//! Who reports.

use std::sync::Arc;

use crate::data::date::Date;
use crate::law::organ::Organ;
use crate::source::Spanned;

/// The reporting organ.
#[derive(Debug, Clone, Default)]
pub struct Agency {
    /// Its full name.
    pub name: Option<Spanned<String>>,
    /// What kind of organ it is.
    pub kind: Option<Spanned<Arc<Organ>>>,
    /// A whole government's report, summed from below.
    pub aggregate: bool,
    /// Names it uses for itself.
    pub short_names: Vec<Spanned<String>>,
    /// The places above it, whose names may stand in its text.
    pub ancestors: Vec<Spanned<String>>,
    /// When it was set up, if within the report year.
    pub founded: Option<Spanned<Date>>,
    /// Printed by the standard preamble.
    pub contact: Contact,
}

/// How to reach the organ.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Contact {
    pub unit: Option<Spanned<String>>,
    pub address: Option<Spanned<String>>,
    pub postcode: Option<Spanned<String>>,
    pub phone: Option<Spanned<String>>,
    pub fax: Option<Spanned<String>>,
    pub email: Option<Spanned<String>>,
    pub hours: Option<Spanned<String>>,
    pub website: Option<Spanned<String>>,
}
