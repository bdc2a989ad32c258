//! Documents on pages, read back from the page model.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::support::document::{
    Laid, REQUESTS, body, document, heading, inline, lines, paragraph, report, table,
};
use gongkai::document::{Block, Document, Picture, PictureFormat, Turn};
use gongkai::layout::font::Fonts;
use gongkai::layout::theme::Theme;
use gongkai::layout::{ElementKind, Ink, LayoutError, Mark, Pages, lay_out};
use gongkai::source::{FileId, Span};

const NOT_FIRST: &str = "，。、；：？！）》」』】〕〉”’…—％℃·～";
const NOT_LAST: &str = "（《「『【〔〈“‘";
const PITCH: i64 = 28_950;
const TOP: i64 = 104_882;
const LEFT: i64 = 79_370;
const MEASURE: i64 = 442_205;

fn laid(document: &Document) -> Pages {
    let theme = Theme::standard();
    lay_out(document, &theme, &Fonts::built_in(&theme).unwrap()).unwrap()
}

/// The lines of files that are long enough to be text.
pub(crate) fn texts(files: &[PathBuf]) -> Vec<String> {
    let mut texts = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        texts.extend(text.lines().map(|line| line.trim().to_owned()));
    }
    texts.retain(|text| text.chars().count() >= 10);
    assert!(texts.len() > 15);
    texts
}

/// The data files of our own examples.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let folders = entries.filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
    let files = files.map(|file| file.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect()
}

/// The lines of each paragraph.
fn paragraphs(pages: &Pages) -> Vec<Vec<Laid>> {
    let mut paragraphs: Vec<Vec<Laid>> = Vec::new();
    for line in lines(pages) {
        let Some(element) = line.element else { continue };
        if pages.elements[element].kind != ElementKind::Paragraph {
            continue;
        }
        match paragraphs.last_mut() {
            Some(lines) if lines[0].element == line.element => lines.push(line),
            _ => paragraphs.push(vec![line]),
        }
    }
    paragraphs
}

#[test]
fn lines_keep_the_rules_of_chinese_typesetting() {
    assert_well_set(&texts(&examples()));
}

pub(crate) fn assert_well_set(texts: &[String]) {
    let pages = laid(&document(texts.iter().map(|text| paragraph(text)).collect()));
    let paragraphs = paragraphs(&pages);
    assert_eq!(paragraphs.len(), texts.len());
    for lines in paragraphs {
        for (at, line) in lines.iter().enumerate() {
            let (first, last) =
                (line.text.chars().next().unwrap(), line.text.chars().next_back().unwrap());
            assert!(line.x >= LEFT && line.end <= LEFT + MEASURE, "outside the measure: {line:?}");
            assert!(at == 0 || !NOT_FIRST.contains(first), "begins badly: {line:?}");
            let Some(next) = lines.get(at + 1) else { continue };
            assert!(!NOT_LAST.contains(last), "ends badly: {line:?}");
            assert!(line.end >= LEFT + MEASURE - 200, "not justified: {line:?}");
            let after = next.text.chars().next().unwrap();
            let torn = last.is_ascii_digit() && (after.is_ascii_digit() || after > '\u{2E80}');
            assert!(!torn || "（《“〔".contains(after), "torn figure: {line:?} {next:?}");
        }
        if let [.., last] = lines.as_slice()
            && lines.len() > 1
        {
            assert!(last.end - last.x > 20_000, "a last line of one character: {last:?}");
        }
    }
}

#[test]
fn text_stands_on_the_grid() {
    let pages = laid(&report());
    for page in 0..pages.pages.len() {
        let mut baselines: Vec<i64> = lines(&pages)
            .iter()
            .filter(|line| line.page == page)
            .filter(|line| {
                line.element.is_some_and(|element| {
                    matches!(
                        pages.elements[element].kind,
                        ElementKind::Paragraph | ElementKind::Heading(_)
                    )
                })
            })
            .map(|line| line.y)
            .collect();
        baselines.dedup();
        assert!(baselines.len() <= 22);
        for y in baselines {
            assert_eq!((y - TOP - 20_555) % PITCH, 0, "baseline {y} on page {page}");
        }
    }
    // 28 characters to the line, the first two blank.
    let pages = laid(&document(vec![body(&"公".repeat(26 + 28 + 3))]));
    let lengths: Vec<usize> =
        paragraphs(&pages)[0].iter().map(|line| line.text.chars().count()).collect();
    assert_eq!(lengths, [26, 28, 3]);
}

