//! Fixtures: Markdown files with data files in which carets mark places.
//! `tests/it/rules.rs` says how they are written.

mod faultless;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::renamed;
use gongkai::data::{Entry, Tree, Value};
use gongkai::document::template;
use gongkai::law::Law;
use gongkai::report::{Attachments, Report};
use gongkai::rules::{self, Input, Outcome};
use gongkai::source::diagnostic::Diagnostic;
use gongkai::source::{FileId, Source};

/// One block that is a data file, with the blocks above that belong to it.
pub(crate) struct Case {
    /// Its line in the fixture, from 1.
    pub(crate) line: usize,
    /// How many lines it has, carets counted.
    pub(crate) lines: usize,
    /// The data file, without the carets.
    pub(crate) source: Source,
    /// What its carets mark.
    pub(crate) marks: Vec<Mark>,
    /// The rule must not be able to judge.
    pub(crate) skipped: bool,
    /// The lines as the fixture writes them, without the carets.
    raw: Vec<String>,
    words: Vec<String>,
    last: Option<(Source, Vec<String>)>,
    template: Option<String>,
    attachments: Attachments,
    /// Files of a locality.
    law: Vec<Source>,
}

/// One row of carets.
pub(crate) struct Mark {
    /// The line it stands under, from 0, carets not counted.
    pub(crate) line: usize,
    /// The row as far as the last caret.
    pub(crate) carets: String,
    /// What the finding must say.
    pub(crate) words: String,
}

/// The data files of a fixture.
pub(crate) fn cases(markdown: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let (mut last, mut template, mut attachments) = (None, None, Attachments::default());
    let mut law = Vec::new();
    let mut lines = markdown.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let body = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
        let body: Vec<_> = body.collect();
        let words: Vec<_> = info.split_whitespace().map(str::to_owned).collect();
        let says = |word: &str| words.iter().any(|known| known == word);
        match words.first().map(String::as_str) {
            Some("jinja") => template = Some(body.join("\n")),
            Some("law") => {
                let id = u16::try_from(law.len()).unwrap() + 100;
                law.push(source(id, &words[1], &body.join("\n")));
            }
            Some("md") => {
                let id = u16::try_from(attachments.texts.len()).unwrap() + 2;
                attachments.texts.push(source(id, &words[1], &body.join("\n")));
            }
            Some("toml") if says("last") => {
                last = Some((source(1, "last.toml", &body.join("\n")), words));
            }
            Some("toml") => {
                let (raw, marks) = unmarked(&body);
                cases.push(Case {
                    line: index + 1,
                    lines: body.len(),
                    source: source(0, "data.toml", &raw.join("\n")),
                    marks,
                    raw,
                    skipped: says("skipped"),
                    words,
                    last: last.take(),
                    template: template.take(),
                    attachments: std::mem::take(&mut attachments),
                    law: std::mem::take(&mut law),
                });
            }
            _ => {}
        }
    }
    cases
}

impl Case {
    /// Runs every rule.
    pub(crate) fn check(&self) -> Result<Outcome, String> {
        self.judge(&Law::with(&self.law), false)
    }

    /// Runs every rule on the same under other ids; nothing if the 2021 form is
    /// not its form.
    pub(crate) fn check_renamed(&self) -> Option<Result<Outcome, String>> {
        let (tree, _) = Self::tree(&self.source, &self.words, 2023, false);
        let law = &Law::with(&self.law);
        let report = Report::read(&self.source, &tree, &self.attachments, law).unwrap();
        (self.law.is_empty() && report.edition.id == "2021")
            .then(|| self.judge(&renamed::LAW, true))
    }

    /// Runs every rule by another law.
    pub(crate) fn check_by(&self, law: &Arc<Law>) -> Result<Outcome, String> {
        self.judge(law, false)
    }

    fn judge(&self, law: &Arc<Law>, other: bool) -> Result<Outcome, String> {
        let (tree, year) = Self::tree(&self.source, &self.words, 2023, other);
        let texts = self.attachments.texts.iter();
        let text = |source: &Source| if other { renamed::text(source) } else { source.clone() };
        let texts = texts.map(text).collect();
        let attachments = Attachments { texts, ..self.attachments.clone() };
        let report = Report::read(&self.source, &tree, &attachments, law).unwrap();
        let last = self.last.as_ref().map(|(source, words)| {
            let (tree, _) = Self::tree(source, words, year - 1, other);
            Report::read(source, &tree, &Attachments::default(), law).unwrap()
        });
        let template = self.template.as_deref().unwrap_or(template::STANDARD);
        let document = template::document(&report, template, false);
        let printed = template::printed(&document.map_err(|error| error.to_string())?);
        Ok(rules::check(&Input { report: &report, last: last.as_ref(), printed: Some(&printed) }))
    }

