//! `{{ requests.new.total }}` in a narrative: figures and plain facts, nothing
//! else. There is no expression, no file and no function to reach.

use super::nearest_word;
use crate::report::{Problem, Report};
use crate::source::{Spanned, Text};

/// The text with every name replaced by what it stands for. A name that stands
/// for nothing stays as it is and becomes a problem at its place.
pub(super) fn interpolate(
    report: &Report,
    text: &Text,
    problems: &mut Vec<Spanned<Problem>>,
) -> Text {
    let mut filled = Text::new(text.whole());
    let mut at = 0;
    while let Some(found) = text.value[at..].find("{{") {
        let open = at + found;
        let Some(len) = text.value[open..].find("}}").map(|len| len + 2) else {
            let span = text.place(open..open + 2);
            problems.push(Spanned { value: Problem::OpenInterpolation, span });
            break;
        };
        let close = open + len;
        filled.push_part(text, at..open);
        let name = text.value[open + 2..close - 2].trim();
        let span = text.place(open..close);
        match lookup(report, name) {
            Ok(value) => filled.push_substitute(&value, span),
            Err(problem) => {
                problems.extend(problem.map(|value| Spanned { value, span }));
                filled.push_part(text, open..close);
            }
        }
        at = close;
    }
    filled.push_part(text, at..text.value.len());
    filled
}

/// What a name stands for, or the problem if nothing has been said of it yet.
fn lookup(report: &Report, name: &str) -> Result<String, Option<Problem>> {
    let fact = match name {
        "year" => report.year.map(|year| year.value.to_string()),
        "agency.name" => report.agency.name.as_ref().map(|name| name.value.clone()),
        _ => None,
    };
    if let Some(fact) = fact {
        return Ok(fact);
    }
    if ["year", "agency.name"].contains(&name) {
        let said = report.refused.contains(name);
        return Err((!said).then(|| Problem::BlankName(name.to_owned())));
    }
    let entry = match name {
        "processing_fee.requests" => report.fee.as_ref().map(|fee| &fee.requests),
        "processing_fee.amount" => report.fee.as_ref().map(|fee| &fee.amount),
        _ => report.edition.address(name).and_then(|cell| report.cells.get(&cell)),
    };
    match entry {
        Some(entry) if entry.is_blank() => Err(Some(Problem::BlankName(name.to_owned()))),
        // What is wrong with the figure is said where the figure stands.
        Some(entry) => Ok(entry.printed()),
        None => {
            let cells = report.cells.keys().map(ToString::to_string);
            let facts = ["year", "agency.name"].map(str::to_owned);
            let meant = nearest_word(name, cells.chain(facts));
            Err(Some(Problem::UnknownName { name: name.to_owned(), meant }))
        }
    }
}
