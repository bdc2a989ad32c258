//! What a user comes for: open a data file with all it asks for, check it, make
//! its files; begin a new one; change one in place.
//!
//! In: a source of [`Files`] and wishes. Out: findings, texts and bytes. Touches
//! every room before it, and the world only through [`Files`].

mod build;
pub mod edit;
mod error;
mod files;
mod local;
mod office;
mod project;
mod read;
pub mod starter;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

pub use self::build::{Examined, Made, Wanted};
pub use self::error::Error;
pub use self::files::{FileError, Files, Found, Memory};
pub use self::office::Office;
pub use self::project::{Drafts, Project};
use crate::law::Law;

/// Where the use cases are at home: files, and the law they are judged by.
pub struct Desk<'a> {
    files: &'a dyn Files,
    /// The law of every data file, whatever it names itself.
    law: Option<Arc<Law>>,
    /// The laws of folders read so far, by the folder's own name.
    laws: Mutex<BTreeMap<PathBuf, Arc<Law>>>,
}

impl<'a> Desk<'a> {
    /// A desk for these files; each data file may name local rules of its own.
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, law: None, laws: Mutex::default() }
    }

    /// A desk where every data file is judged with the local rules of a folder.
    pub fn with_schemas(files: &'a dyn Files, folder: &Path) -> Result<Self, Error> {
        let desk = Self::new(files);
        let law = Some(desk.law(folder)?);
        Ok(Self { law, ..desk })
    }

    /// The law where no data file names one.
    pub fn own_law(&self) -> &Arc<Law> {
        self.law.as_ref().unwrap_or_else(|| Law::shipped())
    }
}
