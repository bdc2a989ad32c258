//! The theme as a finished `style` for every element of a fragment.

use std::collections::BTreeMap;

use minijinja::value::Value;

use super::css::{banner, family, pt, ratio};
use crate::layout::theme::{Theme, TypeStyle};

/// The `style` of every kind of element, by the class it has in the page.
pub(super) fn styles(theme: &Theme) -> Value {
    let kinds = &theme.style;
    let kind = |style: &TypeStyle| {
        format!(
            "font-family:{};font-size:{};font-weight:normal",
            family(theme, &style.face),
            pt(style.size)
        )
    };
    let leading = ratio(theme.grid.pitch, kinds.body.size);
    let flow = |style: &TypeStyle| {
        format!("{};line-height:{leading};margin:0;text-align:justify;text-indent:2em", kind(style))
    };
    let cell = |style: &TypeStyle, align: &str| {
        format!(
            "{};line-height:1.4;border:1px solid;padding:0.2em;text-align:{align};\
             vertical-align:middle;text-indent:0",
            kind(style)
        )
    };
    let centred = "line-height:1.6;text-align:center;text-indent:0";
    let list = "margin:0;padding:0;list-style-position:inside";
    let (ground, ink) = banner(theme);
    let styles = [
        ("draft", "border:2px solid;color:#b00020;text-align:center".to_owned()),
        ("title", format!("{};{centred};margin:1em 0", kind(&kinds.title))),
        ("line", "display:inline-block".to_owned()),
        ("heading1", flow(&kinds.heading1)),
        ("heading2", flow(&kinds.heading2)),
        ("heading3", flow(&kinds.heading3)),
        ("heading4", flow(&kinds.heading4)),
        ("body", flow(&kinds.body)),
        ("note", flow(&kinds.note)),
        (
            "signature",
            format!("{};text-align:right;text-indent:0;padding-right:4em", flow(&kinds.body)),
        ),
        ("strong", kind(&kinds.strong)),
        ("lead", kind(&kinds.heading2)),
        ("bullets", list.to_owned()),
        ("numbers", list.to_owned()),
        ("item", flow(&kinds.body)),
        ("picture", "margin:1em 0;text-align:center".to_owned()),
        ("image", "max-width:100%;height:auto".to_owned()),
        ("legend", format!("{};{centred}", kind(&kinds.caption))),
        ("scroll", "margin:0.5em 0;overflow-x:auto;position:relative".to_owned()),
        (
            "table",
            format!("border-collapse:collapse;font-size:{};width:100%", pt(kinds.table.size)),
        ),
        ("caption", format!("{};{centred}", kind(&kinds.caption))),
        (
            "unseen",
            "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"
                .to_owned(),
        ),
        (
            "banner",
            format!("{};background-color:{ground};color:{ink}", cell(&kinds.table_head, "center")),
        ),
        ("corner", cell(&kinds.table, "left")),
        ("column", cell(&kinds.table_head, "center;text-wrap:balance")),
        ("group", cell(&kinds.table, "center;text-wrap:balance")),
        ("row", cell(&kinds.table, "left")),
        ("data", cell(&kinds.table, "center")),
    ];
    // Safe: names are escaped for CSS, which leaves nothing HTML would notice.
    let safe = styles.map(|(name, style)| (name, Value::from_safe_string(style)));
    Value::from(BTreeMap::from(safe))
}
