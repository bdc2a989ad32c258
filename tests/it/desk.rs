//! The use cases over files in memory: the same as the program over a disk.

use std::path::{Path, PathBuf};

use gongkai::desk::{Desk, Drafts, Error, FileError, Memory, Wanted};
use gongkai::output::{self, Format};
use gongkai::render::{self, Renderer};

use crate::cli::desk as disk;

fn renderers() -> Vec<&'static dyn Renderer> {
    ["html", "docx", "pdf"].map(|name| render::by_name(name).unwrap()).to_vec()
}

fn wanted<'a>(renderers: &'a [&'static dyn Renderer]) -> Wanted<'a> {
    Wanted { renderers, fragment: true, draft: false, strict: false }
}

#[test]
fn findings_and_files_are_those_of_the_program() {
    let text = disk::example();
    let files: Memory = [("data.toml", text.as_bytes())].into_iter().collect();
    let desk = Desk::new(&files);
    let office = desk.office(None, None).unwrap();
    let renderers = renderers();
    let path = Path::new("data.toml");
    let (examined, made) = desk.build(path, None, &office, wanted(&renderers)).unwrap();
    let made = made.unwrap();
    let written = output::write(Format::Json, &[examined.checked()], &[]);

    let program = disk::Desk::with_example();
    assert_eq!(program.run(&["check", "data.toml", "--format", "json"]).out, written);
    program.run(&["build", "data.toml", "--fragment", "--out", "out"]).ends(0);
    assert_eq!((made.name.as_str(), made.files.len()), (disk::NAME, 4));
    for (ending, bytes) in &made.files {
        assert!(*bytes == program.read(&format!("out/{}.{ending}", made.name)), "{ending}");
    }
}

#[test]
fn a_report_with_errors_is_not_made() {
    let text = disk::changed("granted        = [4,", "granted        = [5,");
    let files: Memory = [("data.toml", text)].into_iter().collect();
    let desk = Desk::new(&files);
    let office = desk.office(None, None).unwrap();
    let renderers = renderers();
    let path = Path::new("data.toml");
    let (examined, made) = desk.build(path, None, &office, wanted(&renderers)).unwrap();
    assert!(made.is_none());
    assert!(examined.findings().iter().any(|finding| finding.rule == "T3-COL-BALANCE"));
}

#[test]
fn nothing_outside_the_folder_is_read_on_behalf_of_a_data_file() {
    let secret = "机密";
    for name in ["../secret.md", "/secret.md", "./../secret.md", "a/../../secret.md"] {
        let text = disk::changed("overview = \"\"\"", "unused = \"\"\"");
        let text =
            text.replacen("unused =", &format!("overview = {{ file = \"{name}\" }}\nx ="), 1);
        let files: Memory =
            [("job/data.toml", text.as_str()), ("secret.md", secret), ("/secret.md", secret)]
                .into_iter()
                .collect();
        let project =
            Desk::new(&files).open(Path::new("job/data.toml"), None, &Drafts::new()).unwrap();
        assert!(project.sources.iter().all(|source| source.text != secret), "{name}");
        let report = project.report().unwrap();
        assert!(report.narrative("overview").is_none(), "{name}");
        assert!(report.problems.iter().any(|problem| format!("{problem:?}").contains(name)));
    }
}

#[test]
fn drafts_go_before_files() {
    let files: Memory = [("data.toml", "year = 2022")].into_iter().collect();
    let drafts: Drafts = [(PathBuf::from("data.toml"), "year = 2023".to_owned())].into();
    let project = Desk::new(&files).open(Path::new("data.toml"), None, &drafts).unwrap();
    assert_eq!(project.report().unwrap().year.unwrap().value, 2023);
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_path() {
    let files: Memory =
        [("gbk.toml", &b"year = 2023 # \xc4\xea"[..]), ("empty/.keep", b"")].into_iter().collect();
    let desk = Desk::new(&files);
    let open = |path: &str| desk.open(Path::new(path), None, &Drafts::new()).unwrap_err();
    assert!(matches!(open("none.toml"), Error::Read { source: FileError::Missing, .. }));
    let gbk = open("gbk.toml");
    assert_eq!(gbk.path(), Some(Path::new("gbk.toml")));
    assert!(gbk.to_string().starts_with("gbk.toml:1:15：不是 UTF-8"), "{gbk}");
    let none = desk.data_files(&[PathBuf::from("empty")]).unwrap_err();
    assert!(matches!(none, Error::NoDataFiles(_)));
    assert!(desk.office(Some(Path::new("templates")), None).is_err());
}

#[test]
fn data_files_of_a_folder_are_found_in_order() {
    let files: Memory = [
        ("all/b/data.toml", "year = 2023"),
        ("all/a/data.toml", "year = 2023"),
        ("all/a/rules.toml", "extends = '2021'"),
        ("all/.hidden/data.toml", "year = 2023"),
        ("all/notes.md", "year = 2023"),
    ]
    .into_iter()
    .collect();
    let found = Desk::new(&files).data_files(&[PathBuf::from("all")]).unwrap();
    assert_eq!(found, ["all/a/data.toml", "all/b/data.toml"].map(PathBuf::from));
}
