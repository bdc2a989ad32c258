//! Group A of the catalogue: what may stand in a cell.

use super::{Findings, Input, Rule, rule, typing};
use crate::data::figure::{Slip, Unit};
use crate::law::edition::{Need, Place, Table};
use crate::report::{Entry, Origin};
use crate::source::diagnostic::Diagnostic;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &INT,
    &BLANK,
    &TEXT_BLANK,
    &PLACEHOLDER,
    &UNIT,
    &SIGN,
    &MONEY,
    &MONEY_TRAILING_ZEROS,
    &FULL_WIDTH,
];

rule! {
    /// 件数、条数等应是不小于 0 的整数；只有 2019 年版的“本年增/减”可以是负数。
    /// 不写小数、不写千分位、不写科学计数法。能看出本意的，建议中给出应写的数。
    ///
    /// 错误：`penalties = -1`、`penalties = 3.5`、`penalties = "1,234"`。
    ///
    /// 正确：`penalties = 1234`。
    INT = "CELL-INT" "不是不小于0的整数" Error,
    cites: "{requests}“数据准确、要素齐备”",
    check: int,
}

rule! {
    /// 每个数据格都要填写。没有发生的填 0：空白看不出是“没有”还是“没统计”。
    ///
    /// 一整行都是 0 时可以只写一个 0；总计可以不填，由程序算出。
    ///
    /// 错误：`carried_in = []`，或者没有这一行。
    ///
    /// 正确：`carried_in = 0`。
    BLANK = "CELL-BLANK" "数据格为空" Error,
    cites: "{requests}“要素齐备”；{completeness}",
    check: blank,
}

rule! {
    /// 格式要求写文字的部分不能空着。
    ///
    /// 错误：`overview = ""`。
    ///
    /// 正确：`overview = """……"""`。
    TEXT_BLANK = "TEXT-BLANK" "应写的部分为空" Error,
    cites: "条例第五十条",
    check: text_blank,
}

rule! {
    /// 数据格里不能用“/”“-”“无”等符号代替数字。没有发生的填 0。
    ///
    /// 错误：`coercion = "-"`。
    ///
    /// 正确：`coercion = 0`。
    PLACEHOLDER = "CELL-PLACEHOLDER" "用符号代替数字" Error,
    cites: "{requests}“要素齐备”",
    check: placeholder,
}

rule! {
    /// 数据格里只填数字，不带单位：单位已经在表头注明。
    ///
    /// 错误：`administrative = "48.7508万元"`。
    ///
    /// 正确：`administrative = 48.7508`。
    UNIT = "CELL-UNIT" "格内带了单位" Error,
    cites: "{fee_heading}",
    check: unit,
}

rule! {
    /// 2019 年版的“本年增/减”直接填数字：增加填正数（不写“+”“增”），减少填负数（如 -8）。
    ///
    /// 错误：`administrative = [18, "+17"]`。
    ///
    /// 正确：`administrative = [18, 17]`。
    SIGN = "CELL-SIGN" "增减数写了正号或文字" Warning waivable,
    cites: "湖北省2020年度填报说明“减少的事项数用负值表示，如-8”",
    check: sign,
}

rule! {
    /// 金额是不小于 0 的小数，单位万元时最多六位小数（精确到分），不写千分位、不写科学计数法。
    ///
    /// 错误：`administrative = "1,234.5"`、`administrative = 12.34567891`。
    ///
    /// 正确：`administrative = 1234.5`。
    MONEY = "CELL-MONEY" "金额写法不对" Error,
    cites: "{fee_heading}",
    check: money,
}

rule! {
    /// 金额小数末尾的 0 可以去掉。
    ///
    /// 错误：`administrative = 75.9260`。
    ///
    /// 正确：`administrative = 75.926`。
    MONEY_TRAILING_ZEROS = "CELL-MONEY-TRAIL0" "金额末尾有多余的0" Hint waivable,
    cites: "书写习惯",
    check: trailing_zeros,
}

rule! {
    /// 数字和字母用半角。在数据格里是错误；在文字里是警告，可以用 `check --fix` 自动改正。
    ///
    /// 错误：`licences = "４２９７５"`；正文写 `２０２３年`。
    ///
    /// 正确：`licences = 42975`；正文写 `2023年`。
    FULL_WIDTH = "ST-FULLDIGIT" "使用了全角数字或字母" Error,
    cites: "GB/T 15835-2011《出版物上数字用法》",
    check: full_width,
}

