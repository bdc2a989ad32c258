//! A whole report, built by hand: everything a `Document` can hold.

use std::sync::Arc;

use gongkai::document::{
    Block, CellRole, Document, Heading, Inline, Paragraph, Picture, PictureFormat, Properties,
    Role, Row, Style, Table, TableCell, Turn,
};

/// Rows of table two: cells between bars, marked `#` banner, `@` corner, `!`
/// column header, `=` row header; `*3x2` covers three columns and two rows.
const DISCLOSURE: &[&str] = &[
    "#第二十条第（一）项*4x1",
    "!信息内容|!本年制发件数|!本年废止件数|!现行有效件数",
    "=规章|13|26|39",
    "=行政规范性文件|52|65|78",
    "#第二十条第（五）项*4x1",
    "!信息内容|!本年处理决定数量*3x1",
    "=行政许可|91*3x1",
    "#第二十条第（六）项*4x1",
    "!信息内容|!本年处理决定数量*3x1",
    "=行政处罚|7*3x1",
    "=行政强制|20*3x1",
    "#第二十条第（八）项*4x1",
    "!信息内容|!本年收费金额（单位：万元）*3x1",
    "=行政事业性收费|33*3x1",
];

const REQUESTS: &[&str] = &[
    "@（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）*3x3|!申请人情况*7x1",
    "!自然人*1x2|!法人或其他组织*5x1|!总计*1x2",
    "!商业企业|!科研机构|!社会公益组织|!法律服务机构|!其他",
    "=一、本年新收政府信息公开申请数量*3x1|0|0|0|0|0|0|0",
    "=二、上年结转政府信息公开申请数量*3x1|12|0|0|0|0|0|12",
    "=三、本年度办理结果*1x22|=（一）予以公开*2x1|0|0|0|0|0|0|0",
    "=（二）部分公开（区分处理的，只计这一情形，不计其他情形）*2x1|0|0|0|0|0|0|0",
    "=（三）不予公开*1x8|=1.属于国家秘密|15|0|0|0|0|0|15",
    "=2.其他法律行政法规禁止公开|0|0|0|0|0|0|0",
    "=3.危及“三安全一稳定”|0|0|0|0|0|0|0",
    "=4.保护第三方合法权益|18|0|0|0|0|0|18",
    "=5.属于三类内部事务信息|0|0|0|0|0|0|0",
    "=6.属于四类过程性信息|0|0|0|0|0|0|0",
    "=7.属于行政执法案卷|21|0|0|0|0|0|21",
    "=8.属于行政查询事项|0|0|0|0|0|0|0",
    "=（四）无法提供*1x3|=1.本机关不掌握相关政府信息|0|0|0|0|0|0|0",
    "=2.没有现成信息需要另行制作|24|0|0|0|0|0|24",
    "=3.补正后申请内容仍不明确|0|0|0|0|0|0|0",
    "=（五）不予处理*1x5|=1.信访举报投诉类申请|0|0|0|0|0|0|0",
    "=2.重复申请|27|0|0|0|0|0|27",
    "=3.要求提供公开出版物|0|0|0|0|0|0|0",
    "=4.无正当理由大量反复申请|0|0|0|0|0|0|0",
    "=5.要求行政机关确认或重新出具已获取信息|30|0|0|0|0|0|30",
    "=（六）其他处理*1x3|=1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请|0|0|0|0|0|0|0",
    "=2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请|0|0|0|0|0|0|0",
    "=3.其他|33|0|0|0|0|0|33",
    "=（七）总计*2x1|0|0|0|0|0|0|0",
    "=四、结转下年度继续办理*3x1|0|0|0|0|0|0|0",
];

const DISPUTES: &[&str] = &[
    "!行政复议*5x1|!行政诉讼*10x1",
    "!结果维持*1x2|!结果纠正*1x2|!其他结果*1x2|!尚未审结*1x2|!总计*1x2|!未经复议直接起诉*5x1|!复议后起诉*5x1",
    "!结果维持|!结果纠正|!其他结果|!尚未审结|!总计|!结果维持|!结果纠正|!其他结果|!尚未审结|!总计",
    "93|9|22|35|48|61|74|87|36|0|0|0|0|0|36",
];

