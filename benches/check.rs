//! Every step from the data file to the three files, on the largest example.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gongkai::data::Tree;
use gongkai::document::template;
use gongkai::law::Law;
use gongkai::layout;
use gongkai::layout::font::Fonts;
use gongkai::layout::theme::Theme;
use gongkai::render::{Look, Renderer, docx, html, pdf};
use gongkai::report::{Attachments, Report};
use gongkai::rules::{self, Input, Outcome};
use gongkai::source::{FileId, Source};

/// The example with the longest data file.
fn largest() -> Source {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = std::fs::read_dir(examples).expect("examples").flatten();
    let files = files.map(|folder| folder.path().join("data.toml")).filter(|path| path.is_file());
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |data| data.len());
    let path = files.max_by_key(size).expect("an example");
    let text = std::fs::read_to_string(&path).expect("an example in UTF-8");
    Source { id: FileId(0), name: path.display().to_string(), text }
}

fn read(source: &Source) -> Report {
    let tree = Tree::parse(source);
    Report::read(source, &tree, &Attachments::default(), Law::shipped()).expect("an edition")
}

/// What `gongkai check` does, but for reading the file and writing the findings.
fn check(source: &Source) -> Outcome {
    let report = read(source);
    let document = template::document(&report, template::STANDARD, false).expect("a document");
    let printed = template::printed(&document);
    rules::check(&Input { report: &report, last: None, printed: Some(&printed) })
}

/// Prints the median and the least of as many rounds as go into a few seconds.
fn time(name: &str, step: &mut dyn FnMut()) {
    let mut rounds = |seconds: u64| {
        let (start, mut rounds) = (Instant::now(), Vec::new());
        while rounds.len() < 10 || start.elapsed() < Duration::from_secs(seconds) {
            let round = Instant::now();
            step();
            rounds.push(round.elapsed());
        }
        rounds.sort();
        rounds
    };
    // Once for the caches.
    rounds(1);
    let rounds = rounds(4);
    let (median, least) = (rounds[rounds.len() / 2], rounds[0]);
    println!("{name:<20} {median:>10.2?}  least {least:>10.2?}  {:>7} rounds", rounds.len());
}

fn main() {
    let source = largest();
    let report = read(&source);
    let document = template::document(&report, template::STANDARD, false).expect("a document");
    let printed = template::printed(&document);
    let input = Input { report: &report, last: None, printed: Some(&printed) };
    let theme = Theme::standard();
    let fonts = Fonts::built_in(&theme).expect("the built-in fonts");
    let look = Look { theme: &theme, fonts: &fonts, page: html::PAGE, style: html::STYLE };
    let pages = layout::lay_out(&document, &theme, &fonts).expect("pages");

    time("parse+bind", &mut || drop(black_box(read(black_box(&source)))));
    time("rules::check", &mut || drop(black_box(rules::check(black_box(&input)))));
    time("template::document", &mut || {
        drop(black_box(template::document(black_box(&report), template::STANDARD, false)));
    });
    time("whole check", &mut || drop(black_box(check(black_box(&source)))));
    time("layout", &mut || {
        drop(black_box(layout::lay_out(black_box(&document), &theme, &fonts)));
    });
    time("html", &mut || drop(black_box(html::Html.render(black_box(&document), look))));
    time("docx", &mut || drop(black_box(docx::write(black_box(&document), &theme))));
    time("pdf", &mut || {
        let properties = &document.properties;
        drop(black_box(pdf::write(black_box(&pages), &fonts, properties, &document.title)));
    });
}
