//! What could not be read. Reading collects [`Problem`]s; these rules word them.

use super::{Findings, Input, Rule, rule};
use crate::law::field::FIELDS;
use crate::report::Problem;
use crate::source::Span;

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&SYNTAX, &KEY, &TYPE, &ROW, &MISSING, &NAME, &REFERENCE, &LENGTH];

rule! {
    /// 数据文件应是合法的 TOML。读得懂的部分照常检查、照常预览。
    ///
    /// 错误：`new = [16, 0, 0`（缺右方括号）。
    ///
    /// 正确：`new = [16, 0, 0, 0, 0, 0]`。
    SYNTAX = "FILE-SYNTAX" "数据文件有语法错误" Error,
    cites: "TOML 1.1",
    check: syntax,
}

rule! {
    /// 每个键都应是本格式的键；拼错的键不会被悄悄忽略。
    ///
    /// 错误：`licenses = 12`。
    ///
    /// 正确：`licences = 12`。
    KEY = "FILE-KEY" "没有这个键" Error,
    cites: "数据文件格式",
    check: key,
}

rule! {
    /// 每个键的值应是规定的类型：年份是四位数，日期写作 2024-01-09，文字写在引号里。
    ///
    /// 错误：`year = "二〇二三"`。
    ///
    /// 正确：`year = 2023`。
    TYPE = "FILE-TYPE" "值的类型不对" Error,
    cites: "数据文件格式",
    check: kind,
}

rule! {
    /// 一行数字的个数应与表的列数一致：可以不写总计，也可以写上总计。
    ///
    /// 错误：`new = [16, 0, 0, 0, 0, 0, 16, 0]`（8 个）。
    ///
    /// 正确：`new = [16, 0, 0, 0, 0, 0]`（6 个，总计由程序算出）。
    ROW = "FILE-ROW" "一行数字的个数不对" Error,
    cites: "数据文件格式",
    check: row,
}

rule! {
    /// 报告年度、机关名称、机关类别必须填写。
    ///
    /// 错误：没有 `year`。
    ///
    /// 正确：`year = 2023`。
    MISSING = "FILE-MISSING" "缺少必填的键" Error,
    cites: "数据文件格式",
    check: missing,
}

rule! {
    /// 正文里的 `{{ … }}` 应写单元格地址（如 `requests.new.total`）、`year` 或 `agency.name`，
    /// 所指的格应已填写。
    ///
    /// 错误：`收到申请{{ request.new.total }}件`。
    ///
    /// 正确：`收到申请{{ requests.new.total }}件`。
    NAME = "FILE-NAME" "插入的名称不存在" Error,
    cites: "数据文件格式",
    check: name,
}

rule! {
    /// 正文写成 `{ file = "overview.md" }` 时，文件应在数据文件旁边，是 UTF-8 文字。
    ///
    /// 错误：`overview = { file = "没有这个文件.md" }`。
    ///
    /// 正确：`overview = { file = "overview.md" }`。
    REFERENCE = "FILE-REFERENCE" "引用的文件读不到" Error,
    cites: "数据文件格式",
    check: reference,
}

rule! {
    /// 一段正文不超过二十万字，其他文字不超过二千字；超长的不采用。多半是贴错了内容。
    ///
    /// 错误：把整个网页的源代码贴进 `agency.contact.address`。
    ///
    /// 正确：`address = "郯城县郯东路187号"`。
    LENGTH = "FILE-LENGTH" "文字过长" Error,
    cites: "数据文件格式",
    check: length,
}

/// Turns the problems that `word` has words for into findings.
fn report(
    input: &Input<'_>,
    findings: &mut Findings<'_>,
    word: impl Fn(&Problem) -> Option<(String, String)>,
) {
    let problems = input.report.problems.iter();
    let worded = problems.filter_map(|problem| Some((problem.span, word(&problem.value)?)));
    for (span, (message, help)) in worded.collect::<Vec<(Span, _)>>() {
        findings.push(findings.finding(message).primary(span, "").help(help));
    }
}

fn syntax(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |problem| match problem {
        Problem::Syntax(message) => Some((format!("语法错误：{message}"), String::new())),
        _ => None,
    });
}

fn key(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |problem| match problem {
        Problem::UnknownKey { path, meant } => Some((
            format!("{}没有 {path} 这个键", form_of(input, path)),
            meant.as_ref().map_or(String::new(), |meant| format!("是否想写 {meant}")),
        )),
        _ => None,
    });
}

/// Whose keys the path is among: `[agency]` is the same in every edition.
fn form_of<'a>(input: &Input<'a>, path: &str) -> &'a str {
    let table = path.split('.').next().unwrap_or(path);
    let fixed = FIELDS.iter().any(|field| field.path.split('.').next() == Some(table));
    if fixed && table != "narrative" { "数据文件" } else { &input.report.edition.name }
}

fn kind(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |problem| match problem {
        Problem::WrongType { label, expected, found } => {
            Some((format!("“{label}”应是{expected}，现为{found}"), String::new()))
        }
        Problem::WrongWord { label, allowed } => {
            Some((format!("“{label}”写的不是规定的词"), format!("可以写：{}", allowed.join("、"))))
        }
        Problem::UnknownEdition { id, known } => {
            Some((format!("没有编号为 {id} 的格式"), format!("可以写：{}", known.join("、"))))
        }
        Problem::SeveralEditions(known) => Some((
            "本年度有几种地方格式".to_owned(),
            format!("请用 edition 写明其中一种：{}", known.join("、")),
        )),
        _ => None,
    });
}

fn row(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |problem| match problem {
        Problem::RowLength { label, columns, with_total, found } => {
            let total = if columns == with_total {
                String::new()
            } else {
                format!("（或连同总计{with_total}个）")
            };
            Some((
                format!("“{label}”一行应有{columns}个数{total}，现有{found}个"),
                if *found == 1 {
                    format!("请写成 {columns} 个数的数组；整行都是 0 时可以只写 0")
                } else {
                    String::new()
                },
            ))
        }
        _ => None,
    });
}

fn missing(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |problem| match problem {
        Problem::Missing { path, label } => {
            Some((format!("缺少“{label}”"), format!("请写上 {path} = …")))
        }
        _ => None,
    });
}

fn name(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |problem| match problem {
        Problem::UnknownName { name, meant } => Some((
            format!("没有“{name}”这个名称，无法插入"),
            meant.as_ref().map_or_else(
                || "可以写单元格地址（如 requests.new.total）、year、agency.name".to_owned(),
                |meant| format!("是否想写 {{{{ {meant} }}}}"),
            ),
        )),
        Problem::BlankName(name) => Some((format!("“{name}”还没有填写，无法插入"), String::new())),
        Problem::OpenInterpolation => {
            Some(("“{{”没有配对的“}}”".to_owned(), "写作 {{ requests.new.total }}".to_owned()))
        }
        _ => None,
    });
}

fn reference(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |problem| match problem {
        Problem::UnreadableFile(path) => Some((
            format!("读不到文件 {path}"),
            "文件应放在数据文件所在的文件夹里；文字用 UTF-8 保存，图片用 PNG 或 JPEG".to_owned(),
        )),
        Problem::NotAPicture(path) => Some((
            format!("{path} 不是可用的图片"),
            "图片只能是 PNG 或 JPEG；文件不完整的，请重新保存".to_owned(),
        )),
        _ => None,
    });
}

fn length(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, |problem| match problem {
        Problem::TooLong { label, limit } => Some((
            format!("“{label}”超过{limit}字，没有采用"),
            "请检查是否贴错了内容；正文过长的，分写到各部分".to_owned(),
        )),
        _ => None,
    });
}
