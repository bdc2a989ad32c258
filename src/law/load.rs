//! The law in one piece, read from the files of `schemas/`.

use std::sync::{Arc, LazyLock};

use super::edition::Edition;

/// The editions that come with the tool, each after the one it extends.
const FILES: &[&str] = &[
    include_str!("../../schemas/2021.toml"),
    include_str!("../../schemas/2019.toml"),
    include_str!("../../schemas/hubei-2020.toml"),
    include_str!("../../schemas/guangzhou-2018.toml"),
];

static SHIPPED: LazyLock<Arc<Law>> = LazyLock::new(|| {
    let mut editions: Vec<Arc<Edition>> = Vec::new();
    for text in FILES {
        let edition =
            Edition::parse(text, &editions).expect("tests/it/editions.rs checks schemas/");
        editions.push(Arc::new(edition));
    }
    Arc::new(Law { editions })
});

/// Everything the law says, as far as a report can be judged by it.
#[derive(Debug)]
pub struct Law {
    /// The editions of the form, each after the one it extends.
    pub editions: Vec<Arc<Edition>>,
}

impl Law {
    /// What comes with the tool.
    pub fn shipped() -> &'static Arc<Self> {
        &SHIPPED
    }

    /// A law of one edition alone, for what is read and written in that one.
    pub fn of(edition: &Arc<Edition>) -> Arc<Self> {
        Arc::new(Self { editions: vec![Arc::clone(edition)] })
    }

    /// The national edition in force for a report year.
    pub fn in_force(&self, year: u16) -> Option<&Arc<Edition>> {
        self.editions.iter().find(|edition| !edition.local && edition.covers(year))
    }

    /// The edition of an id, e.g. `2021` or `hubei-2020`.
    pub fn edition(&self, id: &str) -> Option<&Arc<Edition>> {
        self.editions.iter().find(|edition| edition.id == id)
    }
}
