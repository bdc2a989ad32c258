//! The Word file, read back.

mod sample;

use std::collections::BTreeSet;
use std::io::Cursor;

use self::sample::{body, draft, inline, paragraph, report, text};
use crate::support::docx::{Node, merged, part, tree, widths};
use gongkai::document::{Block, Document, PictureFormat, Role, Style, Table, Turn, plain};
use gongkai::layout::theme::Theme;
use gongkai::render::{by_name, docx};
use proptest::prelude::*;
use zip::{CompressionMethod, ZipArchive};

/// Width of the type area as Word has it: 11906 − 1587 − 1474 twips.
const MEASURE: usize = 8845;

fn write(document: &Document) -> Vec<u8> {
    docx::write(document, &Theme::standard()).unwrap()
}

fn with_blocks(blocks: Vec<Block>) -> Document {
    Document { blocks, ..report() }
}

fn tables(document: &Document) -> Vec<&Table> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

/// What a reader of the document meets, paragraph by paragraph.
fn words(document: &Document) -> Vec<String> {
    let mut words = vec![document.title.clone()];
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => words.push(plain(&heading.text)),
            Block::Paragraph(paragraph) => words.push(plain(&paragraph.text)),
            Block::List { start, items } => {
                for (item, number) in items.iter().zip(0..) {
                    let mark = start.map_or("• ".into(), |first| format!("{}. ", first + number));
                    words.push(mark + &plain(item));
                }
            }
            Block::Picture(picture) => words.push(picture.alt.clone()),
            Block::Table(table) => {
                words.extend(table.caption_shown.then(|| table.caption.clone()));
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                words.extend(cells.map(|cell| cell.text.clone()));
            }
        }
    }
    words.retain(|words| !words.is_empty());
    words
}

#[test]
fn every_word_is_there_in_order() {
    for document in [report(), draft()] {
        let body = tree(&write(&document), "word/document.xml");
        let found = body.all("w:p").into_iter().map(Node::words).filter(|it| !it.is_empty());
        assert_eq!(found.collect::<Vec<_>>(), words(&document));
    }
}

#[test]
fn it_is_the_format_called_docx() {
    assert_eq!(by_name("docx").unwrap().name(), "docx");
}

#[test]
fn tables_keep_their_cells_and_fill_the_measure() {
    let document = draft();
    let body = tree(&write(&document), "word/document.xml");
    let found = body.all("w:tbl");
    assert_eq!(found.len(), tables(&document).len());
    for (found, table) in found.into_iter().zip(tables(&document)) {
        check_grid(found, table);
        assert_eq!(found.one("w:tblLayout").attribute("w:type"), Some("fixed"));
        assert_eq!(found.val("w:tblStyle"), Some("ReportTable"));
        assert_eq!(found.val("w:tblCaption"), Some(table.caption.as_str()));
        assert!(found.val("w:tblDescription").unwrap().contains(&table.caption));
        for (number, row) in found.all("w:tr").into_iter().enumerate() {
            assert!(row.has("w:cantSplit"), "row {number} may break");
            assert_eq!(row.has("w:tblHeader"), number < table.head_rows, "row {number}");
        }
    }
}

#[test]
fn a_column_is_as_wide_as_its_figures() {
    let mut table = sample::disputes();
    let last = table.rows.len() - 1;
    table.rows[last].cells[4].text = "1234567".into();
    let body = tree(&write(&with_blocks(vec![Block::Table(table)])), "word/document.xml");
    let columns = body.all("w:gridCol").into_iter();
    let columns: Vec<usize> =
        columns.map(|column| column.attribute("w:w").unwrap().parse().unwrap()).collect();
    // Seven figures of 5.25 pt and 1 mm on both sides.
    assert_eq!((columns[4], columns.iter().sum()), (7 * 105 + 114, MEASURE));
    assert!(columns.iter().all(|width| *width >= 2 * 210 + 114), "{columns:?}");
}

