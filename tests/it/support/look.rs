//! The look a report has where the office brings no files of its own.

use std::sync::LazyLock;

use gongkai::layout::font::Fonts;
use gongkai::layout::theme::Theme;
use gongkai::render::{Look, html};

pub(crate) static THEME: LazyLock<Theme> = LazyLock::new(Theme::standard);
pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::built_in(&THEME).unwrap());

/// The built-in theme, faces and page.
pub(crate) fn look() -> Look<'static> {
    Look { theme: &THEME, fonts: &FONTS, page: html::PAGE, style: html::STYLE }
}
