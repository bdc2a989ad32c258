//! The program as its user meets it.

mod build;
mod check;
pub(crate) mod desk;
pub(crate) mod local;
mod wrong;

use self::desk::{Desk, changed};

/// The errors as the terminal shows them, without what other rules advise.
fn shown(text: &str) -> String {
    let desk = Desk::new();
    desk.put("data.toml", text);
    let ran = desk.run(&["check", "data.toml"]);
    ran.ends(1);
    let errors: Vec<_> = ran.out.split("\n\n").filter(|text| text.starts_with("错误[")).collect();
    errors.join("\n\n")
}

#[test]
fn a_sum_that_does_not_add_up() {
    insta::assert_snapshot!(shown(&changed("granted        = [4,", "granted        = [5,")));
}

#[test]
fn a_bracket_that_was_not_closed() {
    insta::assert_snapshot!(shown(&changed(
        "rules     = [0,           0,           0] ",
        "rules     = [0,           0,           0  "
    )));
}

#[test]
fn a_header_that_was_not_closed() {
    insta::assert_snapshot!(shown(&changed("[requests]", "[requests")));
}

#[test]
fn a_header_that_was_not_opened() {
    insta::assert_snapshot!(shown(&changed("[requests]", "requests]")));
}

#[test]
fn a_key_that_does_not_exist() {
    insta::assert_snapshot!(shown(&changed("licences =", "licenses =")));
}

#[test]
fn a_full_width_digit() {
    insta::assert_snapshot!(shown(&changed("licences = 42975", "licences = \"４2975\"")));
}

#[test]
fn help_is_chinese() {
    let desk = Desk::new();
    let all = [
        &["--help"][..],
        &["-h"],
        &["new", "--help"],
        &["check", "--help"],
        &["build", "--help"],
        &["explain", "--help"],
        &["schema", "--help"],
    ];
    for args in all {
        let ran = desk.run(args);
        ran.ends(0).says(&["用法：gongkai", "选项", "显示帮助"]);
        for word in [
            "Usage",
            "Options",
            "Arguments",
            "Commands",
            "Print",
            "help for",
            "default:",
            "possible values",
            "OPTIONS",
        ] {
            assert!(!ran.out.contains(word), "{word} in {ran:#?}");
        }
        // Every line but examples says something in Chinese.
        let prose = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("gongkai ");
        for line in ran.out.lines().filter(prose) {
            assert!(line.chars().any(|c| ('一'..='龥').contains(&c)), "{line}");
        }
    }
    desk.run(&["--version"]).ends(0).says(&[env!("CARGO_PKG_VERSION")]);
    desk.run(&[]).ends(2).says(&["用法"]);
}

#[test]
fn rules_are_explained() {
    let desk = Desk::new();
    let all = desk.run(&["explain"]);
    all.ends(0);
    assert!(all.out.lines().count() > 20);
    for line in all.out.lines() {
        let id = line.split_whitespace().next().unwrap();
        let ran = desk.run(&["explain", id]);
        ran.ends(0).says(&[id, "级别：", "依据："]);
        // Every rule shows what it finds and what it lets pass.
        let pairs = [
            ("错误：", "正确："),
            ("警告：", "正确："),
            ("提示：", "不提示："),
            ("提醒：", "不提醒："),
        ];
        let mut pairs = pairs.iter();
        let shown = pairs.any(|(bad, good)| ran.out.contains(bad) && ran.out.contains(good));
        assert!(shown, "{}", ran.out);
    }
    desk.run(&["explain", "t3-col-balance"]).ends(0);
}

#[test]
fn schemas_are_printed() {
    let desk = Desk::new();
    let all = desk.run(&["schema"]);
    for id in ["2021", "2019", "hubei-2020", "guangzhou-2018", "wuwei-2025", "shandong-2022"] {
        assert!(all.out.contains(id), "{all:#?}");
        let schema = desk.run(&["schema", id]).json();
        assert!(schema["properties"]["year"].is_object(), "{id}");
    }
}
