//! A data file with everything it asks for.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::files::Found;
use super::{Desk, Error};
use crate::data::Tree;
use crate::data::fix;
use crate::document::{Document, template};
use crate::law::Law;
use crate::output::Checked;
use crate::report::{Attachments, Reference, Report, references};
use crate::rules::{self, Input, Outcome};
use crate::source::diagnostic::Edit;
use crate::source::{FileId, Source, Spanned};

/// Texts that go before those of the files, by their paths.
pub type Drafts = BTreeMap<PathBuf, String>;

/// A data file as it stands, and the files it asks for.
#[derive(Debug)]
pub struct Project {
    /// The path as the user gave it.
    pub path: PathBuf,
    /// Every text read: the data file first, then what findings may point into.
    pub sources: Vec<Source>,
    /// Every file read or asked for, the missing ones too.
    pub files: Vec<PathBuf>,
    law: Arc<Law>,
    tree: Tree,
    attachments: Attachments,
    last: Option<(Tree, Attachments)>,
    /// Index of last year's data file in `sources`.
    last_at: usize,
}

impl Desk<'_> {
    /// Opens a data file and what it asks for; `previous` goes before its own
    /// `previous`, `drafts` before what the files say. What is missing is a
    /// finding, except last year's file.
    pub fn open(
        &self,
        path: &Path,
        previous: Option<&Path>,
        drafts: &Drafts,
    ) -> Result<Project, Error> {
        let mut reader = Reader { desk: self, drafts, sources: Vec::new(), files: Vec::new() };
        let tree = Tree::parse(reader.source(path)?);
        let attachments = reader.attach(path, &tree)?;
        let named = references(&tree, &[]).into_iter().find_map(|reference| match reference {
            Reference::Previous(path) => Some(path.value),
            _ => None,
        });
        let previous = previous.map(Path::to_path_buf).or(named.map(|named| beside(path, &named)));
        let last_at = reader.sources.len();
        let last = match previous {
            Some(path) => {
                let tree = Tree::parse(reader.source(&path)?);
                let attachments = reader.attach(&path, &tree)?;
                Some((tree, attachments))
            }
            None => None,
        };
        let Reader { mut sources, mut files, .. } = reader;
        let law = self.law_of(path, &tree, &mut files);
        sources.extend(law.files.iter().cloned());
        Ok(Project { path: path.to_owned(), sources, files, law, tree, attachments, last, last_at })
    }
}

/// A path as the data file writes it, seen from where the data file is.
pub(super) fn beside(data: &Path, written: &str) -> PathBuf {
    data.parent().unwrap_or(Path::new("")).join(written)
}

impl Project {
    /// The data file and the texts of its narratives; not last year's.
    pub fn own(&self) -> &[Source] {
        &self.sources[..self.last_at]
    }

    /// The data file and the texts of its narratives with edits made.
    pub fn mended(&self, edits: &[Edit]) -> Drafts {
        let mended = |source: &Source| (PathBuf::from(&source.name), fix::apply(source, edits));
        self.own().iter().map(mended).collect()
    }

    /// The text of the data file.
    pub fn text(&self) -> &str {
        &self.sources[0].text
    }

    /// A narrative in a file of its own that was read, with its path.
    pub fn narrative(&self, name: &str) -> Option<(PathBuf, &Source)> {
        let source = self.attachments.texts.iter().find(|text| text.name == name)?;
        Some((self.path.parent().unwrap_or(Path::new("")).join(name), source))
    }

    /// Binds the data to its edition.
    pub fn report(&self) -> Result<Report, Error> {
        let report = self.read(&self.sources[0], &self.tree, &self.attachments)?;
        if let Some(named) = &report.edition_named
            && self.law.edition(&named.value).is_none()
        {
            let (line, column) = self.sources[0].position(named.span.start as usize);
            let place = format!("{}:{line}:{column}", self.path.display());
            return Err(Error::unknown_edition(&self.law, place, &named.value));
        }
        Ok(report)
    }