#[test]
fn every_word_of_the_report_is_drawn_once_and_in_order() {
    let report = report();
    let pages = laid(&report);
    let drawn: String = lines(&pages)
        .iter()
        .filter(|line| line.element.is_some())
        .map(|line| &*line.text)
        .collect();
    let mut written = report.title.clone();
    for block in &report.blocks {
        match block {
            Block::Heading(heading) => written += &gongkai::document::plain(&heading.text),
            Block::Paragraph(paragraph) => written += &gongkai::document::plain(&paragraph.text),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| written += &cell.text);
            }
            Block::List { .. } | Block::Picture(_) => {}
        }
    }
    assert_eq!(drawn, written);
}

#[test]
fn punctuation_is_squeezed() {
    let text = |text: &str| {
        let pages = laid(&document(vec![body(text)]));
        let lines = paragraphs(&pages).remove(0);
        lines[0].end - lines[0].x
    };
    let em = MEASURE / 28;
    let near = |width: i64, expected: i64| (width - expected).abs() < em / 8;
    assert!(near(text("公开"), 2 * em));
    assert!(near(text("公，开"), 3 * em));
    assert!(near(text("公”，开"), 7 * em / 2), "two marks share one square and a half");
    assert!(near(text("公）（开"), 7 * em / 2));
    assert!(near(text("公——开"), 4 * em));
    assert!(near(text("阿·开"), 5 * em / 2));
}

#[test]
fn a_heading_never_stands_alone_at_the_foot() {
    for blanks in 0..25 {
        let mut blocks: Vec<Block> = (0..blanks).map(|_| body("公开。")).collect();
        blocks.push(heading("一、总体情况"));
        blocks.push(body(&"公开政府信息".repeat(20)));
        let pages = laid(&document(blocks));
        let lines: Vec<Laid> =
            lines(&pages).into_iter().filter(|line| line.element.is_some()).collect();
        let at = lines.iter().position(|line| line.text == "一、总体情况").unwrap();
        assert_eq!(lines[at].page, lines[at + 2].page, "{blanks} lines before");
        let count = lines.len();
        assert_eq!(lines[count - 1].page, lines[count - 2].page, "{blanks} lines before");
    }
}

#[test]
fn a_long_table_repeats_its_head_and_its_labels() {
    let rows: Vec<String> = (1..=60).map(|row| format!("<第{row}行 | {row}")).collect();
    let rows = rows.join("\n");
    let text = format!("^项目 | ^内容 | ^件数\n1x60 <（四）无法提供 | {rows}");
    let pages = laid(&document(vec![heading("三、情况"), table("t", &[2, 5, 3], 1, &text)]));
    assert!(pages.pages.len() >= 2);
    let lines = lines(&pages);
    for page in 0..pages.pages.len() {
        let on_page = |text: &str| {
            lines.iter().filter(|line| line.page == page && line.text == text).collect::<Vec<_>>()
        };
        assert_eq!(on_page("件数").len(), 1, "head on page {page}");
        assert_eq!(on_page("件数")[0].element.is_some(), page == 0, "repeats are artifacts");
        let label: String = lines
            .iter()
            .filter(|line| line.page == page && line.x < LEFT + 80_000 && line.size == 10_500)
            .filter(|line| "（四）无法提供".contains(&line.text))
            .map(|line| line.text.as_str())
            .collect();
        assert_eq!(label, "（四）无法提供", "page {page}");
    }
}

#[test]
fn a_group_is_not_torn_apart() {
    for blanks in 0..22 {
        let mut blocks: Vec<Block> = (0..blanks).map(|_| body("公开。")).collect();
        let widths = [560, 760, 2900, 660, 660, 660, 660, 660, 660, 660];
        blocks.push(table("requests", &widths, 3, REQUESTS));
        let pages = laid(&document(blocks));
        let lines = lines(&pages);
        let page = |text: &str| lines.iter().find(|line| line.text.starts_with(text)).unwrap().page;
        assert_eq!(page("1.本机关不掌握"), page("3.补正后"), "{blanks} lines before");
        assert_eq!(page("1.属于国家秘密"), page("8.属于行政查询"), "{blanks} lines before");
    }
}

