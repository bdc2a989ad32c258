//! One figure of a valid report is changed at random, two thousand times: the
//! change must be noticed, and the hint must name the figure.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gongkai::data::figure::Figure;
use gongkai::law::Law;
use gongkai::law::balance::relations;
use gongkai::law::edition::{Cell, Edition};
use gongkai::report::{Origin, Report};
use gongkai::rules::{self, Input, Outcome};

use crate::support::data::read;

const ROUNDS: usize = 2_000;

/// A linear congruential generator: the same mutations on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end as u64).unwrap()
    }
}

type Figures = BTreeMap<Cell, i64>;

fn edition() -> &'static Edition {
    Law::shipped().edition("2021").unwrap()
}

/// A report of a busy organ, totals written out, with figures in its texts.
fn rich(dice: &mut Dice) -> Figures {
    let edition = edition();
    let mut figures: Figures = edition.cells().map(|place| (place.cell(), 0)).collect();
    let cell = |table: &str, row: &str, column: &str| {
        edition.address(&format!("{table}.{row}.{column}")).unwrap()
    };
    let requests = edition.table("requests").unwrap();
    let results: Vec<_> = requests.rows.iter().map(|row| row.id.as_str()).collect();
    for column in requests.written_columns().map(|column| column.id.as_str()) {
        let most = if column == "person" { 60 } else { 14 };
        let mut handled = 0;
        for row in results
            .iter()
            .filter(|row| !["new", "carried_in", "handled", "carried_out"].contains(row))
        {
            // Half of the results do not occur, as in real reports.
            let count =
                if dice.below(2) == 0 { 0 } else { i64::try_from(dice.below(most)).unwrap() };
            figures.insert(cell("requests", row, column), count);
            handled += count;
        }
        let carried_in = i64::try_from(dice.below(5)).unwrap().min(handled);
        let carried_out = i64::try_from(dice.below(9)).unwrap();
        figures.insert(cell("requests", "carried_in", column), carried_in);
        figures.insert(cell("requests", "handled", column), handled);
        figures.insert(cell("requests", "carried_out", column), carried_out);
        figures.insert(cell("requests", "new", column), handled + carried_out - carried_in);
    }
    for row in edition.table("disputes").unwrap().rows.iter().map(|row| row.id.as_str()) {
        for column in ["upheld", "corrected", "other", "pending"] {
            figures.insert(cell("disputes", row, column), i64::try_from(dice.below(40)).unwrap());
        }
    }
    for (address, amount) in [
        ("documents.normative.issued", 12),
        ("documents.normative.repealed", 3),
        ("documents.normative.in_force", 125),
        ("licensing.licences.decisions", 42_975),
        ("enforcement.penalties.decisions", 318),
        ("fees.administrative.amount", 42_390_000),
    ] {
        figures.insert(edition.address(address).unwrap(), amount);
    }
    for table in ["requests", "disputes"] {
        for row in &edition.table(table).unwrap().rows {
            let parts = figures.iter().filter(|(cell, _)| {
                cell.table == table && cell.row == row.id && cell.column != "total"
            });
            let total = parts.map(|(_, amount)| amount).sum();
            figures.insert(cell(table, &row.id, "total"), total);
        }
    }
    figures
}

/// The sentences of part one, with the figures as typed digits.
fn overview(figures: &Figures) -> String {
    let at = |address: &str| figures[&edition().address(address).unwrap()];
    let group = |prefix: &str| -> i64 {
        let total = |cell: &Cell| cell.column == "total" && cell.row.starts_with(prefix);
        figures.iter().filter(|(cell, _)| total(cell)).map(|(_, amount)| amount).sum()
    };
    format!(
        "（二）依申请公开。全年新收政府信息公开申请{}件，上年结转{}件，办结{}件，结转下年度继续办理{}件；\
         予以公开{}件，部分公开{}件，不予公开{}件，无法提供{}件，不予处理{}件。\
         因政府信息公开被申请行政复议{}件；被提起行政诉讼{}件。\n\n\
         （三）政府信息管理。制发行政规范性文件{}件，废止{}件，现行有效{}件，收取行政事业性收费42.39万元。",
        at("requests.new.total"),
        at("requests.carried_in.total"),
        at("requests.handled.total"),
        at("requests.carried_out.total"),
        at("requests.granted.total"),
        at("requests.partly_granted.total"),
        group("refused."),
        group("unavailable."),
        group("unprocessed."),
        at("disputes.review.total"),
        at("disputes.direct_suit.total") + at("disputes.suit_after_review.total"),
        at("documents.normative.issued"),
        at("documents.normative.repealed"),
        at("documents.normative.in_force"),
    )
}

