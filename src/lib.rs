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
    clippy::disallowed_types,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used
)]

#[path = "data/room.rs"]
pub mod data;
#[path = "desk/room.rs"]
pub mod desk;
#[path = "document/room.rs"]
pub mod document;
#[path = "law/room.rs"]
pub mod law;
#[path = "layout/room.rs"]
pub mod layout;
#[path = "output/room.rs"]
pub mod output;
#[path = "prose/room.rs"]
pub mod prose;
#[path = "render/room.rs"]
pub mod render;
#[path = "report/room.rs"]
pub mod report;
#[path = "rules/room.rs"]
pub mod rules;
#[path = "source/room.rs"]
pub mod source;
