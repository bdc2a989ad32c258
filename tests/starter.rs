//! The starter file: well-formed, unfilled, and last year's facts in place.

use gongkai::data::Tree;
use gongkai::edition::{self, Edition};
use gongkai::report::{Kind, Report};
use gongkai::source::{FileId, Source};
use gongkai::starter::{Prefill, Previous, starter};

fn source(text: &str) -> Source {
    Source { id: FileId(0), name: "data.toml".to_owned(), text: text.to_owned() }
}

fn read(text: &str) -> Report<'static> {
    let source = source(text);
    let tree = Tree::parse(&source);
    Report::read(&source, &tree, &[], &edition::ALL).unwrap()
}

fn empty(year: u16) -> Prefill<'static> {
    Prefill { year, agency: None, kind: None, previous: None }
}

#[test]
fn print() {
    let text = std::fs::read_to_string("examples/hecheng-2020/data.toml").unwrap();
    let mut report = read(&text);
    for r in [2023, 2019, 2020, 2021].iter().zip(["tancheng-2023","yuexi-2019", "liangzihu-2020", "hecheng-2020"]) {
        let text = std::fs::read_to_string(format!("examples/{}/data.toml", r.1)).unwrap();
        let report = read(&text);
        println!("{:?} {:?}", report.problems, report.filled());
        let previous = Some(Previous { path: "../x/data.toml", report: &report});
        println!("{}", starter(edition::in_force(report.year.unwrap().value+1).unwrap(), &Prefill{previous, ..empty(report.year.unwrap().value+1)}));
    }
}
