//! Classes and pictures: adding, renaming, moving, removing. Only a new picture goes through the backbone; no edit throws
//! away what was taught.

use std::sync::Arc;

use super::Session;
use super::messages::{ClassInfo, Project};
use crate::data::{Class, Fingerprint};
use crate::error::{Error, ErrorData, Result};
use crate::picture::Pixels;

/// What became of an added picture.
#[derive(Clone, Debug)]
pub struct Added {
    /// Its id from now on.
    pub id: u32,
    /// What the backbone made of it, to be kept with the picture.
    pub embedding: Arc<[f32]>,
    /// The centre square as the backbone saw it.
    pub square: Pixels,
}

impl Session {
    /// Adds a class and returns its id. A given `id` restores a class that was stored.
    ///
    /// # Errors
    /// [`crate::Error::EmptyName`] if nothing but blanks is left of `name`.
    pub fn add_class(&mut self, id: Option<u32>, name: &str, enabled: bool) -> Result<u32> {
        self.dataset.add_class(id, name, enabled)
    }

    /// Renames a class. What was taught stays: a head knows ids, not names.
    ///
    /// # Errors
    /// [`crate::Error::UnknownClass`], [`crate::Error::EmptyName`].
    pub fn rename_class(&mut self, id: u32, name: &str) -> Result<()> {
        self.dataset.rename_class(id, name)
    }

    /// Takes a class out of training and prediction, or back in.
    ///
    /// # Errors
    /// [`crate::Error::UnknownClass`].
    pub fn set_class_enabled(&mut self, id: u32, enabled: bool) -> Result<()> {
        self.dataset.set_class_enabled(id, enabled)
    }

    /// Removes a class with its pictures.
    ///
    /// # Errors
    /// [`crate::Error::UnknownClass`].
    pub fn remove_class(&mut self, id: u32) -> Result<()> {
        self.dataset.remove_class(id)
    }

    /// Adds a picture to a class. Pictures of one `source` (a webcam burst, say) are never parted between training and
    /// validation.
    ///
    /// # Errors
    /// [`crate::Error::UnknownClass`]; [`crate::Error::SourceAside`] if the source is set aside for testing;
    /// [`crate::Error::Device`] if the device fails. Then nothing was added.
    pub async fn add_picture(&mut self, class: u32, source: &str, pixels: &Pixels) -> Result<Added> {
        self.add(class, source, pixels, false).await
    }

    /// Adds a picture that is set aside for testing: it is neither trained on nor held out to choose between epochs.
    ///
    /// # Errors
    /// [`crate::Error::UnknownClass`]; [`crate::Error::SourceTaught`] if the source is used for teaching;
    /// [`crate::Error::Device`] if the device fails. Then nothing was added.
    pub async fn add_test_picture(&mut self, class: u32, source: &str, pixels: &Pixels) -> Result<Added> {
        self.add(class, source, pixels, true).await
    }

    async fn add(&mut self, class: u32, source: &str, pixels: &Pixels, testing: bool) -> Result<Added> {
        self.dataset.class(class)?;
        self.dataset.check_purpose(source, testing)?;
        let square = self.backbone.preprocess().square(pixels);
        let embedding: Arc<[f32]> = self.embed(&square).await?.into();
        let id = self.dataset.add_picture(None, class, source, true, embedding.clone())?;
        self.dataset.set_aside(&[id], testing)?;
        Ok(Added { id, embedding, square })
    }

    /// Sets the sources of pictures aside for testing, or takes them back for teaching: whole sources, so that near-copies
    /// never stand on both sides.
    ///
    /// # Errors
    /// [`crate::Error::UnknownPicture`]; then nothing changes.
    pub fn set_pictures_aside(&mut self, ids: &[u32], aside: bool) -> Result<()> {
        self.dataset.set_aside(ids, aside)
    }

    /// Adds a picture that was stored, with its embedding.
    ///
    /// # Errors
    /// [`crate::Error::UnknownClass`]; [`crate::Error::WrongEmbedding`] if it is another network's.
    pub fn restore_picture(
        &mut self,
        id: u32,
        class: u32,
        source: &str,
        enabled: bool,
        embedding: Vec<f32>,
    ) -> Result<()> {
        let (expected, found) = (self.backbone.features(), embedding.len());
        if expected != found {
            return Err(Error::WrongEmbedding { expected, found });
        }
        self.dataset.add_picture(Some(id), class, source, enabled, embedding.into()).map(drop)
    }

    /// Removes pictures.
    ///
    /// # Errors
    /// [`crate::Error::UnknownPicture`]; then none is removed.
    pub fn remove_pictures(&mut self, ids: &[u32]) -> Result<()> {
        self.dataset.remove_pictures(ids)
    }

    /// Moves pictures to another class.
    ///
    /// # Errors
    /// [`crate::Error::UnknownPicture`], [`crate::Error::UnknownClass`]; then none is moved.
    pub fn move_pictures(&mut self, ids: &[u32], class: u32) -> Result<()> {
        self.dataset.move_pictures(ids, class)
    }

    /// Takes pictures out of training, or back in.
    ///
    /// # Errors
    /// [`crate::Error::UnknownPicture`]; then nothing changes.
    pub fn set_pictures_enabled(&mut self, ids: &[u32], enabled: bool) -> Result<()> {
        self.dataset.set_pictures_enabled(ids, enabled)
    }

    /// Everything a page shows.
    pub fn project(&self) -> Project {
        Project {
            classes: self.dataset.classes().map(|class| self.class_info(class)).collect(),
            disabled_pictures: self
                .dataset
                .pictures()
                .filter(|picture| !picture.enabled)
                .map(|picture| picture.id)
                .collect(),
            aside_pictures: self
                .dataset
                .pictures()
                .filter(|picture| self.dataset.is_aside(picture))
                .map(|picture| picture.id)
                .collect(),
            trained: self.taught.as_ref().map(|taught| taught.model.header.info.clone()),
            needs_training: self.needs_training(),
            cannot_train: self.dataset.training_classes().err().as_ref().map(ErrorData::from),
            settings: self.settings.clone(),
            backbone: self.backbone.name().to_owned(),
            architecture: self.backbone.architecture(),
            blocks: self.backbone.network().blocks.len(),
        }
    }

    fn class_info(&self, class: &Class) -> ClassInfo {
        ClassInfo {
            id: class.id,
            name: class.name.clone(),
            enabled: class.enabled,
            pictures: self.dataset.pictures_of(class.id).map(|picture| picture.id).collect(),
            sources: self.dataset.sources_of(class.id),
        }
    }

    /// Whether a run would learn from other pictures or other labels than the head in use did.
    fn needs_training(&self) -> bool {
        self.taught.as_ref().is_none_or(|taught| taught.model.header.fingerprint != Fingerprint::of(&self.dataset))
    }
}
