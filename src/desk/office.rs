//! What an office may replace: wording, page, style, theme and fonts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Desk, Error};
use crate::document::template;
use crate::layout::font::{FontFile, Fonts};
use crate::layout::theme::Theme;
use crate::render::{Look, html};

/// Templates and fonts of a run.
#[derive(Debug)]
pub struct Office {
    /// The content template.
    pub report: String,
    /// Paper, grid, type.
    pub theme: Theme,
    /// The faces of the theme.
    pub fonts: Fonts,
    page: String,
    style: String,
}

/// The files an office may replace.
const NAMES: [&str; 4] = ["report.md.jinja", "page.html.jinja", "style.css", "theme.toml"];

impl Office {
    /// How to draw.
    pub fn look(&self) -> Look<'_> {
        Look { theme: &self.theme, fonts: &self.fonts, page: &self.page, style: &self.style }
    }

    /// The files of a folder of templates, whether they exist or not.
    pub fn files(templates: Option<&Path>) -> Vec<PathBuf> {
        let folder = templates.iter();
        folder.flat_map(|folder| NAMES.map(|name| folder.join(name))).collect()
    }
}

impl Desk<'_> {
    /// The content template: that of a folder of templates, or the standard one.
    pub fn template(&self, templates: Option<&Path>) -> Result<String, Error> {
        self.replaced(templates, "report.md.jinja", template::STANDARD)
    }

    /// Everything that decides how a report looks, from a folder of templates
    /// and one of fonts.
    pub fn office(&self, templates: Option<&Path>, fonts: Option<&Path>) -> Result<Office, Error> {
        let theme = match self.own(templates, "theme.toml")? {
            Some(text) => Theme::parse(&text)?,
            None => Theme::standard(),
        };
        let fonts = Fonts::new(&theme, &self.fonts(fonts)?)?;
        Ok(Office {
            report: self.template(templates)?,
            page: self.replaced(templates, "page.html.jinja", html::PAGE)?,
            style: self.replaced(templates, "style.css", html::STYLE)?,
            theme,
            fonts,
        })
    }

    fn replaced(&self, folder: Option<&Path>, name: &str, standard: &str) -> Result<String, Error> {
        Ok(self.own(folder, name)?.unwrap_or_else(|| standard.to_owned()))
    }

    /// The office's own version of a template, if it has one.
    fn own(&self, folder: Option<&Path>, name: &str) -> Result<Option<String>, Error> {
        let Some(folder) = folder else { return Ok(None) };
        self.list(folder)?;
        let path = folder.join(name);
        if self.files.find(&path).is_some() { self.text(&path).map(Some) } else { Ok(None) }
    }

    fn fonts(&self, folder: Option<&Path>) -> Result<Vec<FontFile>, Error> {
        let Some(folder) = folder else { return Ok(Vec::new()) };
        let mut paths = self.list(folder)?;
        paths.retain(|path| {
            let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str())
        });
        let read = |path: PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok(FontFile { name, data: Arc::from(self.read(&path)?) })
        };
        paths.into_iter().map(read).collect()
    }
}
