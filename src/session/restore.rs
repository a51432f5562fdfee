//! What was stored comes back: classes and pictures under the ids that they had, without the backbone.

use serde::Deserialize;

use super::Session;
use crate::error::{Error, Result};

/// A class as it was stored.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredClass {
    /// Its id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Whether it is trained and predicted.
    pub enabled: bool,
}

/// A project as it was stored, without its pictures.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredProject {
    /// The classes that were not removed.
    pub classes: Vec<StoredClass>,
    /// The first id that no class has had yet.
    pub next_class_id: u32,
    /// The first id that no picture has had yet.
    pub next_picture_id: u32,
}

impl Session {
    /// Brings back the classes of a stored project. Ids below its next ones are not given out again.
    ///
    /// # Errors
    /// [`Error::IdTaken`], [`Error::EmptyName`]; then nothing changes.
    pub fn restore(&mut self, stored: StoredProject) -> Result<()> {
        let mut dataset = self.dataset.clone();
        for StoredClass { id, name, enabled } in stored.classes {
            dataset.add_class(Some(id), &name, enabled)?;
        }
        dataset.reserve_ids(stored.next_class_id, stored.next_picture_id);
        self.dataset = dataset;
        Ok(())
    }

    /// Brings back a class that was removed, without its pictures.
    ///
    /// # Errors
    /// [`Error::IdTaken`], [`Error::EmptyName`].
    pub fn restore_class(&mut self, id: u32, name: &str, enabled: bool) -> Result<()> {
        self.dataset.add_class(Some(id), name, enabled).map(drop)
    }

    /// Brings back a picture with its embedding. If it was set `aside`, its whole source is.
    ///
    /// # Errors
    /// [`Error::UnknownClass`], [`Error::IdTaken`]; [`Error::WrongEmbedding`] if it is another network's;
    /// [`Error::NotFinite`] if it has NaN or infinite numbers.
    pub fn restore_picture(
        &mut self,
        id: u32,
        class: u32,
        source: &str,
        enabled: bool,
        aside: bool,
        embedding: Vec<f32>,
    ) -> Result<()> {
        let (expected, found) = (self.backbone.features(), embedding.len());
        if expected != found {
            return Err(Error::WrongEmbedding { expected, found });
        }
        self.dataset.add_picture(Some(id), class, source, enabled, embedding.into())?;
        if aside { self.dataset.set_aside(&[id], true) } else { Ok(()) }
    }
}
