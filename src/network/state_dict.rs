//! A file's tensors under an architecture's own names.

use std::collections::BTreeMap;

use pupil_kernels::{all_finite, scale};

use super::conv_spec::{ConvSpec, NormSpec};
use super::kernel::{Kernel, StoredKernel};
use super::spec::NamedSpec;
use crate::error::{Error, Result};
use crate::weights::{Stored, Weights};

/// A view of [`Weights`] by the names of a network's layers, whatever names the file has.
pub struct StateDict<'w> {
    tensors: BTreeMap<String, &'w Stored<'w>>,
}

impl<'w> StateDict<'w> {
    /// The view for a network of these blocks.
    pub fn of(blocks: &[NamedSpec], weights: &'w Weights<'w>) -> Self {
        Self::below(blocks, weights, "")
    }

    /// The view of the tensors whose names begin with `prefix`, without it.
    pub(super) fn below(blocks: &[NamedSpec], weights: &'w Weights<'w>, prefix: &str) -> Self {
        // One by one: to collect them would be to sort them, which is kilobytes of code for each type in a small module.
        let mut layers: BTreeMap<&str, &str> = BTreeMap::new();
        layers.extend(blocks.iter().flat_map(|block| block.spec.convs()).flat_map(aliases));
        let named = weights.tensors().filter_map(|(name, stored)| {
            let name = name.strip_prefix(prefix)?;
            let (layer, leaf) = name.rsplit_once('.').unwrap_or(("", name));
            Some((layers.get(layer).map_or(name.to_owned(), |layer| format!("{layer}.{leaf}")), stored))
        });
        let mut tensors = BTreeMap::new();
        tensors.extend(named);
        Self { tensors }
    }

    /// All tensors that the file has.
    pub(super) fn tensors(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.tensors.iter().map(|(name, stored)| (name.as_str(), stored.shape.as_slice()))
    }

    /// The numbers of a convolution, its batch norm folded in.
    ///
    /// In inference mode batch norm is a scale and a shift a channel: `w' = w · γ/√(σ²+ε)`,
    /// `b' = β + (b − μ) · γ/√(σ²+ε)` (Jacob et al. 2018, arXiv:1712.05877, section 3.2). That saves a pass over every
    /// activation.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] if a tensor is missing, of another shape or type, or not finite.
    pub fn kernel(&self, conv: &ConvSpec) -> Result<Kernel> {
        let outputs = conv.channels[1];
        let weight = self.values(&conv.name, "weight", &conv.shape())?;
        let bias = if conv.bias { self.values(&conv.name, "bias", &[outputs])? } else { vec![0.0; outputs] };
        let mut kernel = Kernel { weight, bias };
        if let Some(norm) = &conv.norm {
            self.fold(norm, &mut kernel)?;
        }
        let finite = all_finite(&kernel.weight) && all_finite(&kernel.bias);
        if finite { Ok(kernel) } else { Err(not_finite(&conv.name)) }
    }

    /// The same as it is stored: the weight without its batch norm, which is a scale and a shift.
    ///
    /// # Errors
    /// [`crate::Error::WrongWeights`] if a tensor is missing or of another shape or type.
    pub fn stored(&self, conv: &ConvSpec) -> Result<StoredKernel> {
        let outputs = conv.channels[1];
        let bias = if conv.bias { self.values(&conv.name, "bias", &[outputs])? } else { vec![0.0; outputs] };
        let name = format!("{}.weight", conv.name);
        let weight = Stored::numbers(self.tensors.get(&name).copied(), &name, &conv.shape())?;
        let Some(norm) = &conv.norm else { return Ok(StoredKernel { weight, scale: None, bias }) };
        // Folded into ones, a norm is its scale.
        let mut ones = Kernel { weight: vec![1.0; outputs], bias };
        self.fold(norm, &mut ones)?;
        Ok(StoredKernel { weight, scale: Some(ones.weight), bias: ones.bias })
    }

    fn fold(&self, norm: &NormSpec, kernel: &mut Kernel) -> Result<()> {
        let channels = kernel.bias.len();
        let [gamma, beta, mean, variance] = NormSpec::LEAVES.map(|leaf| self.values(&norm.name, leaf, &[channels]));
        let (gamma, beta, mean, variance) = (gamma?, beta?, mean?, variance?);
        let per_channel = kernel.weight.len() / channels;
        let weights = kernel.weight.chunks_exact_mut(per_channel);
        for (c, (weights, bias)) in weights.zip(&mut kernel.bias).enumerate() {
            let factor = gamma[c] / (variance[c] + norm.epsilon).sqrt();
            scale(weights, factor);
            *bias = beta[c] + (*bias - mean[c]) * factor;
        }
        Ok(())
    }

    fn values(&self, layer: &str, leaf: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let name = format!("{layer}.{leaf}");
        Stored::values(self.tensors.get(&name).copied(), &name, shape)
    }
}

/// The error for a layer whose batch norm makes numbers of its weights that are none.
fn not_finite(layer: &str) -> Error {
    Error::WrongWeights {
        detail: format!("with its batch norm, the layer “{layer}” has weights that are not finite")
    }
}

/// Other packages' names → the network's own.
fn aliases(conv: &ConvSpec) -> impl Iterator<Item = (&str, &str)> {
    let norm = conv.norm.as_ref().map_or("", |norm| norm.name.as_str());
    conv.aliases.iter().flat_map(move |alias| [(&*alias.conv, &*conv.name), (&*alias.norm, norm)])
}
