//! Why a file is not a network's weights.

use std::collections::BTreeMap;
use std::fmt;

use super::spec::NamedSpec;
use super::state_dict::StateDict;
use crate::weights::Weights;

/// The tensors of a file against those of a network. Its classifier may be of any kind, or not there; scalars, such as a best
/// accuracy, do not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Misfit {
    /// Names that the file lacks.
    pub missing: Vec<String>,
    /// Names that the network does not know.
    pub extra: Vec<String>,
    /// Names with the shape in the file and the one that is needed.
    pub reshaped: Vec<(String, Vec<usize>, Vec<usize>)>,
    /// How many tensors fit.
    pub fitting: usize,
}

/// Layers after the last feature map, as torchvision, timm and efficientnet_lite_pytorch call them; and Inception's
/// auxiliary head.
const TOP: [&str; 6] = ["fc.", "classifier.", "head.", "pre_logits.", "_fc.", "AuxLogits."];
/// Used by training only.
const COUNTER: &str = "num_batches_tracked";

impl Misfit {
    /// Compares `weights` with a network of these blocks.
    pub fn of(blocks: &[NamedSpec], weights: &Weights) -> Self {
        Self::below(blocks, weights, "")
    }

    /// Compares the tensors whose names begin with `prefix`.
    pub(super) fn below(blocks: &[NamedSpec], weights: &Weights, prefix: &str) -> Self {
        let state = StateDict::below(blocks, weights, prefix);
        let mut found: BTreeMap<&str, &[usize]> = BTreeMap::new();
        found.extend(state.tensors());
        let mut misfit = Self::default();
        for (name, shape) in blocks.iter().flat_map(|block| block.spec.convs()).flat_map(|conv| conv.tensors()) {
            match found.remove(&*name) {
                None => misfit.missing.push(name),
                Some(other) if other != shape => misfit.reshaped.push((name, other.to_vec(), shape)),
                Some(_) => misfit.fitting += 1,
            }
        }
        let of_the_network = |(name, shape): &(&str, &[usize])| {
            !shape.is_empty() && !name.ends_with(COUNTER) && !TOP.iter().any(|top| name.starts_with(top))
        };
        misfit.extra = found.into_iter().filter(of_the_network).map(|(name, _)| name.to_owned()).collect();
        misfit
    }

    /// How many tensors are wrong.
    pub fn count(&self) -> usize {
        self.missing.len() + self.extra.len() + self.reshaped.len()
    }

    /// Share of the tensors of file and network together that fit, 0 … 1 (the Jaccard index).
    pub fn similarity(&self) -> f64 {
        self.fitting as f64 / (self.fitting + self.count()).max(1) as f64
    }
}

impl fmt::Display for Misfit {
    /// `2 tensors are missing (a, b); 1 tensor is of another shape (c is [1], not [2])`
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let reshaped = self.reshaped.iter().map(|(name, found, needed)| format!("{name} is {found:?}, not {needed:?}"));
        let parts = [
            listed("missing", &self.missing),
            listed("not this network's", &self.extra),
            listed("of another shape", &reshaped.collect::<Vec<_>>()),
        ];
        formatter.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
    }
}

/// How many, and the first three.
fn listed(what: &str, names: &[String]) -> Option<String> {
    let shown = names.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => None,
        1 => Some(format!("1 tensor is {what} ({shown})")),
        count @ (2 | 3) => Some(format!("{count} tensors are {what} ({shown})")),
        count => Some(format!("{count} tensors are {what} ({shown}, …)")),
    }
}
