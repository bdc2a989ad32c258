//! A whole report written by hand, for tests of what comes after the template.

use gongkai::document::{
    Block, CellRole, Document, Heading, Inline, Paragraph, Properties, Role, Row, Style, Table,
    TableCell,
};
use gongkai::layout::{Ink, Pages};

/// A report of seven pages.
pub(crate) fn report() -> Document {
    let title = "郯城县行政审批服务局2023年政府信息公开工作年度报告";
    let mut blocks = vec![body(
        "本报告依据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制。全文由总体情况，主动公开政府信息情况，收到和处理政府信息公开申请情况，政府信息公开行政复议、行政诉讼情况，存在的主要问题及改进情况，其他需要报告的事项六部分组成。本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
    )];
    blocks.push(heading("一、总体情况"));
    blocks.extend(OVERVIEW.iter().map(|text| body(text)));
    blocks.push(heading("二、主动公开政府信息情况"));
    blocks.push(table("documents", &[1, 1, 1, 1], 0, DOCUMENTS));
    blocks.push(heading("三、收到和处理政府信息公开申请情况"));
    let widths = [560, 760, 2900, 660, 660, 660, 660, 660, 660, 660];
    blocks.push(table("requests", &widths, 3, REQUESTS));
    blocks.push(heading("四、政府信息公开行政复议、行政诉讼情况"));
    blocks.push(table("disputes", &[1; 15], 3, DISPUTES));
    blocks.push(heading("五、存在的主要问题及改进情况"));
    blocks.extend(PROBLEMS.iter().map(|text| body(text)));
    blocks.push(heading("六、其他需要报告的事项"));
    blocks.extend(OTHER.iter().map(|text| body(text)));
    for text in ["郯城县行政审批服务局", "2024年1月9日"] {
        blocks.push(Block::Paragraph(Paragraph { role: Role::Signature, text: inline(text) }));
    }
    let title_break = title.find("2023");
    Document {
        title: title.into(),
        title_break,
        organ_break: None,
        properties: Properties {
            author: "郯城县行政审批服务局".into(), ..Properties::default()
        },
        draft: false,
        blocks,
    }
}

/// A document of these blocks.
pub(crate) fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: String::new(),
        title_break: None,
        organ_break: None,
        properties: Properties::default(),
        draft: false,
        blocks,
    }
}

/// A heading of the first level.
pub(crate) fn heading(text: &str) -> Block {
    Block::Heading(Heading { level: 1, text: inline(text), anchor: text.into() })
}

/// Running text; `（一）…。` at its start is set as a lead, and is a heading of
/// the second level if nothing follows.
pub(crate) fn body(text: &str) -> Block {
    if text.starts_with('（') && !text.contains('。') {
        return Block::Heading(Heading { level: 2, text: inline(text), anchor: text.into() });
    }
    let lead = text.starts_with('（').then(|| text.find('。').map_or(text.len(), |at| at + 3));
    let (lead, rest) = text.split_at(lead.unwrap_or(0));
    let text = [(lead, Style::Lead), (rest, Style::Plain)];
    let text = text.into_iter().filter(|(text, _)| !text.is_empty()).map(|(text, style)| Inline {
        text: text.into(),
        style,
        place: None,
    });
    Block::Paragraph(Paragraph { role: Role::Body, text: text.collect() })
}

/// Running text without a lead.
pub(crate) fn paragraph(text: &str) -> Block {
    Block::Paragraph(Paragraph { role: Role::Body, text: inline(text) })
}

/// Plain words.
pub(crate) fn inline(text: &str) -> Vec<Inline> {
    vec![Inline { text: text.into(), style: Style::Plain, place: None }]
}

