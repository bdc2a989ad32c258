//! `gongkai build`: three files, or none and a reason.

use std::path::Path;

use lopdf::Document;

use super::desk::{Desk, NAME, changed, example, with_problems};
use crate::support::{docx, pdf};

const FORMATS: [&str; 3] = ["docx", "html", "pdf"];

fn names(folder: &str) -> Vec<String> {
    FORMATS.iter().map(|format| format!("{folder}/{NAME}.{format}")).collect()
}

/// The page without its style sheet.
fn body(html: &str) -> &str {
    html.split_once("<body").unwrap().1
}

fn sum_error() -> String {
    changed("granted        = [4,", "granted        = [5,")
}

#[test]
fn three_files_with_the_title_as_name_twice_the_same() {
    let desk = Desk::with_example();
    for out in ["one", "two"] {
        let ran = desk.run(&["build", "data.toml", "--out", out]);
        ran.ends(0).says(&["已写出", "内置"]);
        assert!(!ran.out.contains("错误["), "{ran:#?}");
    }
    let mut wanted = vec!["data.toml".to_owned()];
    wanted.extend(names("one").into_iter().chain(names("two")));
    assert_eq!(desk.files(), wanted);
    for (one, two) in names("one").iter().zip(names("two")) {
        assert!(desk.read(one) == desk.read(&two), "{one} is not {two}");
    }
    let html = String::from_utf8(desk.read(&names("one")[1])).unwrap();
    assert!(!body(&html).contains("草稿"));
    assert!(desk.read(&names("one")[2]).starts_with(b"%PDF-1.7"));
}

#[test]
fn one_format_if_only_one_is_wanted() {
    let desk = Desk::with_example();
    let ran = desk.run(&["build", "--to", "html,html", "--out", "a/b"]);
    ran.ends(0);
    assert_eq!(desk.files(), [format!("a/b/{NAME}.html"), "data.toml".to_owned()]);
    assert!(!ran.err.contains("字体"), "{ran:#?}");
}

#[test]
fn a_second_build_replaces_the_first() {
    let desk = Desk::with_example();
    desk.run(&["build", "--to", "html"]).ends(0);
    let before = desk.read(&format!("{NAME}.html"));
    desk.put("data.toml", changed("328条", "329条"));
    desk.run(&["build", "--to", "html"]).ends(0);
    assert!(before != desk.read(&format!("{NAME}.html")));
    assert_eq!(desk.files().len(), 2);
}

#[test]
fn errors_stop_a_build() {
    let desk = Desk::new();
    desk.put("data.toml", sum_error());
    let ran = desk.refuses(&["build", "data.toml", "--out", "out"], 1);
    ran.says(&["T3-COL-BALANCE", "没有生成", "--draft"]);
    assert!(!desk.path("out").exists());
    assert!(!ran.err.contains("字体"), "no file, no fonts: {ran:#?}");
}

#[test]
fn a_draft_says_so_on_every_page_of_every_file() {
    let desk = Desk::new();
    desk.put("data.toml", sum_error());
    desk.run(&["build", "data.toml", "--draft", "--out", "out"]).ends(0).says(&["T3-COL-BALANCE"]);
    let [docx, html, file] = [0, 1, 2].map(|at| desk.read(&names("out")[at]));

    let html = String::from_utf8(html).unwrap();
    assert!(body(&html).contains("草稿"));

    // Odd and even pages have a header each, and both are in use.
    let document = docx::tree(&docx, "word/document.xml");
    let headers: Vec<_> = document.all("w:headerReference");
    let kinds: Vec<_> = headers.iter().map(|header| header.attribute("w:type").unwrap()).collect();
    assert_eq!(kinds, ["default", "even"]);
    for part in ["word/header1.xml", "word/header2.xml"] {
        let text = String::from_utf8(docx::part(&docx, part)).unwrap();
        assert!(text.contains("草稿"), "{part}: {text}");
    }

    let file = Document::load_mem(&file).unwrap();
    let texts = pdf::texts(&file);
    let pages = pdf::pages(&file).len();
    assert!(pages > 3);
    for page in 0..pages {
        let marks = texts.iter().filter(|text| text.page == page && text.text == "草稿");
        assert_eq!(marks.count(), 1, "page {page}");
    }
}

