use core::fmt;

use serde::Serialize;

use crate::json::View;

/// One thing wrong with a problem file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// JSON pointer.
    pub field: String,
    /// What was there, shortened.
    pub value: String,
    /// What is wrong with it.
    pub detail: String,
    /// What would be right.
    pub remedy: String,
}

/// Most violations that are listed; the rest is counted.
const MAX_LISTED: usize = 100;

/// All that is wrong with a file.
#[derive(Default)]
pub(crate) struct Violations {
    pub listed: Vec<Violation>,
    pub count: usize,
}

impl Violations {
    /// Texts are made only for what is listed.
    pub fn add(&mut self, at: At, value: View, texts: impl FnOnce() -> (String, String)) {
        self.count += 1;
        if self.listed.len() < MAX_LISTED {
            let (detail, remedy) = texts();
            self.listed.push(Violation { field: at.to_string(), value: value.shown(), detail, remedy });
        }
    }

    /// Something that is not there.
    pub fn missing(&mut self, key: &'static str, remedy: &str) {
        self.add(At::key(key), View::Text(""), || ("is missing".to_owned(), remedy.to_owned()));
    }
}

/// A place in a problem file: a key and up to three positions in nested lists; without a key, all of it.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    key: &'a str,
    path: [u32; 3],
    depth: usize,
}

impl<'a> At<'a> {
    pub fn key(key: &'a str) -> Self {
        Self { key, path: [0; 3], depth: 0 }
    }

    pub fn item(mut self, index: usize) -> Self {
        if let Some(place) = self.path.get_mut(self.depth) {
            *place = index as u32;
            self.depth += 1;
        }
        self
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            return Ok(());
        }
        write!(f, "/{}", self.key.replace('~', "~0").replace('/', "~1"))?;
        self.path[..self.depth].iter().try_for_each(|index| write!(f, "/{index}"))
    }
}
