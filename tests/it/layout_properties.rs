//! Any text and any table: nothing lost, nothing twice, nothing outside.

use gongkai::document::{Block, CellRole, Row, Table, TableCell};
use gongkai::layout::{ElementKind, Ink, Pages, lay_out};
use proptest::prelude::*;

use crate::support::document::{body, document, inline, lines, paragraph};
use crate::support::look::{FONTS, THEME};

fn laid(blocks: Vec<Block>) -> Pages {
    lay_out(&document(blocks), &THEME, &FONTS).unwrap()
}

/// Han, marks, words, figures, and what text editors leave behind.
fn text() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        6 => "[公开政府信息年报件条申请㛃]{1,9}",
        3 => "[，。、；：？！]",
        2 => "[（《“‘〔】〉」—…·～％℃]{1,3}",
        2 => "[0-9]{1,9}(\\.[0-9]{1,3})?(%|件|万元|年)?",
        2 => "[A-Za-z]{1,14}[ ,.@/-]?",
        1 => "[A-Za-z0-9]{60}",
        1 => "[ \u{3000}\t\u{200B}\u{200D}\u{FEFF}\u{AD}\u{FE0F}\u{202E}\u{7}]{1,3}",
    ];
    prop::collection::vec(token, 0..60).prop_map(|tokens| tokens.concat())
}

/// The text without what is not drawn.
fn visible(text: &str) -> String {
    let unseen = ['\u{200B}', '\u{200D}', '\u{FEFF}', '\u{AD}', '\u{FE0F}', '\u{202E}', '\u{7}'];
    text.chars()
        .filter(|character| !unseen.contains(character))
        .map(|character| if character == '\t' { ' ' } else { character })
        .collect()
}

/// A table of any shape: spans are laid like bricks until the grid is full.
fn any_table() -> impl Strategy<Value = Table> {
    let shape = (1..18_usize, 1..40_usize, 0..4_usize, any::<bool>());
    (shape, prop::collection::vec((1..4_usize, 1..9_usize, 0..12_u8, text()), 1..60)).prop_map(
        |((columns, rows, head_rows, shown), bricks)| {
            let mut taken = vec![vec![false; columns]; rows];
            let mut bricks = bricks.into_iter().cycle();
            let mut built: Vec<Row> = Vec::new();
            for row in 0..rows {
                let mut cells = Vec::new();
                for column in 0..columns {
                    if taken[row][column] {
                        continue;
                    }
                    let Some((colspan, rowspan, role, text)) = bricks.next() else { break };
                    let free = taken[row][column..].iter().take_while(|taken| !**taken).count();
                    let (colspan, rowspan) = (colspan.min(free), rowspan.min(rows - row));
                    for line in &mut taken[row..row + rowspan] {
                        line[column..column + colspan].fill(true);
                    }
                    let (role, text) = match role {
                        0..3 => (CellRole::RowHeader, text.chars().take(30).collect()),
                        3..5 => (CellRole::ColumnHeader, text.chars().take(8).collect()),
                        5 => (CellRole::Banner, "第二十条".to_owned()),
                        6 => (CellRole::Data, text),
                        7 => (CellRole::Data, text.repeat(4)),
                        _ => (CellRole::Data, "42975".to_owned()),
                    };
                    cells.push(TableCell {
                        text,
                        role,
                        colspan,
                        rowspan,
                        anchor: format!("r{row}c{column}"),
                        headers: Vec::new(),
                        place: None,
                    });
                }
                built.push(Row { cells });
            }
            Table {
                anchor: "t".into(),
                caption: "情况".into(),
                caption_shown: shown,
                widths: vec![1; columns],
                head_rows,
                rows: built,
            }
        },
    )
}

/// Everything but page numbers lies in the type area.
fn nothing_outside(pages: &Pages) -> Result<(), TestCaseError> {
    let page = &THEME.page;
    let (left, right) = (page.left.0, page.width.0 - page.right.0);
    let (top, bottom) = (page.top.0, page.height.0 - page.bottom.0);
    for mark in pages.pages.iter().flat_map(|page| &page.marks) {
        match &mark.ink {
            Ink::Text(run) if mark.element.is_none() && run.y.0 > bottom => {}
            Ink::Text(run) => {
                let end = run.x.0 + run.glyphs.iter().map(|glyph| glyph.advance.0).sum::<i64>();
                prop_assert!(run.x.0 >= left && end <= right, "{left} {right} {end} {run:?}");
                let (above, below) = (run.size.0 * 88 / 100, run.size.0 * 12 / 100);
                prop_assert!(run.y.0 - above >= top && run.y.0 + below <= bottom + 1, "{run:?}");
            }
            Ink::Fill { x, y, width, height, .. } | Ink::Picture { x, y, width, height, .. } => {
                prop_assert!(x.0 >= left && x.0 + width.0 <= right, "{mark:?}");
                prop_assert!(y.0 >= top && y.0 + height.0 <= bottom, "{mark:?}");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_kept_whole(texts in prop::collection::vec(text(), 1..6)) {
        let mut blocks: Vec<Block> = texts.iter().map(|text| body(text)).collect();
        blocks.push(Block::List { start: Some(9), items: vec![inline(&texts[0])] });
        let pages = laid(blocks);
        nothing_outside(&pages)?;
        let drawn: String = lines(&pages)
            .into_iter()
            .filter(|line| line.element.is_some())
            .map(|line| line.text)
            .collect();
        let written: String = texts.iter().map(|text| visible(text)).collect();
        prop_assert_eq!(drawn, format!("{written}9.{}", visible(&texts[0])));
    }

    #[test]
    fn marks_stay_where_they_belong(text in "([公开政府信息年报]{1,6}([，。、；：？！]|”，|。”|（|《|——|……)?){1,80}") {
        let pages = laid(vec![paragraph(&text)]);
        let lines: Vec<_> = lines(&pages).into_iter().filter(|line| line.element.is_some()).collect();
        for (at, line) in lines.iter().enumerate().skip(1) {
            prop_assert!(!line.text.starts_with(|c| "，。、；：？！”—…".contains(c)), "{line:?}");
            let before = &lines[at - 1];
            prop_assert!(!before.text.ends_with(['（', '《']), "{before:?}");
            let end = THEME.page.width.0 - THEME.page.right.0;
            prop_assert!((end - before.end).abs() <= 200, "{before:?}");
        }
    }

    #[test]
    fn any_table_is_kept_whole(table in any_table(), before in 0..21_usize) {
        let mut blocks = vec![body("公开。"); before];
        blocks.push(Block::Table(table.clone()));
        let pages = laid(blocks);
        nothing_outside(&pages)?;
        let mut drawn = vec![String::new(); pages.elements.len()];
        for line in lines(&pages) {
            if let Some(element) = line.element {
                drawn[element] += &line.text;
            }
        }
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        let elements = pages.elements.iter().enumerate().filter(|(_, element)| {
            matches!(element.kind, ElementKind::TableData { .. } | ElementKind::TableHeader { .. })
        });
        let mut count = 0;
        for (cell, (element, _)) in cells.clone().zip(elements) {
            prop_assert_eq!(&drawn[element], &visible(&cell.text));
            count += 1;
        }
        prop_assert_eq!(count, cells.count());
    }
}
