//! Model files: one that Pupil saved before this test was written (`tests/golden/model/README.md`) is read, and damaged ones
//! are refused.
#![cfg(not(target_family = "wasm"))]

use pupil::error::Error;
use pupil::model::{HeadShape, InputLevel, ModelFile};
use pupil::settings::{Method, TrainingSettings};

const HEAD: &[u8] = include_bytes!("golden/model/head.safetensors");

#[test]
fn a_file_of_an_earlier_version_is_read() {
    let ModelFile { header, tensors } = ModelFile::from_bytes(HEAD).unwrap();
    assert_eq!(header.input_level, InputLevel::Embeddings);
    assert_eq!(header.shape, HeadShape { features: 1280, hidden: 1, classes: 2 });
    assert_eq!((header.training.len(), &*header.validation), (10, &[2, 11][..]));
    assert_eq!((header.info.class_ids, header.info.best_epoch), (vec![0, 1], 3));
    assert_eq!(header.info.epochs[2].validation_loss, Some(0.708_173_6));
    let settings =
        TrainingSettings { epochs: 3, batch_size: 4, hidden_units: 1, ..TrainingSettings::of(Method::DenseHead) };
    assert_eq!(header.info.settings, Some(TrainingSettings { views: 2, unfrozen_blocks: 2, ..settings }));
    assert!(!header.linear);
    let shapes = [("hidden.weight", vec![1, 1280]), ("hidden.bias", vec![1]), ("output.weight", vec![2, 1])];
    assert!(shapes.iter().all(|(name, shape)| tensors.values(name, shape).is_ok()));
}

#[test]
fn what_is_written_is_read_again() {
    let file = ModelFile::from_bytes(HEAD).unwrap();
    let bytes = file.to_bytes();
    let again = ModelFile::from_bytes(&bytes).unwrap();
    assert_eq!(again.header, file.header);
    for (name, stored) in file.tensors.tensors() {
        assert_eq!(again.tensors.values(name, &stored.shape), file.tensors.values(name, &stored.shape), "{name}");
    }
    assert_eq!(again.to_bytes(), bytes, "the same model is the same file");
}

#[test]
fn damaged_files_are_refused() {
    let damaged = |bytes: &[u8]| matches!(ModelFile::from_bytes(bytes), Err(Error::WrongModel { .. }));
    assert!(damaged(&HEAD[..HEAD.len() - 1]) && damaged(&HEAD[1..]) && damaged(b"{}"));
    let mut file = ModelFile::from_bytes(HEAD).unwrap();
    file.header.shape.classes = 3;
    assert!(damaged(&file.to_bytes()), "three outputs of two classes");
    file.header.shape = HeadShape { features: 0, hidden: 1, classes: 2 };
    assert!(damaged(&file.to_bytes()), "no features");
}