/// The cells whose figures the sentences above quote.
fn is_quoted(cell: &Cell) -> bool {
    let groups = ["new", "carried_in", "handled", "carried_out", "granted", "partly_granted"];
    match cell.table.as_str() {
        "requests" => {
            cell.column == "total"
                && (groups.contains(&cell.row.as_str())
                    || ["refused.", "unavailable.", "unprocessed."]
                        .iter()
                        .any(|group| cell.row.starts_with(group)))
        }
        "disputes" => cell.column == "total",
        "documents" => cell.row == "normative",
        "fees" => true,
        _ => false,
    }
}

fn data(figures: &Figures, overview: &str) -> String {
    let mut text = format!("year = 2023\nnarrative.overview = '''\n{overview}\n'''\n");
    for table in &edition().tables {
        for row in &table.rows {
            let shown = table.columns.iter().map(|column| {
                let unit = column.unit.or(row.unit).unwrap_or_default();
                Figure::new(figures[&table.cell(row, column)], unit).to_string()
            });
            let shown: Vec<_> = shown.collect();
            writeln!(text, "{}.{} = [{}]", table.id, row.id, shown.join(", ")).unwrap();
        }
    }
    text
}

fn check(report: &Report) -> Outcome {
    rules::check(&Input { report, last: None, printed: None })
}

/// Findings of errors and warnings, which is what a change must add to.
fn noticed(outcome: &Outcome) -> Vec<(String, Option<String>)> {
    let about = |rule: &str| {
        ["T2-", "T3-", "T4-", "TX-"].iter().any(|group| rule.starts_with(group))
            || rule == "OLD-SUM"
    };
    let findings = outcome.findings.iter().filter(|finding| about(&finding.rule));
    findings.map(|finding| (finding.rule.clone(), finding.cell.clone())).collect()
}

/// Whether an equation does not hold.
fn is_unbalanced(report: &Report) -> bool {
    relations(&report.edition).filter(|relation| !relation.balance.equation.spans_years()).any(
        |relation| {
            let amount = |cell: &Cell, _: bool| report.cells.get(cell)?.figure.map(Figure::amount);
            let sides = relation.fill(amount);
            sides.is_some_and(|[left, right]| {
                !relation.balance.equation.operator.holds(left.amount, right.amount)
            })
        },
    )
}

/// Another figure than the one there.
fn changed(dice: &mut Dice, old: i64) -> i64 {
    loop {
        let new = mistyped(dice, old);
        if new != old {
            return new;
        }
    }
}

/// A digit changed, left out, added or exchanged with its neighbour.
fn mistyped(dice: &mut Dice, old: i64) -> i64 {
    let mut digits = old.to_string().into_bytes();
    let at = dice.below(digits.len());
    let digit = b'0' + u8::try_from(dice.below(10)).unwrap();
    match dice.below(4) {
        0 => digits[at] = digit,
        1 if digits.len() > 1 => drop(digits.remove(at)),
        2 => digits.insert(at + 1, digit),
        _ if at > 0 => digits.swap(at - 1, at),
        _ => digits[at] = digit,
    }
    String::from_utf8(digits).unwrap().parse().unwrap()
}

