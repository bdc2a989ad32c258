//! What the tool has to say about the data file.
//!
//! A [`Diagnostic`] is a value, not an error: checking never fails, it only
//! finds more or less to say. Its fields are public and plain so that the
//! terminal, JSON, SARIF and preview printers are all ordinary readers of it.

use std::fmt;

use serde::Deserialize;

use crate::source::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Hint,
    /// Wants a fix or a waiver with a reason.
    Warning,
    /// Blocks `build`.
    #[default]
    Error,
}

impl Severity {
    /// The word printed before a finding.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hint => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }

    /// The word in machine-readable output.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A marked place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there to see; may be empty.
    pub text: String,
    /// Exactly one label of a finding is primary: the place to edit first.
    pub primary: bool,
}

/// A change that mends a finding for certain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced, written there just as it is.
    pub span: Span,
    /// What is to stand there; may be empty.
    pub replacement: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a finding does nothing until it is pushed"]
pub struct Diagnostic {
    /// Id of the rule, e.g. `T3-COL-BALANCE`.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// One line that makes sense without the source excerpt.
    pub message: String,
    /// The places it speaks of.
    pub labels: Vec<Label>,
    /// Address of the cell it is about, if it is about one.
    pub cell: Option<String>,
    /// The provision that was broken, as a reader would look it up.
    pub cites: String,
    /// What to do.
    pub help: Option<String>,
    /// The reason why it was accepted on purpose.
    pub waived: Option<String>,
    /// The changes that mend it, where there is only one way to.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    /// A finding without places yet.
    pub fn new(rule: &str, severity: Severity, cites: &str, message: impl Into<String>) -> Self {
        Self {
            rule: rule.to_owned(),
            severity,
            message: message.into(),
            labels: Vec::new(),
            cell: None,
            cites: cites.to_owned(),
            help: None,
            waived: None,
            edits: Vec::new(),
        }
    }

    /// Marks the place to edit first.
    pub fn primary(self, span: Span, text: impl Into<String>) -> Self {
        self.with(Label { span, text: text.into(), primary: true })
    }

    /// Marks a place that explains the first.
    pub fn context(self, span: Span, text: impl Into<String>) -> Self {
        self.with(Label { span, text: text.into(), primary: false })
    }

    /// Says what to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        self.help = (!text.is_empty()).then_some(text);
        self
    }

    /// Says which cell it is about.
    pub fn cell(mut self, cell: impl fmt::Display) -> Self {
        self.cell = Some(cell.to_string());
        self
    }

    /// Adds a change that mends it.
    pub fn edit(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.edits.push(Edit { span, replacement: replacement.into() });
        self
    }

    /// Makes it better or worse than its rule usually is.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The place to edit first.
    pub fn place(&self) -> Option<Span> {
        self.labels.iter().find(|label| label.primary).map(|label| label.span)
    }

    /// Whether it counts: waived findings are shown, not counted.
    pub fn counts_as(&self, severity: Severity) -> bool {
        self.waived.is_none() && self.severity == severity
    }

    fn with(mut self, label: Label) -> Self {
        self.labels.push(label);
        self
    }
}
