//! What a character may do at the edges of a line (避头尾), and where its blank
//! half is (标点挤压).

use unicode_linebreak::{BreakClass, break_property};

/// How a character sits in its square.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// A full-width opening mark: blank on the left.
    Opener,
    /// A full-width closing mark, a stop: blank on the right.
    Closer,
    /// A full-width mark in the middle of its square.
    Middle,
    /// 间隔号: half a square (GB/T 15834-2011, 5.1.10).
    Dot,
    /// Half of `——` or `……`.
    Dash,
    /// A Han character or another square one.
    Square,
    /// A blank.
    Blank,
    /// A letter or digit with its own width.
    Narrow,
}

/// Whether a line may begin with the character.
pub(super) fn may_begin(character: char) -> bool {
    !matches!(
        character,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〗'
            | '〕'
            | '〉'
            | '｝'
            | '］'
            | '”'
            | '’'
            | '…'
            | '—'
            | '％'
            | '‰'
            | '℃'
            | '°'
            | '′'
            | '″'
            | '·'
            | '・'
            | '～'
            | '〜'
            | '々'
            | 'ー'
            | ')'
            | ']'
            | '}'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '%'
            | '»'
            | '›'
    )
}

/// Whether a line may end with the character.
pub(super) fn may_end(character: char) -> bool {
    !matches!(
        character,
        '（' | '《'
            | '「'
            | '『'
            | '【'
            | '〖'
            | '〔'
            | '〈'
            | '｛'
            | '［'
            | '“'
            | '‘'
            | '￥'
            | '＄'
            | '('
            | '['
            | '{'
            | '«'
            | '‹'
    )
}

/// How the character sits in its square, given the characters around it.
pub(super) fn body(before: Option<char>, character: char, after: Option<char>) -> Body {
    let letter = |side: Option<char>| side.is_some_and(|c| c.is_ascii_alphanumeric());
    match character {
        '’' if letter(before) && letter(after) => Body::Narrow,
        '（' | '《' | '「' | '『' | '【' | '〖' | '〔' | '〈' | '｛' | '［' | '“' | '‘' => {
            Body::Opener
        }
        '，' | '。' | '、' | '；' | '：' | '？' | '！' | '）' | '》' | '」' | '』' | '】'
        | '〗' | '〕' | '〉' | '｝' | '］' | '”' | '’' => Body::Closer,
        '—' | '…' => Body::Dash,
        '·' => Body::Dot,
        '～' | '％' | '℃' | '×' | '÷' | '№' | '①'..='⓿' => Body::Middle,
        _ if character.is_whitespace() => Body::Blank,
        _ if is_square(character) => Body::Square,
        _ => Body::Narrow,
    }
}

/// Characters that shape or direct text and are not drawn themselves: joiners,
/// variation selectors, marks of direction, controls, byte order marks.
pub(super) fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
        || (character.is_control() && !character.is_whitespace())
}

/// Han characters and whatever else fills a square.
fn is_square(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Marks that combine with the character before them.
pub(super) fn combines(character: char) -> bool {
    let seldom = !matches!(character, ..'\u{300}' | '\u{4E00}'..='\u{9FFF}');
    seldom && break_property(u32::from(character)) == BreakClass::CombiningMark
}

/// A counter or unit may follow such a character: `800余条`, `42.39万元`.
pub(super) fn scales(character: char) -> bool {
    matches!(character, '十' | '百' | '千' | '万' | '亿' | '余' | '多' | '几')
}
