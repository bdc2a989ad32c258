//! Report and content template → document.
//!
//! The template decides wording and order: preamble, headings, where each text
//! and table stands, the sign-off. Texts and tables enter it as opaque marks
//! that are put in place afterwards, so nothing in the data can change the
//! structure of the report, and every sentence keeps its place.

mod prose;
mod table;

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, context};

use crate::document::{Block, Document, Heading, Paragraph, Properties, Role, plain};
use crate::law::edition::Need;
use crate::prose::markdown::{self, Piece};
use crate::report::{PREAMBLE, Report};
use crate::rules::Printed;
use crate::source::Text;

/// `templates/report.md.jinja`, the standard wording.
pub const STANDARD: &str = include_str!("../../templates/report.md.jinja");

/// A template that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It does not parse, or asks for a name that does not exist.
    #[error("行文模板 report.md.jinja 第 {line} 行：{message}")]
    Syntax {
        /// The line of the template.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// A mark for texts or tables was torn apart.
    #[error("行文模板里的 {0} 应单独占一行")]
    Torn(String),
}

impl From<minijinja::Error> for TemplateError {
    fn from(error: minijinja::Error) -> Self {
        let what = match error.kind() {
            ErrorKind::UndefinedError => "没有这个名称",
            ErrorKind::UnknownFilter => "没有这个过滤器",
            ErrorKind::UnknownTest => "没有这种判断",
            ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => "没有这个函数",
            ErrorKind::SyntaxError | ErrorKind::BadEscape => "写法有误",
            _ => "无法执行",
        };
        // The expression at fault, or else the engine's own words.
        let expression =
            error.template_source().zip(error.range()).and_then(|(text, at)| text.get(at));
        let detail = match expression {
            Some(expression) if error.kind() != ErrorKind::SyntaxError => expression,
            _ => error.detail().unwrap_or_default(),
        };
        let message =
            if detail.is_empty() { what.to_owned() } else { format!("{what}（{detail}）") };
        Self::Syntax { line: error.line().unwrap_or(0), message }
    }
}

/// Fences a mark; no text can hold it, because these are no characters.
const FENCE: char = '\u{fdd0}';

/// What a mark stands for.
enum Mark<'a> {
    Text(&'a str),
    Tables(&'a str),
}

/// Writes the report by a template. `draft` marks every page.
pub fn document(report: &Report, template: &str, draft: bool) -> Result<Document, TemplateError> {
    let markdown = fill(report, template)?;
    let mut writer = Writer { report, blocks: Vec::new(), title: String::new(), headings: 0 };
    let text = Text::verbatim(&markdown, report.start);
    for piece in markdown::parse(&text) {
        writer.add(piece)?;
    }
    let agency = report.agency.name.as_ref().map_or("", |name| name.value.as_str());
    let title_break = (!agency.is_empty())
        .then(|| writer.title.find(agency).map(|at| at + agency.len()))
        .flatten()
        .filter(|at| *at < writer.title.len());
    let organ_break = organ_break(report, &writer.title);
    Ok(Document {
        title_break,
        organ_break,
        properties: properties(report, &writer.title),
        title: writer.title,
        draft,
        blocks: writer.blocks,
    })
}

/// Where a long organ's name is best broken: after the name of a place, as the
/// data file has it, or beside 人民政府, as near as can be to the middle of what
/// the title has up to its end.
fn organ_break(report: &Report, title: &str) -> Option<usize> {
    const GOVERNMENT: &str = "人民政府";
    let name = report.agency.name.as_ref()?.value.as_str();
    let start = title.find(name)?;
    let middle = usize::midpoint(start, name.len());
    let after = |part: &str| name.find(part).map(|at| at + part.len());
    let places = report.agency.ancestors.iter().filter_map(|place| after(&place.value));
    let places = places.chain(name.find(GOVERNMENT)).chain(after(GOVERNMENT));
    let inside = places.filter(|&at| 0 < at && at < name.len()).map(|at| start + at);
    inside.min_by_key(|at| at.abs_diff(middle))
}

/// What the rules ask about the finished document.
pub fn printed(document: &Document) -> Printed {
    let mut printed = Printed { title: document.title.clone(), ..Printed::default() };
    for block in &document.blocks {
        match block {
            Block::Heading(heading) if heading.level == 1 => {
                printed.headings.push(plain(&heading.text));
            }
            Block::Paragraph(paragraph) if printed.headings.is_empty() => {
                printed.preamble.push(plain(&paragraph.text));
            }
            _ => {}
        }
    }
    printed
}

fn properties(report: &Report, title: &str) -> Properties {
    let publication = &report.publication;
    let marks = [("索引号", &publication.index_number), ("文号", &publication.document_number)];
    let marks = marks.into_iter().filter_map(|(label, mark)| {
        mark.as_ref().map(|mark| (label.to_owned(), mark.value.clone()))
    });
    Properties {
        author: report.agency.name.as_ref().map_or(String::new(), |name| name.value.clone()),
        identifiers: marks.collect(),
        date: publication.date.map(|date| (date.value.year, date.value.month, date.value.day)),
        description: format!("{title}，依据{}编制。", report.edition.cites),
    }
}

// Filling the template ------------------------------------------------------

/// The template with facts and marks filled in: Markdown.
fn fill(report: &Report, template: &str) -> Result<String, TemplateError> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_debug(true); // keeps the range of a wrong expression
    env.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    env.set_formatter(|out, _, value| {
        let text = value.to_string();
        let text = if value.is_safe() { text } else { markdown::escape(&text) };
        out.write_str(&text).map_err(minijinja::Error::from)
    });
    env.add_template("report.md.jinja", template)?;
    Ok(env.get_template("report.md.jinja")?.render(facts(report))?)
}

