//! Architecture that the compiler cannot check. The rooms and their order are
//! read from the table in ARCHITECTURE.md, so page and code stay one.

mod graph;
mod lexer;
mod modules;

use std::collections::BTreeSet;
use std::path::Path;

use self::graph::circles;
use self::lexer::Token;
use self::modules::{Crate, Files, Module, Place};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The files below a folder by their path in it, with `/`; without the folders
/// and files that are called `left_out`.
fn files(folder: &str, left_out: &[&str]) -> Vec<String> {
    let below = root().join(folder);
    let (mut pending, mut files) = (vec![below.clone()], Vec::new());
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&below).unwrap().to_str().unwrap().replace('\\', "/");
            if left_out.contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                pending.push(path);
            } else {
                files.push(name);
            }
        }
    }
    files.sort();
    files
}

/// The source files.
fn sources() -> Files {
    let rust = |path: &String| Path::new(path).extension().is_some_and(|ending| ending == "rs");
    let files = files("src", &[]).into_iter().filter(rust);
    let files: Files = files.map(|path| (path.clone(), read(&format!("src/{path}")))).collect();
    assert!(files.len() > 100);
    files
}

fn library(files: &Files) -> Crate {
    Crate::read(Some("gongkai"), "lib.rs", files)
}

fn program(files: &Files) -> Crate {
    Crate::read(None, "bin/gongkai/main.rs", files)
}

/// A row of the table of rooms.
struct Room {
    /// The folder below `src/`.
    folder: String,
    /// What the other columns say.
    says: String,
}

/// The table of rooms: those of the library from the first to the last, and
/// the program.
fn rooms() -> Vec<Room> {
    let page = read("ARCHITECTURE.md");
    let table = page.split("## Rooms").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with('|')).skip(2);
    let rooms: Vec<_> = rows
        .map(|row| {
            let (name, says) = row.trim_start_matches('|').split_once('|').unwrap();
            Room { folder: name.trim().trim_matches('`').to_owned(), says: says.to_owned() }
        })
        .collect();
    assert!(rooms.len() > 10, "the table of rooms is read");
    rooms
}

/// Everything wrong at once: a test that stops at the first is run ten times.
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_page_and_the_folders_say_the_same() {
    let named: BTreeSet<_> =
        rooms().iter().map(|room| room.folder.split('/').next().unwrap().to_owned()).collect();
    let folders: BTreeSet<_> =
        sources().keys().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
    assert_eq!(named, folders);
    let doors: BTreeSet<_> =
        library(&sources()).modules.into_keys().filter(|it| it.len() == 1).flatten().collect();
    let rooms = rooms();
    let (program, library) = rooms.split_last().unwrap();
    let library: BTreeSet<_> = library.iter().map(|room| room.folder.clone()).collect();
    assert_eq!(library, doors);
    for module in self::program(&sources()).modules.keys().filter(|module| module.len() == 1) {
        let name = format!("`{}`", module[0]);
        assert!(program.says.contains(&name), "{name} is not in the row of the program");
    }
}

/// A file that no module declares is dead.
#[test]
fn every_file_is_a_module() {
    let files = sources();
    let crates = [library(&files), program(&files)];
    let used: BTreeSet<_> =
        crates.iter().flat_map(|krate| krate.modules.values()).map(|module| &module.file).collect();
    let dead: Vec<_> = files.keys().filter(|file| !used.contains(file)).cloned().collect();
    assert_none(&dead);
}

/// What names a later room, or everything.
fn wrong_ways(library: &Crate) -> Vec<String> {
    let rooms = rooms();
    let order = |name: &str| rooms.iter().position(|room| room.folder == name);
    let mut wrong = Vec::new();
    for (path, module) in &library.modules {
        let Some(own) = path.first() else { continue };
        for place in library.named(path) {
            let Place::Inside(target) = place else { continue };
            let allowed = target.first().is_some_and(|room| order(room) <= order(own));
            if !allowed {
                let target = target.first().map_or("the whole crate", String::as_str);
                wrong.push(format!("src/{} imports {target}", module.file));
            }
        }
    }
    wrong
}

