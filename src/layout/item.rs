//! What lines are made of.

use super::kinsoku::Body;

/// One glyph on its way into a line. Lengths are thousandths of a point.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) face: usize,
    pub(super) size: i64,
    pub(super) id: u16,
    pub(super) character: char,
    pub(super) body: Body,
    pub(super) shift: i64,
    pub(super) advance: i64,
    /// Blank on the left that goes at the start of a line.
    pub(super) left: i64,
    /// Blank on the right that goes at the end of a line.
    pub(super) right: i64,
    /// How much of its blank may go inside a line.
    pub(super) squeeze: i64,
    /// How readily the gap after it widens.
    pub(super) gap: i64,
    /// What it costs to end a line after it.
    pub(super) cost: i64,
}