fn check_grid(found: &Node, table: &Table) {
    let expected = table.rows.iter().map(|row| {
        let cells = row.cells.iter();
        cells.map(|cell| (cell.text.clone(), cell.colspan, cell.rowspan)).collect()
    });
    assert_eq!(merged(found), expected.collect::<Vec<Vec<_>>>());
    assert_eq!(found.all("w:gridCol").len(), table.widths.len());
    assert_eq!(widths(found), (MEASURE, vec![MEASURE; table.rows.len()]));
}

/// The rows that stay with the row below them.
fn kept_rows(table: Table) -> Vec<usize> {
    let body = tree(&write(&with_blocks(vec![Block::Table(table)])), "word/document.xml");
    let kept: Vec<bool> = body.all("w:tr").iter().map(|row| row.has("w:keepNext")).collect();
    (0..kept.len()).filter(|row| kept[*row]).collect()
}

#[test]
fn a_table_that_goes_on_a_page_stays_whole() {
    for table in [sample::disclosure(), sample::requests(), sample::disputes()] {
        let last = table.rows.len() - 1;
        assert_eq!(kept_rows(table), (0..last).collect::<Vec<_>>());
    }
}

#[test]
fn small_groups_of_rows_stay_together_and_large_ones_may_break() {
    let mut long = sample::requests();
    let last = long.rows[long.rows.len() - 1].clone();
    long.rows.extend(vec![last; 12]);
    // Three header rows; groups of 8, 3, 5 and 3 rows; of 22 the first four, for
    // the label to stand beside them.
    let groups = [0..3, 5..14, 15..17, 18..22, 23..25];
    assert_eq!(kept_rows(long), groups.into_iter().flatten().collect::<Vec<_>>());
}

#[test]
fn what_belongs_together_is_not_left_at_the_foot_of_a_page() {
    let body = tree(&write(&report()), "word/document.xml");
    let kept = |words: &str| {
        let mut paragraphs = body.all("w:p").into_iter().filter(|it| it.words() == words);
        paragraphs.next().unwrap().has("w:keepNext")
    };
    assert!(kept("第二十条第（一）项") && kept("本年制发件数"));
    // The last words stay with organ and date.
    assert!(kept("• 因地制宜，突出亲民化。") && kept("郯城县行政审批服务局"));
    assert!(!kept("1. 布局合理，突出标准化。") && !kept("2024年1月9日"));
}

#[test]
fn tables_in_a_row_do_not_grow_together() {
    let tables = vec![Block::Table(sample::disclosure()), Block::Table(sample::disputes())];
    let body = tree(&write(&with_blocks(tables)), "word/document.xml");
    let names: Vec<_> = body.children[0].children.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["w:p", "w:tbl", "w:p", "w:tbl", "w:p", "w:sectPr"]);
}

#[test]
fn banners_have_their_ground() {
    let body = tree(&write(&report()), "word/document.xml");
    let shaded = body.all("w:tc").into_iter().filter(|cell| cell.has("w:shd"));
    let shaded: Vec<_> =
        shaded.map(|cell| (cell.words(), cell.one("w:shd").attribute("w:fill").unwrap())).collect();
    let banners = ["（一）", "（五）", "（六）", "（八）"]
        .map(|item| (format!("第二十条第{item}项"), "C6D9F1"));
    assert_eq!(shaded, banners);
}

#[test]
fn every_style_names_its_fonts_and_exists() {
    let bytes = write(&draft());
    let styles = tree(&bytes, "word/styles.xml");
    for fonts in styles.all("w:style").into_iter().chain(styles.all("w:rPrDefault")) {
        for script in ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"] {
            let name = fonts.one("w:rFonts").attribute(script);
            assert!(name.is_some_and(|name| !name.is_empty()), "{fonts:?}");
        }
    }
    let language = styles.one("w:rPrDefault").one("w:lang");
    assert_eq!(language.attribute("w:val"), Some("zh-CN"));
    assert_eq!(language.attribute("w:eastAsia"), Some("zh-CN"));
    let defined: BTreeSet<_> =
        styles.all("w:style").iter().filter_map(|it| it.attribute("w:styleId")).collect();
    assert!(defined.len() > 10, "{defined:?}");
    for path in ["document", "footer1", "footer2", "header1", "header2", "styles"] {
        let part = tree(&bytes, &format!("word/{path}.xml"));
        for kind in ["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"] {
            for style in part.all(kind) {
                assert!(defined.contains(style.attribute("w:val").unwrap()), "{style:?}");
            }
        }
    }
}

