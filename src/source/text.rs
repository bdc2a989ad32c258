//! Text with positions: what every finding points into.

use std::ops::Range;

/// Names one of the files read in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A byte range in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A range of a file. Offsets past 4 GiB are cut: `project` refuses such files.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: at(range.start), end: at(range.end) }
    }

    /// The byte range, for slicing the file's text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both; the other file's span is ignored.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value together with where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

/// One input file.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its number in this run.
    pub id: FileId,
    /// The path as the user gave it, shown in findings.
    pub name: String,
    /// The whole text, UTF-8, without a byte order mark.
    pub text: String,
}

impl Source {
    /// The whole file as a span.
    pub fn whole(&self) -> Span {
        Span::new(self.id, 0..self.text.len())
    }

    /// The start of the file: the place of what is missing altogether.
    pub fn start(&self) -> Span {
        Span::new(self.id, 0..0)
    }

    /// A range of the file in whole characters: parsers count bytes, and stop
    /// within a character that they do not expect.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = floor(&self.text, range.start);
        let end = ceil(&self.text, range.end.max(start));
        Span::new(self.id, start..end)
    }

    /// Line and column of a byte offset, both from 1, columns in characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..floor(&self.text, offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// The last place between two characters at or before a byte offset.
pub(crate) fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first place between two characters at or behind a byte offset.
fn ceil(text: &str, offset: usize) -> usize {
    (offset..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// Text that was read from a file and may have been changed on the way
/// (escapes resolved, figures interpolated), in which every byte still knows
/// where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text as the reader will see it.
    pub value: String,
    runs: Vec<Run>,
    whole: Span,
}

/// From `at` on, the text was written at `place`: byte by byte if `verbatim`,
/// as a whole otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    at: usize,
    place: Span,
    verbatim: bool,
}

impl Text {
    /// An empty text that was written at `whole`; fill it with the `push`es.
    pub fn new(whole: Span) -> Self {
        Self { value: String::new(), runs: Vec::new(), whole }
    }

    /// Text that stands in the file just as it is.
    pub fn verbatim(value: &str, place: Span) -> Self {
        let mut text = Self::new(place);
        text.push_verbatim(value, place);
        text
    }

    /// Adds text that stands in the file just as it is, at `place`.
    pub fn push_verbatim(&mut self, value: &str, place: Span) {
        self.push(value, place, true);
    }

    /// Adds text that `place` stands for: an escape, an interpolation.
    pub fn push_substitute(&mut self, value: &str, place: Span) {
        self.push(value, place, false);
    }

    fn push(&mut self, value: &str, place: Span, verbatim: bool) {
        if value.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            // What was written in one piece stays one run.
            Some(last)
                if verbatim
                    && last.verbatim
                    && last.place.file == place.file
                    && last.place.end == place.start =>
            {
                last.place.end = place.end;
            }
            _ => self.runs.push(Run { at: self.value.len(), place, verbatim }),
        }
        self.value.push_str(value);
    }

    /// Appends a part of another text with its places.
    pub fn push_part(&mut self, other: &Text, part: Range<usize>) {
        for (run, end) in other.runs_from(part.start).take_while(|(run, _)| run.at < part.end) {
            let from = run.at.max(part.start);
            let to = end.min(part.end);
            if from < to {
                let place = run.part(from..to);
                self.push(&other.value[from..to], place, run.verbatim);
            }
        }
    }

    /// The part of the text as a text of its own.
    pub fn slice(&self, part: Range<usize>) -> Text {
        let mut text = Text::new(self.place(part.clone()));
        text.push_part(self, part);
        text
    }

    /// Whether the byte was put in for something else: an escape, an interpolation.
    pub fn is_substitute(&self, at: usize) -> bool {
        let run = self.runs.partition_point(|run| run.at <= at);
        run.checked_sub(1).and_then(|run| self.runs.get(run)).is_some_and(|run| !run.verbatim)
    }

    /// Where the whole text was written.
    pub fn whole(&self) -> Span {
        self.whole
    }

    /// Where a byte range of the text was written.
    pub fn place(&self, part: Range<usize>) -> Span {
        let mut found: Option<Span> = None;
        let last = part.end.max(part.start + 1);
        for (run, end) in self.runs_from(part.start).take_while(|(run, _)| run.at < last) {
            if part.start < end {
                let place = run.part(part.start.max(run.at)..part.end.min(end).max(run.at));
                found = Some(found.map_or(place, |span| span.to(place)));
            }
        }
        found.unwrap_or(self.whole)
    }

    /// The runs from the one at a byte on, each with its end.
    fn runs_from(&self, at: usize) -> impl Iterator<Item = (Run, usize)> {
        let first = self.runs.partition_point(|run| run.at <= at).saturating_sub(1);
        let runs = self.runs.get(first..).unwrap_or_default();
        let ends = runs.iter().skip(1).map(|next| next.at).chain([self.value.len()]);
        runs.iter().copied().zip(ends)
    }

    /// Where a byte range of the text was written, if it stands there just as
    /// it is: what may be edited in place.
    pub fn exact(&self, part: Range<usize>) -> Option<Span> {
        let index = self.runs.partition_point(|run| run.at <= part.start).checked_sub(1)?;
        let run = self.runs[index];
        let end = self.runs.get(index + 1).map_or(self.value.len(), |next| next.at);
        (run.verbatim && part.end <= end).then(|| run.part(part))
    }
}

impl Run {
    fn part(&self, part: Range<usize>) -> Span {
        if !self.verbatim {
            return self.place;
        }
        let start = self.place.start as usize;
        Span::new(self.place.file, start + part.start - self.at..start + part.end - self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(range: Range<usize>) -> Span {
        Span::new(FileId(0), range)
    }

    #[test]
    fn columns_count_characters() {
        let source =
            Source { id: FileId(0), name: String::new(), text: "规章 = 1\n件数 = 2".into() };
        assert_eq!(source.position(source.text.find('2').unwrap()), (2, 6));
        assert_eq!(source.position(usize::MAX), (2, 7));
    }

    #[test]
    fn places_survive_substitution() {
        let mut text = Text::new(span(10..60));
        text.push_verbatim("收到", span(10..16));
        text.push_substitute("16", span(16..30));
        text.push_verbatim("件", span(30..33));
        assert_eq!(text.value, "收到16件");
        assert_eq!(text.place(3..6), span(13..16));
        assert_eq!(text.place(7..8), span(16..30));
        assert_eq!(text.place(6..11), span(16..33));
        assert_eq!(text.slice(3..11).place(5..8), span(30..33));
        assert_eq!(text.exact(3..6), Some(span(13..16)));
        assert_eq!(text.exact(3..7), None);
        assert_eq!(text.exact(6..8), None);
    }

    #[test]
    fn neighbours_are_one_place() {
        let mut text = Text::new(span(10..60));
        text.push_verbatim("收", span(10..13));
        text.push_verbatim("到", span(13..16));
        text.push_verbatim("件", span(20..23));
        assert_eq!(text.exact(0..6), Some(span(10..16)));
        assert_eq!(text.exact(3..9), None);
        assert_eq!(text.place(0..9), span(10..23));
    }
}
