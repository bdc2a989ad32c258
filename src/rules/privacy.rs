//! Group L of the catalogue: what must not be published. Messages show the
//! first and the last characters only.

use std::ops::Range;

use super::passage::{Hit, facts, is_han, merged, narratives, search};
use super::{Findings, Input, Rule, rule};
use crate::law::lexicon::Lexicon;
use crate::prose::Passage;
use crate::source::Text;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&ID, &MOBILE, &BANK, &PERSON, &ADDRESS, &MAIL, &SECRET];

rule! {
    /// 公民身份号码：18 位（地区码、出生日期、校验码都对）或旧的 15 位（地区码、出生日期都对）。
    /// 已经遮挡的（如 `35*************123`）不报。
    ///
    /// 错误：年报里写出完整的号码。
    ///
    /// 正确：删除或遮挡。
    ID = "PV-ID" "疑似公民身份号码" Error,
    cites: "条例第十五条；个人信息保护法",
    check: id,
}

rule! {
    /// 个人手机号。办公联系电话建议用固定电话；已经遮挡的（如 `138****1234`）不报。
    ///
    /// 错误：`phone = "13805391234"`
    ///
    /// 正确：`phone = "0539-6221111"`
    MOBILE = "PV-MOBILE" "疑似个人手机号" Warning waivable,
    cites: "条例第十二条、第十五条；个人信息保护法",
    check: mobile,
}

rule! {
    /// 16 至 19 位、校验码正确的银行卡号。
    ///
    /// 错误：年报里写出完整的卡号。
    ///
    /// 正确：删除。
    BANK = "PV-BANK" "疑似银行卡号" Error,
    cites: "条例第十五条；个人信息保护法",
    check: bank,
}

rule! {
    /// 申请人、当事人、举报人的姓名。
    ///
    /// 错误：`申请人张三提出……`
    ///
    /// 正确：`申请人提出……`、`申请人张某提出……`
    PERSON = "PV-PERSON" "疑似出现申请人姓名" Hint waivable,
    cites: "条例第十五条；个人信息保护法",
    check: person,
}

rule! {
    /// 住址写到了楼栋、单元、房号。
    ///
    /// 错误：`居住在幸福小区3号楼2单元`
    ///
    /// 正确：只写到乡镇（街道）。
    ADDRESS = "PV-ADDR" "疑似住址" Hint waivable,
    cites: "条例第十五条；个人信息保护法",
    check: address,
}

rule! {
    /// 公共邮箱（qq.com、163.com、126.com 等）像个人邮箱；单位确实使用的，可以保留。
    ///
    /// 错误：`email = "123456789@qq.com"`
    ///
    /// 正确：`email = "xxgk@tancheng.gov.cn"`
    MAIL = "PV-MAIL" "像个人邮箱" Hint waivable,
    cites: "条例第十二条、第十五条",
    check: mail,
}

rule! {
    /// 密级标志，或者“内部资料”一类的标志。带这些标志的内容先做保密审查。
    ///
    /// 错误：`机密★1年`、`内部资料，注意保存`
    ///
    /// 正确：经保密审查后删去标志，或者不写这项内容。
    SECRET = "PV-SECRET" "出现涉密标志" Warning waivable,
    cites: "条例第十四条、第十七条",
    check: secret,
}

/// Family names that begin few other words, for names behind 申请人.
pub(super) const FAMILY_NAMES: &str = "王李张刘陈杨赵黄吴徐孙胡朱郭罗郑梁宋唐韩冯邓曹彭董袁潘蒋蔡杜苏魏吕丁沈姚卢姜崔谭廖贾韦邹孟熊秦邱尹薛闫雷侯陶黎贺郝龚邵覃戴莫汤";

/// The texts and facts in which nobody should be named.
fn texts(input: &Input<'_>) -> Vec<Text> {
    let narratives = narratives(input.report).map(|(_, narrative)| narrative.text.clone());
    narratives.chain(facts(input.report).into_iter().map(|(_, text)| text)).collect()
}

/// Reports what `find` finds in one text at a time, hidden but for the ends.
fn report(
    input: &Input<'_>,
    findings: &mut Findings<'_>,
    find: impl Fn(&str) -> Vec<Range<usize>>,
    message: impl Fn(&str) -> String,
) {
    for text in texts(input) {
        let found = find(&text.value).into_iter();
        let hits = found.map(|range| {
            let words = hidden(&text.value[range.clone()]);
            Hit { words, ..Hit::new(&text, range) }
        });
        findings.grouped(hits.collect(), &message);
    }
}

/// `138******34`
fn hidden(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let (head, tail) = (3.min(chars.len() / 3), 2.min(chars.len() / 4));
    let shown = |at: usize| at < head || at + tail >= chars.len();
    chars.iter().enumerate().map(|(at, c)| if shown(at) { *c } else { '*' }).collect()
}

/// Runs of digits, with an X at the end, that no letter or digit touches.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_alphanumeric()) {
        let start = at + start;
        let len = text[start..].find(|c: char| !c.is_ascii_alphanumeric());
        let end = len.map_or(text.len(), |len| start + len);
        let run = &text[start..end];
        let digits = run.strip_suffix(['X', 'x']).unwrap_or(run);
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