/// A table from lines of cells separated by `|`. A cell may begin with its
/// colspan and rowspan, `3x2 `; the mark after it says what it is: `#` a
/// banner, `^` a column header, `<` a row header, `~` a corner, else a figure.
pub(crate) fn table(anchor: &str, widths: &[u32], head_rows: usize, text: &str) -> Block {
    let row = |(row, line): (usize, &str)| {
        let cell = |(column, cell): (usize, &str)| {
            let cell = cell.trim();
            let (spans, rest) = cell.split_once(' ').unwrap_or(("", cell));
            let spans = spans.split_once('x').and_then(|(colspan, rowspan)| {
                Some((colspan.parse().ok()?, rowspan.parse().ok()?))
            });
            let ((colspan, rowspan), rest) = spans.map_or(((1, 1), cell), |spans| (spans, rest));
            let role = match rest.chars().next() {
                Some('#') => CellRole::Banner,
                Some('^') => CellRole::ColumnHeader,
                Some('<') => CellRole::RowHeader,
                Some('~') => CellRole::Corner,
                _ => CellRole::Data,
            };
            TableCell {
                text: rest.trim_start_matches(['#', '^', '<', '~']).into(),
                role,
                colspan,
                rowspan,
                anchor: format!("{anchor}.r{row}c{column}"),
                headers: Vec::new(),
                place: None,
            }
        };
        Row { cells: line.split('|').enumerate().map(cell).collect() }
    };
    let rows: Vec<Row> = text.trim().lines().enumerate().map(row).collect();
    Block::Table(Table {
        anchor: anchor.into(),
        caption: format!("表 {anchor}"),
        caption_shown: false,
        widths: widths.to_vec(),
        head_rows,
        rows,
    })
}

const DOCUMENTS: &str = "
4x1 #第二十条第（一）项
^信息内容 | ^本年制发件数 | ^本年废止件数 | ^现行有效件数
<规章 | 0 | 0 | 0
<行政规范性文件 | 0 | 0 | 0
4x1 #第二十条第（五）项
^信息内容 | 3x1 ^本年处理决定数量
<行政许可 | 3x1 42975
4x1 #第二十条第（六）项
^信息内容 | 3x1 ^本年处理决定数量
<行政处罚 | 3x1 0
<行政强制 | 3x1 0
4x1 #第二十条第（八）项
^信息内容 | 3x1 ^本年收费金额（单位：万元）
<行政事业性收费 | 3x1 42.39";

/// One line of text as it was laid out.
#[derive(Debug, Clone)]
pub(crate) struct Laid {
    /// Index of the page.
    pub(crate) page: usize,
    /// The element it belongs to; `None` for artifacts.
    pub(crate) element: Option<usize>,
    /// The words.
    pub(crate) text: String,
    /// Left end, right end and baseline.
    pub(crate) x: i64,
    pub(crate) end: i64,
    pub(crate) y: i64,
    /// Size of its first run.
    pub(crate) size: i64,
}

/// The lines of text in drawing order: runs of one element on one baseline.
pub(crate) fn lines(pages: &Pages) -> Vec<Laid> {
    let mut lines: Vec<Laid> = Vec::new();
    for (page, marks) in pages.pages.iter().enumerate() {
        for mark in &marks.marks {
            let Ink::Text(run) = &mark.ink else { continue };
            let text: String = run.glyphs.iter().map(|glyph| glyph.character).collect();
            let end = run.x.0 + run.glyphs.iter().map(|glyph| glyph.advance.0).sum::<i64>();
            match lines.last_mut() {
                Some(line)
                    if (line.page, line.element, line.y) == (page, mark.element, run.y.0)
                        && line.end == run.x.0 =>
                {
                    line.text += &text;
                    line.end = end;
                }
                _ => lines.push(Laid {
                    page,
                    element: mark.element,
                    text,
                    x: run.x.0,
                    end,
                    y: run.y.0,
                    size: run.size.0,
                }),
            }
        }
    }
    lines
}

