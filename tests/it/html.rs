//! The web page, read back the way a browser reads it.

mod sample;

use std::collections::{BTreeMap, BTreeSet};

use gongkai::document::*;
use gongkai::layout::theme::Theme;
use gongkai::render::html::{Html, PAGE, fragment};
use gongkai::render::{Look, Renderer};
use proptest::prelude::*;
use scraper::{ElementRef, Html as Tree, Selector};

use self::sample::{body, heading, plain_run, report, run, short, table};
use crate::support::look::look;

fn page(document: &Document) -> String {
    String::from_utf8(Html.render(document, look()).unwrap()).unwrap()
}

fn pasted(document: &Document) -> String {
    fragment(document, look()).unwrap()
}

fn all<'a>(tree: &'a Tree, selector: &str) -> Vec<ElementRef<'a>> {
    tree.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// What a reader meets, in order: every text of the document.
fn words(document: &Document) -> Vec<String> {
    let mut words = vec![document.title.clone()];
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => words.push(plain(&heading.text)),
            Block::Paragraph(paragraph) => words.push(plain(&paragraph.text)),
            Block::List { items, .. } => words.extend(items.iter().map(|item| plain(item))),
            Block::Picture(picture) => words.push(picture.alt.clone()),
            Block::Table(table) => {
                words.push(table.caption.clone());
                words.extend(cells(table).map(|cell| cell.text.clone()));
            }
        }
    }
    words
}

fn cells(table: &Table) -> impl Iterator<Item = &TableCell> {
    table.rows.iter().flat_map(|row| &row.cells)
}

const TEXTS: &str = "h1, h2, h3, h4, h5, p:not([role]), li, figcaption, caption, th, td";

#[test]
fn every_text_of_the_document_is_there_in_order() {
    let document = report();
    for html in [page(&document), pasted(&document)] {
        let tree = Tree::parse_document(&html);
        let read: Vec<_> = all(&tree, TEXTS).into_iter().map(text).collect();
        assert_eq!(read, words(&document));
    }
}

#[test]
fn every_figure_is_under_its_address() {
    let document = report();
    let tree = Tree::parse_document(&page(&document));
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let mut figures = 0;
    for cell in tables.flat_map(cells).filter(|cell| cell.role == CellRole::Data) {
        let found = all(&tree, &format!("td[id='{}']", cell.anchor));
        assert_eq!(found.len(), 1, "{}", cell.anchor);
        assert_eq!(text(found[0]), cell.text);
        assert_eq!(found[0].attr("headers").unwrap(), cell.headers.join(" "));
        figures += 1;
    }
    assert_eq!(figures, 10 + 25 * 7 + 15);
}

#[test]
fn ids_are_unique_and_references_resolve() {
    let html = page(&report());
    let tree = Tree::parse_document(&html);
    let ids: Vec<_> = all(&tree, "[id]").iter().map(|e| e.attr("id").unwrap()).collect();
    let known: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len());
    let counts = ["table", "td.data", "[aria-labelledby]"].map(|some| all(&tree, some).len());
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    for table in all(&tree, "table") {
        let heads: BTreeSet<_> = table
            .select(&Selector::parse("th[id]").unwrap())
            .map(|head| head.attr("id").unwrap())
            .collect();
        for cell in table.select(&Selector::parse("td.data").unwrap()) {
            let headers = cell.attr("headers").expect("a figure has headers");
            assert!(headers.split(' ').all(|id| heads.contains(id)), "{headers}");
        }
    }
    for region in all(&tree, "[aria-labelledby]") {
        assert!(known.contains(region.attr("aria-labelledby").unwrap()));
    }
}

#[test]
fn one_title_and_a_heading_for_each_part() {
    let html = page(&report());
    let tree = Tree::parse_document(&html);
    assert_eq!(all(&tree, "html")[0].attr("lang"), Some("zh-CN"));
    assert_eq!(text(all(&tree, "title")[0]), report().title);
    assert_eq!(all(&tree, "h1").len(), 1);
    assert_eq!(all(&tree, "h2").len(), 6);
    assert_eq!(all(&tree, "main").len(), 1);
    let lines: Vec<_> = all(&tree, "h1 .line").into_iter().map(text).collect();
    assert_eq!(lines, ["郯城县行政审批服务局", "2023年政府信息公开工作年度报告"]);
}