#[test]
fn strict_builds_nothing_with_warnings() {
    let desk = Desk::new();
    desk.put("data.toml", warned());
    desk.run(&["check", "data.toml"]).ends(0).says(&["警告["]);
    desk.run(&["check", "data.toml", "--strict"]).ends(1);
    desk.refuses(&["build", "data.toml", "--strict"], 1);
    desk.run(&["build", "data.toml", "--to", "html"]).ends(0);
}

/// The example with a waiver that accepts nothing: a warning.
fn warned() -> String {
    format!("{}\n[[waive]]\nrule = \"XY-CARRY\"\nreason = \"口径调整\"\n", example())
}

#[test]
fn one_broken_file_does_not_stop_the_others() {
    let desk = Desk::with_example();
    desk.put("sum.toml", changed("郯城县行政审批服务局\"", "某局\"").replace("[4, ", "[5, "));
    let both = desk.run(&["build", "sum.toml", "data.toml", "--out", "a"]);
    both.ends(1).says(&["sum.toml", "没有生成", "已写出"]);
    desk.put("gbk.toml", b"year = 2023 # \xb1\xa8\xb8\xe6");
    let all = desk.run(&["build", "gbk.toml", "sum.toml", "data.toml", "none.toml", "--out", "b"]);
    all.ends(2).says(&["gbk.toml:1:15", "GBK", "none.toml", "没有这个文件"]);
    let mut wanted = names("a");
    wanted.extend(names("b"));
    wanted.extend(["data.toml", "gbk.toml", "sum.toml"].map(str::to_owned));
    assert_eq!(desk.files(), wanted);
}

#[test]
fn two_reports_of_one_title_do_not_overwrite_each_other() {
    let desk = Desk::with_example();
    desk.put("second.toml", changed("328条", "329条"));
    desk.run(&["build", "data.toml", "--to", "html", "--out", "alone"]).ends(0);
    let ran = desk.run(&["build", "data.toml", "second.toml", "--to", "html", "--out", "out"]);
    ran.ends(2).says(&["data.toml", "second.toml", "同名"]);
    let first = desk.read(&format!("alone/{NAME}.html"));
    assert!(first == desk.read(&format!("out/{NAME}.html")), "the first one stays");
}

#[test]
fn a_folder_means_the_data_files_in_it() {
    let desk = Desk::new();
    desk.put("reports/2023/data.toml", example());
    let other = changed("name = \"郯城县行政审批服务局\"", "name = \"某县数据局\"");
    desk.put(
        "reports/2022/data.toml",
        other.replacen("year = 2023 ", "year = 2022 ", 1).replace("2024-01-09", "2023-01-09"),
    );
    desk.put("reports/theme.toml", "[page]\n");
    desk.put("reports/notes.txt", "year = 2023");
    desk.put("reports/.old/data.toml", "year = ");
    let ran = desk.run(&["build", "reports", "--to", "html", "--out", "out", "--jobs", "2"]);
    ran.ends(0);
    let made: Vec<_> = desk.files().into_iter().filter(|name| name.starts_with("out/")).collect();
    let other = "out/某县数据局2022年政府信息公开工作年度报告.html".to_owned();
    assert_eq!(made, [other, format!("out/{NAME}.html")]);
}

#[test]
fn a_text_may_stand_in_a_file_of_its_own() {
    let desk = Desk::new();
    desk.put("data.toml", with_problems("{ file = \"texts/problems.md\" }"));
    desk.put(
        "texts/problems.md",
        "一是{{ requests.new.total }}件申请的答复不够细致。改进措施：一是逐件复核答复文书。\n",
    );
    desk.run(&["build", "--to", "html"]).ends(0);
    let html = String::from_utf8(desk.read(&format!("{NAME}.html"))).unwrap();
    assert!(html.contains("一是16件申请的答复不够细致。"));
    // A finding in it names it.
    desk.put("texts/problems.md", "第一段。\n\n本局公开{{ requests.nwe.total }}件。\n");
    desk.refuses(&["build"], 1).says(&["problems.md:3:5", "requests.nwe.total"]);
}

