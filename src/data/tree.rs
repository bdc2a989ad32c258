//! The data file as written: a TOML tree in which every value knows its place.
//! This module knows TOML and nothing about reports.

mod header;
mod literal;
mod recover;

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use crate::source::{Source, Span, Spanned, Text};

/// A value and where it was written.
#[derive(Debug, Clone)]
pub struct Node {
    /// What was written.
    pub value: Value,
    /// Where; for a table with a header, the header or the first key.
    pub span: Span,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key, unquoted.
    pub key: String,
    /// Where the key was written.
    pub key_span: Span,
    /// Its value.
    pub node: Node,
}

/// What a TOML value can be.
#[derive(Debug, Clone)]
pub enum Value {
    /// An integer or a float, its digits exactly as typed: a figure never
    /// passes through a float.
    Number(String),
    /// A string, with the place of every character.
    Text(Text),
    /// `true` or `false`.
    Flag(bool),
    /// A date or time, as typed.
    Date(String),
    /// An array.
    List(Vec<Node>),
    /// A table, entries in the order they were written.
    Table(Vec<Entry>),
}

impl Value {
    /// What the value is called in a message.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Number(_) => "数字",
            Self::Text(_) => "文字",
            Self::Flag(_) => "true/false",
            Self::Date(_) => "日期",
            Self::List(_) => "数组",
            Self::Table(_) => "表",
        }
    }
}

/// A parsed data file.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The top level.
    pub entries: Vec<Entry>,
    /// What could not be read, each with its place.
    pub errors: Vec<Spanned<String>>,
    /// The paths of the keys that were lost with the errors.
    pub lost: Vec<String>,
}

impl Tree {
    /// Parses what it can, and says what it could not: the preview must
    /// survive a half-typed line, so there is no `Result` here.
    pub fn parse(source: &Source) -> Self {
        let (slips, clean) = recover::slips(&source.text);
        let reader = Reader { source };
        let (mut errors, mut lost, mut headers) = (Vec::new(), Vec::new(), Vec::new());
        for slip in slips {
            let (value, span) = (translate(&slip.message), source.span(slip.range));
            errors.push(Spanned { value, span });
            lost.extend(slip.path);
            headers.extend(slip.header);
        }
        let (root, _) = DeTable::parse_recoverable(&clean);
        let mut entries = reader.table(root.into_inner());
        for header in headers {
            header.settle(&mut entries);
        }
        Self { entries, errors, lost }
    }

    /// The value at a path such as `requests.refused.inquiry`.
    pub fn get(&self, path: &str) -> Option<&Node> {
        self.entry(path).map(|entry| &entry.node)
    }

    /// The key and value at a path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        let mut entries = &self.entries;
        let mut steps = path.split('.').peekable();
        while let Some(step) = steps.next() {
            let entry = entries.iter().find(|entry| entry.key == step)?;
            match (&entry.node.value, steps.peek()) {
                (_, None) => return Some(entry),
                (Value::Table(inner), Some(_)) => entries = inner,
                _ => return None,
            }
        }
        None
    }
}

struct Reader<'s> {
    source: &'s Source,
}

impl Reader<'_> {
    fn table(&self, table: DeTable<'_>) -> Vec<Entry> {
        let mut entries: Vec<_> = table
            .into_iter()
            .map(|(key, value)| Entry {
                key_span: self.source.span(key.span()),
                key: key.into_inner().into_owned(),
                node: self.node(value),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span);
        entries
    }

    fn node(&self, node: TomlSpanned<DeValue<'_>>) -> Node {
        let range = node.span();
        let span = self.source.span(range.clone());
        let typed = self.source.text.get(range).unwrap_or_default();
        let value = match node.into_inner() {
            DeValue::Integer(_) | DeValue::Float(_) => Value::Number(typed.replace('_', "")),
            DeValue::String(text) => Value::Text(literal::places(typed, &text, span)),
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(list) => {
                Value::List(list.into_iter().map(|item| self.node(item)).collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { value, span }
    }
}

/// The parser's messages, in the user's language. What is not in the list is
/// shown as the parser said it.
pub(crate) fn translate(message: &str) -> String {
    const KNOWN: &[(&str, &str)] = &[
        ("duplicate key", "键重复"),
        ("invalid basic string", "文字没有写完，缺右引号"),
        ("invalid multi-line basic string", "多行文字没有写完，缺 \"\"\""),
        ("invalid literal string", "文字没有写完，缺右单引号"),
        ("unclosed array", "数组没有写完，缺 ]"),
        ("unclosed inline table", "表没有写完，缺 }"),
        ("extra comma", "多了一个逗号"),
        ("missing comma", "缺逗号"),
        ("extra key", "一行只能写一个“键 = 值”"),
        ("missing assignment", "键后缺“=”"),
        ("key with no value", "键后缺“= 值”"),
        ("missing value", "缺值"),
        ("missing opening quote", "文字缺左引号；数字不要带单位或其他字"),
        ("string values must be quoted", "文字要写在引号里；数字不要带单位或其他字"),
        ("missing key", "缺键"),
        ("invalid unquoted key", "键只能用英文字母、数字、下划线"),
        ("unclosed table", "表头没有写完，缺 ]"),
        ("unopened table", "表头没有写全，缺 ["),
        ("mismatched table brackets", "表头的括号要用半角的 [ ]，左右成对"),
        ("invalid control character", "有不可见的控制字符"),
        ("invalid comment character", "注释里有不可见的控制字符"),
        ("unexpected", "此处有多余的内容"),
        ("recursion limit", "嵌套太深"),
        ("invalid UTF-8", "不是 UTF-8 文字"),
        ("out of range", "数字超出范围"),
        ("invalid escape", "反斜杠后的转义写法不对；要写反斜杠本身，请写 \\\\"),
        ("leading zeros", "数字前面不要补 0"),
        ("invalid datetime", "日期应写作 2024-01-09"),
        ("invalid number", "数字写法不对"),
        ("invalid integer", "整数写法不对"),
        ("invalid float", "小数写法不对"),
    ];
    let first = message.lines().next().unwrap_or_default();
    match KNOWN.iter().find(|(english, _)| first.contains(english)) {
        Some((_, chinese)) => (*chinese).to_owned(),
        None => format!("写法不对（{first}）"),
    }
}
