//! Classes and pictures by hand: names, ids, and nothing half done.

use pupil::data::{Dataset, Fingerprint, MAX_NAME_LENGTH, Split, batches, folds, split};
use pupil::error::Error;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Two classes with three pictures each: ids 0–2 and 3–5.
fn two_classes() -> Dataset {
    let mut dataset = Dataset::default();
    for name in ["cup", "pen"] {
        let class = dataset.add_class(None, name, true).unwrap();
        for source in 0..3 {
            dataset.add_picture(None, class, &format!("{name} {source}"), true, [0.0].into()).unwrap();
        }
    }
    dataset
}

fn ids_of(dataset: &Dataset, class: u32) -> Vec<u32> {
    dataset.pictures_of(class).map(|picture| picture.id).collect()
}

#[test]
fn names_are_trimmed_cut_and_never_empty() {
    let mut dataset = Dataset::default();
    let id = dataset.add_class(None, "  mug\n", true).unwrap();
    assert_eq!(dataset.class(id).unwrap().name, "mug");
    dataset.rename_class(id, &"ж".repeat(MAX_NAME_LENGTH + 1)).unwrap();
    assert_eq!(dataset.class(id).unwrap().name.chars().count(), MAX_NAME_LENGTH);
    dataset.rename_class(id, &("x".repeat(MAX_NAME_LENGTH - 1) + " y")).unwrap();
    assert_eq!(dataset.class(id).unwrap().name, "x".repeat(MAX_NAME_LENGTH - 1));
    assert_eq!(dataset.rename_class(id, " \t"), Err(Error::EmptyName));
    assert_eq!(dataset.add_class(None, "", true), Err(Error::EmptyName));
}

#[test]
fn ids_are_never_given_twice() {
    let mut dataset = two_classes();
    dataset.remove_class(1).unwrap();
    assert_eq!(dataset.add_class(None, "new", true), Ok(2));
    assert_eq!(dataset.add_class(Some(7), "restored", true), Ok(7));
    assert_eq!(dataset.add_class(None, "next", true), Ok(8));
    assert_eq!(dataset.add_class(Some(7), "again", true), Err(Error::IdTaken { id: 7 }));
    assert_eq!(dataset.add_picture(None, 7, "a", true, [].into()), Ok(6));
    assert_eq!(dataset.add_picture(Some(2), 7, "a", true, [].into()), Err(Error::IdTaken { id: 2 }));
}

#[test]
fn what_is_restored_takes_its_old_place() {
    let mut dataset = two_classes();
    let before = dataset.clone();
    dataset.remove_pictures(&[1]).unwrap();
    assert_eq!(ids_of(&dataset, 0), [0, 2]);
    dataset.add_picture(Some(1), 0, "cup 1", true, [0.0].into()).unwrap();
    assert_eq!(dataset, before);
}

#[test]
fn removing_a_class_removes_its_pictures() {
    let mut dataset = two_classes();
    dataset.remove_class(0).unwrap();
    assert_eq!(dataset.pictures().map(|picture| picture.id).collect::<Vec<_>>(), [3, 4, 5]);
    assert_eq!(dataset.class(0), Err(Error::UnknownClass { id: 0 }));
}

#[test]
fn an_unknown_id_changes_nothing() {
    let mut dataset = two_classes();
    let before = dataset.clone();
    let unknown = Err(Error::UnknownPicture { id: 9 });
    assert_eq!(dataset.remove_pictures(&[0, 9]), unknown);
    assert_eq!(dataset.move_pictures(&[0, 9], 1), unknown);
    assert_eq!(dataset.set_pictures_enabled(&[0, 9], false), unknown);
    assert_eq!(dataset.move_pictures(&[0], 5), Err(Error::UnknownClass { id: 5 }));
    assert_eq!(dataset.remove_class(5), Err(Error::UnknownClass { id: 5 }));
    assert_eq!(dataset.rename_class(5, "x"), Err(Error::UnknownClass { id: 5 }));
    assert_eq!(dataset.set_class_enabled(5, true), Err(Error::UnknownClass { id: 5 }));
    assert_eq!(dataset.add_picture(None, 5, "x", true, [].into()), Err(Error::UnknownClass { id: 5 }));
    assert_eq!(dataset, before);
}

#[test]
fn moved_pictures_keep_their_order_and_sources_are_counted_once() {
    let mut dataset = two_classes();
    dataset.add_picture(None, 1, "pen 0", true, [0.0].into()).unwrap();
    assert_eq!(dataset.sources_of(1), 3);
    dataset.move_pictures(&[4, 0], 1).unwrap();
    assert_eq!(ids_of(&dataset, 1), [0, 3, 4, 5, 6]);
    assert_eq!(dataset.sources_of(1), 4);
}

#[test]
fn training_needs_two_classes_and_leaves_out_an_empty_one() {
    let mut dataset = two_classes();
    assert_eq!(dataset.training_classes(), Ok(vec![0, 1]));
    let empty = dataset.add_class(None, "box", true).unwrap();
    assert_eq!((dataset.training_classes(), dataset.empty_classes()), (Ok(vec![0, 1]), vec![empty]));
    dataset.set_class_enabled(empty, false).unwrap();
    assert_eq!((dataset.training_classes(), dataset.empty_classes()), (Ok(vec![0, 1]), vec![]));
    dataset.set_pictures_enabled(&[3, 4, 5], false).unwrap();
    assert_eq!(dataset.training_classes(), Err(Error::TooFewClasses));
}