/// A typed figure: a cell of a table, or the fee of part six.
struct Typed<'a> {
    entry: &'a Entry,
    place: Option<Place<'a>>,
    /// What messages call it, and what they call its row.
    names: [String; 2],
    unit: Unit,
}

impl Typed<'_> {
    fn signed(&self) -> bool {
        self.place.is_some_and(|place| place.signed())
    }
}

/// Every figure that was typed.
fn typed<'a>(input: &'a Input<'_>) -> impl Iterator<Item = Typed<'a>> {
    let report = input.report;
    let cells = report.edition.cells().filter_map(|place| {
        let entry = report.cells.get(&place.cell())?;
        let names = [place.label(), place.row.short_label().to_owned()];
        Some(Typed { entry, place: Some(place), names, unit: place.unit() })
    });
    let fees = report.fee.iter().flat_map(|fee| {
        let fee = [(&fee.requests, "件数", Unit::Case), (&fee.amount, "金额", Unit::Yuan)];
        fee.map(|(entry, name, unit)| {
            let names = [format!("信息处理费·{name}"), "信息处理费".to_owned()];
            Typed { entry, place: None, names, unit }
        })
    });
    cells.chain(fees).filter(|typed| typed.entry.origin == Origin::Typed)
}

/// Reports every typed figure with a slip that `word` has words for.
fn report(
    input: &Input<'_>,
    findings: &mut Findings<'_>,
    word: impl Fn(&Typed<'_>, &Slip) -> Option<String>,
) {
    for typed in typed(input) {
        let slips = &typed.entry.slips;
        if let Some(message) = slips.iter().find_map(|slip| word(&typed, slip)) {
            let mut finding = findings.finding(message).primary(typed.entry.span, "");
            if let Some(place) = typed.place {
                finding = finding.cell(place.cell());
            }
            if let Some(figure) = typed.entry.figure.filter(|_| slips.iter().all(certain)) {
                finding = finding.edit(typed.entry.span, figure.to_string());
            }
            findings.push(finding.help(correction(typed.entry)));
        }
    }
}

/// Slips that leave no doubt about the figure: it may be put in place of what
/// was typed.
fn certain(slip: &Slip) -> bool {
    matches!(
        slip,
        Slip::FullWidth | Slip::Separators | Slip::Unit(_) | Slip::Sign | Slip::TrailingZeros
    )
}

/// The figure as it should be written, where there is only one.
fn correction(entry: &Entry) -> String {
    entry.figure.map_or(String::new(), |figure| format!("应写作 {figure}"))
}

/// The slips that make a number malformed, whatever it counts.
fn malformed(typed: &Typed<'_>, slip: &Slip) -> bool {
    match slip {
        Slip::NotANumber
        | Slip::Negative
        | Slip::Decimals
        | Slip::Exponent
        | Slip::Separators
        | Slip::TooLarge => true,
        Slip::Sign => !typed.signed(),
        _ => false,
    }
}

fn int(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |typed, slip| {
        let kind = if typed.signed() { "整数" } else { "不小于0的整数" };
        let [name, _] = &typed.names;
        (malformed(typed, slip) && !typed.unit.is_money())
            .then(|| format!("“{name}”应填写{kind}，现为“{}”", excerpt(&typed.entry.typed)))
    });
}

fn money(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |typed, slip| {
        let [_, row] = &typed.names;
        (malformed(typed, slip) && typed.unit.is_money()).then(|| {
            format!(
                "“{row}”金额“{}”不合规：单位为{}，最多{}位小数，不写千分位",
                excerpt(&typed.entry.typed),
                typed.unit.sign(),
                typed.unit.decimals(),
            )
        })
    });
}

fn placeholder(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |typed, slip| {
        let [name, _] = &typed.names;
        (*slip == Slip::Placeholder).then(|| {
            let typed = excerpt(&typed.entry.typed);
            format!("“{name}”填了“{typed}”。数据格只能填数字，没有发生的请填“0”")
        })
    });
}

fn unit(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |typed, slip| match slip {
        Slip::Unit(unit) => {
            let [name, _] = &typed.names;
            Some(format!("“{name}”里带了单位“{unit}”。单位已在表头注明，格内只填数字"))
        }
        _ => None,
    });
}

