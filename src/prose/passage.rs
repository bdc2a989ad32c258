//! The blocks of a text as its reader sees them: headings, paragraphs, bullets
//! and the words under pictures, without marks.

use super::markdown::{self, Piece, Words};
use crate::source::{FileId, Span, Text};

/// What kind of block a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// `## …`
    Heading,
    /// Words between blank lines.
    Paragraph,
    /// `- …`
    Bullet,
    /// The words under a picture.
    Picture,
}

/// One block of a text, without marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its number among the blocks of the text, from 1.
    pub number: usize,
    /// What kind of block it is.
    pub block: Block,
    /// `{.signature}` behind it.
    pub class: Option<String>,
    /// Its words.
    pub text: Text,
}

/// The blocks of a text in order.
pub fn passages(text: &Text) -> Vec<Passage> {
    let pieces = markdown::parse(text).into_iter().enumerate();
    let passage = |(index, piece)| {
        let (block, class, text) = match piece {
            Piece::Heading(_, words) => (Block::Heading, None, join(&words)),
            Piece::Paragraph(words, class) => (Block::Paragraph, class, join(&words)),
            Piece::Bullet(words) => (Block::Bullet, None, join(&words)),
            Piece::Picture { alt, path } => {
                let mut text = Text::new(path.span);
                text.push_substitute(&alt, path.span);
                (Block::Picture, None, text)
            }
        };
        Passage { number: index + 1, block, class, text }
    };
    pieces.map(passage).collect()
}

fn join(words: &[Words]) -> Text {
    // The place of no words at all.
    let nowhere = Span::new(FileId(0), 0..0);
    let mut text = Text::new(words.first().map_or(nowhere, |first| first.text.whole()));
    for words in words {
        text.push_part(&words.text, 0..words.text.value.len());
    }
    text
}
