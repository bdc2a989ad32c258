//! How wide the columns are: the form's proportions, as far as every figure
//! stays whole.

use crate::document::CellRole;

use super::super::breaks::PHRASE;
use super::super::item::Item;
use super::grid::{PlacedCells, Spot};
use super::padding;

/// Type is made smaller in such steps where figures do not fit …
const STEP: i64 = 500;
/// … but not smaller than this: then figures are broken.
const SMALLEST: i64 = 7_500;

/// Widths of the columns and the size of type that suits them.
#[derive(Debug)]
pub(super) struct Widths {
    pub(super) columns: Vec<i64>,
    pub(super) type_size: i64,
}

/// What a text needs at the size it was measured at.
#[derive(Debug, Clone, Copy)]
struct Need {
    column: usize,
    colspan: usize,
    width: i64,
}

/// Divides the measure among the columns, for texts set at a size.
pub(super) fn fit(grid: &PlacedCells<'_>, texts: &[Vec<Item>], size: i64, measure: i64) -> Widths {
    let need = |(spot, text): (&Spot<'_>, &Vec<Item>)| {
        // Down the side of its rows a label such as 三、本年度办理结果 stands
        // three to a line: 三、本 / 年度办 / 理结果.
        let side = spot.cell.role == CellRole::RowHeader && spot.rowspan > 1;
        // A short word such as 自然人 stays whole.
        let all: i64 = text.iter().map(|item| item.advance).sum();
        let short = if all <= size * 3 { size * 3 } else { size * 2 };
        let least = if side { size * 11 / 4 } else { short };
        let width = longest(text, least).min(measure / 2);
        Need { column: spot.column, colspan: spot.colspan, width }
    };
    let needs: Vec<Need> = grid.spots.iter().zip(texts).map(need).collect();
    let mut type_size = size;
    loop {
        let least = least(grid, &needs, type_size, size, measure);
        let total: i64 = least.iter().sum();
        if total <= measure {
            return Widths { columns: share(measure, &grid.widths, &least), type_size };
        }
        if type_size - STEP < SMALLEST {
            return cramped(measure, &least, type_size);
        }
        type_size -= STEP;
    }
}

/// The longest piece that should not be broken, or the least that looks well.
fn longest(items: &[Item], least: i64) -> i64 {
    let (mut longest, mut width, mut all) = (0, 0, 0);
    for item in items {
        width += item.advance;
        all += item.advance;
        longest = longest.max(width);
        if item.cost <= PHRASE {
            width = 0;
        }
    }
    longest.max(all.min(least))
}

/// The least width of every column at a type size.
fn least(
    grid: &PlacedCells<'_>,
    needs: &[Need],
    type_size: i64,
    size: i64,
    measure: i64,
) -> Vec<i64> {
    let wanted = |need: &Need| need.width * type_size / size + 2 * padding(type_size) + 50;
    let mut least = vec![type_size + 2 * padding(type_size); grid.widths.len()];
    for need in needs.iter().filter(|need| need.colspan == 1) {
        least[need.column] = least[need.column].max(wanted(need));
    }
    let all: i64 = grid.widths.iter().sum();
    for need in needs.iter().filter(|need| need.colspan > 1) {
        let columns = need.column..need.column + need.colspan;
        let width = |column: usize| least[column].max(measure * grid.widths[column] / all);
        let missing = wanted(need) - columns.clone().map(width).sum::<i64>();
        if missing > 0 {
            let part = missing / super::count(need.colspan) + 1;
            let widened: Vec<i64> = columns.clone().map(|column| width(column) + part).collect();
            least[columns].copy_from_slice(&widened);
        }
    }
    least
}

/// Shares of the measure by weight, none below its least.
fn share(measure: i64, weights: &[i64], least: &[i64]) -> Vec<i64> {
    let mut fixed = vec![false; weights.len()];
    loop {
        let taken: i64 = (0..least.len()).filter(|&at| fixed[at]).map(|at| least[at]).sum();
        let open: i64 = (0..least.len()).filter(|&at| !fixed[at]).map(|at| weights[at]).sum();
        let part = |at: usize| (measure - taken) * weights[at] / open.max(1);
        let short = (0..least.len()).filter(|&at| !fixed[at] && part(at) < least[at]);
        let short: Vec<usize> = short.collect();
        if short.is_empty() {
            let mut shares: Vec<i64> =
                (0..least.len()).map(|at| if fixed[at] { least[at] } else { part(at) }).collect();
            if let Some(last) = (0..least.len()).rev().find(|&at| !fixed[at]) {
                shares[last] += measure - shares.iter().sum::<i64>();
            }
            return shares;
        }
        for at in short {
            fixed[at] = true;
        }
    }
}

/// Too much for the measure even in the smallest type: one character a line
/// must do, and beyond that the type shrinks with the columns.
fn cramped(measure: i64, least: &[i64], type_size: i64) -> Widths {
    let columns = super::count(least.len());
    let size = type_size.min(measure / columns * 2 / 3).max(100);
    let floor = (size + 2 * padding(size)).min(measure / columns);
    let wanted: i64 = least.iter().map(|width| width - floor).sum();
    let open = measure - floor * columns;
    let widths = least.iter().map(|width| floor + (width - floor) * open / wanted.max(1));
    Widths { columns: widths.collect(), type_size: size }
}