/// Table three of the form of 2021.
pub(crate) const REQUESTS: &str = "
3x3 ~（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 7x1 ^申请人情况
1x2 ^自然人 | 5x1 ^法人或其他组织 | 1x2 ^总计
^商业企业 | ^科研机构 | ^社会公益组织 | ^法律服务机构 | ^其他
3x1 <一、本年新收政府信息公开申请数量 | 16 | 0 | 0 | 0 | 0 | 0 | 16
3x1 <二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0
1x22 <三、本年度办理结果 | 2x1 <（一）予以公开 | 4 | 0 | 0 | 0 | 0 | 0 | 4
2x1 <（二）部分公开（区分处理的，只计这一情形，不计其他情形） | 12 | 0 | 0 | 0 | 0 | 0 | 12
1x8 <（三）不予公开 | <1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<3.危及“三安全一稳定” | 0 | 0 | 0 | 0 | 0 | 0 | 0
<4.保护第三方合法权益 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<5.属于三类内部事务信息 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<6.属于四类过程性信息 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<7.属于行政执法案卷 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<8.属于行政查询事项 | 0 | 0 | 0 | 0 | 0 | 0 | 0
1x3 <（四）无法提供 | <1.本机关不掌握相关政府信息 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<2.没有现成信息需要另行制作 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<3.补正后申请内容仍不明确 | 0 | 0 | 0 | 0 | 0 | 0 | 0
1x5 <（五）不予处理 | <1.信访举报投诉类申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<3.要求提供公开出版物 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<4.无正当理由大量反复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<5.要求行政机关确认或重新出具已获取信息 | 0 | 0 | 0 | 0 | 0 | 0 | 0
1x3 <（六）其他处理 | <1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0
<3.其他 | 0 | 0 | 0 | 0 | 0 | 0 | 0
2x1 <（七）总计 | 16 | 0 | 0 | 0 | 0 | 0 | 16
3x1 <四、结转下年度继续办理 | 0 | 0 | 0 | 0 | 0 | 0 | 0";

const DISPUTES: &str = "
5x1 ^行政复议 | 10x1 ^行政诉讼
1x2 ^结果维持 | 1x2 ^结果纠正 | 1x2 ^其他结果 | 1x2 ^尚未审结 | 1x2 ^总计 | 5x1 ^未经复议直接起诉 | 5x1 ^复议后起诉
^结果维持 | ^结果纠正 | ^其他结果 | ^尚未审结 | ^总计 | ^结果维持 | ^结果纠正 | ^其他结果 | ^尚未审结 | ^总计
0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0";

const OVERVIEW: &[&str] = &[
    "2023年，县行政审批服务局认真贯彻《中华人民共和国政府信息公开条例》，对照《郯城县2023年政府信息公开工作要点》，制定本局年度政务公开工作计划，依法公开行政审批领域各类信息，政府工作更加透明，企业和群众的监督更加充分，审批权力在阳光下规范运行。",
    "（一）主动公开。全年在政府网站公开工作动态、公示公告等信息47条，含2022年财政决算、2023年财政预算信息4条和自行录制的视频解读2条；在山东省政务服务网公布行政许可、行政征收等行政权力决定458条，方便企业和群众查询、监督。",
    "（二）依申请公开。召开政务专题会议，对依申请公开工作作出专门部署；局属各科室、中心按照申请内容逐件查找、核实信息并上门走访，做到件件有着落、问题不遗漏。全年新收政府信息公开申请16件，办结16件，其中予以公开4件、部分公开12件。所有申请均已办结，未发生因依申请公开引发的行政复议、行政诉讼。",
    "（三）政府信息管理。把公开前审查作为政府信息管理的重要关口，指定专人逐月学习审查要点。拟公开的信息先由专人初审，再报有关负责同志复审，并逐项填写《互联网信息发布公开审查表》，做到先审查、后公开。开通政务微信公众号“郯城审批服务”，在公众号和互联网上累计发布信息328条。",
    "（四）平台建设。坚持“数字赋能+审批提效”，夯实信息公开的数据和服务基础。一是推动“掌上踏勘”标准化。承担“掌上踏勘”国家社会管理和公共服务综合标准化试点，先后召开启动会、培训会，调研服务实际需要，列出服务事项清单，服务标准体系框架1.0版本已编制完成。二是改进审批模式。推行“全员审批”，逐一明确人员和事项，编写典型案例，78项行政许可事项、22项踏勘评审事项实行“全员审批”；全年举办培训3批、16次，开展能力测试1次，工作人员综合审批能力稳步提高。三是归集证照数据。推广使用电子证照、电子签章、电子档案，电子证照与实体证照同步制发，历史证照及其数据一并录入汇聚，共归集电子证照38类，入库证照14353件。",
    "（五）监督保障。局党组召开专题会议研究政务公开工作，审定工作计划，明确分管负责同志，组建郯城县行政审批服务局政府信息公开工作领导小组。配备1名专职人员统筹全局政府信息公开工作，各科室分别确定1名兼职人员，负责梳理、核对和报送本科室应当公开的政府信息，形成上下贯通、各司其职的工作体系，确保公开内容专业准确。加强业务培训，全年组织政务公开专题培训3次，与其他单位交流学习2次。",
];

