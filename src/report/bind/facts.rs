//! Who reports, when, and what else is no figure and no narrative.

use std::sync::Arc;

use std::collections::BTreeMap;

use super::figures::blank;
use super::{LONGEST_TEXT, Reader, spanned};
use crate::data::date::Date;
use crate::data::figure::Unit;
use crate::data::{Node, Value};
use crate::law::field::{WAIVER_KEYS, find};
use crate::report::{Agency, Contact, Problem, ProcessingFee, Publication, Waiver};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn year(&mut self) -> Option<Spanned<u16>> {
        let node = self.tree.get("year")?;
        let year = match &node.value {
            Value::Number(digits) => {
                digits.parse().ok().filter(|year| (1000..=9999).contains(year))
            }
            _ => None,
        };
        if year.is_none() {
            self.wrong_type("报告年度", "四位数的年份，如 2023", node);
            self.refused.insert("year".to_owned());
        }
        year.map(|value| Spanned { value, span: node.span })
    }

    pub(super) fn text(&mut self, path: &'static str) -> Option<Spanned<String>> {
        let node = self.tree.get(path)?;
        let label = find(path).map_or(path, |field| field.label);
        let Value::Text(text) = &node.value else {
            self.wrong_type(label, "引号中的文字", node);
            self.refused.insert(path.to_owned());
            return None;
        };
        if !self.fits(label, text, LONGEST_TEXT) {
            self.refused.insert(path.to_owned());
            return None;
        }
        (!text.value.trim().is_empty()).then(|| spanned(text))
    }

    pub(super) fn texts(&mut self, path: &'static str) -> Vec<Spanned<String>> {
        let Some(node) = self.tree.get(path) else { return Vec::new() };
        let label = find(path).map_or(path, |field| field.label);
        let Value::List(items) = &node.value else {
            self.wrong_type(label, "文字的数组，如 [\"县财政局\"]", node);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) if self.fits(label, text, LONGEST_TEXT) => {
                    texts.push(spanned(text));
                }
                Value::Text(_) => {}
                _ => self.wrong_type(label, "引号中的文字", item),
            }
        }
        texts
    }

    pub(super) fn date(&mut self, path: &'static str) -> Option<Spanned<Date>> {
        let node = self.tree.get(path)?;
        let label = find(path).map_or(path, |field| field.label);
        let date = match &node.value {
            Value::Date(text) => date(text),
            Value::Text(text) => date(&text.value),
            _ => None,
        };
        // A date that TOML refuses has been spoken of.
        let refused = self.tree.errors.iter().any(|error| error.span == node.span);
        if date.is_none() && !refused {
            self.wrong_type(label, "日期，如 2024-01-09", node);
        }
        date.map(|value| Spanned { value, span: node.span })
    }

    /// The word at a path, if it is one of those allowed.
    fn word(&mut self, path: &'static str) -> Option<Spanned<String>> {
        let word = self.text(path)?;
        let field = find(path)?;
        let allowed: Vec<_> =
            field.kind.words(self.law).into_iter().map(|(word, _)| word.to_owned()).collect();
        if allowed.contains(&word.value) {
            return Some(word);
        }
        let label = field.label.to_owned();
        self.problem(word.span, Problem::WrongWord { label, allowed });
        None
    }

    pub(super) fn agency(&mut self) -> Agency {
        let kind = self.word("agency.kind");
        let scope = self.word("agency.scope");
        Agency {
            name: self.text("agency.name"),
            kind: kind.and_then(|word| {
                let organ = Arc::clone(self.law.organ(&word.value)?);
                Some(Spanned { value: organ, span: word.span })
            }),
            aggregate: scope.is_some_and(|scope| scope.value == "aggregate"),
            short_names: self.texts("agency.short_names"),
            ancestors: self.texts("agency.ancestors"),
            founded: self.date("agency.founded"),
            contact: Contact {
                unit: self.text("agency.contact.unit"),
                address: self.text("agency.contact.address"),
                postcode: self.text("agency.contact.postcode"),
                phone: self.text("agency.contact.phone"),
                fax: self.text("agency.contact.fax"),
                email: self.text("agency.contact.email"),
                hours: self.text("agency.contact.hours"),
                website: self.text("agency.contact.website"),
            },
        }
    }

    pub(super) fn publication(&mut self) -> Publication {
        let sign = match self.tree.get("publication.sign") {
            Some(Node { value: Value::Flag(flag), .. }) => *flag,
            Some(node) => {
                self.wrong_type("落款", "true 或 false", node);
                false
            }
            None => false,
        };
        Publication {
            date: self.date("publication.date"),
            title: self.text("publication.title"),
            index_number: self.text("publication.index_number"),
            document_number: self.text("publication.document_number"),
            url: self.text("publication.url"),
            period: self.text("publication.period"),
            sign,
        }
    }

    pub(super) fn waivers(&mut self) -> Vec<Waiver> {
        let Some(node) = self.tree.get("waive") else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong_type("有意保留的问题", "[[waive]] 表", node);
            return Vec::new();
        };
        let mut waivers = Vec::new();
        for item in items {
            let Value::Table(entries) = &item.value else {
                self.wrong_type("有意保留的问题", "[[waive]] 表", item);
                continue;
            };
            let mut texts = BTreeMap::new();
            for entry in entries {
                let known = WAIVER_KEYS.iter().find(|(key, _)| *key == entry.key);
                match (known, &entry.node.value) {
                    (Some((key, label)), Value::Text(text)) => {
                        if self.fits(label, text, LONGEST_TEXT) {
                            texts.insert(*key, spanned(text));
                        }
                    }
                    (Some((_, label)), _) => self.wrong_type(label, "引号中的文字", &entry.node),
                    (None, _) => self.unknown_key(
                        format!("waive.{}", entry.key),
                        entry.key_span,
                        WAIVER_KEYS.iter().map(|(key, _)| (*key).to_owned()),
                    ),
                }
            }
            match texts.remove("rule") {
                Some(rule) => waivers.push(Waiver {
                    rule,
                    cell: texts.remove("cell"),
                    reason: texts.remove("reason"),
                }),
                None => self
                    .problem(item.span, Problem::Missing { path: "waive.rule", label: "规则编号" }),
            }
        }
        waivers
    }

    pub(super) fn fee(&mut self) -> Option<ProcessingFee> {
        let place = self.tree.entry("processing_fee")?.key_span;
        let mut entry = |path: &str, unit| {
            let node = self.tree.get(path);
            let label = find(path).map_or(path, |field| field.label);
            match node {
                Some(node) => self.entry(label, node, unit, false),
                None => blank(place),
            }
        };
        let requests = entry("processing_fee.requests", Unit::Case);
        let amount = entry("processing_fee.amount", Unit::Yuan);
        Some(ProcessingFee { requests, amount })
    }
}

/// `2024-01-09`, `2024年1月9日`, with a time behind it or not.
fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or(text).trim_end_matches('日');
    let mut numbers = day.split(['-', '年', '月', '/', '.']);
    let year = numbers.next()?.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    let month: u8 = numbers.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = numbers.next()?.parse().ok().filter(|day| (1..=days).contains(day))?;
    numbers.next().is_none().then_some(Date { year, month, day })
}
