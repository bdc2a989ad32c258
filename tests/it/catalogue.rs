//! The catalogue of rule ids in docs/catalogue.toml: every id is a rule, or says
//! why it is none.

use std::collections::BTreeMap;

use gongkai::law::Law;
use gongkai::rules;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    left_out: Option<String>,
}

type Groups = BTreeMap<String, BTreeMap<String, Entry>>;

fn groups() -> Groups {
    toml::from_str(include_str!("../../docs/catalogue.toml")).unwrap()
}

/// Whether an id is in the catalogue, as a rule or as none.
pub(crate) fn lists(id: &str) -> bool {
    groups().values().any(|group| group.contains_key(id))
}

#[test]
fn every_rule_is_listed_and_everything_else_says_why() {
    let groups = groups();
    let entries = || groups.values().flatten();
    let listed = entries().filter(|(_, entry)| entry.left_out.is_none());
    let listed: BTreeMap<_, _> =
        listed.map(|(id, entry)| (id.as_str(), entry.name.as_str())).collect();
    let rules: BTreeMap<_, _> =
        rules::reference(Law::shipped()).iter().map(|rule| (rule.id, rule.name)).collect();
    assert_eq!(listed, rules);
    let ids: Vec<_> = entries().map(|(id, _)| id).collect();
    assert!(ids.iter().all(|id| ids.iter().filter(|other| *other == id).count() == 1));
    let reasons = entries().filter_map(|(_, entry)| entry.left_out.as_deref());
    assert!(
        reasons.clone().count() > 0 && reasons.clone().all(|reason| reason.chars().count() > 5)
    );
}
