//! Everything that can be wrong: a message in Chinese with a place, the right
//! exit status, no file, no scrap, no panic.

use super::desk::{Desk, NAME, changed, example, with_problems};

/// A data file that builds nothing: findings, so 1.
#[track_caller]
fn found(text: &str, says: &[&str]) {
    let desk = Desk::new();
    desk.put("data.toml", text);
    let ran = desk.refuses(&["build", "data.toml", "--out", "out"], 1);
    ran.says(says).says(&["错误[", "--> data.toml:", "没有生成"]);
    desk.run(&["check", "data.toml"]).ends(1).says(says);
}

fn place(text: &str, of: &str) -> String {
    let at = text.find(of).unwrap();
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().unwrap().chars().count() + 1;
    format!("data.toml:{line}:{column}")
}

#[test]
fn what_is_wrong_in_the_data_has_its_place() {
    for (from, to, marked, rule, says) in [
        ("licences = 42975", "licences = [42975", "42975", "FILE-SYNTAX", "数组没有写完"),
        ("licences = 42975", "licences = 42975件", "42975件", "FILE-SYNTAX", "语法错误"),
        ("year = 2023 ", "year = \"二〇二三\" ", "\"二〇二三\"", "FILE-TYPE", "报告年度"),
        ("licences = 42975", "licences = \"４2975\"", "\"４2975\"", "ST-FULLDIGIT", "全角数字"),
        ("licences = 42975", "licenses = 42975", "licenses", "FILE-KEY", "licences"),
        ("licences = 42975", "licences = 1e999", "1e999", "CELL-INT", "1e999"),
        ("licences = 42975", "licences = -3", "-3", "CELL-INT", "不小于0"),
        ("licences = 42975", "licences = true", "true", "", "行政许可"),
        (
            "licences = 42975",
            "licences = 99999999999999999999",
            "99999999999999999999",
            "",
            "行政许可",
        ),
        (
            "carried_in     = 0 ",
            "carried_in     = [0,0,0,0,0,0,0,0] ",
            "carried_in",
            "FILE-ROW",
            "应有6个数",
        ),
        (
            "kind = \"county_department\"",
            "kind = \"county\"",
            "\"county\"",
            "FILE-TYPE",
            "county_department",
        ),
        ("date = 2024-01-09", "date = 2024-02-30", "2024-02-30", "", ""),
        (
            "requests.new.total",
            "requests.nwe.total",
            "{{ requests.nwe",
            "FILE-NAME",
            "requests.new.total",
        ),
    ] {
        let text = changed(from, to);
        // A quoted value may be marked with or without its quotation marks.
        let inner = marked.trim_matches('"');
        let desk = Desk::new();
        desk.put("data.toml", &text);
        let ran = desk.refuses(&["build", "data.toml", "--out", "out"], 1);
        ran.says(&[rule, says, "错误[", "没有生成"]);
        let line = |place: String| place.rsplit_once(':').unwrap().0.to_owned() + ":";
        ran.says(&[&line(place(&text, inner))]);
    }
}

#[test]
fn ten_megabytes_in_a_cell_are_wrong_and_quickly_said() {
    let digits = "9".repeat(10 << 20);
    let desk = Desk::with("licences = 42975", &format!("licences = \"{digits}\""));
    let ran = desk.refuses(&["build", "data.toml", "--out", "out"], 1);
    ran.says(&["行政许可", "data.toml:78:1"]);
    assert!(ran.out.len() < 100_000, "{} bytes of findings", ran.out.len());
}

#[test]
fn ten_megabytes_of_text_are_too_much_and_quickly_said() {
    let desk = Desk::new();
    let text = "字数很多的一段话。".repeat((10 << 20) / 27);
    desk.put("data.toml", with_problems(&format!("\"\"\"\n{text}\n\"\"\"")));
    let ran = desk.refuses(&["build", "data.toml", "--out", "out"], 1);
    ran.says(&["FILE-LENGTH", "五、存在的主要问题及改进情况", "data.toml:37:"]);
    assert!(ran.out.len() < 100_000, "{} bytes of findings", ran.out.len());
    desk.run(&["build", "data.toml", "--to", "html", "--draft"]).ends(0);
    assert!(desk.read(&format!("{NAME}.html")).len() < 1 << 20);
}

#[test]
fn sums_that_overflow_are_findings() {
    let most = i64::MAX;
    let row = format!("new            = [{most}, {most}, {most}, {most}, {most}, {most}]");
    let text =
        changed("new            = [16,   0,       0,       0,           0,           0]", &row);
    found(&text, &["错误["]);
}

