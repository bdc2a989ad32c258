//! The rules: what must be true of a report.
//!
//! A rule is a value. Its documentation, its provision and its check stand in
//! one place; the reference in `docs/rules.md` and `gongkai explain` are
//! printed from it. To add a rule, write it in `rules/`, list it in [`ALL`],
//! and put a fixture in `tests/rules/`. An equation is no rule of its own: it
//! is a `[[table.balance]]` of its edition, which names the rule it reports
//! under.

mod balance;
mod cell;
mod characters;
mod deadline;
mod disputes;
mod documents;
mod file;
mod form;
mod history;
mod introduction;
mod local;
mod money;
mod numbering;
mod other;
mod overview;
mod passage;
mod period;
mod privacy;
mod problems;
mod repair;
mod requests;
mod residue;
mod similar;
mod style;
mod territory;
mod text;
mod typing;
mod unbound;
mod waiver;
mod year;

use std::collections::BTreeMap;

use crate::law::Law;
use crate::law::edition::{Edition, Lacking, Place};
use crate::report::{Entry, Report, nearest_word};
use crate::source::diagnostic::{Diagnostic, Severity};

pub use self::local::flaws;
pub use self::repair::{Repair, repairs};
pub use self::unbound::{Unbound, unbound};

/// Every rule but the balances, in the order of the catalogue.
pub static ALL: &[&Rule] = &[
    &file::SYNTAX,
    &file::KEY,
    &file::TYPE,
    &file::ROW,
    &file::MISSING,
    &file::NAME,
    &file::REFERENCE,
    &file::LENGTH,
    &cell::INT,
    &cell::BLANK,
    &cell::TEXT_BLANK,
    &cell::PLACEHOLDER,
    &cell::UNIT,
    &cell::SIGN,
    &cell::MONEY,
    &cell::MONEY_TRAILING_ZEROS,
    &money::SCALE,
    &money::LEVEL,
    &documents::RULES_AUTHORITY,
    &documents::RULES_DEPT,
    &documents::MADE_NOT_OPENED,
    &documents::ITEMS_VS_CASES,
    &text::documents::COVER,
    &text::documents::ACTIVE,
    &requests::PARTIAL_DOUBLE,
    &requests::OTHER_SHARE,
    &requests::CARRY_SHARE,
    &requests::FEE_ROW,
    &requests::OLD_REASONS,
    &disputes::CO_DEFENDANT,
    &disputes::DIRECT_2024,
    &disputes::AFTER_NO_REVIEW,
    &history::JUMP,
    &history::SAME_FIGURES,
    &similar::SIMILAR,
    &year::STALE,
    &text::requests::RECEIVED,
    &text::requests::DONE,
    &text::requests::CARRY,
    &text::requests::CATEGORY,
    &text::requests::APPLICANT,
    &text::disputes::REVIEW,
    &text::disputes::LITIGATION,
    &text::statements::NONE,
    &text::statements::ALL,
    &text::documents::TABLE_TWO,
    &text::sums::PERCENT,
    &text::sums::SUM,
    &text::sums::CONTRADICT,
    &text::requests::SENTENCE,
    &form::YEAR,
    &form::CITE,
    &form::TITLE,
    &form::HEADINGS,
    &form::SCOPE,
    &form::ROW_EXTRA,
    &local::PACK,
    &local::REQUIRED,
    &introduction::PRESENT,
    &introduction::PLACE,
    &introduction::OUTLINE,
    &period::PERIOD,
    &period::CUTOFF,
    &deadline::DEPARTMENT,
    &deadline::COUNTY,
    &deadline::CITY,
    &deadline::PROVINCE,
    &deadline::EARLY,
    &deadline::LOCAL,
    &overview::ASPECTS,
    &overview::LENGTH,
    &overview::GOVERNMENT_DUTIES,
    &overview::FIGURES,
    &overview::OFF_TOPIC,
    &problems::PRESENT,
    &problems::VAGUE,
    &problems::MATCH,
    &other::FEE,
    &other::FEE_AMOUNT,
    &other::FEE_STEP,
    &other::EMPTY,
    &other::REQUIRED,
    &year::YEAR,
    &residue::TEMPLATE,
    &territory::OTHER_PLACE,
    &territory::LEVEL,
    &residue::GENERIC,
    &residue::SITE,
    &residue::CAPTION,
    &residue::DANGLING,
    &privacy::ID,
    &privacy::MOBILE,
    &privacy::BANK,
    &privacy::PERSON,
    &privacy::ADDRESS,
    &privacy::MAIL,
    &privacy::SECRET,
    &typing::HALF_WIDTH,
    &cell::FULL_WIDTH,
    &style::DOUBLE,
    &style::PAIR,
    &typing::DOCUMENT_NUMBER,
    &numbering::NUMBERING,
    &typing::SPACE,
    &typing::QUOTE,
    &style::TYPO,
    &style::TENSE,
    &style::TERM,
    &characters::MOJIBAKE,
    &characters::INVISIBLE,
    &characters::GB18030,
    &characters::TRADITIONAL_CHARACTERS,
    &waiver::STALE,
    &waiver::REFUSED,
];

