//! The web page: one file that needs no other, and no script.
//!
//! `templates/page.html.jinja` is the structure, `templates/style.css` the
//! look; an office may replace both. This module hands them finished strings.

mod context;
mod css;
mod inline;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, context};

use super::{Look, RenderError, Renderer};
use crate::document::Document;

/// The built-in page template.
pub const PAGE: &str = include_str!("../../templates/page.html.jinja");

/// The built-in style sheet. Faces, sizes and paper come from the theme, as
/// custom properties in front of it.
pub const STYLE: &str = include_str!("../../templates/style.css");

/// The name of the page template in messages, as in the folder of an office.
const NAME: &str = "page.html.jinja";

/// HTML, one file.
#[derive(Debug, Clone, Copy)]
pub struct Html;

impl Renderer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn render(&self, document: &Document, look: Look<'_>) -> Result<Vec<u8>, RenderError> {
        let sheet = format!("{}{}", css::properties(look.theme), look.style);
        let page = fill(
            document,
            look.page,
            context! {
                fragment => false,
                sheet => Value::from_safe_string(css::contained(&sheet)),
                inline => Value::UNDEFINED,
            },
        )?;
        Ok(page.into_bytes())
    }
}

/// The report without the page around it, for a content management system that
/// strips style sheets and classes: every element brings its own `style`. The
/// title is in it as `h1`; [`Look::style`] plays no part.
pub fn fragment(document: &Document, look: Look<'_>) -> Result<String, RenderError> {
    fill(
        document,
        look.page,
        context! {
            fragment => true,
            sheet => Value::UNDEFINED,
            inline => inline::styles(look.theme),
        },
    )
}

fn fill(document: &Document, template: &str, medium: Value) -> Result<String, RenderError> {
    let run = || {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .keep_trailing_newline(true)
                .build()?,
        );
        environment.set_debug(true); // keeps the range of a wrong expression
        environment.add_template(NAME, template)?;
        environment.get_template(NAME)?.render(context! { ..context::of(document), ..medium })
    };
    run().map_err(|error| RenderError::Template(explain(&error)))
}

/// `page.html.jinja 第 12 行：没有这个名字：titel`
fn explain(error: &Error) -> String {
    // The wrong expression mostly says enough; else the library's own words.
    let (what, detail) = match error.kind() {
        ErrorKind::UndefinedError => ("没有这个名字", None),
        ErrorKind::UnknownFilter => ("没有这个过滤器", None),
        ErrorKind::UnknownTest => ("没有这种判断", None),
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => ("没有这个函数", None),
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude => ("不能引用其他模板", None),
        ErrorKind::SyntaxError | ErrorKind::BadEscape => ("写法有误", error.detail()),
        _ => ("无法执行", error.detail()),
    };
    let name = error.name().unwrap_or(NAME);
    let line = error.line().map(|line| format!(" 第 {line} 行")).unwrap_or_default();
    let expression = error
        .template_source()
        .zip(error.range())
        .and_then(|(source, range)| source.get(range))
        .map(|expression| format!("：{expression}"))
        .unwrap_or_default();
    let detail = detail.map(|detail| format!("（{detail}）")).unwrap_or_default();
    format!("{name}{line}：{what}{expression}{detail}")
}
