//! A whole report as a `Document`, without the pipeline before it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongkai::document::*;

/// The grids of 国办公开办函〔2021〕30号. `=` banner, `?` corner, `^` column
/// header, `·` data, else row header; `/c3` and `/r2` are spans.
const DISCLOSURE: &str = "\
=第二十条第（一）项/c4
^信息内容 | ^本年制发件数 | ^本年废止件数 | ^现行有效件数
规章 | ·documents.rules.issued | ·documents.rules.repealed | ·documents.rules.in_force
行政规范性文件 | ·documents.normative.issued | ·documents.normative.repealed | ·documents.normative.in_force
=第二十条第（五）项/c4
^信息内容 | ^本年处理决定数量/c3
行政许可 | ·licensing.licences.decisions/c3
=第二十条第（六）项/c4
^信息内容 | ^本年处理决定数量/c3
行政处罚 | ·enforcement.penalties.decisions/c3
行政强制 | ·enforcement.coercion.decisions/c3
=第二十条第（八）项/c4
^信息内容 | ^本年收费金额（单位：万元）/c3
行政事业性收费 | ·fees.administrative.amount/c3";

const REQUESTS: &str = "\
?（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）/c3/r3 | ^申请人情况/c7
^自然人/r2 | ^法人或其他组织/c5 | ^总计/r2
^商业企业 | ^科研机构 | ^社会公益组织 | ^法律服务机构 | ^其他
一、本年新收政府信息公开申请数量/c3 | ·new*
二、上年结转政府信息公开申请数量/c3 | ·carried_in*
三、本年度办理结果/r22 | （一）予以公开/c2 | ·granted*
（二）部分公开（区分处理的，只计这一情形，不计其他情形）/c2 | ·partly_granted*
（三）不予公开/r8 | 1.属于国家秘密 | ·refused.state_secret*
2.其他法律行政法规禁止公开 | ·refused.forbidden_by_law*
3.危及“三安全一稳定” | ·refused.security_and_stability*
4.保护第三方合法权益 | ·refused.third_party_rights*
5.属于三类内部事务信息 | ·refused.internal_affairs*
6.属于四类过程性信息 | ·refused.deliberative*
7.属于行政执法案卷 | ·refused.enforcement_files*
8.属于行政查询事项 | ·refused.inquiry*
（四）无法提供/r3 | 1.本机关不掌握相关政府信息 | ·unavailable.not_held*
2.没有现成信息需要另行制作 | ·unavailable.not_compiled*
3.补正后申请内容仍不明确 | ·unavailable.unclear*
（五）不予处理/r5 | 1.信访举报投诉类申请 | ·unprocessed.petition*
2.重复申请 | ·unprocessed.duplicate*
3.要求提供公开出版物 | ·unprocessed.publication*
4.无正当理由大量反复申请 | ·unprocessed.excessive*
5.要求行政机关确认或重新出具已获取信息 | ·unprocessed.reissue*
（六）其他处理/r3 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | ·other.not_corrected*
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | ·other.unpaid*
3.其他 | ·other.rest*
（七）总计/c2 | ·handled*
四、结转下年度继续办理/c3 | ·carried_out*";

const DISPUTES: &str = "\
^行政复议/c5 | ^行政诉讼/c10
^结果维持/r2 | ^结果纠正/r2 | ^其他结果/r2 | ^尚未审结/r2 | ^总计/r2 | ^未经复议直接起诉/c5 | ^复议后起诉/c5
^结果维持 | ^结果纠正 | ^其他结果 | ^尚未审结 | ^总计 | ^结果维持 | ^结果纠正 | ^其他结果 | ^尚未审结 | ^总计
·review+ | ·direct_suit+ | ·suit_after_review+";

const APPLICANTS: [&str; 7] =
    ["person", "enterprise", "research", "welfare", "legal", "other", "total"];
const OUTCOMES: [&str; 5] = ["upheld", "corrected", "other", "pending", "total"];

