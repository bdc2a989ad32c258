//! The official forms as they were transcribed by hand, cell by cell.

use gongkai::law::Law;
use serde_json::Value;

use super::folder;
use crate::editions::{grids, shown};

#[test]
#[ignore = "tests/handed.sh"]
fn grids_equal_the_official_forms_cell_by_cell() {
    let text = std::fs::read_to_string(folder().join("domain/tables.json")).unwrap();
    let official: Value = serde_json::from_str(&text).unwrap();
    for id in ["2019", "2021"] {
        let edition = Law::shipped().edition(id).unwrap();
        let headings: Vec<_> = edition.parts.iter().map(|part| part.heading.as_str()).collect();
        assert_eq!(Value::from(headings), official["sections"]);
        let grids = grids(edition);
        assert_eq!(grids.len(), 3);
        for (grid, table) in grids.iter().zip(["t2", "t3", "t4"]) {
            let rows = official["tables"][table][id].as_array().unwrap();
            assert_eq!(grid.rows.len(), rows.len(), "{id} {table}");
            for (row, expected) in grid.rows.iter().zip(rows) {
                let ours: Vec<_> =
                    row.iter().map(|slot| (shown(slot), slot.colspan, slot.rowspan)).collect();
                let theirs: Vec<_> = expected
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|slot| official_slot(id, slot))
                    .collect();
                assert_eq!(ours, theirs, "{id} {table}");
            }
        }
    }
}

/// A cell of the transcription, its key in our words.
fn official_slot(edition: &str, slot: &Value) -> (String, usize, usize) {
    let span = |name: &str| usize::try_from(slot[name].as_u64().unwrap()).unwrap();
    let shown = match slot["key"].as_str() {
        Some(key) => format!("·{}", address(edition, key)),
        None => slot["text"].as_str().unwrap().to_owned(),
    };
    (shown, span("colspan"), span("rowspan"))
}

/// `t3.r3_3_4.natural` → `requests.refused.third_party_rights.person`
fn address(edition: &str, key: &str) -> String {
    let [table, row, column] = key.split('.').collect::<Vec<_>>()[..] else { panic!("{key}") };
    let numbered =
        |words: &[&str], number: &str| words[number.parse::<usize>().unwrap() - 1].to_owned();
    let row = match (table, row) {
        ("t2", "rules" | "normative") => format!("documents.{row}"),
        ("t2", "licence") => "licensing.licences".to_owned(),
        ("t2", "services") => "licensing.other_services".to_owned(),
        ("t2", "penalty") => "enforcement.penalties".to_owned(),
        ("t2", "coercion") => "enforcement.coercion".to_owned(),
        ("t2", "fee") => "fees.administrative".to_owned(),
        ("t2", "procurement") => "procurement.central".to_owned(),
        ("t3", "r1") => "requests.new".to_owned(),
        ("t3", "r2") => "requests.carried_in".to_owned(),
        ("t3", "r3_1") => "requests.granted".to_owned(),
        ("t3", "r3_2") => "requests.partly_granted".to_owned(),
        ("t3", "r3_6") => "requests.other".to_owned(),
        ("t3", "r3_7") => "requests.handled".to_owned(),
        ("t3", "r4") => "requests.carried_out".to_owned(),
        ("t3", _) => {
            let (group, number) = row.rsplit_once('_').unwrap();
            let words: &[&str] = match group {
                "r3_3" => &[
                    "refused.state_secret",
                    "refused.forbidden_by_law",
                    "refused.security_and_stability",
                    "refused.third_party_rights",
                    "refused.internal_affairs",
                    "refused.deliberative",
                    "refused.enforcement_files",
                    "refused.inquiry",
                ],
                "r3_4" => {
                    &["unavailable.not_held", "unavailable.not_compiled", "unavailable.unclear"]
                }
                "r3_5" => &[
                    "unprocessed.petition",
                    "unprocessed.duplicate",
                    "unprocessed.publication",
                    "unprocessed.excessive",
                    "unprocessed.reissue",
                ],
                "r3_6" => &["other.not_corrected", "other.unpaid", "other.rest"],
                _ => panic!("{key}"),
            };
            format!("requests.{}", numbered(words, number))
        }
        ("t4", "review") => "disputes.review".to_owned(),
        ("t4", "direct") => "disputes.direct_suit".to_owned(),
        ("t4", "after") => "disputes.suit_after_review".to_owned(),
        _ => panic!("{key}"),
    };
    let column = match (table, edition, column) {
        ("t2", "2021", "made") => "issued",
        ("t2", "2019", "total") => "public_total",
        ("t2", _, "valid") => "in_force",
        ("t2", _, "prev") => "items_last_year",
        ("t2", _, "delta") => "change",
        ("t2", _, "amount_wan") => "amount",
        ("t2", _, "count") => "projects",
        ("t3", _, "natural") => "person",
        ("t3", _, "business") => "enterprise",
        _ => column,
    };
    format!("{row}.{column}")
}
