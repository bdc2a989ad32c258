//! A folder of local rules, as an office writes it and every command obeys it.

use super::desk::{Desk, changed};

/// A form with a row, a required figure, a deadline and a severity of its own.
pub(crate) const FORM: &str = r#"
extends = "2021"
id      = "ninghe-2023"
name    = "2021年版格式（宁河市）"
cites   = "宁政办发〔2023〕9号；国办公开办函〔2021〕30号"
since   = 2023
until   = 2023

[[part]]
id    = "overview"
limit = 300

[[table]]
id   = "documents"
rows = [
    { id = "other_documents", after = "normative", label = ["其他主动公开文件"] },
]

[[require]]
part     = "overview"
name     = "政务公开专区的数量"
words    = ["专区"]
units    = ["个", "处"]
severity = "error"
cites    = "宁政办发〔2023〕9号"

[[deadline]]
rule     = "DL-LOCAL"
day      = "01-05"
severity = "error"
cites    = "宁政办发〔2023〕9号"
says     = "本市要求{next}年1月5日前公布，公布日期为{date}"

[[severity]]
rule     = "S1-LENGTH"
severity = "error"
"#;

/// A notice that governed reports until 2022.
const CITATIONS: &str = r#"
[[document]]
number        = "宁政办发〔2020〕3号"
title         = "宁河市2020年度报告格式"
until         = 2022
superseded_by = "宁政办发〔2023〕9号"
form          = true
marks         = ["宁政办发〔2020〕3号"]
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    let text = changed("year = 2023", "schemas = \"规则\"\nyear = 2023");
    let text = text.replacen("认真贯彻", "按照宁政办发〔2020〕3号，认真贯彻", 1);
    desk.put("data.toml", text);
    desk.put("规则/ninghe.toml", FORM);
    desk.put("规则/citations-ninghe.toml", CITATIONS);
    desk
}

#[test]
fn check_obeys_local_rules() {
    let desk = desk();
    let ran = desk.run(&["check", "data.toml", "--format", "json"]);
    ran.ends(1);
    let file = &ran.json()["files"][0];
    assert_eq!(file["edition"], "ninghe-2023");
    // Three cells more than the national form has.
    assert_eq!(file["cells"], 203);
    let findings = file["findings"].as_array().unwrap();
    let found = |rule: &str| {
        let one = findings.iter().find(|finding| finding["rule"] == rule);
        one.unwrap_or_else(|| panic!("no {rule} in {findings:#?}"))
    };
    let said = |rule: &str| found(rule)["message"].as_str().unwrap().to_owned();
    assert_eq!(found("CELL-BLANK")["cell"], "documents.other_documents.issued");
    assert!(said("LOCAL-REQUIRED").contains("政务公开专区的数量"));
    assert_eq!(found("LOCAL-REQUIRED")["cites"], "宁政办发〔2023〕9号");
    assert_eq!(said("DL-LOCAL"), "本市要求2024年1月5日前公布，公布日期为2024年1月9日");
    assert_eq!(found("DL-LOCAL")["severity"], "error");
    assert!(said("S1-LENGTH").contains("原则上不超过300字"));
    assert_eq!(found("S1-LENGTH")["severity"], "error");
    assert!(said("ED-CITE").contains("宁政办发〔2020〕3号"));
}

#[test]
fn build_prints_the_local_row_and_refuses_what_local_rules_forbid() {
    let desk = desk();
    desk.refuses(&["build", "data.toml"], 1).says(&["LOCAL-REQUIRED", "DL-LOCAL"]);
    desk.run(&["build", "data.toml", "--draft", "--to", "html", "--out", "out"]).ends(0);
    let pages: Vec<_> = desk.files().into_iter().filter(|name| name.ends_with("html")).collect();
    let page = String::from_utf8(desk.read(&pages[0])).unwrap();
    assert!(page.contains("其他主动公开文件") && page.contains("documents.other_documents.issued"));
    // The same rules from the command line, for a file that names none.
    desk.put("plain.toml", changed("year = 2023", "year = 2023 "));
    desk.run(&["check", "plain.toml", "--schemas", "规则"]).ends(1).says(&["LOCAL-REQUIRED"]);
    desk.run(&["check", "plain.toml"]).ends(0);
}