#[test]
fn headings_are_headings_and_leads_are_styled() {
    let body = tree(&write(&report()), "word/document.xml");
    let styled = |style: &str| -> Vec<String> {
        let paragraphs = body.all("w:p").into_iter();
        paragraphs.filter(|it| it.val("w:pStyle") == Some(style)).map(Node::words).collect()
    };
    assert_eq!(styled("Title"), [report().title]);
    assert_eq!(styled("Heading1").len(), 6);
    assert_eq!(styled("Heading2"), ["（一）收取信息处理费情况"]);
    assert_eq!(styled("Heading3"), ["1.工作要点落实情况"]);
    assert_eq!(styled("Heading4"), ["（1）专区建设"]);
    assert_eq!(styled("Signature"), ["郯城县行政审批服务局", "2024年1月9日"]);
    let run = |style: &str| -> Vec<String> {
        let runs = body.all("w:r").into_iter();
        runs.filter(|it| it.val("w:rStyle") == Some(style)).map(Node::words).collect()
    };
    assert_eq!(run("Emphasis"), ["未收取信息处理费"]);
    assert_eq!(run("Lead").len(), 5);
    let sheet = tree(&write(&report()), "word/styles.xml");
    for (level, name) in ["heading 1", "heading 2", "heading 3", "heading 4"].iter().enumerate() {
        let style = sheet.all("w:style").into_iter().find(|it| it.val("w:name") == Some(name));
        let style = style.unwrap();
        assert_eq!(style.val("w:outlineLvl"), Some(level.to_string().as_str()));
        assert!(style.has("w:keepNext"));
        assert_eq!(style.one("w:ind").attribute("w:firstLineChars"), Some("200"));
    }
}

#[test]
fn looks_are_in_styles_only() {
    let body = tree(&write(&draft()), "word/document.xml");
    for direct in ["w:sz", "w:jc", "w:ind", "w:spacing", "w:b", "w:color"] {
        let found = body.all("w:p").iter().filter(|it| it.has(direct)).count();
        assert_eq!(found, 0, "{direct}");
    }
}

/// Word calls a file damaged whose properties stand in another order than
/// that of ECMA-376; docx-rs has its own.
#[test]
fn properties_stand_in_the_order_of_the_standard() {
    let body = tree(&write(&draft()), "word/document.xml");
    for (properties, order) in [
        ("w:pPr", &["w:pStyle", "w:keepNext"][..]),
        ("w:rPr", &["w:rStyle", "w:rFonts"]),
        (
            "w:tblPr",
            &[
                "w:tblStyle",
                "w:tblW",
                "w:jc",
                "w:tblLayout",
                "w:tblLook",
                "w:tblCaption",
                "w:tblDescription",
            ],
        ),
        ("w:tcPr", &["w:tcW", "w:gridSpan", "w:vMerge", "w:shd", "w:vAlign"]),
    ] {
        let found = body.all(properties);
        assert!(!found.is_empty(), "{properties}");
        for found in found {
            let names = found.children.iter().map(|child| child.name.as_str());
            let places: Vec<_> = names
                .map(|name| order.iter().position(|it| *it == name).expect("a property unheard of"))
                .collect();
            assert!(places.is_sorted(), "{found:?}");
        }
    }
}

