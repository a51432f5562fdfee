//! What holds of every split and every order, whatever the data.
#![cfg(not(target_family = "wasm"))]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use pupil::data::{Dataset, Picture, Split, batches, held_out_folds, split};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Pictures as (class, source), each of up to 4 classes with its own sources.
fn apart() -> impl Strategy<Value = Dataset> {
    pictures().prop_map(|pictures| dataset(pictures.into_iter().map(|(c, s, on)| (c, format!("{c}/{s}"), on))))
}

/// The same, with sources that classes share.
fn shared() -> impl Strategy<Value = Dataset> {
    pictures().prop_map(|pictures| dataset(pictures.into_iter().map(|(c, s, on)| (c, format!("{s}"), on))))
}

fn pictures() -> impl Strategy<Value = Vec<(u32, u32, bool)>> {
    let sources = 2..12u32;
    sources.prop_flat_map(|n| prop::collection::vec((0..4u32, 0..n, prop::bool::weighted(0.9)), 0..80))
}

fn dataset(pictures: impl Iterator<Item = (u32, String, bool)>) -> Dataset {
    let mut dataset = Dataset::default();
    for class in 0..4 {
        dataset.add_class(Some(class), "class", class != 3).unwrap();
    }
    for (class, source, enabled) in pictures {
        dataset.add_picture(None, class, &source, enabled, [].into()).unwrap();
    }
    dataset
}

/// The sources among `ids`, by class.
fn sources<'a>(dataset: &'a Dataset, ids: &[u32]) -> BTreeMap<u32, BTreeSet<&'a str>> {
    let mut classes: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
    for picture in ids.iter().map(|&id| dataset.picture(id).unwrap()) {
        classes.entry(picture.class).or_default().insert(&picture.source);
    }
    classes
}

fn for_training(dataset: &Dataset) -> Vec<u32> {
    dataset.for_training().map(|picture| picture.id).collect()
}

/// What holds even where classes share sources.
fn check(dataset: &Dataset, Split { training, validation, unvalidated }: &Split) {
    let mut both = [training.as_slice(), validation].concat();
    both.sort_unstable();
    assert_eq!(both, for_training(dataset), "each training picture is on one side");
    let (trained, held) = (sources(dataset, training), sources(dataset, validation));
    let all = |sides: &BTreeMap<u32, BTreeSet<&str>>| {
        sides.values().flatten().map(|s| s.to_string()).collect::<BTreeSet<_>>()
    };
    assert!(all(&trained).is_disjoint(&all(&held)), "no source stands on both sides");
    let classes: Vec<u32> = sources(dataset, &both).into_keys().collect();
    assert!(classes.iter().all(|class| trained.contains_key(class)), "each class is trained");
    let unmeasured: Vec<u32> = classes.into_iter().filter(|class| !held.contains_key(class)).collect();
    assert_eq!(unvalidated, &unmeasured);
}

proptest! {
    #[test]
    fn a_split_is_by_source_and_leaves_each_class_something_to_train_on(
        dataset in prop_oneof![apart(), shared()],
        fraction in 0.01..0.5,
        seed: u32,
    ) {
        check(&dataset, &split(&dataset, fraction, seed));
    }

    #[test]
    fn each_class_with_two_sources_is_validated(dataset in apart(), fraction in 0.01..0.5, seed: u32) {
        let unvalidated = split(&dataset, fraction, seed).unvalidated;
        for (class, sources) in sources(&dataset, &for_training(&dataset)) {
            prop_assert_eq!(unvalidated.contains(&class), sources.len() < 2);
        }
    }

    #[test]
    fn files_are_held_out_to_the_nearest_picture(counts in prop::collection::vec(2..60usize, 1..4), fraction in 0.05..0.5, seed: u32) {
        let files = counts.iter().zip(0..).flat_map(|(&n, class)| (0..n).map(move |i| (class, format!("{class}/{i}"), true)));
        let dataset = dataset(files.filter(|file| file.0 < 3));
        let split = split(&dataset, fraction, seed);
        for (class, &count) in (0..).zip(&counts) {
            let held = split.validation.iter().filter(|&&id| dataset.picture(id).unwrap().class == class).count();
            let off = (held as f64 - fraction * count as f64).abs();
            prop_assert!(off <= 0.5 || held == 1, "{held} of {count}");
        }
    }

    #[test]
    fn a_picture_more_moves_at_most_one_other(count in 2..60u32, fraction in 0.01..0.5, seed: u32) {
        let files = |n: u32| dataset((0..n).map(|i| (0, i.to_string(), true)));
        let before = split(&files(count), fraction, seed).validation;
        let after = split(&files(count + 1), fraction, seed).validation;
        let (before, after): (BTreeSet<_>, BTreeSet<_>) = (before.into_iter().collect(), after.into_iter().collect());
        let moved = before.symmetric_difference(&after).filter(|&&id| id != count).count();
        prop_assert!(moved <= 1, "{before:?} became {after:?}");
    }

    #[test]
    fn nothing_is_held_out_of_no_fraction(dataset in shared(), seed: u32) {
        let split = split(&dataset, 0.0, seed);
        prop_assert_eq!(split, Split { training: for_training(&dataset), ..Split::default() });
    }

    #[test]
    fn what_is_held_out_is_of_classes_with_two_sources(dataset in shared()) {
        let folds = held_out_folds(&dataset, 10);
        let training: Vec<&Picture> = dataset.for_training().collect();
        for picture in &training {
            let of_class = training.iter().filter(|other| other.class == picture.class);
            let sources: BTreeSet<&str> = of_class.map(|other| &*other.source).collect();
            prop_assert_eq!(folds.contains_key(&picture.id), sources.len() > 1, "{:?}", picture);
            let of_source = training.iter().filter(|other| other.source == picture.source);
            let places: BTreeSet<&usize> = of_source.filter_map(|other| folds.get(&other.id)).collect();
            prop_assert!(places.len() < 2, "{:?}", picture);
        }
        prop_assert!(folds.values().all(|fold| *fold < 10));
    }

    #[test]
    fn batches_deal_each_picture_once(count in 0..100u32, size in 1..40usize, seed: u64) {
        let ids: Vec<u32> = (0..count).collect();
        let batches = batches(&ids, size, &mut ChaCha8Rng::seed_from_u64(seed));
        prop_assert!(batches.iter().rev().skip(1).all(|batch| batch.len() == size));
        prop_assert!(batches.last().is_none_or(|batch| (1..=size).contains(&batch.len())));
        let mut dealt = batches.concat();
        dealt.sort_unstable();
        prop_assert_eq!(dealt, ids);
    }
}
