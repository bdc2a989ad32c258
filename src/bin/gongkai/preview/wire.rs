//! What the page and the server tell each other.

use std::collections::BTreeMap;

use gongkai::desk::edit::Changes;
use gongkai::output::json::{Finding, Unjudged};
use serde::{Deserialize, Serialize};

/// What the page sends: a form that was filled in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    /// The version of the texts the form was filled from.
    pub(super) version: String,
    /// What was changed in it.
    #[serde(default)]
    pub(super) values: Changes,
}

/// One state of the files.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct State {
    /// Of the texts that the form is filled from.
    pub(super) version: String,
    pub(super) title: String,
    pub(super) edition: String,
    /// Why the page is older than the files.
    pub(super) broken: Option<String>,
    pub(super) filled: usize,
    pub(super) cells: usize,
    /// The part whose length is limited.
    pub(super) overview: Option<Overview>,
    /// Places that can be mended without thought.
    pub(super) fixable: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) hints: usize,
    pub(super) findings: Vec<Shown>,
    pub(super) not_evaluated: Vec<Unjudged>,
    /// What is written, by path.
    pub(super) values: BTreeMap<String, Written>,
    pub(super) form: Form,
    /// Progress and findings as HTML.
    pub(super) panel: String,
    /// The page, where it was asked for with the state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) page: Option<String>,
}

/// How long the part is whose length is limited, in characters.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Overview {
    pub(super) heading: String,
    pub(super) length: usize,
    pub(super) limit: usize,
}

/// A finding with its places in the page and in the form.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shown {
    #[serde(flatten)]
    pub(super) finding: Finding,
    pub(super) severity_name: &'static str,
    /// The lines of the data file, with carets.
    pub(super) excerpt: String,
    /// The words of the data file it points at.
    pub(super) words: Option<String>,
    pub(super) mark: Option<Highlight>,
    /// The path of the field it is about.
    pub(super) field: Option<String>,
}

/// Words of a block of the page, in UTF-16 units.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Highlight {
    /// The words of the block.
    pub(super) text: String,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// What is written at a path.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Written {
    /// In a cell; `computed` where it follows from others.
    Cell { typed: String, computed: bool, shown: String },
    /// A fact or a text, perhaps in a file of its own.
    Text {
        typed: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<String>,
    },
}

/// The form, in the order of the data file.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Form {
    pub(super) sections: Vec<FieldSet>,
    pub(super) preamble: Option<Written>,
    pub(super) parts: Vec<PartForm>,
}

/// The fields of a table of facts.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FieldSet {
    pub(super) about: &'static str,
    pub(super) fields: Vec<FieldForm>,
}

/// One part of the report.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PartForm {
    pub(super) heading: String,
    pub(super) guide: String,
    pub(super) required: bool,
    pub(super) grids: Vec<GridForm>,
    pub(super) fields: Vec<FieldForm>,
    pub(super) text: Option<Written>,
    pub(super) path: String,
}

/// One fact.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FieldForm {
    pub(super) path: &'static str,
    pub(super) label: &'static str,
    pub(super) guide: &'static str,
    /// Several values, with 、 between them.
    pub(super) list: bool,
    pub(super) figure: bool,
    /// The words to choose from, each with what it means.
    pub(super) words: Vec<(String, String)>,
    pub(super) typed: String,
}

/// A printed table with a field in every cell.
#[derive(Debug, Clone, Serialize)]
pub(super) struct GridForm {
    pub(super) caption: String,
    pub(super) rows: Vec<Vec<SlotForm>>,
}

/// A printed cell.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SlotForm {
    pub(super) kind: &'static str,
    pub(super) text: String,
    pub(super) colspan: usize,
    pub(super) rowspan: usize,
    /// Of a figure: its address, its name and what is written there.
    #[serde(flatten)]
    pub(super) figure: Option<FigureForm>,
}

/// The field of a figure.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FigureForm {
    pub(super) address: String,
    pub(super) label: String,
    pub(super) value: Option<Written>,
}
