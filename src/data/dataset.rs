//! Classes and pictures. An edit that names an unknown id changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::class::{Class, checked_name};
use super::picture::Picture;
use super::sources::Sources;
use crate::error::{Error, Result};

/// All classes and pictures, in the order of their ids. Ids of what was removed are not given out again.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dataset {
    classes: BTreeMap<u32, Class>,
    pictures: BTreeMap<u32, Picture>,
    sources: Sources,
    next_class: u32,
    next_picture: u32,
}

impl Dataset {
    /// Adds a class and returns its id: `id` where one is given (to restore a class), else a new one.
    ///
    /// # Errors
    /// [`Error::EmptyName`] and [`Error::IdTaken`].
    pub fn add_class(&mut self, id: Option<u32>, name: &str, enabled: bool) -> Result<u32> {
        let name = checked_name(name)?;
        let id = free_id(id, &mut self.next_class, |id| self.classes.contains_key(&id))?;
        self.classes.insert(id, Class { id, name, enabled });
        Ok(id)
    }

    /// Gives a class another name.
    ///
    /// # Errors
    /// [`Error::UnknownClass`] and [`Error::EmptyName`].
    pub fn rename_class(&mut self, id: u32, name: &str) -> Result<()> {
        let class = self.class_mut(id)?;
        class.name = checked_name(name)?;
        Ok(())
    }

    /// Sets whether a class is trained.
    ///
    /// # Errors
    /// [`Error::UnknownClass`].
    pub fn set_class_enabled(&mut self, id: u32, enabled: bool) -> Result<()> {
        self.class_mut(id)?.enabled = enabled;
        Ok(())
    }

    /// Gives out no ids below these from now on: they may be of classes and pictures that were removed.
    pub fn reserve_ids(&mut self, next_class: u32, next_picture: u32) {
        self.next_class = self.next_class.max(next_class);
        self.next_picture = self.next_picture.max(next_picture);
    }

    /// Removes a class together with its pictures.
    ///
    /// # Errors
    /// [`Error::UnknownClass`].
    pub fn remove_class(&mut self, id: u32) -> Result<()> {
        self.classes.remove(&id).ok_or(Error::UnknownClass { id })?;
        let pictures: Vec<u32> = self.pictures_of(id).map(|picture| picture.id).collect();
        self.remove_pictures(&pictures)
    }

    /// Adds a picture and returns its id: `id` where one is given (to restore a picture), else a new one.
    ///
    /// # Errors
    /// [`Error::UnknownClass`] and [`Error::IdTaken`]; [`Error::NotFinite`] if the embedding has NaN or infinite numbers.
    pub fn add_picture(
        &mut self,
        id: Option<u32>,
        class: u32,
        source: &str,
        enabled: bool,
        embedding: Arc<[f32]>,
    ) -> Result<u32> {
        self.class(class)?;
        check_finite(&embedding, || id.map_or("the new picture".into(), |id| format!("picture {id}")))?;
        let id = free_id(id, &mut self.next_picture, |id| self.pictures.contains_key(&id))?;
        self.sources.add(source);
        let norm = embedding.iter().map(|x| x * x).sum::<f32>().sqrt();
        let source = source.to_owned();
        self.pictures.insert(id, Picture { id, class, source, enabled, embedding, norm, views: Vec::new() });
        Ok(id)
    }

    /// Sets the backbone's outputs for augmented views of a picture, in place of those that it had.
    ///
    /// # Errors
    /// [`Error::UnknownPicture`]; [`Error::NotFinite`] if there are NaN or infinite numbers.
    pub fn set_views(&mut self, id: u32, views: Vec<Arc<[f32]>>) -> Result<()> {
        views.iter().try_for_each(|view| check_finite(view, || format!("a view of picture {id}")))?;
        self.pictures.get_mut(&id).ok_or(Error::UnknownPicture { id })?.views = views;
        Ok(())
    }

    /// Removes the views of all pictures.
    pub fn clear_views(&mut self) {
        self.pictures.values_mut().for_each(|picture| picture.views = Vec::new());
    }

    /// Removes pictures.
    ///
    /// # Errors
    /// [`Error::UnknownPicture`]; then none is removed.
    pub fn remove_pictures(&mut self, ids: &[u32]) -> Result<()> {
        self.check_pictures(ids)?;
        for id in ids {
            if let Some(picture) = self.pictures.remove(id) {
                self.sources.remove(&picture.source);
            }
        }
        Ok(())
    }

    /// Moves pictures to another class.
    ///
    /// # Errors
    /// [`Error::UnknownClass`] and [`Error::UnknownPicture`]; then none is moved.
    pub fn move_pictures(&mut self, ids: &[u32], class: u32) -> Result<()> {
        self.class(class)?;
        self.change_pictures(ids, |picture| picture.class = class)
    }

