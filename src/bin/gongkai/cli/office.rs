//! What an office may replace: wording, page, style, theme and fonts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gongkai::document::template;
use gongkai::layout::font::{FontFile, Fonts};
use gongkai::layout::theme::Theme;
use gongkai::render::{Look, html};

use super::Error;
use crate::project::{read_bytes, read_text};

/// Templates and fonts of a run.
#[derive(Debug)]
pub(crate) struct Office {
    /// The content template.
    pub(crate) report: String,
    /// Paper, grid, type.
    pub(super) theme: Theme,
    /// The faces of the theme.
    pub(super) fonts: Fonts,
    page: String,
    style: String,
}

/// The files an office may replace.
const NAMES: [&str; 4] = ["report.md.jinja", "page.html.jinja", "style.css", "theme.toml"];

#[derive(Debug, clap::Args)]
pub(crate) struct TemplateArgs {
    /// 本单位的模板文件夹（report.md.jinja、page.html.jinja、style.css、theme.toml，有哪个用哪个）
    #[arg(long, value_name = "文件夹")]
    templates: Option<PathBuf>,
}

impl TemplateArgs {
    /// The content template in use.
    pub(super) fn report(&self) -> Result<String, Error> {
        replaced(self.templates.as_deref(), "report.md.jinja", template::STANDARD)
    }

    /// The office's own templates, whether they exist or not.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let folder = self.templates.iter();
        folder.flat_map(|folder| NAMES.map(|name| folder.join(name))).collect()
    }

    /// Everything that decides how a report looks.
    pub(crate) fn office(&self, fonts: Option<&Path>) -> Result<Office, Error> {
        let folder = self.templates.as_deref();
        let theme = match own(folder, "theme.toml")? {
            Some(text) => Theme::parse(&text)?,
            None => Theme::standard(),
        };
        let fonts = Fonts::new(&theme, &font_files(fonts)?)?;
        Ok(Office {
            report: self.report()?,
            page: replaced(folder, "page.html.jinja", html::PAGE)?,
            style: replaced(folder, "style.css", html::STYLE)?,
            theme,
            fonts,
        })
    }
}

impl Office {
    /// How to draw.
    pub(crate) fn look(&self) -> Look<'_> {
        Look { theme: &self.theme, fonts: &self.fonts, page: &self.page, style: &self.style }
    }
}

fn replaced(folder: Option<&Path>, name: &str, standard: &str) -> Result<String, Error> {
    Ok(own(folder, name)?.unwrap_or_else(|| standard.to_owned()))
}

/// The office's own version of a template, if it has one.
fn own(folder: Option<&Path>, name: &str) -> Result<Option<String>, Error> {
    let Some(folder) = folder else { return Ok(None) };
    if !folder.is_dir() {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(Error::Read { path: folder.to_owned(), source });
    }
    let path = folder.join(name);
    if path.exists() { read_text(&path).map(Some) } else { Ok(None) }
}

fn font_files(folder: Option<&Path>) -> Result<Vec<FontFile>, Error> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str()) {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(FontFile { name, data: Arc::from(read_bytes(&path)?) })
    };
    paths.into_iter().map(read).collect()
}