#[test]
fn rooms_import_from_rooms_before_them() {
    assert_none(&wrong_ways(&library(&sources())));
}

#[test]
fn modules_do_not_import_each_other_in_a_circle() {
    let files = sources();
    assert_none(&[circles(&library(&files)), circles(&program(&files))].concat());
}

/// What reaches files, clock, settings, sockets, other programs or the
/// terminal. Methods such as `Path::exists` are clippy's to find.
const WORLD: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
];

const PRINTING: &[&str] = &["dbg", "eprint", "eprintln", "print", "println"];

/// Whether a path leads into the world, or brings in so much that it could.
fn leads_out(path: &modules::Path) -> bool {
    let named: Vec<_> = path.iter().map(String::as_str).collect();
    WORLD.iter().any(|world| {
        let world: Vec<_> = world.split("::").collect();
        match named.split_last() {
            _ if named == ["std"] => true,
            Some((&"*", path)) => world.starts_with(path) || path.starts_with(&world),
            _ => named.starts_with(&world),
        }
    })
}

/// What a library does that only a program may.
fn worldly(library: &Crate) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, module) in &library.modules {
        for place in library.named(path) {
            if let Place::Outside(path) = place
                && leads_out(&path)
            {
                wrong.push(format!("src/{} uses {}", module.file, path.join("::")));
            }
        }
        for pair in module.tokens.windows(2) {
            if let [Token::Word(name), Token::Mark('!')] = pair
                && PRINTING.contains(&name.as_str())
            {
                wrong.push(format!("src/{} calls {name}!", module.file));
            }
        }
    }
    wrong
}

#[test]
fn the_library_does_not_touch_the_world() {
    assert_none(&worldly(&library(&sources())));
}

// The tests themselves under test: each hole, planted, must be found. ---------

/// A library of four rooms with this code deep in the first.
fn planted(code: &str) -> Crate {
    let rooms = "#[path = \"source/room.rs\"] pub mod source; pub mod data {} pub mod law {}";
    let files = [
        ("lib.rs", format!("{rooms} pub mod rules {{ pub struct Outcome; }}")),
        ("source/room.rs", "mod text; pub use self::text::*;".to_owned()),
        ("source/text.rs", code.to_owned()),
    ];
    library(&files.into_iter().map(|(path, code)| (path.to_owned(), code)).collect())
}

#[test]
fn a_way_to_a_later_room_is_found_however_it_is_spelt() {
    for code in [
        "use crate::rules::Outcome;",
        "use crate::{law::Law, data::{self, Tree}};",
        "fn f() -> crate::rules::Outcome { todo!() }",
        "use super::super::rules;",
        "use super::super::{rules::Outcome as Other};",
        "use super::super::*;",
        "use crate::*;",
        "use crate as all; fn f(_: all::rules::Outcome) {}",
        "use self::super::super::rules as r;",
        "fn f(_: gongkai::rules::Outcome) {}",
        "use gongkai::rules;",
        "mod inside { use super::super::super::rules; }",
        "macro_rules! m { () => { $crate::rules::check() } }",
        "#[serde(with = \"crate::rules\")] struct S;",
        "use super::*; fn f() { super::super::rules::check() }",
    ] {
        let wrong = wrong_ways(&planted(code));
        assert!(wrong.iter().any(|it| it.starts_with("src/source/text.rs imports")), "{code}");
    }
    for code in [
        "use super::super::source::Span;",
        "// use crate::rules;\n/* use crate::rules; /* */ crate::rules::f() */",
        "const S: &str = \"crate::rules::f\"; const R: &str = r#\"\"crate::rules::f\"\"#;",
        "const C: char = '\\''; fn f<'a>(_: &'a str) { if 'x' == '\"' {} }",
        "#[cfg(test)] mod tests { use crate::rules::Outcome; fn f() { println!(); } }",
        "#[cfg(test)] use crate::rules::Outcome;",
    ] {
        let library = planted(code);
        assert_eq!((wrong_ways(&library), worldly(&library)), (Vec::new(), Vec::new()), "{code}");
    }
}

