//! Data files that tests write, and reports read from them.

use gongkai::data::Tree;
use gongkai::law::Law;
use gongkai::report::{Attachments, Report};
use gongkai::source::{FileId, Source};

/// A data file.
pub(crate) fn source(text: &str) -> Source {
    Source { id: FileId(0), name: "data.toml".to_owned(), text: text.to_owned() }
}

/// The report of a data file without attachments.
pub(crate) fn report(source: &Source) -> Report {
    let tree = Tree::parse(source);
    Report::read(source, &tree, &Attachments::default(), Law::shipped()).unwrap()
}

/// The report of a data file that nobody asks for places.
pub(crate) fn read(text: &str) -> Report {
    report(&source(text))
}
