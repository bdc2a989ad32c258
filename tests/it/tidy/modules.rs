//! The modules of a crate, found the way the compiler finds them, and what
//! each of them names.

use std::collections::{BTreeMap, BTreeSet};

use super::lexer::{Token, tokens};

/// Source files by their path below `src/`.
pub(super) type Files = BTreeMap<String, String>;

/// A path as its steps: `crate::a::B` is `["crate", "a", "B"]`; a leading `::`
/// is an empty step, and `*` is the last step of a glob.
pub(super) type Path = Vec<String>;

#[derive(Debug, Default)]
pub(super) struct Module {
    /// The file it stands in, below `src/`.
    pub(super) file: String,
    /// Its own tokens, without tests and without modules inside it.
    pub(super) tokens: Vec<Token>,
    /// Names brought in by `use`, each with its path; `*` for globs.
    uses: Vec<(String, Path)>,
    /// Paths written out in the code.
    paths: Vec<Path>,
    /// Items declared here, and whether paths can lead through them.
    items: BTreeMap<String, bool>,
}

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// To this module or something in it.
    Inside(Path),
    /// Out of the crate.
    Outside(Path),
}

#[derive(Debug)]
pub(super) struct Crate {
    pub(super) modules: BTreeMap<Path, Module>,
    /// The name by which a library may call itself.
    name: Option<&'static str>,
}

impl Crate {
    /// Reads the modules that `root` declares, and those that they declare.
    pub(super) fn read(name: Option<&'static str>, root: &str, files: &Files) -> Self {
        let mut read = Self { modules: BTreeMap::new(), name };
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        read.file(&Vec::new(), root, folder, files);
        read
    }

    fn file(&mut self, path: &Path, file: &str, folder: &str, files: &Files) {
        let text = files.get(file).unwrap_or_else(|| panic!("src/{file} is declared and missing"));
        self.module(path, file, folder, &tokens(text), files);
    }

    /// Reads a module; the files of its children lie in `folder`.
    fn module(&mut self, path: &Path, file: &str, folder: &str, code: &[Token], files: &Files) {
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        let (mut at, mut depth) = (0, 0_usize);
        let mut attributes = Attributes::default();
        while at < code.len() {
            let rest = &code[at..];
            let (first, words) = (&rest[0], [0, 1].map(|ahead| rest.get(ahead)?.word()));
            if first.is('#') {
                let length = rest.iter().position(|token| token.is('[')).unwrap() + 1;
                let end = length + closing(&rest[length..]);
                attributes.read(&rest[length..end], &mut module);
                at += end + 1;
                continue;
            }
            if words[0] == Some("pub") {
                // What is said of an item is said before its visibility.
                at += if rest[1].is('(') { 3 + closing(&rest[2..]) } else { 1 };
                continue;
            }
            let Attributes { test, path: named } = std::mem::take(&mut attributes);
            if test {
                at += item(rest);
                continue;
            }
            match words {
                [Some("mod"), Some(name)] if rest[2].is(';') || rest[2].is('{') => {
                    let child: Path = path.iter().cloned().chain([name.to_owned()]).collect();
                    let below =
                        |name: &str| format!("{folder}/{name}").trim_matches('/').to_owned();
                    at += 3;
                    if rest[2].is('{') {
                        let end = closing(&rest[3..]);
                        self.module(&child, file, &below(name), &rest[3..3 + end], files);
                        at += end + 1;
                    } else if let Some(named) = named {
                        let here = file.rsplit_once('/').map_or("", |(folder, _)| folder);
                        let file = format!("{here}/{named}").trim_matches('/').to_owned();
                        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
                        self.file(&child, &file, folder, files);
                    } else {
                        self.file(&child, &below(&format!("{name}.rs")), &below(name), files);
                    }
                    continue;
                }
                [Some("use"), _] if !rest[1].is('<') => {
                    let end = rest.iter().position(|token| token.is(';')).unwrap();
                    tree(&rest[1..end], &Vec::new(), &mut module.uses);
                    at += end + 1;
                    continue;
                }
                [Some("extern"), Some("crate")] => {
                    let name = rest[2].word().unwrap().to_owned();
                    let shown = if rest[3].word() == Some("as") { rest[4].word() } else { None };
                    let path = vec![String::new(), name.clone()];
                    module.uses.push((shown.map_or(name, str::to_owned), path));
                }
                [
                    Some(
                        kind @ ("struct" | "enum" | "union" | "trait" | "type" | "fn" | "const"
                        | "static"),
                    ),
                    Some(name),
                ] if depth == 0 => {
                    let through = !["fn", "const", "static"].contains(&kind);
                    *module.items.entry(name.to_owned()).or_default() |= through;
                }
                _ => {}
            }
            if let Some((path, length)) = written(code, at) {
                module.paths.push(path);
                module.tokens.extend_from_slice(&rest[..length]);
                at += length;
                continue;
            }
            depth += usize::from(first.is('{'));
            depth = depth.saturating_sub(usize::from(first.is('}')));
            module.tokens.push(first.clone());
            at += 1;
        }
        assert!(self.modules.insert(path.clone(), module).is_none(), "{path:?} is declared twice");
    }

