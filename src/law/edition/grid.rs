//! The tables as the form prints them: labels merged, every cell in its place.

use super::{Cell, Edition, Line, Orient, Part, Table};

/// One printed table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedGrid {
    /// Id of its first table.
    pub id: String,
    /// What it is.
    pub caption: String,
    /// Whether the form prints the caption.
    pub caption_shown: bool,
    /// Relative widths of the columns.
    pub widths: Vec<u32>,
    /// Rows to repeat on every page.
    pub head_rows: usize,
    /// Rows of the cells that start in them.
    pub rows: Vec<Vec<Slot>>,
}

/// One printed cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// What it holds.
    pub kind: SlotKind,
    /// Columns it covers.
    pub colspan: usize,
    /// Rows it covers.
    pub rowspan: usize,
    /// A name in the page: the address of a figure, or a heading's own id.
    pub id: String,
    /// Ids of the headings that speak of it, outermost first.
    pub headers: Vec<String>,
}

/// What a printed cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotKind {
    /// The line across the table that names the item of the Regulation.
    Banner(String),
    /// The corner above the row labels.
    Corner(String),
    /// A heading of columns.
    ColumnHeader(String),
    /// A heading of rows.
    RowHeader(String),
    /// A figure.
    Data(Cell),
}

impl Edition {
    /// The printed tables of a part: neighbours with banners are one grid.
    pub fn grids(&self, part: &Part) -> Vec<PrintedGrid> {
        let tables: Vec<_> = part.tables.iter().filter_map(|id| self.table(id)).collect();
        tables
            .chunk_by(|one, next| one.banner.is_some() && next.banner.is_some())
            .map(PrintedGrid::stack)
            .collect()
    }
}

impl PrintedGrid {
    /// Prints tables below one another; narrower ones stretch their last column.
    fn stack(tables: &[&Table]) -> Self {
        let columns = tables.iter().map(|table| width(table)).max().unwrap_or(1);
        let first = tables[0];
        let mut grid = Self {
            id: first.id.clone(),
            caption: first.title.clone(),
            caption_shown: first.caption_shown,
            widths: if first.widths.len() == columns {
                first.widths.clone()
            } else {
                vec![1; columns]
            },
            head_rows: if first.banner.is_some() { 0 } else { depth(&spread(first).1) },
            rows: Vec::new(),
        };
        for table in tables {
            grid.print(table, columns);
        }
        grid
    }

    fn print(&mut self, table: &Table, columns: usize) {
        let mut outer = Vec::new();
        if let Some(banner) = &table.banner {
            let id = format!("{}-item", table.id);
            outer.push(id.clone());
            self.rows.push(vec![Slot {
                kind: SlotKind::Banner(banner.clone()),
                colspan: columns,
                rowspan: 1,
                id,
                headers: Vec::new(),
            }]);
        }
        let (rows, across) = spread(table);
        let stub_columns = depth(&rows);
        let head_rows = depth(&across);
        // The last column takes what a wider table above or below needs.
        let stretch = columns - stub_columns - across.len();
        let spanners = merge(&across, &format!("{}-column", table.id), &outer);
        let stubs = merge(&rows, &format!("{}-row", table.id), &outer);

        let mut head = vec![Vec::new(); head_rows];
        if stub_columns > 0 {
            let stub = table.stub.clone();
            let kind =
                if head_rows > 1 { SlotKind::Corner(stub) } else { SlotKind::ColumnHeader(stub) };
            head[0].push(Slot {
                kind,
                colspan: stub_columns,
                rowspan: head_rows,
                id: format!("{}-stub", table.id),
                headers: outer.clone(),
            });
        }
        for heading in &spanners {
            let reaches_end = heading.line + heading.lines == across.len();
            head[heading.level].push(Slot {
                kind: SlotKind::ColumnHeader(heading.text.clone()),
                colspan: heading.lines + if reaches_end { stretch } else { 0 },
                rowspan: heading.levels,
                id: heading.id.clone(),
                headers: heading.headers.clone(),
            });
        }
        self.rows.extend(head);

        for (index, row) in rows.iter().enumerate() {
            let starting = stubs.iter().filter(|heading| heading.line == index);
            let mut slots: Vec<_> = starting
                .map(|heading| Slot {
                    kind: SlotKind::RowHeader(heading.text.clone()),
                    colspan: heading.levels,
                    rowspan: heading.lines,
                    id: heading.id.clone(),
                    headers: heading.headers.clone(),
                })
                .collect();
            for (at, column) in across.iter().enumerate() {
                let cell = match table.orient {
                    Orient::Tall => row.cell(table, column),
                    Orient::Wide => column.cell(table, column),
                };
                let above = spanners.iter().filter(|heading| heading.covers(at));
                let beside = stubs.iter().filter(|heading| heading.covers(index));
                let mut headers = outer.clone();
                headers.extend(above.chain(beside).map(|heading| heading.id.clone()));
                slots.push(Slot {
                    id: cell.to_string(),
                    kind: SlotKind::Data(cell),
                    colspan: 1 + if at + 1 == across.len() { stretch } else { 0 },
                    rowspan: 1,
                    headers,
                });
            }
            self.rows.push(slots);
        }
    }
}

