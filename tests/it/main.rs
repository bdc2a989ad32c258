//! Everything that is tested from outside, in one program: it is linked once.
//! A module is a subject; `support` is what several of them read files with.

mod balances;
mod catalogue;
mod cli;
mod desk;
mod docx;
mod editions;
mod extremes;
mod figures;
mod fix;
mod generated;
mod handed;
mod html;
mod layout;
mod layout_properties;
mod mutation;
mod pdf;
mod pictures;
mod preview;
mod preview_edit;
mod published;
mod reading;
mod reports;
mod roles;
mod rules;
mod schema;
mod starter;
mod support;
mod tidy;