#[test]
fn the_page_has_22_lines_of_28_characters() {
    let bytes = write(&report());
    let body = tree(&bytes, "word/document.xml");
    let number = |element: &str, attribute: &str| -> i64 {
        body.one(element).attribute(attribute).unwrap().parse().unwrap()
    };
    assert_eq!((number("w:pgSz", "w:w"), number("w:pgSz", "w:h")), (11906, 16838));
    let margins = ["w:top", "w:left", "w:right", "w:bottom"].map(|side| number("w:pgMar", side));
    assert_eq!(margins, [2098, 1587, 1474, 1984]);
    assert_eq!(body.one("w:docGrid").attribute("w:type"), Some("linesAndChars"));
    let pitch = number("w:docGrid", "w:linePitch");
    assert_eq!(pitch, 579);
    assert_eq!((16838 - 2098 - 1984) / pitch, 22);
    // In 4096ths of a point: 28 characters of 16 pt and the grid's addition fit, 29 do not.
    let character = 16 * 4096 + number("w:docGrid", "w:charSpace");
    assert_eq!(8845 * 4096 / 20 / character, 28);
    // The same from the letter spacing of the style.
    let styles = tree(&bytes, "word/styles.xml");
    let normal = styles.all("w:style").into_iter().find(|it| it.val("w:name") == Some("Normal"));
    let look = normal.unwrap();
    let spacing: i64 = look.one("w:rPr").val("w:spacing").unwrap().parse().unwrap();
    assert_eq!(8845 / (320 + spacing), 28);
    assert_eq!(look.one("w:pPr").one("w:spacing").attribute("w:line"), Some("579"));
    assert_eq!(look.one("w:pPr").one("w:spacing").attribute("w:lineRule"), Some("exact"));
}

#[test]
fn page_numbers_stand_outside_and_each_part_has_its_run() {
    let bytes = write(&report());
    for (path, kind, side, indent) in [
        ("word/footer1.xml", "default", "right", "w:rightChars"),
        ("word/footer2.xml", "even", "left", "w:leftChars"),
    ] {
        let footer = tree(&bytes, path);
        assert_eq!(footer.val("w:jc"), Some(side));
        assert_eq!(footer.one("w:ind").attribute(indent), Some("100"));
        let parts: Vec<_> = footer
            .all("w:r")
            .iter()
            .map(|run| {
                let parts = run.children.iter().filter(|it| it.name != "w:rPr");
                let [part] = parts.collect::<Vec<_>>()[..] else { panic!("{run:?}") };
                part.attribute("w:fldCharType").unwrap_or(&part.text).to_owned()
            })
            .collect();
        assert_eq!(parts, ["— ", "begin", " PAGE ", "separate", "1", "end", " —"]);
        let body = tree(&bytes, "word/document.xml");
        let reference = body.all("w:footerReference").into_iter();
        let reference =
            reference.filter(|it| it.attribute("w:type") == Some(kind)).collect::<Vec<_>>();
        let relations = tree(&bytes, "word/_rels/document.xml.rels");
        let target = relations.all("Relationship").into_iter();
        let target = target.filter(|it| it.attribute("Id") == reference[0].attribute("r:id"));
        assert_eq!(
            target
                .map(|it| format!("word/{}", it.attribute("Target").unwrap()))
                .collect::<Vec<_>>(),
            [path]
        );
    }
    assert!(tree(&bytes, "word/settings.xml").has("w:evenAndOddHeaders"));
}

#[test]
fn a_draft_says_so_on_every_page() {
    let bytes = write(&draft());
    let body = tree(&bytes, "word/document.xml");
    let kinds: Vec<_> =
        body.all("w:headerReference").iter().map(|it| it.attribute("w:type").unwrap()).collect();
    assert_eq!(kinds, ["default", "even"]);
    assert!(!body.has("w:titlePg"), "the first page would have no mark");
    for path in ["word/header1.xml", "word/header2.xml"] {
        assert_eq!(tree(&bytes, path).words(), "草稿");
    }
    let names: Vec<String> = names(&write(&report()));
    assert!(names.iter().all(|name| !name.contains("header")), "{names:?}");
}

