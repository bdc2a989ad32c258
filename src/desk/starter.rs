//! The starter file: a data file to be filled in.
//!
//! Everything in it is printed from the edition and from [`FIELDS`]: the keys,
//! the official labels, what to count and what to write. With last year's
//! report at hand, what follows from it is filled in already.

mod row;

use crate::data::toml_text::{Block, comment, quoted, rule, texts};
use crate::law::Law;
use crate::law::edition::{Edition, Need, Part};
use crate::law::field::{self, Field, FieldKind, SECTIONS, WAIVER_KEYS};
use crate::law::organ::Organ;
use crate::report::{Agency, Report};
use crate::source::Spanned;

/// What is known before the clerk begins.
#[derive(Debug, Clone, Copy)]
pub struct Prefill<'a> {
    /// The report year.
    pub year: u16,
    /// The organ's full name; last year's if left out.
    pub agency: Option<&'a str>,
    /// What kind of organ it is; last year's if left out.
    pub kind: Option<&'a Organ>,
    /// The folder of local rules, seen from the new file.
    pub schemas: Option<&'a str>,
    /// Last year's report.
    pub previous: Option<Previous<'a>>,
}

/// Last year's report.
#[derive(Debug, Clone, Copy)]
pub struct Previous<'a> {
    /// Where its data file is, seen from the new one.
    pub path: &'a str,
    /// What it says. Figures are taken over if it is of the year before.
    pub report: &'a Report,
}

/// How to fill in the file, below the title; `{cell}` stands for an address.
const MANUAL: &str = "
填写说明
1. 表格的每一行按列的顺序写，如 [16, 0, 0]；整行都是 0 的，只写一个 0。
2. 留空不等于 0：[] 和 \"\" 都算没有填。没有发生的，请填 0。
3. 格内只填数字，不写单位、“+”号和千分位。总计自动计算，可以不填；填了就核对。
4. 正文分段空一行；可以引用表中的数字，如 {{ {cell} }}。
5. 行首的 # 表示说明或可以不填的项目；要填的，删去行首的“# ”。";

/// The part whose problems next year's report has to answer
/// (国办公开办函〔2021〕30号 一（五）).
const PROBLEMS: &str = "problems";

/// A commented data file of an edition: well-formed, and empty but for what is
/// known.
pub fn starter(law: &Law, edition: &Edition, prefill: &Prefill<'_>) -> String {
    Starter { law, edition, prefill }.print()
}

struct Starter<'a> {
    law: &'a Law,
    edition: &'a Edition,
    prefill: &'a Prefill<'a>,
}

impl<'a> Starter<'a> {
    fn print(&self) -> String {
        let edition = self.edition;
        let title = edition.title(self.name().unwrap_or_default(), self.prefill.year);
        let mut text = format!("#:schema ./{}.schema.json\n", edition.id);
        text += &comment(&title.replace('\n', " "));
        text += &comment(&format!("{}（{}）", edition.name, edition.cites));
        let cell = edition.cells().next().map_or(String::new(), |place| place.cell().to_string());
        text += &comment(&MANUAL.replace("{cell}", &cell));
        let fields: Vec<_> = field::of(edition).collect();
        for fields in fields.chunk_by(|one, next| one.table() == next.table()) {
            let name = fields[0].table();
            match name {
                _ if fields[0].kind == FieldKind::Waivers => text += &waivers(fields[0]),
                _ => {
                    let about = SECTIONS.iter().find(|(section, _)| *section == name);
                    let mut block = Block::new(name, about.map_or("", |(_, about)| about));
                    for field in fields {
                        self.field(field, &mut block);
                    }
                    text += &block.print();
                }
            }
            if name == "narrative" {
                edition.parts.iter().for_each(|part| text += &self.narrative(part));
                edition.parts.iter().for_each(|part| text += &self.tables(part));
                text += &rule("其他");
            }
        }
        text
    }

    // Facts -----------------------------------------------------------------