/// Finished strings only: what the template prints is what stands here.
fn facts(report: &Report) -> Value {
    let edition = &report.edition;
    let year = report.year.map_or(String::new(), |year| year.value.to_string());
    let agency = report.agency.name.as_ref().map_or("", |name| name.value.as_str());
    let period = match &report.publication.period {
        Some(period) => period.value.clone(),
        None => format!("{year}年1月1日至{year}年12月31日"),
    };
    let parts: Vec<_> = edition
        .parts
        .iter()
        .map(|part| {
            let name = part.heading.split_once('、').map_or(&*part.heading, |(_, name)| name);
            context! {
                id => part.id.as_str(),
                role => part.role.as_deref().unwrap_or_default(),
                heading => part.heading.as_str(),
                name => name,
                text => mark("text", &part.id),
                tables => if part.tables.is_empty() {
                    Value::from("")
                } else {
                    mark("tables", &part.id)
                },
                fee => edition.processing_fee
                    && part.narrative == Need::Required
                    && part.role.as_deref() == Some("other"),
            }
        })
        .collect();
    context! {
        title => report.title(),
        year => year,
        agency => agency,
        period => period,
        date => report.publication.date.map_or(String::new(), |date| date.value.to_string()),
        sign => report.publication.sign,
        edition => context! {
            name => edition.name.as_str(),
            cites => edition.cites.as_str(),
            basis => edition.basis.as_str(),
        },
        contact => contact(report),
        fee => fee(report),
        preamble_given => report.preamble().is_some(),
        preamble => mark("text", PREAMBLE),
        parts => parts,
        parts_count => crate::prose::numeral(edition.parts.len() as u64).unwrap_or_default(),
    }
}

fn contact(report: &Report) -> Value {
    let contact = &report.agency.contact;
    let known = [
        ("地址", &contact.address),
        ("邮政编码", &contact.postcode),
        ("联系电话", &contact.phone),
        ("传真", &contact.fax),
        ("电子邮箱", &contact.email),
        ("办公时间", &contact.hours),
    ];
    let text = |field: &Option<crate::source::Spanned<String>>| {
        field.as_ref().map_or(String::new(), |text| text.value.clone())
    };
    let details: Vec<_> = known
        .iter()
        .filter_map(|(label, field)| Some(format!("{label}：{}", field.as_ref()?.value)))
        .collect();
    context! {
        unit => text(&contact.unit),
        address => text(&contact.address),
        postcode => text(&contact.postcode),
        phone => text(&contact.phone),
        fax => text(&contact.fax),
        email => text(&contact.email),
        hours => text(&contact.hours),
        website => text(&contact.website),
        details => details,
    }
}