    /// Every place that a module names: where its paths lead, and the doors
    /// they lead through.
    pub(super) fn named(&self, module: &Path) -> BTreeSet<Place> {
        let here = &self.modules[module];
        let mut named = BTreeSet::new();
        for path in here.uses.iter().map(|(_, path)| path).chain(&here.paths) {
            let Some(path) = path.strip_suffix(&["*".to_owned()]) else {
                self.resolve(module, path, 16, &mut named);
                continue;
            };
            let mut seen = BTreeSet::new();
            self.resolve(module, path, 16, &mut seen);
            named.extend(seen.into_iter().map(|place| match place {
                Place::Outside(path) => Place::Outside([path, vec!["*".to_owned()]].concat()),
                inside @ Place::Inside(_) => inside,
            }));
        }
        named.remove(&Place::Inside(module.clone()));
        named
    }

    /// Follows a path from a module; adds the places on its way to `seen`.
    fn resolve(
        &self,
        from: &Path,
        path: &[String],
        fuel: u8,
        seen: &mut BTreeSet<Place>,
    ) -> Option<Path> {
        let (head, mut rest) = path.split_first()?;
        let mut at = match head.as_str() {
            "crate" => Vec::new(),
            name if Some(name) == self.name => Vec::new(),
            "self" => from.clone(),
            "super" => from.split_last()?.1.to_vec(),
            "" => {
                seen.insert(Place::Outside(rest.to_vec()));
                return None;
            }
            _ if self.offers(from, head, !rest.is_empty(), fuel) => {
                rest = path;
                from.clone()
            }
            _ => {
                seen.insert(Place::Outside(path.to_vec()));
                return None;
            }
        };
        while let Some((step, after)) = rest.split_first() {
            let child: Path = at.iter().cloned().chain([step.clone()]).collect();
            if step == "super" {
                at.pop();
            } else if self.modules.contains_key(&child) {
                at = child;
            } else if let Some(path) = self.brought(&at, step, !after.is_empty(), fuel) {
                seen.insert(Place::Inside(at.clone()));
                let path: Path = path.into_iter().chain(after.iter().cloned()).collect();
                return self.resolve(&at, &path, fuel - 1, seen);
            } else {
                break;
            }
            rest = after;
        }
        seen.insert(Place::Inside(at.clone()));
        rest.is_empty().then_some(at)
    }

    /// Whether a name means something in a module without the prelude and the
    /// names of crates; `through` if the path goes on behind it.
    fn offers(&self, module: &Path, name: &str, through: bool, fuel: u8) -> bool {
        let child: Path = module.iter().cloned().chain([name.to_owned()]).collect();
        self.modules.contains_key(&child)
            || self.modules[module].items.get(name).is_some_and(|leads| *leads || !through)
            || self.brought(module, name, through, fuel).is_some()
    }

    /// The path behind a name that a `use` brings into a module.
    fn brought(&self, module: &Path, name: &str, through: bool, fuel: u8) -> Option<Path> {
        let fuel = fuel.checked_sub(1)?;
        let here = self.modules.get(module)?;
        if here.items.get(name).is_some_and(|leads| *leads || !through) {
            return None;
        }
        let own = here.uses.iter().find(|(shown, path)| {
            // `use toml;` brings in what has this name anyway.
            shown == name && *path != [name.to_owned()]
        });
        if let Some((_, path)) = own {
            return Some(path.clone());
        }
        here.uses.iter().filter(|(shown, _)| shown == "*").find_map(|(_, glob)| {
            let path = &glob[..glob.len() - 1];
            let target = self.resolve(module, path, fuel, &mut BTreeSet::new())?;
            let offered = target != *module && self.offers(&target, name, through, fuel);
            offered.then(|| path.iter().cloned().chain([name.to_owned()]).collect())
        })
    }
}