#[test]
fn a_file_that_is_not_utf8_has_its_line() {
    let desk = Desk::new();
    desk.put("gbk.toml", b"year = 2023\nname = \"\xb2\xc6\xd5\xfe\xbe\xd6\"\n");
    let ran = desk.refuses(&["build", "gbk.toml"], 2);
    ran.says(&["gbk.toml:2:9", "GBK", "UTF-8", "记事本"]);
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(example().encode_utf16().flat_map(u16::to_le_bytes));
    desk.put("utf16.toml", bytes);
    desk.refuses(&["build", "utf16.toml"], 2).says(&["utf16.toml:1:1", "UTF-16"]);
    let mut bytes = vec![0xef, 0xbb, 0xbf];
    bytes.extend(example().bytes());
    desk.put("bom.toml", bytes);
    desk.run(&["check", "bom.toml"]).ends(0);
}

#[test]
fn a_file_without_anything_in_it_lacks_everything() {
    for text in ["", "\n", "# 空\n", "\0", "year", "[", "=", "[[waive]]", "year = 2023"] {
        let desk = Desk::new();
        desk.put("data.toml", text);
        desk.refuses(&["build", "data.toml"], 1).says(&["data.toml"]);
    }
}

#[test]
fn an_edition_that_nobody_knows() {
    let desk = Desk::with("year = 2023 ", "edition = \"2077\"\nyear = 2023 ");
    let text = String::from_utf8(desk.read("data.toml")).unwrap();
    let line = text.lines().position(|line| line.starts_with("edition")).unwrap() + 1;
    let ran = desk.refuses(&["build", "data.toml"], 2);
    ran.says(&[&format!("data.toml:{line}:"), "2077", "hubei-2020"]);
    desk.run(&["schema", "1999"]).ends(2).says(&["1999", "guangzhou-2018"]);
    let new = ["new", "x.toml", "--agency", "某局", "--year", "2025", "--edition", "2077"];
    desk.refuses(&new, 2).says(&["--edition", "2077"]);
    desk.refuses(&["new", "x.toml", "--agency", "某局", "--year", "1999"], 2).says(&["1999"]);
}

#[test]
fn files_and_folders_that_cannot_be_used() {
    let desk = Desk::with_example();
    desk.put("empty/readme.txt", "");
    desk.put("file", "");
    desk.refuses(&["build", "none.toml"], 2).says(&["none.toml", "没有这个文件"]);
    desk.refuses(&["check", "none.toml"], 2).says(&["none.toml", "没有这个文件"]);
    desk.refuses(&["build", "empty"], 2).says(&["empty", "没有数据文件"]);
    desk.refuses(&["build", "--out", "file"], 2).says(&["无法写入 file", "原因："]);
    desk.refuses(&["build", "--out", "file/below"], 2).says(&["无法写入 file/below", "原因："]);
    desk.refuses(&["build", "file/data.toml"], 2).says(&["无法读取 file/data.toml"]);
    desk.refuses(&["build", "--previous", "none.toml"], 2).says(&["无法读取 none.toml"]);
    desk.refuses(&["build", "--fonts", "none"], 2).says(&["无法读取 none"]);
    desk.refuses(&["build", "--templates", "none"], 2).says(&["无法读取 none"]);
    desk.refuses(&["new", "file/data.toml", "--agency", "某局", "--year", "2025"], 2)
        .says(&["无法写入 file/data.toml"]);
}

/// A folder where an output file should be: nothing is half done.
#[test]
fn a_folder_in_the_place_of_a_file() {
    let desk = Desk::with_example();
    std::fs::create_dir_all(desk.path(&format!("out/{NAME}.pdf"))).unwrap();
    let ran = desk.run(&["build", "--out", "out"]);
    ran.ends(2).says(&["无法写入", &format!("{NAME}.pdf")]);
}

