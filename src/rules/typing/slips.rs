//! Slips of the keyboard in one line, and what was meant.
//!
//! All kinds are found together, because they lean on each other: a comma
//! belongs to Chinese text when the quotation mark beside it does. What is
//! mended once stays mended: marks that will be Chinese count as Chinese for
//! their neighbours.

use std::ops::Range;

use crate::rules::characters::is_widthless;
use crate::rules::passage::is_han;

/// What kind of slip it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    HalfWidth,
    FullWidth,
    Space,
    Quote,
    DocumentYear,
}

/// One slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) slip: Slip,
    /// The bytes to show.
    pub(super) range: Range<usize>,
    /// What to write instead, where that is certain.
    pub(super) edits: Vec<(Range<usize>, String)>,
}

/// What a character is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A Chinese character or mark, or what will be one.
    Wide,
    /// A half-width mark that has a full-width twin.
    Half,
    /// `"` or `'`
    Quote,
    Space,
    Digit,
    /// Marks of the Markdown: as if they were not there.
    Unseen,
    Other,
}

#[derive(Debug, Clone, Copy)]
struct Sign {
    at: usize,
    /// Full-width letters and digits narrowed.
    c: char,
    typed: char,
    class: Class,
}

impl Sign {
    fn range(self) -> Range<usize> {
        self.at..self.at + self.typed.len_utf8()
    }

    fn is_digit(self) -> bool {
        self.class == Class::Digit
    }
}

