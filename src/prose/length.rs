//! How long a text is.

/// The length of a text in the Markdown subset, in words as Word counts them.
///
/// Each Chinese character and each mark is one, each run of Latin letters and
/// digits is one, with the points in it (`1.0`); white space is none. That is
/// 字数 in the box 字数统计 of Word and WPS, by which offices measure the
/// 一千字 of 国办公开办函〔2021〕30号 一（一）. A half-width mark stands for its
/// full-width form and counts like it; marks of the Markdown (`*`, `#`, `-`,
/// `\`) are none.
pub fn length(text: &str) -> usize {
    let mut count = 0;
    let mut inside = false;
    for c in text.chars() {
        // 1.0 is one word, and so is 1. before a heading.
        let letter = c.is_ascii_alphanumeric() || inside && c == '.';
        let mark = !letter && !c.is_whitespace() && !"*#-\\".contains(c);
        count += usize::from(letter && !inside || mark);
        inside = letter;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_marks_and_runs_are_counted() {
        for (text, words) in [
            ("", 0),
            (" \n\u{3000}", 0),
            ("公开信息", 4),
            ("公开，信息。", 6),
            ("公开,信息", 5),
            ("收到16件", 4),
            ("第1.0版", 3),
            ("WPS 2023 版", 3),
            ("１６件", 3),
            ("## 1. 公开\n\n- **信息**", 5),
        ] {
            assert_eq!(length(text), words, "{text}");
        }
    }
}