/// The published figures: mostly zeros, totals left out.
#[test]
fn a_figure_changed_in_a_published_report_is_noticed() {
    let mut dice = Dice(2023);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/tancheng-2023/data.toml");
    let text = std::fs::read_to_string(path).unwrap();
    // Without the paragraphs that quote no figure: they would be read a
    // thousand times. With figures typed instead of filled in.
    let quotes = |line: &&str| !line.ends_with('。') || line.starts_with("（二）依申请公开");
    let text = text.lines().filter(quotes).collect::<Vec<_>>().join("\n");
    let text = text
        .replace("{{ requests.new.total }}", "16")
        .replace("{{ requests.handled.total }}", "16")
        .replace("{{ requests.granted.total }}", "4")
        .replace("{{ requests.partly_granted.total }}", "12");
    let published = read(&text);
    let rows = ["new", "carried_in", "granted", "partly_granted", "carried_out"];
    let columns = ["person", "enterprise", "research", "welfare", "legal", "other"];
    let mut caught = 0;
    for _ in 0..ROUNDS / 2 {
        let row = rows[dice.below(rows.len())];
        let amount =
            |column: &&str| published.figure(&format!("requests.{row}.{column}")).unwrap().amount();
        let mut figures: Vec<i64> = columns.iter().map(amount).collect();
        let place = dice.below(columns.len());
        figures[place] = changed(&mut dice, figures[place]);
        let line = text.lines().find(|line| line.split('=').next().unwrap().trim() == row);
        let text = text.replacen(line.unwrap(), &format!("{row} = {figures:?}"), 1);
        let report = read(&text);
        assert!(is_unbalanced(&report), "{row} {figures:?}");
        caught += usize::from(!noticed(&check(&report)).is_empty());
    }
    assert!(caught * 100 >= ROUNDS / 2 * 99, "{caught} of {}", ROUNDS / 2);
}

/// Many figures, totals written out, and sentences that quote them.
#[test]
fn a_figure_changed_in_a_busy_report_is_noticed() {
    let mut dice = Dice(2023);
    let (mut broken, mut caught) = (0, 0);
    let mut missed = Vec::new();
    let mut base = (Figures::new(), String::new(), 0);
    for round in 0..ROUNDS / 2 {
        if round % 20 == 0 {
            let figures = rich(&mut dice);
            let overview = overview(&figures);
            let found = noticed(&check(&read(&data(&figures, &overview))));
            assert!(found.iter().all(|(rule, _)| rule.ends_with("-SHARE")), "{found:?}");
            base = (figures, overview, found.len());
        }
        let (mut figures, overview, before) = base.clone();
        let cells: Vec<_> = figures.keys().cloned().collect();
        let cell = cells[dice.below(cells.len())].clone();
        let new = changed(&mut dice, figures[&cell]);
        figures.insert(cell.clone(), new);
        let report = read(&data(&figures, &overview));
        if !is_unbalanced(&report) && !is_quoted(&cell) {
            continue;
        }
        broken += 1;
        if noticed(&check(&report)).len() > before {
            caught += 1;
        } else {
            missed.push(format!("{cell} = {new}"));
        }
    }
    assert!(broken > ROUNDS / 4, "{broken}");
    assert!(caught * 100 >= broken * 99, "{caught} of {broken}: {missed:?}");
}