const TWINS: &[(char, char)] =
    &[(',', '，'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！'), ('(', '（'), (')', '）')];

/// The slips of one line of a narrative or of a plain fact, in order.
pub(super) fn find(line: &str) -> Vec<Found> {
    let line = line.trim_end();
    let content = line.trim_start();
    if content.starts_with("![") && content.ends_with(')') && content.contains("](") {
        return Vec::new();
    }
    let mut signs = read(line);
    let mut found = full_width(&signs);
    found.extend(document_years(&mut signs));
    found.extend(marks(&mut signs));
    // In a signature, spaces set words apart on purpose.
    if !line.ends_with('}') {
        found.extend(spaces(&signs));
    }
    found.sort_by_key(|found| found.range.start);
    found
}

/// The characters of a line, with what must not be touched marked as such.
/// Characters without width are left out: they have a rule of their own, and
/// will go.
fn read(line: &str) -> Vec<Sign> {
    let mut signs: Vec<_> = line
        .char_indices()
        .filter(|(_, c)| !is_widthless(*c))
        .map(|(at, typed)| {
            let c = narrow(typed);
            Sign { at, c, typed, class: class(c) }
        })
        .collect();
    let start = line.len() - line.trim_start().len();
    let content = &line[start..];
    let bullet = ["- ", "* "].iter().any(|mark| content.starts_with(mark));
    let heading = content.trim_start_matches('#').starts_with(' ');
    let lead = if bullet || heading { content.find(' ').unwrap_or(0) + 1 } else { 0 };
    let rest = &content[lead..];
    let indent = rest.len() - rest.trim_start().len();
    hide(&mut signs, 0..start + lead + indent, Class::Other);
    let mut at = start + lead + indent;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let escape = rest.starts_with('\\') && rest[1..].starts_with(|c: char| c.is_ascii());
        let (len, class) = if escape {
            (2, Class::Other)
        } else if rest.starts_with("**") {
            (2, Class::Unseen)
        } else if rest.starts_with("{{") {
            (rest.find("}}").map_or(2, |end| end + 2), Class::Other)
        } else if rest.starts_with("{.") {
            (rest.len(), Class::Other)
        } else if let Some(len) = address(rest) {
            (len, Class::Other)
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        hide(&mut signs, at..at + len, class);
        at += len;
    }
    signs
}

fn hide(signs: &mut [Sign], range: Range<usize>, class: Class) {
    let from = signs.partition_point(|sign| sign.at < range.start);
    let to = signs.partition_point(|sign| sign.at < range.end);
    for sign in &mut signs[from..to] {
        sign.class = class;
    }
}

/// The length of the web address at the start, marks behind it excluded.
fn address(text: &str) -> Option<usize> {
    let known = ["http://", "https://", "ftp://", "www."];
    known.iter().find(|known| text.starts_with(**known))?;
    let len = text.find(|c: char| !c.is_ascii_graphic()).unwrap_or(text.len());
    Some(text[..len].trim_end_matches([',', ';', ':', '?', '!', ')', '\'', '"']).len())
}

fn class(c: char) -> Class {
    match c {
        ',' | ';' | ':' | '?' | '!' | '(' | ')' => Class::Half,
        '"' | '\'' => Class::Quote,
        ' ' | '\t' | '\u{a0}' | '\u{3000}' => Class::Space,
        '0'..='9' => Class::Digit,
        '\u{2014}'
        | '\u{2018}'..='\u{201d}'
        | '\u{2026}'
        | '\u{3001}'..='\u{3020}'
        | '\u{ff01}'..='\u{ff5e}' => Class::Wide,
        c if is_word(c) => Class::Wide,
        _ => Class::Other,
    }
}

/// A Chinese character, or a radical that will become one.
fn is_word(c: char) -> bool {
    is_han(c) || matches!(c, '\u{2f00}'..='\u{2fd5}')
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        _ => c,
    }
}

/// Full-width digits and letters.
fn full_width(signs: &[Sign]) -> Vec<Found> {
    let runs = signs.chunk_by(|one, next| (one.c != one.typed) == (next.c != next.typed));
    let runs = runs.filter(|run| run[0].c != run[0].typed);
    let found = runs.map(|run| {
        let range = run[0].at..run[run.len() - 1].range().end;
        let edits = run.iter().map(|sign| (sign.range(), sign.c.to_string())).collect();
        Found { slip: Slip::FullWidth, range, edits }
    });
    found.collect()
}

/// `函[2021]30号`: the year of a document number in brackets other than 〔〕.
fn document_years(signs: &mut [Sign]) -> Vec<Found> {
    let mut found = Vec::new();
    for open in 1..signs.len() {
        if !"[［【(（﹝〔".contains(signs[open].c)
            || signs[open].class == Class::Other && signs[open].c == '('
        {
            continue;
        }
        let before = signs[..open].iter().rfind(|sign| sign.class != Class::Space);
        if !before.is_some_and(|sign| is_word(sign.c)) {
            continue;
        }
        let digits = |from: usize| signs[from..].iter().take_while(|sign| sign.is_digit()).count();
        let skip = |from: usize| {
            from + signs[from..].iter().take_while(|sign| sign.class == Class::Space).count()
        };
        let year = skip(open + 1);
        let century: String = signs[year..].iter().take(2).map(|sign| sign.c).collect();
        if !["19", "20"].contains(&century.as_str()) {
            continue;
        }
        let is_number = |at: usize| signs.get(at).is_some_and(|sign| sign.c == '号');
        match digits(year) {
            4 => {
                let close = skip(year + 4);
                let Some(bracket) = signs.get(close).filter(|sign| "]］】)）﹞〕".contains(sign.c))
                else {
                    continue;
                };
                let mut number = skip(close + 1);
                if signs.get(number).is_some_and(|sign| sign.c == '第') {
                    number = skip(number + 1);
                }
                let len = digits(number);
                let right = (signs[open].c, bracket.c) == ('〔', '〕');
                if right || !(1..=5).contains(&len) || !is_number(skip(number + len)) {
                    continue;
                }
                let range = signs[open].at..bracket.range().end;
                let edits = vec![
                    (signs[open].range(), "〔".to_owned()),
                    (bracket.range(), "〕".to_owned()),
                ];
                found.push(Found { slip: Slip::DocumentYear, range, edits });
                signs[open].class = Class::Wide;
                signs[close].class = Class::Wide;
            }
            // 〔202130号: the closing bracket was lost.
            len @ 5..=9 if !"(（".contains(signs[open].c) && is_number(year + len) => {
                let range = signs[open].at..signs[year + len].range().end;
                found.push(Found { slip: Slip::DocumentYear, range, edits: Vec::new() });
            }
            _ => {}
        }
    }
    found
}

/// Half-width marks and straight quotation marks of Chinese text. Deciding one
/// can decide its neighbour, so it goes on until nothing changes.
fn marks(signs: &mut [Sign]) -> Vec<Found> {
    let brackets = pairs(signs);
    let quotes = quotes(signs);
    let mut found = Vec::new();
    loop {
        let before = found.len();
        // Both ways, for a run of marks is decided from either end.
        for at in (0..signs.len()).chain((0..signs.len()).rev()) {
            if signs[at].class == Class::Half && belongs(signs, at, &brackets) {
                let sign = signs[at];
                let Some((_, twin)) = TWINS.iter().find(|(half, _)| *half == sign.c) else {
                    continue;
                };
                let edits = vec![(sign.range(), twin.to_string())];
                found.push(Found { slip: Slip::HalfWidth, range: sign.range(), edits });
                signs[at].class = Class::Wide;
            }
        }
        for (open, close) in &quotes {
            let ends = [*open, *close];
            let beside = |at: &usize| wide(signs, *at, -1) || wide(signs, *at, 1);
            if signs[*open].class == Class::Quote && ends.iter().any(beside) {
                let edits = ends.iter().zip(["“", "”"]);
                let edits = edits.map(|(at, mark)| (signs[*at].range(), mark.to_owned())).collect();
                let range = signs[*open].at..signs[*close].range().end;
                found.push(Found { slip: Slip::Quote, range, edits });
                signs[*open].class = Class::Wide;
                signs[*close].class = Class::Wide;
            }
        }
        if found.len() == before {
            break;
        }
    }
    // What has no partner cannot be turned the right way round.
    for at in 0..signs.len() {
        if signs[at].class == Class::Quote && wide(signs, at, -1) && wide(signs, at, 1) {
            found.push(Found { slip: Slip::Quote, range: signs[at].range(), edits: Vec::new() });
        }
    }
    found
}

/// Whether a half-width mark stands in Chinese text.
fn belongs(signs: &[Sign], at: usize, brackets: &[Option<usize>]) -> bool {
    let digit = |at: Option<&Sign>| at.is_some_and(|sign| sign.is_digit());
    let number = at > 0 && digit(signs.get(at - 1)) && digit(signs.get(at + 1));
    // ?。 is what decoding with the wrong table leaves of a bracket.
    let damage = signs[at].c == '?' && signs.get(at + 1).is_some_and(|next| next.c == '。');
    if damage || number && !"()".contains(signs[at].c) {
        return false;
    }
    let beside = |at: usize| wide(signs, at, -1) || wide(signs, at, 1);
    let partner = brackets.get(at).copied().flatten();
    beside(at) || partner.is_some_and(|other| signs[other].class == Class::Wide || beside(other))
}

/// Whether the next thing seen on one side is Chinese.
fn wide(signs: &[Sign], at: usize, step: isize) -> bool {
    let mut at = at;
    while let Some(next) = at.checked_add_signed(step).filter(|next| *next < signs.len()) {
        match signs[next].class {
            Class::Space | Class::Unseen | Class::Quote => at = next,
            class => return class == Class::Wide,
        }
    }
    false
}

/// The partner of every bracket, half-width and full-width alike.
fn pairs(signs: &[Sign]) -> Vec<Option<usize>> {
    let mut partners = vec![None; signs.len()];
    let mut open = Vec::new();
    for (at, sign) in signs.iter().enumerate() {
        match (sign.c, sign.class) {
            ('(' | '（', Class::Half | Class::Wide) => open.push(at),
            (')' | '）', Class::Half | Class::Wide) => {
                if let Some(start) = open.pop() {
                    partners[start] = Some(at);
                    partners[at] = Some(start);
                }
            }
            _ => {}
        }
    }
    partners
}

/// Straight double quotation marks in twos; none if one is left over.
fn quotes(signs: &[Sign]) -> Vec<(usize, usize)> {
    let marks = signs.iter().enumerate();
    let marks = marks.filter(|(_, sign)| sign.c == '"' && sign.class == Class::Quote);
    let marks: Vec<_> = marks.map(|(at, _)| at).collect();
    if marks.len() % 2 == 1 {
        return Vec::new();
    }
    marks.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Spaces beside Chinese characters.
fn spaces(signs: &[Sign]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let len = signs[at..].iter().take_while(|sign| sign.class == Class::Space).count();
        let (start, end) = (at, at + len);
        at = end + 1;
        if len == 0 || start == 0 || end == signs.len() {
            continue;
        }
        let (left, right) = (signs[start - 1], signs[end]);
        let chinese = |sign: Sign| sign.class == Class::Wide;
        let number = |sign: Sign, outward: isize| sign.is_digit() && plain(signs, sign, outward);
        let needless = match (chinese(left), chinese(right)) {
            (true, true) => true,
            (true, false) => number(right, 1),
            (false, true) => number(left, -1),
            (false, false) => false,
        };
        if !needless {
            continue;
        }
        // Wide gaps between words may be there to set them apart.
        let gap = len > 1 || signs[start].c == '\u{3000}';
        let apart = gap && is_word(left.c) && is_word(right.c);
        let delete = |sign: &Sign| (sign.range(), String::new());
        let edits = if apart { Vec::new() } else { signs[start..end].iter().map(delete).collect() };
        let range = left.at..right.range().end;
        found.push(Found { slip: Slip::Space, range, edits });
    }
    found
}

/// Whether the number that goes on in this direction is a number, not a time or
/// a telephone number.
fn plain(signs: &[Sign], sign: Sign, step: isize) -> bool {
    let Ok(mut at) = signs.binary_search_by_key(&sign.at, |sign| sign.at) else { return false };
    while let Some(next) = at.checked_add_signed(step).filter(|next| *next < signs.len()) {
        match signs[next].c {
            '0'..='9' | '.' | ',' => at = next,
            ':' | '-' | '/' | '—' | '–' | '：' | '~' => return false,
            c => return !c.is_ascii_alphabetic(),
        }
    }
    true
}
