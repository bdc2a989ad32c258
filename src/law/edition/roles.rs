//! Finding the lines and parts of an edition by what they mean.

use super::{Cell, Edition, EditionError, Line, Part, Place, Table};
use crate::law::role::{COLUMNS, PARTS, ROWS, TABLES, name};

/// What an edition lacks of a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lacking {
    /// It has everything.
    Nothing,
    /// It has some of it, but not this.
    Some(String),
    /// It has nothing of it.
    All(String),
}

impl Edition {
    /// The part of a role.
    pub fn part_of(&self, role: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.role.as_deref() == Some(role))
    }

    /// The table of a role.
    pub fn table_of(&self, role: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.role.as_deref() == Some(role))
    }

    /// The cell of a role path such as `requests.new.total`.
    pub fn locate(&self, path: &str) -> Option<Place<'_>> {
        let (table, rest) = path.split_once('.')?;
        let (row, column) = rest.rsplit_once('.')?;
        debug_assert!(
            [(TABLES, table), (ROWS, row), (COLUMNS, column)]
                .iter()
                .all(|(known, role)| name(known, role).is_some()),
            "{path} has a role that no form can have"
        );
        let table = self.table_of(table)?;
        let (row, column) = (line(&table.rows, row)?, line(&table.columns, column)?);
        Some(Place { table, row, column })
    }

    /// The cell that means what a cell of another edition means: of the same
    /// roles, or of the same ids where that one has none.
    pub fn counterpart(&self, other: &Edition, cell: &Cell) -> Option<Place<'_>> {
        let meant = other.find(cell)?;
        let table = match meant.table.role.as_deref() {
            Some(role) => self.table_of(role)?,
            None => self.table(&meant.table.id)?,
        };
        let like = |lines: &'_ [Line], meant: &Line| {
            lines.iter().position(|line| match &meant.role {
                Some(role) => line.role.as_ref() == Some(role),
                None => line.id == meant.id,
            })
        };
        let row = &table.rows[like(&table.rows, meant.row)?];
        let column = &table.columns[like(&table.columns, meant.column)?];
        Some(Place { table, row, column })
    }

    /// What the edition lacks of what a rule needs, in words; nothing if it has
    /// it. A need is a role path, `requests.new.*` for a row, `requests` for a
    /// table, `part:problems` for a part, `form:fee`, `form:limit` and
    /// `form:revised` for what the edition as a whole asks, `equation:T3-SUM7`
    /// for an equation. `|` stands between names for the same thing, of which one
    /// will do; `+` between things that are looked at one by one.
    pub fn lacks(&self, need: &str) -> Lacking {
        let either = |need: &str| {
            let mut lacking = None;
            for path in need.split('|') {
                lacking = Some(self.missing(path)?);
            }
            lacking
        };
        let needs = need.split('+');
        let all = needs.clone().count();
        let mut lacking: Vec<_> = needs.filter_map(either).collect();
        let count = lacking.len();
        // Two cells of one column lack the same.
        lacking.sort();
        lacking.dedup();
        match count {
            0 => Lacking::Nothing,
            some if some < all => Lacking::Some(lacking.join("、")),
            _ => Lacking::All(lacking.join("、")),
        }
    }

    fn missing(&self, path: &str) -> Option<String> {
        let lacking = |has: bool, what: &str| (!has).then(|| what.to_owned());
        match path {
            "form:revised" => return lacking(self.revised(), "2019年修订的条例规定的内容"),
            "form:fee" => return lacking(self.processing_fee, "信息处理费的规定"),
            "form:limit" => {
                let limited = self.parts.iter().any(|part| part.limit.is_some());
                return lacking(limited, "字数的规定");
            }
            _ => {}
        }
        if let Some(role) = path.strip_prefix("part:") {
            let called = name(PARTS, role).unwrap_or(role);
            return self.part_of(role).is_none().then(|| format!("“{called}”部分"));
        }
        if let Some(id) = path.strip_prefix("equation:") {
            let mut balances = self.tables.iter().flat_map(|table| &table.balances);
            return lacking(balances.any(|balance| balance.id == id), &format!("等式 {id}"));
        }
        let (table, rest) = path.split_once('.').unwrap_or((path, ""));
        let Some(found) = self.table_of(table) else {
            return Some(format!("“{}”表", name(TABLES, table).unwrap_or(table)));
        };
        let (row, column) = rest.rsplit_once('.').unwrap_or_default();
        if !row.is_empty() && line(&found.rows, row).is_none() {
            return Some(format!("“{}”一行", name(ROWS, row).unwrap_or(row)));
        }
        let wanted = !column.is_empty() && column != "*";
        (wanted && line(&found.columns, column).is_none())
            .then(|| format!("“{}”一列", name(COLUMNS, column).unwrap_or(column)))
    }

    /// Proves that roles are known, and that no two lines claim one.
    pub(super) fn roles(&self) -> Result<(), EditionError> {
        self.check("part", PARTS, self.parts.iter().map(|part| part.role.as_deref()))?;
        self.check("table", TABLES, self.tables.iter().map(|table| table.role.as_deref()))?;
        for table in &self.tables {
            let roles = |lines: &'_ [Line]| -> Vec<Option<String>> {
                lines.iter().map(|line| line.role.clone()).collect()
            };
            for (place, known, roles) in
                [("rows", ROWS, roles(&table.rows)), ("columns", COLUMNS, roles(&table.columns))]
            {
                let place = format!("{}.{place}", table.id);
                self.check(&place, known, roles.iter().map(Option::as_deref))?;
            }
        }
        Ok(())
    }

    fn check<'r>(
        &self,
        place: &str,
        known: &[(&'static str, &'static str)],
        roles: impl Iterator<Item = Option<&'r str>>,
    ) -> Result<(), EditionError> {
        let mut seen = Vec::new();
        for role in roles.flatten() {
            let (edition, place, name) = (self.id.clone(), place.to_owned(), role.to_owned());
            if self::name(known, role).is_none() {
                return Err(EditionError::UnknownRole { edition, place, name });
            }
            if seen.contains(&role) {
                return Err(EditionError::DuplicateRole { edition, place, name });
            }
            seen.push(role);
        }
        Ok(())
    }
}

/// The line of a role.
fn line<'l>(lines: &'l [Line], role: &str) -> Option<&'l Line> {
    lines.iter().find(|line| line.role.as_deref() == Some(role))
}
