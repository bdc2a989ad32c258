//! Reading a data file against an edition.

mod facts;
mod figures;
mod interpolate;
mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::interpolate::interpolate;
pub(crate) use self::keys::nearest_word;
use super::{Local, Narrative, PREAMBLE, Problem, Report};
use crate::data::{self, Node, Tree, Value};
use crate::law::Law;
use crate::law::edition::Edition;
use crate::law::field::FIELDS;
use crate::prose;
use crate::prose::markdown;
use crate::source::picture::PictureFile;
use crate::source::{Source, Span, Spanned, Text};

/// Another file that a data file asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// The text of a narrative.
    Narrative(Spanned<String>),
    /// Last year's data file.
    Previous(Spanned<String>),
    /// A picture of a text.
    Picture(Spanned<String>),
}

/// The files a data file asked for, as far as they could be read.
#[derive(Debug, Clone, Default)]
pub struct Attachments {
    /// Texts, named by the path as written.
    pub texts: Vec<Source>,
    /// Pictures by the path as written.
    pub pictures: BTreeMap<String, Arc<[u8]>>,
}

/// The files a data file asks for, for whoever may read files. Pictures that
/// narratives in files ask for are known once those are among `texts`.
pub fn references(tree: &Tree, texts: &[Source]) -> Vec<Reference> {
    let mut found = Vec::new();
    let pictures = |text: &Text| markdown::pictures(text).into_iter().map(Reference::Picture);
    if let Some(Node { value: Value::Text(text), .. }) = tree.get("previous") {
        found.push(Reference::Previous(spanned(text)));
    }
    if let Some(Node { value: Value::Table(entries), .. }) = tree.get("narrative") {
        for entry in entries {
            match (&entry.node.value, file_of(&entry.node)) {
                (Value::Text(text), _) => found.extend(pictures(text)),
                (_, Some(path)) => found.push(Reference::Narrative(spanned(path))),
                _ => {}
            }
        }
    }
    for file in texts {
        found.extend(pictures(&Text::verbatim(&file.text, file.whole())));
    }
    found
}

/// `{ file = "overview.md" }`
fn file_of(node: &Node) -> Option<&Text> {
    let Value::Table(entries) = &node.value else { return None };
    match entries.as_slice() {
        [data::Entry { key, node: Node { value: Value::Text(path), .. }, .. }] if key == "file" => {
            Some(path)
        }
        _ => None,
    }
}

fn spanned(text: &Text) -> Spanned<String> {
    Spanned { value: text.value.clone(), span: text.whole() }
}

impl Report {
    /// Binds a data file to the edition it names or its year asks for, among
    /// `editions` (national ones by year; the first if there is no telling).
    /// `attachments` are the files of its narratives, by the path as written.
    pub fn read(
        source: &Source,
        tree: &Tree,
        attachments: &Attachments,
        law: &Arc<Law>,
    ) -> Option<Self> {
        let refused = tree.lost.iter().cloned().collect();
        let mut reader = Reader { law, start: source.start(), tree, problems: Vec::new(), refused };
        let year = reader.year();
        let named = reader.text("edition");
        let by_name = |id: &str| law.edition(id);
        if let Some(name) = named.as_ref().filter(|name| by_name(&name.value).is_none()) {
            let known = law.editions.iter().map(|edition| edition.id.clone()).collect();
            reader.problem(name.span, Problem::UnknownEdition { id: name.value.clone(), known });
        }
        let local = year.map_or(Vec::new(), |year| law.local(year.value).collect());
        if local.len() > 1 && named.is_none() {
            let known = local.iter().map(|edition| edition.id.clone()).collect();
            let span = tree.entry("schemas").map_or(source.start(), |entry| entry.key_span);
            reader.problem(span, Problem::SeveralEditions(known));
        }
        let by_year = year.and_then(|year| law.form(year.value));
        let edition = named.as_ref().and_then(|name| by_name(&name.value));
        let edition = edition.or(by_year).or_else(|| law.newest())?;
        let edition = Arc::clone(edition);
        for error in &tree.errors {
            reader.problem(error.span, Problem::Syntax(error.value.clone()));
        }
        reader.unknown_keys(&edition);
        for field in FIELDS.iter().filter(|field| field.required) {
            if tree.get(field.path).is_none() && tree.errors.is_empty() {
                let (path, label) = (field.path, field.label);
                let span = reader.nearest(path);
                reader.problem(span, Problem::Missing { path, label });
                reader.refused.insert(path.to_owned());
            }
        }
        let cells = reader.cells(&edition);
        let mut report = Self {
            law: Arc::clone(law),
            edition: Arc::clone(&edition),
            start: source.start(),
            year,
            edition_named: named,
            previous: reader.text("previous"),
            agency: reader.agency(),
            publication: reader.publication(),
            narratives: Vec::new(),
            pictures: BTreeMap::new(),
            cells,
            fee: reader.fee(),
            local: Local {
                deadline: reader.date("local.deadline"),
                section6: reader.texts("local.section6"),
            },
            waivers: reader.waivers(),
            problems: Vec::new(),
            refused: BTreeSet::new(),
        };
        let narratives = reader.narratives(&edition, &attachments.texts);
        report.refused = reader.refused.clone();
        for (part, role, heading, written) in narratives {
            for path in markdown::pictures(&written.value) {
                if let Some(file) = reader.picture(&path, attachments) {
                    report.pictures.insert(path.value, file);
                }
            }
            let text = interpolate(&report, &written.value, &mut reader.problems);
            let (passages, paragraphs) = (prose::passages(&text), prose::paragraphs(&text));
            let key = written.span;
            report.narratives.push(Narrative {
                part,
                role,
                heading,
                text,
                passages,
                paragraphs,
                key,
            });
        }
        report.problems = reader.problems;
        report.problems.sort_by_key(|problem| problem.span);
        Some(report)
    }
}