/// Counts how often each place of the grid is covered.
#[test]
fn the_cells_of_every_table_tile_its_grid() {
    let html = page(&report());
    let tree = Tree::parse_document(&html);
    let mut sizes = Vec::new();
    for table in all(&tree, "table") {
        let columns = table.select(&Selector::parse("col").unwrap()).count();
        let rows: Vec<_> = table.select(&Selector::parse("tr").unwrap()).collect();
        let mut covered = BTreeMap::new();
        for (y, row) in rows.iter().enumerate() {
            let mut x = 0;
            for cell in row.child_elements() {
                let span = |name| cell.attr(name).map_or(1, |n| n.parse().unwrap());
                while covered.contains_key(&(y, x)) {
                    x += 1;
                }
                for dy in 0..span("rowspan") {
                    for dx in 0..span("colspan") {
                        *covered.entry((y + dy, x + dx)).or_insert(0) += 1;
                    }
                }
            }
        }
        let grid: BTreeMap<_, _> =
            (0..rows.len()).flat_map(|y| (0..columns).map(move |x| ((y, x), 1))).collect();
        assert_eq!(covered, grid);
        sizes.push((rows.len(), columns));
    }
    assert_eq!(sizes, [(14, 4), (28, 10), (4, 15)]);
}

#[test]
fn header_rows_repeat_on_paper() {
    let html = page(&report());
    let tree = Tree::parse_document(&html);
    let heads: Vec<_> = all(&tree, "table")
        .iter()
        .map(|table| table.select(&Selector::parse("thead tr").unwrap()).count())
        .collect();
    assert_eq!(heads, [0, 3, 3]);
}

/// Text that would like to be markup, in every place a document has for text.
fn hostile(evil: &str) -> Document {
    let mut document = short(
        evil,
        vec![
            heading(1, evil, "part"),
            Block::Paragraph(Paragraph {
                role: Role::Body,
                text: vec![run(evil, Style::Strong), plain_run(evil), run(evil, Style::Lead)],
            }),
            Block::List { start: None, items: vec![vec![plain_run(evil)]] },
            table("table", evil, &format!("^{}\n·cell", evil.replace(['/', '\n'], "")), &[1], 1),
        ],
    );
    document.blocks.extend(report().blocks.into_iter().filter_map(|block| match block {
        Block::Picture(picture) => {
            Some(Block::Picture(Picture { alt: evil.to_owned(), ..picture }))
        }
        _ => None,
    }));
    document.properties = Properties {
        author: evil.to_owned(),
        identifiers: vec![(evil.to_owned(), evil.to_owned())],
        date: None,
        description: evil.to_owned(),
    };
    document
}

#[test]
fn markup_in_the_data_stays_text() {
    for evil in [
        "<script>alert(1)</script>",
        "\" onerror=\"alert(1)",
        "' style='x",
        "</style></title></h1><b>",
        "]]> --> & &lt; &amp;lt;",
        "{{ title }} {% raw %}",
    ] {
        let document = hostile(evil);
        for html in [page(&document), pasted(&document)] {
            let tree = Tree::parse_document(&html);
            let read: Vec<_> = all(&tree, TEXTS).into_iter().map(text).collect();
            assert_eq!(read, words(&document));
            assert_eq!(all(&tree, "img")[0].attr("alt"), Some(evil));
            assert!(all(&tree, "script, b, [onerror]").is_empty(), "{html}");
        }
        let tree = Tree::parse_document(&page(&document));
        assert_eq!(all(&tree, "meta[name=description]")[0].attr("content"), Some(evil));
    }
}

