//! The comparison of figures with cells, the same for all readers.

use std::collections::BTreeMap;

use super::cells::{Sum, is_broken, label};
use super::reading::Reading;
use crate::law::edition::Cell;
use crate::prose::{Number, Paragraph};
use crate::report::{Origin, Report};
use crate::rules::{Findings, Input};
use crate::source::diagnostic::Diagnostic;

/// What a figure claims to be.
pub(in crate::rules) struct Claim {
    /// In the words of the finding, e.g. 办结（答复）.
    pub(super) what: String,
    /// The table of the form, e.g. 表三.
    pub(super) table: &'static str,
    /// The sums of cells it may be; the first is the most likely.
    pub(in crate::rules) sums: Vec<Vec<Cell>>,
}

/// Reads one figure, or knows nothing of it.
pub(in crate::rules) type Reader = fn(&Reading<'_>) -> Option<Claim>;

/// Compares every figure that `read` knows with its cells.
pub(super) fn compare(input: &Input<'_>, findings: &mut Findings<'_>, read: Reader) {
    let report = input.report;
    let claims = findings.readings.iter().filter(|reading| reading.number.exact);
    let claims = claims.filter_map(|reading| Some((reading, read(reading)?)));
    let claims: Vec<(&Reading<'_>, Claim)> = claims.collect();
    // What a paragraph says of the same cells is judged together, and once.
    let mut said: BTreeMap<_, Vec<&Number>> = BTreeMap::new();
    for (reading, claim) in &claims {
        said.entry(key(reading, claim)).or_default().push(reading.number);
    }
    let judged = said.into_iter().map(|(key, said)| (key, Judgement::of(report, key.1, &said)));
    let judged: BTreeMap<_, _> = judged.collect();
    for (reading, claim) in &claims {
        let sums = match judged.get(&key(reading, claim)) {
            Some(Judgement::Differs(sums)) => sums,
            Some(Judgement::Unknown(why)) => {
                findings.skip(*why);
                continue;
            }
            Some(Judgement::Fits) | None => continue,
        };
        let shown: Vec<_> = sums.iter().map(Sum::shown).collect();
        let written = format!("{}{}", reading.number.value(), reading.number.unit);
        let message =
            format!("文中{}{written}，与{}{}不符", claim.what, claim.table, shown.join("或"));
        findings.push(mismatch(findings, reading, sums, message));
    }
}

/// The paragraph, by its address, and the sums a figure in it may be.
fn key<'c>(reading: &Reading<'_>, claim: &'c Claim) -> (*const Paragraph, &'c [Vec<Cell>]) {
    (std::ptr::from_ref(reading.paragraph), &claim.sums)
}

/// What a paragraph says of the same sums of cells.
enum Judgement<'a> {
    Fits,
    /// None of the sums.
    Differs(Vec<Sum<'a>>),
    /// Why nobody can say.
    Unknown(&'static str),
}

impl<'a> Judgement<'a> {
    fn of(report: &'a Report, sums: &[Vec<Cell>], said: &[&Number]) -> Self {
        let known = sums.iter().filter(|cells| !cells.is_empty());
        let sums: Option<Vec<_>> = known.map(|cells| Sum::of(report, cells)).collect();
        match sums {
            None => Self::Unknown("有关的格未填或无法识别"),
            Some(sums) if sums.iter().any(|sum| fits(sum.amount(), said)) => Self::Fits,
            Some(sums) if sums.iter().any(|sum| is_broken(report, sum)) => {
                Self::Unknown("有关的格在表内已不平")
            }
            Some(sums) if sums.is_empty() => Self::Fits,
            Some(sums) => Self::Differs(sums),
        }
    }
}

/// Whether an amount is what a paragraph says of it: once, or in parts, as in
/// 新收15件，办结14件；结转2件，办结2件. Parts that do not add up may be of something
/// else.
fn fits(amount: i64, said: &[&Number]) -> bool {
    let parts = || said.iter().fold(0_i64, |sum, number| sum.saturating_add(number.amount));
    let differ = || said.iter().any(|number| number.amount != said[0].amount);
    said.iter().any(|number| number.means(amount)) || parts() == amount || differ()
}

/// A finding at the figure in the text, with the cells beside it.
pub(super) fn mismatch(
    findings: &Findings<'_>,
    reading: &Reading<'_>,
    sums: &[Sum<'_>],
    message: String,
) -> Diagnostic {
    let number = reading.number;
    let place = reading.paragraph.place(number.range.start..number.end);
    let mut finding = findings.finding(message).primary(place, "正文");
    let mut seen = Vec::new();
    for (place, entry, figure) in sums.iter().flat_map(|sum| &sum.terms) {
        let worth_showing = figure.amount() != 0 || sums.len() == 1;
        if entry.origin != Origin::LeftOut && worth_showing && !seen.contains(&entry.span) {
            seen.push(entry.span);
            finding = finding.context(entry.span, format!("{}{figure}", label(*place)));
        }
    }
    if let Some([(place, ..)]) = sums.first().map(|sum| sum.terms.as_slice()) {
        let cell = place.cell();
        let help = if number.bound {
            format!("此处应引用 {{{{ {cell} }}}}，或者改写这句话")
        } else {
            format!("请核对；写作 {{{{ {cell} }}}}，就由程序填入表中的数")
        };
        finding = finding.cell(&cell).help(help);
    }
    finding
}
