//! The folds of cross-validation.

use std::collections::BTreeMap;

use super::dataset::Dataset;
use super::split::{rank, sources_by_class};

/// The training pictures in up to `count` folds, by source: each fold is measured once by a model trained on all others. No
/// fold is empty. Class by class, sources go in the order of a seeded hash, each to the fold that has the fewest pictures of
/// the class, and of those the fewest of all. The same dataset, count and seed give the same folds.
pub fn folds(dataset: &Dataset, count: usize, seed: u32) -> Vec<Vec<u32>> {
    let mut placed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sizes = vec![0; count];
    for sources in sources_by_class(dataset).values() {
        let mut of_class = vec![0; count];
        let mut ranked: Vec<_> = sources.iter().map(|(&source, &pictures)| (source, pictures)).collect();
        ranked.sort_by_key(|&(source, _)| (rank(source, seed), source));
        for (source, pictures) in ranked {
            let smallest = (0..count).min_by_key(|&fold| (of_class[fold], sizes[fold])).unwrap_or(0);
            let fold = *placed.entry(source).or_insert(smallest);
            of_class[fold] += pictures;
            sizes[fold] += pictures;
        }
    }
    let mut folds = vec![Vec::new(); count];
    for picture in dataset.for_training() {
        folds[placed[picture.source.as_str()]].push(picture.id);
    }
    folds.retain(|fold| !fold.is_empty());
    folds
}
