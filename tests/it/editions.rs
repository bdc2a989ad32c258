//! Editions: the printed grids are the official ones, every name is known, and
//! a new edition is a file and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use std::sync::Arc;

use gongkai::data::Tree;
use gongkai::desk::starter::{Prefill, starter};
use gongkai::document::template;
use gongkai::law::Law;
use gongkai::law::edition::grid::{PrintedGrid, Slot, SlotKind};
use gongkai::law::edition::{Cell, Edition};
use gongkai::render;
use gongkai::report::{Attachments, Origin, Report};
use gongkai::rules::{self, Input};

use crate::support::data::source;
use crate::support::look::look;

pub(crate) fn grids(edition: &Edition) -> Vec<PrintedGrid> {
    edition.parts.iter().flat_map(|part| edition.grids(part)).collect()
}

fn slots(grid: &PrintedGrid) -> impl Iterator<Item = &Slot> {
    grid.rows.iter().flatten()
}

/// What a slot shows: a label, or the address of its figure.
pub(crate) fn shown(slot: &Slot) -> String {
    match &slot.kind {
        SlotKind::Banner(text)
        | SlotKind::Corner(text)
        | SlotKind::ColumnHeader(text)
        | SlotKind::RowHeader(text) => text.clone(),
        SlotKind::Data(cell) => format!("·{cell}"),
    }
}

/// A grid as a person would note it down; spans as ⟨columns×rows⟩.
fn noted(grid: &PrintedGrid) -> String {
    let mut text = format!("{}（{}）列宽 {:?}\n", grid.caption, grid.id, grid.widths);
    for (index, row) in grid.rows.iter().enumerate() {
        let repeated = if index < grid.head_rows { "表头" } else { "" };
        let cells = row.iter().map(|slot| match (slot.colspan, slot.rowspan) {
            (1, 1) => shown(slot),
            (columns, rows) => format!("{}⟨{columns}×{rows}⟩", shown(slot)),
        });
        let _ = writeln!(text, "{repeated}| {}", cells.collect::<Vec<_>>().join(" | "));
    }
    text
}

#[test]
fn printed_grids() {
    for edition in &Law::shipped().editions {
        let text: Vec<_> = grids(edition).iter().map(noted).collect();
        insta::assert_snapshot!(format!("grids_{}", edition.id), text.join("\n"));
    }
}

#[test]
fn spans_tile_the_grids() {
    for edition in &Law::shipped().editions {
        for grid in grids(edition) {
            let columns = grid.widths.len();
            let mut taken = vec![vec![false; columns]; grid.rows.len()];
            for (line, row) in grid.rows.iter().enumerate() {
                for slot in row {
                    let at = taken[line].iter().position(|taken| !taken).expect("row too long");
                    for below in &mut taken[line..line + slot.rowspan] {
                        for place in &mut below[at..at + slot.colspan] {
                            assert!(!*place, "{} {}", edition.id, shown(slot));
                            *place = true;
                        }
                    }
                }
            }
            assert!(taken.iter().flatten().all(|taken| *taken), "{} {}", edition.id, grid.id);
        }
    }
}

#[test]
fn every_figure_is_printed_once_under_its_headings() {
    for edition in &Law::shipped().editions {
        let grids = grids(edition);
        let mut ids = BTreeSet::new();
        let mut figures = Vec::new();
        for grid in &grids {
            let headings: BTreeSet<_> = slots(grid)
                .filter(|slot| !matches!(slot.kind, SlotKind::Data(_)))
                .map(|slot| slot.id.as_str())
                .collect();
            for slot in slots(grid) {
                assert!(ids.insert(slot.id.clone()), "{} has {} twice", edition.id, slot.id);
                for header in &slot.headers {
                    assert!(headings.contains(header.as_str()), "{}: {header}", slot.id);
                }
                if let SlotKind::Data(cell) = &slot.kind {
                    assert_eq!(slot.id, cell.to_string());
                    assert!(!slot.headers.is_empty(), "{cell}");
                    figures.push(cell.clone());
                }
            }
        }
        let cells: Vec<Cell> = edition.cells().map(|place| place.cell()).collect();
        assert_eq!(figures, cells, "{}", edition.id);
        for cell in cells {
            assert_eq!(edition.address(&cell.to_string()).as_ref(), Some(&cell));
        }
    }
}

#[test]
fn widths_fit_the_columns() {
    let mut said = 0;
    for edition in &Law::shipped().editions {
        for grid in grids(edition) {
            let table = edition.table(&grid.id).unwrap();
            if !table.widths.is_empty() {
                assert_eq!(table.widths, grid.widths, "{}", table.id);
                said += 1;
            }
        }
    }
    assert!(said > 0);
}

