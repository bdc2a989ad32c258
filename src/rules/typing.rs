//! Group M of the catalogue: slips of the keyboard, most of which `check --fix`
//! mends.

mod slips;

use self::slips::Slip;
use super::passage::{Hit, facts, narratives};
use super::{Findings, Input, Rule, rule};
use crate::source::Text;
use crate::source::diagnostic::{Diagnostic, Edit, Severity};

/// The rules of this family.
pub(in crate::rules) const RULES: &[&Rule] = &[&HALF_WIDTH, &DOCUMENT_NUMBER, &SPACE, &QUOTE];

rule! {
    /// 中文句子里的逗号、分号、冒号、问号、叹号、括号用全角。数字、时间、网址、电子邮箱里的不算。
    /// 可以用 `check --fix` 自动改正。
    ///
    /// 错误：`(一)主动公开情况:全年公开信息47条,其中……`
    ///
    /// 正确：`（一）主动公开情况：全年公开信息47条，其中……`
    HALF_WIDTH = "ST-HALFWIDTH" "中文里用了半角标点" Warning waivable,
    cites: "GB/T 15834-2011《标点符号用法》",
    check: half_width,
}

rule! {
    /// 引用文件时，发文字号的年份用六角括号“〔〕”。可以用 `check --fix` 自动改正。
    ///
    /// 错误：`国办公开办函[2021]30号`
    ///
    /// 正确：`国办公开办函〔2021〕30号`
    DOCUMENT_NUMBER = "ST-DOCNO" "发文字号的年份没有用六角括号" Warning waivable,
    cites: "GB/T 9704-2012 7.2.5",
    check: document_number,
}

rule! {
    /// 汉字之间、汉字与数字之间不留空格。可以用 `check --fix` 自动改正；
    /// 两个汉字之间的全角空格和连续空格可能是有意隔开的，只提示，不自动删。
    ///
    /// 错误：`办结 31 件`
    ///
    /// 正确：`办结31件`
    SPACE = "ST-SPACE" "有多余的空格" Hint waivable,
    cites: "书写习惯",
    check: space,
}

rule! {
    /// 中文里用弯引号“”，不用直引号。成对的可以用 `check --fix` 自动改正。
    ///
    /// 错误：`落实"放管服"要求`
    ///
    /// 正确：`落实“放管服”要求`
    QUOTE = "ST-QUOTE" "中文里用了直引号" Hint waivable,
    cites: "GB/T 15834-2011《标点符号用法》",
    check: quote,
}

fn half_width(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, Slip::HalfWidth, |words| {
        format!("{words}使用了半角标点，建议改为全角")
    });
}

fn document_number(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, Slip::DocumentYear, |words| {
        format!("发文字号的年份应使用六角括号“〔〕”，现为{words}")
    });
}

fn space(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, Slip::Space, |words| format!("{words}中有多余空格"));
}

fn quote(input: &Input<'_>, findings: &mut Findings<'_>) {
    report(input, findings, Slip::Quote, |words| format!("{words}用了直引号，请使用中文引号“”"));
}

/// `ST-FULLDIGIT` in texts; in cells it is an error.
pub(super) fn full_width(input: &Input<'_>, findings: &mut Findings<'_>) {
    for hits in hits(input, Slip::FullWidth) {
        let message = |words: &str| format!("{words}使用了全角数字或字母，请改为半角");
        let finding = findings.group(hits, message);
        findings.extend(finding.map(|finding| finding.severity(Severity::Warning)));
    }
}

impl Findings<'_> {
    fn extend(&mut self, finding: Option<Diagnostic>) {
        if let Some(finding) = finding {
            self.push(finding);
        }
    }
}

/// One finding for each text with slips of a kind.
fn report(
    input: &Input<'_>,
    findings: &mut Findings<'_>,
    slip: Slip,
    message: impl Fn(&str) -> String,
) {
    for hits in hits(input, slip) {
        findings.grouped(hits, &message);
    }
}

/// The slips of a kind, text by text.
fn hits(input: &Input<'_>, slip: Slip) -> Vec<Vec<Hit>> {
    let narratives = narratives(input.report).map(|(_, narrative)| lines(&narrative.text, slip));
    let facts = facts(input.report);
    // Spaces set times and numbers apart there.
    let facts = facts.iter().filter(|(label, _)| slip != Slip::Space || *label == "机关名称");
    narratives.chain(facts.map(|(_, text)| lines(text, slip))).collect()
}

fn lines(text: &Text, slip: Slip) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut start = 0;
    for line in text.value.split_inclusive('\n') {
        for found in slips::find(line).into_iter().filter(|found| found.slip == slip) {
            let place = |range: std::ops::Range<usize>| start + range.start..start + range.end;
            let edits = found.edits.into_iter().map(|(range, replacement)| {
                Some(Edit { span: text.exact(place(range))?, replacement })
            });
            // Half a pair mended would be worse than none.
            let edits = edits.collect::<Option<Vec<_>>>().unwrap_or_default();
            hits.push(Hit { edits, ..Hit::new(text, place(found.range)) });
        }
        start += line.len();
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::slips::{Slip, find};

    /// The line with all certain slips mended.
    fn mended(line: &str) -> String {
        let mut edits: Vec<_> = find(line).into_iter().flat_map(|found| found.edits).collect();
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut text = line.to_owned();
        for (range, replacement) in edits {
            text.replace_range(range, &replacement);
        }
        text
    }

    #[test]
    fn slips_are_mended_as_meant() {
        for (typed, meant) in [
            ("(一)主动公开情况:全年47条,其中", "（一）主动公开情况：全年47条，其中"),
            ("公开(WTO)规则,含HTML,PDF两种", "公开（WTO）规则，含HTML,PDF两种"),
            ("《办法(修订)》;好!是吗?", "《办法（修订）》；好！是吗？"),
            ("国办公开办函[2021]30号、(2021)第5号", "国办公开办函〔2021〕30号、（2021）第5号"),
            ("闽政(２０２１) 30号", "闽政〔2021〕30号"),
            ("办结 31 件，２０２３年 共 1,234 件", "办结31件，2023年共1,234件"),
            ("落实\"放管服\",实行\"5+X\"", "落实“放管服”，实行“5+X”"),
            ("中 , 国", "中，国"),
            ("**重点**,其他", "**重点**，其他"),
        ] {
            assert_eq!(mended(typed), meant);
            assert_eq!(mended(meant), meant);
        }
    }

    #[test]
    fn what_is_no_slip_is_left_alone() {
        for line in [
            "上午8:30-12:00，共1,234,567.89元，比例为3:2",
            "网址为http://www.x.gov.cn:8080/a?b=1,2，邮箱gk,fk@x.gov.cn",
            "上午8:30-12:00 下午2:00-5:30",
            "收到{{ requests.new.total, 全 }}件",
            "![图(一),中](a,中(1).png)",
            "- 第一项",
            "## 小标题",
            "张三　李四",
            "某某局 {.signature}",
            "2023 年报 {.note}",
            "反斜杠\\,不改\\(一\\)",
            "WTO rules, GB/T 9704 (2012); it's \"fine\"",
            "?。ㄈ╅_展",
        ] {
            assert_eq!(mended(line), line);
        }
        let gap: Vec<_> = find("张三　李四").into_iter().map(|found| found.slip).collect();
        assert_eq!(gap, [Slip::Space]);
    }
}
