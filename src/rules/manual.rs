//! The reference of the rules, printed from the rules themselves.

use std::collections::BTreeMap;

use super::all;
use crate::law::Law;
use crate::report::nearest_word;
use crate::source::diagnostic::Severity;

/// A rule as its reader meets it: from a rule or from the balances of editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documented<'a> {
    /// Its id.
    pub id: &'a str,
    /// What is wrong.
    pub name: &'a str,
    /// How bad it is.
    pub severity: Severity,
    /// The provision.
    pub cites: String,
    /// Whether it can be waived.
    pub waivable: bool,
    /// What it checks, with examples, Markdown.
    pub doc: String,
}

/// Every rule, balances included, by id.
pub fn reference(law: &Law) -> Vec<Documented<'_>> {
    let mut entries: BTreeMap<&str, Documented<'_>> = BTreeMap::new();
    for rule in all() {
        let (id, name, severity) = (rule.id, rule.name, rule.severity);
        let mut cites = String::new();
        for edition in law.editions.iter().filter(|edition| !edition.local) {
            add(&mut cites, &edition.own_provision(rule.cites).unwrap_or_default());
        }
        let waivable = rule.waivable;
        // Rust keeps the space after `///`.
        let lines = rule.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        let doc = lines.fold(String::new(), |text, line| text + line + "\n");
        entries.insert(id, Documented { id, name, severity, cites, waivable, doc });
    }
    for edition in &law.editions {
        for balance in edition.tables.iter().flat_map(|table| &table.balances) {
            let entry = entries.entry(&balance.id).or_insert_with(|| Documented {
                id: &balance.id,
                name: &balance.name,
                severity: balance.severity,
                cites: String::new(),
                waivable: balance.equation.spans_years(),
                doc: balance.doc.clone(),
            });
            let cites = balance.cites.as_ref().unwrap_or(&edition.cites);
            add(&mut entry.cites, cites);
        }
    }
    entries.into_values().collect()
}

/// Adds the provisions that are not there yet.
fn add(cites: &mut String, more: &str) {
    for provision in more.split('；').filter(|provision| !provision.is_empty()) {
        if !cites.contains(provision) {
            let comma = if cites.is_empty() { "" } else { "；" };
            cites.extend([comma, provision]);
        }
    }
}

/// The rule whose id looks most like `id`.
pub fn nearest<'a>(id: &str, reference: &[Documented<'a>]) -> Option<&'a str> {
    let ids = reference.iter().map(|rule| rule.id.to_owned());
    let meant = nearest_word(&id.to_ascii_uppercase(), ids)?;
    reference.iter().find(|rule| rule.id == meant).map(|rule| rule.id)
}

/// A rule as `gongkai explain` shows it.
pub fn explain(law: &Law, id: &str) -> Option<String> {
    let id = id.trim().to_uppercase();
    let rule = reference(law).into_iter().find(|rule| rule.id == id)?;
    Some(rule.entry())
}

/// The whole reference, Markdown.
pub fn manual(law: &Law) -> String {
    let rules = reference(law);
    let mut text = String::from(
        "# 规则一览\n\n\
         由 `cargo test` 从 `src/rules/` 和 `schemas/` 生成，请勿手改。\n\n\
         **错误**必须改正，否则不生成年报；**警告**应当改正，或者用 `[[waive]]` 写明理由后保留；\
         **提示**供参考。缺少数据、无法判断的规则会列为“未核对”，不算通过。\n\n\
         | 编号 | 内容 | 级别 |\n|---|---|---|\n",
    );
    text.extend(
        rules.iter().map(|rule| format!("| `{}` | {} | {} |\n", rule.id, rule.name, rule.severity)),
    );
    text.extend(rules.iter().map(|rule| format!("\n{}", rule.entry())));
    text
}

impl Documented<'_> {
    /// Its entry in the reference, Markdown.
    pub fn entry(&self) -> String {
        let waivable = if self.waivable { "可以写明理由后保留" } else { "不能保留" };
        format!(
            "## {} {}\n\n{}\n依据：{}\n\n级别：{}，{waivable}\n",
            self.id,
            self.name,
            self.doc.trim_start(),
            self.cites,
            self.severity,
        )
    }
}
