//! A clerk's desk: a folder of its own, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The name of every file made from the example.
pub(crate) const NAME: &str = "郯城县行政审批服务局2023年政府信息公开工作年度报告";

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Both outputs must hold these words somewhere.
    #[track_caller]
    pub(crate) fn says(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(self.out.contains(word) || self.err.contains(word), "no {word} in {self:#?}");
        }
        self
    }

    #[track_caller]
    pub(crate) fn ends(&self, status: i32) -> &Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// Findings as `--format json` prints them.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A desk with the example as `data.toml`.
    pub(crate) fn with_example() -> Self {
        let desk = Self::new();
        desk.put("data.toml", example());
        desk
    }

    /// A desk with a changed example; the change must find its place.
    #[track_caller]
    pub(crate) fn with(from: &str, to: &str) -> Self {
        let desk = Self::new();
        desk.put("data.toml", changed(from, to));
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Every file on the desk, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let (mut pending, mut files) = (vec![self.folder.path().to_owned()], Vec::new());
        while let Some(folder) = pending.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && !path.is_symlink() {
                    pending.push(path);
                } else {
                    let name = path.strip_prefix(self.folder.path()).unwrap();
                    files.push(name.to_str().unwrap().replace('\\', "/"));
                }
            }
        }
        files.sort();
        files
    }

    /// Runs the program here; it must never panic and never leave scraps.
    #[track_caller]
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(args)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let status = output.status.code().unwrap_or_else(|| panic!("{args:?} was killed"));
        let ran = Ran { status, out: text(output.stdout), err: text(output.stderr) };
        for word in ["panicked", "RUST_BACKTRACE", ".rs:"] {
            assert!(!ran.out.contains(word) && !ran.err.contains(word), "{args:?}: {ran:#?}");
        }
        let scraps: Vec<_> =
            self.files().into_iter().filter(|name| name.contains(".gongkai-")).collect();
        assert!(scraps.is_empty(), "{args:?} left {scraps:?}");
        ran
    }

    /// A build that must leave the desk as it was.
    #[track_caller]
    pub(crate) fn refuses(&self, args: &[&str], status: i32) -> Ran {
        let before = self.files();
        let ran = self.run(args);
        ran.ends(status);
        assert_eq!(self.files(), before, "{args:?} wrote something");
        assert!(!ran.err.contains("已写出"), "{ran:#?}");
        ran
    }
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn example() -> String {
    std::fs::read_to_string(root().join("examples/tancheng-2023/data.toml")).unwrap()
}

/// The example with its first `from` as `to`.
#[track_caller]
pub(crate) fn changed(from: &str, to: &str) -> String {
    let text = example();
    assert!(text.contains(from), "no {from} in the example");
    text.replacen(from, to, 1)
}

/// The example with the text of part five as something else.
pub(crate) fn with_problems(value: &str) -> String {
    let text = example();
    let (before, after) = text.split_once("problems = \"\"\"\n").unwrap();
    let (_, after) = after.split_once("\"\"\"").unwrap();
    format!("{before}problems = {value}{after}")
}