const PROBLEMS: &[&str] = &[
    "2023年，本局政府信息公开工作存在以下主要问题：一是组织领导力度不足，政府信息公开尚未列入全局年度考核方案，领导小组、分管负责同志与各科室之间的责任衔接不够紧密；二是审查意识较为薄弱，拟公开信息的初审、复审把关不够严格；三是信息公开制度还不完善，机构、职责、措施、人员方面的规定较为零散。",
    "针对上述问题，2024年采取以下改进措施：一是加强组织领导。把政府信息公开作为重要议事内容，列入全局年度考核方案，主要负责同志负总责，分管负责同志具体负责，各科室各司其职，一级抓一级、层层抓落实。二是强化审查责任。落实专人初审、领导复审的程序，各科室兼职人员对本科室信息的准确性负责，未经审查的信息一律不得公开。三是健全公开制度。做到机构、职责、措施、人员“四到位”，用制度管理人、用职责约束人，保障机关信息严谨、安全。",
];

const OTHER: &[&str] = &[
    "（一）落实《郯城县2023年政府信息公开工作要点》情况",
    "立足政务服务阵地，建设标准化、规范化、亲民化的政务公开专区。",
    "一是布局合理，突出标准化。在新政务服务大厅的设计和装修阶段就统筹考虑专区建设，科学划分区域，设置醒目标识，把政策咨询、政府信息查询、公开申请受理等功能集中到一处，为办事群众提供引导、咨询、申请、政策宣传和意见收集等“一站式”服务。",
    "二是整合资源，突出规范化。专区内配有查询机、电脑、打印机和图书展示柜，及时公布政务服务项目、政策法规、办事指南和办理流程，群众可以当场查阅政策文件、填写政府信息公开申请表。在政务服务中心咨询导办台设立政策咨询综合服务台，安排专职人员负责咨询引导、公报查阅、办事指引，并接收政府信息公开申请。",
    "三是因地制宜，突出亲民化。配备桌椅、饮水机、医药箱、雨伞架、轮椅、拐杖等便民用品，让群众在舒适的环境中等候和休息。同时推动政务公开线上线下融合，使群众获取信息更加直观、办理业务更加快捷。",
    "（二）政协提案办理结果公开情况",
    "2023年，本局答复政协提案1件，答复结果为满意。提案答复和办理工作总结已按要求在县政府网站公开。",
    "（三）政务公开工作创新情况",
    "围绕服务企业和群众，多渠道公开、解读审批领域惠企政策，以政务公开促进经济社会发展。",
    "一是用好营商环境体验平台。建立“营商环境体验官”机制，从各行各业聘请体验官20名，请他们为营商环境找问题、提意见。20名体验官均已到岗，以线上线下相结合的方式全流程体验政务服务，从服务质量、办事流程、办事效率等方面反映企业和群众的诉求，并对薄弱环节提出优化建议，推动政务服务提质增效。",
    "二是搭建政企互动平台。办好企业会客厅，分行业制定交流计划，通过邀请企业座谈、深入园区和企业等形式，经常性听取企业意见，帮助企业解决发展难题。已组织食品、机械、房地产等6个行业开展座谈，企业代表结合行业实际提出优化营商环境、促进企业发展的意见建议20余条，均已妥善解决。",
    "三是推动惠企政策直达。采取“厅内宣传+上门送政策”的办法：印发《投资郯城建设项目手续办理一本通》，为全县112个重点项目上门送政策；印制二维码宣传彩页，供大厅办事企业和群众扫码了解；借助民营企业进大厅活动，面对面宣传政策；结合省“四进”工作队惠企政策宣讲安排，会同主管部门为672家企业送政策上门。",
];
