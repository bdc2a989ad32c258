//! The documents that reports name: notices, laws, standards.

use serde::Deserialize;

use crate::data::date::Date;

/// A document that a report may name, a `[[document]]` of `schemas/`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Its number as printed, e.g. 国办公开办函〔2021〕30号; its name if it has none.
    pub number: String,
    /// Its title; empty where it is not known.
    #[serde(default)]
    pub title: String,
    /// The day it was issued.
    pub issued: Option<Date>,
    /// First report year it governs.
    pub since: Option<u16>,
    /// Last report year it governs; none while it is in force.
    pub until: Option<u16>,
    /// The number of what took its place.
    pub superseded_by: Option<String>,
    /// Whether it prescribes the form of the report.
    #[serde(default)]
    pub form: bool,
    /// Words by which texts name it, with the year in 〔〕.
    #[serde(default)]
    pub marks: Vec<String>,
    /// Ways in which its number is mistyped.
    #[serde(default)]
    pub misspelt: Vec<String>,
}
