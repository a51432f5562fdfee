//! Views of a picture, as training would see them.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

use super::Session;
use crate::augment::Augmentation;
use crate::error::{Error, Result};
use crate::nn::read;
use crate::nn::views::{apply, levels};
use crate::picture::Pixels;

/// Most views of one call: at 224 × 224 they take 38 MB.
const MAX_VIEWS: usize = 64;

/// Four strengths to choose from, by name.
#[derive(Clone, Debug, Serialize)]
pub struct AugmentationPresets {
    /// [`Augmentation::off`].
    pub off: Augmentation,
    /// [`Augmentation::gentle`].
    pub gentle: Augmentation,
    /// [`Augmentation::textbook`].
    pub textbook: Augmentation,
    /// [`Augmentation::strong`].
    pub strong: Augmentation,
}

impl Default for AugmentationPresets {
    fn default() -> Self {
        Self {
            off: Augmentation::off(),
            gentle: Augmentation::gentle(),
            textbook: Augmentation::textbook(),
            strong: Augmentation::strong(),
        }
    }
}

impl Session {
    /// The square that the backbone sees of a picture.
    pub fn square(&self, pixels: &Pixels) -> Pixels {
        self.backbone.preprocess().square(pixels)
    }

    /// `count` views of a picture, of its own size, computed where the backbone runs and rounded to whole levels. The same
    /// `seed` gives the same views.
    ///
    /// # Errors
    /// [`Error::InvalidSettings`] if `augmentation` is out of its limits or `count` is not from 1 to 64; [`Error::Device`]
    /// if the device fails.
    pub async fn augmented_views(
        &self,
        pixels: &Pixels,
        augmentation: &Augmentation,
        count: usize,
        seed: u32,
    ) -> Result<Vec<Pixels>> {
        augmentation.validate()?;
        check_count(count)?;
        let (width, height) = (pixels.width(), pixels.height());
        let mut rng = ChaCha8Rng::seed_from_u64(u64::from(seed));
        let size = [height as usize, width as usize];
        let views: Vec<_> = (0..count).map(|_| augmentation.draw(size, &mut rng)).collect();
        let pictures = levels(&[pixels], self.backbone.device()).repeat_dim(0, count);
        let seen = read(apply(pictures, &views, augmentation)).await?;
        let planes = seen.chunks_exact(3 * size[0] * size[1]);
        Ok(planes.map(|planes| Pixels::from_levels(planes, width, height)).collect())
    }
}

fn check_count(count: usize) -> Result<()> {
    if (1..=MAX_VIEWS).contains(&count) {
        return Ok(());
    }
    let detail = format!("the number of views is {count}, but must be from 1 to {MAX_VIEWS}");
    Err(Error::InvalidSettings { detail })
}