/// The report of 郯城县行政审批服务局 for 2023, somewhat shortened.
pub(crate) fn report() -> Document {
    let title = "郯城县行政审批服务局2023年政府信息公开工作年度报告";
    let mut blocks = vec![body(
        "本报告根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）的要求编制。本报告所列数据的统计期限自2023年1月1日至2023年12月31日。",
    )];
    blocks.push(heading(1, "一、总体情况", "overview"));
    blocks.push(body(
        "2023年，县行政审批服务局认真贯彻《中华人民共和国政府信息公开条例》，依法公开行政审批领域各类信息，政府工作更加透明，企业和群众的监督更加充分，审批权力在阳光下规范运行。",
    ));
    blocks.push(lead("（一）主动公开。", "全年在政府网站公开工作动态、公示公告等信息47条，含2022年财政决算、2023年财政预算信息4条和自行录制的视频解读2条；在山东省政务服务网公布行政许可、行政征收等行政权力决定458条，方便企业和群众查询、监督。"));
    blocks.push(lead("（二）依申请公开。", "全年新收政府信息公开申请16件，办结16件，其中予以公开4件、部分公开12件。所有申请均已办结，未发生因依申请公开引发的行政复议、行政诉讼。"));
    blocks.push(lead("（三）平台建设。", "坚持“数字赋能+审批提效”，夯实信息公开的数据和服务基础。一是推动“掌上踏勘”标准化。承担“掌上踏勘”国家社会管理和公共服务综合标准化试点，先后召开启动会、培训会，调研服务实际需要，列出服务事项清单，服务标准体系框架1.0版本已编制完成。"));
    blocks.push(Block::Picture(Picture {
        data: Arc::from(&include_bytes!("../../pictures/pixel.png")[..]),
        format: PictureFormat::Png,
        turn: Turn::default(),
        width: 640,
        height: 240,
        alt: "2023年主动公开信息数量".to_owned(),
        place: None,
    }));
    blocks.push(heading(1, "二、主动公开政府信息情况", "disclosure"));
    blocks.push(table("table-disclosure", "主动公开政府信息情况", DISCLOSURE, &[1; 4], 0));
    blocks.push(note("行政许可数量包括已公开和依法未公开的全部处理决定。"));
    blocks.push(heading(1, "三、收到和处理政府信息公开申请情况", "requests"));
    let widths = [560, 760, 2900, 660, 660, 660, 660, 660, 660, 660];
    blocks.push(table("table-requests", "收到和处理政府信息公开申请情况", REQUESTS, &widths, 3));
    blocks.push(heading(1, "四、政府信息公开行政复议、行政诉讼情况", "disputes"));
    blocks.push(table(
        "table-disputes",
        "政府信息公开行政复议、行政诉讼情况",
        DISPUTES,
        &[1; 15],
        3,
    ));
    blocks.push(heading(1, "五、存在的主要问题及改进情况", "problems"));
    blocks.push(body("2023年，本局政府信息公开工作存在以下主要问题："));
    blocks.push(Block::List {
        start: Some(1),
        items: vec![
            vec![plain_run("组织领导力度不足，政府信息公开尚未列入全局年度考核方案；")],
            vec![plain_run("审查意识较为薄弱，拟公开信息的初审、复审把关不够严格。")],
        ],
    });
    blocks.push(heading(1, "六、其他需要报告的事项", "other"));
    blocks.push(body("2023年，本机关未收取政府信息公开信息处理费。"));
    blocks.push(heading(2, "（一）政协提案办理结果公开情况", "other-1"));
    blocks.push(Block::Paragraph(Paragraph {
        role: Role::Body,
        text: vec![
            plain_run("2023年，本局答复政协提案1件，"),
            run("答复结果为满意", Style::Strong),
            plain_run("。提案答复和办理工作总结已按要求在县政府网站公开。"),
        ],
    }));
    for text in ["郯城县行政审批服务局", "2024年1月9日"] {
        blocks.push(Block::Paragraph(Paragraph {
            role: Role::Signature,
            text: vec![plain_run(text)],
        }));
    }
    Document {
        title: title.to_owned(),
        title_break: title.find("2023"),
        organ_break: None,
        properties: Properties {
            author: "郯城县行政审批服务局".to_owned(),
            identifiers: vec![("索引号".to_owned(), "tanchengzwfwbgs/2023-0000332".to_owned())],
            date: Some((2024, 1, 9)),
            description: format!("{title}，公开主动公开、依申请公开等情况。"),
        },
        draft: false,
        blocks,
    }
}

/// A report of a few blocks.
pub(crate) fn short(title: &str, blocks: Vec<Block>) -> Document {
    let properties = Properties::default();
    Document {
        title: title.to_owned(),
        title_break: None,
        organ_break: None,
        properties,
        draft: false,
        blocks,
    }
}

pub(crate) fn run(text: &str, style: Style) -> Inline {
    Inline { text: text.to_owned(), style, place: None }
}

pub(crate) fn plain_run(text: &str) -> Inline {
    run(text, Style::Plain)
}

