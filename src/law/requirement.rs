//! What a locality asks for beyond the national form.

use serde::Deserialize;

use crate::source::diagnostic::Severity;

/// A statement or a figure that a part must have, a `[[require]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Id of the part.
    pub part: String,
    /// What must be there, in the words of the notice.
    pub name: String,
    /// Words of which one must be found.
    pub words: Vec<String>,
    /// If given, a figure in one of these units must stand in the same
    /// paragraph, e.g. 条.
    #[serde(default)]
    pub units: Vec<String>,
    /// Kinds of organ it is asked of; of all if empty.
    #[serde(default)]
    pub organs: Vec<String>,
    /// How bad it is if it is missing.
    #[serde(default = "warning")]
    pub severity: Severity,
    /// The provision; that of the edition if left out.
    pub cites: Option<String>,
    /// What to do.
    #[serde(default)]
    pub help: String,
}

fn warning() -> Severity {
    Severity::Warning
}

/// Another severity for a rule, a `[[severity]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reweighed {
    /// The rule.
    pub rule: String,
    /// Its severity here.
    pub severity: Severity,
}
