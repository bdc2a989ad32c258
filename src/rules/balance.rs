//! The one engine behind every `[[table.balance]]` of every edition.

use super::{Input, Outcome, Skipped};
use crate::data::figure::{Figure, Unit};
use crate::law::balance::{Filled, Relation, Side, relations};
use crate::law::edition::{Axis, Cell, Operator};
use crate::report::{Entry, Origin, Report};
use crate::source::diagnostic::Diagnostic;

/// Terms printed one by one; longer sums are printed as a sum.
const TERMS_SHOWN: usize = 4;

pub(super) fn check(input: &Input<'_>, outcome: &mut Outcome) {
    for relation in relations(&input.report.edition) {
        let spans_years = relation.balance.equation.spans_years();
        let figure = |cell: &Cell, last_year| Some(entry(input, cell, last_year)?.figure?.amount());
        let Some([left, right]) = relation.fill(figure) else {
            let reason = match (spans_years, input.last) {
                (true, None) => "没有上年数据文件（previous）",
                (true, Some(_)) => "本年或上年有关的格未填，或上年用的是另一种格式",
                (false, _) => "有关的格未填或无法识别",
            };
            let rule = relation.balance.id.clone();
            outcome.skipped.push(Skipped { rule, reason: reason.to_owned() });
            continue;
        };
        let holds = relation.balance.equation.operator.holds(left.amount, right.amount);
        if !holds && !implied(&relation, input.report, [&left, &right]) {
            outcome.findings.push(finding(input, &relation, [left, right]));
        }
    }
}

/// What stands in a cell, or stood in its like last year.
fn entry<'a>(input: &Input<'a>, cell: &Cell, last_year: bool) -> Option<&'a Entry> {
    if last_year {
        input.last?.entry_like(&input.report.edition, cell)
    } else {
        input.report.entry(cell)
    }
}

/// A relation between computed totals only breaks because those of its parts
/// do: it has nothing of its own to say.
fn implied(relation: &Relation<'_>, report: &Report, sides: [&Side; 2]) -> bool {
    let typed = |term: &&Filled| {
        let entry = term.cell.as_ref().filter(|_| !term.last_year);
        entry.and_then(|cell| report.cells.get(cell)).is_some_and(|e| e.origin == Origin::Typed)
    };
    let terms = || sides.into_iter().flat_map(|side| &side.terms);
    relation.across.total
        && !relation.balance.equation.spans_years()
        && terms().filter(typed).count() == 0
}

