//! What may have been mistyped, where equations of a table do not hold: the
//! single edit that mends all of them at once.
//!
//! Candidates are one figure changed to what the equations ask for, two
//! neighbours of a row or a column exchanged, and a line of totals that was not
//! brought up to date.

use super::{Input, Outcome};
use crate::data::figure::Figure;
use crate::law::balance::{Relation, relations};
use crate::law::edition::{Cell, Line, Operator, Place, Table};
use crate::report::{Origin, Report};

/// The ways to mend one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The table.
    pub table: String,
    /// Every single edit after which all equations hold, the likeliest first.
    pub edits: Vec<Edit>,
    /// The first edit is the only slip of the hand among them.
    pub likely: bool,
}

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The cells and the amounts they should hold.
    pub cells: Vec<(Cell, i64)>,
    /// In the words of a finding.
    pub says: String,
    /// Digits mistyped or exchanged, neighbours exchanged.
    slip: bool,
}

impl Repair {
    /// The edit to propose, if there is one.
    pub fn proposed(&self) -> Option<&Edit> {
        self.edits.first().filter(|_| self.likely)
    }

    /// What a finding says of it.
    fn help(&self) -> String {
        match (self.proposed(), self.edits.len()) {
            (_, 0) => String::new(),
            (Some(edit), 1) => format!("{}，全部等式即可平衡", edit.says),
            (Some(edit), ways) => format!(
                "最可能的是：{}，全部等式即可平衡；另有{}种改法也能平衡，请核对原始登记",
                edit.says,
                ways - 1
            ),
            (None, ways) => format!("有{ways}种改法都能平衡，请核对原始登记"),
        }
    }
}

/// Adds to the findings about equations how to mend them: in full at the first
/// of a table, briefly at the others.
pub(super) fn apply(input: &Input<'_>, outcome: &mut Outcome) {
    for table in &input.report.edition.tables {
        let below = format!("{}.", table.id);
        let about = |rule: &str, cell: Option<&str>| {
            cell.is_some_and(|cell| cell.starts_with(&below))
                && table.balances.iter().any(|balance| {
                    balance.id == rule
                        && !balance.equation.spans_years()
                        && balance.equation.operator == Operator::Equal
                })
        };
        let findings = outcome.findings.iter_mut();
        let mut broken: Vec<_> =
            findings.filter(|finding| about(&finding.rule, finding.cell.as_deref())).collect();
        broken.sort_by_key(|finding| finding.place());
        if broken.is_empty() {
            continue;
        }
        let Some(repair) = repair(input.report, table).filter(|repair| !repair.edits.is_empty())
        else {
            continue;
        };
        let brief = match repair.proposed() {
            Some(edit) => format!("同上：{}", edit.says),
            None => "同上".to_owned(),
        };
        for (index, finding) in broken.into_iter().enumerate() {
            let help = if index == 0 { repair.help() } else { brief.clone() };
            finding.help = Some(match finding.help.take() {
                Some(known) => format!("{help}。{known}"),
                None => help,
            });
        }
    }
}

/// The ways to mend every table whose equations do not hold.
pub fn repairs(report: &Report) -> Vec<Repair> {
    report.edition.tables.iter().filter_map(|table| repair(report, table)).collect()
}

/// A term of a sum: which figure, and how often.
type Terms = Vec<(usize, i64)>;

/// The figures of one table and what must hold between them.
struct Sheet<'a> {
    table: &'a Table,
    /// Row by row; `None` where nothing is filled in.
    figures: Vec<Option<i64>>,
    /// Whether the figure can be edited.
    typed: Vec<bool>,
    /// Totals that follow from others, in the order of their computation.
    totals: Vec<(usize, Terms)>,
    /// Sums that must be 0, or at least that.
    equations: Vec<(Terms, Operator, i64)>,
}

fn repair(report: &Report, table: &Table) -> Option<Repair> {
    let sheet = Sheet::new(report, table);
    let base = sheet.gaps(&sheet.figures);
    let equal = |index: usize| sheet.equations[index].1 == Operator::Equal;
    if !base.iter().enumerate().any(|(index, gap)| equal(index) && *gap != 0) {
        return None;
    }
    let mut edits = sheet.changes(&base);
    edits.extend(sheet.exchanges());
    if edits.is_empty() {
        // Several figures at once: only where no smaller edit will do.
        edits.extend(sheet.stale_totals());
    }
    edits.sort_by_key(|edit| !edit.slip);
    let slips = edits.iter().filter(|edit| edit.slip).count();
    let likely = edits.len() == 1 || slips == 1;
    Some(Repair { table: table.id.clone(), edits, likely })
}

