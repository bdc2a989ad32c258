//! Circles in a crate's graph of modules.

use std::collections::{BTreeMap, BTreeSet};

use super::modules::{Crate, Path, Place};

/// Groups of siblings that import each other in a circle, at every level. A
/// module counts with all below it, and is one with its children when they
/// name it.
pub(super) fn circles(krate: &Crate) -> Vec<String> {
    // Of every parent: which of its children names which, and where.
    let mut levels: BTreeMap<Path, Edges> = BTreeMap::new();
    for (module, here) in &krate.modules {
        for place in krate.named(module) {
            let Place::Inside(target) = place else { continue };
            let common = module.iter().zip(&target).take_while(|(one, other)| one == other).count();
            let (Some(one), Some(other)) = (module.get(common), target.get(common)) else {
                continue;
            };
            let edges = levels.entry(module[..common].to_vec()).or_default();
            let named = edges.entry(one.clone()).or_default();
            named.entry(other.clone()).or_insert_with(|| here.file.clone());
        }
    }
    let found = levels.values().flat_map(|edges| {
        let firsts = edges.keys().filter_map(|start| circle(edges, start));
        firsts.collect::<BTreeSet<_>>()
    });
    found.collect()
}

/// From each sibling to those it names, with a file that does.
type Edges = BTreeMap<String, BTreeMap<String, String>>;

/// The shortest way from a sibling back to itself, told from its first name.
fn circle(edges: &Edges, start: &str) -> Option<String> {
    let mut ways = vec![vec![start]];
    let mut met = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in edges.get(*way.last()?).into_iter().flat_map(BTreeMap::keys) {
                if next == start {
                    return Some(told(edges, &way));
                }
                if met.insert(next) {
                    longer.push([&way[..], &[next.as_str()]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

fn told(edges: &Edges, circle: &[&str]) -> String {
    let first = circle.iter().enumerate().min_by_key(|(_, name)| **name).map_or(0, |(at, _)| at);
    let around: Vec<_> = circle.iter().cycle().skip(first).take(circle.len() + 1).collect();
    let steps = around.windows(2).map(|step| {
        let file = &edges[*step[0]][*step[1]];
        format!("{} imports {} (src/{file})", step[0], step[1])
    });
    steps.collect::<Vec<_>>().join(", ")
}