fn id(input: &Input<'_>, findings: &mut Findings<'_>) {
    let find = |text: &str| {
        let mut numbers = numbers(text);
        numbers.retain(|range| is_id(&text[range.clone()]));
        numbers
    };
    report(input, findings, find, |words| format!("疑似公民身份号码{words}，公开前必须删除或遮挡"));
}

/// GB 11643-1999: area, day of birth, order, and the check digit of ISO 7064
/// MOD 11-2; the old form lacks the century and the check digit.
fn is_id(number: &str) -> bool {
    let area = number.get(..2).and_then(|area| area.parse().ok()).unwrap_or(0);
    if !matches!(area, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83) {
        return false;
    }
    match number.len() {
        15 => !number.ends_with(['X', 'x']) && is_day(&format!("19{}", &number[6..12])),
        18 => is_day(&number[6..14]) && checks(number),
        _ => false,
    }
}

fn checks(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = number.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = "10X98765432".chars().nth(sum as usize % 11);
    check == number.chars().next_back().map(|c| c.to_ascii_uppercase())
}

/// `19800229`
fn is_day(digits: &str) -> bool {
    let part = |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(4..6), part(6..8)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1900..2100).contains(&year) && (1..=days).contains(&day)
}

fn bank(input: &Input<'_>, findings: &mut Findings<'_>) {
    let find = |text: &str| {
        let mut numbers = numbers(text);
        numbers.retain(|range| {
            let number = &text[range.clone()];
            // Codes of organs and documents are as long; what they are stands before them.
            let before: String = text[..range.start].chars().rev().take(12).collect();
            let coded = ["码", "引", "编"].iter().any(|word| before.contains(word));
            is_card(number) && !is_id(number) && !coded
        });
        numbers
    };
    report(input, findings, find, |words| format!("疑似银行卡号{words}，公开前必须删除"));
}

/// ISO/IEC 7812: the check digit of Luhn; cards begin with 3 to 6 or 9.
fn is_card(number: &str) -> bool {
    if !(16..=19).contains(&number.len()) || !number.starts_with(['3', '4', '5', '6', '9']) {
        return false;
    }
    let mut sum = 0;
    for (at, c) in number.chars().rev().enumerate() {
        let Some(digit) = c.to_digit(10) else { return false };
        sum += match digit * (1 + u32::from(at % 2 == 1)) {
            double if double > 9 => double - 9,
            single => single,
        };
    }
    sum % 10 == 0 && number.bytes().any(|b| b != b'0')
}

fn mobile(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, mobiles, |words| format!("疑似个人手机号{words}，建议改用办公电话"));
}

/// `13805391234`, `138 0539 1234`, `+86-138-0539-1234`
fn mobiles(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = if bytes[at] == b'1' && begins(text, at) { mobile_end(bytes, at) } else { None };
        match end {
            Some(end) => {
                found.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// No longer number goes on here, but for the country's.
fn begins(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(['-', ' ']);
    let country =
        before.strip_suffix("86").filter(|rest| !rest.ends_with(|c: char| c.is_ascii_digit()));
    let joined = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || ".-/_@".contains(c));
    country.is_some() || !joined
}

fn mobile_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut end = start;
    let separated = matches!(bytes.get(start + 3), Some(b'-' | b' '));
    for digit in 0..11 {
        if separated && (digit == 3 || digit == 7) {
            matches!(bytes.get(end), Some(b'-' | b' ')).then_some(())?;
            end += 1;
        }
        let fits = match bytes.get(end)? {
            b'3'..=b'9' => true,
            digit_byte if digit_byte.is_ascii_digit() => digit != 1,
            _ => false,
        };
        fits.then_some(())?;
        end += 1;
    }
    let goes_on = bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'@');
    (!goes_on).then_some(end)
}

fn person(input: &Input<'_>, findings: &mut Findings<'_>) {
    let find = |passage: &Passage| {
        let text = &passage.text;
        let hits = persons(&text.value).into_iter().map(|range| {
            let shown: String = text.value[range.clone()].chars().take(4).collect();
            Hit { words: shown + "*", ..Hit::new(text, range) }
        });
        hits.collect()
    };
    for (_, hits) in search(input.report, find) {
        findings.grouped(hits, |words| format!("疑似出现姓名{words}，建议改为“申请人”或“张某”"));
    }
}

