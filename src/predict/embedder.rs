//! A backbone compiled.

use crate::error::{Error, Result};
use crate::infer::{Plan, PretrainedHead};
use crate::network::BackboneFile;
use crate::picture::{Pixels, Preprocess};

/// A backbone that makes embeddings, the same as the session's on the CPU.
pub struct Embedder {
    preprocess: Preprocess,
    plan: Plan,
    pretrained: Option<PretrainedHead>,
}

impl Embedder {
    /// Compiles the backbone in a file of weights.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] if it is no such file, or there is a layer in it that cannot be run.
    pub fn load(file: &[u8]) -> Result<Self> {
        Self::read(file, false)
    }

    /// The same with the classifier that it was published with, if the file has one with labels.
    ///
    /// # Errors
    /// As [`Embedder::load`].
    pub fn naming(file: &[u8]) -> Result<Self> {
        Self::read(file, true)
    }

    fn read(file: &[u8], names: bool) -> Result<Self> {
        let BackboneFile { architecture, preprocess, labels, weights, .. } = BackboneFile::from_bytes(file)?;
        let plan = Plan::load(architecture, preprocess.size as usize, &weights)?;
        let plan =
            plan.ok_or_else(|| Error::WrongWeights { detail: "it has a layer that there is no code for".to_owned() })?;
        let labels = labels.filter(|_| names);
        let pretrained = labels.map(|labels| PretrainedHead::load(&weights, labels, architecture.features()));
        Ok(Self { preprocess, plan, pretrained: pretrained.transpose()? })
    }

    /// The centre square of a picture as the backbone sees it.
    pub fn square(&self, picture: &Pixels) -> Pixels {
        self.preprocess.square(picture)
    }

    /// The embedding of such a square: the mean of each channel of the last map.
    pub fn embed(&self, square: &Pixels) -> Vec<f32> {
        self.plan.run(&self.preprocess.normalise_channels_last(square)).iter().flat_map(|map| map.pooled()).collect()
    }

    /// The most probable labels of a picture, the best first, as the session names them before anything is taught; none without the
    /// classifier.
    pub fn best(&self, picture: &Pixels) -> Vec<(&str, f32)> {
        let head = self.pretrained.as_ref();
        head.map(|head| head.best(&self.embed(&self.square(picture)))).unwrap_or_default()
    }
}