/// One rule.
pub struct Rule {
    /// Its id in the catalogue, e.g. `CELL-INT`. Ids are never reused.
    pub id: &'static str,
    /// What is wrong, not what to do.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The provisions, as a reader would look them up; `{overview}` stands for
    /// the clause of the edition's notice.
    pub cites: &'static str,
    /// The roles it asks an edition for; see [`Edition::lacks`].
    pub needs: &'static [&'static str],
    /// Whether `[[waive]]` may accept it; what is plainly wrong cannot be.
    pub waivable: bool,
    doc: &'static str,
    check: fn(&Input<'_>, &mut Findings<'_>),
}

/// All that a rule may look at.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The report.
    pub report: &'a Report,
    /// Last year's.
    pub last: Option<&'a Report>,
    /// What the template made of it; `None` if it could not be drawn.
    pub printed: Option<&'a Printed>,
}

/// Why a rule about figures could not be evaluated.
const NOT_FILLED: &str = "有关的格未填或无法识别";

/// Why a rule about last year could not be evaluated.
const NO_LAST_YEAR: &str = "没有上年数据文件（previous）";

/// A cell with its figure.
struct Known<'a> {
    place: Place<'a>,
    entry: &'a Entry,
    amount: i64,
}

impl<'a> Input<'a> {
    fn year(&self) -> Option<u16> {
        self.report.year.map(|year| year.value)
    }

    /// Whether a value was refused, which has been said: the rule could not be
    /// evaluated.
    fn refused(&self, findings: &mut Findings<'_>, path: &str) -> bool {
        let refused = self.report.refused.contains(path);
        if refused {
            findings.skip(format!("没能读入 {path}"));
        }
        refused
    }

    /// The cell at a role path, if the edition has it.
    fn cell(&self, roles: &str) -> Option<(Place<'a>, &'a Entry)> {
        let place = self.report.edition.locate(roles)?;
        Some((place, self.report.cells.get(&place.cell())?))
    }

    /// The figures of some cells. Nothing if the edition has not all of them:
    /// the rule does not speak of it. If they are not all filled in, the rule
    /// could not be evaluated.
    fn figures<const N: usize>(
        &self,
        findings: &mut Findings<'_>,
        roles: [impl AsRef<str>; N],
    ) -> Option<[Known<'a>; N]> {
        let mut known = Vec::with_capacity(N);
        for path in roles {
            known.push(self.cell(path.as_ref())?);
        }
        let known = known
            .into_iter()
            .map(|(place, entry)| Some(Known { place, entry, amount: entry.figure?.amount() }));
        let Some(known) = known.collect::<Option<Vec<_>>>() else {
            findings.skip(NOT_FILLED);
            return None;
        };
        known.try_into().ok()
    }
}

/// What will be read, as far as rules ask for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// The title.
    pub title: String,
    /// The headings of the parts, in order.
    pub headings: Vec<String>,
    /// The paragraphs before the first part.
    pub preamble: Vec<String>,
}

/// What checking came to.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The findings in the order of the data file.
    pub findings: Vec<Diagnostic>,
    /// Rules that could not be evaluated, and why: never to be read as passed.
    pub skipped: Vec<Skipped>,
    /// Rules that the form gives nothing to speak of, and why.
    pub not_applicable: Vec<NotApplicable>,
}

