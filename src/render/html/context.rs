//! What the page template may name: the document as maps, lists and finished
//! strings. Nothing in it is optional; what is absent is an empty string.

use base64::prelude::{BASE64_STANDARD, Engine};
use minijinja::context;
use minijinja::value::Value;

use crate::document::{
    Block, CellRole, Document, Inline, Picture, PictureFormat, Role, Row, Style, Table, TableCell,
};

/// Two characters, the padding of a cell and some air, in tenths of an em. On a
/// narrow screen a table shrinks until its narrowest column is this wide, then
/// scrolls; the fifteen columns of table four still fit in the measure.
const TWO_CHARACTERS: u64 = 28;
/// However uneven its columns, a table is never forced wider than this, in
/// tenths of an em.
const WIDEST: u64 = 800;

pub(super) fn of(document: &Document) -> Value {
    let properties = &document.properties;
    let date = properties.date.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    context! {
        title => &document.title,
        title_lines => title_lines(document),
        author => &properties.author,
        description => &properties.description,
        date => date.unwrap_or_default(),
        identifiers => properties
            .identifiers
            .iter()
            .map(|(label, mark)| format!("{label}：{mark}"))
            .collect::<Vec<_>>(),
        draft => document.draft,
        blocks => blocks(document),
    }
}

/// The blocks. The level of a heading decides its look; its depth in the
/// outline never skips one, whatever the author began with.
fn blocks(document: &Document) -> Value {
    let mut depth = 0;
    let with_depth = |one: &Block| match one {
        Block::Heading(heading) => {
            depth = heading.level.clamp(1, depth + 1);
            context! { depth => depth, ..block(one) }
        }
        _ => block(one),
    };
    document.blocks.iter().map(with_depth).collect()
}

/// The title in the pieces that should each stay on one line.
fn title_lines(document: &Document) -> Value {
    document.title_lines(|_| false).into_iter().collect()
}

fn block(block: &Block) -> Value {
    match block {
        Block::Heading(heading) => context! {
            kind => "heading",
            level => heading.level.clamp(1, 4),
            anchor => &heading.anchor,
            text => words(&heading.text),
        },
        Block::Paragraph(paragraph) => context! {
            kind => "paragraph",
            role => match paragraph.role {
                Role::Body => "body",
                Role::Note => "note",
                Role::Signature => "signature",
            },
            text => words(&paragraph.text),
        },
        Block::List { start, items } => context! {
            kind => "list",
            ordered => start.is_some(),
            start => start.unwrap_or(1),
            items => items.iter().map(|item| words(item)).collect::<Value>(),
        },
        Block::Picture(picture) => context! {
            kind => "picture",
            data => Value::from_safe_string(data_uri(picture)),
            width => picture.width,
            height => picture.height,
            alt => &picture.alt,
        },
        Block::Table(table) => self::table(table),
    }
}

fn words(text: &[Inline]) -> Value {
    let word = |inline: &Inline| {
        let style = match inline.style {
            Style::Plain => "plain",
            Style::Strong => "strong",
            Style::Lead => "lead",
        };
        context! { style, text => &inline.text }
    };
    text.iter().map(word).collect()
}

/// Base 64 has no character that HTML gives a meaning to.
fn data_uri(picture: &Picture) -> String {
    let kind = match picture.format {
        PictureFormat::Png => "png",
        PictureFormat::Jpeg => "jpeg",
    };
    format!("data:image/{kind};base64,{}", BASE64_STANDARD.encode(&picture.data))
}

fn table(table: &Table) -> Value {
    let (head, body) = table.rows.split_at(table.head_rows.min(table.rows.len()));
    let total: u64 = table.widths.iter().copied().map(u64::from).sum::<u64>().max(1);
    let narrowest = table.widths.iter().copied().min().map_or(1, u64::from).max(1);
    let least = (total * TWO_CHARACTERS / narrowest).min(WIDEST);
    let share = |width: &u32| decimal(u64::from(*width) * 10_000 / total, 100) + "%";
    context! {
        kind => "table",
        anchor => &table.anchor,
        caption => &table.caption,
        caption_shown => table.caption_shown,
        widths => table.widths.iter().map(share).collect::<Vec<_>>(),
        least_width => decimal(least, 10) + "em",
        head => head.iter().map(row).collect::<Value>(),
        body => body.iter().map(row).collect::<Value>(),
    }
}

/// 791 of 100 is `7.91`.
fn decimal(number: u64, unit: u64) -> String {
    let digits = unit.ilog10() as usize;
    format!("{}.{:0digits$}", number / unit, number % unit)
}

fn row(row: &Row) -> Value {
    row.cells.iter().map(cell).collect()
}

fn cell(cell: &TableCell) -> Value {
    let (role, scope) = match cell.role {
        CellRole::Banner => ("banner", "colgroup"),
        CellRole::Corner => ("corner", ""),
        CellRole::ColumnHeader if cell.colspan > 1 => ("column", "colgroup"),
        CellRole::ColumnHeader => ("column", "col"),
        CellRole::RowHeader if cell.rowspan > 1 => ("group", "rowgroup"),
        CellRole::RowHeader => ("row", "row"),
        CellRole::Data => ("data", ""),
    };
    context! {
        role,
        scope,
        text => &cell.text,
        colspan => cell.colspan,
        rowspan => cell.rowspan,
        id => &cell.anchor,
        headers => cell.headers.join(" "),
    }
}