fn persons(text: &str) -> Vec<Range<usize>> {
    // 陈述, 张贴 and the like are no names.
    const WORDS: &[&str] = &["陈述", "张贴", "胡乱", "罗列", "郑重", "冯借", "杜绝", "王牌"];
    const AFTER: &str = "，。；：、（(,;:）)“”的向于对因提申诉就在要与和等不";
    let mut found = Vec::new();
    for word in ["申请人", "当事人", "举报人", "投诉人"] {
        for (at, _) in text.match_indices(word) {
            let start = at + word.len();
            let rest: Vec<char> = text[start..].chars().take(4).collect();
            let named = |len: usize| {
                let name = rest.get(1..len)?;
                let hidden = name.iter().any(|c| "某×＊*".contains(*c));
                let ends = rest.get(len).is_none_or(|c| AFTER.contains(*c));
                (name.iter().all(|c| is_han(*c)) && !hidden && ends).then_some(len)
            };
            if !rest.first().is_some_and(|c| FAMILY_NAMES.contains(*c))
                || WORDS.iter().any(|word| text[start..].starts_with(word))
            {
                continue;
            }
            if let Some(len) = named(2).or_else(|| named(3)) {
                let bytes: usize = rest[..len].iter().map(|c| c.len_utf8()).sum();
                found.push(at..start + bytes);
            }
        }
    }
    found
}

fn address(input: &Input<'_>, findings: &mut Findings<'_>) {
    for narrative in input.report.body() {
        let text = &narrative.text;
        let hits = homes(&text.value).into_iter().map(|range| {
            let words = hidden(&text.value[range.clone()]);
            Hit { words, ..Hit::new(text, range) }
        });
        findings
            .grouped(hits.collect(), |words| format!("疑似住址{words}，建议只写到乡镇（街道）"));
    }
}

/// `3号楼2单元`, `2单元301室`, `5组12号`
fn homes(text: &str) -> Vec<Range<usize>> {
    let number = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut found = Vec::new();
    for (first, second) in [
        ("号楼", "单元"),
        ("栋", "单元"),
        ("幢", "单元"),
        ("单元", "室"),
        ("号楼", "室"),
        ("组", "号"),
    ] {
        for (at, _) in text.match_indices(first) {
            let before = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
            let end = at + first.len();
            let digits = number(&text[end..]);
            let whole = text[end + digits..].starts_with(second);
            if before > 0 && digits > 0 && whole {
                found.push(at - before..end + digits + second.len());
            }
        }
    }
    merged(found)
}

fn mail(input: &Input<'_>, findings: &mut Findings<'_>) {
    let lexicon = &input.report.law.lexicon;
    report(
        input,
        findings,
        |text| mails(lexicon, text),
        |words| format!("联系邮箱{words}像个人邮箱，建议使用工作邮箱"),
    );
}

fn mails(lexicon: &Lexicon, text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let name = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
        let start = text[..at].trim_end_matches(name).len();
        let host = &text[at + 1..];
        let end = host.find(|c: char| !name(c)).unwrap_or(host.len());
        let host = host[..end].trim_end_matches('.');
        if start < at
            && lexicon.words("free_mail").iter().any(|free| host.eq_ignore_ascii_case(free))
        {
            found.push(start..at + 1 + host.len());
        }
    }
    found
}

fn secret(input: &Input<'_>, findings: &mut Findings<'_>) {
    let find = |passage: &Passage| {
        let text = &passage.text;
        secrets(&text.value).into_iter().map(|range| Hit::new(text, range)).collect()
    };
    for (_, hits) in search(input.report, find) {
        findings.grouped(hits, |words| format!("出现涉密标志{words}，请先做保密审查"));
    }
}

fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for level in ["绝密", "机密", "秘密", "内部资料", "内部文件"] {
        for (at, _) in text.match_indices(level) {
            let end = at + level.len();
            let (before, behind) = (&text[..at], &text[end..]);
            let bracketed = before.ends_with(['（', '(', '〔', '【', '['])
                && behind.starts_with(['）', ')', '〕', '】', ']']);
            let marks = if level.starts_with('内') {
                ["，注意", ",注意", " 注意", "，不得", "，严禁", "，请勿"].as_slice()
            } else {
                ["★", "☆", " ★", "级文件", "级★"].as_slice()
            };
            if bracketed || marks.iter().any(|mark| behind.starts_with(mark)) {
                found.push(at..end);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resident_ids_have_a_check_digit() {
        // The example of GB 11643-1999, and made-up numbers around it.
        assert!(is_id("11010519491231002X"));
        assert!(is_id("440524198001010013"));
        assert!(!is_id("440524198001010014"));
        assert!(!is_id("110105194912310021"));
        assert!(!is_id("11010519491331002X"));
        assert!(!is_id("99010519491231002X"));
        assert!(is_id("110105491231002"));
        assert!(!is_id("110105491331002"));
    }

    #[test]
    fn cards_have_a_check_digit() {
        assert!(is_card("6222020200001234562"));
        assert!(!is_card("6222020200001234566"));
        assert!(is_card("4111111111111111"));
        assert!(!is_card("4111111111111112"));
        assert!(!is_card("1137032200422212"));
    }

    #[test]
    fn mobiles_are_whole_numbers() {
        let found =
            |text: &str| mobiles(text).into_iter().map(|r| text[r].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("电话13805391234。"), ["13805391234"]);
        assert_eq!(found("+86-138-0539-1234、86 13905391234"), ["138-0539-1234", "13905391234"]);
        for text in
            ["138****1234", "0138053912345", "2-13805391234", "12805391234", "13805391234@qq.com"]
        {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