#[test]
fn templates_that_are_wrong() {
    for (name, text, says) in [
        ("report.md.jinja", "# {{ title }}\n{% if %}\n", &["report.md.jinja 第 2 行"][..]),
        ("report.md.jinja", "# {{ titel }}\n", &["report.md.jinja 第 1 行", "titel"]),
        ("report.md.jinja", "# {{ title }}\n{{ preamble }}甲", &["应单独占一行"]),
        ("page.html.jinja", "\n{{ nope }}", &["page.html.jinja 第 2 行", "nope"]),
        ("page.html.jinja", "{% for %}", &["page.html.jinja 第 1 行"]),
        ("theme.toml", "\n[page", &["theme.toml:2:", "表头没有写完"]),
        ("theme.toml", "[page]\nwidth = \"宽\"\n", &["theme.toml:2:9", "37mm"]),
        ("theme.toml", "[page]\nwide = 1\n", &["theme.toml:2:1", "wide"]),
    ] {
        let desk = Desk::with_example();
        desk.put(&format!("office/{name}"), text);
        let ran = desk.refuses(&["build", "--templates", "office", "--out", "out"], 2);
        ran.says(says);
        assert!(ran.err.starts_with("错误："), "{ran:#?}");
        assert!(!ran.err.contains("TOML parse error"), "{ran:#?}");
    }
    let desk = Desk::with_example();
    desk.put("office/report.md.jinja", b"\xb2\xc6");
    desk.refuses(&["build", "--templates", "office"], 2).says(&["report.md.jinja:1:1", "UTF-8"]);
}

#[test]
fn a_font_file_that_is_none() {
    let desk = Desk::with_example();
    desk.put("fonts/FangSong.ttf", "不是字体");
    desk.refuses(&["build", "--fonts", "fonts"], 2).says(&["FangSong.ttf", "内容不是"]);
    // One whose name the theme does not ask for does no harm.
    std::fs::remove_file(desk.path("fonts/FangSong.ttf")).unwrap();
    desk.put("fonts/Other.ttf", "不是字体");
    desk.run(&["build", "--fonts", "fonts", "--out", "out"]).ends(0).says(&["内置"]);
}

#[test]
fn a_character_that_no_font_has() {
    let desk = Desk::with("328条", "328\u{10FFFD}条");
    let ran = desk.refuses(&["build", "--to", "pdf", "--draft"], 2);
    let text = String::from_utf8(desk.read("data.toml")).unwrap();
    let line = text.lines().position(|line| line.contains('\u{10FFFD}')).unwrap() + 1;
    ran.says(&["U+10FFFD", &format!("data.toml:{line}:")]);
}

#[test]
fn words_on_the_command_line_that_mean_nothing() {
    let desk = Desk::with_example();
    for (args, says) in [
        (&["explain", "NOPE"][..], &["NOPE"][..]),
        (&["explain", "T3-COL-BALANC"], &["是否想写 T3-COL-BALANCE"]),
        (&["build", "--to", "odt"], &["odt", "html、docx、pdf"]),
        (&["check", "--format", "xml"], &["xml", "sarif"]),
        (&["build", "--jobs", "0"], &["--jobs"]),
        (&["check", "--nope"], &["--nope"]),
        (&["check", "--previous"], &["--previous"]),
        (&["chekc"], &["chekc", "check"]),
        (&["new", "x.toml", "--agency", "某局"], &["--year"]),
        (&["new", "x.toml", "--year", "2025"], &["--agency"]),
        (&["new", "x.toml", "--year", "明年"], &["--year", "明年"]),
        (
            &["new", "x.toml", "--year", "2025", "--kind", "county"],
            &["--kind", "county_department"],
        ),
    ] {
        let ran = desk.refuses(args, 2);
        ran.says(says);
        assert!(ran.err.starts_with("错误："), "{ran:#?}");
        assert_eq!(ran.out, "");
    }
}

#[test]
fn brackets_of_an_input_method_are_found_and_shown() {
    for text in [
        "year = 2025\n［documents］\nrules = [0,0,0]\n",
        "year = 2025\n【licensing】\nlicences = 1\n",
        "year = 2025\n〔fees〕\nadministrative = 1\n",
        "year = 2025\n［［waive］］\nrule = \"CELL-INT\"\n",
        "year = 2025\nnew ＝ ［1，2］\n",
        "year ＝ 2025\n",
        "［d",
        "［",
        "“",
        "year = ”2025“\n",
    ] {
        let desk = Desk::new();
        desk.put("data.toml", text);
        for arguments in [&["check", "data.toml"][..], &["build", "--draft", "data.toml"]] {
            let ran = desk.run(arguments);
            assert!(!ran.err.contains("panicked"), "{text}: {}", ran.err);
            let said = ran.out.clone() + &ran.err;
            assert!(said.contains("FILE-SYNTAX"), "{text}: {said}");
        }
    }
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let desk = Desk::with_example();
    for command in ["check", "build"] {
        desk.refuses(&[command, "/dev/zero"], 2).says(&["不是普通文件", "/dev/zero"]);
        desk.refuses(&[command, "data.toml", "--previous", "/dev/zero"], 2).says(&["不是普通文件"]);
    }
}