impl<'a> Sheet<'a> {
    fn new(report: &Report, table: &'a Table) -> Self {
        let entries: Vec<_> = table.cells().map(|place| report.cells.get(&place.cell())).collect();
        let figures = entries.iter().map(|entry| entry.and_then(|e| e.figure).map(Figure::amount));
        let figures: Vec<_> = figures.collect();
        let derived = |index: usize| entries[index].is_some_and(|e| e.origin == Origin::Derived);
        let typed = (0..entries.len()).map(|at| figures[at].is_some() && !derived(at)).collect();
        let mut sheet = Self { table, figures, typed, totals: Vec::new(), equations: Vec::new() };
        let own = relations(&report.edition).filter(|relation| {
            relation.table.id == table.id && !relation.balance.equation.spans_years()
        });
        let own: Vec<_> = own.collect();
        let terms: Vec<_> = own.iter().map(|relation| sheet.terms(relation)).collect();
        // A total that was left out follows from the first equation that can.
        let mut open: Vec<usize> = (0..entries.len()).filter(|at| derived(*at)).collect();
        while let Some((total, terms, used)) =
            own.iter().zip(&terms).find_map(|(relation, terms)| {
                let (left, right, _) = terms.as_ref()?;
                let [(total, 1)] = right.as_slice() else { return None };
                let ready = left.iter().all(|(at, _)| !open.contains(at));
                let equal = relation.balance.equation.operator == Operator::Equal;
                let used = open.iter().position(|at| at == total)?;
                (ready && equal).then(|| (*total, left.clone(), used))
            })
        {
            sheet.totals.push((total, terms));
            open.remove(used);
        }
        for (relation, terms) in own.iter().zip(terms) {
            if let Some((mut left, right, number)) = terms {
                left.extend(right.into_iter().map(|(at, times)| (at, -times)));
                if left.iter().all(|(at, _)| sheet.figures[*at].is_some()) {
                    sheet.equations.push((left, relation.balance.equation.operator, number));
                }
            }
        }
        sheet
    }

    /// Left and right side of a relation, and plain numbers (left minus right).
    fn terms(&self, relation: &Relation<'_>) -> Option<(Terms, Terms, i64)> {
        let equation = &relation.balance.equation;
        let mut number = 0;
        let mut sides = [Vec::new(), Vec::new()];
        for (side, terms) in [&equation.left, &equation.right].into_iter().enumerate() {
            for term in terms {
                let times = if term.negative { -1 } else { 1 };
                match relation.cell(term) {
                    Some(cell) => sides[side].push((self.index(&cell)?, times)),
                    None => number += term.number()? * times * if side == 0 { 1 } else { -1 },
                }
            }
        }
        let [left, right] = sides;
        Some((left, right, number))
    }

    fn index(&self, cell: &Cell) -> Option<usize> {
        let row = self.table.rows.iter().position(|row| row.id == cell.row)?;
        let column = self.table.columns.iter().position(|column| column.id == cell.column)?;
        Some(row * self.table.columns.len() + column)
    }

