//! The form: who reports, the printed tables with a field in every cell, and the
//! texts.

use std::collections::BTreeMap;

use gongkai::desk::edit;
use gongkai::law::edition::grid::{PrintedGrid, Slot, SlotKind};
use gongkai::law::edition::{Need, Part};
use gongkai::law::field::{Field, FieldKind, SECTIONS};
use gongkai::report::Report;

use super::wire::{FieldForm, FieldSet, FigureForm, Form, GridForm, PartForm, SlotForm, Written};

/// The keys in tables of their own that belong to a part, by its role.
const OF_PARTS: [(&str, &str); 1] = [("processing_fee", "other")];

/// What is written, by path.
type Values = BTreeMap<String, Written>;

/// Everything the form's template needs, in the order of the data file.
pub(super) fn form(report: &Report, values: &Values) -> Form {
    let parts = report.edition.parts.iter().map(|part| self::part(part, report, values));
    let sections = SECTIONS.iter().filter_map(|(name, about)| {
        let belongs = OF_PARTS.iter().any(|(section, _)| section == name);
        let fields = if belongs { Vec::new() } else { fields(name, report, values) };
        (!fields.is_empty()).then_some(FieldSet { about, fields })
    });
    Form {
        sections: sections.collect(),
        preamble: values.get("narrative.preamble").cloned(),
        parts: parts.collect(),
    }
}

fn part(part: &Part, report: &Report, values: &Values) -> PartForm {
    let grids = report.edition.grids(part);
    let sections = OF_PARTS.iter().filter(|(_, role)| part.role.as_deref() == Some(*role));
    let path = format!("narrative.{}", part.id);
    PartForm {
        heading: part.heading.clone(),
        guide: part.guide.lines().collect(),
        required: part.narrative == Need::Required,
        grids: grids.iter().map(|grid| table(grid, report, values)).collect(),
        fields: sections.flat_map(|(section, _)| fields(section, report, values)).collect(),
        text: values.get(&path).cloned(),
        path,
    }
}

/// The keys of a table of the data file; its texts have fields of their own.
fn fields(section: &str, report: &Report, values: &Values) -> Vec<FieldForm> {
    let inside = |field: &&Field| field.table() == section && field.kind != FieldKind::Narrative;
    let shown = |field: &'static Field| {
        let words = match field.kind {
            FieldKind::Flag => vec![("true", "是"), ("false", "否")],
            kind => kind.words(&report.law),
        };
        let owned = |(word, label): (&str, &str)| (word.to_owned(), label.to_owned());
        let mut words: Vec<_> = words.into_iter().map(owned).collect();
        let typed = match values.get(field.path) {
            Some(Written::Cell { typed, .. } | Written::Text { typed: Some(typed), .. }) => typed,
            _ => "",
        };
        if !words.is_empty() && !field.required {
            words.insert(0, (String::new(), String::new()));
        }
        // A word that is not allowed is shown as it stands.
        if !words.is_empty() && !words.iter().any(|(word, _)| word == typed) {
            words.push((typed.to_owned(), typed.to_owned()));
        }
        let explained = matches!(field.kind, FieldKind::AgencyKind | FieldKind::Word(_));
        FieldForm {
            path: field.path,
            label: field.label,
            guide: if explained { "" } else { field.guide },
            list: field.kind == FieldKind::Texts,
            figure: matches!(field.kind, FieldKind::Cases | FieldKind::Yuan),
            words,
            typed: typed.to_owned(),
        }
    };
    edit::fields(&report.edition).filter(inside).map(shown).collect()
}

fn table(grid: &PrintedGrid, report: &Report, values: &Values) -> GridForm {
    let slot = |slot: &Slot| {
        let mut figure = None;
        let (kind, text) = match &slot.kind {
            SlotKind::Banner(text) => ("banner", text.as_str()),
            SlotKind::Corner(text) => ("corner", text.as_str()),
            SlotKind::ColumnHeader(text) => ("column", text.as_str()),
            SlotKind::RowHeader(text) => ("row", text.as_str()),
            SlotKind::Data(cell) => {
                let place = report.edition.find(cell);
                let label = place.map_or(String::new(), |place| {
                    format!("{} {}", place.row.full_label(), place.column.full_label())
                });
                let (address, value) = (slot.id.clone(), values.get(&slot.id).cloned());
                figure = Some(FigureForm { address, label, value });
                ("data", "")
            }
        };
        let (colspan, rowspan) = (slot.colspan, slot.rowspan);
        SlotForm { kind, text: text.to_owned(), colspan, rowspan, figure }
    };
    let rows = grid.rows.iter().map(|row| row.iter().map(slot).collect());
    GridForm { caption: grid.caption.clone(), rows: rows.collect() }
}
