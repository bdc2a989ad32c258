//! `gongkai check` and `gongkai new`: what is found, and how it is said.

use serde_json::Value;

use super::desk::{Desk, changed, example};

fn sum_error() -> Desk {
    Desk::with("granted        = [4,", "granted        = [5,")
}

#[test]
fn a_clean_file_has_nothing_to_mend() {
    let desk = Desk::with_example();
    let ran = desk.run(&["check"]);
    ran.ends(0).says(&["200/200", "错误 0", "警告 0"]);
    assert_eq!(ran.err, "");
}

/// One figure of table three: every equation it is part of is named, with its
/// place, the words of the form and the document they stand in.
#[test]
fn one_wrong_figure_names_every_broken_equation() {
    let typed = "new            = [16,   0,       0,       0,           0,           0]";
    let with_totals = "new            = [17, 0, 0, 0, 0, 0, 16]";
    let text = changed(typed, with_totals);
    let line = |key: &str| text.lines().position(|line| line.starts_with(key)).unwrap() + 1;
    let desk = Desk::new();
    desk.put("data.toml", &text);
    let ran = desk.run(&["check", "data.toml"]);
    ran.ends(1).says(&[
        "错误[T3-COL-BALANCE]",
        "第一项加第二项之和，等于第三项加第四项之和",
        "17＋0＝17",
        "错误[T3-ROW-TOTAL]",
        "依据: 国办公开办函〔2021〕30号",
    ]);
    let found = desk.run(&["check", "data.toml", "--format", "json"]).json();
    let findings = found["files"][0]["findings"].as_array().unwrap();
    let findings: Vec<_> = findings.iter().filter(|one| one["severity"] == "error").collect();
    let mut rules: Vec<_> = findings.iter().map(|one| one["rule"].as_str().unwrap()).collect();
    rules.sort_unstable();
    rules.dedup();
    assert_eq!(rules, ["T3-COL-BALANCE", "T3-ROW-TOTAL"]);
    for finding in &findings {
        let place = format!("data.toml:{}:{}", finding["line"], finding["column"]);
        ran.says(&[&place, finding["message"].as_str().unwrap()]);
        assert!(!finding["cites"].as_str().unwrap().is_empty());
    }
    let row = findings.iter().find(|one| one["rule"] == "T3-ROW-TOTAL").unwrap();
    assert_eq!(row["line"], line("new "));
}

#[test]
fn json_has_the_fields_that_were_promised() {
    let ran = sum_error().run(&["check", "data.toml", "--format", "json"]);
    let found = ran.ends(1).json();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for key in ["files", "errors", "warnings", "hints"] {
        assert!(keys(&found).contains(&key.to_owned()), "{key}");
    }
    let file = &found["files"][0];
    assert_eq!(file["file"], "data.toml");
    assert_eq!(file["edition"], "2021");
    assert_eq!((&file["filled"], &file["cells"]), (&200.into(), &200.into()));
    let findings = file["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["severity"] == "error").unwrap();
    assert_eq!(
        keys(finding),
        [
            "rule",
            "severity",
            "message",
            "file",
            "line",
            "column",
            "end_line",
            "end_column",
            "cell",
            "cites",
            "help",
            "waived"
        ]
    );
    assert_eq!(finding["rule"], "T3-COL-BALANCE");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["waived"], false);
    assert!(finding["cell"].as_str().unwrap().starts_with("requests."));
    let text = changed("granted        = [4,", "granted        = [5,");
    let line = usize::try_from(finding["line"].as_u64().unwrap()).unwrap();
    let column = usize::try_from(finding["column"].as_u64().unwrap()).unwrap();
    let end = usize::try_from(finding["end_column"].as_u64().unwrap()).unwrap();
    let line = text.lines().nth(line - 1).unwrap();
    let marked: String = line.chars().skip(column - 1).take(end - column).collect();
    assert!(marked.parse::<u32>().is_ok(), "“{marked}” is a figure");
    let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();
    assert_eq!(found["errors"], errors);
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let found = sum_error().run(&["check", "data.toml", "--format", "sarif"]).json();
    assert_eq!(found["version"], "2.1.0");
    let run = &found["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "gongkai");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "T3-COL-BALANCE").unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
    assert_eq!(result["level"], "error");
    assert!(result["message"]["text"].as_str().unwrap().contains("第一项加第二项"));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "data.toml");
    assert!(place["region"]["startLine"].as_u64().unwrap() > 1);
    assert!(place["region"]["startColumn"].as_u64().unwrap() > 1);
}

#[test]
fn github_annotations_are_one_line_each() {
    let ran = sum_error().run(&["check", "data.toml", "--format", "github"]);
    ran.ends(1);
    let error = ran.out.lines().find(|line| line.starts_with("::error ")).unwrap();
    assert!(error.starts_with("::error file=data.toml,line="), "{error}");
    assert!(error.contains(",title=T3-COL-BALANCE::"), "{error}");
    assert!(ran.out.lines().all(|line| line.starts_with("::")), "{ran:#?}");
}

