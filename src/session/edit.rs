//! Edits of classes and pictures. The model in use stays in use after every one.

use super::Session;
use super::messages::{AddedClass, ClassInfo, Project, Trained};
use crate::data::{Class, Fingerprint};
use crate::error::{ErrorData, Result};

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

    /// The classes with their pictures, in the order they were made.
    pub fn classes(&self) -> Vec<ClassInfo> {
        self.dataset.classes().map(|class| self.class_info(class)).collect()
    }

    /// Ids of the pictures that are disabled.
    pub fn disabled_pictures(&self) -> Vec<u32> {
        self.dataset.pictures().filter(|picture| !picture.enabled).map(|picture| picture.id).collect()
    }

    /// Ids of the pictures that are set aside for testing.
    pub fn aside_pictures(&self) -> Vec<u32> {
        self.dataset.pictures().filter(|picture| self.dataset.is_aside(picture)).map(|picture| picture.id).collect()
    }

    /// What a page shows beside classes and pictures.
    pub fn project(&self) -> Project {
        let now = Fingerprint::of(&self.dataset);
        Project {
            trained: self.in_use().map(|model| Trained::from(&model.header().info)),
            instant: self.instant_info(&now),
            needs_training: self.in_use().is_none_or(|model| model.header().fingerprint != now),
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
}
