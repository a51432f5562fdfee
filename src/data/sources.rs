//! The sources of a dataset, and what each is for.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};

/// How many pictures there are of each source, and which sources are set aside for testing. A source stays set aside when its
/// pictures are removed: they may be restored.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sources {
    pictures: BTreeMap<String, usize>,
    aside: BTreeSet<String>,
}

impl Sources {
    /// Counts a picture of `source` in.
    pub(super) fn add(&mut self, source: &str) {
        *self.pictures.entry(source.to_owned()).or_default() += 1;
    }

    /// Counts a picture of `source` out.
    pub(super) fn remove(&mut self, source: &str) {
        match self.pictures.get_mut(source) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(self.pictures.remove(source)),
        }
    }

    /// Sets a source aside for testing, or takes it back for training.
    pub(super) fn set_aside(&mut self, source: &str, aside: bool) {
        if aside {
            self.aside.insert(source.to_owned());
        } else {
            self.aside.remove(source);
        }
    }

    /// Whether a source is set aside.
    pub(super) fn is_aside(&self, source: &str) -> bool {
        self.aside.contains(source)
    }

    /// Checks that a new picture of `source` may be added for testing, or for training.
    ///
    /// # Errors
    /// [`Error::SourceTrained`] or [`Error::SourceAside`] if other pictures of the source have the other purpose.
    pub(super) fn check_purpose(&self, source: &str, testing: bool) -> Result<()> {
        match (self.pictures.contains_key(source), self.is_aside(source)) {
            (true, false) if testing => Err(Error::SourceTrained),
            (true, true) if !testing => Err(Error::SourceAside),
            _ => Ok(()),
        }
    }
}
