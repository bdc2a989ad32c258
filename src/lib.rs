//! Writes a 政府信息公开工作年度报告 from one TOML file.
//!
//! Everything this crate does is one pipeline, a folder of `src/` for each step:
//!
//! ```text
//! schemas/ ─ law ────────────────┐
//! data.toml ─ data ─► Tree ──────┴─ report ─► Report ─┬─ rules ─► findings ─ output
//!                                                     └─ document ─► Document ─ layout, render ─► bytes
//! ```
//!
//! The library is pure: same text in, same bytes out. Files come from a source
//! that the caller gives ([`desk::Files`]); the clock, sockets and the terminal
//! belong to the program (`src/bin/gongkai`).
//!
//! ```
//! use std::path::Path;
//!
//! use gongkai::desk::{Desk, Memory, Wanted};
//! use gongkai::render;
//! use gongkai::source::diagnostic::Severity;
//!
//! # fn main() -> Result<(), gongkai::desk::Error> {
//! let data = "
//! year = 2023
//! agency = { name = '某县财政局', kind = 'county_department' }
//! [requests]
//! new = [16, 0, 0, 0, 0, 0]
//! carried_in = 0
//! granted = [15, 0, 0, 0, 0, 0]
//! carried_out = 0
//! ";
//! let files: Memory = [("data.toml", data)].into_iter().collect();
//! let desk = Desk::new(&files);
//! let office = desk.office(None, None)?;
//!
//! // What is wrong with it, and where.
//! let examined = desk.check(Path::new("data.toml"), None, &office.report)?;
//! let blank = examined.findings().iter().find(|finding| finding.rule == "CELL-BLANK");
//! assert!(blank.is_some_and(|finding| finding.severity == Severity::Error));
//!
//! // A draft of its page all the same; what is published may have no errors.
//! let renderers = [render::by_name("html").expect("a format")];
//! let wanted = Wanted { renderers: &renderers, fragment: false, draft: true, strict: false };
//! let (_, made) = desk.build(Path::new("data.toml"), None, &office, wanted)?;
//! let made = made.expect("a draft is made in spite of errors");
//! assert_eq!(made.name, "某县财政局2023年政府信息公开工作年度报告");
//! assert!(String::from_utf8_lossy(&made.files[0].1).contains("某县财政局"));
//! # Ok(())
//! # }
//! ```

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