#[test]
fn what_was_accepted_on_purpose_is_shown_but_does_not_count() {
    let last = changed("year = 2023 ", "year = 2022 ");
    let last =
        last.replacen("normative = [0,           0,           0]", "normative = [0, 0, 9]", 1);
    let desk = Desk::new();
    desk.put("2022/data.toml", &last);
    let text = changed("year = 2023 ", "previous = \"../2022/data.toml\"\nyear = 2023 ");
    desk.put("2023/data.toml", &text);
    let before = desk.run(&["check", "2023/data.toml", "--format", "json"]).json();
    let finding = |found: &Value| {
        let findings = found["files"][0]["findings"].as_array().unwrap().clone();
        findings.into_iter().find(|finding| finding["rule"] == "XY-VALID")
    };
    assert_eq!(finding(&before).expect("9 in force last year, none now")["waived"], false);
    let waived = format!("{text}\n[[waive]]\nrule = \"XY-VALID\"\nreason = \"清理后重新认定\"\n");
    desk.put("2023/data.toml", waived);
    let after = desk.run(&["check", "2023/data.toml", "--format", "json"]).json();
    assert_eq!(finding(&after).unwrap()["waived"], true);
    desk.run(&["check", "2023/data.toml"]).says(&["已登记保留", "清理后重新认定"]);
}

#[test]
fn last_years_file_is_found_from_this_years() {
    let last = changed("year = 2023 ", "year = 2022 ");
    let last = last.replacen("carried_out    = 0", "carried_out    = [1, 0, 0, 0, 0, 0]", 1);
    let desk = Desk::new();
    desk.put("2022/data.toml", &last);
    let text = changed("year = 2023 ", "previous = \"../2022/data.toml\"\nyear = 2023 ");
    desk.put("2023/data.toml", &text);
    let line = text.lines().position(|line| line.starts_with("carried_in")).unwrap() + 1;
    let there = last.lines().position(|line| line.starts_with("carried_out")).unwrap() + 1;
    desk.run(&["check", "2023/data.toml"]).ends(1).says(&[
        "XY-CARRY",
        &format!("data.toml:{line}:18"),
        &format!("2022/data.toml:{there}:"),
    ]);
    // The flag goes before the key, and without either the rule is not passed.
    desk.put("other/data.toml", changed("year = 2023 ", "year = 2022 "));
    let ran = desk.run(&["check", "2023/data.toml", "--previous", "other/data.toml"]);
    assert!(!ran.out.contains("XY-CARRY"), "{ran:#?}");
    desk.put("alone.toml", example());
    desk.run(&["check", "alone.toml"]).ends(0).says(&["未核对", "XY-CARRY"]);
    desk.put("2023/data.toml", text.replace("../2022/", "../2021/"));
    desk.run(&["check", "2023/data.toml"]).ends(2).says(&["2021/data.toml", "没有这个文件"]);
}

#[test]
fn a_new_file_lacks_figures_and_texts_and_nothing_else() {
    for (year, kind) in [("2025", "county_department"), ("2020", "township_government")] {
        let desk = Desk::new();
        let args = ["new", "data.toml", "--agency", "某县财政局", "--year", year, "--kind", kind];
        desk.run(&args).ends(0).says(&["已写出 data.toml", "gongkai check data.toml"]);
        let text = String::from_utf8(desk.read("data.toml")).unwrap();
        assert!(text.contains("某县财政局") && text.contains("一、本年新收政府信息公开申请数量"));
        let found = desk.run(&["check", "data.toml", "--format", "json"]).ends(1).json();
        assert_eq!(found["files"][0]["filled"], 0);
        for finding in found["files"][0]["findings"].as_array().unwrap() {
            let rule = finding["rule"].as_str().unwrap();
            let blank = ["BLANK", "MISSING", "PLACEHOLDER"].iter().any(|end| rule.contains(end));
            assert!(blank || finding["severity"] != "error", "{finding:#}");
        }
        desk.refuses(&["build"], 1);
        let again = desk.refuses(&args, 2);
        again.says(&["data.toml 已经存在"]);
    }
}

#[test]
fn a_new_file_takes_over_from_last_years() {
    let desk = Desk::new();
    let last = changed("carried_out    = 0", "carried_out    = [3, 0, 0, 0, 0, 1]");
    desk.put("2023/data.toml", last.replacen("[16, ", "[19, ", 1));
    desk.run(&["new", "2024/data.toml", "--previous", "2023/data.toml"]).ends(0);
    let text = String::from_utf8(desk.read("2024/data.toml")).unwrap();
    for line in ["year = 2024", "郯城县行政审批服务局", "../2023/data.toml"] {
        assert!(text.contains(line), "no {line} in {text}");
    }
    let carried = text.lines().find(|line| line.starts_with("carried_in")).unwrap();
    let digits: String =
        carried.split('#').next().unwrap().chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.trim_end_matches('4'), "300001", "{carried}");
    let ran = desk.run(&["check", "2024/data.toml"]);
    assert!(!ran.out.contains("XY-CARRY]"), "{ran:#?}");
}