    /// The data file filled up, and its year.
    fn tree(source: &Source, words: &[String], year: u16, other: bool) -> (Tree, u16) {
        let mut tree = Tree::parse(source);
        let named = words.iter().find_map(|word| Law::shipped().edition(word));
        let year = match tree.get("year").map(|node| &node.value) {
            Some(Value::Number(digits)) => digits.parse().unwrap_or(year),
            _ => words
                .iter()
                .find_map(|word| {
                    word.parse().ok().filter(|_| Law::shipped().edition(word).is_none())
                })
                .unwrap_or_else(|| named.and_then(|edition| edition.until).unwrap_or(year)),
        };
        let written = match tree.get("edition").map(|node| &node.value) {
            Some(Value::Text(id)) => Law::shipped().edition(&id.value),
            _ => None,
        };
        let edition = written.or(named).or_else(|| Law::shipped().in_force(year));
        let other = other && edition.is_none_or(|edition| edition.id == "2021");
        if other {
            tree = Tree::parse(&renamed::data(source));
        }
        if !words.iter().any(|word| word == "bare") {
            let text = faultless::report(edition.unwrap_or(&Law::shipped().editions[0]), year);
            // No rule may complain about what the fixture does not show.
            let spare = self::source(99, "补齐的部分", &text);
            let spare = if other { renamed::data(&spare) } else { spare };
            fill(&mut tree.entries, Tree::parse(&spare).entries);
        }
        (tree, year)
    }
}

fn fill(entries: &mut Vec<Entry>, spare: Vec<Entry>) {
    for entry in spare {
        match entries.iter_mut().find(|known| known.key == entry.key) {
            None => entries.push(entry),
            Some(known) => {
                if let (Value::Table(known), Value::Table(spare)) =
                    (&mut known.node.value, entry.node.value)
                {
                    fill(known, spare);
                }
            }
        }
    }
}

fn source(id: u16, name: &str, text: &str) -> Source {
    let mut text = text.to_owned();
    while let Some(at) = text.find("字×") {
        let count = &text[at + "字×".len()..];
        let digits = count.bytes().take_while(u8::is_ascii_digit).count();
        let repeated = "字".repeat(count[..digits].parse().unwrap());
        text.replace_range(at..at + "字×".len() + digits, &repeated);
    }
    Source { id: FileId(id), name: name.to_owned(), text }
}

// Carets --------------------------------------------------------------------

/// Longer places are drawn as far as this, in columns.
const LONGEST: usize = 60;

/// The lines without the carets, and the carets.
/// Marks a finding in another file than the one shown.
const ELSEWHERE: &str = "#（不在这个文件里）";

fn unmarked(body: &[&str]) -> (Vec<String>, Vec<Mark>) {
    let mut text = Vec::new();
    let mut marks = Vec::new();
    for line in body {
        if let Some(words) = line.strip_prefix(ELSEWHERE) {
            let (carets, words) = (ELSEWHERE.to_owned(), words.trim().to_owned());
            marks.push(Mark { line: 0, carets, words });
            continue;
        }
        let carets = line.strip_prefix('#').map(|rest| rest.trim_start_matches(' '));
        match carets.filter(|carets| carets.starts_with('^')) {
            Some(carets) => {
                let words = carets.trim_start_matches(['^', '…']);
                marks.push(Mark {
                    line: text.len() - 1,
                    carets: line[..line.len() - words.len()].to_owned(),
                    words: words.trim().to_owned(),
                });
            }
            None => text.push((*line).to_owned()),
        }
    }
    (text, marks)
}

/// The line of a finding, from 0, and its carets.
pub(crate) fn draw(finding: &Diagnostic, source: &Source) -> (usize, String) {
    let Some(place) = finding.place().filter(|place| place.file == source.id) else {
        return (0, ELSEWHERE.to_owned());
    };
    let before = &source.text[..place.range().start];
    let line = before.matches('\n').count();
    let indent = width(&before[before.rfind('\n').map_or(0, |at| at + 1)..]);
    let marked = source.text[place.range()].lines().next().map_or(0, width);
    let dots = if marked > LONGEST { "…" } else { "" };
    let carets = match indent {
        // There is no room left of the first column: # counts as a caret.
        0 => format!("#{}", "^".repeat(marked.clamp(2, LONGEST) - 1)),
        _ => format!("#{}{}", " ".repeat(indent - 1), "^".repeat(marked.clamp(1, LONGEST))),
    };
    (line, carets + dots)
}

/// The block with the carets of these findings, ready to paste; `spoken` adds
/// what they say.
pub(crate) fn redraw(case: &Case, findings: &[&Diagnostic], spoken: bool) -> String {
    let mut carets: BTreeMap<usize, Vec<(String, &Diagnostic)>> = BTreeMap::new();
    for finding in findings {
        let (line, drawn) = draw(finding, &case.source);
        carets.entry(line).or_default().push((drawn, finding));
    }
    let mut text = String::new();
    for (index, line) in case.raw.iter().enumerate() {
        writeln!(text, "{line}").unwrap();
        let mut words = case.marks.iter().filter(|mark| mark.line == index);
        for (drawn, finding) in carets.get(&index).into_iter().flatten() {
            let words = words.next().map_or(String::new(), |mark| format!(" {}", mark.words));
            writeln!(text, "{}", format!("{drawn}{words}").trim_end()).unwrap();
            if spoken {
                writeln!(text, "    {}：{}", finding.severity, finding.message).unwrap();
            }
        }
    }
    text
}

/// Columns on screen: a Chinese character takes two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