#[test]
fn the_edition_follows_from_the_year() {
    let of = |year| Law::shipped().in_force(year).map(|edition| edition.id.as_str());
    assert_eq!(of(2016), None);
    assert_eq!(of(2018), None);
    assert_eq!([of(2019), of(2020)], [Some("2019"); 2]);
    assert_eq!((2021..=2026).map(of).collect::<Vec<_>>(), [Some("2021"); 6]);
}

#[test]
fn local_editions_are_used_only_by_name() {
    let locals: Vec<_> = Law::shipped()
        .editions
        .iter()
        .filter(|edition| edition.local)
        .map(|edition| edition.id.as_str())
        .collect();
    assert_eq!(locals, ["hubei-2020", "guangzhou-2018", "wuwei-2025", "shandong-2022"]);
    assert_eq!(read("year = 2020", Law::shipped()).edition.id, "2019");
    assert_eq!(
        read("year = 2020\nedition = 'hubei-2020'", Law::shipped()).edition.id,
        "hubei-2020"
    );
    assert!(Law::shipped().edition("hubei-2021").is_none());
}

#[test]
fn an_overlay_keeps_the_checks_of_its_base() {
    let base = Law::shipped().edition("2019").unwrap();
    let hubei = Law::shipped().edition("hubei-2020").unwrap();
    let rows: Vec<_> = hubei.tables[0].rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(rows, ["rules", "normative", "other_documents"]);
    assert_eq!(hubei.tables[1..].len(), base.tables[1..].len());
    let report = read(
        "year = 2020\nedition = 'hubei-2020'\n[documents]\nother_documents = [1, 2, 3]",
        Law::shipped(),
    );
    assert_eq!(report.figure("documents.other_documents.public_total").unwrap().amount(), 3);
}

#[test]
fn a_row_of_an_overlay_joins_the_sums() {
    let overlay = r#"
        extends = "2021"
        id = "local"
        name = "地方格式"
        cites = "地方文件"
        since = 2021
        [[table]]
        id = "requests"
        rows = [
            { id = "refused.local", after = "refused.inquiry", label = ["三、本年度办理结果", "（三）不予公开", "9.地方情形"] },
        ]
    "#;
    let edition = Edition::parse(overlay, &Law::shipped().editions).unwrap();
    let balances = &edition.table("requests").unwrap().balances;
    let sum = balances.iter().find(|balance| balance.id == "T3-SUM7").unwrap();
    assert!(sum.equation.left.iter().any(|term| term.line == "refused.local"));
    assert_eq!(sum.equation.left.len(), 22);
}

/// An edition with everything the grammar has, in as few lines as possible.
const TINY: &str = r#"
id             = "tiny"
name           = "试写格式"
cites          = "某函〔2030〕1号"
since          = 2030
title          = "{agency}{year}年报告"
basis          = "某条例"

[[part]]
id        = "text"
heading   = "一、总体情况"
cites     = "某函 一"
narrative = "required"
guide     = "写一段。"

[[part]]
id      = "tables"
heading = "二、表格"
cites   = "某函 二"
tables  = ["cases", "money"]

[[table]]
id      = "cases"
title   = "案件"
stub    = "案件"
columns = [
    { id = "won", label = ["结果", "胜诉"], guide = "胜诉的" },
    { id = "lost", label = ["结果", "败诉"] },
    { id = "total", label = ["总计"], total = true },
]
rows    = [
    { id = "old", label = ["旧案"] },
    { id = "new.home", label = ["新案", "本地"] },
    { id = "new.away", label = ["新案", "外地"] },
]

[[table.balance]]
id       = "SUM"
name     = "合计不符"
each     = "row"
equation = "won + lost = total"
says     = "胜诉加败诉，等于总计"
doc      = "合计应相符。"

[[table]]
id      = "money"
title   = "金额"
columns = [{ id = "amount", label = ["金额（单位：元）"], unit = "元" }]
rows    = [{ id = "paid", label = ["支出"] }]
"#;

fn read(text: &str, law: &Arc<Law>) -> Report {
    let source = source(text);
    let tree = Tree::parse(&source);
    Report::read(&source, &tree, &Attachments::default(), law).unwrap()
}

