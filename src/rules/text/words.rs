//! Words that several readers look for, and what is left without them.

/// Whether one of the words occurs.
pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The words that one finds between a verb and its figure and that change
/// nothing; longer ones first.
const FILLERS: &[&str] = &[
    "公民、法人和其他组织",
    "公民、法人或其他组织",
    "公民、法人或者其他组织",
    "政府信息公开",
    "政务信息公开",
    "政府信息",
    "依申请公开",
    "信息公开",
    "社会公众",
    "申请",
    "事项",
    "件数",
    "数量",
    "总数",
    "总量",
    "共计",
    "合计",
    "总计",
    "累计",
    "各类",
    "各种",
    "有效",
    "相关",
    "有关",
    "社会",
    "公众",
    "群众",
    "达到",
    "要求",
    "案件",
    "公开",
    "提交",
    "提出",
    "完毕",
    "新",
    "的",
    "了",
    "到",
    "共",
    "计",
    "总",
    "为",
    "有",
    "是",
    "达",
    "数",
    "量",
    "均",
    "已",
];

/// What is left when words that change nothing are taken from the beginning.
pub(super) fn behind_fillers<'t>(mut text: &'t str, more: &[&str]) -> &'t str {
    while let Some(word) = more.iter().chain(FILLERS).find(|word| text.starts_with(**word)) {
        text = &text[word.len()..];
    }
    text
}

/// What is left when such words are taken from the end.
pub(super) fn before_fillers<'t>(mut text: &'t str, more: &[&str]) -> &'t str {
    while let Some(word) = more.iter().chain(FILLERS).find(|word| text.ends_with(**word)) {
        text = &text[..text.len() - word.len()];
    }
    text
}

/// What stands behind the last of the words, and what before it.
pub(super) fn around_last<'t>(text: &'t str, words: &[&str]) -> Option<(&'t str, &'t str)> {
    let found = words.iter().filter_map(|word| Some((text.rfind(word)?, word.len())));
    // Of words with one beginning the longest: 新收到, not 新收.
    let (at, len) = found.max_by_key(|(at, len)| (at + len, *len))?;
    Some((&text[..at], &text[at + len..]))
}