fn finding(input: &Input<'_>, relation: &Relation<'_>, [left, right]: [Side; 2]) -> Diagnostic {
    let balance = relation.balance;
    let unit = unit(relation, &left);
    let difference = Figure::new((left.amount - right.amount).abs(), unit);
    let axis = match balance.each {
        Axis::Row => "一行",
        Axis::Column => "一列",
    };
    let lines = match balance.each {
        Axis::Row => &relation.table.rows,
        Axis::Column => &relation.table.columns,
    };
    let across = match lines.as_slice() {
        [_] => format!("“{}”", relation.table.heading()),
        _ => format!("“{}”{axis}", relation.across.short_label()),
    };
    let sides = [&left, &right].into_iter().filter(|side| side.terms.iter().any(is_cell));
    let sides: Vec<_> = sides.map(|side| shown(relation, side, unit)).collect();
    let message = format!("{across}：{}；现为{}，相差{difference}", balance.says, sides.join("，"));
    let cites = balance.cites.as_ref().unwrap_or(&input.report.edition.cites);
    let mut finding =
        Diagnostic::new(&balance.id, balance.severity, cites, message).help(balance.help.clone());

    // The side with fewer terms is the stated total, and the likelier slip; a
    // computed figure cannot be the place to edit.
    let mut places: Vec<_> = if left.terms.len() < right.terms.len() {
        right.terms.iter().chain(&left.terms).collect()
    } else {
        left.terms.iter().chain(&right.terms).collect()
    };
    places.reverse();
    let entry = |term: &Filled| entry(input, term.cell.as_ref()?, term.last_year);
    let editable = |term: &&&Filled| {
        !term.last_year && entry(term).is_some_and(|entry| entry.origin != Origin::Derived)
    };
    // An inequality speaks of what stands first: 现行有效件数偏小.
    let first = left.terms.iter().position(|term| term.amount < 0).unwrap_or(0);
    let primary = match relation.balance.equation.operator {
        Operator::Equal => places.iter().position(|term| editable(&term)),
        _ => places.iter().position(|term| left.terms.get(first) == Some(*term)),
    };
    let primary = primary.unwrap_or(0);
    for (index, term) in places.iter().enumerate() {
        let Some(entry) = entry(term) else { continue };
        let label = term.cell.as_ref().and_then(|cell| relation.line(cell));
        let label = label.map_or("", |line| line.short_label());
        let derived = entry.origin == Origin::Derived;
        if index == primary {
            finding = finding.primary(entry.span, format!("相差{difference}"));
            if let Some(cell) = &term.cell {
                finding = finding.cell(cell);
            }
        } else if derived && !term.last_year {
            // A computed total is mended where its parts were typed.
            for (part, label) in parts(input.report, term.cell.as_ref()) {
                finding = finding.context(part.span, label);
            }
        } else if term.amount != 0 {
            let year = if term.last_year { "上年" } else { "" };
            finding = finding.context(entry.span, format!("{year}{label}"));
        }
    }
    finding
}

/// What was typed and went into a computed total.
fn parts<'r>(report: &'r Report, total: Option<&Cell>) -> Vec<(&'r Entry, &'r str)> {
    let yields =
        |relation: &Relation<'_>| relation.total().is_some_and(|(cell, _)| Some(&cell) == total);
    let Some(relation) = relations(&report.edition).find(yields) else { return Vec::new() };
    let Some((_, terms)) = relation.total() else { return Vec::new() };
    let part = |cell: Cell| {
        let entry = report.cells.get(&cell)?;
        let counts = entry.figure.is_some_and(|figure| figure.amount() != 0);
        let typed = entry.origin == Origin::Typed;
        let label = report.edition.find(&cell)?.row.short_label();
        (counts && typed).then_some((entry, label))
    };
    terms.iter().filter_map(|term| part(relation.cell(term)?)).collect()
}

fn is_cell(term: &Filled) -> bool {
    term.cell.is_some()
}

/// `16＋0＝16`, or just the sum of a long side.
fn shown(relation: &Relation<'_>, side: &Side, unit: Unit) -> String {
    let sum = Figure::new(side.amount, unit);
    match side.terms.as_slice() {
        [only] => {
            let line = only.cell.as_ref().and_then(|cell| relation.line(cell));
            format!("{}{sum}", line.map_or("", |line| line.short_label()))
        }
        terms if terms.len() > TERMS_SHOWN => format!("各项之和{sum}"),
        terms => {
            let mut text = String::new();
            for term in terms {
                // 3＋-5 is written 3－5.
                let amount = if term.negative { -term.amount } else { term.amount };
                let sign = match (amount < 0, text.is_empty()) {
                    (true, _) => "－",
                    (false, true) => "",
                    (false, false) => "＋",
                };
                text += sign;
                text += &Figure::new(amount.abs(), unit).to_string();
            }
            format!("{text}＝{sum}")
        }
    }
}

fn unit(relation: &Relation<'_>, side: &Side) -> Unit {
    let cell = side.terms.iter().find_map(|term| term.cell.as_ref());
    let place = cell.and_then(|cell| {
        relation
            .table
            .cells()
            .find(|place| place.row.id == cell.row && place.column.id == cell.column)
    });
    place.map(|place| place.unit()).unwrap_or_default()
}
