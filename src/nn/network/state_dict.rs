//! A file's tensors under the names that an architecture gives them.

use std::collections::BTreeMap;

use super::conv::Kernel;
use super::spec::{ConvSpec, NormSpec};
use crate::error::Result;
use crate::nn::weights::Stored;
use crate::nn::{Architecture, Weights};

/// A view of [`Weights`] by the names of [`Architecture::tensors`], whatever the file's own are.
pub struct StateDict<'w> {
    tensors: BTreeMap<String, &'w Stored<'w>>,
}

impl<'w> StateDict<'w> {
    /// The view for `architecture`.
    pub fn of(architecture: Architecture, weights: &'w Weights<'w>) -> Self {
        let named = weights.tensors().map(|(name, stored)| (architecture.canonical(name), stored));
        Self { tensors: named.collect() }
    }

    /// The numbers of a convolution, its batch norm folded in.
    ///
    /// In inference mode batch norm is a scale and a shift a channel: `w' = w · γ/√(σ²+ε)`, `b' = β − μ · γ/√(σ²+ε)`
    /// (Jacob et al. 2018, arXiv:1712.05877, section 3.2). That saves a pass over every activation.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] if a tensor is missing or of another shape or type.
    pub fn kernel(&self, conv: &ConvSpec) -> Result<Kernel> {
        let mut weight = self.values(&conv.name, "weight", &conv.shape())?;
        let bias = match &conv.norm {
            Some(norm) => self.fold(norm, &mut weight, conv.channels[1])?,
            None => self.values(&conv.name, "bias", &[conv.channels[1]])?,
        };
        Ok(Kernel { weight, bias })
    }

    /// Scales `weight` (outermost axis: output channels) in place and returns the bias.
    fn fold(&self, norm: &NormSpec, weight: &mut [f32], channels: usize) -> Result<Vec<f32>> {
        let values = |leaf: &str| self.values(&norm.name, leaf, &[channels]);
        let (gamma, beta) = (values("weight")?, values("bias")?);
        let (mean, variance) = (values("running_mean")?, values("running_var")?);
        let kernels = weight.chunks_exact_mut(weight.len() / channels);
        let fold_one = |(c, kernel): (usize, &mut [f32])| {
            let scale = gamma[c] / (variance[c] + norm.epsilon).sqrt();
            kernel.iter_mut().for_each(|w| *w *= scale);
            beta[c] - mean[c] * scale
        };
        Ok(kernels.enumerate().map(fold_one).collect())
    }

    fn values(&self, layer: &str, leaf: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let name = format!("{layer}.{leaf}");
        Stored::values(self.tensors.get(&name).copied(), &name, shape)
    }
}
