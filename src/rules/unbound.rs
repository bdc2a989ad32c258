//! Figures of the texts that are bound to no cell.

use super::text::{READERS, Sum, readings};
use crate::law::edition::Cell;
use crate::report::Report;
use crate::source::Span;

/// A figure that was typed in a text and equals a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbound {
    /// Where it stands.
    pub place: Span,
    /// As it reads, with its unit: 16件.
    pub written: String,
    /// The cells it equals; one if the sentence says which.
    pub cells: Vec<Cell>,
    /// The sentence says which cell it is.
    pub certain: bool,
}

impl Unbound {
    /// What to write instead, e.g. `{{ requests.new.total }}`.
    pub fn interpolation(&self) -> String {
        let names = self.cells.iter().map(|cell| format!("{{{{ {cell} }}}}"));
        names.collect::<Vec<_>>().join(" 或 ")
    }
}

/// Figures that were typed though a cell holds them, in the order of the file.
///
/// Where no sentence says which cell it is, figures of two digits and more are
/// listed with the cells that hold the same.
pub fn unbound(report: &Report) -> Vec<Unbound> {
    const FEW: usize = 3;
    let mut found = Vec::new();
    for reading in readings(report) {
        let number = reading.number;
        if number.bound || !number.exact || number.unit.is_empty() || number.amount == 0 {
            continue;
        }
        let claim = READERS.iter().find_map(|read| read(&reading));
        let certain = claim.is_some();
        let mut cells = match claim {
            Some(claim) => claim
                .sums
                .into_iter()
                .filter(|sum| sum.len() == 1 && equals(report, sum, number.amount))
                .take(1)
                .flatten()
                .collect(),
            None if number.count().is_some_and(|count| count >= 10) && reading.counts_cases() => {
                same(report, number.amount)
            }
            None => Vec::new(),
        };
        if cells.len() > 1 {
            // 总计 is what texts quote.
            let totals =
                |cell: &Cell| report.edition.find(cell).is_some_and(|place| place.column.total);
            if cells.iter().any(totals) {
                cells.retain(totals);
            }
        }
        if cells.is_empty() || cells.len() > FEW {
            continue;
        }
        let written = format!("{}{}", number.value(), number.unit);
        let place = reading.paragraph.place(number.range.clone());
        found.push(Unbound { place, written, cells, certain });
    }
    found.sort_by_key(|unbound| unbound.place);
    found
}

fn equals(report: &Report, cells: &[Cell], amount: i64) -> bool {
    Sum::of(report, cells).is_some_and(|sum| sum.amount() == amount)
}

fn same(report: &Report, amount: i64) -> Vec<Cell> {
    let counts = report.edition.cells().filter(|place| !place.unit().is_money());
    let cells = counts.map(|place| place.cell());
    cells.filter(|cell| equals(report, std::slice::from_ref(cell), amount)).collect()
}
