//! What the parts, tables, rows and columns of a form mean, whatever a form
//! calls them and in whatever order it prints them.
//!
//! Rules ask for roles. A role path is written like the address of a cell,
//! `requests.new.total`: the roles of a table, a row and a column. Each name
//! stands here with what it is called in messages; the meanings are those of
//! the notices (国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号) and of 条例
//! articles 20, 36 to 39.

/// Parts.
pub const PARTS: &[(&str, &str)] = &[
    ("overview", "总体情况"),
    ("disclosure", "主动公开政府信息情况"),
    ("requests", "收到和处理政府信息公开申请情况"),
    ("disputes", "行政复议、行政诉讼情况"),
    ("problems", "存在的主要问题及改进情况"),
    ("other", "其他需要报告的事项"),
];

/// Tables.
pub const TABLES: &[(&str, &str)] = &[
    ("documents", "规章、规范性文件"),
    ("licensing", "行政许可"),
    ("enforcement", "行政处罚、行政强制"),
    ("fees", "行政事业性收费"),
    ("procurement", "政府集中采购"),
    ("requests", "收到和处理政府信息公开申请"),
    ("disputes", "行政复议、行政诉讼"),
];

/// Rows.
pub const ROWS: &[(&str, &str)] = &[
    ("rules", "规章"),
    ("normative", "规范性文件"),
    ("licences", "行政许可"),
    ("other_services", "其他对外管理服务事项"),
    ("penalties", "行政处罚"),
    ("coercion", "行政强制"),
    ("administrative", "行政事业性收费"),
    ("central", "政府集中采购"),
    ("new", "本年新收"),
    ("carried_in", "上年结转"),
    ("granted", "予以公开"),
    ("partly_granted", "部分公开"),
    ("refused.state_secret", "属于国家秘密"),
    ("refused.forbidden_by_law", "其他法律行政法规禁止公开"),
    ("refused.security_and_stability", "危及“三安全一稳定”"),
    ("refused.third_party_rights", "保护第三方合法权益"),
    ("refused.internal_affairs", "属于三类内部事务信息"),
    ("refused.deliberative", "属于四类过程性信息"),
    ("refused.enforcement_files", "属于行政执法案卷"),
    ("refused.inquiry", "属于行政查询事项"),
    ("unavailable.not_held", "本机关不掌握相关政府信息"),
    ("unavailable.not_compiled", "没有现成信息需要另行制作"),
    ("unavailable.unclear", "补正后申请内容仍不明确"),
    ("unprocessed.petition", "信访举报投诉类申请"),
    ("unprocessed.duplicate", "重复申请"),
    ("unprocessed.publication", "要求提供公开出版物"),
    ("unprocessed.excessive", "无正当理由大量反复申请"),
    ("unprocessed.reissue", "要求行政机关确认或重新出具已获取信息"),
    ("other", "其他处理"),
    ("other.not_corrected", "逾期不补正"),
    ("other.unpaid", "逾期未缴费"),
    ("other.rest", "其他处理·其他"),
    ("handled", "办理结果总计"),
    ("carried_out", "结转下年度继续办理"),
    ("review", "行政复议"),
    ("direct_suit", "未经复议直接起诉"),
    ("suit_after_review", "复议后起诉"),
];

/// Columns.
pub const COLUMNS: &[(&str, &str)] = &[
    ("issued", "本年制发件数"),
    ("repealed", "本年废止件数"),
    ("in_force", "现行有效件数"),
    ("made", "本年新制作数量"),
    ("opened", "本年新公开数量"),
    ("public_total", "对外公开总数量"),
    ("decisions", "处理决定数量"),
    ("items_last_year", "上一年项目数量"),
    ("change", "本年增/减"),
    ("projects", "采购项目数量"),
    ("amount", "金额"),
    ("person", "自然人"),
    ("enterprise", "商业企业"),
    ("research", "科研机构"),
    ("welfare", "社会公益组织"),
    ("legal", "法律服务机构"),
    ("other", "其他"),
    ("total", "总计"),
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("pending", "尚未审结"),
];

/// What a role is called.
pub fn name(known: &[(&'static str, &'static str)], role: &str) -> Option<&'static str> {
    known.iter().find(|(known, _)| *known == role).map(|(_, name)| *name)
}
