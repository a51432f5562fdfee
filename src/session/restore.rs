//! What was stored comes back: classes and pictures under the ids that they had, without the backbone.

use std::hint::black_box;

use serde::Deserialize;

use super::Session;
use crate::data::Dataset;
use crate::error::Result;

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
    /// How many pictures will come back.
    pub pictures: usize,
}

impl Session {
    /// Has the classes of a stored project in place of what is there. Ids below its next ones are not given out again.
    ///
    /// # Errors
    /// [`crate::Error::IdTaken`], [`crate::Error::EmptyName`]; then nothing changes.
    pub fn restore(&mut self, stored: StoredProject) -> Result<()> {
        let mut dataset = Dataset::default();
        for StoredClass { id, name, enabled } in stored.classes {
            dataset.add_class(Some(id), &name, enabled)?;
        }
        dataset.reserve_ids(stored.next_class_id, stored.next_picture_id);
        self.dataset = dataset;
        grow_memory(stored.pictures * self.backbone.features());
        Ok(())
    }

    /// Brings back a class that was removed, without its pictures.
    ///
    /// # Errors
    /// [`crate::Error::IdTaken`], [`crate::Error::EmptyName`].
    pub fn restore_class(&mut self, id: u32, name: &str, enabled: bool) -> Result<()> {
        self.dataset.add_class(Some(id), name, enabled).map(drop)
    }

    /// Brings back a picture with its embedding. If it was set `aside`, its whole source is.
    ///
    /// # Errors
    /// [`crate::Error::UnknownClass`], [`crate::Error::IdTaken`]; [`crate::Error::WrongEmbedding`] if it is another network's;
    /// [`crate::Error::NotFinite`] if it has NaN or infinite numbers.
    pub fn restore_picture(
        &mut self,
        id: u32,
        class: u32,
        source: &str,
        enabled: bool,
        aside: bool,
        embedding: Vec<f32>,
    ) -> Result<()> {
        self.check_features(&embedding)?;
        self.dataset.add_picture(Some(id), class, source, enabled, embedding.into())?;
        if aside { self.dataset.set_aside(&[id], true) } else { Ok(()) }
    }
}

/// Makes room for so many numbers. WebAssembly's memory grows in steps of 64 KB, and a browser may collect its garbage at each:
/// one step for all pictures saves seconds.
fn grow_memory(numbers: usize) {
    drop(black_box(Vec::<f32>::with_capacity(numbers)));
}
