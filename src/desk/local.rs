//! The law a data file is judged by: the tool's own, and a locality's files.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use super::files::Found;
use super::project::beside;
use super::{Desk, Error};
use crate::data::{Tree, Value};
use crate::law::Law;
use crate::source::{Source, Spanned};

impl Desk<'_> {
    /// The law of a data file: that of the run, else with the folder that it
    /// names in `schemas`. What was read goes into `files`.
    pub(super) fn law_of(&self, path: &Path, tree: &Tree, files: &mut Vec<PathBuf>) -> Arc<Law> {
        if let Some(law) = &self.law {
            files.extend(law.files.iter().map(|file| PathBuf::from(&file.name)));
            return Arc::clone(law);
        }
        let written = tree.get("schemas").and_then(|node| match &node.value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        let Some(written) = written else { return Arc::clone(Law::shipped()) };
        let folder = beside(path, &written.value);
        files.push(folder.clone());
        match self.law(&folder) {
            Ok(law) => {
                files.extend(law.files.iter().map(|file| PathBuf::from(&file.name)));
                law
            }
            Err(error) => {
                files.extend(error.path().map(Path::to_owned));
                let value = format!("地方规则没有采用：{error}");
                let flaw = Spanned { value, span: written.whole() };
                Arc::new(Law { flaws: vec![flaw], ..Law::clone(Law::shipped()) })
            }
        }
    }

    /// The tool's own law with a locality's folder of files, or one file; read
    /// once.
    pub fn law(&self, folder: &Path) -> Result<Arc<Law>, Error> {
        let key = self.files.find(folder).map(|found| found.path().to_owned());
        let mut known = self.laws.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(law) = key.as_ref().and_then(|key| known.get(key)) {
            return Ok(Arc::clone(law));
        }
        let mut sources = Vec::new();
        let paths = match self.files.find(folder) {
            Some(Found::File(_)) => vec![folder.to_owned()],
            _ => self.list(folder)?,
        };
        for path in paths {
            if path.extension().is_some_and(|ending| ending == "toml") {
                let id = Law::file(sources.len());
                let text = self.text(&path)?;
                sources.push(Source { id, name: path.display().to_string(), text });
            }
        }
        let law = Law::with(&sources);
        known.extend(key.map(|key| (key, Arc::clone(&law))));
        Ok(law)
    }
}
