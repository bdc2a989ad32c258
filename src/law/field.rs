//! The keys of the data file that do not depend on the edition, each said once:
//! reading, the starter file and the JSON Schema follow this list.

use super::Law;
use super::edition::Edition;

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A year, e.g. 2023.
    Year,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A day.
    Date,
    /// `true` or `false`.
    Flag,
    /// The kind of organ.
    AgencyKind,
    /// One of these words; each with what it means.
    Word(&'static [(&'static str, &'static str)]),
    /// A text in the Markdown subset, or a file with it.
    Narrative,
    /// Cases, 件.
    Cases,
    /// An amount, 元.
    Yuan,
    /// `[[waive]]`
    Waivers,
}

impl FieldKind {
    /// The words that may stand there, each with what it means; none if any may.
    pub fn words(self, law: &Law) -> Vec<(&str, &str)> {
        match self {
            Self::AgencyKind => {
                law.organs.iter().map(|organ| (&*organ.kind, &*organ.label)).collect()
            }
            Self::Word(words) => words.to_vec(),
            _ => Vec::new(),
        }
    }
}

/// One key.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its path in the data file.
    pub path: &'static str,
    /// What it takes.
    pub kind: FieldKind,
    /// What it is called.
    pub label: &'static str,
    /// What to write.
    pub guide: &'static str,
    /// Whether no report can do without.
    pub required: bool,
}

impl Field {
    /// The table it stands in; the root has no name.
    pub fn table(&self) -> &'static str {
        self.path.rsplit_once('.').map_or("", |(table, _)| table)
    }

    /// Its name in that table.
    pub fn key(&self) -> &'static str {
        self.path.rsplit_once('.').map_or(self.path, |(_, key)| key)
    }
}

const fn field(
    path: &'static str,
    kind: FieldKind,
    label: &'static str,
    guide: &'static str,
) -> Field {
    Field { path, kind, label, guide, required: false }
}

const fn required(
    path: &'static str,
    kind: FieldKind,
    label: &'static str,
    guide: &'static str,
) -> Field {
    Field { path, kind, label, guide, required: true }
}

/// Every key, in the order of the starter file.
pub const FIELDS: &[Field] = &[
    required("year", FieldKind::Year, "报告年度", "格式由报告年度决定"),
    field("schemas", FieldKind::Text, "地方规则文件夹", "只有采用本地规则时才写，如 ../wuwei"),
    field("edition", FieldKind::Text, "地方格式", "只有使用地方格式时才写，如 hubei-2020"),
    field("previous", FieldKind::Text, "上年数据文件", "用于核对上年结转、现行有效件数等"),
    required("agency.name", FieldKind::Text, "机关名称", "全称，印在标题和引言中"),
    required("agency.kind", FieldKind::AgencyKind, "机关类别", "填规定的词之一"),
    field(
        "agency.scope",
        FieldKind::Word(&[("organ", "本机关"), ("aggregate", "逐级汇总的本级政府年度报告")]),
        "报告范围",
        "organ 为本机关，aggregate 为逐级汇总的本级政府年度报告",
    ),
    field("agency.short_names", FieldKind::Texts, "简称", "正文中使用的简称"),
    field("agency.ancestors", FieldKind::Texts, "上级地名", "正文中可以出现的上级地名"),
    field("agency.founded", FieldKind::Date, "成立日期", "报告年度内成立的机关填写"),
    field("agency.contact.unit", FieldKind::Text, "联系单位", ""),
    field("agency.contact.address", FieldKind::Text, "地址", ""),
    field("agency.contact.postcode", FieldKind::Text, "邮政编码", ""),
    field("agency.contact.phone", FieldKind::Text, "联系电话", "办公电话"),
    field("agency.contact.fax", FieldKind::Text, "传真", ""),
    field("agency.contact.email", FieldKind::Text, "电子邮箱", "工作邮箱"),
    field("agency.contact.hours", FieldKind::Text, "办公时间", ""),
    field("agency.contact.website", FieldKind::Text, "网站", "报告电子版的下载网址"),
    field("publication.date", FieldKind::Date, "成文日期", "公开日期，写作 2024-01-09"),
    field("publication.title", FieldKind::Text, "标题", "一般不写，按统一格式生成"),
    field("publication.index_number", FieldKind::Text, "索引号", ""),
    field("publication.document_number", FieldKind::Text, "文号", ""),
    field("publication.url", FieldKind::Text, "公开网址", ""),
    field("publication.period", FieldKind::Text, "统计期限", "一般不写，为全年"),
    field("publication.sign", FieldKind::Flag, "落款", "在文末印机关名称和日期"),
    field("narrative.preamble", FieldKind::Narrative, "引言", "一般不写，由模板写出标准引言"),
    field("processing_fee.requests", FieldKind::Cases, "收取信息处理费件数", "没有的填 0"),
    field("processing_fee.amount", FieldKind::Yuan, "收取信息处理费金额（元）", "没有的填 0"),
    field("local.deadline", FieldKind::Date, "本地要求的公布日期", "本地通知有要求的才写"),
    field(
        "local.section6",
        FieldKind::Texts,
        "第六部分应报告的事项",
        "本地通知有要求的才写，每项写一个正文里应有的词，如“政务公开工作要点”",
    ),
    field(
        "waive",
        FieldKind::Waivers,
        "有意保留的问题",
        "写明规则 rule、单元格 cell 和理由 reason",
    ),
];

/// The keys that an edition asks for.
pub fn of(edition: &Edition) -> impl Iterator<Item = &'static Field> {
    let fee = edition.processing_fee;
    FIELDS.iter().filter(move |field| fee || field.table() != "processing_fee")
}

/// The tables these keys stand in, and what they are for.
pub const SECTIONS: &[(&str, &str)] = &[
    ("agency", "报告机关"),
    ("agency.contact", "联系方式，由标准引言印出"),
    ("publication", "公开信息"),
    ("narrative", "正文，用 Markdown 的基本写法，分段空一行"),
    ("local", "本地通知的要求，没有的不写"),
    ("processing_fee", "信息处理费，印在“其他需要报告的事项”开头；没有收取的也填 0"),
];

/// The keys of an entry of `[[waive]]`.
pub const WAIVER_KEYS: &[(&str, &str)] =
    &[("rule", "规则编号"), ("cell", "单元格"), ("reason", "理由")];

/// The field of a path.
pub fn find(path: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.path == path)
}
