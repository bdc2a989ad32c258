//! The cells that a text may speak of, and their sums.

use crate::data::figure::{Figure, Unit};
use crate::law::balance::relations;
use crate::law::edition::{Cell, Place};
use crate::report::{Entry, Report};

/// One sum of cells with its figures.
pub(in crate::rules) struct Sum<'a> {
    pub(super) terms: Vec<(Place<'a>, &'a Entry, Figure)>,
}

impl<'a> Sum<'a> {
    /// The sum, or nothing if a cell is not there or not filled in.
    pub(in crate::rules) fn of(report: &'a Report, cells: &[Cell]) -> Option<Self> {
        let terms = cells.iter().map(|cell| {
            let entry = report.cells.get(cell)?;
            Some((report.edition.find(cell)?, entry, entry.figure?))
        });
        let terms: Option<Vec<_>> = terms.collect();
        terms.filter(|terms| !terms.is_empty()).map(|terms| Self { terms })
    }

    fn unit(&self) -> Unit {
        self.terms.first().map(|(place, ..)| place.unit()).unwrap_or_default()
    }

    /// In millionths of 件 or 元, as texts are read.
    pub(in crate::rules) fn amount(&self) -> i64 {
        let worth = if self.unit().is_money() { 10_000 } else { 1_000_000 };
        self.terms.iter().fold(0_i64, |sum, (.., figure)| {
            sum.saturating_add(figure.amount().saturating_mul(worth))
        })
    }

    /// `上年结转1件`, `予以公开4＋部分公开12＝16件`
    pub(super) fn shown(&self) -> String {
        const SHOWN: usize = 3;
        let unit = self.unit();
        let sum = Figure::new(self.terms.iter().map(|(.., figure)| figure.amount()).sum(), unit);
        let sign = unit.sign();
        match self.terms.as_slice() {
            [(place, ..)] => format!("“{}”{sum}{sign}", label(*place)),
            terms if terms.len() > SHOWN => format!("各项之和{sum}{sign}"),
            terms => {
                let parts: Vec<_> = terms
                    .iter()
                    .map(|(place, _, figure)| format!("“{}”{figure}", label(*place)))
                    .collect();
                format!("{}＝{sum}{sign}", parts.join("＋"))
            }
        }
    }
}

/// Whether a figure of the sum stands in an equation that does not hold: that
/// is said already, and nobody knows which figure is right.
pub(super) fn is_broken(report: &Report, sum: &Sum<'_>) -> bool {
    let amount = |cell: &Cell, last: bool| {
        let figure = report.cells.get(cell).and_then(|entry| entry.figure);
        figure.filter(|_| !last).map(Figure::amount)
    };
    relations(&report.edition).filter(|relation| !relation.balance.equation.spans_years()).any(
        |relation| {
            let Some([left, right]) = relation.fill(amount) else { return false };
            let mut cells = left.terms.iter().chain(&right.terms).filter_map(|t| t.cell.as_ref());
            !relation.balance.equation.operator.holds(left.amount, right.amount)
                && cells.any(|cell| sum.terms.iter().any(|(place, ..)| place.cell() == *cell))
        },
    )
}

/// The cell of a role path; none where the edition has no such cell.
pub(super) fn cell_of(report: &Report, roles: &str) -> Option<Cell> {
    report.edition.locate(roles).map(|place| place.cell())
}

/// The cells of a sum by their role paths; none if one of them is missing:
/// half a sum is another number.
pub(super) fn cells_of(report: &Report, paths: impl IntoIterator<Item = String>) -> Vec<Cell> {
    let cells = paths.into_iter().map(|path| cell_of(report, &path));
    cells.collect::<Option<_>>().unwrap_or_default()
}

/// A row in a table with one total column, or a column of a row of results.
pub(super) fn label(place: Place<'_>) -> String {
    let brief = |label: &str| label.split('（').next().unwrap_or_default().len() > 3;
    let row = place.row.short_label();
    let row = if brief(row) { row.split('（').next().unwrap_or(row) } else { row };
    if place.column.total || place.table.columns.len() == 1 {
        row.to_owned()
    } else {
        format!("{row}·{}", place.column.short_label())
    }
}