#[test]
fn pictures_are_embedded_unchanged_and_described() {
    let document = draft();
    let bytes = write(&document);
    assert_eq!(part(&bytes, "word/media/image1.png"), include_bytes!("../pictures/bars.png"));
    assert_eq!(part(&bytes, "word/media/image2.jpeg"), include_bytes!("../pictures/oval.jpg"));
    let types = tree(&bytes, "[Content_Types].xml");
    let kinds = types.all("Default").into_iter();
    let kinds: Vec<_> = kinds
        .map(|it| (it.attribute("Extension").unwrap(), it.attribute("ContentType").unwrap()))
        .collect();
    assert!(kinds.contains(&("png", "image/png")) && kinds.contains(&("jpeg", "image/jpeg")));
    let body = tree(&bytes, "word/document.xml");
    let about: Vec<_> = body
        .all("wp:docPr")
        .iter()
        .map(|it| (it.attribute("id").unwrap(), it.attribute("descr").unwrap()))
        .collect();
    assert_eq!(about, [("1", "图1 收到申请数量"), ("2", "图2 公开率")]);
    let sizes: Vec<(u64, u64)> = body
        .all("wp:extent")
        .iter()
        .map(|it| ["cx", "cy"].map(|side| it.attribute(side).unwrap().parse().unwrap()).into())
        .collect();
    // The first fills the measure, the second 20 lines; both keep their shape.
    assert_eq!(sizes[0].0, 8845 * 635);
    assert_eq!(sizes[0].1, sizes[0].0 * 900 / 1600);
    assert_eq!(sizes[1].1, 20 * 579 * 635);
    assert_eq!(sizes[1].0, sizes[1].1 / 5);
    let relations = tree(&bytes, "word/_rels/document.xml.rels");
    for (blip, name) in body.all("a:blip").iter().zip(["image1.png", "image2.jpeg"]) {
        let target = relations.all("Relationship").into_iter();
        let mut target = target.filter(|it| it.attribute("Id") == blip.attribute("r:embed"));
        assert_eq!(target.next().unwrap().attribute("Target").unwrap(), format!("media/{name}"));
    }
}

#[test]
fn a_title_is_broken_after_the_organ_and_only_if_too_long() {
    let breaks = |document: &Document| {
        let body = tree(&write(document), "word/document.xml");
        let title = body.one("w:p");
        title.all("w:t").iter().map(|it| it.text.clone()).collect::<Vec<_>>()
    };
    let long = report();
    assert_eq!(breaks(&long), ["郯城县行政审批服务局", "2023年政府信息公开工作年度报告"]);
    let short =
        Document { title: "某局2023年度报告".into(), title_break: Some(6), ..report() };
    assert_eq!(breaks(&short), ["某局2023年度报告"]);
    let name = "广州市海珠区人民政府政务管理办公室";
    let title = format!("2018年{name}政府信息公开年度报告");
    let (title_break, organ_break) = (title.find("政府信息"), title.find("人民政府"));
    let longer = Document { title, title_break, organ_break, ..report() };
    let lines = ["2018年广州市海珠区", "人民政府政务管理办公室", "政府信息公开年度报告"];
    assert_eq!(breaks(&longer), lines);
    // An offset inside a character is no reason to fail.
    assert_eq!(breaks(&Document { title_break: Some(1), ..long.clone() }), [long.title]);
}

#[test]
fn properties_come_from_the_data() {
    let core = tree(&write(&report()), "docProps/core.xml");
    let fact = |name: &str| core.one(name).text.clone();
    assert_eq!(fact("dc:title"), report().title);
    assert_eq!(fact("dc:creator"), "郯城县行政审批服务局");
    assert_eq!(fact("dc:identifier"), "索引号：tanchengzwfwbgs/2023-0000332");
    assert_eq!(fact("dc:language"), "zh-CN");
    assert_eq!(fact("dcterms:created"), "2024-01-09T00:00:00Z");
    let mut undated = report();
    undated.properties.date = None;
    assert!(!tree(&write(&undated), "docProps/core.xml").has("dcterms:created"));
}

fn names(bytes: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.file_names().map(str::to_owned).collect()
}

