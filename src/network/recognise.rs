//! Which network a file of weights belongs to, and which of its tensors are that network's.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::architecture::Architecture;
use super::conv_spec::ConvSpec;
use super::misfit::Misfit;
use super::spec::NamedSpec;
use crate::error::{Error, Result};
use crate::weights::Weights;

/// Maximum dicts of a file that are looked at, the largest first: an optimizer has one for each tensor.
const MAX_DICTS: usize = 8;
/// Maximum prefixes of a dict that are tried.
const MAX_PREFIXES: usize = 8;
/// Parts of prefixes that mark a running mean of the weights, kept beside them for training.
const MEANS: [&str; 4] = ["encoder_k", "ema", "momentum", "target"];

/// The layers of each network: a file is compared with all of them.
static NETWORKS: LazyLock<Vec<(Architecture, Vec<NamedSpec>)>> =
    LazyLock::new(|| Architecture::ALL.map(|architecture| (architecture, architecture.blocks())).into());

/// How well a network fits a part of a file.
struct Match {
    architecture: Architecture,
    misfit: Misfit,
    dict: usize,
    prefix: String,
}

impl Match {
    /// Orders matches: the similar ones last, and the weights themselves after their means.
    fn rank(&self) -> (f64, bool) {
        (self.misfit.similarity(), !MEANS.iter().any(|part| self.prefix.contains(part)))
    }
}

impl Architecture {
    /// The network that a file's weights are for, by the names and shapes of the tensors in all its dicts, and those tensors.
    /// What all names have in front, as wrappers of PyTorch put it there (`module.`, `_orig_mod.`, `model.`, `backbone.`,
    /// `module.encoder_q.`), is taken off.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] if they are for none: it says which network comes nearest, and what is wrong.
    pub fn recognise<'a>(mut dicts: Vec<Weights<'a>>) -> Result<(Self, Weights<'a>)> {
        let Some(best) = best(&dicts) else { return Err(wrong(UNKNOWN.into())) };
        let Match { architecture, misfit, dict, prefix } = best;
        match (misfit.count(), misfit.fitting, &*prefix) {
            (0, ..) => Ok((architecture, dicts.swap_remove(dict).below(&prefix))),
            (_, 0, _) => Err(wrong(UNKNOWN.into())),
            (.., "") => Err(wrong(format!("it looks like {architecture}, but {misfit}"))),
            _ => Err(wrong(format!("below “{prefix}” it looks like {architecture}, but {misfit}"))),
        }
    }

    /// Checks that `weights` are this network's. Tensors of the classifier and batch counters do not matter.
    ///
    /// # Errors
    /// [`Error::WrongWeights`] says what is wrong, and which network they look like instead.
    pub fn check(self, weights: &Weights) -> Result<()> {
        let misfit = Misfit::of(&self.blocks(), weights);
        if misfit.count() == 0 {
            return Ok(());
        }
        let nearest = best(std::slice::from_ref(weights)).filter(|nearest| nearest.misfit.fitting > 0);
        Err(wrong(match nearest.map(|nearest| nearest.architecture).filter(|&nearest| nearest != self) {
            Some(nearest) => format!("it looks like {nearest}; for {self}, {misfit}"),
            None => format!("for {self}, {misfit}"),
        }))
    }
}

const UNKNOWN: &str = "it is none of the networks that Pupil knows";

/// The network and the part of the file that are most similar; of equals the first.
fn best(dicts: &[Weights]) -> Option<Match> {
    let mut largest: Vec<usize> = (0..dicts.len()).collect();
    largest.sort_unstable_by_key(|&dict| (Reverse(dicts[dict].tensors().count()), dict));
    largest.truncate(MAX_DICTS);
    largest.sort_unstable();
    let of_dict = |dict: usize| {
        NETWORKS.iter().flat_map(move |(architecture, blocks)| {
            prefixes(blocks, &dicts[dict]).into_iter().map(move |prefix| {
                let misfit = Misfit::below(blocks, &dicts[dict], &prefix);
                Match { architecture: *architecture, misfit, dict, prefix }
            })
        })
    };
    let better = |best: Match, other: Match| if other.rank() > best.rank() { other } else { best };
    largest.into_iter().flat_map(of_dict).reduce(better)
}

/// What stands in the names of a file before the first of the network's layers that is there; none if no layer is.
fn prefixes(blocks: &[NamedSpec], weights: &Weights) -> Vec<String> {
    let layers: Vec<&str> = weights.tensors().filter_map(|(name, _)| name.strip_suffix(".weight")).collect();
    let before = |name: &str| {
        let prefixes = layers.iter().filter_map(|layer| layer.strip_suffix(name));
        prefixes.filter(|prefix| prefix.is_empty() || prefix.ends_with('.')).map(str::to_owned).collect()
    };
    let of_conv = |conv: &ConvSpec| {
        let names = conv.aliases.iter().map(|alias| &*alias.conv).chain([&*conv.name]);
        let mut prefixes: BTreeSet<String> = BTreeSet::new();
        prefixes.extend(names.flat_map(|name: &str| -> Vec<String> { before(name) }));
        prefixes
    };
    let mut convs = blocks.iter().flat_map(|block| block.spec.convs());
    let found = convs.find_map(|conv| Some(of_conv(conv)).filter(|prefixes| !prefixes.is_empty()));
    let mut prefixes: Vec<String> = Vec::new();
    for prefix in found.into_iter().flatten() {
        // In a network's own blocks, layers are called alike.
        if !prefixes.iter().any(|outer| prefix.starts_with(outer)) {
            prefixes.push(prefix);
        }
    }
    prefixes.truncate(MAX_PREFIXES);
    prefixes
}

fn wrong(detail: String) -> Error {
    Error::WrongWeights { detail }
}
