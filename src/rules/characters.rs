//! Characters that damage, copying or a foreign code page left behind.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::passage::{Hit, facts, is_han, merged, narratives};
use super::{Findings, Input, Rule, rule};
use crate::law::lexicon::Lexicon;
use crate::source::Text;
use crate::source::diagnostic::{Edit, Severity};

/// See `data/README.md`.
const TRADITIONAL: &str = include_str!("data/traditional.txt");

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&MOJIBAKE, &INVISIBLE, &GB18030, &TRADITIONAL_CHARACTERS];

rule! {
    /// 文字在转换编码时损坏；或者用了只在本机有字形的自造字（私用区），换一台电脑就是空白；
    /// 或者是从 PDF 复制来的部首字，看起来像汉字，查找、朗读时却不是（可以用 `check --fix` 换成汉字）。
    ///
    /// 错误：`?。ㄈ╅_展`、`锟斤拷`、部首字 `⽂`（U+2F42）
    ///
    /// 正确：`（三）开展`、汉字 `文`（U+6587）
    MOJIBAKE = "CH-MOJIBAKE" "乱码" Error,
    cites: "GB 18030-2022",
    check: mojibake,
}

rule! {
    /// 看不见的字符：控制字符和改变文字方向的字符（错误），零宽字符和软连字符（警告）。
    /// 它们使查找、朗读、排版出错，也可以用来掩盖文字。可以用 `check --fix` 删去。
    ///
    /// 错误：`政府` 和 `信息` 之间有零宽空格（U+200B）
    ///
    /// 正确：删去。
    INVISIBLE = "CH-INVISIBLE" "有不可见的字符" Error,
    cites: "GB 18030-2022",
    check: invisible,
}

rule! {
    /// 不在 GB 18030-2022 字汇内的汉字、兼容汉字和表情符号，别人的电脑不一定显示得出来。
    /// 生僻地名、人名用字在字汇之内的不报；有没有字形，由输出 PDF 时检查。
    ///
    /// 错误：`😀`、`𰻝`（U+30EDD，扩展G区）
    ///
    /// 正确：`㙦`、`𬇙`（都在字汇内）
    GB18030 = "CH-GB18030" "字符不在国家标准字汇内" Warning waivable,
    cites: "GB 18030-2022 第9章",
    check: gb18030,
}

rule! {
    /// 公文使用规范汉字。一段文字里只在繁体中使用的字超过百分之二时提示。
    ///
    /// 错误：`優化區政府門戶網站欄目`
    ///
    /// 正确：`优化区政府门户网站栏目`
    TRADITIONAL_CHARACTERS = "CH-TRAD" "含有繁体字" Hint waivable,
    cites: "国家通用语言文字法第九条",
    check: traditional,
}

/// Every text that is printed, with what it is called.
fn texts<'a>(input: &'a Input<'_>) -> Vec<(&'a str, Text)> {
    let narratives = narratives(input.report);
    let narratives = narratives.map(|(part, narrative)| (part, narrative.text.clone()));
    narratives.chain(facts(input.report)).collect()
}

/// Characters that GBK makes of common UTF-8; three kinds of them in one
/// paragraph are no coincidence.
const UTF8_AS_GBK: &str = "锛銆鍏鏀鐨淇绗鎶鍔骞寮浜鎵鏈缁璁瀹";

/// The ideographs that the radicals from U+2F00 on look like.
const RADICALS: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀\
    寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋\
    比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
    缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛\
    辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠\
";

fn mojibake(input: &Input<'_>, findings: &mut Findings<'_>) {
    for (part, text) in texts(input) {
        let (mut hits, mut radicals) = (damage(&input.report.law.lexicon, &text), Vec::new());
        for (at, c) in text.value.char_indices() {
            let range = at..at + c.len_utf8();
            if let Some(twin) = radical(c) {
                let edit = text.exact(range.clone());
                let edits = edit.map(|span| Edit { span, replacement: twin.to_string() });
                let hit = Hit::new(&text, range);
                radicals.push(Hit { edits: edits.into_iter().collect(), ..hit });
            } else if is_private(c) {
                hits.push(Hit { words: code(c), ..Hit::new(&text, range) });
            }
        }
        hits.sort_by_key(|hit| hit.place);
        findings.grouped(hits, |words| format!("“{part}”有乱码{words}"));
        let message = |words: &str| format!("“{part}”中的{words}是部首符号，不是汉字");
        if let Some(finding) = findings.group(radicals, message) {
            findings.push(finding.help("多半是从 PDF 复制来的，请换成同形的汉字"));
        }
    }
}

fn damage(lexicon: &Lexicon, text: &Text) -> Vec<Hit> {
    let value = text.value.as_str();
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for word in lexicon.words("damage") {
        found.extend(value.match_indices(word.as_str()).map(|(at, _)| at..at + word.len()));
    }
    let mut start = 0;
    for line in value.split_inclusive('\n') {
        let kinds: BTreeSet<_> = line.chars().filter(|c| UTF8_AS_GBK.contains(*c)).collect();
        if kinds.len() >= 3 {
            let at = start + line.find(|c| UTF8_AS_GBK.contains(c)).unwrap_or(0);
            let end = value[at..].char_indices().nth(6).map_or(value.len(), |(len, _)| at + len);
            found.push(at..end);
        }
        start += line.len();
    }
    // Letters of Zhuyin and boxes beside Chinese characters; Latin letters with
    // accents beside control codes.
    let chars: Vec<(usize, char)> = value.char_indices().collect();
    for pair in chars.windows(2) {
        let [(at, one), (next, other)] = pair else { continue };
        let odd = |c: char| matches!(c, '\u{3105}'..='\u{312f}' | '\u{2504}'..='\u{257f}');
        let latin = matches!(one, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}')
            && matches!(other, '\u{80}'..='\u{bf}');
        if latin || odd(*one) && odd(*other) || odd(*other) && is_han(*one) {
            found.push(*at..next + other.len_utf8());
        }
    }
    merged(found).into_iter().map(|range| Hit::new(text, range)).collect()
}