#[test]
fn a_way_to_the_world_is_found_however_it_is_spelt() {
    for code in [
        "use std::fs::File; fn f() { File::open(\"x\"); }",
        "fn f() { std::fs::File::open(\"x\"); }",
        "use std::{fs as files}; fn f() { files::read(\"x\"); }",
        "fn f() { std::env::var(\"HOME\"); }",
        "fn f() { ::std::env::args(); }",
        "use std as s; fn f() { s::env::args(); }",
        "extern crate std as s; fn f() { s::env::args(); }",
        "use std::*;",
        "use std::time::*;",
        "use std::time::Instant; fn f() { Instant::now(); }",
        "use std::time; fn f() { time::Instant::now(); }",
        "fn f() { std::time::SystemTime::now(); }",
        "use std::net::{TcpStream, UdpSocket};",
        "fn f() { std::process::exit(1); }",
        "use std::io::{self, Read as _}; fn f() { io::stdin(); }",
        "fn f() { std::thread::sleep(d); }",
        "fn f() { println!(\"x\"); }",
        "fn f() { std::eprintln!(\"x\"); }",
        "mod inside { fn f() { dbg!(1); } }",
    ] {
        let wrong = worldly(&planted(code));
        assert!(wrong.iter().any(|it| it.starts_with("src/source/text.rs ")), "{code}");
    }
}

#[test]
fn a_circle_is_found_through_doors_and_children() {
    let of = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(path, code)| ((*path).to_owned(), (*code).to_owned()));
        circles(&library(&files.collect()))
    };
    let root = ("lib.rs", "mod a; mod b; mod c;");
    let none: [String; 0] = [];
    assert_eq!(
        of(&[root, ("a.rs", "use crate::b;"), ("b.rs", "use super::c;"), ("c.rs", "")]),
        none
    );
    assert_eq!(
        of(&[root, ("a.rs", "use crate::b;"), ("b.rs", "use super::a;"), ("c.rs", "")]),
        ["a imports b (src/a.rs), b imports a (src/b.rs)"]
    );
    assert_eq!(
        of(&[
            root,
            ("a.rs", "mod x;"),
            ("a/x.rs", "fn f() { crate::b::g() }"),
            ("b.rs", "fn g() { crate::c::g() }"),
            ("c.rs", "use crate::a::{x};"),
        ]),
        ["a imports b (src/a/x.rs), b imports c (src/b.rs), c imports a (src/c.rs)"]
    );
    // By a name that the door hands on, and by all its names.
    let door = ("lib.rs", "mod a; mod b; mod c; pub use self::a::A; pub use b::*;");
    assert_eq!(
        of(&[
            door,
            ("a.rs", "use crate::B; pub struct A;"),
            ("b.rs", "use super::A; pub struct B;"),
            ("c.rs", "")
        ]),
        ["a imports b (src/a.rs), b imports a (src/b.rs)"]
    );
    // A parent and its child are one.
    assert_eq!(
        of(&[
            root,
            ("a.rs", "mod x; use x::X; pub struct A;"),
            ("a/x.rs", "use super::A; pub struct X;"),
            ("b.rs", ""),
            ("c.rs", "")
        ]),
        none
    );
    // A file that is named, and a module inside a file.
    assert_eq!(
        of(&[
            ("lib.rs", "#[path = \"a/room.rs\"] mod a; mod b { use crate::a::x; pub fn f() {} }"),
            ("a/room.rs", "pub mod x;"),
            ("a/x.rs", "fn g() { super::super::b::f() }"),
        ]),
        ["a imports b (src/a/x.rs), b imports a (src/lib.rs)"]
    );
}

