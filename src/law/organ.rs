//! The kinds of organ that report.

use serde::Deserialize;

/// A kind of organ, an `[[organ]]` of `schemas/` (条例 articles 27, 49, 54;
/// 国办公开办函〔2021〕30号 二).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organ {
    /// Its word in the data file, e.g. `county_department`.
    pub kind: String,
    /// Its Chinese name.
    pub label: String,
    /// The level of administration it belongs to; none where that varies.
    pub level: Option<Level>,
    /// A people's government: it also reports on 考核, 评议 and 责任追究
    /// (条例 article 50 (4)).
    #[serde(default)]
    pub government: bool,
    /// A department of a local people's government.
    #[serde(default)]
    pub department: bool,
    /// It may have 规章 of its own (立法法 articles 91 and 93). Not every
    /// prefecture-level city is 设区的市, and not every State Council body is
    /// covered by article 91: where it cannot be excluded, it counts as allowed.
    #[serde(default)]
    pub regulations: bool,
    /// It decides on 行政复议 against others, and so may stand beside them in
    /// court as 共同被告.
    #[serde(default)]
    pub reviews: bool,
    /// It is no organ of the state, and reports only where a law makes it act as
    /// one (条例 article 54).
    #[serde(default)]
    pub authorised: bool,
}

/// A level of administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Level {
    Township,
    County,
    Prefecture,
    Province,
    State,
}