#[test]
fn the_hint_names_the_slip() {
    let mut dice = Dice(30);
    let mut right: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let columns: Vec<_> =
        edition().table("requests").unwrap().columns.iter().map(|c| c.id.as_str()).collect();
    let rows: Vec<_> =
        edition().table("requests").unwrap().rows.iter().map(|r| r.id.as_str()).collect();
    let cell = |row: usize, column: usize| Cell {
        table: "requests".to_owned(),
        row: rows[row].to_owned(),
        column: columns[column].to_owned(),
    };
    let mut rounds = 0;
    while rounds < ROUNDS {
        let valid = rich(&mut dice);
        let mut figures = valid.clone();
        let (row, column) = (dice.below(rows.len()), dice.below(columns.len()));
        let one = cell(row, column);
        let kind = match dice.below(4) {
            0 | 1 => {
                let new = changed(&mut dice, figures[&one]);
                figures.insert(one, new);
                "one figure mistyped"
            }
            2 if column + 2 < columns.len() => {
                let other = cell(row, column + 1);
                let (a, b) = (figures[&one], figures[&other]);
                figures.extend([(one, b), (other, a)]);
                "neighbours exchanged"
            }
            3 if row + 1 < rows.len() => {
                let other = cell(row + 1, column);
                let (a, b) = (figures[&one], figures[&other]);
                figures.extend([(one, b), (other, a)]);
                "one row off"
            }
            _ => continue,
        };
        let report = read(&data(&figures, &overview(&valid)));
        if figures == valid || !is_unbalanced(&report) {
            continue;
        }
        rounds += 1;
        let known = right.entry(kind).or_default();
        known[0] += 1;
        let repairs = rules::repairs(&report);
        let repair = repairs.iter().find(|repair| repair.table == "requests");
        let mends = |cells: &[(Cell, i64)]| {
            let mut mended = figures.clone();
            mended.extend(cells.iter().cloned());
            mended == valid
        };
        match repair.and_then(|repair| repair.proposed()) {
            Some(edit) if mends(&edit.cells) => {
                known[1] += 1;
                if rounds % 40 == 0 {
                    let found = check(&report).findings;
                    let mut helps = found.iter().filter_map(|finding| finding.help.as_deref());
                    assert!(helps.any(|help| help.contains(&edit.says)), "{}", edit.says);
                }
            }
            // A wrong proposal is worse than none.
            Some(_) => known[2] += 1,
            None => {}
        }
    }
    println!("[made, right, wrong] {right:?}");
    let sum = |at: usize| right.values().map(|counts| counts[at]).sum::<usize>();
    assert!(sum(1) * 100 >= sum(0) * 80, "{right:?}");
    assert!(sum(2) * 100 <= sum(0), "{right:?}");
}

#[test]
fn every_equation_keeps_its_finding_and_the_hint_stands_once() {
    let mut figures = rich(&mut Dice(1));
    let overview = overview(&figures);
    let cell = edition().address("requests.granted.person").unwrap();
    let old = figures[&cell];
    figures.insert(cell, old + 7);
    let outcome = check(&read(&data(&figures, &overview)));
    let helps = outcome.findings.iter();
    let helps = helps.filter(|finding| ["T3-ROW-TOTAL", "T3-SUM7"].contains(&&*finding.rule));
    let helps: Vec<_> = helps.map(|finding| finding.help.clone().unwrap_or_default()).collect();
    let edit = format!("把“（一）予以公开·自然人”由{}改为{old}", old + 7);
    assert_eq!(helps.len(), 2, "{helps:?}");
    assert_eq!(helps[0], format!("{edit}，全部等式即可平衡"));
    assert_eq!(helps[1], format!("同上：{edit}"));
}

#[test]
fn where_totals_are_left_out_nobody_guesses() {
    let mut figures = rich(&mut Dice(1));
    let overview = overview(&figures);
    let cell = edition().address("requests.new.person").unwrap();
    *figures.get_mut(&cell).unwrap() += 11;
    let text = data(&figures, &overview);
    let open: String = text
        .lines()
        .filter(|line| !line.starts_with("requests.handled"))
        .map(|line| match line.strip_prefix("requests.").and_then(|line| line.rsplit_once(',')) {
            Some((row, _)) => format!("requests.{row}]\n"),
            None => format!("{line}\n"),
        })
        .collect();
    let report = read(&open);
    let total = edition().address("requests.new.total").unwrap();
    assert_eq!(report.cells[&total].origin, Origin::Derived);
    let repairs = rules::repairs(&report);
    assert!(repairs[0].edits.len() > 3, "{repairs:?}");
    let edit = repairs[0].edits.iter().any(|edit| edit.cells[0].0 == cell);
    assert!(edit, "the right edit is among them");
}
