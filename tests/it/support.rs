//! Reports to begin with, and readers of what is made of them.

pub(crate) mod data;
pub(crate) mod document;
pub(crate) mod docx;
pub(crate) mod look;
pub(crate) mod pdf;