    /// Binds last year's data.
    pub fn last(&self) -> Result<Option<Report>, Error> {
        let Some((tree, attachments)) = &self.last else { return Ok(None) };
        self.read(&self.sources[self.last_at], tree, attachments).map(Some)
    }

    fn read(
        &self,
        source: &Source,
        tree: &Tree,
        attachments: &Attachments,
    ) -> Result<Report, Error> {
        Report::read(source, tree, attachments, &self.law).ok_or(Error::NoEdition)
    }

    /// The data file as read.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Runs every rule. `template` is the content template in use.
    pub fn check(&self, report: &Report, template: &str) -> Result<(Outcome, Document), Error> {
        let last = self.last()?;
        let document = template::document(report, template, false)?;
        let printed = template::printed(&document);
        let input = Input { report, last: last.as_ref(), printed: Some(&printed) };
        Ok((rules::check(&input), document))
    }

    /// What was found, ready to be written.
    pub fn checked<'a>(
        &'a self,
        name: &'a str,
        report: &'a Report,
        outcome: &'a Outcome,
    ) -> Checked<'a> {
        let (filled, cells) = report.filled();
        Checked {
            file: name,
            edition: &report.edition.id,
            filled,
            cells,
            findings: &outcome.findings,
            skipped: &outcome.skipped,
            not_applicable: &outcome.not_applicable,
            sources: &self.sources,
        }
    }
}

/// What is read on behalf of a data file.
struct Reader<'a> {
    desk: &'a Desk<'a>,
    drafts: &'a Drafts,
    sources: Vec<Source>,
    files: Vec<PathBuf>,
}

impl Reader<'_> {
    fn source(&mut self, path: &Path) -> Result<&Source, Error> {
        self.files.push(path.to_owned());
        self.add(path)
    }

    fn add(&mut self, path: &Path) -> Result<&Source, Error> {
        let text = match self.drafts.get(path) {
            Some(draft) => draft.clone(),
            None => self.desk.text(path)?,
        };
        let at = self.sources.len();
        let id = FileId(u16::try_from(at).unwrap_or(u16::MAX));
        self.sources.push(Source { id, name: path.display().to_string(), text });
        Ok(&self.sources[at])
    }

    /// Reads the texts and pictures a data file asks for, as far as they can be
    /// had. Texts go into `sources` too; `files` names all, had or not.
    fn attach(&mut self, path: &Path, tree: &Tree) -> Result<Attachments, Error> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut attachments = Attachments::default();
        for reference in references(tree, &[]) {
            if let Reference::Narrative(Spanned { value: name, .. }) = reference {
                self.files.extend(below(folder, &name));
                let Some(path) = self.inside(folder, &name) else { continue };
                let Source { id, text, .. } = self.add(&path)?.clone();
                attachments.texts.push(Source { id, name, text });
            }
        }
        for reference in references(tree, &attachments.texts) {
            if let Reference::Picture(Spanned { value: name, .. }) = reference {
                self.files.extend(below(folder, &name));
                let bytes = self.inside(folder, &name).and_then(|path| self.desk.read(&path).ok());
                if let Some(bytes) = bytes {
                    attachments.pictures.insert(name, Arc::from(bytes));
                }
            }
        }
        Ok(attachments)
    }

    /// A file below the folder of the data file, links followed; nothing else
    /// may be read on behalf of a data file.
    fn inside(&self, folder: &Path, name: &str) -> Option<PathBuf> {
        let path = below(folder, name)?;
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let folder = self.desk.files.find(folder)?;
        match self.desk.files.find(&path)? {
            Found::File(real) if real.starts_with(folder.path()) => Some(path),
            _ => None,
        }
    }
}

/// A path below a folder by its name; nobody says that it exists.
fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let relative = Path::new(name);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !name.contains('\\')).then(|| folder.join(relative))
}