const OVERVIEW: &[(&str, &str)] = &[
    (
        "",
        "2023年，县行政审批服务局认真贯彻《中华人民共和国政府信息公开条例》，对照《郯城县2023年政府信息公开工作要点》，制定本局年度政务公开工作计划，依法公开行政审批领域各类信息，政府工作更加透明，企业和群众的监督更加充分，审批权力在阳光下规范运行。",
    ),
    (
        "（一）主动公开情况。",
        "全年在政府网站公开工作动态、公示公告等信息47条，含2022年财政决算、2023年财政预算信息4条和自行录制的视频解读2条；在山东省政务服务网公布行政许可、行政征收等行政权力决定458条，方便企业和群众查询、监督。",
    ),
    (
        "（二）依申请公开情况。",
        "召开政务专题会议，对依申请公开工作作出专门部署；局属各科室、中心按照申请内容逐件查找、核实信息并上门走访，做到件件有着落、问题不遗漏。全年新收政府信息公开申请16件，办结16件，其中予以公开4件、部分公开12件。所有申请均已办结，未发生因依申请公开引发的行政复议、行政诉讼。",
    ),
    (
        "（三）政府信息管理情况。",
        "把公开前审查作为政府信息管理的重要关口，指定专人逐月学习审查要点。拟公开的信息先由专人初审，再报有关负责同志复审，并逐项填写《互联网信息发布公开审查表》，做到先审查、后公开。开通政务微信公众号“郯城审批服务”，在公众号和互联网上累计发布信息328条。",
    ),
    (
        "（四）平台建设情况。",
        "坚持“数字赋能+审批提效”，夯实信息公开的数据和服务基础。一是推动“掌上踏勘”标准化。承担“掌上踏勘”国家社会管理和公共服务综合标准化试点，先后召开启动会、培训会，调研服务实际需要，列出服务事项清单，服务标准体系框架1.0版本已编制完成。二是改进审批模式。推行“全员审批”，逐一明确人员和事项，编写典型案例，78项行政许可事项、22项踏勘评审事项实行“全员审批”；全年举办培训3批、16次，开展能力测试1次，工作人员综合审批能力稳步提高。三是归集证照数据。推广使用电子证照、电子签章、电子档案，电子证照与实体证照同步制发，历史证照及其数据一并录入汇聚，共归集电子证照38类，入库证照14353件。",
    ),
    (
        "（五）监督保障情况。",
        "局党组召开专题会议研究政务公开工作，审定工作计划，明确分管负责同志，组建郯城县行政审批服务局政府信息公开工作领导小组。配备1名专职人员统筹全局政府信息公开工作，各科室分别确定1名兼职人员，负责梳理、核对和报送本科室应当公开的政府信息，形成上下贯通、各司其职的工作体系，确保公开内容专业准确。加强业务培训，全年组织政务公开专题培训3次，与其他单位交流学习2次。",
    ),
];

const PROBLEMS: &str = "2023年，本局政府信息公开工作存在以下主要问题：一是组织领导力度不足，政府信息公开尚未列入全局年度考核方案，领导小组、分管负责同志与各科室之间的责任衔接不够紧密；二是审查意识较为薄弱，拟公开信息的初审、复审把关不够严格；三是信息公开制度还不完善，机构、职责、措施、人员方面的规定较为零散。";

pub(crate) fn text(words: &str) -> Vec<Inline> {
    vec![inline(words, Style::Plain)]
}

pub(crate) fn inline(words: &str, style: Style) -> Inline {
    Inline { text: words.to_owned(), style, place: None }
}

pub(crate) fn body(words: &str) -> Block {
    paragraph(Role::Body, text(words))
}

pub(crate) fn paragraph(role: Role, text: Vec<Inline>) -> Block {
    Block::Paragraph(Paragraph { role, text })
}

pub(crate) fn heading(level: u8, words: &str) -> Block {
    Block::Heading(Heading { level, text: text(words), anchor: format!("h-{words}") })
}

/// A table from the notation above.
pub(crate) fn table(caption: &str, widths: &[u32], head_rows: usize, rows: &[&str]) -> Table {
    let cell = |at: (usize, usize), mut words: &str| {
        let mut spans = (1, 1);
        if let Some((before, after)) = words.rsplit_once('*') {
            let (columns, rows) = after.split_once('x').unwrap();
            spans = (columns.parse().unwrap(), rows.parse().unwrap());
            words = before;
        }
        let role = match words.chars().next() {
            Some('#') => CellRole::Banner,
            Some('@') => CellRole::Corner,
            Some('!') => CellRole::ColumnHeader,
            Some('=') => CellRole::RowHeader,
            _ => CellRole::Data,
        };
        TableCell {
            text: words.trim_start_matches(['#', '@', '!', '=']).to_owned(),
            role,
            colspan: spans.0,
            rowspan: spans.1,
            anchor: format!("{caption}-{}-{}", at.0, at.1),
            headers: Vec::new(),
            place: None,
        }
    };
    let rows = rows.iter().enumerate().map(|(number, row)| Row {
        cells: row.split('|').enumerate().map(|(at, words)| cell((number, at), words)).collect(),
    });
    Table {
        anchor: caption.to_owned(),
        caption: caption.to_owned(),
        caption_shown: false,
        widths: widths.to_vec(),
        head_rows,
        rows: rows.collect(),
    }
}

