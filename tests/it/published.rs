//! Every label, figure and sentence of a data file is in all three files, in
//! its place, once. The files are read back; what must be in them is taken
//! from the data file by hand, not from what the library made of it.

mod expected;
mod geometry;
mod read;

use std::path::{Path, PathBuf};

use std::sync::Arc;

use gongkai::document::template;
use gongkai::law::Law;
use gongkai::law::edition::Edition;
use gongkai::render;

use self::expected::{Expected, expected};
use self::read::{Item, Read};
use crate::support::data::read;
use crate::support::look::look;

/// The files made of a data file, as the library makes them.
struct Files {
    html: String,
    docx: Vec<u8>,
    pdf: Vec<u8>,
}

fn build(text: &str, draft: bool) -> (Files, Arc<Edition>) {
    let report = read(text);
    let document = template::document(&report, template::STANDARD, draft).unwrap();
    let mut files = render::ALL.iter().map(|renderer| {
        let bytes = renderer.render(&document, look()).unwrap_or_else(|error| panic!("{error}"));
        (renderer.name(), bytes)
    });
    let mut next = |name| {
        let (found, bytes) = files.next().unwrap();
        assert_eq!(found, name);
        bytes
    };
    let html = String::from_utf8(next("html")).unwrap();
    (Files { html, docx: next("docx"), pdf: next("pdf") }, report.edition)
}

