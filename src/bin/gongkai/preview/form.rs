//! The form: who reports, the printed tables with a field in every cell, and the
//! texts. `state` has the values.

use gongkai::desk::edit;
use gongkai::law::edition::grid::{PrintedGrid, Slot, SlotKind};
use gongkai::law::edition::{Need, Part};
use gongkai::law::field::{Field, FieldKind, SECTIONS};
use gongkai::report::Report;
use serde_json::{Value, json};

/// The keys in tables of their own that belong to a part.
const OF_PARTS: [(&str, &str); 1] = [("processing_fee", "other")];

/// Everything the form's template needs, in the order of the data file.
pub(super) fn form(report: &Report, state: &Value) -> Value {
    let parts = report.edition.parts.iter().map(|part| self::part(part, report, state));
    let sections = SECTIONS.iter().filter_map(|(name, about)| {
        let belongs = OF_PARTS.iter().any(|(section, _)| section == name);
        let fields = if belongs { Vec::new() } else { fields(name, report, state) };
        (!fields.is_empty()).then(|| json!({ "about": about, "fields": fields }))
    });
    json!({
        "sections": sections.collect::<Vec<_>>(),
        "preamble": state["values"]["narrative.preamble"],
        "parts": parts.collect::<Vec<_>>(),
    })
}

fn part(part: &Part, report: &Report, state: &Value) -> Value {
    let grids = report.edition.grids(part);
    let sections = OF_PARTS.iter().filter(|(_, id)| part.role.as_deref() == Some(*id));
    let fields = sections.flat_map(|(section, _)| fields(section, report, state));
    let path = format!("narrative.{}", part.id);
    json!({
        "heading": part.heading,
        "guide": part.guide.lines().collect::<String>(),
        "required": part.narrative == Need::Required,
        "grids": grids.iter().map(|grid| table(grid, report, state)).collect::<Vec<_>>(),
        "fields": fields.collect::<Vec<_>>(),
        "text": state["values"][&path],
        "path": path,
    })
}

/// The keys of a table of the data file; its texts have fields of their own.
fn fields(section: &str, report: &Report, state: &Value) -> Vec<Value> {
    let inside = |field: &&Field| field.table() == section && field.kind != FieldKind::Narrative;
    let shown = |field: &Field| {
        let mut words = match field.kind {
            FieldKind::Flag => vec![("true", "是"), ("false", "否")],
            kind => kind.words(&report.law),
        };
        let value = &state["values"][field.path]["typed"];
        let typed = value.as_str().unwrap_or_default();
        if !words.is_empty() && !field.required {
            words.insert(0, ("", ""));
        }
        // A word that is not allowed is shown as it stands.
        if !words.is_empty() && !words.iter().any(|(word, _)| *word == typed) {
            words.push((typed, typed));
        }
        let explained = matches!(field.kind, FieldKind::AgencyKind | FieldKind::Word(_));
        json!({
            "path": field.path,
            "label": field.label,
            "guide": if explained { "" } else { field.guide },
            "list": field.kind == FieldKind::Texts,
            "figure": matches!(field.kind, FieldKind::Cases | FieldKind::Yuan),
            "words": words,
            "typed": typed,
        })
    };
    edit::fields(&report.edition).filter(inside).map(shown).collect()
}

fn table(grid: &PrintedGrid, report: &Report, state: &Value) -> Value {
    let slot = |slot: &Slot| {
        let mut shown = json!({ "colspan": slot.colspan, "rowspan": slot.rowspan });
        let (kind, text) = match &slot.kind {
            SlotKind::Banner(text) => ("banner", text.as_str()),
            SlotKind::Corner(text) => ("corner", text.as_str()),
            SlotKind::ColumnHeader(text) => ("column", text.as_str()),
            SlotKind::RowHeader(text) => ("row", text.as_str()),
            SlotKind::Data(cell) => {
                let label = report.edition.find(cell).map(|place| {
                    format!("{} {}", place.row.full_label(), place.column.full_label())
                });
                shown["address"] = json!(slot.id);
                shown["label"] = json!(label);
                shown["value"] = state["values"][&slot.id].clone();
                ("data", "")
            }
        };
        shown["kind"] = json!(kind);
        shown["text"] = json!(text);
        shown
    };
    let rows = grid.rows.iter().map(|row| row.iter().map(slot).collect::<Vec<_>>());
    json!({ "caption": grid.caption, "rows": rows.collect::<Vec<_>>() })
}