fn radical(c: char) -> Option<char> {
    let index = (c as u32).checked_sub(0x2f00).filter(|index| *index < 214)?;
    RADICALS.chars().nth(usize::try_from(index).ok()?)
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// `U+200B`
fn code(c: char) -> String {
    format!("U+{:04X}", c as u32)
}

fn invisible(input: &Input<'_>, findings: &mut Findings<'_>) {
    for (part, text) in texts(input) {
        let (mut controls, mut widthless) = (Vec::new(), Vec::new());
        let mut before = ' ';
        for (at, c) in text.value.char_indices() {
            let hits = if is_control(c) {
                Some(&mut controls)
            } else if is_widthless(c) && !joins(before) {
                Some(&mut widthless)
            } else {
                None
            };
            if let Some(hits) = hits {
                let range = at..at + c.len_utf8();
                let edit = text.exact(range.clone());
                let edits = edit.map(|span| Edit { span, replacement: String::new() });
                let (words, edits) = (code(c), edits.into_iter().collect());
                hits.push(Hit { words, edits, ..Hit::new(&text, range) });
            }
            before = c;
        }
        let message = |words: &str| format!("“{part}”有不可见的字符{words}，请删除");
        findings.grouped(controls, message);
        if let Some(finding) = findings.group(widthless, message) {
            findings.push(finding.severity(Severity::Warning));
        }
    }
}

/// Control codes, and the marks that turn the direction of text.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Characters that take no room.
pub(super) fn is_widthless(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether the script of a character needs joiners: Arabic, Mongolian, Tibetan
/// and the scripts of India do, Chinese and Latin do not.
fn joins(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{900}'..='\u{fff}'
        | '\u{1800}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

fn gb18030(input: &Input<'_>, findings: &mut Findings<'_>) {
    for (part, text) in texts(input) {
        let strange = text.value.char_indices().filter(|(_, c)| is_outside(*c));
        let hits = strange.map(|(at, c)| {
            let words = format!("{c}（{}）", code(c));
            Hit { words, ..Hit::new(&text, at..at + c.len_utf8()) }
        });
        findings.grouped(hits.collect(), |words| {
            format!("“{part}”中的字符{words}不在国家标准字汇内，请核对用字")
        });
    }
}

/// The compatibility ideographs that GB 18030-2022 has.
const COMPATIBILITY: &str = "\u{f92c}\u{f979}\u{f995}\u{f9e7}\u{f9f1}\u{fa0c}\u{fa0d}\u{fa0e}\
    \u{fa0f}\u{fa11}\u{fa13}\u{fa14}\u{fa18}\u{fa1f}\u{fa20}\u{fa21}\u{fa23}\u{fa24}\u{fa27}\
    \u{fa28}\u{fa29}";

/// GB 18030-2022 has the Chinese characters up to extension F as they stood in
/// ISO/IEC 10646:2017; what came later, and pictures, are outside.
fn is_outside(c: char) -> bool {
    match c {
        '\u{4db6}'..='\u{4dbf}' | '\u{9ff0}'..='\u{9fff}' => true,
        '\u{f900}'..='\u{faff}' => !COMPATIBILITY.contains(c),
        '\u{10000}'.. if is_private(c) => false,
        '\u{10000}'.. => !matches!(c, '\u{20000}'..='\u{2a6d6}' | '\u{2a700}'..='\u{2b734}'
            | '\u{2b740}'..='\u{2b81d}' | '\u{2b820}'..='\u{2cea1}' | '\u{2ceb0}'..='\u{2ebe0}'),
        c => matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}'),
    }
}

/// The characters of `data/traditional.txt`, in order.
static ONLY_TRADITIONAL: LazyLock<Vec<char>> =
    LazyLock::new(|| TRADITIONAL.chars().filter(|c| *c != '\n').collect());

fn traditional(input: &Input<'_>, findings: &mut Findings<'_>) {
    for (_, narrative) in narratives(input.report) {
        let text = &narrative.text;
        let all = text.value.chars().filter(|c| is_han(*c)).count();
        let old =
            text.value.char_indices().filter(|(_, c)| ONLY_TRADITIONAL.binary_search(c).is_ok());
        let hits: Vec<_> = old.map(|(at, c)| Hit::new(text, at..at + c.len_utf8())).collect();
        if hits.len() * 50 > all {
            findings.grouped(hits, |words| format!("文中含有繁体字{words}，公文应使用规范汉字"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_look_like_their_ideographs() {
        assert_eq!(RADICALS.chars().count(), 214);
        assert_eq!(radical('\u{2f42}'), Some('文'));
        assert_eq!(radical('\u{2fd5}'), Some('龠'));
        assert_eq!(radical('文'), None);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(ONLY_TRADITIONAL.is_sorted());
        assert_eq!(ONLY_TRADITIONAL.len(), 2730);
    }
}
