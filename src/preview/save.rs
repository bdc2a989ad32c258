//! Writing the form into the data file, and into the texts beside it.

use gongkai::edit::{self, Changes, Written};
use serde::Deserialize;
use serde_json::Value;

use super::Preview;
use super::view::{View, version};
use crate::cli::files;
use crate::project::{Drafts, Project, read_bytes};

/// What the form sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    /// The version of the texts the form was filled from.
    version: String,
    /// What was changed in it.
    values: Changes,
}

/// What became of a request.
pub(super) enum Answer {
    /// The new state.
    Done(Value),
    /// Somebody else changed the file meanwhile; its state.
    Conflict(Value),
    /// It cannot be done; why.
    Refused(String),
}

impl Preview {
    /// The state with the changes made, nothing written.
    pub(super) fn draft(&self, request: Request) -> Answer {
        let look = || {
            let drafts = changed(&self.project()?, request.values)?;
            let looked = View::look(&self.settings, &self.office(), &drafts);
            looked.map_err(|error| error.text())
        };
        match look() {
            Ok(looked) => Answer::Done(looked.state),
            Err(message) => Answer::Refused(message),
        }
    }

    /// Writes the changes, unless the texts are not those that the form was
    /// filled from.
    pub(super) fn save(&self, request: Request) -> Answer {
        let mut templates = self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let write = || {
            let project = self.project()?;
            if version(&project) != request.version {
                return Ok(false);
            }
            write(changed(&project, request.values)?)?;
            Ok(true)
        };
        let written: Result<bool, String> = write();
        if let Err(message) = written {
            return Answer::Refused(message);
        }
        self.look(&mut templates);
        let state = self.view().state.clone();
        if written == Ok(true) { Answer::Done(state) } else { Answer::Conflict(state) }
    }

    fn project(&self) -> Result<Project, String> {
        let project = Project::open(&self.settings.data, self.settings.previous.as_deref());
        project.map_err(|error| error.text())
    }
}

/// The texts that change, and what they become.
fn changed(project: &Project, changes: Changes) -> Result<Drafts, String> {
    let edition = project.report().map_err(|error| error.text())?.edition;
    let written = edit::written(project.tree(), edition);
    let mut drafts = Drafts::new();
    let mut here = Changes::new();
    for (path, typed) in changes {
        let beside = match written.get(&path) {
            Some(Written::File(name)) => project.narrative(name),
            _ => None,
        };
        match beside {
            Some((file, old)) => drafts.insert(file, edit::rewritten(&old.text, &typed)),
            None => here.insert(path, typed),
        };
    }
    let data = edit::apply(project.text(), edition, &here).map_err(|error| error.to_string())?;
    drafts.insert(project.path.clone(), data);
    Ok(drafts)
}

/// Writes what differs from what is there; byte order marks stay.
fn write(drafts: Drafts) -> Result<(), String> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mut files = Vec::new();
    for (path, text) in drafts {
        let old = read_bytes(&path).map_err(|error| error.text())?;
        let mark = if old.starts_with(MARK) { MARK } else { b"" };
        let new = [mark, text.as_bytes()].concat();
        if new != old {
            files.push((path, new));
        }
    }
    let files = files.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice()));
    files::write(files).map_err(|error| error.text())
}
