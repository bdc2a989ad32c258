//! The rules: what must be true of a report.
//!
//! A rule is a value. Its documentation, its provision and its check stand in
//! one place; the reference in `docs/rules.md` and `gongkai explain` are
//! printed from it. To add a rule, write it in the file of its family, list it
//! there, //! and put a fixture in `tests/rules/`. An equation is no rule of its own: it
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
mod manual;
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

use crate::law::edition::{Edition, Lacking, Place};
use crate::report::{Entry, Report};
use crate::source::diagnostic::{Diagnostic, Severity};

pub use self::local::flaws;
pub use self::manual::{Documented, explain, manual, nearest, reference};
pub use self::repair::{Repair, repairs};
pub use self::unbound::{Unbound, unbound};

/// The families of rules, in the order of the catalogue.
const FAMILIES: &[&[&Rule]] = &[
    file::RULES,
    cell::RULES,
    money::RULES,
    documents::RULES,
    text::documents::RULES,
    requests::RULES,
    disputes::RULES,
    history::RULES,
    similar::RULES,
    year::RULES,
    text::requests::RULES,
    text::disputes::RULES,
    text::statements::RULES,
    text::sums::RULES,
    form::RULES,
    local::RULES,
    introduction::RULES,
    period::RULES,
    deadline::RULES,
    overview::RULES,
    problems::RULES,
    other::RULES,
    residue::RULES,
    territory::RULES,
    privacy::RULES,
    typing::RULES,
    style::RULES,
    numbering::RULES,
    characters::RULES,
    waiver::RULES,
];

/// Every rule but the balances.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

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
    all().filter_map(|rule| rule.lacks(edition)).collect()
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
    let readings: Vec<_> = text::readings(input.report).collect();
    for rule in all() {
        if let Some(lacking) = rule.lacks(edition) {
            let partly = lacking.partly;
            outcome.not_applicable.push(lacking);
            if !partly {
                continue;
            }
        }
        (rule.check)(
            input,
            &mut Findings { rule, edition, readings: &readings, outcome: &mut outcome },
        );
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
    /// Every figure of the texts as rules read it, once for all of them.
    readings: &'a [text::Reading<'a>],
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