#[test]
fn new_and_schema_know_local_forms() {
    let desk = desk();
    let ran = desk.run(&["schema", "ninghe-2023", "--schemas", "规则"]);
    let schema: serde_json::Value = serde_json::from_str(&ran.ends(0).out).unwrap();
    assert_eq!(schema["title"], "2021年版格式（宁河市）");
    let rows = &schema["properties"]["documents"]["properties"];
    assert_eq!(rows["other_documents"]["title"], "其他主动公开文件");
    let args = ["new", "n/data.toml", "--agency", "宁河市财政局", "--year", "2023"];
    let args = [&args[..], &["--kind", "county_department", "--schemas", "规则"]].concat();
    desk.run(&args).ends(0);
    let text = String::from_utf8(desk.read("n/data.toml")).unwrap();
    assert!(text.contains("schemas = \"../规则\"") && text.contains("other_documents"), "{text}");
    // What `new` writes is checked by the same rules without a flag.
    desk.run(&["check", "n/data.toml"]).ends(1).says(&["ninghe-2023 版格式", "LOCAL-REQUIRED"]);
    desk.run(&["explain", "LOCAL-REQUIRED"]).ends(0);
}

#[test]
fn local_files_are_judged_for_their_author() {
    let desk = desk();
    let ran = desk.run(&["schema", "规则", "--check"]);
    ran.ends(0).says(&["2021年版格式（宁河市）（ninghe-2023）", "适用的规则", "写法没有问题"]);
    for (from, to, place, words) in [
        ("after = \"normative\"", "after = \"normal\"", "16:40", "rows 中的 normal 不存在"),
        ("name     = \"政务", "nam = \"政务", "21:1", "没有 nam 这个键"),
        ("part     = \"overview\"", "part = \"overwiev\"", "20:9", "require 中的 overwiev 不存在"),
        ("\"01-05\"", "\"1月5日\"", "29:13", "日子应写作 01-31，现为 1月5日"),
        ("extends = \"2021\"", "extends = \"2012\"", "2:12", "要扩展的格式 2012 不存在"),
        ("rule     = \"S1-LENGTH\"", "rule = \"S1-LENGHT\"", "35:9", "没有编号为 S1-LENGHT 的规则"),
        (
            "rule     = \"S1-LENGTH\"\nseverity = \"error\"",
            "rule = \"T3-SUM7\"\nseverity = \"hint\"",
            "35:9",
            "只能是“错误”",
        ),
        ("since   = 2023", "since = \"2023\"", "6:10", "值的类型不对，应是数字"),
        ("[[deadline]]", "[[deadline]", "27:12", "数组没有写完，缺 ]"),
    ] {
        assert!(FORM.contains(from), "{from}");
        desk.put("坏的/form.toml", FORM.replacen(from, to, 1));
        let ran = desk.run(&["schema", "坏的", "--check"]);
        let place = format!("坏的/form.toml:{place}\n");
        ran.ends(1).says(&[words, &place]);
        // A report that names the folder says the same, at the same place.
        desk.put("bad.toml", changed("year = 2023", "schemas = \"坏的\"\nyear = 2023"));
        desk.run(&["check", "bad.toml"]).ends(1).says(&[words, "LOCAL-FILE", &place]);
    }
    desk.put("gone.toml", changed("year = 2023", "schemas = \"没有\"\nyear = 2023"));
    desk.run(&["check", "gone.toml"]).ends(1).says(&["LOCAL-FILE", "无法读取 没有"]);
    desk.refuses(&["check", "data.toml", "--schemas", "没有"], 2).says(&["没有这个文件或文件夹"]);
}