    /// A key that does not depend on the edition. One that may be left out and
    /// is not known is shown as a comment.
    fn field(&self, field: &Field, block: &mut Block) {
        let key = field.key();
        let about = match field.guide {
            "" => field.label.to_owned(),
            guide => format!("{}：{guide}", field.label),
        };
        let counted = matches!(field.kind, FieldKind::Cases | FieldKind::Yuan);
        match self.fact(field.path) {
            Some(value) => block.line(&format!("{key} = {value}"), &about),
            None if field.required || counted => {
                block.line(&format!("{key} = {}", self.example(field)), &about);
            }
            None => block.line(&format!("# {key} = {}", self.example(field)), &about),
        }
        if field.kind == FieldKind::AgencyKind && self.kind().is_none() {
            for organ in &self.law.organs {
                block.line(&format!("#      \"{}\"", organ.kind), &organ.label);
            }
        }
    }

    /// What stands for a value that is not known.
    fn example(&self, field: &Field) -> String {
        match field.kind {
            FieldKind::Texts => "[]".to_owned(),
            FieldKind::Date => format!("{}-01-20", self.prefill.year.saturating_add(1)),
            FieldKind::Flag => "true".to_owned(),
            FieldKind::Word(words) => quoted(words.last().map_or("", |(word, _)| word)),
            _ => quoted(""),
        }
    }

    /// The value of a key, as TOML, if it is known.
    fn fact(&self, path: &str) -> Option<String> {
        let prefill = self.prefill;
        match path {
            "year" => Some(prefill.year.to_string()),
            "schemas" => Some(quoted(prefill.schemas?)),
            "edition" => self.edition.local.then(|| quoted(&self.edition.id)),
            "previous" => Some(quoted(prefill.previous?.path)),
            "agency.name" => Some(quoted(self.name()?)),
            "agency.kind" => Some(quoted(&self.kind()?.kind)),
            path => agency_fact(&prefill.previous?.report.agency, path),
        }
    }

    fn name(&self) -> Option<&'a str> {
        let last = || Some(self.prefill.previous?.report.agency.name.as_ref()?.value.as_str());
        self.prefill.agency.or_else(last)
    }

    fn kind(&self) -> Option<&'a Organ> {
        let last = || Some(&*self.prefill.previous?.report.agency.kind.as_ref()?.value);
        self.prefill.kind.or_else(last)
    }

    // Texts -----------------------------------------------------------------

    fn narrative(&self, part: &Part) -> String {
        let mut text = format!("\n{}", comment(&part.heading));
        text += &comment(&part.guide);
        if part.role.as_deref() == Some(PROBLEMS) {
            let problems = self.prefill.previous.and_then(|last| last.report.text_of(PROBLEMS));
            if let Some(problems) = problems {
                text += &comment("上年报告写了下列问题和改进情况，本年要写明改进得怎样：");
                let lines = problems.text.value.lines().map(str::trim);
                let lines = lines.filter(|line| !line.is_empty());
                lines.for_each(|line| text += &comment(&format!("　　{line}")));
            }
        }
        let key = match part.narrative {
            Need::Required => format!("{} = \"\"\"\n\n\"\"\"\n", part.id),
            Need::Optional => format!("# {} = \"\"\n", part.id),
        };
        text + &key
    }
}

/// What stays true of an organ from one year to the next. That it was founded
/// within the year does not.
fn agency_fact(agency: &Agency, path: &str) -> Option<String> {
    let contact = &agency.contact;
    let text: &Option<Spanned<String>> = match path {
        "agency.scope" => return agency.aggregate.then(|| quoted("aggregate")),
        "agency.short_names" => return texts(&agency.short_names),
        "agency.ancestors" => return texts(&agency.ancestors),
        "agency.contact.unit" => &contact.unit,
        "agency.contact.address" => &contact.address,
        "agency.contact.postcode" => &contact.postcode,
        "agency.contact.phone" => &contact.phone,
        "agency.contact.fax" => &contact.fax,
        "agency.contact.email" => &contact.email,
        "agency.contact.hours" => &contact.hours,
        "agency.contact.website" => &contact.website,
        _ => return None,
    };
    text.as_ref().map(|text| quoted(&text.value))
}

/// A finding accepted on purpose, as an example in comments.
fn waivers(field: &Field) -> String {
    let mut block = Block::new("", "");
    block.line(&format!("# [[{}]]", field.path), &format!("{}：{}", field.label, field.guide));
    for (key, label) in WAIVER_KEYS {
        block.line(&format!("# {key} = \"\""), label);
    }
    block.print()
}