/// A printed line: its label, and the rows and columns of the data it stands for.
struct Printed {
    label: Vec<String>,
    row: Option<String>,
    column: Option<String>,
}

impl Printed {
    fn cell(&self, table: &Table, column: &Printed) -> Cell {
        Cell {
            table: table.id.clone(),
            row: self.row.clone().unwrap_or_default(),
            column: column.column.clone().unwrap_or_default(),
        }
    }
}

/// The printed rows and columns of a table. A wide table has one row without a
/// label, and a column for every cell.
fn spread(table: &Table) -> (Vec<Printed>, Vec<Printed>) {
    let row = |line: &Line| Printed {
        label: line.label.clone(),
        row: Some(line.id.clone()),
        column: None,
    };
    let column = |line: &Line| Printed {
        label: line.label.clone(),
        row: None,
        column: Some(line.id.clone()),
    };
    match table.orient {
        Orient::Tall => {
            (table.rows.iter().map(row).collect(), table.columns.iter().map(column).collect())
        }
        Orient::Wide => {
            let cells = table.cells().map(|place| Printed {
                label: place.row.label.iter().chain(&place.column.label).cloned().collect(),
                row: Some(place.row.id.clone()),
                column: Some(place.column.id.clone()),
            });
            (vec![Printed { label: Vec::new(), row: None, column: None }], cells.collect())
        }
    }
}

/// Printed columns of a table, row labels included.
fn width(table: &Table) -> usize {
    let (rows, columns) = spread(table);
    depth(&rows) + columns.len()
}

fn depth(lines: &[Printed]) -> usize {
    lines.iter().map(|line| line.label.len()).max().unwrap_or(0)
}

/// A heading that covers `lines` lines from `line` on, and `levels` levels from
/// `level` on.
struct Heading {
    text: String,
    level: usize,
    levels: usize,
    line: usize,
    lines: usize,
    id: String,
    headers: Vec<String>,
}

impl Heading {
    fn covers(&self, line: usize) -> bool {
        (self.line..self.line + self.lines).contains(&line)
    }
}

/// Merges labels that begin alike: neighbours under the same heading become
/// one cell, and a label that ends early reaches down to the figures.
fn merge(lines: &[Printed], id: &str, outer: &[String]) -> Vec<Heading> {
    let depth = depth(lines);
    let mut merged: Vec<Heading> = Vec::new();
    for level in 0..depth {
        for (index, line) in lines.iter().enumerate() {
            let Some(text) = line.label.get(level) else { continue };
            let last = level + 1 == line.label.len();
            let joins = !last
                && index > 0
                && lines[index - 1].label.len() > level + 1
                && lines[index - 1].label.get(..=level) == line.label.get(..=level);
            match merged.last_mut() {
                Some(previous) if joins && previous.level == level => previous.lines += 1,
                _ => {
                    let above = merged.iter().filter(|heading| heading.covers(index));
                    merged.push(Heading {
                        text: text.clone(),
                        level,
                        levels: if last { depth - level } else { 1 },
                        line: index,
                        lines: 1,
                        id: format!("{id}-{level}-{index}"),
                        headers: outer
                            .iter()
                            .cloned()
                            .chain(above.map(|heading| heading.id.clone()))
                            .collect(),
                    });
                }
            }
        }
    }
    // Down each row the outer heading comes first, as a reader meets them.
    merged.sort_by_key(|heading| (heading.line, heading.level));
    merged
}
