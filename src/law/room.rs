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
pub mod lexicon;
mod load;
pub mod organ;
pub mod requirement;
pub mod role;

pub use self::load::Law;

/// The key or value that serde says something of.
fn named(message: &str) -> Option<String> {
    let between = |open: &str, close: &str| {
        let (_, rest) = message.split_once(open)?;
        rest.split_once(close).map(|(name, _)| name.to_owned())
    };
    let value = || message.lines().next()?.split_once("现为 ").map(|(_, value)| value.to_owned());
    between("unknown field `", "`")
        .or_else(|| between("unknown variant `", "`"))
        .or_else(|| between("string \"", "\""))
        .or_else(value)
}

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
    if let Some((_, expected)) = message.split_once(", expected ")
        && message.starts_with("invalid type")
    {
        let kind = match expected {
            "a string" => "文字",
            "a boolean" => "true 或 false",
            "a sequence" => "数组",
            expected if expected.starts_with(['u', 'i']) => "数字",
            _ => "表",
        };
        return format!("值的类型不对，应是{kind}");
    }
    if message.is_ascii() { crate::data::translate(message) } else { message.to_owned() }
}