#[test]
fn the_package_is_small_and_has_only_what_it_needs() {
    let bytes = write(&draft());
    let mut archive = ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
    assert_eq!(archive.by_index(0).unwrap().name(), "[Content_Types].xml");
    for index in 0..archive.len() {
        let entry = archive.by_index(index).unwrap();
        assert_eq!(entry.compression(), CompressionMethod::Deflated, "{}", entry.name());
        assert!(entry.is_file() && entry.size() > 0);
        let date = entry.last_modified().unwrap();
        assert_eq!((date.year(), date.month(), date.day()), (1980, 1, 1));
    }
    // Every part is typed, every target exists.
    let names = names(&bytes);
    let types = tree(&bytes, "[Content_Types].xml");
    for typed in types.all("Override") {
        let name = typed.attribute("PartName").unwrap().trim_start_matches('/');
        assert!(names.iter().any(|it| it == name), "{name}");
    }
    let relations = tree(&bytes, "word/_rels/document.xml.rels");
    let targets: BTreeSet<_> = relations
        .all("Relationship")
        .iter()
        .map(|it| format!("word/{}", it.attribute("Target").unwrap()))
        .collect();
    let parts: BTreeSet<_> = names
        .into_iter()
        .filter(|it| {
            it.starts_with("word/") && it != "word/document.xml" && !it.contains("/_rels/")
        })
        .collect();
    assert_eq!(targets, parts);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = write(&draft());
    write(&report());
    assert_eq!(write(&draft()), first);
    let elsewhere = std::thread::spawn(|| write(&draft())).join().unwrap();
    assert_eq!(elsewhere, first);
}

#[test]
fn hostile_words_are_words() {
    let hostile = "<w:p> & \"a\" 'b' ]]> &amp; \u{0}\u{8}\u{b}\u{1f}\u{fffe}𠮷 😀 a\tb";
    let harmless = "<w:p> & \"a\" 'b' ]]> &amp; 𠮷 😀 a b";
    let mut table = sample::table(hostile, &[1, 1], 1, &["!x|=y"]);
    table.caption_shown = true;
    table.rows[0].cells[0].text = hostile.into();
    let mut document = with_blocks(vec![
        body(hostile),
        paragraph(Role::Body, vec![inline(hostile, Style::Lead), inline(hostile, Style::Strong)]),
        sample::heading(1, hostile),
        Block::List { start: Some(u64::MAX), items: vec![text(hostile), text("")] },
        Block::Table(table),
    ]);
    document.title = hostile.into();
    document.properties.author = hostile.into();
    let bytes = write(&document);
    let core = tree(&bytes, "docProps/core.xml");
    assert_eq!(core.one("dc:title").text, harmless);
    assert_eq!(core.one("dc:creator").text, harmless);
    let body = tree(&bytes, "word/document.xml");
    assert_eq!(body.val("w:tblCaption"), Some(harmless));
    let found: Vec<_> = body.all("w:p").iter().map(|it| it.words()).collect();
    let twice = harmless.repeat(2);
    let numbered = format!("{}. {harmless}", u64::MAX);
    let expected = [harmless, harmless, &twice, harmless, &numbered];
    assert_eq!(found[..5], expected);
    assert_eq!(found[6..9], [harmless, harmless, "y"]);
}

#[test]
fn an_empty_document_is_a_document() {
    let empty = Document {
        title: String::new(),
        title_break: None,
        organ_break: None,
        properties: gongkai::document::Properties::default(),
        draft: false,
        blocks: Vec::new(),
    };
    assert_eq!(tree(&write(&empty), "word/document.xml").words(), "");
}

