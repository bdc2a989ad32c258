//! Data files on disk, with everything they ask for.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use gongkai::data::Tree;
use gongkai::data::fix;
use gongkai::document::Document;
use gongkai::document::template;
use gongkai::law::Law;
use gongkai::output::Checked;
use gongkai::report::{Attachments, Reference, Report, references};
use gongkai::rules::{self, Input, Outcome};
use gongkai::source::diagnostic::Edit;
use gongkai::source::{FileId, Source, Spanned};

use crate::cli::Error;

/// Larger files are refused: the largest report known has 40 kB.
const LARGEST: u64 = 64 << 20;

/// Texts that go before those on disk, by their paths.
pub(crate) type Drafts = BTreeMap<PathBuf, String>;

/// A data file as it stands on disk, and the files it asks for.
#[derive(Debug)]
pub(crate) struct Project {
    /// The path as the user gave it.
    pub(crate) path: PathBuf,
    /// Every text read: the data file first, then what findings may point into.
    pub(crate) sources: Vec<Source>,
    /// Every file read or asked for, the missing ones too.
    pub(crate) files: Vec<PathBuf>,
    tree: Tree,
    attachments: Attachments,
    last: Option<(Tree, Attachments)>,
    /// Index of last year's data file in `sources`.
    last_at: usize,
}

impl Project {
    /// Reads a data file and what it asks for; `previous` goes before its own
    /// `previous`. What is missing is a finding, except last year's file.
    pub(crate) fn open(path: &Path, previous: Option<&Path>) -> Result<Self, Error> {
        Self::with_drafts(path, previous, &Drafts::new())
    }

    /// The same with texts that are not on disk yet.
    pub(crate) fn with_drafts(
        path: &Path,
        previous: Option<&Path>,
        drafts: &Drafts,
    ) -> Result<Self, Error> {
        let mut reader = Reader { drafts, sources: Vec::new(), files: Vec::new() };
        let tree = Tree::parse(reader.source(path)?);
        let attachments = reader.attach(path, &tree)?;
        let named = references(&tree, &[]).into_iter().find_map(|reference| match reference {
            Reference::Previous(path) => Some(path.value),
            _ => None,
        });
        let beside = |named: String| path.parent().unwrap_or(Path::new("")).join(named);
        let previous = previous.map(Path::to_path_buf).or(named.map(beside));
        let last_at = reader.sources.len();
        let last = match previous {
            Some(path) => {
                let tree = Tree::parse(reader.source(&path)?);
                let attachments = reader.attach(&path, &tree)?;
                Some((tree, attachments))
            }
            None => None,
        };
        let Reader { sources, files, .. } = reader;
        Ok(Self { path: path.to_owned(), sources, files, tree, attachments, last, last_at })
    }

    /// The data file and the texts of its narratives; not last year's.
    pub(crate) fn own(&self) -> &[Source] {
        &self.sources[..self.last_at]
    }

    /// The data file and the texts of its narratives with edits made.
    pub(crate) fn mended(&self, edits: &[Edit]) -> Drafts {
        let mended = |source: &Source| (PathBuf::from(&source.name), fix::apply(source, edits));
        self.own().iter().map(mended).collect()
    }

    /// The text of the data file.
    pub(crate) fn text(&self) -> &str {
        &self.sources[0].text
    }

    /// A narrative in a file of its own that was read, with its path.
    pub(crate) fn narrative(&self, name: &str) -> Option<(PathBuf, &Source)> {
        let source = self.attachments.texts.iter().find(|text| text.name == name)?;
        Some((self.path.parent().unwrap_or(Path::new("")).join(name), source))
    }

    /// Binds the data to its edition.
    pub(crate) fn report(&self) -> Result<Report, Error> {
        let report = read(&self.sources[0], &self.tree, &self.attachments)?;
        if let Some(named) = &report.edition_named
            && Law::shipped().edition(&named.value).is_none()
        {
            let (line, column) = self.sources[0].position(named.span.start as usize);
            let place = format!("{}:{line}:{column}", self.path.display());
            return Err(Error::UnknownEdition { place, id: named.value.clone() });
        }
        Ok(report)
    }