/// A rule that a form gives nothing to speak of, or less than others do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotApplicable {
    /// The rule.
    pub rule: &'static str,
    /// What the form lacks.
    pub reason: String,
    /// The rule applies to the rest.
    pub partly: bool,
}

impl Rule {
    /// What an edition lacks of what it needs, if anything.
    pub fn lacks(&self, edition: &Edition) -> Option<NotApplicable> {
        let mut some = Vec::new();
        for need in self.needs {
            match edition.lacks(need) {
                Lacking::Nothing => {}
                Lacking::Some(lacking) => some.push(lacking),
                Lacking::All(lacking) => {
                    let reason = format!("这种格式没有{lacking}");
                    return Some(NotApplicable { rule: self.id, reason, partly: false });
                }
            }
        }
        let reason = format!("这种格式没有{}，其余照常核对", some.join("、"));
        (!some.is_empty()).then_some(NotApplicable { rule: self.id, reason, partly: true })
    }
}

/// The rules that do not or not wholly apply to an edition; all others do.
pub fn not_applicable(edition: &Edition) -> Vec<NotApplicable> {
    ALL.iter().filter_map(|rule| rule.lacks(edition)).collect()
}

/// A rule that could not be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The rule.
    pub rule: String,
    /// What it lacked.
    pub reason: String,
}

impl Outcome {
    /// Findings of a severity that count.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.counts_as(severity)).count()
    }

    /// Whether a finding that counts is at least so bad.
    pub fn has(&self, worst: Severity) -> bool {
        self.findings.iter().any(|finding| finding.waived.is_none() && finding.severity >= worst)
    }
}

/// Runs every rule.
pub fn check(input: &Input<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let edition = &*input.report.edition;
    for rule in ALL {
        if let Some(lacking) = rule.lacks(edition) {
            let partly = lacking.partly;
            outcome.not_applicable.push(lacking);
            if !partly {
                continue;
            }
        }
        (rule.check)(input, &mut Findings { rule, edition, outcome: &mut outcome });
    }
    balance::check(input, &mut outcome);
    repair::apply(input, &mut outcome);
    local::reweigh(input, &mut outcome);
    waiver::apply(input, &mut outcome);
    outcome.findings.sort_by(|one, other| {
        (one.place(), other.severity, &one.rule).cmp(&(other.place(), one.severity, &other.rule))
    });
    outcome.skipped.sort();
    outcome.skipped.dedup();
    outcome
}

/// Where a rule puts what it finds.
pub struct Findings<'a> {
    rule: &'static Rule,
    edition: &'a Edition,
    outcome: &'a mut Outcome,
}

impl Findings<'_> {
    /// Starts a finding of this rule; id, severity and provision are filled in,
    /// so that no rule can get its own id wrong.
    fn finding(&self, message: impl Into<String>) -> Diagnostic {
        let cites = self.edition.provision(self.rule.cites);
        Diagnostic::new(self.rule.id, self.rule.severity, &cites, message)
    }

    /// Starts a finding about a cell.
    fn at_cell(&self, place: Place<'_>, entry: &Entry, message: impl Into<String>) -> Diagnostic {
        self.finding(message).primary(entry.span, "").cell(place.cell())
    }

    fn push(&mut self, finding: Diagnostic) {
        self.outcome.findings.push(finding);
    }

    /// Says that the rule could not be evaluated.
    fn skip(&mut self, reason: impl Into<String>) {
        let rule = self.rule.id.to_owned();
        self.outcome.skipped.push(Skipped { rule, reason: reason.into() });
    }
}

/// A rule as its reader meets it: from a rule or from the balances of editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documented<'a> {
    /// Its id.
    pub id: &'a str,
    /// What is wrong.
    pub name: &'a str,
    /// How bad it is.
    pub severity: Severity,
    /// The provision.
    pub cites: String,
    /// Whether it can be waived.
    pub waivable: bool,
    /// What it checks, with examples, Markdown.
    pub doc: String,
}