#[test]
fn the_fingerprint_follows_the_training_pictures_alone() {
    let before = two_classes();
    let print = Fingerprint::of(&before);
    let same = |change: fn(&mut Dataset)| {
        let mut dataset = before.clone();
        change(&mut dataset);
        Fingerprint::of(&dataset) == print
    };
    assert!(same(|d| d.rename_class(0, "mug").unwrap()));
    assert!(same(|d| drop(d.add_class(None, "empty", true))));
    assert!(same(|d| drop(d.add_picture(None, 0, "off", false, [].into()))));
    assert!(!same(|d| drop(d.add_picture(None, 0, "on", true, [].into()))));
    assert!(!same(|d| d.move_pictures(&[0], 1).unwrap()));
    assert!(!same(|d| d.set_pictures_enabled(&[0], false).unwrap()));
    assert!(!same(|d| d.set_class_enabled(0, false).unwrap()));
    assert!(!same(|d| d.remove_pictures(&[0]).unwrap()));
}

#[test]
fn fingerprints_and_splits_stay_the_same_from_version_to_version() {
    let dataset = two_classes();
    assert_eq!(serde_json::to_string(&Fingerprint::of(&dataset)).unwrap(), "\"ba14b9e28fceccb5\"");
    let split = split(&dataset, 0.34, 1);
    assert_eq!((split.training, split.validation), (vec![0, 2, 4, 5], vec![1, 3]));
}

#[test]
fn a_class_with_one_source_says_that_it_is_not_validated() {
    let mut dataset = two_classes();
    let burst = dataset.add_class(None, "burst", true).unwrap();
    for _ in 0..9 {
        dataset.add_picture(None, burst, "recording", true, [].into()).unwrap();
    }
    assert_eq!(split(&dataset, 0.15, 1).unvalidated, [burst]);
    assert!(split(&dataset, 0.0, 1).unvalidated.is_empty());
}

#[test]
fn where_no_source_comes_near_the_smallest_is_held_out() {
    let mut dataset = two_classes();
    dataset.set_class_enabled(1, false).unwrap();
    for _ in 0..20 {
        dataset.add_picture(None, 0, "long recording", true, [].into()).unwrap();
        dataset.add_picture(None, 0, "other recording", true, [].into()).unwrap();
    }
    dataset.set_pictures_enabled(&[1, 2], false).unwrap();
    assert_eq!(split(&dataset, 0.01, 1).validation, [0]);
}

#[test]
fn a_source_is_set_aside_as_a_whole_and_never_trained() {
    let mut dataset = two_classes();
    dataset.add_picture(None, 1, "cup 0", true, [].into()).unwrap();
    let before = Fingerprint::of(&dataset);
    dataset.set_aside(&[0], true).unwrap();
    assert_eq!(dataset.for_testing().map(|picture| picture.id).collect::<Vec<_>>(), [0, 6]);
    assert!(dataset.for_training().all(|picture| picture.source != "cup 0"));
    let Split { training, validation, .. } = split(&dataset, 0.34, 1);
    assert!(training.iter().chain(&validation).all(|id| ![0, 6].contains(id)));
    assert_ne!(Fingerprint::of(&dataset), before, "the training pictures changed");
    assert_eq!(dataset.check_purpose("cup 0", false), Err(Error::SourceAside));
    assert_eq!(dataset.check_purpose("cup 1", true), Err(Error::SourceTrained));
    assert_eq!((dataset.check_purpose("cup 0", true), dataset.check_purpose("new", true)), (Ok(()), Ok(())));
    dataset.set_aside(&[6], false).unwrap();
    assert_eq!(Fingerprint::of(&dataset), before);
    assert_eq!(dataset.set_aside(&[0, 9], true), Err(Error::UnknownPicture { id: 9 }));
    assert_eq!(dataset.for_testing().count(), 0);
}

#[test]
fn folds_hold_each_picture_once_and_part_no_source() {
    let mut dataset = Dataset::default();
    let classes = [0, 1].map(|_| dataset.add_class(None, "class", true).unwrap());
    for i in 0..23 {
        dataset.add_picture(None, classes[i % 2], &format!("source {}", i / 3), true, [].into()).unwrap();
    }
    let folds = folds(&dataset, 5, 1);
    let mut all = folds.concat();
    all.sort();
    assert_eq!(all, (0..23).collect::<Vec<u32>>());
    for source in 0..8 {
        let holds = |fold: &&Vec<u32>| fold.iter().any(|id| id / 3 == source);
        assert_eq!(folds.iter().filter(holds).count(), 1, "source {source}");
    }
    assert_eq!(folds.len(), 5);
    assert!(folds.iter().all(|fold| fold.len() <= 6), "{folds:?}");
    assert_eq!(folds, pupil::data::folds(&dataset, 5, 1));
}

#[test]
fn batches_are_seeded() {
    let ids: Vec<u32> = (0..10).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let first = batches(&ids, 4, &mut rng);
    assert_eq!(first.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4, 2]);
    assert_eq!(first, batches(&ids, 4, &mut ChaCha8Rng::seed_from_u64(1)));
    assert_ne!(first, batches(&ids, 4, &mut rng), "the next epoch has another order");
}
