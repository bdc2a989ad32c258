//! Checking a report and making its files.

use std::path::Path;

use super::project::{Drafts, Project};
use super::{Desk, Error, Office};
use crate::data::fix;
use crate::document::Document;
use crate::output::Checked;
use crate::render::{Renderer, html};
use crate::report::Report;
use crate::rules::Outcome;
use crate::source::diagnostic::{Diagnostic, Edit, Severity};

/// A data file with what was found in it.
#[derive(Debug)]
pub struct Examined {
    /// The path as the user gave it.
    pub name: String,
    /// The data file, and what it asks for.
    pub project: Project,
    /// What it says.
    pub report: Report,
    /// What the rules say.
    pub outcome: Outcome,
    /// The report as its reader will see it.
    pub document: Document,
}

impl Examined {
    /// What was found, ready to be written.
    pub fn checked(&self) -> Checked<'_> {
        self.project.checked(&self.name, &self.report, &self.outcome)
    }

    /// The findings in the order of the file.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.outcome.findings
    }

    /// The edits that mend what is purely mechanical.
    pub fn edits(&self) -> Vec<Edit> {
        fix::edits(&self.outcome.findings)
    }
}

/// What is to be made of a report.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The formats.
    pub renderers: &'a [&'static dyn Renderer],
    /// A piece of HTML too, without the frame of a page.
    pub fragment: bool,
    /// In spite of errors, every page marked 草稿.
    pub draft: bool,
    /// Not even with warnings.
    pub strict: bool,
}

/// The files of one report.
#[derive(Debug)]
pub struct Made {
    /// Their name without ending.
    pub name: String,
    /// Their bytes by ending.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

impl Desk<'_> {
    /// Opens a data file and runs every rule; `template` is the content template.
    pub fn check(
        &self,
        path: &Path,
        previous: Option<&Path>,
        template: &str,
    ) -> Result<Examined, Error> {
        let project = self.open(path, previous, &Drafts::new())?;
        let report = project.report()?;
        let (outcome, document) = project.check(&report, template)?;
        Ok(Examined { name: path.display().to_string(), project, report, outcome, document })
    }

    /// The same, and makes its files; none if there are errors.
    pub fn build(
        &self,
        path: &Path,
        previous: Option<&Path>,
        office: &Office,
        wanted: Wanted<'_>,
    ) -> Result<(Examined, Option<Made>), Error> {
        let mut examined = self.check(path, previous, &office.report)?;
        let worst = if wanted.strict { Severity::Warning } else { Severity::Error };
        if examined.outcome.has(worst) && !wanted.draft {
            return Ok((examined, None));
        }
        examined.document.draft = wanted.draft;
        let document = &examined.document;
        let mut files = Vec::new();
        for renderer in wanted.renderers {
            let drawn = renderer.render(document, office.look());
            let bytes = drawn.map_err(|error| Error::drawing(error, &examined.project.sources))?;
            files.push((renderer.name(), bytes));
        }
        if wanted.fragment {
            let fragment = html::fragment(document, office.look())?;
            files.push(("fragment.html", fragment.into_bytes()));
        }
        let name = file_name(&document.title, path);
        Ok((examined, Some(Made { name, files })))
    }
}

/// The title as a file name: marks that file systems refuse become `_`, and
/// the length stays below what they take. Without a title, the data file's name.
fn file_name(title: &str, data: &Path) -> String {
    let mut name = String::new();
    for c in title.trim().chars() {
        if name.len() + c.len_utf8() > 240 {
            break;
        }
        let refused = c.is_control() || "/\\:*?\"<>|".contains(c);
        name.push(if refused { '_' } else { c });
    }
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() {
        return data.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    }
    name.to_owned()
}
