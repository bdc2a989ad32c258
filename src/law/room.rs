//! What the law asks for, as data.
//!
//! In: the files of `schemas/`, and those a locality adds. Out: [`Law`], with
//! the editions and their equations and printed grids, the documents that may
//! be cited, deadlines and holidays, the kinds of organ; the keys of a data file
//! and its JSON Schema. Touches `source` and `data`; what an agency wrote is
//! unknown here.

pub mod balance;
pub mod calendar;
pub mod citations;
pub mod edition;
pub mod field;
pub mod json_schema;
mod load;
pub mod organ;
pub mod requirement;
pub mod role;

pub use self::load::Law;

/// What serde says of a file of the law, in the user's language.
fn said(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    let allowed = |rest: &str| {
        let words = rest.split('`').skip(1).step_by(2);
        words.collect::<Vec<_>>().join("、")
    };
    let about = |start: &str| {
        let rest = message.strip_prefix(start)?;
        rest.split_once('`')
    };
    if let Some((key, rest)) = about("unknown field `") {
        return format!("没有 {key} 这个键，可以写：{}", allowed(rest));
    }
    if let Some((word, rest)) = about("unknown variant `") {
        return format!("没有“{word}”这个词，可以写：{}", allowed(rest));
    }
    if let Some((key, _)) = about("missing field `") {
        return format!("缺少 {key}");
    }
    if message.starts_with("invalid type") {
        return format!("值的类型不对（{message}）");
    }
    if message.is_ascii() { crate::data::translate(message) } else { message.to_owned() }
}