fn sign(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |typed, slip| {
        let [name, _] = &typed.names;
        (*slip == Slip::Sign && typed.signed())
            .then(|| format!("“{name}”请直接填数字：增加填正数（不写“+”“增”），减少填负数（如-8）"))
    });
}

fn trailing_zeros(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |typed, slip| {
        (*slip == Slip::TrailingZeros).then(|| format!("“{}”末尾的0可以去掉", typed.entry.typed))
    });
}

fn full_width(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |typed, slip| {
        let [name, _] = &typed.names;
        (*slip == Slip::FullWidth)
            .then(|| format!("“{name}”使用了全角数字“{}”", excerpt(&typed.entry.typed)))
    });
    typing::full_width(input, findings);
}

fn blank(input: &Input<'_>, findings: &mut Findings<'_>) {
    for table in &input.report.edition.tables {
        let rows: Vec<_> = table
            .rows
            .iter()
            .filter_map(|row| {
                let blank: Vec<_> = table
                    .columns
                    .iter()
                    .map(|column| Place { table, row, column })
                    .filter_map(|place| {
                        let entry = input.report.cells.get(&place.cell())?;
                        is_missing(place, entry).then_some((place, entry))
                    })
                    .collect();
                (!blank.is_empty()).then_some(blank)
            })
            .collect();
        let to_fill = |table: &Table| table.rows.iter().filter(|row| !row.total).count();
        let whole = |row: &[(Place<'_>, &Entry)]| {
            row.iter().filter(|(place, _)| !place.column.total).count()
                == table.written_columns().count()
        };
        if rows.len() > 1 && rows.len() >= to_fill(table) && rows.iter().all(|row| whole(row)) {
            let (place, entry) = rows[0][0];
            let message = format!("“{}”共{}行，都没有填", table_name(table), rows.len());
            findings.push(zero_if_none(findings.at_cell(place, entry, message)));
            continue;
        }
        for row in rows {
            let (place, entry) = row[0];
            let label = place.row.full_label();
            let message = if whole(&row) {
                format!("“{label}”没有填")
            } else {
                let columns: Vec<_> =
                    row.iter().map(|(place, _)| place.column.short_label()).collect();
                format!("“{label}”一行有{}格为空：{}", row.len(), columns.join("、"))
            };
            let mut finding = findings.at_cell(place, entry, message);
            for (_, entry) in &row[1..] {
                if entry.origin == Origin::Empty {
                    finding = finding.context(entry.span, "");
                }
            }
            findings.push(zero_if_none(finding));
        }
    }
    if let Some(fee) = &input.report.fee {
        for (label, entry) in [("件数", &fee.requests), ("金额", &fee.amount)] {
            if entry.is_blank() {
                let message = format!("信息处理费的{label}没有填");
                findings.push(zero_if_none(findings.finding(message).primary(entry.span, "")));
            }
        }
    }
}

fn zero_if_none(finding: Diagnostic) -> Diagnostic {
    finding.help("没有发生的请填“0”，不要留空")
}

/// A total that was left out is nobody's fault: it follows, or its parts are
/// missing.
fn is_missing(place: Place<'_>, entry: &Entry) -> bool {
    match entry.origin {
        Origin::Empty => true,
        Origin::LeftOut => !place.total(),
        _ => false,
    }
}

fn table_name(table: &Table) -> String {
    match &table.banner {
        Some(banner) => format!("{}（{banner}）", table.title),
        None => table.title.clone(),
    }
}

fn text_blank(input: &Input<'_>, findings: &mut Findings<'_>) {
    let report = input.report;
    for part in &report.edition.parts {
        // Part six has rules of its own: S6-FEE, S6-EMPTY.
        let other = part.role.as_deref() == Some("other");
        if part.narrative == Need::Optional || other || report.narrative(&part.id).is_some() {
            continue;
        }
        if input.refused(findings, &format!("narrative.{}", part.id)) {
            continue;
        }
        let key = report
            .narratives
            .iter()
            .find(|text| text.part == part.id)
            .map_or(report.start, |text| text.key);
        let message = format!("“{}”没有写", part.heading);
        findings.push(findings.finding(message).primary(key, "").help(part.guide.trim()));
    }
}

/// A long value is cut: a message is one line.
fn excerpt(typed: &str) -> String {
    let mut text: String = typed.chars().filter(|c| !c.is_control()).take(20).collect();
    if text.len() < typed.len() {
        text.push('…');
    }
    text
}
