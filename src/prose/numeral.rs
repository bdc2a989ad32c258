//! Chinese numerals: 二百五十一、两千零三、十二.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const POWERS: [&str; 4] = ["", "十", "百", "千"];
const GROUPS: [&str; 3] = ["", "万", "亿"];

/// Characters of numerals.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || "十百千万亿".contains(c)
}

fn digit(c: char) -> Option<i64> {
    let c = match c {
        '〇' | '○' => '零',
        '两' => '二',
        c => c,
    };
    DIGITS.iter().position(|known| *known == c).and_then(|digit| i64::try_from(digit).ok())
}

/// Writes a number below a trillion as one says it: 12 is 十二, 2003 is 二千零三.
pub fn numeral(value: u64) -> Option<String> {
    if value >= 1_000_000_000_000 {
        return None;
    }
    if value == 0 {
        return Some("零".to_owned());
    }
    let digit = |value: u64| usize::try_from(value).ok().and_then(|at| DIGITS.get(at).copied());
    let mut text = String::new();
    let mut skipped = false;
    for place in (0..12).rev() {
        let here = value / 10_u64.pow(place) % 10;
        let (group, power) = (place as usize / 4, place as usize % 4);
        if here == 0 {
            skipped = true;
        } else {
            if skipped && !text.is_empty() {
                text.push('零');
            }
            skipped = false;
            text.push(digit(here)?);
            text += POWERS[power];
        }
        let in_group = value / 10_u64.pow(place) % 10_000;
        if power == 0 && in_group > 0 {
            text += GROUPS[group];
        }
    }
    Some(text.strip_prefix("一十").map_or(text.clone(), |rest| format!("十{rest}")))
}

/// Reads what [`numeral`] writes, also with 两 for 二 and 〇 for 零, and digits
/// one by one (二〇二三). Anything else is no numeral.
pub fn read_numeral(text: &str) -> Option<u64> {
    let digits: Option<Vec<i64>> = text.chars().map(digit).collect();
    if let Some(digits) = digits.filter(|digits| digits.len() != 1) {
        let known = (2..=8).contains(&digits.len());
        let value = || digits.iter().fold(0, |value, digit| value * 10 + digit);
        return known.then(value).and_then(|value| u64::try_from(value).ok());
    }
    let (mut total, mut group, mut current) = (0_i64, 0_i64, None);
    for c in text.chars() {
        if let Some(digit) = digit(c) {
            current = Some(digit);
            continue;
        }
        let power = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' | '亿' => {
                group += current.take().unwrap_or(0);
                total = if c == '万' {
                    group.checked_mul(10_000)?.checked_add(total)?
                } else {
                    total.checked_add(group)?.checked_mul(100_000_000)?
                };
                group = 0;
                continue;
            }
            _ => return None,
        };
        group += current.take().unwrap_or(1) * power;
    }
    let value = u64::try_from(total + group + current.unwrap_or(0)).ok()?;
    // Whatever is not said so was misread: 一万二 may be 12 000 or a slip.
    let same =
        |c: char| digit(c).map_or(Some(c), |d| DIGITS.get(usize::try_from(d).ok()?).copied());
    let said: Option<String> = text.chars().map(same).collect();
    let (said, canonical) = (said?, numeral(value)?);
    let full =
        |text: &str| if text.starts_with('十') { format!("一{text}") } else { text.to_owned() };
    // 百 alone, as in 百余件.
    let bare = canonical.strip_prefix('一').is_some_and(|rest| rest == said);
    (full(&said) == full(&canonical) || bare).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numerals_are_read_as_said() {
        for (text, value) in [
            ("零", Some(0)),
            ("〇", Some(0)),
            ("两", Some(2)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("一十二", Some(12)),
            ("二十", Some(20)),
            ("一百零五", Some(105)),
            ("二百五十一", Some(251)),
            ("两千零三", Some(2003)),
            ("一万零二百", Some(10_200)),
            ("十二万", Some(120_000)),
            ("三亿零五万", Some(300_050_000)),
            ("二〇二三", Some(2023)),
            ("百", Some(100)),
            ("一万二", None),
            ("十百", None),
            ("二十百", None),
            ("", None),
        ] {
            assert_eq!(read_numeral(text), value, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_undoes_writing(value in prop_oneof![0_u64..20_000, 0_u64..1_000_000_000_000]) {
            let text = numeral(value).unwrap();
            prop_assert_eq!(read_numeral(&text), Some(value), "{}", text);
            prop_assert_eq!(read_numeral(&text.replace('二', "两")), Some(value));
        }

        #[test]
        fn no_text_breaks_the_reader(text in "[零一二两三十百千万亿〇]{0,14}") {
            let _ = read_numeral(&text);
        }
    }
}