/// Renderers draw; they never compute.
#[test]
fn renderers_see_documents_only() {
    let seen: &[&[&str]] = &[&["document"], &["layout"], &["render"], &["source", "picture"]];
    let library = library(&sources());
    let mut wrong = Vec::new();
    for (path, module) in
        library.modules.iter().filter(|(path, _)| path.first().is_some_and(|room| room == "render"))
    {
        for place in library.named(path) {
            let Place::Inside(target) = place else { continue };
            let target: Vec<_> = target.iter().map(String::as_str).collect();
            if !seen.iter().any(|seen| target.starts_with(seen)) {
                wrong.push(format!("src/{} imports {}", module.file, target.join("::")));
            }
        }
    }
    assert_none(&wrong);
}

/// Reading collects facts; only a rule may word a finding, so that every
/// finding a user meets has its entry in the reference.
#[test]
fn only_rules_make_findings() {
    let word = |token: Option<&Token>, name: &str| token.and_then(Token::word) == Some(name);
    let makes = |module: &Module| {
        let code = &module.tokens;
        (0..code.len()).filter(|at| word(code.get(*at), "Diagnostic")).any(|at| {
            let before = at.checked_sub(1).and_then(|at| code.get(at));
            let literal = code.get(at + 1).is_some_and(|token| token.is('{'));
            // `struct Diagnostic {`, `impl Diagnostic {`, `-> Diagnostic {`
            let other = word(before, "struct")
                || word(before, "impl")
                || before.is_some_and(|token| token.is('>'));
            let called = code.get(at + 1) == Some(&Token::Step) && word(code.get(at + 2), "new");
            (literal && !other) || called
        })
    };
    let library = library(&sources());
    let makers = library.modules.iter().filter(|(_, module)| makes(module));
    let (rules, others): (Vec<_>, Vec<_>) =
        makers.partition(|(path, _)| path.first().is_some_and(|room| room == "rules"));
    assert!(!rules.is_empty(), "the test looks for the right thing");
    let wrong = others.iter().map(|(_, module)| format!("src/{} makes a finding", module.file));
    assert_none(&wrong.collect::<Vec<_>>());
}

/// Each third-party crate has one door, so each can be replaced: a module with
/// what is below it.
const DOORS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["output/text"]),
    ("axum", &["bin/gongkai/preview"]),
    ("base64", &["render/html"]),
    ("clap", &["bin/gongkai/cli"]),
    ("clap_complete", &["bin/gongkai/cli/completions"]),
    ("docx_rs", &["render/docx"]),
    ("flate2", &["render/pdf"]),
    ("futures_util", &["bin/gongkai/preview"]),
    ("getrandom", &["bin/gongkai/preview"]),
    ("imagesize", &["source/picture"]),
    ("lopdf", &["render/pdf"]),
    ("minijinja", &["document/template", "render/html", "bin/gongkai/preview"]),
    ("png", &["source/picture", "render/pdf"]),
    ("printpdf", &["render/pdf"]),
    ("quick_xml", &["render/docx"]),
    ("serde_json", &["law/json_schema", "output", "bin/gongkai/preview"]),
    ("subsetter", &["render/pdf"]),
    ("tempfile", &["bin/gongkai/disk"]),
    ("tokio", &["bin/gongkai/preview"]),
    ("toml", &["data", "law", "layout/theme"]),
    ("ttf_parser", &["layout/font"]),
    ("unicode_linebreak", &["layout/breaks", "layout/kinsoku"]),
    ("zip", &["render/docx"]),
];

/// Derives, which leave no trace in what a module offers.
const EVERYWHERE: &[&str] = &["serde", "thiserror"];

/// The tables of Cargo.toml by name, as lines.
fn manifest(table: &str) -> Vec<String> {
    let text = read("Cargo.toml");
    let lines = text.lines().skip_while(|line| *line != format!("[{table}]")).skip(1);
    lines.take_while(|line| !line.starts_with('[')).map(str::to_owned).collect()
}

