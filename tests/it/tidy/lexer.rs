//! Rust source as tokens: no comments, no white space.

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Number(String),
    /// What a string literal holds, escapes as written.
    Text(String),
    Character,
    /// `::`
    Step,
    Mark(char),
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is(&self, mark: char) -> bool {
        *self == Self::Mark(mark)
    }
}

pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: source, tokens: Vec::new() };
    while lexer.step() {}
    lexer.tokens
}

struct Lexer<'a> {
    rest: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Lexer<'a> {
    /// Reads one token, comment or blank.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.take(comment(self.rest));
        } else if let Some((open, hashes)) = string(self.rest) {
            self.take(open);
            let closing = format!("\"{}", "#".repeat(hashes.unwrap_or(0)));
            let end = match hashes {
                Some(_) => self.rest.find(&closing),
                None => unescaped(self.rest, '"'),
            };
            let text = self.take(end.unwrap_or(self.rest.len())).to_owned();
            self.take(closing.len().min(self.rest.len()));
            self.tokens.push(Token::Text(text));
        } else if first == '\'' || self.rest.starts_with("b'") {
            self.take(self.rest.find('\'').unwrap() + 1);
            self.quoted();
        } else if first.is_ascii_digit() {
            let number = self.take(number(self.rest)).to_owned();
            self.tokens.push(Token::Number(number));
        } else if first.is_alphabetic() || first == '_' {
            self.rest = self.rest.strip_prefix("r#").unwrap_or(self.rest);
            let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let word = self.take(end.unwrap_or(self.rest.len())).to_owned();
            self.tokens.push(Token::Word(word));
        } else if self.rest.starts_with("::") {
            self.take(2);
            self.tokens.push(Token::Step);
        } else {
            self.take(first.len_utf8());
            if !first.is_whitespace() {
                self.tokens.push(Token::Mark(first));
            }
        }
        true
    }

    /// A character, or a lifetime, after its quotation mark.
    fn quoted(&mut self) {
        let mut ahead = self.rest.chars();
        let (first, second) = (ahead.next(), ahead.next());
        if first == Some('\\') || second == Some('\'') {
            let end = unescaped(self.rest, '\'').unwrap_or(self.rest.len());
            self.take((end + 1).min(self.rest.len()));
            self.tokens.push(Token::Character);
        } else {
            let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            self.take(end.unwrap_or(self.rest.len()));
        }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }
}

/// The length of a comment, which may hold others.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let change = match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => 1,
            [b'*', b'/', ..] => -1,
            _ => 0,
        };
        depth += change;
        at += if change == 0 { 1 } else { 2 };
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// If a string begins here: the length up to its first character, and the
/// number of `#` if it is raw.
fn string(text: &str) -> Option<(usize, Option<usize>)> {
    let plain = text.trim_start_matches(['b', 'c']);
    if text.len() - plain.len() > 1 {
        return None;
    }
    let raw = plain.strip_prefix('r');
    let rest = raw.unwrap_or(plain);
    let hashes = if raw.is_some() { rest.len() - rest.trim_start_matches('#').len() } else { 0 };
    let opens = rest[hashes..].starts_with('"');
    opens.then(|| (text.len() - rest.len() + hashes + 1, raw.map(|_| hashes)))
}

/// Where the mark stands without a backslash before it.
fn unescaped(text: &str, mark: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let found = c == mark && !escaped;
        escaped = c == '\\' && !escaped;
        found.then_some(at)
    })
}

/// The length of a number; `1..2` and `1.max(2)` end before the dot.
fn number(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = match c {
            '.' => chars.peek().is_some_and(|(_, next)| next.is_ascii_digit()),
            _ => c.is_alphanumeric() || c == '_',
        };
        if !inside {
            return at;
        }
    }
    text.len()
}