/// Characters of a narrative; real ones have some thousand.
const LONGEST_NARRATIVE: usize = 200_000;

/// Characters of any other text.
const LONGEST_TEXT: usize = 2_000;

struct Reader<'t> {
    law: &'t Law,
    start: Span,
    tree: &'t Tree,
    problems: Vec<Spanned<Problem>>,
    refused: BTreeSet<String>,
}

impl Reader<'_> {
    fn problem(&mut self, span: Span, value: Problem) {
        self.problems.push(Spanned { value, span });
    }

    fn wrong_type(&mut self, label: &str, expected: &'static str, node: &Node) {
        let (label, found) = (label.to_owned(), node.value.name());
        self.problem(node.span, Problem::WrongType { label, expected, found });
    }

    /// Whether a text has no more characters than any report needs.
    fn fits(&mut self, label: &str, text: &Text, limit: usize) -> bool {
        let fits = text.value.chars().nth(limit).is_none();
        if !fits {
            let label = label.to_owned();
            self.problem(text.whole(), Problem::TooLong { label, limit });
        }
        fits
    }

    /// Where a missing key belongs: at the nearest table above it that exists.
    fn nearest(&self, path: &str) -> Span {
        let mut path = path;
        while let Some((above, _)) = path.rsplit_once('.') {
            if let Some(entry) = self.tree.entry(above) {
                return entry.key_span;
            }
            path = above;
        }
        self.start
    }

    /// The texts in reading order: id, role and heading of the part, and what
    /// is written there.
    fn narratives(
        &mut self,
        edition: &Edition,
        attachments: &[Source],
    ) -> Vec<(String, Option<String>, String, Spanned<Text>)> {
        let parts = edition.parts.iter();
        let parts = parts.map(|part| (part.id.as_str(), part.role.clone(), part.heading.as_str()));
        let mut found = Vec::new();
        for (id, role, label) in [(PREAMBLE, None, "引言")].into_iter().chain(parts) {
            let path = format!("narrative.{id}");
            let Some(entry) = self.tree.entry(&path) else { continue };
            match self.narrative(label, &entry.node, attachments) {
                Some(value) => {
                    let written = Spanned { value, span: entry.key_span };
                    found.push((id.to_owned(), role, label.to_owned(), written));
                }
                None => _ = self.refused.insert(path),
            }
        }
        found
    }

    /// A narrative as it stands in the data file or in a file of its own.
    fn narrative(&mut self, label: &str, node: &Node, attachments: &[Source]) -> Option<Text> {
        let text = match (&node.value, file_of(node)) {
            (Value::Text(text), _) => text.clone(),
            (_, Some(path)) => {
                let Some(file) = attachments.iter().find(|file| file.name == path.value) else {
                    self.problem(path.whole(), Problem::UnreadableFile(path.value.clone()));
                    return None;
                };
                Text::verbatim(&file.text, file.whole())
            }
            _ => {
                self.wrong_type(label, "文字，或 { file = \"文件名.md\" }", node);
                return None;
            }
        };
        self.fits(label, &text, LONGEST_NARRATIVE).then_some(text)
    }

    fn picture(
        &mut self,
        path: &Spanned<String>,
        attachments: &Attachments,
    ) -> Option<PictureFile> {
        let Some(data) = attachments.pictures.get(&path.value) else {
            self.problem(path.span, Problem::UnreadableFile(path.value.clone()));
            return None;
        };
        let file = PictureFile::read(data);
        if file.is_none() {
            self.problem(path.span, Problem::NotAPicture(path.value.clone()));
        }
        file
    }
}
