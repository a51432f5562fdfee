//! Augmented views of each picture, which the instant model can learn from as further pictures of the same source.

use super::Session;
use crate::augment::Augmentation;
use crate::data::fnv1a;
use crate::error::Result;
use crate::picture::Pixels;

/// Views of each picture.
const VIEWS: usize = 5;

impl Session {
    /// Ids of the training pictures that have no views yet, in their order.
    pub fn pictures_without_views(&self) -> Vec<u32> {
        self.dataset.for_training().filter(|picture| picture.views.is_empty()).map(|picture| picture.id).collect()
    }

    /// How many views each picture gets.
    pub fn view_count(&self) -> usize {
        VIEWS
    }

    /// The embedding of view number `index` of a picture, augmented gently. The same picture always gives the same views.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn embed_view(&self, pixels: &Pixels, index: u32) -> Result<Vec<f32>> {
        let square = self.square(pixels);
        let seed = (fnv1a(square.rgb().iter().copied()) as u32).wrapping_add(index);
        let views = self.augmented_views(&square, &Augmentation::gentle(), 1, seed).await?;
        self.embed(&views[0]).await
    }

    /// Has the instant model learn from views of a picture, too: their embeddings, one after another.
    ///
    /// # Errors
    /// [`crate::Error::UnknownPicture`]; [`crate::Error::WrongEmbedding`] if they are another network's; [`crate::Error::NotFinite`].
    pub fn set_views(&mut self, id: u32, embeddings: &[f32]) -> Result<()> {
        let views = embeddings.chunks(self.backbone.features());
        views.clone().try_for_each(|view| self.check_features(view))?;
        self.dataset.set_views(id, views.map(Into::into).collect())?;
        self.instant.forget_pictures();
        Ok(())
    }

    /// Has the instant model learn from the pictures alone.
    pub fn clear_views(&mut self) {
        self.dataset.clear_views();
        self.instant.forget_pictures();
    }
}
