//! Writing the form into the data file, and into the texts beside it.

use std::sync::PoisonError;

use super::Preview;
use super::view::{self, View};
use super::wire::{Request, State};
use crate::disk;
use crate::error::text;
use gongkai::data::fix;
use gongkai::desk::edit::{self, Changes, Written};
use gongkai::desk::{Drafts, Project};

/// What became of a request.
pub(super) enum Answer {
    /// The new state.
    Done(Box<State>),
    /// Somebody else changed the file meanwhile; its state.
    Conflict(Box<State>),
    /// It cannot be done; why.
    Refused(String),
}

impl Preview {
    /// The state with the changes made, and its page; nothing written.
    pub(super) fn draft(&self, request: &Request) -> Answer {
        let look = || {
            let drafts = changed(&self.project()?, &request.values)?;
            let looked = View::look(&self.settings, &self.office(), &drafts);
            looked.map_err(|error| text(&error))
        };
        match look() {
            Ok(looked) => Answer::Done(Box::new(looked.with_page())),
            Err(message) => Answer::Refused(message),
        }
    }

    /// Writes the changes, unless the texts are not those that the form was
    /// filled from.
    pub(super) fn save(&self, request: &Request) -> Answer {
        self.write(&request.version, |project| changed(project, &request.values))
    }

    /// Makes the changes that need no thought, as `check --fix` does.
    pub(super) fn fix(&self, request: &Request) -> Answer {
        let office = self.office();
        self.write(&request.version, |project| {
            let report = project.report().map_err(|error| text(&error))?;
            let checked = project.check(&report, &office.report);
            let (outcome, _) = checked.map_err(|error| text(&error))?;
            Ok(project.mended(&fix::edits(&outcome.findings)))
        })
    }

    /// Writes the texts that come of those on disk, if these are the ones that
    /// were asked about.
    fn write(
        &self,
        version: &str,
        change: impl FnOnce(&Project) -> Result<Drafts, String>,
    ) -> Answer {
        let mut templates = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let write = || {
            let project = self.project()?;
            if view::version(&project) != version {
                return Ok(false);
            }
            disk::rewrite(&change(&project)?).map_err(|error| error.text())?;
            Ok(true)
        };
        let written: Result<bool, String> = write();
        if let Err(message) = written {
            return Answer::Refused(message);
        }
        self.look(&mut templates);
        let state = Box::new(self.view().state.clone());
        if written == Ok(true) { Answer::Done(state) } else { Answer::Conflict(state) }
    }

    fn project(&self) -> Result<Project, String> {
        let previous = self.settings.previous.as_deref();
        let open = || self.settings.desk()?.open(&self.settings.data, previous, &Drafts::new());
        open().map_err(|error| text(&error))
    }
}

/// The texts that change, and what they become.
fn changed(project: &Project, changes: &Changes) -> Result<Drafts, String> {
    let edition = project.report().map_err(|error| text(&error))?.edition;
    let written = edit::written(project.tree(), &edition);
    let mut drafts = Drafts::new();
    let mut here = Changes::new();
    for (path, typed) in changes {
        let beside = match written.get(path) {
            Some(Written::File(name)) => project.narrative(name),
            _ => None,
        };
        match beside {
            Some((file, old)) => drafts.insert(file, edit::rewritten(&old.text, typed)),
            None => here.insert(path.clone(), typed.clone()),
        };
    }
    let data = edit::apply(project.text(), &edition, &here).map_err(|error| error.to_string())?;
    drafts.insert(project.path.clone(), data);
    Ok(drafts)
}
