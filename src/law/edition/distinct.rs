//! No two things of an edition may answer to the same name.

use super::{Edition, EditionError, Line};

impl Edition {
    /// Proves that parts, tables, and the lines of each table differ in name.
    pub(super) fn distinct(&self) -> Result<(), EditionError> {
        let named = |place: &str, name: Option<&str>| match name {
            Some(name) => Err(EditionError::Duplicate {
                edition: self.id.clone(),
                place: place.to_owned(),
                name: name.to_owned(),
            }),
            None => Ok(()),
        };
        named("part", repeated(self.parts.iter().map(|part| part.id.as_str())))?;
        named("table", repeated(self.tables.iter().map(|table| table.id.as_str())))?;
        for table in &self.tables {
            named(&format!("{}.rows", table.id), line(&table.rows))?;
            named(&format!("{}.columns", table.id), line(&table.columns))?;
        }
        Ok(())
    }
}

fn line(lines: &[Line]) -> Option<&str> {
    repeated(lines.iter().map(|line| line.id.as_str()))
}

/// The first name that was there before.
fn repeated<'i>(mut ids: impl Iterator<Item = &'i str>) -> Option<&'i str> {
    let mut seen = Vec::new();
    ids.find(|id| {
        let known = seen.contains(id);
        seen.push(*id);
        known
    })
}