#[test]
fn a_new_edition_needs_no_rust() {
    let edition = &Arc::new(Edition::parse(TINY, &[]).unwrap());
    let law = Law::of(edition);
    let text: Vec<_> = grids(edition).iter().map(noted).collect();
    insta::assert_snapshot!("tiny_grids", text.join("\n"));

    let prefill =
        Prefill { year: 2031, agency: Some("某局"), kind: None, schemas: None, previous: None };
    let text = starter(Law::shipped(), edition, &prefill);
    insta::assert_snapshot!("tiny_starter", text);
    let report = read(&text, &law);
    assert_eq!(report.problems, []);
    assert_eq!(report.filled(), (0, 10));
    assert_eq!(report.title(), "某局2031年报告");

    let filled = text
        .replace("old = []", "old = [1, 2]")
        .replace("home = []", "home = 0")
        .replace("paid = \"\"", "paid = 12.5");
    let report = read(&filled, &law);
    assert_eq!(report.problems, []);
    let printed = |address: &str| {
        let entry = report.entry(&edition.address(address).unwrap()).unwrap();
        (entry.printed(), entry.origin)
    };
    assert_eq!(report.figure("cases.old.total").unwrap().to_string(), "3");
    assert_eq!(printed("cases.old.total").1, Origin::Derived);
    assert_eq!(printed("cases.new.home.won"), ("0".to_owned(), Origin::RowOfZeros));
    assert_eq!(printed("cases.new.away.won").1, Origin::LeftOut);
    assert_eq!(printed("money.paid.amount"), ("12.5".to_owned(), Origin::Typed));
    let schema = gongkai::law::json_schema::json_schema(Law::shipped(), edition);
    assert_eq!(
        schema["properties"]["cases"]["properties"]["new"]["properties"]["away"]["title"],
        "新案外地"
    );

    // The equations of the new file are checked, and its tables are drawn.
    let wrong = read(&filled.replace("old = [1, 2]", "old = [1, 2, 4]"), &law);
    let found = rules::check(&Input { report: &wrong, last: None, printed: None }).findings;
    let balances: Vec<_> = edition.tables.iter().flat_map(|table| &table.balances).collect();
    assert!(
        found.iter().any(|finding| balances.iter().any(|b| b.id == finding.rule)),
        "{found:#?}"
    );
    let document = template::document(&report, template::STANDARD, true).unwrap();
    let page = render::by_name("html").unwrap().render(&document, look()).unwrap();
    let page = String::from_utf8(page).unwrap();
    for shown in ["某局2031年报告", "外地", "id=\"cases.old.total\"", "12.5"] {
        assert!(page.contains(shown), "{shown}");
    }
}

#[test]
fn what_is_wrong_with_an_edition_is_said() {
    let wrong = |change: fn(String) -> String| {
        let text = change(TINY.to_owned());
        assert_ne!(text, TINY, "the change changed nothing");
        Edition::parse(&text, &Law::shipped().editions).unwrap_err()
    };
    let name = |change| wrong(change).to_string();
    let messages = [
        name(|text| text.replace("won + lost =", "won + lots =")),
        name(|text| text.replace("won + lost =", "won + lost.* =")),
        name(|text| text.replace("won + lost =", "won lost")),
        name(|text| text.replace("each     = \"row\"", "each = \"row\"\nonly = [\"newer\"]")),
        name(|text| text.replace("\"cases\", \"money\"", "\"cases\"")),
        name(|text| text.replace("guide     =", "tables = [\"cases\"]\nguide =")),
        name(|text| text.replace("\"cases\", \"money\"", "\"cases\", \"money\", \"gold\"")),
        name(|text| text.replace("\"new.away\"", "\"new.home\"")),
        name(|text| text.replace("id      = \"money\"", "id = \"cases\"")),
        name(|text| text.replace("stub ", "stubb ")),
        name(|text| text.replace("\"required\"", "\"must\"")),
        name(|text| text.replace("unit = \"元\"", "unit = \"美元\"")),
        name(|text| text.replace("basis  ", "baseis  ")),
        name(|_| "extends = '1999'\nid = 'x'\nname = ''\ncites = ''\nsince = 1999".to_owned()),
        name(|_| {
            "extends = '2019'\nid = 'x'\nname = ''\ncites = ''\nsince = 2019\n[[table]]\n\
             id = 'documents'\nrows = [{ id = 'x', after = 'normal', label = ['x'] }]"
                .to_owned()
        }),
        name(|_| {
            "extends = '2019'\nid = 'x'\nname = ''\ncites = ''\nsince = 2019\n[[table]]\n\
             id = 'document'\nrows = [{ id = 'x', after = 'normative', label = ['x'] }]"
                .to_owned()
        }),
        name(|_| {
            "extends = '2019'\nid = 'x'\nname = ''\ncites = ''\nsince = 2019\nlocale = true"
                .to_owned()
        }),
    ];
    insta::assert_snapshot!("edition_errors", messages.join("\n"));
}

#[test]
fn what_comes_with_the_tool_has_no_flaw() {
    assert_eq!(Law::shipped().flaws, []);
    assert_eq!(Law::shipped().added, [""; 0]);
}

/// Every word list is asked for by name, has words, and says what it means and
/// where it comes from.
#[test]
fn word_lists_are_used_and_explained() {
    let mut code = String::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                code += &std::fs::read_to_string(path).unwrap();
            }
        }
    }
    let lists: Vec<_> = Law::shipped().lexicon.lists().collect();
    assert!(lists.len() > 20);
    for list in lists {
        assert!(!Law::shipped().lexicon.words(&list.name).is_empty(), "{}", list.name);
        assert!(!list.meaning.is_empty() && !list.origin.is_empty(), "{}", list.name);
        assert!(code.contains(&format!("\"{}\"", list.name)), "nobody asks for {}", list.name);
    }
}
