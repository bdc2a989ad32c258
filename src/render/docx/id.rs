//! Ids of the styles the body uses.

pub(super) const TITLE: &str = "Title";
pub(super) const HEADINGS: [&str; 4] = ["Heading1", "Heading2", "Heading3", "Heading4"];
pub(super) const BODY: &str = "BodyIndent";
pub(super) const LIST: &str = "ListItem";
pub(super) const NOTE: &str = "TableNote";
pub(super) const SIGNATURE: &str = "Signature";
pub(super) const CAPTION: &str = "Caption";
pub(super) const PICTURE: &str = "Picture";
pub(super) const TABLE: &str = "ReportTable";
pub(super) const TABLE_TEXT: &str = "TableText";
pub(super) const TABLE_FIGURE: &str = "TableFigure";
pub(super) const TABLE_HEAD: &str = "TableHead";
pub(super) const STRONG: &str = "Emphasis";
pub(super) const LEAD: &str = "Lead";
pub(super) const HEADER: &str = "Header";
pub(super) const FOOTER: &str = "Footer";
pub(super) const PAGE_NUMBER: &str = "PageNumber";
