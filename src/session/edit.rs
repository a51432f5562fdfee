//! Classes and pictures: adding, renaming, moving, removing. Only a new picture goes through the backbone; the model in use
//! stays in use after every edit.

use std::sync::Arc;

use super::Session;
use super::messages::{AddedClass, ClassInfo, Project};
use crate::data::{Class, Fingerprint, Picture};
use crate::error::{ErrorData, Result};
use crate::eval::cosine;
use crate::picture::Pixels;

/// A picture that was added.
#[derive(Clone, Debug)]
pub struct Added {
    /// Its id from now on.
    pub id: u32,
    /// The backbone's embedding of it, to be stored with the picture.
    pub embedding: Arc<[f32]>,
    /// The centre square as the backbone saw it.
    pub square: Pixels,
    /// Its source: the given one, or that of the frame before it.
    pub source: String,
}

/// The cosine of two embeddings from which on two files whose names number them as frames are of one film. Consecutive frames of a
/// panned texture reach 0.94 to 0.99, consecutive photos of one hand sign 0.67 to 0.89.
const MIN_FRAME_SIMILARITY: f64 = 0.93;

impl Session {
    /// Adds a class.
    ///
    /// # Errors
    /// [`crate::Error::EmptyName`] if `name` is blank.
    pub fn add_class(&mut self, name: &str) -> Result<AddedClass> {
        let id = self.dataset.add_class(None, name, true)?;
        Ok(AddedClass { id, name: self.dataset.class(id)?.name.clone() })
    }

    /// Renames a class, and returns the name as it is kept: trimmed, and cut where it is too long. The model in use knows
    /// ids, not names, and needs no training.
    ///
    /// # Errors
    /// [`crate::Error::UnknownClass`], [`crate::Error::EmptyName`].
    pub fn rename_class(&mut self, id: u32, name: &str) -> Result<String> {
        self.dataset.rename_class(id, name)?;
        Ok(self.dataset.class(id)?.name.clone())
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
    /// validation. A picture set `aside` for testing is neither trained on nor held out to choose between epochs.
    ///
    /// # Errors
    /// [`crate::Error::UnknownClass`]; [`crate::Error::SourceAside`] or [`crate::Error::SourceTrained`] if other pictures
    /// of the source have the other purpose; [`crate::Error::Device`] if the device fails. Then nothing was added.
    pub async fn add_picture(&mut self, class: u32, source: &str, aside: bool, pixels: &Pixels) -> Result<Added> {
        self.add_frame(class, source, aside, pixels, None).await
    }

    /// Adds a picture as [`Session::add_picture`] does. If it is nearly the same as the picture `before`, whose file's number
    /// precedes its own, the two are frames of one film: then it gets that picture's source in place of `source`.
    ///
    /// # Errors
    /// Those of [`Session::add_picture`].
    pub async fn add_frame(
        &mut self,
        class: u32,
        source: &str,
        aside: bool,
        pixels: &Pixels,
        before: Option<u32>,
    ) -> Result<Added> {
        self.dataset.class(class)?;
        self.dataset.check_purpose(source, aside)?;
        let square = self.square(pixels);
        let embedding: Arc<[f32]> = self.embed_square(&square).await?.into();
        let before = before.and_then(|id| self.dataset.picture(id).ok());
        let film = before.filter(|frame| self.is_next_frame(frame, class, aside, &embedding));
        let source = film.map_or(source, |frame| &frame.source).to_owned();
        let id = self.dataset.add_picture(None, class, &source, true, embedding.clone())?;
        self.dataset.set_aside(&[id], aside)?;
        Ok(Added { id, embedding, square, source })
    }

    fn is_next_frame(&self, before: &Picture, class: u32, aside: bool, embedding: &[f32]) -> bool {
        let same_use = before.class == class && self.dataset.is_aside(before) == aside;
        same_use && cosine(&before.embedding, embedding) >= MIN_FRAME_SIMILARITY
    }

    /// Sets the sources of pictures aside for testing, or takes them back for training: whole sources, so that near-copies
    /// never stand on both sides.
    ///
    /// # Errors
    /// [`crate::Error::UnknownPicture`]; then nothing changes.
    pub fn set_pictures_aside(&mut self, ids: &[u32], aside: bool) -> Result<()> {
        self.dataset.set_aside(ids, aside)
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
            trained: self.model.as_ref().map(|model| model.header().info.clone()),
            needs_training: self.needs_training(),
            cannot_train: self.dataset.training_classes().err().as_ref().map(ErrorData::from),
            settings: self.settings.clone(),
            backbone: self.backbone.name().to_owned(),
            architecture: self.backbone.architecture(),
            blocks: self.backbone.block_count(),
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

    /// Whether a run would learn from other pictures or other labels than the model in use did.
    fn needs_training(&self) -> bool {
        self.model.as_ref().is_none_or(|model| model.header().fingerprint != Fingerprint::of(&self.dataset))
    }
}