#[derive(Default)]
struct Attributes {
    test: bool,
    path: Option<String>,
}

impl Attributes {
    fn read(&mut self, tokens: &[Token], module: &mut Module) {
        let words: Vec<_> = tokens.iter().filter_map(Token::word).collect();
        self.test |= words == ["cfg", "test"];
        module.paths.extend(all(tokens));
        for text in tokens.iter().filter_map(|token| match token {
            Token::Text(text) => Some(text),
            _ => None,
        }) {
            match words[..] {
                ["path"] => self.path = Some(text.clone()),
                // `#[serde(with = "crate::x")]`
                _ => module.paths.extend(all(&self::tokens(text))),
            }
        }
    }
}

/// Where the bracket closes that was opened before these tokens.
fn closing(tokens: &[Token]) -> usize {
    let mut depth = 1;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

/// The length of the item or statement that begins here.
fn item(tokens: &[Token]) -> usize {
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            Token::Mark(';') => return at + 1,
            Token::Mark('{') => return at + 2 + closing(&tokens[at + 1..]),
            Token::Mark('(' | '[') => at += 2 + closing(&tokens[at + 1..]),
            _ => at += 1,
        }
    }
    at
}

/// Every path that is written out in these tokens.
fn all(code: &[Token]) -> Vec<Path> {
    (0..code.len()).filter_map(|at| Some(written(code, at)?.0)).collect()
}

/// The path that is written out at a place, and how many tokens it takes.
fn written(code: &[Token], at: usize) -> Option<(Path, usize)> {
    let before = at.checked_sub(1).and_then(|before| code.get(before));
    let (mut path, mut next) = match (&code[at], before) {
        // The rest of `<T>::f` or `f::<T>::g`.
        (_, Some(Token::Step | Token::Mark('.'))) => return None,
        (Token::Word(word), _) => (vec![word.clone()], at + 1),
        // `::std`, but not `<T>::f`.
        (Token::Step, before) => {
            if before.is_some_and(|token| token.is('>')) {
                return None;
            }
            (vec![String::new(), code.get(at + 1)?.word()?.to_owned()], at + 2)
        }
        _ => return None,
    };
    while let [Token::Step, Token::Word(word), ..] = &code[next..] {
        path.push(word.clone());
        next += 2;
    }
    (path.len() > 1).then_some((path, next - at))
}

/// The tree behind `use`: every leaf with the name it is brought in by.
fn tree(tokens: &[Token], prefix: &Path, uses: &mut Vec<(String, Path)>) {
    let mut path = prefix.clone();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            Token::Step if at == 0 && prefix.is_empty() => path.push(String::new()),
            Token::Mark('*') => path.push("*".to_owned()),
            Token::Word(word) if word == "as" => {
                let name = tokens[at + 1].word().unwrap().to_owned();
                uses.push((name, path));
                return;
            }
            // `a::{self}` is `a`.
            Token::Word(word) if word == "self" && at == 0 && !prefix.is_empty() => {}
            Token::Word(word) => path.push(word.clone()),
            Token::Mark('{') => {
                let end = at + 1 + closing(&tokens[at + 1..]);
                let mut start = at + 1;
                while start < end {
                    let length = branch(&tokens[start..end]);
                    tree(&tokens[start..start + length], &path, uses);
                    start += length + 1;
                }
                return;
            }
            _ => {}
        }
        at += 1;
    }
    if let Some(last) = path.last().filter(|_| !tokens.is_empty()).cloned() {
        uses.push((last, path));
    }
}

/// The length of the tokens before the next comma outside brackets.
fn branch(tokens: &[Token]) -> usize {
    let mut at = 0;
    while at < tokens.len() && !tokens[at].is(',') {
        at += if tokens[at].is('{') { 2 + closing(&tokens[at + 1..]) } else { 1 };
    }
    at.min(tokens.len())
}