/// Every rule, balances included, by id.
pub fn reference(law: &Law) -> Vec<Documented<'_>> {
    let mut entries: BTreeMap<&str, Documented<'_>> = BTreeMap::new();
    for rule in ALL {
        let (id, name, severity) = (rule.id, rule.name, rule.severity);
        let mut cites = String::new();
        for edition in law.editions.iter().filter(|edition| !edition.local) {
            add(&mut cites, &edition.own_provision(rule.cites).unwrap_or_default());
        }
        let waivable = rule.waivable;
        // Rust keeps the space after `///`.
        let lines = rule.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        let doc = lines.fold(String::new(), |text, line| text + line + "\n");
        entries.insert(id, Documented { id, name, severity, cites, waivable, doc });
    }
    for edition in &law.editions {
        for balance in edition.tables.iter().flat_map(|table| &table.balances) {
            let entry = entries.entry(&balance.id).or_insert_with(|| Documented {
                id: &balance.id,
                name: &balance.name,
                severity: balance.severity,
                cites: String::new(),
                waivable: balance.equation.spans_years(),
                doc: balance.doc.clone(),
            });
            let cites = balance.cites.as_ref().unwrap_or(&edition.cites);
            add(&mut entry.cites, cites);
        }
    }
    entries.into_values().collect()
}

/// Adds the provisions that are not there yet.
fn add(cites: &mut String, more: &str) {
    for provision in more.split('；').filter(|provision| !provision.is_empty()) {
        if !cites.contains(provision) {
            let comma = if cites.is_empty() { "" } else { "；" };
            cites.extend([comma, provision]);
        }
    }
}

/// The rule whose id looks most like `id`.
pub fn nearest<'a>(id: &str, reference: &[Documented<'a>]) -> Option<&'a str> {
    let ids = reference.iter().map(|rule| rule.id.to_owned());
    let meant = nearest_word(&id.to_ascii_uppercase(), ids)?;
    reference.iter().find(|rule| rule.id == meant).map(|rule| rule.id)
}

/// A rule as `gongkai explain` shows it.
pub fn explain(law: &Law, id: &str) -> Option<String> {
    let id = id.trim().to_uppercase();
    let rule = reference(law).into_iter().find(|rule| rule.id == id)?;
    Some(rule.entry())
}

/// The whole reference, Markdown.
pub fn manual(law: &Law) -> String {
    let rules = reference(law);
    let mut text = String::from(
        "# 规则一览\n\n\
         由 `cargo test` 从 `src/rules/` 和 `schemas/` 生成，请勿手改。\n\n\
         **错误**必须改正，否则不生成年报；**警告**应当改正，或者用 `[[waive]]` 写明理由后保留；\
         **提示**供参考。缺少数据、无法判断的规则会列为“未核对”，不算通过。\n\n\
         | 编号 | 内容 | 级别 |\n|---|---|---|\n",
    );
    text.extend(
        rules.iter().map(|rule| format!("| `{}` | {} | {} |\n", rule.id, rule.name, rule.severity)),
    );
    text.extend(rules.iter().map(|rule| format!("\n{}", rule.entry())));
    text
}

impl Documented<'_> {
    /// Its entry in the reference, Markdown.
    pub fn entry(&self) -> String {
        let waivable = if self.waivable { "可以写明理由后保留" } else { "不能保留" };
        format!(
            "## {} {}\n\n{}\n依据：{}\n\n级别：{}，{waivable}\n",
            self.id,
            self.name,
            self.doc.trim_start(),
            self.cites,
            self.severity,
        )
    }
}

/// Declares a rule. The doc comment is its entry in the reference.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $static:ident = $id:literal $name:literal $severity:ident $($waivable:ident)?,
        cites: $cites:literal,
        $(needs: [$($need:literal),+ $(,)?],)?
        check: $check:expr $(,)?
    ) => {
        pub(in crate::rules) static $static: $crate::rules::Rule = $crate::rules::Rule {
            id: $id,
            name: $name,
            severity: $crate::source::diagnostic::Severity::$severity,
            cites: $cites,
            needs: &[$($($need),+)?],
            waivable: $crate::rules::waivable!($($waivable)?),
            doc: concat!($($doc, "\n"),+),
            check: $check,
        };
    };
}
use rule;

/// `waivable` behind the severity, or nothing.
macro_rules! waivable {
    () => {
        false
    };
    (waivable) => {
        true
    };
}
use waivable;
