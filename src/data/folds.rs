//! The folds of cross-validation, and of the answers out of fold.

use std::collections::BTreeMap;

use super::dataset::Dataset;
use super::split::{rank, sources_by_class};

/// The fold of each training picture that is held out once, by its id, by source: as many folds as the class with the fewest sources
/// allows, at least two and at most `most`. The pictures of a class with a single source are never held out.
pub fn held_out_folds(dataset: &Dataset, most: usize) -> BTreeMap<u32, usize> {
    let sources = sources_by_class(dataset);
    let Some(fewest) = sources.values().map(BTreeMap::len).filter(|count| *count > 1).min() else {
        return BTreeMap::new();
    };
    let spared = |id: &u32| dataset.picture(*id).is_ok_and(|picture| sources[&picture.class].len() > 1);
    let folds = folds(dataset, fewest.min(most), 0).into_iter().enumerate();
    folds.flat_map(|(fold, ids)| ids.into_iter().filter(spared).map(move |id| (id, fold)).collect::<Vec<_>>()).collect()
}

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