/// Cells that tile a grid, from a list of wishes.
fn tiled(rows: usize, columns: usize, wishes: &[(usize, usize)]) -> Table {
    let mut taken = vec![vec![false; columns]; rows];
    let mut wishes = wishes.iter().copied().cycle();
    let mut text = Vec::new();
    for row in 0..rows {
        let mut cells = Vec::new();
        for column in 0..columns {
            if taken[row][column] {
                continue;
            }
            let (wide, tall) = wishes.next().unwrap();
            let wide =
                (column..columns.min(column + wide)).take_while(|at| !taken[row][*at]).count();
            let tall = tall.min(rows - row);
            for line in &mut taken[row..row + tall] {
                line[column..column + wide].fill(true);
            }
            cells.push(format!("={row}.{column}*{wide}x{tall}"));
        }
        text.push(cells.join("|"));
    }
    let rows: Vec<&str> = text.iter().map(String::as_str).collect();
    let mut table = sample::table("表", &vec![1; columns], 1, &rows);
    // A row that is covered from above has no cells of its own.
    for (row, text) in table.rows.iter_mut().zip(&text) {
        if text.is_empty() {
            row.cells.clear();
        }
    }
    table
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_tiling_gives_a_rectangular_merge_grid(
        rows in 1_usize..8,
        columns in 1_usize..9,
        wishes in prop::collection::vec((1_usize..5, 1_usize..5), 1..20),
    ) {
        let table = tiled(rows, columns, &wishes);
        let body = tree(&write(&with_blocks(vec![Block::Table(table.clone())])), "word/document.xml");
        check_grid(body.one("w:tbl"), &table);
    }

    /// Spans that do not tile break no promise of the file and lose no word.
    #[test]
    fn any_table_at_all_gives_a_sound_file(
        spans in prop::collection::vec(
            prop::collection::vec((0_usize..40, 0_usize..40), 0..5), 0..5),
        widths_given in prop::collection::vec(0_u32..5, 0..6),
        head_rows in 0_usize..9,
    ) {
        let mut table = sample::table("表", &widths_given, head_rows, &[]);
        for (row, spans) in spans.iter().enumerate() {
            let line = (0..spans.len()).map(|at| format!("={row}-{at}")).collect::<Vec<_>>().join("|");
            let mut line = sample::table("", &[], 0, &[&line]).rows.remove(0);
            line.cells.truncate(spans.len());
            for (cell, (wide, tall)) in line.cells.iter_mut().zip(spans) {
                (cell.colspan, cell.rowspan) = (*wide, *tall);
            }
            table.rows.push(line);
        }
        let document = with_blocks(vec![Block::Table(table)]);
        let body = tree(&write(&document), "word/document.xml");
        let found = body.all("w:p").into_iter().map(Node::words).filter(|it| !it.is_empty());
        prop_assert_eq!(found.collect::<Vec<_>>(), words(&document));
        for table in body.all("w:tbl") {
            merged(table);
            prop_assert!(table.all("w:tr").iter().all(|row| row.has("w:tc")));
        }
        prop_assert_eq!(body.has("w:tbl"), !spans.is_empty());
    }
}

/// `cargo test --test it docx:: -- --ignored`, then `tests/external/docx.sh`.
#[test]
#[ignore = "writes the files that tests/external/docx.sh can check by hand"]
fn write_files() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("docx");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, document) in [("report", report()), ("draft", draft())] {
        let path = folder.join(name).with_extension("docx");
        std::fs::write(&path, write(&document)).unwrap();
    }
}

#[test]
fn pictures_are_turned_upright() {
    let turns = [(false, 0, None), (false, 1, Some("5400000")), (true, 3, Some("16200000"))];
    for (mirrored, quarters, angle) in turns {
        let mut picture = sample::picture(b"", PictureFormat::Jpeg, (300, 400), "照片");
        if let Block::Picture(picture) = &mut picture {
            picture.turn = Turn { mirrored, quarters };
        }
        let body = tree(&write(&with_blocks(vec![picture])), "word/document.xml");
        let place = body.one("a:xfrm");
        assert_eq!(place.attribute("rot"), angle);
        assert_eq!(place.attribute("flipH"), mirrored.then_some("1"));
        let size = |name| ["cx", "cy"].map(|side| body.one(name).attribute(side).unwrap());
        let (stored, out) = match quarters {
            0 => (["2857500", "3810000"], "0"),
            _ => (["3810000", "2857500"], "476250"),
        };
        assert_eq!((size("wp:extent"), size("a:ext")), (stored, stored));
        let room = body.one("wp:effectExtent");
        let room = ["l", "t", "r", "b"].map(|side| room.attribute(side).unwrap());
        assert_eq!(room, ["0", out, "0", out]);
    }
}