#[test]
fn files_outside_the_folder_are_not_read() {
    for path in
        ["../secret.md", "texts/../../secret.md", "/etc/hostname", "..\\secret.md", "link.md"]
    {
        let desk = Desk::new();
        desk.put("secret.md", "这是别处的秘密。");
        desk.put("work/data.toml", with_problems(&format!("{{ file = '{path}' }}")));
        desk.put("work/texts/a.md", "");
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.md", desk.path("work/link.md")).unwrap();
        let ran = desk.refuses(&["build", "work/data.toml", "--out", "out"], 1);
        ran.says(&["FILE-REFERENCE", path, "data.toml:"]);
        assert!(!ran.out.contains("秘密"));
        desk.run(&["build", "work/data.toml", "--out", "out", "--draft"]).ends(0);
        let html = String::from_utf8(desk.read(&format!("out/{NAME}.html"))).unwrap();
        assert!(!html.contains("别处的秘密"), "{path}");
    }
}

/// A PNG of a few pixels, made here.
fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 3, 2);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[7; 18]).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn a_picture_reaches_all_three_files() {
    let desk = Desk::new();
    desk.put(
        "data.toml",
        changed("problems = \"\"\"\n", "problems = \"\"\"\n![申请数量走势](图/走势.png)\n\n"),
    );
    desk.put("图/走势.png", picture());
    desk.run(&["build", "--out", "out"]).ends(0);
    let [docx, html, file] = [0, 1, 2].map(|at| desk.read(&names("out")[at]));

    let html = String::from_utf8(html).unwrap();
    assert!(html.contains("src=\"data:image/png;base64,"));
    assert!(html.contains("申请数量走势"));

    let body = docx::tree(&docx, "word/document.xml");
    assert_eq!(body.all("w:drawing").len(), 1);
    assert!(body.words().contains("申请数量走势"));
    let relations = docx::tree(&docx, "word/_rels/document.xml.rels");
    let targets = relations.all("Relationship");
    let target = targets.iter().filter_map(|one| one.attribute("Target"));
    let image = target.into_iter().find(|target| target.contains("media/")).unwrap();
    let image = Path::new("word").join(image.trim_start_matches("/word/"));
    assert!(docx::part(&docx, image.to_str().unwrap()) == picture());

    let file = Document::load_mem(&file).unwrap();
    let images =
        file.objects.values().filter_map(|object| object.as_stream().ok()).filter(|stream| {
            let is = |key: &[u8], value: i64| {
                stream
                    .dict
                    .get(key)
                    .and_then(lopdf::Object::as_i64)
                    .is_ok_and(|found| found == value)
            };
            stream
                .dict
                .get(b"Subtype")
                .and_then(lopdf::Object::as_name)
                .is_ok_and(|n| n == b"Image")
                && is(b"Width", 3)
                && is(b"Height", 2)
        });
    assert_eq!(images.count(), 1);
    let words: String = pdf::texts(&file).into_iter().map(|text| text.text).collect();
    assert!(words.contains("申请数量走势"));
}

#[test]
fn a_picture_that_is_missing_or_none_has_its_place() {
    let text = changed("problems = \"\"\"\n", "problems = \"\"\"\n![走势](chart.png)\n\n");
    let line = text.lines().position(|line| line.contains("chart.png")).unwrap() + 1;
    let desk = Desk::new();
    desk.put("data.toml", text);
    let place = format!("data.toml:{line}:7");
    desk.refuses(&["build"], 1).says(&["FILE-REFERENCE", "读不到文件 chart.png", &place]);
    desk.put("chart.png", "不是图片");
    desk.refuses(&["build"], 1).says(&["FILE-REFERENCE", "chart.png 不是可用的图片", &place]);
    desk.put("chart.png", &picture()[..50]);
    desk.refuses(&["check"], 1).says(&["FILE-REFERENCE", "chart.png 不是可用的图片", &place]);
}

#[test]
fn a_title_becomes_a_file_name_everywhere() {
    let desk = Desk::with("date = 2024", "title = \"../关于A/B: 的\\\\报告?\"\ndate = 2024");
    desk.run(&["build", "--draft", "--to", "html", "--out", "out"]).ends(0);
    let made: Vec<_> = desk.files().into_iter().filter(|name| name != "data.toml").collect();
    assert_eq!(made, ["out/_关于A_B_ 的_报告_.html"]);
}