#[test]
fn no_row_is_left_without_its_heading() {
    for blanks in 0..22 {
        let mut blocks: Vec<Block> = (0..blanks).map(|_| body("公开。")).collect();
        let groups = (1..=5).map(|group| {
            format!("2x1 #第{group}项\n^信息内容{group} | ^数量\n<甲{group} | 0\n<乙{group} | 0")
        });
        let rows = groups.collect::<Vec<_>>().join("\n");
        blocks.extend([heading("二、情况"), table("t", &[1, 1], 0, &rows)]);
        let lines = lines(&laid(&document(blocks)));
        let page = |text: &str| lines.iter().find(|line| line.text == text).unwrap().page;
        for group in 1..=5 {
            let head = page(&format!("第{group}项"));
            assert_eq!(head, page(&format!("乙{group}")), "{group}, {blanks} lines before");
        }
    }
}

#[test]
fn text_comes_straight_after_a_table() {
    for rows in 5..25 {
        let rows = vec!["<规章 | 0"; rows].join("\n");
        let text = format!("^信息内容 | ^数量\n{rows}");
        let blocks = vec![heading("二、情况"), table("t", &[1, 1], 1, &text), heading("三、情况")];
        let pages = laid(&document(blocks));
        let bottom = |mark: &Mark| match &mark.ink {
            Ink::Fill { y, height, .. } => (*y + *height).0,
            _ => 0,
        };
        let bottom = pages.pages[0].marks.iter().map(bottom).max().unwrap();
        let lines = lines(&pages);
        let after = lines.iter().find(|line| line.text == "三、情况").unwrap();
        let blank = after.y - 16_000 - bottom;
        assert!(after.page == 0 && (2_000..PITCH / 2).contains(&blank), "{blank}: {rows}");
    }
}

#[test]
fn a_cell_of_three_thousand_characters_takes_good_pages() {
    let long = "公开政府信息，".repeat(430);
    let text = format!("^甲 | ^乙\n<说明 | {long}\n<其他 | 7");
    let pages = laid(&document(vec![heading("一、表"), table("t", &[1, 3], 1, &text)]));
    let lines = lines(&pages);
    let drawn: String = lines
        .iter()
        .filter(|line| line.element.is_some() && line.x > LEFT + 100_000 && line.text != "乙")
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(drawn, format!("{long}7"));
    for line in &lines {
        assert!(
            line.element.is_none() || line.y < TOP + 22 * PITCH,
            "below the type area: {line:?}"
        );
    }
}

#[test]
fn wide_figures_stay_whole() {
    let head = vec!["^结果维持"; 15].join(" | ");
    let row = vec!["123456"; 15].join(" | ");
    let pages = laid(&document(vec![table("t", &[1; 15], 1, &format!("{head}\n{row}"))]));
    let lines = lines(&pages);
    assert_eq!(lines.iter().filter(|line| line.text == "123456").count(), 15);
    assert!(lines.iter().all(|line| line.element.is_none() || line.size >= 7_500));
}

#[test]
fn a_character_no_font_has_is_named_with_its_place() {
    let theme = Theme::standard();
    let fonts = Fonts::built_in(&theme).unwrap();
    let mut text = inline("甲\u{FEFF}😀乙😀\u{1F3F3}");
    text[0].place = Some(Span::new(FileId(0), 100..100 + text[0].text.len()));
    let document = document(vec![Block::List { start: None, items: vec![text] }]);
    let error = lay_out(&document, &theme, &fonts).unwrap_err();
    let LayoutError::Missing(missing) = &error;
    assert_eq!(missing[0], ('😀', Some(Span::new(FileId(0), 106..110))));
    assert_eq!(missing.len(), 2);
    assert!(error.to_string().contains("😀（U+1F600）"), "{error}");
}

#[test]
fn pictures_fit_whatever_their_shape() {
    for (width, height) in [(20_000, 10), (10, 20_000), (1, 1), (96, 96), (u32::MAX, u32::MAX)] {
        let picture = Picture {
            data: Arc::from([0u8; 4]),
            format: PictureFormat::Png,
            turn: Turn::default(),
            width,
            height,
            alt: "公开查阅点".into(),
            place: None,
        };
        let pages = laid(&document(vec![body("见图。"), Block::Picture(picture), body("图后。")]));
        let drawn: Vec<[i64; 4]> = pages
            .pages
            .iter()
            .flat_map(|page| &page.marks)
            .filter_map(|mark| match &mark.ink {
                Ink::Picture { x, y, width, height, .. } => Some([x.0, y.0, width.0, height.0]),
                _ => None,
            })
            .collect();
        let [x, y, w, h] = drawn[0];
        assert!(w >= 500 && h >= 500 && x >= LEFT && x + w <= LEFT + MEASURE);
        assert!(y >= TOP && y + h <= TOP + 22 * PITCH);
        if width == 96 {
            assert_eq!((w, h), (72_000, 72_000));
        }
        let figure = pages.elements.iter().find_map(|element| match &element.kind {
            ElementKind::Figure { page, bounds, .. } => Some((*page, bounds[0].0, bounds[3].0)),
            _ => None,
        });
        let page = lines(&pages).iter().find(|line| line.text == "公开查阅点").unwrap().page;
        assert_eq!(figure, Some((page, x, y + h)), "figure and caption on one page");
    }
}