    fn place(&self, at: usize) -> Place<'a> {
        let columns = self.table.columns.len();
        let (row, column) = (&self.table.rows[at / columns], &self.table.columns[at % columns]);
        Place { table: self.table, row, column }
    }

    /// How far every equation is from holding, with totals computed anew.
    fn gaps(&self, figures: &[Option<i64>]) -> Vec<i64> {
        let mut figures = figures.to_vec();
        let sum = |figures: &[Option<i64>], terms: &Terms| -> i64 {
            terms.iter().map(|(at, times)| figures[*at].unwrap_or(0) * times).sum()
        };
        for (total, terms) in &self.totals {
            figures[*total] = Some(sum(&figures, terms));
        }
        self.equations.iter().map(|(terms, _, number)| sum(&figures, terms) + number).collect()
    }

    /// Whether everything holds with these figures.
    fn balances(&self, figures: &[Option<i64>]) -> bool {
        let gaps = self.gaps(figures);
        self.equations.iter().zip(gaps).all(|((_, operator, _), gap)| operator.holds(gap, 0))
    }

    /// One figure changed.
    fn changes(&self, base: &[i64]) -> Vec<Edit> {
        let editable = (0..self.figures.len()).filter(|at| self.typed[*at]);
        let edits = editable.filter_map(|at| {
            let old = self.figures[at]?;
            let mut figures = self.figures.clone();
            figures[at] = Some(old + 1);
            let weight = self.gaps(&figures).into_iter().zip(base).map(|(gap, base)| gap - base);
            // Every equation that is broken must ask for the same change.
            let mut change = None;
            for ((weight, gap), (_, operator, _)) in weight.zip(base).zip(&self.equations) {
                if *operator != Operator::Equal || (weight, *gap) == (0, 0) {
                    continue;
                }
                let asked = (weight != 0 && gap % weight == 0).then(|| -gap / weight)?;
                if asked == 0 || change.is_some_and(|change| change != asked) {
                    return None;
                }
                change = Some(asked);
            }
            let new = old + change?;
            figures[at] = Some(new);
            let place = self.place(at);
            if new < 0 && !place.signed() || !self.balances(&figures) {
                return None;
            }
            let shown = |amount| Figure::new(amount, place.unit());
            Some(Edit {
                says: format!("把“{}”由{}改为{}", place.label(), shown(old), shown(new)),
                cells: vec![(place.cell(), new)],
                slip: mistyped(old, new),
            })
        });
        edits.collect()
    }

    /// Two neighbours exchanged.
    fn exchanges(&self) -> Vec<Edit> {
        let columns = self.table.columns.len();
        let mut edits = Vec::new();
        for at in 0..self.figures.len() {
            let beside = (at % columns + 1 < columns).then_some(at + 1);
            for other in beside.into_iter().chain([at + columns]) {
                let (Some(one), Some(Some(two))) = (self.figures[at], self.figures.get(other))
                else {
                    continue;
                };
                if one == *two || !self.typed[at] || !self.typed[other] {
                    continue;
                }
                let mut figures = self.figures.clone();
                figures.swap(at, other);
                if self.balances(&figures) {
                    edits.push(self.exchange(at, other, one, *two));
                }
            }
        }
        edits
    }

    fn exchange(&self, at: usize, other: usize, one: i64, two: i64) -> Edit {
        let (first, second) = (self.place(at), self.place(other));
        let says = if first.row.id == second.row.id {
            format!(
                "“{}”一行的“{}”（{one}）与“{}”（{two}）可能填反，对调",
                first.row.short_label(),
                first.column.short_label(),
                second.column.short_label(),
            )
        } else {
            format!(
                "“{}”一列的“{}”（{one}）与“{}”（{two}）可能错行，对调",
                first.column.short_label(),
                first.row.short_label(),
                second.row.short_label(),
            )
        };
        Edit { cells: vec![(first.cell(), two), (second.cell(), one)], says, slip: true }
    }

    /// A line of totals that was not brought up to date.
    fn stale_totals(&self) -> Vec<Edit> {
        let columns = self.table.columns.len();
        let lines = |lines: &'a [Line]| lines.iter().enumerate().filter(|(_, line)| line.total);
        let rows = lines(&self.table.rows).map(|(row, line)| {
            let cells: Vec<_> = (row * columns..(row + 1) * columns).collect();
            (line, "一行", cells)
        });
        let columns = lines(&self.table.columns).map(|(column, line)| {
            let cells: Vec<_> =
                (0..self.table.rows.len()).map(|row| row * columns + column).collect();
            (line, "一列", cells)
        });
        let edits = rows.chain(columns).filter_map(|(line, axis, cells)| {
            let typed: Vec<_> = cells.into_iter().filter(|at| self.typed[*at]).collect();
            let mut figures = self.figures.clone();
            // The corner follows from the others, so twice.
            for _ in 0..2 {
                for at in &typed {
                    let gap = self.equations.iter().find(|(terms, operator, _)| {
                        *operator == Operator::Equal && terms.last() == Some(&(*at, -1))
                    });
                    let (terms, ..) = gap?;
                    let parts = terms[..terms.len() - 1].iter();
                    figures[*at] = Some(parts.map(|(at, n)| figures[*at].unwrap_or(0) * n).sum());
                }
            }
            let changed = |at: &&usize| figures[**at] != self.figures[**at];
            let changed: Vec<_> = typed.iter().filter(changed).collect();
            if changed.len() < 2 || !self.balances(&figures) {
                return None;
            }
            let cells =
                changed.iter().filter_map(|at| Some((self.place(**at).cell(), figures[**at]?)));
            let label = line.short_label();
            Some(Edit {
                says: format!("“{label}”{axis}改为各项之和（或者不填，由程序算出）"),
                cells: cells.collect(),
                slip: true,
            })
        });
        edits.collect()
    }
}

/// One digit wrong, left out or too many, or two neighbouring digits exchanged.
fn mistyped(old: i64, new: i64) -> bool {
    let (old, new) = (old.to_string(), new.to_string());
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let differ: Vec<_> = (0..old.len().min(new.len())).filter(|at| old[*at] != new[*at]).collect();
    if old.len() == new.len() {
        return match differ.as_slice() {
            [_] => true,
            [a, b] => a + 1 == *b && old[*a] == new[*b] && old[*b] == new[*a],
            _ => false,
        };
    }
    let (short, long) = if old.len() < new.len() { (old, new) } else { (new, old) };
    short.len() + 1 == long.len()
        && (0..long.len()).any(|at| short[..at] == long[..at] && short[at..] == long[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_hand_are_told_from_other_changes() {
        for (old, new) in [(16, 61), (16, 18), (16, 160), (160, 16), (116, 16), (0, 5)] {
            assert!(mistyped(old, new), "{old} {new}");
        }
        for (old, new) in [(16, 27), (123, 321), (16, 1600), (10, 5)] {
            assert!(!mistyped(old, new), "{old} {new}");
        }
    }
}
