//! Narratives as blocks: the levels of GB/T 9704-2012, 7.3.3, are recognised by
//! their numbers, 一、（一）1.（1）.

use crate::document::{Block, Heading, Inline, Paragraph, Picture, Role, Style};
use crate::prose::markdown::{Piece, Words};
use crate::report::Report;
use crate::source::Text;

/// Longest heading that is recognised by its number, in characters.
const HEADING_LENGTH: usize = 40;

/// Adds a block of a narrative. Where it is a `note` to tables, numbers mean nothing.
pub(super) fn add(
    blocks: &mut Vec<Block>,
    piece: Piece,
    anchor: String,
    report: &Report,
    note: bool,
) {
    match piece {
        Piece::Heading(hashes, words) => {
            let level = hashes.clamp(2, 4);
            blocks.push(Block::Heading(Heading { level, text: inlines(&words), anchor }));
        }
        Piece::Paragraph(words, _) => {
            let text = plain_words(&words);
            match (numbered(&text), note) {
                (Some((level, None)), false) => {
                    blocks.push(Block::Heading(Heading { level, text: inlines(&words), anchor }));
                }
                (Some((2, Some(lead))), false) => {
                    let text = with_lead(&words, lead);
                    blocks.push(Block::Paragraph(Paragraph { role: Role::Body, text }));
                }
                (_, note) => {
                    let role = if note { Role::Note } else { Role::Body };
                    blocks.push(Block::Paragraph(Paragraph { role, text: inlines(&words) }));
                }
            }
        }
        Piece::Bullet(words) => push_item(blocks, inlines(&words)),
        Piece::Picture { alt, path } => match report.pictures.get(&path.value) {
            Some(file) => blocks.push(Block::Picture(Picture {
                data: file.data.clone(),
                format: file.format,
                turn: file.turn,
                width: file.width,
                height: file.height,
                alt,
                place: Some(path.span),
            })),
            // The missing file is a finding; a draft shows what belongs here.
            None => {
                let text = vec![Inline {
                    text: format!("〔图：{alt}〕"),
                    style: Style::Plain,
                    place: Some(path.span),
                }];
                blocks.push(Block::Paragraph(Paragraph { role: Role::Body, text }));
            }
        },
    }
}

/// Adds an item to the list at the end, or opens one.
pub(super) fn push_item(blocks: &mut Vec<Block>, item: Vec<Inline>) {
    match blocks.last_mut() {
        Some(Block::List { items, .. }) => items.push(item),
        _ => blocks.push(Block::List { start: None, items: vec![item] }),
    }
}

/// The words without marks.
pub(super) fn plain_words(words: &[Words]) -> String {
    words.iter().map(|words| words.text.value.as_str()).collect()
}

/// Words as inlines with their places.
pub(super) fn inlines(words: &[Words]) -> Vec<Inline> {
    words
        .iter()
        .map(|words| {
            let style = if words.strong { Style::Strong } else { Style::Plain };
            inline(&words.text, style)
        })
        .collect()
}

fn inline(text: &Text, style: Style) -> Inline {
    let place = Some(text.place(0..text.value.len()));
    Inline { text: text.value.clone(), style, place }
}

/// Words of the template stand in no data file.
pub(super) fn unplaced(text: Vec<Inline>) -> Vec<Inline> {
    text.into_iter().map(|inline| Inline { place: None, ..inline }).collect()
}

/// Words of the template, plain.
pub(super) fn unplaced_inline(text: String) -> Inline {
    Inline { text, style: Style::Plain, place: None }
}

/// The first `lead` bytes as a run-in heading.
fn with_lead(words: &[Words], lead: usize) -> Vec<Inline> {
    let mut text = Vec::new();
    let mut left = lead;
    for words in words {
        let cut = left.min(words.text.value.len());
        left -= cut;
        let style = if words.strong { Style::Strong } else { Style::Plain };
        let parts = [(0..cut, Style::Lead), (cut..words.text.value.len(), style)];
        for (range, style) in parts.into_iter().filter(|(range, _)| !range.is_empty()) {
            text.push(inline(&words.text.slice(range), style));
        }
    }
    text
}

/// The level that a paragraph's number gives it: all of it a heading, or the
/// first so many bytes.
fn numbered(text: &str) -> Option<(u8, Option<usize>)> {
    let (level, number) = level(text)?;
    let ends_sentence = |c: char| "。；：！？，、…;:!?,.".contains(c);
    if text.chars().count() <= HEADING_LENGTH && !text.contains("。") {
        return (!text.ends_with(ends_sentence)).then_some((level, None));
    }
    let end = text[number..].find(['。', '：', ':']).map(|at| number + at)?;
    let stop = text[end..].chars().next().map_or(0, char::len_utf8);
    let short = text[..end].chars().count() <= HEADING_LENGTH;
    (short && end > number).then_some((level, Some(end + stop)))
}

/// The level of a number at the start, and how many bytes it takes; 一、 is for
/// the parts themselves.
fn level(text: &str) -> Option<(u8, usize)> {
    let ordinal = crate::prose::ordinal(text)?;
    let level = ordinal.numbering.level().filter(|level| *level > 1)?;
    Some((u8::try_from(level).ok()?, ordinal.len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_their_numbers() {
        for (text, expected) in [
            ("（一）强化组织领导", Some((2, None))),
            ("(十一)抓好统筹", Some((2, None))),
            ("1.完善机制", Some((3, None))),
            ("（2）明确责任", Some((4, None))),
            ("（一）主动公开。全年公开信息47条。", Some((2, Some("（一）主动公开。".len())))),
            ("2023年公开信息47条", None),
            ("1.5万件", None),
            ("4、2023年度考核情况", Some((3, None))),
            ("一是加强领导", None),
            ("（见附件）说明", None),
            ("（一）主动公开，", None),
        ] {
            assert_eq!(numbered(text), expected, "{text}");
        }
    }
}
