//! Architecture that the compiler cannot check. The order of the layers is
//! read from the table in ARCHITECTURE.md, so page and code stay one.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A file of `src/`: its path below it, with `/`, and its code without
/// comments and tests.
struct File {
    path: String,
    code: String,
}

impl File {
    /// The module below the crate it belongs to.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// The modules it names, however it names them: `use crate::x`,
    /// `use crate::{x, y}`, `crate::x::f()`.
    fn imports(&self) -> BTreeSet<String> {
        let mut imports = BTreeSet::new();
        for (at, found) in self.code.match_indices("crate::") {
            if self.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &self.code[at + found.len()..];
            match rest.strip_prefix('{') {
                Some(group) => imports.extend(heads(group)),
                None => imports.extend(word(rest)),
            }
        }
        imports
    }

    /// Whether a name stands in the code as a path of its own: `name::`.
    fn uses(&self, name: &str) -> bool {
        let path = format!("{name}::");
        self.code.match_indices(&path).any(|(at, _)| {
            !self.code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
        })
    }
}

/// The first step of every path in `{a::b, c::{d, e}}`, after the brace.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut fresh, mut heads) = (1, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                heads.extend(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

/// The lower-case name at the start, if there is one: a module, not a type.
fn word(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let word = &text[..end];
    word.starts_with(|c: char| c.is_ascii_lowercase()).then(|| word.to_owned())
}

/// The code without comment lines and `#[cfg(test)]` items, as rustfmt sets it.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            let indent = line.len() - line.trim_start().len();
            let item = lines.by_ref().find(|line| !line.trim_start().starts_with("#["));
            if item.is_some_and(|item| item.ends_with('{')) {
                let closing = format!("{}}}", &line[..indent]);
                lines.by_ref().find(|line| *line == closing);
            }
        } else if !line.trim_start().starts_with("//") {
            code += line.split(" // ").next().unwrap();
            code.push('\n');
        }
    }
    code
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn sources() -> Vec<File> {
    let below = root().join("src");
    let (mut pending, mut files) = (vec![below.clone()], Vec::new());
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&below).unwrap().to_str().unwrap().replace('\\', "/");
                let code = code(&std::fs::read_to_string(&path).unwrap());
                files.push(File { path: name, code });
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(files.len() > 50);
    files
}

/// The first column of the table of layers: the modules of the library from
/// the lowest to the highest, then those of the binary.
fn layers() -> (Vec<String>, Vec<String>) {
    let page = read("ARCHITECTURE.md");
    let table = page.split("## Layers").nth(1).unwrap().split("\n## ").next().unwrap();
    let (mut library, mut binary) = (Vec::new(), Vec::new());
    for row in table.lines().filter(|line| line.starts_with('|')).skip(2) {
        let mut columns = row.split('|').skip(1);
        let (name, says) = (columns.next().unwrap(), columns.next().unwrap());
        let into = if name.trim() == "binary" { &mut binary } else { &mut library };
        let names = if name.trim() == "binary" { says } else { name };
        into.extend(names.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    assert!(library.len() > 15 && binary.len() > 2, "the table of layers is read");
    (library, binary)
}

/// Everything wrong at once: a test that stops at the first is run ten times.
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_module_has_its_layer() {
    let (library, binary) = layers();
    let declared: BTreeSet<String> = ["src/lib.rs", "src/main.rs"]
        .into_iter()
        .flat_map(|file| read(file).lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| {
            let name = line.strip_prefix("pub ").unwrap_or(&line).strip_prefix("mod ")?;
            Some(name.strip_suffix(';')?.to_owned())
        })
        .collect();
    let named: BTreeSet<String> =
        library.into_iter().chain(binary).filter(|name| name != "main").collect();
    let missing: Vec<_> = declared.difference(&named).cloned().collect();
    assert!(missing.is_empty(), "not in the table of ARCHITECTURE.md: {missing:?}");
}

#[test]
fn modules_import_upwards_only() {
    let (library, binary) = layers();
    let place = |module: &str| library.iter().position(|name| name == module);
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| file.path != "lib.rs") {
        let of_binary = binary.iter().any(|name| name == file.module());
        for imported in file.imports() {
            let allowed = if of_binary {
                binary.contains(&imported)
            } else {
                let (own, theirs) = (place(file.module()), place(&imported));
                theirs.is_some() && theirs <= own
            };
            if !allowed {
                wrong.push(format!("src/{} imports {imported}", file.path));
            }
        }
    }
    assert_none(&wrong);
}

/// Renderers draw; they never compute.
#[test]
fn renderers_see_documents_only() {
    let seen = ["document", "theme", "font", "layout", "picture", "render"];
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| file.module() == "render") {
        let others = file.imports().into_iter().filter(|name| !seen.contains(&name.as_str()));
        wrong.extend(others.map(|name| format!("src/{} imports {name}", file.path)));
    }
    assert_none(&wrong);
}