pub(crate) fn body(text: &str) -> Block {
    Block::Paragraph(Paragraph { role: Role::Body, text: vec![plain_run(text)] })
}

fn note(text: &str) -> Block {
    Block::Paragraph(Paragraph { role: Role::Note, text: vec![plain_run(text)] })
}

fn lead(label: &str, text: &str) -> Block {
    let text = vec![run(label, Style::Lead), plain_run(text)];
    Block::Paragraph(Paragraph { role: Role::Body, text })
}

pub(crate) fn heading(level: u8, text: &str, anchor: &str) -> Block {
    Block::Heading(Heading { level, text: vec![plain_run(text)], anchor: anchor.to_owned() })
}

/// A table from its drawing; figures count up from 0, so no two are alike.
pub(crate) fn table(
    anchor: &str,
    caption: &str,
    grid: &str,
    widths: &[u32],
    head_rows: usize,
) -> Block {
    let mut taken = BTreeMap::new(); // (row, column) -> header id, if a header
    let mut heads: Vec<Vec<String>> = vec![Vec::new(); widths.len()];
    let mut rows = Vec::new();
    let mut figure = 0;
    for (y, line) in grid.lines().enumerate() {
        let mut cells = Vec::new();
        let mut x = 0;
        for drawn in line.split(" | ").flat_map(expand) {
            while taken.contains_key(&(y, x)) {
                x += 1;
            }
            let mut cell = parse(&drawn);
            if y >= head_rows && cell.role == CellRole::Banner {
                heads.fill(Vec::new());
            }
            cell.headers = (x..x + cell.colspan).flat_map(|x| heads[x].clone()).collect();
            if cell.role == CellRole::Data {
                let rows: Vec<String> =
                    (0..x).filter_map(|x| taken.get(&(y, x)).cloned()).collect();
                cell.headers.extend(rows.into_iter().filter(|id| !id.is_empty()));
                let mut seen = BTreeSet::new();
                cell.headers.retain(|id| seen.insert(id.clone()));
                cell.text = figure.to_string();
                figure += 1;
            } else {
                cell.anchor = format!("{anchor}-{y}-{x}");
                cell.headers.clear();
            }
            for dy in 0..cell.rowspan {
                for dx in 0..cell.colspan {
                    let id = if cell.role == CellRole::RowHeader {
                        cell.anchor.clone()
                    } else {
                        String::new()
                    };
                    taken.insert((y + dy, x + dx), id);
                }
            }
            if matches!(cell.role, CellRole::Banner | CellRole::ColumnHeader) {
                for head in &mut heads[x..x + cell.colspan] {
                    head.push(cell.anchor.clone());
                }
            }
            x += cell.colspan;
            cells.push(cell);
        }
        rows.push(Row { cells });
    }
    Block::Table(Table {
        anchor: anchor.to_owned(),
        caption: caption.to_owned(),
        caption_shown: false,
        widths: widths.to_vec(),
        head_rows,
        rows,
    })
}

/// `·new*` is a line of applicants, `·review+` one of outcomes.
fn expand(cell: &str) -> Vec<String> {
    let line = |ids: &[&str], prefix: &str, table: &str| {
        ids.iter().map(|id| format!("·{table}.{}.{id}", prefix.trim_start_matches('·'))).collect()
    };
    if let Some(prefix) = cell.strip_suffix('*') {
        line(&APPLICANTS, prefix, "requests")
    } else if let Some(prefix) = cell.strip_suffix('+') {
        line(&OUTCOMES, prefix, "disputes")
    } else {
        vec![cell.to_owned()]
    }
}

fn parse(drawn: &str) -> TableCell {
    let mut parts = drawn.split('/');
    let text = parts.next().unwrap_or_default();
    let (mut colspan, mut rowspan) = (1, 1);
    for span in parts {
        match span.split_at(1) {
            ("c", n) => colspan = n.parse().unwrap(),
            (_, n) => rowspan = n.parse().unwrap(),
        }
    }
    let mut chars = text.chars();
    let role = match chars.next() {
        Some('=') => CellRole::Banner,
        Some('?') => CellRole::Corner,
        Some('^') => CellRole::ColumnHeader,
        Some('·') => CellRole::Data,
        _ => CellRole::RowHeader,
    };
    let text = if role == CellRole::RowHeader { text } else { chars.as_str() }.to_owned();
    let anchor = if role == CellRole::Data { text.clone() } else { String::new() };
    TableCell { text, role, colspan, rowspan, anchor, headers: Vec::new(), place: None }
}
