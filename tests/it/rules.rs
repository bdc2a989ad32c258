//! Runs every rule over its fixture, `tests/rules/<ID>.md`: a page of
//! documentation with the expectation drawn in it.
//!
//! - Carets mark what the rule must point at in the line above, `#   ^^^`. They
//!   are taken out before reading, so they may stand inside a text as well.
//!   Words behind the carets must occur in the finding: its severity, message,
//!   label or help. A `#` in the first column counts as the first caret.
//! - A block without carets must be silent, and the rule must have been able to
//!   judge; a block with the word `skipped` must not have let it judge.
//! - What a block leaves out is filled in with a report that nobody can fault,
//!   of 2023 or of the edition or year named behind `toml`; `bare` leaves it
//!   out for good.
//! - A block with `last` is last year's file for the next block, one opened
//!   with `jinja` the office's template, one with `md NAME` a file of its folder.
//! - `字×2001` stands for that many characters.
//!
//! `REDRAW=1 cargo test --test it rules::` draws all carets anew: review the diff.

mod fixture;
pub(crate) mod renamed;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use gongkai::law::Law;
use gongkai::rules::{self, Outcome};
use gongkai::source::diagnostic::Diagnostic;

use fixture::Case;

#[test]
fn every_rule_finds_what_its_fixture_marks() {
    let mut failures = String::new();
    for (rule, path) in fixtures() {
        let text = std::fs::read_to_string(&path).unwrap();
        let (mut fires, mut silent) = (false, false);
        if std::env::var_os("REDRAW").is_some() {
            std::fs::write(&path, redrawn(&rule, &text)).unwrap();
        }
        for case in fixture::cases(&text) {
            match judge(&rule, &case) {
                Ok(found) => {
                    fires |= found;
                    silent |= !found;
                }
                Err(why) => {
                    let path = format!("tests/rules/{rule}.md:{}", case.line);
                    writeln!(failures, "{path}: {why}\n").unwrap();
                }
            }
        }
        if failures.is_empty() && !(fires && silent) {
            let lacks = if fires { "that is silent" } else { "that fires" };
            writeln!(failures, "tests/rules/{rule}.md has no block {lacks}").unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn every_rule_has_a_fixture_and_every_fixture_a_rule() {
    let rules = rules::reference(Law::shipped());
    let fixtures: Vec<_> = fixtures().into_iter().map(|(rule, _)| rule).collect();
    let has = |id: &str| fixtures.iter().any(|fixture| fixture == id);
    let known = |id: &str| rules.iter().any(|rule| rule.id == id);
    let bare: Vec<_> = rules.iter().map(|rule| rule.id).filter(|id| !has(id)).collect();
    let orphans: Vec<_> = fixtures.iter().filter(|fixture| !known(fixture)).collect();
    assert!(bare.is_empty(), "rules without a fixture: {bare:?}");
    assert!(orphans.is_empty(), "fixtures without a rule: {orphans:?}");
}

#[test]
fn every_rule_is_documented_with_a_bad_and_a_good_example() {
    let rules = rules::reference(Law::shipped());
    let says = |doc: &str, words: &[&str]| words.iter().any(|word| doc.contains(word));
    for rule in &rules {
        assert!(says(&rule.doc, &["错误：", "提示：", "提醒："]), "{}: {}", rule.id, rule.doc);
        assert!(says(&rule.doc, &["正确：", "不提示：", "不提醒："]), "{}: {}", rule.id, rule.doc);
        assert!(!rule.cites.is_empty(), "{}", rule.id);
    }
    let entry = rules::explain(Law::shipped(), "t3-col-balance").unwrap();
    assert!(entry.starts_with("## T3-COL-BALANCE "), "{entry}");
    assert_eq!(rules::explain(Law::shipped(), "T3-NO-SUCH-RULE"), None);
}

/// What rules say does not hang on what a form calls its lines.
#[test]
fn the_same_form_under_other_ids_gives_the_same_findings() {
    let (mut cases, mut wrong) = (0, String::new());
    for (rule, path) in fixtures() {
        let text = std::fs::read_to_string(&path).unwrap();
        for case in fixture::cases(&text) {
            let Some(renamed) = case.check_renamed() else { continue };
            cases += 1;
            let (own, renamed) = (case.check(), renamed);
            let (own, other) = match (&own, &renamed) {
                (Ok(own), Ok(other)) => (told(own), told(other)),
                (Err(own), Err(other)) => (vec![own.clone()], vec![other.clone()]),
                _ => (vec!["one can be drawn".to_owned()], vec!["the other cannot".to_owned()]),
            };
            if own != other {
                writeln!(wrong, "{rule}:{}\n{own:#?}\n{other:#?}", case.line).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(cases > 200, "only {cases} fixtures were tried");
}

/// Where a form does not say what a line means, a rule that would have spoken
/// speaks all the same, or says that it does not apply: it is never just silent.
#[test]
fn no_rule_falls_silent_for_want_of_a_role() {
    let form = Law::shipped().edition("2021").unwrap();
    let mut fired = Vec::new();
    for (rule, path) in fixtures() {
        let needs = rules::all().any(|known| known.id == rule && !known.needs.is_empty());
        for case in fixture::cases(&std::fs::read_to_string(&path).unwrap()) {
            let of_form = case.check_renamed().is_some();
            let some = fired.iter().filter(|(known, _)| *known == rule).count() < 3;
            if some && needs && of_form && case.check().is_ok_and(|outcome| speaks(&rule, &outcome))
            {
                fired.push((rule.clone(), case));
            }
        }
    }
    assert!(fired.len() > 40, "{}", fired.len());
    let mut silent = Vec::new();
    for (role, law) in renamed::without_each_role(form) {
        for (rule, case) in &fired {
            let outcome = case.check_by(&law).unwrap();
            let said = outcome.not_applicable.iter().any(|lacking| lacking.rule == rule)
                || outcome.skipped.iter().any(|skip| skip.rule == *rule);
            if !said && !speaks(rule, &outcome) {
                silent.push(format!("{rule}:{} without {role}", case.line));
            }
        }
    }
    assert!(silent.is_empty(), "\n{}", silent.join("\n"));
}

fn speaks(rule: &str, outcome: &Outcome) -> bool {
    outcome.findings.iter().any(|finding| finding.rule == rule)
}

/// Findings and what was not judged, ids left out.
pub(crate) fn told(outcome: &Outcome) -> Vec<String> {
    let plain = |text: &str| text.replace(|c: char| c.is_ascii_alphabetic() || c == '_', "");
    let finding = |finding: &Diagnostic| {
        let labels = finding.labels.iter();
        let labels: Vec<_> = labels.map(|label| (label.span, plain(&label.text))).collect();
        // The nearest word to a mistyped id is another one.
        let help = finding.help.as_deref().filter(|_| !finding.rule.starts_with("FILE-"));
        let cell = finding.cell.as_deref().map(plain);
        let (message, help) = (plain(&finding.message), help.map(plain));
        format!("{} {} {message} {help:?} {cell:?} {labels:?}", finding.rule, finding.severity)
    };
    let skipped = outcome.skipped.iter();
    let skipped = skipped.map(|skip| format!("{}: {}", skip.rule, plain(&skip.reason)));
    let lacking = outcome.not_applicable.iter().map(|rule| rule.rule.to_owned());
    outcome.findings.iter().map(finding).chain(skipped).chain(lacking).collect()
}

/// The fixtures by the id of their rule.
fn fixtures() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut fixtures: Vec<_> = files
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    fixtures.sort();
    fixtures
}

/// The fixture with the carets of what the rule finds.
fn redrawn(rule: &str, text: &str) -> String {
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    for case in fixture::cases(text).iter().rev() {
        let outcome = case.check().unwrap();
        let block = fixture::redraw(case, &findings(rule, &outcome), false);
        lines.splice(case.line..case.line + case.lines, block.lines().map(str::to_owned));
    }
    lines.join("\n") + "\n"
}

/// What the rule found and nobody waived, in the order of the file.
fn findings<'o>(rule: &str, outcome: &'o Outcome) -> Vec<&'o Diagnostic> {
    let found = outcome.findings.iter();
    found.filter(|finding| finding.rule == rule && finding.waived.is_none()).collect()
}

/// Whether the rule fires on the block as drawn, or how it does not.
fn judge(rule: &str, case: &Case) -> Result<bool, String> {
    let outcome = case.check()?;
    let findings = findings(rule, &outcome);
    let reasons = outcome.skipped.iter().filter(|skip| skip.rule == rule);
    let reasons: Vec<_> = reasons.map(|skip| skip.reason.as_str()).collect();

    let found: Vec<_> =
        findings.iter().map(|finding| fixture::draw(finding, &case.source)).collect();
    let agrees = found.len() == case.marks.len()
        && found
            .iter()
            .zip(&case.marks)
            .all(|(found, mark)| (found.0, &found.1) == (mark.line, &mark.carets));
    if !agrees {
        return Err(format!(
            "the findings are these:\n\n{}",
            fixture::redraw(case, &findings, true)
        ));
    }
    for (mark, finding) in case.marks.iter().zip(&findings) {
        let says = said(finding);
        if let Some(missing) = mark.words.split_whitespace().find(|word| !says.contains(word)) {
            return Err(format!("the finding does not say “{missing}”:\n{says}"));
        }
    }
    match (case.skipped, reasons.is_empty(), found.is_empty()) {
        (false, false, true) => {
            Err(format!("is silent because it was skipped: {}", reasons.join("；")))
        }
        (true, true, _) => Err("should have been skipped".to_owned()),
        _ => Ok(!found.is_empty()),
    }
}

/// All that a finding tells its reader.
fn said(finding: &Diagnostic) -> String {
    let labels = finding.labels.iter().map(|label| label.text.as_str());
    let help = finding.help.as_deref().unwrap_or_default();
    let labels = labels.collect::<Vec<_>>().join(" ");
    format!("{} {} {labels} {help}", finding.severity, finding.message)
}
