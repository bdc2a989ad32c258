//! The page around the page: `templates/preview/`.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, context};

use super::wire::State;

const SHELL: &str = include_str!("../../../../templates/preview/index.html");
const PANEL: &str = include_str!("../../../../templates/preview/panel.html");

/// The script of the shell.
pub(super) const SCRIPT: &str = include_str!("../../../../templates/preview/preview.js");

/// The look of the shell.
pub(super) const STYLE: &str = include_str!("../../../../templates/preview/preview.css");

/// The whole shell.
pub(super) fn page(state: &State, token: &str, file: &str) -> String {
    render(
        "index.html",
        context! { token => token, file => file, state => Value::from(Serde(state)) },
    )
}

/// Progress and findings.
pub(super) fn panel(state: &State) -> String {
    render("panel.html", context! { state => Value::from(Serde(state)) })
}

/// The templates, read once.
static TEMPLATES: LazyLock<Result<Environment<'_>, Error>> = LazyLock::new(|| {
    let mut env = Environment::new();
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    env.add_template("index.html", SHELL)?;
    env.add_template("panel.html", PANEL)?;
    Ok(env)
});

/// Templates that come with the program; what could be wrong in them is shown.
fn render(name: &str, context: Value) -> String {
    let rendered = TEMPLATES.as_ref().map_err(Error::to_string).and_then(|templates| {
        let page = templates.get_template(name).and_then(|page| page.render(context));
        page.map_err(|error| error.to_string())
    });
    rendered.unwrap_or_else(|message| format!("<p>{}</p>", message.replace('<', "&lt;")))
}