/// The fee of part six, or nothing where it is not filled in.
fn fee(report: &Report) -> Value {
    let filled =
        report.fee.as_ref().filter(|fee| !fee.requests.is_blank() && !fee.amount.is_blank());
    filled.map_or(Value::from(""), |fee| {
        let zero =
            |entry: &crate::report::Entry| entry.figure.is_some_and(|figure| figure.amount() == 0);
        context! {
            requests => fee.requests.printed(),
            amount => fee.amount.printed(),
            none => zero(&fee.requests) && zero(&fee.amount),
        }
    })
}

fn mark(kind: &str, part: &str) -> Value {
    Value::from_safe_string(format!("{FENCE}{kind} {part}{FENCE}"))
}

/// What the mark in a paragraph stands for, if it is one and alone.
fn marked(text: &str) -> Result<Option<Mark<'_>>, TemplateError> {
    if !text.contains(FENCE) {
        return Ok(None);
    }
    let inner = text.strip_prefix(FENCE).and_then(|text| text.strip_suffix(FENCE));
    let inner = inner.filter(|inner| !inner.contains(FENCE));
    match inner.and_then(|inner| inner.split_once(' ')) {
        Some(("text", part)) => Ok(Some(Mark::Text(part))),
        Some(("tables", part)) => Ok(Some(Mark::Tables(part))),
        _ => Err(TemplateError::Torn(text.replace(FENCE, " ").trim().to_owned())),
    }
}

// Writing the document ------------------------------------------------------

struct Writer<'r> {
    report: &'r Report,
    blocks: Vec<Block>,
    title: String,
    headings: usize,
}

impl Writer<'_> {
    /// Adds a block of the template.
    fn add(&mut self, piece: Piece) -> Result<(), TemplateError> {
        match piece {
            Piece::Heading(1, words) => {
                self.title = prose::plain_words(&words);
            }
            Piece::Heading(level, words) => {
                let text = prose::unplaced(prose::inlines(&words));
                let anchor = match self.part_of(&plain(&text)) {
                    Some(part) => part,
                    None => self.anchor(),
                };
                self.blocks.push(Block::Heading(Heading { level: level - 1, text, anchor }));
            }
            Piece::Paragraph(words, class) => {
                let text = prose::plain_words(&words);
                match marked(&text)? {
                    Some(Mark::Text(part)) => self.narrative(part),
                    Some(Mark::Tables(part)) => self.tables(part),
                    None => {
                        let role = match class.as_deref() {
                            Some("signature") => Role::Signature,
                            Some("note") => Role::Note,
                            _ => Role::Body,
                        };
                        let text = prose::unplaced(prose::inlines(&words));
                        self.blocks.push(Block::Paragraph(Paragraph { role, text }));
                    }
                }
            }
            Piece::Bullet(words) => {
                let item = prose::unplaced(prose::inlines(&words));
                prose::push_item(&mut self.blocks, item);
            }
            // A template has no folder of its own to take pictures from.
            Piece::Picture { alt, .. } => {
                let text = vec![prose::unplaced_inline(alt)];
                self.blocks.push(Block::Paragraph(Paragraph { role: Role::Body, text }));
            }
        }
        Ok(())
    }

    /// Adds the text of a part, as the agency wrote it.
    fn narrative(&mut self, part: &str) {
        let Some(narrative) = self.report.narrative(part) else { return };
        // In a part of tables the text is a note to them.
        let mut parts = self.report.edition.parts.iter();
        let note = parts.any(|known| {
            known.id == part && !known.tables.is_empty() && known.narrative == Need::Optional
        });
        for piece in markdown::parse(&narrative.text) {
            let anchor = self.anchor();
            prose::add(&mut self.blocks, piece, anchor, self.report, note);
        }
    }

    /// Adds the tables of a part.
    fn tables(&mut self, part: &str) {
        let edition = &*self.report.edition;
        let part = edition.parts.iter().find(|known| known.id == part);
        let grids = part.map(|part| edition.grids(part)).unwrap_or_default();
        self.blocks.extend(grids.iter().map(|grid| Block::Table(table::table(grid, self.report))));
    }

    fn part_of(&self, heading: &str) -> Option<String> {
        let part = self.report.edition.parts.iter().find(|part| part.heading == heading)?;
        Some(format!("part-{}", part.id))
    }

    fn anchor(&mut self) -> String {
        self.headings += 1;
        format!("section-{}", self.headings)
    }
}
