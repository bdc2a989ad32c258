//! The blocks of the document as Word paragraphs and tables.

use docx_rs::{BreakType, Paragraph, Pic, Run};

use crate::document::{Block, Document, Inline, Picture, Role, Style};
use crate::layout::theme::Theme;

use super::id;
use super::page::measure;
use super::tables;
use super::words::{halves, run};

/// English metric units, of which a twip has 635.
const EMU_PER_TWIP: u64 = 635;
/// English metric units of a pixel on a screen of 96 dots per inch.
const EMU_PER_PIXEL: u64 = 9525;

/// The body without its section properties, which docx-rs cannot order.
pub(super) fn draw(document: &Document, theme: &Theme) -> docx_rs::Document {
    let mut body = docx_rs::Document::new().add_paragraph(title(document, theme));
    let mut pictures = 0;
    let mut after_table = false;
    let mut blocks = document.blocks.iter().filter(|block| sound(block)).peekable();
    while let Some(block) = blocks.next() {
        // Organ and date never stand on a page alone.
        let keep = blocks.peek().is_some_and(|next| signs(next));
        // Without a paragraph between them Word makes one table of two.
        if after_table && matches!(block, Block::Table(table) if !table.caption_shown) {
            body = body.add_paragraph(paragraph(id::NOTE, &[]));
        }
        after_table = matches!(block, Block::Table(_));
        body = match block {
            Block::Heading(heading) => {
                let level = usize::from(heading.level).clamp(1, id::HEADINGS.len());
                body.add_paragraph(paragraph(id::HEADINGS[level - 1], &heading.text))
            }
            Block::Paragraph(words) => {
                let style = match words.role {
                    Role::Body => id::BODY,
                    Role::Note => id::NOTE,
                    Role::Signature => id::SIGNATURE,
                };
                body.add_paragraph(paragraph(style, &words.text).keep_next(keep))
            }
            Block::List { start, items } => list(body, *start, items, keep),
            Block::Picture(picture) => {
                pictures += 1;
                let body = body.add_paragraph(drawing(picture, pictures, theme));
                if picture.alt.is_empty() {
                    body
                } else {
                    body.add_paragraph(caption(&picture.alt))
                }
            }
            Block::Table(table) => {
                let body = if table.caption_shown {
                    body.add_paragraph(caption(&table.caption).keep_next(true))
                } else {
                    body
                };
                body.add_table(tables::draw(table, theme))
            }
        };
    }
    if after_table { body.add_paragraph(paragraph(id::NOTE, &[])) } else { body }
}

/// Word takes a table without rows for damage.
pub(super) fn sound(block: &Block) -> bool {
    !matches!(block, Block::Table(table) if table.rows.is_empty())
}

fn signs(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if paragraph.role == Role::Signature)
}

/// The title, broken where it is too long for its line; a character is to
/// spare, for figures of some fonts are wider than half a character.
fn title(document: &Document, theme: &Theme) -> Paragraph {
    let fits =
        |text: &str| (theme.style.title.size * (halves(text) + 2) / 2).twips() <= measure(theme);
    let lines = document.title_lines(fits);
    let last = lines.len() - 1;
    lines.into_iter().enumerate().fold(Paragraph::new().style(id::TITLE), |title, (at, line)| {
        let run = run(line);
        title.add_run(if at < last { run.add_break(BreakType::TextWrapping) } else { run })
    })
}

/// Numbers are typed: they survive copying into WPS, mail and web forms.
fn list(
    body: docx_rs::Document,
    start: Option<u64>,
    items: &[Vec<Inline>],
    keep: bool,
) -> docx_rs::Document {
    let last = items.len().saturating_sub(1);
    items.iter().enumerate().fold(body, |body, (at, item)| {
        let number = u64::try_from(at).unwrap_or(u64::MAX);
        let mark =
            start.map_or("• ".into(), |first| format!("{}. ", first.saturating_add(number)));
        let marked =
            Paragraph::new().style(id::LIST).keep_next(keep && at == last).add_run(run(&mark));
        body.add_paragraph(item.iter().fold(marked, |item, inline| item.add_run(styled(inline))))
    })
}

fn paragraph(style: &str, text: &[Inline]) -> Paragraph {
    text.iter()
        .fold(Paragraph::new().style(style), |paragraph, inline| paragraph.add_run(styled(inline)))
}

fn caption(text: &str) -> Paragraph {
    Paragraph::new().style(id::CAPTION).add_run(run(text))
}

fn styled(inline: &Inline) -> Run {
    let run = run(&inline.text);
    match inline.style {
        Style::Plain => run,
        Style::Strong => run.style(id::STRONG),
        Style::Lead => run.style(id::LEAD),
    }
}

/// A picture in its natural size, or as large as the type area allows. Word
/// wants the size it has before it is turned.
fn drawing(picture: &Picture, number: usize, theme: &Theme) -> Paragraph {
    let lines = i64::from(theme.grid.lines).saturating_sub(2).max(1);
    let emu = |twips: i64| u64::try_from(twips).unwrap_or(0) * EMU_PER_TWIP;
    let mut room = (emu(measure(theme)), emu((theme.grid.pitch * lines).twips()));
    if picture.turn.lies() {
        // Both ways it must go on the line.
        room.1 = room.1.min(room.0);
    }
    let pixels = (u64::from(picture.width.max(1)), u64::from(picture.height.max(1)));
    let (width, height) = fit(pixels, room);
    let (width, height) = if picture.turn.lies() { (height, width) } else { (width, height) };
    // docx-rs numbers pictures across all documents of the process.
    let mut drawing = Pic::new_with_dimensions(Vec::new(), 1, 1).size(width, height);
    drawing.id = format!("image{number}");
    Paragraph::new().style(id::PICTURE).add_run(Run::new().add_image(drawing))
}

/// Width and height in EMU of so many pixels within a room.
fn fit((width, height): (u64, u64), room: (u64, u64)) -> (u32, u32) {
    let mut wide = (width * EMU_PER_PIXEL).min(room.0);
    let mut tall = wide * height / width;
    if tall > room.1 {
        tall = room.1;
        wide = tall * width / height;
    }
    let emu = |length: u64| u32::try_from(length.max(1)).unwrap_or(u32::MAX);
    (emu(wide), emu(tall))
}
