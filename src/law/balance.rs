//! 勾稽关系, filled in and added up.
//!
//! An edition states an equation between *lines* (rows or columns). A
//! [`Relation`] is that equation in the *cells* of one crossing line, and a
//! [`Side`] is one half of it with figures filled in. Statisticians call the
//! check a balance edit.

use crate::law::edition::{Axis, Balance, Cell, Edition, Equation, Line, Operator, Table, Term};

/// A balance of the edition, in the cells of one line.
#[derive(Debug, Clone, Copy)]
pub struct Relation<'e> {
    /// The equation.
    pub balance: &'e Balance,
    /// The table it speaks of.
    pub table: &'e Table,
    /// The row or column it is filled in for.
    pub across: &'e Line,
}

/// Every balance of the edition, line by line.
pub fn relations(edition: &Edition) -> impl Iterator<Item = Relation<'_>> {
    edition.tables.iter().flat_map(|table| {
        table.balances.iter().flat_map(move |balance| {
            let across = match balance.each {
                Axis::Row => &table.rows,
                Axis::Column => &table.columns,
            };
            across
                .iter()
                .filter(|line| balance.only.is_empty() || balance.only.contains(&line.id))
                .filter(|line| !balance.except.contains(&line.id))
                .map(move |across| Relation { balance, table, across })
        })
    })
}

/// One half of a relation, filled in and added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The sum, in the smallest part of the unit.
    pub amount: i64,
    /// What was added up.
    pub terms: Vec<Filled>,
}

/// A term with its figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Subtracted instead of added.
    pub negative: bool,
    /// Taken from last year's report.
    pub last_year: bool,
    /// Where the figure stands; `None` for a plain number.
    pub cell: Option<Cell>,
    /// The figure, in the smallest part of the unit.
    pub amount: i64,
}

impl<'e> Relation<'e> {
    /// The cell a term stands for; `None` for a plain number.
    pub fn cell(&self, term: &Term) -> Option<Cell> {
        if term.number().is_some() {
            return None;
        }
        let (row, column) = match self.balance.each {
            Axis::Row => (&self.across.id, &term.line),
            Axis::Column => (&term.line, &self.across.id),
        };
        Some(Cell { table: self.table.id.clone(), row: row.clone(), column: column.clone() })
    }

    /// Both sides, or nothing if a figure is missing: a hole in the table is
    /// another rule's finding. `figure` looks up a cell of this or last year.
    pub fn fill(&self, figure: impl Fn(&Cell, bool) -> Option<i64>) -> Option<[Side; 2]> {
        let fill = |terms: &[Term]| -> Option<Side> {
            let terms: Vec<_> = terms
                .iter()
                .map(|term| {
                    let cell = self.cell(term);
                    let amount = match &cell {
                        Some(cell) => figure(cell, term.last_year)?,
                        None => term.number()?,
                    };
                    let (negative, last_year) = (term.negative, term.last_year);
                    Some(Filled { negative, last_year, cell, amount })
                })
                .collect::<Option<_>>()?;
            let signed = |term: &Filled| if term.negative { -term.amount } else { term.amount };
            Some(Side { amount: terms.iter().map(signed).sum(), terms })
        };
        let equation = &self.balance.equation;
        Some([fill(&equation.left)?, fill(&equation.right)?])
    }

    /// The line a term speaks of.
    pub fn line(&self, cell: &Cell) -> Option<&'e Line> {
        let (lines, id) = match self.balance.each {
            Axis::Row => (&self.table.columns, &cell.column),
            Axis::Column => (&self.table.rows, &cell.row),
        };
        lines.iter().find(|line| line.id == *id)
    }

    /// The total that the relation yields, and the terms it is the sum of.
    pub fn total(&self) -> Option<(Cell, &'e [Term])> {
        let equation = &self.balance.equation;
        let [total] = equation.right.as_slice() else { return None };
        let cell = self.cell(total)?;
        let derivable = equation.operator == Operator::Equal
            && !equation.spans_years()
            && !total.negative
            && self.line(&cell).is_some_and(|line| line.total);
        derivable.then_some((cell, equation.left.as_slice()))
    }
}

/// The totals that were left out and follow from the balances, each once.
/// `figure` looks up a cell as written; `open` says that it was left out.
pub fn derive(
    edition: &Edition,
    figure: impl Fn(&Cell) -> Option<i64>,
    open: impl Fn(&Cell) -> bool,
) -> Vec<(Cell, i64)> {
    let mut derived: Vec<(Cell, i64)> = Vec::new();
    loop {
        let before = derived.len();
        for relation in relations(edition) {
            let Some((total, _)) = relation.total() else { continue };
            if !open(&total) || derived.iter().any(|(cell, _)| *cell == total) {
                continue;
            }
            let known = |cell: &Cell, _: bool| {
                if *cell == total {
                    return Some(0);
                }
                let earlier = derived.iter().find(|(known, _)| known == cell);
                figure(cell).or(earlier.map(|(_, amount)| *amount))
            };
            if let Some([parts, _]) = relation.fill(known) {
                derived.push((total, parts.amount));
            }
        }
        if derived.len() == before {
            return derived;
        }
    }
}

/// What follows from last year's report alone, by `last.carried_out =
/// carried_in` and the like. `last` looks up a cell of that report.
pub fn carried(edition: &Edition, last: impl Fn(&Cell) -> Option<i64>) -> Vec<(Cell, i64)> {
    let follows = |relation: Relation<'_>| {
        let Equation { left, operator: Operator::Equal, right, .. } = &relation.balance.equation
        else {
            return None;
        };
        let [term] = right.as_slice() else { return None };
        if term.last_year || term.negative || !left.iter().all(|term| term.last_year) {
            return None;
        }
        let cell = relation.cell(term)?;
        let figure = |cell: &Cell, last_year| if last_year { last(cell) } else { Some(0) };
        let [known, _] = relation.fill(figure)?;
        Some((cell, known.amount))
    };
    relations(edition).filter_map(follows).collect()
}
