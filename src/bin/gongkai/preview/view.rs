//! What the browser is shown of one state of the files.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use gongkai::desk::{Drafts, Error, Office, Project};
use gongkai::document::Document;
use gongkai::render;
use gongkai::source::diagnostic::Severity;

use super::watch::{Stamp, stamps};
use super::wire::State;
use super::{Settings, form, shell, state};
use crate::error::text;

/// One state of the files, looked at.
pub(super) struct View {
    /// The files it depends on, and how they were before they were read.
    pub(super) files: Vec<PathBuf>,
    pub(super) stamps: Vec<Stamp>,
    /// The last page that could be made.
    pub(super) page: Arc<Page>,
    /// Everything beside the page, for scripts and for the shell.
    pub(super) state: State,
}

/// A report that can be drawn.
pub(super) struct Page {
    pub(super) html: Vec<u8>,
    drawn: Option<Drawn>,
}

struct Drawn {
    document: Document,
    office: Arc<Office>,
    docx: OnceLock<Result<Vec<u8>, String>>,
    pdf: OnceLock<Result<Vec<u8>, String>>,
}

/// The version of the texts that the form is filled from.
pub(super) fn version(project: &Project) -> String {
    let mut hasher = DefaultHasher::new();
    project.own().iter().for_each(|source| source.text.hash(&mut hasher));
    format!("{:016x}", hasher.finish())
}

impl View {
    pub(super) fn first(settings: &Settings, office: &Arc<Office>) -> Self {
        let html =
            "<!DOCTYPE html><html lang=\"zh-CN\"><title>预览</title><p>还没有可以显示的页面。";
        let page = Arc::new(Page { html: html.into(), drawn: None });
        let state = state::nothing();
        let files = vec![settings.data.clone()];
        let nothing = Self { files, stamps: Vec::new(), page, state };
        Self::next(settings, office, &nothing)
    }

    /// The files as they are now. What cannot be shown leaves the last page.
    pub(super) fn next(settings: &Settings, office: &Arc<Office>, last: &View) -> Self {
        // Taken before reading, so that no change in between is missed.
        let files = last.watched(settings);
        let stamped: BTreeMap<_, _> = files.iter().cloned().zip(stamps(&files)).collect();
        let mut view = match Self::look(settings, office, &Drafts::new()) {
            Ok(looked) => {
                let page = if looked.whole || last.page.drawn.is_none() {
                    Arc::new(looked.page)
                } else {
                    Arc::clone(&last.page)
                };
                let state = if looked.whole { looked.state } else { state::half(looked.state) };
                Self { files: looked.files, stamps: Vec::new(), page, state }
            }
            Err(error) => last.broken(&error),
        };
        view.stamp(settings, |path| stamped.get(path).copied());
        view
    }

    /// The files it depends on, and the office's own.
    pub(super) fn watched(&self, settings: &Settings) -> Vec<PathBuf> {
        self.files.iter().cloned().chain(Office::files(settings.templates.as_deref())).collect()
    }

    fn stamp(&mut self, settings: &Settings, known: impl Fn(&PathBuf) -> Option<Stamp>) {
        let files = self.watched(settings);
        let now = stamps(&files);
        let stamp = |(path, now)| known(path).unwrap_or(now);
        self.stamps = files.iter().zip(now).map(stamp).collect();
    }

    /// The last page, with a word on why there is no newer one.
    pub(super) fn failed(&self, settings: &Settings, error: &Error) -> Self {
        let mut view = self.broken(error);
        view.stamp(settings, |_| None);
        view
    }

    fn broken(&self, error: &Error) -> Self {
        let state = state::broken(self.state.clone(), text(error));
        let mut files = self.files.clone();
        let missed = error.path().map(Path::to_owned);
        files.extend(missed.filter(|path| !self.files.contains(path)));
        Self { files, stamps: Vec::new(), page: Arc::clone(&self.page), state }
    }

    /// What the files come to, `drafts` in place of those on disk.
    pub(super) fn look(
        settings: &Settings,
        office: &Arc<Office>,
        drafts: &Drafts,
    ) -> Result<Looked, Error> {
        let previous = settings.previous.as_deref();
        let project = settings.desk()?.open(&settings.data, previous, drafts)?;
        let report = project.report()?;
        let (outcome, mut document) = project.check(&report, &office.report)?;
        let name = project.path.display().to_string();
        let checked = project.checked(&name, &report, &outcome);
        let html = render::html::Html;
        let html = render::Renderer::render(&html, &document, office.look())?;
        document.draft = outcome.has(Severity::Error);
        let state = state::state(&checked, &project, &report, &document);
        let state = State {
            version: version(&project),
            title: document.title.clone(),
            form: form::form(&report, &state.values),
            ..state
        };
        let state = State { panel: shell::panel(&state), ..state };
        // An editor empties a file before it writes it.
        let whole = project.tree().errors.is_empty() && !project.text().trim().is_empty();
        let office = Arc::clone(office);
        let (docx, pdf) = (OnceLock::new(), OnceLock::new());
        let page = Page { html, drawn: Some(Drawn { document, office, docx, pdf }) };
        Ok(Looked { whole, files: project.files, page, state })
    }
}

/// A fresh look at a text.
pub(super) struct Looked {
    /// Nothing in it is half typed.
    whole: bool,
    files: Vec<PathBuf>,
    page: Page,
    state: State,
}

impl Looked {
    /// The state, and the page that belongs to it.
    pub(super) fn with_page(self) -> State {
        State { page: Some(String::from_utf8_lossy(&self.page.html).into_owned()), ..self.state }
    }
}

impl Page {
    /// The Word file or the PDF of the page; drawn when first asked for, and
    /// marked as a draft while there are errors.
    pub(super) fn file(&self, format: &str) -> Result<Vec<u8>, String> {
        let Some(drawn) = &self.drawn else {
            return Err("还没有可以输出的报告".to_owned());
        };
        let kept = if format == "pdf" { &drawn.pdf } else { &drawn.docx };
        let draw = || {
            let renderer = render::by_name(format).ok_or_else(String::new)?;
            let bytes = renderer.render(&drawn.document, drawn.office.look());
            bytes.map_err(|error| error.to_string())
        };
        kept.get_or_init(draw).clone()
    }

    pub(super) fn title(&self) -> &str {
        self.drawn.as_ref().map_or("", |drawn| drawn.document.title.as_str())
    }
}
