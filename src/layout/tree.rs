//! The logical structure, the bookmarks and the pictures, as they grow.

use std::sync::Arc;

use crate::document::PictureFormat;

use super::pages::{Bookmark, Element, ElementKind};

/// What the pages refer to by index.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) elements: Vec<Element>,
    pub(super) bookmarks: Vec<Bookmark>,
    pub(super) pictures: Vec<(Arc<[u8]>, PictureFormat)>,
    /// Level of the last heading.
    level: u8,
}

impl Default for Tree {
    fn default() -> Self {
        let document = Element { kind: ElementKind::Document, parent: None };
        Self { elements: vec![document], bookmarks: Vec::new(), pictures: Vec::new(), level: 0 }
    }
}

impl Tree {
    /// Adds an element and gives its index.
    pub(super) fn add(&mut self, kind: ElementKind, parent: usize) -> usize {
        self.elements.push(Element { kind, parent: Some(parent) });
        self.elements.len() - 1
    }

    /// The level a heading gets: never more than one deeper than the one before.
    pub(super) fn level(&mut self, wanted: u8) -> u8 {
        self.level = wanted.clamp(1, self.level + 1);
        self.level
    }
}