    /// Binds last year's data.
    pub(crate) fn last(&self) -> Result<Option<Report>, Error> {
        let Some((tree, attachments)) = &self.last else { return Ok(None) };
        read(&self.sources[self.last_at], tree, attachments).map(Some)
    }

    /// The data file as read.
    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Runs every rule. `template` is the content template in use.
    pub(crate) fn check(
        &self,
        report: &Report,
        template: &str,
    ) -> Result<(Outcome, Document), Error> {
        let last = self.last()?;
        let document = template::document(report, template, false)?;
        let printed = template::printed(&document);
        let input = Input { report, last: last.as_ref(), printed: Some(&printed) };
        Ok((rules::check(&input), document))
    }

    /// What was found, ready to be written.
    pub(crate) fn checked<'a>(
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
            sources: &self.sources,
        }
    }
}

fn read(source: &Source, tree: &Tree, attachments: &Attachments) -> Result<Report, Error> {
    Report::read(source, tree, attachments, Law::shipped()).ok_or(Error::NoEdition)
}

/// What is read on behalf of a data file.
struct Reader<'a> {
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
            None => read_text(path)?,
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
                let Some(path) = inside(folder, &name).filter(|path| path.is_file()) else {
                    continue;
                };
                let Source { id, text, .. } = self.add(&path)?.clone();
                attachments.texts.push(Source { id, name, text });
            }
        }
        for reference in references(tree, &attachments.texts) {
            if let Reference::Picture(Spanned { value: name, .. }) = reference {
                self.files.extend(below(folder, &name));
                let bytes = inside(folder, &name).and_then(|path| read_bytes(&path).ok());
                if let Some(bytes) = bytes {
                    attachments.pictures.insert(name, Arc::from(bytes));
                }
            }
        }
        Ok(attachments)
    }
}

/// A path below the folder of the data file, links followed; nothing else may
/// be read on behalf of a data file.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let path = below(folder, name)?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = path.canonicalize().ok()?;
    real.starts_with(folder.canonicalize().ok()?).then_some(path)
}

/// A path below a folder by its name; nobody says that it exists.
fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let relative = Path::new(name);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !name.contains('\\')).then(|| folder.join(relative))
}

/// Reads a file that has to be there.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    // A pipe or a device may never end, and says that it is empty.
    if !metadata.is_file() && !metadata.is_dir() {
        return Err(Error::NotAFile(path.to_owned()));
    }
    let size = metadata.len();
    if size > LARGEST {
        return Err(Error::TooLarge { path: path.to_owned(), megabytes: size >> 20 });
    }
    std::fs::read(path).map_err(failed)
}

/// Reads a text file that has to be there and has to be UTF-8; a byte order
/// mark is not part of the text.
pub(crate) fn read_text(path: &Path) -> Result<String, Error> {
    let bytes = read_bytes(path)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map_or(bytes.as_slice(), |rest| rest).to_vec();
    String::from_utf8(bytes).map_err(|error| {
        let bytes = error.as_bytes();
        let good = error.utf8_error().valid_up_to();
        let line = bytes[..good].split(|byte| *byte == b'\n').count();
        let start = bytes[..good].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&bytes[start..good]).chars().count() + 1;
        let guess = match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "UTF-16（Unicode）",
            _ => "GBK（ANSI）",
        };
        Error::Encoding { path: path.to_owned(), line, column, guess }
    })
}

/// The data files that paths on the command line mean: files themselves, and
/// every `.toml` file with a report year in a folder and below, sorted by path.
pub(crate) fn data_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = files.len();
            collect(path, &mut files)?;
            files[before..].sort();
            if files.len() == before {
                return Err(Error::NoDataFiles(path.clone()));
            }
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        // Links are not followed: a loop of folders would never end.
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
            collect(&path, files)?;
        } else if kind.is_file() && path.extension().is_some_and(|ending| ending == "toml") {
            let names_a_year =
                |text: String| text.lines().any(|line| line.trim_start().starts_with("year"));
            if read_text(&path).is_ok_and(names_a_year) {
                files.push(path);
            }
        }
    }
    Ok(())
}
