//! Writes a 政府信息公开工作年度报告 from one TOML file.
//!
//! Everything this crate does is one pipeline:
//!
//! ```text
//! data.toml ─ data ─► spanned tree ─ report (+ edition) ─► Report ─┬─ rules ─► findings
//!                                                                  └─ template ─► Document ─ render ─► html · docx · pdf
//! ```
//!
//! The library is pure: same text in, same bytes out. Files, the clock, sockets
//! and the terminal belong to the binary (`main.rs` and the modules under it).

#![warn(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used
)]

pub mod balance;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod edit;
pub mod edition;
pub mod figure;
pub mod fix;
pub mod font;
pub mod json_schema;
pub mod layout;
pub mod markdown;
pub mod output;
pub mod picture;
pub mod prose;
pub mod render;
pub mod report;
pub mod rules;
pub mod source;
pub mod starter;
pub mod template;
pub mod theme;
