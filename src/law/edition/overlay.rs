//! Local editions that only add to a national one: `extends = "2019"`.

use std::sync::Arc;

use serde::Deserialize;

use super::{Edition, EditionError, Line};

/// What an overlay may say. Everything else is the base's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Overlay {
    extends: String,
    id: String,
    name: String,
    cites: String,
    since: u16,
    until: Option<u16>,
    title: Option<String>,
    basis: Option<String>,
    #[serde(default, rename = "row")]
    rows: Vec<AddedRow>,
}

/// A row that the locality adds to a national table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AddedRow {
    table: String,
    /// Id of the row it follows.
    after: String,
    line: Line,
}

#[derive(Deserialize)]
struct Probe {
    extends: Option<String>,
}

/// Reads an edition of its own or one laid over a known one.
pub(super) fn read(text: &str, known: &[Arc<Edition>]) -> Result<Edition, EditionError> {
    if toml::from_str::<Probe>(text)?.extends.is_none() {
        return Ok(toml::from_str(text)?);
    }
    let overlay: Overlay = toml::from_str(text)?;
    let base = known.iter().find(|edition| edition.id == overlay.extends);
    let mut edition = base.ok_or(EditionError::UnknownBase(overlay.extends))?.as_ref().clone();
    edition.local = true;
    edition.id = overlay.id;
    edition.name = overlay.name;
    edition.cites = overlay.cites;
    edition.since = overlay.since;
    edition.until = overlay.until;
    edition.title = overlay.title.unwrap_or(edition.title);
    edition.basis = overlay.basis.unwrap_or(edition.basis);
    for added in overlay.rows {
        let unknown = |name: &str| EditionError::UnknownName {
            edition: edition.id.clone(),
            place: "row".to_owned(),
            name: name.to_owned(),
        };
        let table = edition.tables.iter_mut().find(|table| table.id == added.table);
        let table = table.ok_or_else(|| unknown(&added.table))?;
        let at = table.rows.iter().position(|row| row.id == added.after);
        let at = at.ok_or_else(|| unknown(&added.after))?;
        table.rows.insert(at + 1, Line { local: true, ..added.line });
    }
    Ok(edition)
}