#[test]
fn pages_are_numbered_and_drafts_marked() {
    let mut report = report();
    report.draft = true;
    let pages = laid(&report);
    assert!((6..=8).contains(&pages.pages.len()));
    let lines = lines(&pages);
    for page in 0..pages.pages.len() {
        let number = format!("— {} —", page + 1);
        let line = lines.iter().find(|line| line.page == page && line.text == number).unwrap();
        assert_eq!(line.element, None);
        assert!(line.y > TOP + 637_800 + 19_843);
        let outer = if page % 2 == 0 { LEFT + MEASURE - line.end } else { line.x - LEFT };
        assert!((outer - 14_000).abs() <= 1, "one character from the edge: {outer}");
        let draft = lines.iter().find(|line| line.page == page).unwrap();
        assert_eq!((draft.text.as_str(), draft.element), ("草稿", None));
    }
}

#[test]
fn bookmarks_never_skip_a_level() {
    let pages = laid(&report());
    let texts: Vec<(u8, &str)> =
        pages.bookmarks.iter().map(|mark| (mark.level, mark.text.as_str())).take(3).collect();
    assert_eq!(texts[0].0, 1);
    assert_eq!(&texts[1..], [(2, "一、总体情况"), (2, "二、主动公开政府信息情况")]);
    let mut before = 0;
    for mark in &pages.bookmarks {
        assert!(mark.level <= before + 1);
        before = mark.level;
    }
}

#[test]
fn odd_themes_do_no_harm() {
    let standard = include_str!("../../templates/theme.toml");
    let odd = [
        ("lines      = 22", "lines      = 1"),
        ("characters = 28", "characters = 1"),
        ("characters = 28", "characters = 400"),
        ("pitch      = \"28.95pt\"", "pitch      = \"0.01pt\""),
        ("size = \"10.5pt\"", "size = \"200pt\""),
        ("size = \"10.5pt\"", "size = \"1pt\""),
        ("size = \"16pt\"", "size = \"300pt\""),
        ("top    = \"37mm\"", "top    = \"0mm\""),
    ];
    let mut report = report();
    report.title_break = Some(1);
    for (usual, unusual) in odd {
        let text = standard.replace(usual, unusual);
        assert_ne!(text, standard);
        let theme = Theme::parse(&text).unwrap();
        let pages = lay_out(&report, &theme, &Fonts::built_in(&theme).unwrap()).unwrap();
        assert!(pages.pages.len() < 5_000, "{unusual}: {} pages", pages.pages.len());
    }
}

#[test]
fn the_same_document_gives_the_same_pages() {
    assert_eq!(laid(&report()), laid(&report()));
}

#[test]
fn organ_and_date_stand_at_the_right() {
    let pages = laid(&report());
    let lines = lines(&pages);
    let find = |text: &str| lines.iter().rev().find(|line| line.text == text).unwrap();
    let (organ, date) = (find("郯城县行政审批服务局"), find("2024年1月9日"));
    let em = MEASURE / 28;
    assert!((LEFT + MEASURE - date.end - 4 * em).abs() < 100, "four characters from the right");
    assert!((organ.x + organ.end - date.x - date.end).abs() < 100, "one above the other");
    assert_eq!((organ.page, organ.y + PITCH), (date.page, date.y));
}

#[test]
fn document_numbers_stay_whole() {
    for shift in 0..30 {
        let text = "本".repeat(40 + shift)
            + "，根据《年度报告格式》（国办公开办函〔2021〕30号）的规定，编制本报告，向社会公布。";
        let pages = laid(&document(vec![paragraph(&text)]));
        let lines = paragraphs(&pages).remove(0);
        assert!(lines.iter().any(|line| line.text.contains("〔2021〕30号")), "{shift}: {lines:?}");
        // If the sign of the office cannot stand with it, it is not torn itself.
        assert!(lines.iter().any(|line| line.text.contains("公开办函")), "{shift}: {lines:?}");
    }
}