#[test]
fn names_in_the_theme_cannot_leave_the_style() {
    let mut theme = Theme::standard();
    let evil = "仿宋'\"\\;}</style><script>alert(1)</script>";
    theme.face.get_mut("fangsong").unwrap().name = evil.to_owned();
    theme.color.banner = "red;}</style><script>".to_owned();
    let document = report();
    let style = "p::before { content: '</STYLE><script>' }";
    let look = Look { theme: &theme, style, ..look() };
    let html = String::from_utf8(Html.render(&document, look).unwrap()).unwrap();
    for html in [html, fragment(&document, look).unwrap()] {
        let tree = Tree::parse_document(&html);
        assert!(all(&tree, "script").is_empty());
        let read: Vec<_> = all(&tree, TEXTS).into_iter().map(text).collect();
        assert_eq!(read, words(&document));
        let escaped = r"'仿宋\27 \22 \5c \3b \7d \3c \2f style\3e ";
        assert!(html.contains(escaped), "{html}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_comes_back(title in "\\PC{1,40}", text in "\\PC{0,80}", at in 0_usize..60) {
        let mut document = short(&title, vec![body(&text)]);
        document.title_break = Some(at);
        for html in [page(&document), pasted(&document)] {
            let tree = Tree::parse_document(&html);
            let read: Vec<_> = all(&tree, TEXTS).into_iter().map(self::text).collect();
            prop_assert_eq!(read, words(&document));
        }
    }
}

#[test]
fn the_page_asks_for_nothing() {
    let mut document = report();
    document.draft = true;
    for html in [page(&document), pasted(&document)] {
        for never in ["http:", "https:", "<script", "@import", "url(", "srcset", "<base"] {
            assert!(!html.contains(never), "{never}");
        }
        let tree = Tree::parse_document(&html);
        let asking = all(&tree, "[src], [href]");
        assert!(!asking.is_empty());
        for element in asking {
            let to = element.attr("src").or(element.attr("href")).unwrap();
            assert!(to.starts_with("data:"), "{to}");
        }
    }
}

#[test]
fn a_fragment_needs_no_style_sheet() {
    let html = pasted(&Document { draft: true, ..report() });
    let tree = Tree::parse_fragment(&html);
    assert!(all(&tree, "[class], style, main, [id]:not(th, td)").is_empty());
    let plain =
        all(&tree, "html > *, html > * *").into_iter().filter(|e| e.attr("style").is_none());
    let plain: BTreeSet<_> = plain.map(|element| element.value().name().to_owned()).collect();
    let structure = ["colgroup", "tbody", "thead", "tr", "wbr"].map(str::to_owned);
    assert_eq!(plain, structure.into(), "only what has no look of its own");
}

#[test]
fn a_draft_says_so_and_keeps_its_empty_cells() {
    let grid = "^总计\n·requests.new.total";
    let mut document = short("报告", vec![table("requests", "申请", grid, &[1], 1)]);
    assert!(!page(&document).contains("草稿</strong>"));
    document.draft = true;
    let Block::Table(table) = &mut document.blocks[0] else { unreachable!() };
    table.rows[1].cells[0].text.clear();
    for html in [page(&document), pasted(&document)] {
        let tree = Tree::parse_document(&html);
        assert_eq!(text(all(&tree, "p[role=note] strong")[0]), "草稿");
        let cell = all(&tree, "td[id='requests.new.total']")[0];
        assert_eq!((text(cell).as_str(), cell.attr("headers")), ("", Some("requests-0-0")));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(page(&report()), page(&report()));
    assert_eq!(pasted(&report()), pasted(&report()));
}

#[test]
fn a_wrong_template_is_an_error_with_its_line() {
    let wrong = |template: &str| {
        let look = Look { page: template, ..look() };
        Html.render(&report(), look).unwrap_err().to_string()
    };
    let typo = PAGE.replace("<title>{{ title }}", "<title>{{ titel }}");
    let errors = [
        wrong(&typo),
        wrong("<p>\n{% if draft %}\n"),
        wrong("{{ title|shout }}"),
        wrong("\n\n{% include 'head.html' %}"),
        wrong("{{ title }"),
        wrong("{{ title + 1 }}"),
    ];
    insta::assert_snapshot!(errors.join("\n"), @r"
    网页模板有误：page.html.jinja 第 60 行：没有这个名字：titel
    网页模板有误：page.html.jinja 第 2 行：写法有误：%}（unexpected end of input, expected end of block）
    网页模板有误：page.html.jinja 第 1 行：没有这个过滤器：shout
    网页模板有误：page.html.jinja 第 3 行：不能引用其他模板：include 'head.html'
    网页模板有误：page.html.jinja 第 1 行：写法有误：}（unexpected `}`, expected end of variable block）
    网页模板有误：page.html.jinja 第 1 行：无法执行：title + 1（tried to use + operator on unsupported types string and number）
    ");
}

#[test]
fn markup_of_a_small_report() {
    let grid = "\
=第二十条第（一）项/c3
^信息内容 | ^本年制发件数 | ^现行有效件数
规章 | ·documents.rules.issued | ·documents.rules.in_force";
    let document = short(
        "某局报告",
        vec![
            heading(1, "二、主动公开政府信息情况", "disclosure"),
            Block::Paragraph(Paragraph {
                role: Role::Body,
                text: vec![
                    run("（一）", Style::Lead),
                    plain_run("正文"),
                    run("要点", Style::Strong),
                ],
            }),
            table("table-2", "主动公开政府信息情况", grid, &[2, 1, 1], 0),
        ],
    );
    let html = page(&document);
    let (head, rest) = html.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    insta::assert_snapshot!("page", format!("{head}<style>…</style>{body}"));
    insta::assert_snapshot!("fragment", pasted(&document));
}

/// `cargo test --test it html:: -- --ignored`, then `tests/external/html.sh`.
#[test]
#[ignore = "writes the pages that tests/external/html.sh can check by hand"]
fn write_pages() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut document = report();
    std::fs::write(folder.join("report.html"), page(&document)).unwrap();
    std::fs::write(folder.join("fragment.html"), pasted(&document)).unwrap();
    document.draft = true;
    std::fs::write(folder.join("draft.html"), page(&document)).unwrap();
}
