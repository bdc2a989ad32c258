//! Equations between lines of a table, written as the form prints them.

use std::str::FromStr;

use serde::Deserialize;

/// `new + carried_in = handled + carried_out`; also with `>=` and `<=`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Equation {
    /// What is added up before the operator.
    pub left: Vec<Term>,
    /// How the two sides must compare.
    pub operator: Operator,
    /// What is added up behind it.
    pub right: Vec<Term>,
    /// As the edition writes it, wildcards and all.
    written: String,
}

/// How two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
}

/// One term of a side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Subtracted instead of added.
    pub negative: bool,
    /// Taken from last year's report (`last.`).
    pub last_year: bool,
    /// Id of a row or a column, or a whole number. `refused.*` stands for every
    /// line under `refused`.
    pub line: String,
}

/// Text that is no equation.
#[derive(Debug, thiserror::Error)]
#[error("等式应写作 a + b = c - d，现为：{0}")]
pub struct EquationError(String);

impl FromStr for Equation {
    type Err = EquationError;

    fn from_str(text: &str) -> Result<Self, EquationError> {
        const OPERATORS: [(&str, Operator); 3] =
            [(">=", Operator::AtLeast), ("<=", Operator::AtMost), ("=", Operator::Equal)];
        OPERATORS
            .into_iter()
            .find_map(|(sign, operator)| Some((text.split_once(sign)?, operator)))
            .and_then(|((left, right), operator)| {
                let written = text.to_owned();
                Some(Self { left: side(left)?, operator, right: side(right)?, written })
            })
            .ok_or_else(|| EquationError(text.to_owned()))
    }
}

impl TryFrom<String> for Equation {
    type Error = EquationError;

    fn try_from(text: String) -> Result<Self, EquationError> {
        text.parse()
    }
}

impl Equation {
    /// Both sides' terms.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.left.iter().chain(&self.right)
    }

    /// Whether last year's report is needed.
    pub fn spans_years(&self) -> bool {
        self.terms().any(|term| term.last_year)
    }

    /// Writes out `refused.*`, and names the first line that does not exist.
    /// Starts from what was written: an overlay may have added lines since.
    pub(super) fn resolve(&mut self, lines: &[String]) -> Result<(), String> {
        if let Ok(written) = self.written.parse() {
            *self = written;
        }
        for side in [&mut self.left, &mut self.right] {
            let mut terms = Vec::with_capacity(side.len());
            for term in side.drain(..) {
                let before = terms.len();
                match term.line.strip_suffix('*') {
                    Some(prefix) => {
                        let under = lines.iter().filter(|line| line.starts_with(prefix));
                        terms.extend(under.map(|line| Term { line: line.clone(), ..term.clone() }));
                    }
                    None if term.number().is_some() || lines.contains(&term.line) => {
                        terms.push(term.clone());
                    }
                    None => {}
                }
                if terms.len() == before {
                    return Err(term.line);
                }
            }
            *side = terms;
        }
        Ok(())
    }
}

impl Operator {
    /// Whether two sums compare as they must.
    pub fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtLeast => left >= right,
            Self::AtMost => left <= right,
        }
    }
}

impl Term {
    /// The number, if the term is one.
    pub fn number(&self) -> Option<i64> {
        self.line.parse().ok()
    }
}

/// `a + b - c`, or nothing if it is not that.
fn side(text: &str) -> Option<Vec<Term>> {
    let term = |word: &str, negative| {
        let (line, last_year) = match word.strip_prefix("last.") {
            Some(line) => (line, true),
            None => (word, false),
        };
        Term { negative, last_year, line: line.to_owned() }
    };
    let mut words = text.split_whitespace();
    let mut terms = vec![term(words.next()?, false)];
    while let Some(operator) = words.next() {
        let negative = match operator {
            "+" => false,
            "-" => true,
            _ => return None,
        };
        terms.push(term(words.next()?, negative));
    }
    Some(terms)
}