/// The three files read back, and what must be in them.
fn published(text: &str, draft: bool) -> ([(&'static str, Read); 3], Expected) {
    let (files, edition) = build(text, draft);
    let reads = [
        ("html", read::html(&files.html)),
        ("docx", read::docx(&files.docx)),
        ("pdf", read::pdf(&files.pdf)),
    ];
    let expected = expected(text, &edition, &reads[0].1);
    (reads, expected)
}

/// Everything that is not as it should be, in words.
fn differences(reads: &[(&'static str, Read)], expected: &Expected) -> Vec<String> {
    let mut wrong = Vec::new();
    for (format, read) in reads {
        wrong
            .extend(expected.differences(read).into_iter().map(|text| format!("{format}: {text}")));
    }
    wrong
}

pub(crate) fn assert_published(name: &str, text: &str, draft: bool) {
    let (reads, expected) = published(text, draft);
    let wrong = differences(&reads, &expected);
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
    let (labels, figures) = expected.counts();
    assert!(labels > 0 && figures.iter().sum::<usize>() > 0 && !expected.sentences().is_empty());
}

/// Data files of a folder and the folders in it, by name.
fn data_files(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let path = if path.is_dir() { path.join(name) } else { path };
        if path.is_file() && path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn example() -> String {
    std::fs::read_to_string(root().join("examples/tancheng-2023/data.toml")).unwrap()
}

#[test]
fn corrected_examples_are_published_whole() {
    let files = data_files(&root().join("examples"), "data.toml");
    assert!(files.len() >= 5);
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        assert_published(&path.display().to_string(), &text, false);
    }
}

#[test]
fn examples_as_published_are_drawn_whole() {
    let files = data_files(&root().join("examples"), "as-published.toml");
    assert!(files.len() >= 5);
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        assert_published(&path.display().to_string(), &text, true);
    }
}

/// A data file of an edition in which no two figures are alike, and every text
/// says where it belongs.
fn every_cell_its_own_figure(edition: &Edition) -> String {
    let mut lines = vec![
        format!("year = {}\nedition = \"{}\"", edition.since, edition.id),
        "[agency]\nname = \"某县数据局\"\nkind = \"county_department\"".to_owned(),
        "[publication]\ndate = 2024-01-09\nsign = true\n[narrative]".to_owned(),
    ];
    lines.extend(edition.parts.iter().map(|part| {
        let (id, heading) = (&part.id, &part.heading);
        let text = "（一）小标题\n\n（二）起首。第三句！第四句？";
        format!("{id} = \"\"\"\n{heading}的第一句；第二句。\n\n{text}\n\"\"\"")
    }));
    let mut figures = 101..;
    for table in &edition.tables {
        lines.push(format!("[{}]", table.id));
        for row in &table.rows {
            let row_of_figures: Vec<_> = figures.by_ref().take(table.columns.len()).collect();
            lines.push(match row_of_figures.as_slice() {
                [only] => format!("{} = {only}", row.id),
                all => format!("{} = {all:?}", row.id),
            });
        }
    }
    lines.join("\n")
}

#[test]
fn every_cell_of_every_edition_has_its_own_figure() {
    for edition in &Law::shipped().editions {
        let text = every_cell_its_own_figure(edition);
        assert_published(&edition.id, &text, true);
    }
}

#[test]
fn the_form_of_2021_has_two_hundred_figures() {
    let (_, expected) = published(&example(), false);
    assert_eq!(expected.counts().1, [10, 175, 15]);
}

// The comparison itself under test: each slip must be seen in each format. ---

fn distinct() -> ([(&'static str, Read); 3], Expected) {
    let (reads, expected) =
        published(&every_cell_its_own_figure(&Law::shipped().editions[0]), true);
    assert_eq!(differences(&reads, &expected), Vec::<String>::new());
    (reads, expected)
}

fn assert_seen_in_all(wrong: &[String]) {
    for format in ["html", "docx", "pdf"] {
        assert!(wrong.iter().any(|text| text.starts_with(format)), "{format}: {wrong:?}");
    }
}

#[test]
fn swapped_figures_are_seen() {
    for (one, other) in [
        ("requests.new.person", "requests.new.enterprise"),
        ("requests.new.person", "requests.carried_in.person"),
        ("disputes.review.upheld", "disputes.direct_suit.upheld"),
        ("documents.rules.issued", "licensing.licences.decisions"),
    ] {
        let (reads, mut expected) = distinct();
        expected.swap_figures(one, other);
        assert_seen_in_all(&differences(&reads, &expected));
    }
}

#[test]
fn a_changed_label_is_seen() {
    let (reads, mut expected) = distinct();
    expected.change_label("商业企业", "企业");
    assert_seen_in_all(&differences(&reads, &expected));
}

#[test]
fn lost_repeated_and_swapped_sentences_are_seen() {
    for change in [
        |text: &str| text.replacen("第二句。", "", 1),
        |text: &str| text.replacen("第二句。", "第二句。第二句。", 1),
        |text: &str| text.replacen("第三句！第四句？", "第四句？第三句！", 1),
        |text: &str| text.replacen("一、总体情况", "一、概述", 1),
        |text: &str| text.replacen("某县数据局", "某县财政局", 1),
    ] {
        let (reads, mut expected) = distinct();
        expected.change_text(change);
        assert_seen_in_all(&differences(&reads, &expected));
    }
}

/// A table that stands in the wrong place is seen too.
#[test]
fn a_table_out_of_order_is_seen() {
    let (mut reads, expected) = distinct();
    for (_, read) in &mut reads {
        let tables: Vec<_> =
            (0..read.flow.len()).filter(|at| matches!(read.flow[*at], Item::Table(_))).collect();
        read.flow.swap(tables[0], tables[1]);
    }
    assert_seen_in_all(&differences(&reads, &expected));
}

/// What is drawn at the place of another figure is seen, tags or no tags.
#[test]
fn figures_drawn_in_each_others_place_are_seen() {
    let (reads, _) = distinct();
    let [.., (_, read)] = &reads;
    let Item::Table(table) = &read.flow[read.tables()[1]] else { panic!() };
    assert_eq!(geometry::misplaced(table), Vec::<String>::new());
    let data: Vec<_> = (0..table.len())
        .flat_map(|row| (0..table[row].len()).map(move |cell| (row, cell)))
        .filter(|(row, cell)| !table[*row][*cell].header)
        .collect();
    let seven = 7; // columns of figures
    for (one, other) in [(0, 1), (0, seven), (3, 3 + 2 * seven)] {
        let mut moved = table.clone();
        let ((r1, c1), (r2, c2)) = (data[one], data[other]);
        let (first, second) = (moved[r1][c1].lines.clone(), moved[r2][c2].lines.clone());
        moved[r1][c1].lines = second;
        moved[r2][c2].lines = first;
        assert!(!geometry::misplaced(&moved).is_empty(), "{one} and {other}");
    }
}