/// Reading collects facts; only a rule may word a finding, so that every
/// finding a user meets has its entry in the reference.
#[test]
fn only_rules_make_findings() {
    let makes = |file: &File| {
        file.path != "diagnostic.rs"
            && file.code.lines().any(|line| {
                let literal = line.contains("Diagnostic {") && !line.contains("-> ");
                literal || line.contains("Diagnostic::new(")
            })
    };
    let (rules, others): (Vec<_>, Vec<_>) =
        sources().into_iter().filter(makes).partition(|file| file.module() == "rules");
    assert!(!rules.is_empty(), "the test looks for the right thing");
    let wrong = others.iter().map(|file| format!("src/{} makes a finding", file.path));
    assert_none(&wrong.collect::<Vec<_>>());
}

/// Each third-party crate has one door, so each can be replaced. A door that
/// ends in `.rs` is that file; else it is a module with its folder.
const DOORS: &[(&str, &[&str])] = &[
    ("axum", &["preview"]),
    ("clap_complete", &["cli/completions"]),
    ("futures_util", &["preview"]),
    ("getrandom", &["preview"]),
    ("annotate_snippets", &["output"]),
    ("base64", &["render/html"]),
    ("clap", &["cli", "main"]),
    ("docx_rs", &["render/docx"]),
    ("flate2", &["render/pdf"]),
    ("imagesize", &["picture"]),
    ("lopdf", &["render/pdf"]),
    ("minijinja", &["template", "render/html", "preview"]),
    ("png", &["picture", "render/pdf"]),
    ("printpdf", &["render/pdf"]),
    ("quick_xml", &["render/docx"]),
    ("serde_json", &["json_schema", "output", "preview"]),
    ("subsetter", &["render/pdf"]),
    ("tempfile", &["cli"]),
    ("tokio", &["preview"]),
    ("toml", &["data", "edition", "theme"]),
    ("ttf_parser", &["font"]),
    ("unicode_linebreak", &["layout"]),
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
    let mut wrong = Vec::new();
    for (name, doors) in DOORS {
        let users: Vec<_> = files.iter().filter(|file| file.uses(name)).collect();
        let strays = users.iter().filter(|file| !doors.iter().any(|door| within(&file.path, door)));
        wrong.extend(strays.map(|file| format!("src/{} uses {name}", file.path)));
        if users.is_empty() {
            wrong.push(format!("nobody uses {name}"));
        }
    }
    for name in dependencies("dependencies") {
        let known = DOORS.iter().any(|(door, _)| *door == name);
        if !known && !EVERYWHERE.contains(&name.as_str()) {
            wrong.push(format!("{name} has no door in tests/tidy.rs"));
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
    let layers =
        ["source", "figure", "data", "edition", "balance", "report", "rules", "repair", "fix"];
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| layers.contains(&file.module())) {
        let mut words = file.code.split(|c: char| !c.is_alphanumeric() && c != '_');
        if words.any(|word| word == "f32" || word == "f64") {
            wrong.push(format!("src/{} has a float", file.path));
        }
    }
    assert_none(&wrong);
}

/// 300 lines are a question, 500 need a reason; beyond 700 there is none.
#[test]
fn files_are_of_a_size_to_be_read() {
    let mut wrong = Vec::new();
    for file in sources() {
        let lines = read(&format!("src/{}", file.path)).lines().count();
        if lines > 700 {
            wrong.push(format!("src/{} has {lines} lines", file.path));
        }
    }
    assert_none(&wrong);
}

/// What is tracked must mean something on every machine.
#[test]
fn no_file_names_a_place_on_somebodys_machine() {
    let tracked = Command::new("git").arg("ls-files").arg("-z").current_dir(root()).output();
    let Some(tracked) = tracked.ok().filter(|output| output.status.success()) else {
        eprintln!("not a git checkout: tracked files are not looked at");
        return;
    };
    // Spelt in two pieces, or this file would name them.
    let places = ["work", "tmp/wt", "tmp/gk", "home", "root"].map(|name| format!("/{name}/"));
    let mut wrong = Vec::new();
    for path in String::from_utf8(tracked.stdout).unwrap().split('\0').filter(|p| !p.is_empty()) {
        let Ok(text) = std::fs::read_to_string(root().join(path)) else { continue };
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

/// The reader of imports sees every way of naming a module, and no test code.
#[test]
fn imports_are_seen() {
    let text = "\
use crate::source::Span;
use crate::{data::Tree, edition::{self, Edition}, rules};
// use crate::layout;
fn f() -> crate::figure::Figure { crate::balance::g() }
#[cfg(test)]
mod tests {
    use crate::render::Html;
}
use docx_rs::Docx;
";
    let file = File { path: "x/y.rs".to_owned(), code: code(text) };
    let imports: Vec<_> = file.imports().into_iter().collect();
    assert_eq!(imports, ["balance", "data", "edition", "figure", "rules", "source"]);
    assert!(file.uses("docx_rs") && !file.uses("rs") && !file.uses("zip"));
    assert_eq!(file.module(), "x");
}
