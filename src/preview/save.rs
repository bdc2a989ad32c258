//! Writing the form into the data file.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::PoisonError;

use gongkai::edit::{self, Changes};
use serde::Deserialize;
use serde_json::Value;

use super::Preview;
use super::view::{View, version};
use crate::cli::Error;
use crate::project::{Project, read_bytes, read_text};

/// What the form sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    /// The version of the text the form was filled from.
    version: String,
    #[serde(default)]
    cells: BTreeMap<String, String>,
    #[serde(default)]
    narratives: BTreeMap<String, String>,
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
        let changed = read_text(&self.settings.data).map_err(|error| error.text());
        let changed = changed.and_then(|text| self.changed(&text, request));
        let looked = changed.and_then(|text| {
            let looked = View::look(&self.settings, &self.office(), text);
            looked.map_err(|error| error.text())
        });
        match looked {
            Ok(looked) => Answer::Done(looked.state),
            Err(message) => Answer::Refused(message),
        }
    }

    /// Writes the changes into the data file, unless it is not the one that
    /// the form was filled from.
    pub(super) fn save(&self, request: Request) -> Answer {
        let mut templates = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let text = match read_text(&self.settings.data) {
            Ok(text) => text,
            Err(error) => return Answer::Refused(error.text()),
        };
        if version(&text) != request.version {
            self.look(&mut templates);
            return Answer::Conflict(self.view().state.clone());
        }
        let written = self.changed(&text, request).and_then(|changed| {
            if changed == text {
                return Ok(());
            }
            replace(&self.settings.data, &changed).map_err(|error| error.text())
        });
        match written {
            Ok(()) => {
                self.look(&mut templates);
                Answer::Done(self.view().state.clone())
            }
            Err(message) => Answer::Refused(message),
        }
    }

    fn changed(&self, text: &str, request: Request) -> Result<String, String> {
        let previous = self.settings.previous.as_deref();
        let project = Project::with_text(&self.settings.data, text.to_owned(), previous);
        let project = project.map_err(|error| error.text())?;
        let edition = project.report().map_err(|error| error.text())?.edition;
        let changes = Changes { cells: request.cells, narratives: request.narratives };
        edit::apply(text, edition, &changes).map_err(|error| error.to_string())
    }
}

/// Writes a text file, whole or not at all; links, permissions and the byte
/// order mark stay.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let marked = read_bytes(path)?.starts_with(b"\xef\xbb\xbf");
    let mark: &[u8] = if marked { b"\xef\xbb\xbf" } else { b"" };
    let write = || {
        let path = path.canonicalize()?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(".gongkai-").tempfile_in(folder)?;
        file.write_all(mark)?;
        file.write_all(text.as_bytes())?;
        file.as_file().set_permissions(std::fs::metadata(&path)?.permissions())?;
        file.as_file().sync_all()?;
        file.persist(&path).map(drop).map_err(|error| error.error)
    };
    write().map_err(|source| Error::Write { path: path.to_owned(), source })
}
