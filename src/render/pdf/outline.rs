//! The bookmark pane.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{number, text, thousandths};
use crate::layout::{Bookmark, Pages};

/// Adds the bookmarks, nested by level and all open.
pub(super) fn add(tree: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> lopdf::Result<()> {
    let on_a_page = |bookmark: &&Bookmark| bookmark.page < page_ids.len();
    let bookmarks: Vec<&Bookmark> = pages.bookmarks.iter().filter(on_a_page).collect();
    if bookmarks.is_empty() {
        return Ok(());
    }
    let root = tree.new_object_id();
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| tree.new_object_id()).collect();
    let mut entries: Vec<Dictionary> = bookmarks
        .iter()
        .map(|bookmark| {
            let page = page_ids[bookmark.page].into();
            let top = thousandths((pages.paper.1 - bookmark.y).0);
            let place = vec![page, Object::from("XYZ"), Object::Null, top, Object::Null];
            dictionary! { "Title" => text(&bookmark.text), "Dest" => place }
        })
        .collect();
    let mut top = dictionary! { "Type" => "Outlines" };
    for (index, parent) in parents(&bookmarks).into_iter().enumerate() {
        let id = ids[index];
        entries[index].set("Parent", parent.map_or(root, |parent| ids[parent]));
        let above = match parent {
            Some(parent) => &mut entries[parent],
            None => &mut top,
        };
        let before = above.get(b"Last").and_then(Object::as_reference).ok();
        if before.is_none() {
            above.set("First", id);
        }
        above.set("Last", id);
        if let Some(sibling) = before.and_then(|before| ids.iter().position(|&id| id == before)) {
            entries[sibling].set("Next", id);
            entries[index].set("Prev", ids[sibling]);
        }
    }
    for (index, mut entry) in entries.into_iter().enumerate() {
        let below = bookmarks[index + 1..]
            .iter()
            .take_while(|below| below.level > bookmarks[index].level)
            .count();
        if below > 0 {
            entry.set("Count", number(below));
        }
        tree.objects.insert(ids[index], entry.into());
    }
    top.set("Count", number(bookmarks.len()));
    tree.objects.insert(root, top.into());
    let catalog = tree.catalog_mut()?;
    catalog.set("Outlines", root);
    catalog.set("PageMode", "UseOutlines");
    Ok(())
}

/// The entry each one stands under: the nearest before it of a higher rank.
fn parents(bookmarks: &[&Bookmark]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::new();
    for (index, bookmark) in bookmarks.iter().enumerate() {
        while open.last().is_some_and(|&above| bookmarks[above].level >= bookmark.level) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(index);
    }
    parents
}
