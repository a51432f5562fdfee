//! Which pictures are held out for validation.
//!
//! The rule: for each class in turn, its sources are taken in the order of a seeded hash of their names, and one is
//! held out, with all its pictures of whatever class, if that brings the class's held-out pictures nearer to the
//! fraction asked for. If none does, the smallest is held out, so that each class with two sources or more is measured.
//! A source that is the last one left to train some class is never held out. So no source stands on both sides, and
//! adding pictures moves few others.

use std::collections::{BTreeMap, BTreeSet};

use super::dataset::Dataset;
use super::fingerprint::fnv1a;

/// The training pictures, in two parts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Split {
    /// Ids of the pictures to train on.
    pub training: Vec<u32>,
    /// Ids of the pictures held out.
    pub validation: Vec<u32>,
    /// Ids of the classes of which nothing could be held out, though it was asked for: those with one source, or (where
    /// classes share sources) with none to spare.
    pub unvalidated: Vec<u32>,
}

/// Holds out about `fraction` (0–1) of each class's training pictures, by source; see the module for the rule. Nothing is
/// held out at 0. The same dataset, fraction and seed give the same split.
pub fn split(dataset: &Dataset, fraction: f64, seed: u32) -> Split {
    let classes = sources_by_class(dataset);
    let mut held = BTreeSet::new();
    if fraction > 0.0 {
        for sources in classes.values() {
            hold_out(sources, &classes, fraction, seed, &mut held);
        }
    }
    let (validation, training) = dataset.for_training().partition::<Vec<_>, _>(|p| held.contains(p.source.as_str()));
    let measured = |sources: &SourceSizes| fraction == 0.0 || sources.keys().any(|source| held.contains(source));
    Split {
        training: training.iter().map(|picture| picture.id).collect(),
        validation: validation.iter().map(|picture| picture.id).collect(),
        unvalidated: classes.iter().filter(|(_, sources)| !measured(sources)).map(|(&id, _)| id).collect(),
    }
}

/// How many pictures of a class come from each source.
pub(super) type SourceSizes<'a> = BTreeMap<&'a str, usize>;

pub(super) fn sources_by_class(dataset: &Dataset) -> BTreeMap<u32, SourceSizes<'_>> {
    let mut classes: BTreeMap<u32, SourceSizes> = BTreeMap::new();
    for picture in dataset.for_training() {
        *classes.entry(picture.class).or_default().entry(&picture.source).or_default() += 1;
    }
    classes
}

/// Holds out sources of one class until about `fraction` of its pictures is.
fn hold_out<'a>(
    sources: &SourceSizes<'a>,
    classes: &BTreeMap<u32, SourceSizes<'a>>,
    fraction: f64,
    seed: u32,
    held: &mut BTreeSet<&'a str>,
) {
    let target = fraction * sources.values().sum::<usize>() as f64;
    let distance = |count: usize| (count as f64 - target).abs();
    let mut count: usize = sources.iter().filter(|(source, _)| held.contains(*source)).map(|(_, n)| n).sum();
    let mut ranked: Vec<_> = sources.iter().map(|(&source, &n)| (source, n)).collect();
    ranked.sort_by_key(|&(source, _)| (rank(source, seed), source));
    for &(source, n) in &ranked {
        if distance(count + n) < distance(count) && can_spare(source, classes, held) && held.insert(source) {
            count += n;
        }
    }
    if count == 0 {
        let spare = ranked.iter().filter(|(source, _)| can_spare(source, classes, held));
        held.extend(spare.min_by_key(|&&(_, n)| n).map(|&(source, _)| source));
    }
}

/// Whether each class that `source` has pictures of has another source left to train on.
fn can_spare(source: &str, classes: &BTreeMap<u32, SourceSizes>, held: &BTreeSet<&str>) -> bool {
    let mut touched = classes.values().filter(|sources| sources.contains_key(source));
    touched.all(|sources| sources.keys().any(|&other| other != source && !held.contains(other)))
}

/// A source's place in the order in which sources are held out. FNV-1a leaves like names close together, so
/// SplitMix64's last step (Steele, Lea, Flood 2014) scatters them.
pub(super) fn rank(source: &str, seed: u32) -> u64 {
    let hash = fnv1a(seed.to_le_bytes().into_iter().chain(source.bytes()));
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