pub(crate) fn disclosure() -> Table {
    table("主动公开政府信息情况", &[1, 1, 1, 1], 0, DISCLOSURE)
}

pub(crate) fn requests() -> Table {
    let widths = [560, 760, 2900, 660, 660, 660, 660, 660, 660, 660];
    table("收到和处理政府信息公开申请情况", &widths, 3, REQUESTS)
}

pub(crate) fn disputes() -> Table {
    table("政府信息公开行政复议、行政诉讼情况", &[1; 15], 3, DISPUTES)
}

pub(crate) fn report() -> Document {
    let mut blocks = vec![
        body(
            "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求，现公布本机关2023年政府信息公开工作年度报告。本报告所列数据的统计期限为2023年1月1日至2023年12月31日。",
        ),
        heading(1, "一、总体情况"),
    ];
    blocks.extend(OVERVIEW.iter().map(|(lead, words)| {
        let lead = (!lead.is_empty()).then(|| inline(lead, Style::Lead));
        let words = inline(words, Style::Plain);
        paragraph(Role::Body, lead.into_iter().chain([words]).collect())
    }));
    blocks.extend([
        heading(1, "二、主动公开政府信息情况"),
        Block::Table(disclosure()),
        heading(1, "三、收到和处理政府信息公开申请情况"),
        Block::Table(requests()),
        heading(1, "四、政府信息公开行政复议、行政诉讼情况"),
        Block::Table(disputes()),
        paragraph(Role::Note, text("注：表中数据截至2023年12月31日。")),
        heading(1, "五、存在的主要问题及改进情况"),
        body(PROBLEMS),
        heading(1, "六、其他需要报告的事项"),
        heading(2, "（一）收取信息处理费情况"),
        paragraph(
            Role::Body,
            vec![
                inline("依据《政府信息公开信息处理费管理办法》，本机关2023年", Style::Plain),
                inline("未收取信息处理费", Style::Strong),
                inline("。", Style::Plain),
            ],
        ),
        heading(3, "1.工作要点落实情况"),
        heading(4, "（1）专区建设"),
        Block::List {
            start: Some(1),
            items: vec![text("布局合理，突出标准化。"), text("整合资源，突出规范化。")],
        },
        Block::List { start: None, items: vec![text("因地制宜，突出亲民化。")] },
        paragraph(Role::Signature, text("郯城县行政审批服务局")),
        paragraph(Role::Signature, text("2024年1月9日")),
    ]);
    let organ = "郯城县行政审批服务局";
    Document {
        title: format!("{organ}2023年政府信息公开工作年度报告"),
        title_break: Some(organ.len()),
        organ_break: None,
        properties: Properties {
            author: organ.to_owned(),
            identifiers: vec![("索引号".to_owned(), "tanchengzwfwbgs/2023-0000332".to_owned())],
            date: Some((2024, 1, 9)),
            description: "2023年政府信息公开工作年度报告".to_owned(),
        },
        draft: false,
        blocks,
    }
}

/// A draft with pictures and two tables in a row, one with its caption.
pub(crate) fn draft() -> Document {
    let mut document = report();
    document.draft = true;
    let shown = Table { caption_shown: true, ..disclosure() };
    document.blocks.splice(
        2..2,
        [
            picture(
                include_bytes!("../../pictures/bars.png"),
                PictureFormat::Png,
                (1600, 900),
                "图1 收到申请数量",
            ),
            picture(
                include_bytes!("../../pictures/oval.jpg"),
                PictureFormat::Jpeg,
                (200, 1000),
                "图2 公开率",
            ),
            Block::Table(disclosure()),
            Block::Table(disputes()),
            Block::Table(shown),
        ],
    );
    document
}

pub(crate) fn picture(
    data: &[u8],
    format: PictureFormat,
    (width, height): (u32, u32),
    alt: &str,
) -> Block {
    let (data, turn) = (Arc::from(data), Turn::default());
    Block::Picture(Picture { data, format, turn, width, height, alt: alt.to_owned(), place: None })
}
