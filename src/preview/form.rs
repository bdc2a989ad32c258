//! The form: the printed tables with a field in every cell, and the texts.

use gongkai::edit::FEE;
use gongkai::edition::Need;
use gongkai::edition::grid::{Grid, Slot, SlotKind};
use gongkai::report::{Report, field};
use serde_json::{Value, json};

/// Everything the form's template needs, part by part. `state` has the values.
pub(super) fn form(report: &Report<'_>, state: &Value) -> Value {
    let edition = report.edition;
    let part = |part: &gongkai::edition::Part| {
        let grids = edition.grids(part);
        let grids: Vec<_> = grids.iter().map(|grid| table(grid, report, state)).collect();
        let fee = edition.processing_fee && part.narrative == Need::Required && part.id == "other";
        let fields = if fee { &FEE[..] } else { &[] };
        let fields: Vec<_> = fields
            .iter()
            .map(|path| {
                let label = field::find(path).map_or(*path, |field| field.label);
                json!({ "address": path, "label": label, "value": state["values"][path] })
            })
            .collect();
        let text = &state["narratives"][&part.id];
        json!({
            "id": part.id,
            "heading": part.heading,
            "guide": part.guide.lines().collect::<String>(),
            "grids": grids,
            "fields": fields,
            "text": text.as_str().unwrap_or_default(),
            "file": text["file"],
            "required": part.narrative == Need::Required,
        })
    };
    edition.parts.iter().map(part).collect()
}

fn table(grid: &Grid, report: &Report<'_>, state: &Value) -> Value {
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