    /// Sets whether pictures are trained.
    ///
    /// # Errors
    /// [`Error::UnknownPicture`]; then none is changed.
    pub fn set_pictures_enabled(&mut self, ids: &[u32], enabled: bool) -> Result<()> {
        self.change_pictures(ids, |picture| picture.enabled = enabled)
    }

    /// Sets the sources of pictures aside for testing, or takes them back for training: whole sources, with the pictures of
    /// them that are not named or come later.
    ///
    /// # Errors
    /// [`Error::UnknownPicture`]; then nothing changes.
    pub fn set_aside(&mut self, ids: &[u32], aside: bool) -> Result<()> {
        self.check_pictures(ids)?;
        for id in ids {
            self.sources.set_aside(&self.pictures[id].source, aside);
        }
        Ok(())
    }

    /// Checks that a new picture from `source` may be added for testing, or for training.
    ///
    /// # Errors
    /// [`Error::SourceTrained`] or [`Error::SourceAside`] if other pictures of the source have the other purpose.
    pub fn check_purpose(&self, source: &str, testing: bool) -> Result<()> {
        self.sources.check_purpose(source, testing)
    }

    /// Whether a picture is set aside for testing: never trained on, and never held out to choose between epochs.
    pub fn is_aside(&self, picture: &Picture) -> bool {
        self.sources.is_aside(&picture.source)
    }

    /// The class with this id.
    ///
    /// # Errors
    /// [`Error::UnknownClass`].
    pub fn class(&self, id: u32) -> Result<&Class> {
        self.classes.get(&id).ok_or(Error::UnknownClass { id })
    }

    /// The picture with this id.
    ///
    /// # Errors
    /// [`Error::UnknownPicture`].
    pub fn picture(&self, id: u32) -> Result<&Picture> {
        self.pictures.get(&id).ok_or(Error::UnknownPicture { id })
    }

    /// All classes.
    pub fn classes(&self) -> impl Iterator<Item = &Class> {
        self.classes.values()
    }

    /// All pictures.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.pictures.values()
    }

    /// The pictures of a class; none if there is no such class.
    pub fn pictures_of(&self, class: u32) -> impl Iterator<Item = &Picture> {
        self.pictures().filter(move |picture| picture.class == class)
    }

    /// How many distinct sources a class's pictures come from.
    pub fn sources_of(&self, class: u32) -> usize {
        self.pictures_of(class).map(|picture| &picture.source).collect::<BTreeSet<_>>().len()
    }

    /// The training pictures: the enabled pictures of the enabled classes that are not set aside.
    pub fn for_training(&self) -> impl Iterator<Item = &Picture> {
        self.used().filter(|picture| !self.is_aside(picture))
    }

    /// The test set: the enabled pictures of the enabled classes that are set aside.
    pub fn for_testing(&self) -> impl Iterator<Item = &Picture> {
        self.used().filter(|picture| self.is_aside(picture))
    }

    fn used(&self) -> impl Iterator<Item = &Picture> {
        self.pictures().filter(|picture| picture.enabled && self.classes[&picture.class].enabled)
    }

    /// Ids of the classes that training would tell apart: the enabled ones with training pictures. Those without are left out.
    ///
    /// # Errors
    /// [`Error::TooFewClasses`].
    pub fn training_classes(&self) -> Result<Vec<u32>> {
        let filled: BTreeSet<u32> = self.for_training().map(|picture| picture.class).collect();
        if filled.len() < 2 { Err(Error::TooFewClasses) } else { Ok(filled.into_iter().collect()) }
    }

    /// Ids of the enabled classes without training pictures.
    pub fn empty_classes(&self) -> Vec<u32> {
        let filled: BTreeSet<u32> = self.for_training().map(|picture| picture.class).collect();
        self.classes().filter(|class| class.enabled && !filled.contains(&class.id)).map(|class| class.id).collect()
    }

    fn class_mut(&mut self, id: u32) -> Result<&mut Class> {
        self.classes.get_mut(&id).ok_or(Error::UnknownClass { id })
    }

    fn check_pictures(&self, ids: &[u32]) -> Result<()> {
        ids.iter().try_for_each(|&id| self.picture(id).map(drop))
    }

    fn change_pictures(&mut self, ids: &[u32], change: impl Fn(&mut Picture)) -> Result<()> {
        self.check_pictures(ids)?;
        for id in ids {
            self.pictures.entry(*id).and_modify(&change);
        }
        Ok(())
    }
}

fn check_finite(embedding: &[f32], of: impl Fn() -> String) -> Result<()> {
    if embedding.iter().all(|value| value.is_finite()) {
        return Ok(());
    }
    Err(Error::NotFinite { name: format!("embedding of {}", of()) })
}

/// The id that was asked for, or the next one; later ids are larger than both.
fn free_id(asked: Option<u32>, next: &mut u32, taken: impl Fn(u32) -> bool) -> Result<u32> {
    let id = asked.unwrap_or(*next);
    if taken(id) {
        return Err(Error::IdTaken { id });
    }
    *next = id.saturating_add(1).max(*next);
    Ok(id)
}