/// The names of the dependencies in a table, as Rust spells them.
fn dependencies(table: &str) -> Vec<String> {
    let lines = manifest(table);
    let names = lines.iter().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
    names.map(|line| line.split([' ', '=']).next().unwrap().replace('-', "_")).collect()
}

#[test]
fn dependencies_come_in_by_one_door() {
    let within = |path: &str, door: &str| {
        path.strip_prefix(door).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    let files = sources();
    // Every crate with the files that name it.
    let mut users = BTreeSet::new();
    for krate in [library(&files), program(&files)] {
        for (path, module) in &krate.modules {
            let outside = krate.named(path).into_iter().filter_map(|place| match place {
                Place::Outside(path) => path.into_iter().next(),
                Place::Inside(_) => None,
            });
            users.extend(outside.map(|name| (name, module.file.clone())));
        }
    }
    let mut wrong = Vec::new();
    for (name, doors) in DOORS {
        let users: Vec<_> = users.iter().filter(|(used, _)| used == name).collect();
        let strays = users.iter().filter(|(_, file)| !doors.iter().any(|door| within(file, door)));
        wrong.extend(strays.map(|(_, file)| format!("src/{file} uses {name}")));
        for door in *doors {
            if !users.iter().any(|(_, file)| within(file, door)) {
                wrong.push(format!("nobody uses {name} in {door}"));
            }
        }
    }
    for name in dependencies("dependencies") {
        let known = DOORS.iter().any(|(door, _)| *door == name);
        if !known && !EVERYWHERE.contains(&name.as_str()) {
            wrong.push(format!("{name} has no door in tests/it/tidy.rs"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn every_dependency_says_why() {
    let mut wrong = Vec::new();
    for table in ["dependencies", "dev-dependencies"] {
        let mut above = String::new();
        for line in manifest(table) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) && !above.starts_with("# ") {
                wrong.push(line.clone());
            }
            above = line;
        }
    }
    assert_none(&wrong);
    assert!(dependencies("dependencies").len() > 10);
}

/// 0.1 + 0.2 is not 0.3; figures of reports are exact.
#[test]
fn figures_are_never_floats() {
    let rooms = ["source", "data", "law", "prose", "report", "rules"];
    let float = |token: &Token| match token {
        Token::Word(word) => word == "f32" || word == "f64",
        Token::Number(number) => {
            number.contains('.') || number.contains("f32") || number.contains("f64")
        }
        _ => false,
    };
    let mut wrong = Vec::new();
    for (path, module) in library(&sources()).modules {
        let exact = path.first().is_some_and(|room| rooms.contains(&room.as_str()));
        if exact && module.tokens.iter().any(float) {
            wrong.push(format!("src/{} has a float", module.file));
        }
    }
    assert_none(&wrong);
}

/// 300 lines are a question, 500 need a reason; beyond 700 there is none.
#[test]
fn files_are_of_a_size_to_be_read() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let lines = text.lines().count();
        if lines > 700 {
            wrong.push(format!("src/{file} has {lines} lines"));
        }
    }
    assert_none(&wrong);
}

/// What is handed on must mean something on every machine.
#[test]
fn no_file_names_a_place_on_somebodys_machine() {
    // What is not of the project is named in .gitignore, each with its root.
    let ignored = read(".gitignore");
    let ignored = ignored.lines().map(|line| line.strip_prefix('/').unwrap());
    let ignored: Vec<_> = ignored.chain([".git"]).collect();
    // Spelt in two pieces, or this file would name them.
    let places = ["work", "tmp/wt", "tmp/gk", "home", "root"].map(|name| format!("/{name}/"));
    let mut wrong = Vec::new();
    let files = files("", &ignored);
    assert!(files.iter().any(|file| file == "Cargo.toml"));
    for path in files {
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        for place in &places {
            let named = text.match_indices(place.as_str()).any(|(at, _)| {
                // A path of its own, not the middle of an address.
                !text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}".contains(c))
            });
            if named {
                wrong.push(format!("{path} names {place}"));
            }
        }
    }
    assert_none(&wrong);
}
