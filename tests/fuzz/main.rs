//! Files that are damaged at random: whatever comes in, nothing panics, asks for too much memory or takes too long.
//!
//! Inputs are made from good files by a seed, so that a failure can be repeated: it names the input's number. 10,000 inputs a
//! target, or as many as PUPIL_FUZZ says (`cargo xtask fuzz`), or those that it names: 7..8.
#![cfg(not(target_family = "wasm"))]

mod memory;
mod mutate;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use cpu_time::ThreadTime;
use pupil::model::ModelFile;
use pupil::network::Architecture;
use pupil::picture::decode;
use pupil::weights::Weights;

/// Inputs of a target in the tests.
const INPUTS: u64 = 10_000;
/// Maximum time of the processor for an input.
const MAX_TIME: Duration = Duration::from_secs(1);
const MIB: usize = 1 << 20;

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        [$(include_bytes!(concat!("../golden/", $folder, "/", $name)).as_slice()),*]
    };
}

const PICTURES: [&[u8]; 22] = files!["decode":
    "exif_6.jpg", "restarts.jpg", "progressive.jpg", "scans_444.jpg", "scans_420.jpg", "grey.jpg", "cmyk.jpg", "p3.jpg",
    "alpha.png", "grey16.png", "palette.png", "turned.png", "p3.png", "linear_grey.png",
    "lossless.webp", "lossy.webp", "turned.webp", "moving.webp", "moving.gif", "still.gif", "rgb.bmp", "palette.bmp",
];
const CHECKPOINTS: [&[u8]; 12] = files!["odd_checkpoints":
    "protocol_4.pth", "settings.pth", "settings_4.pth", "python_2.pth", "legacy_4.pth", "beside.pth", "deflated.pth",
    "repacked.pth", "zip64.pth", "doubles.pth", "model.pth", "script.pt",
];
const MODEL: &[u8] = include_bytes!("../golden/model/head.safetensors");

/// The decoder may take 768 MiB, beside the pixels in the forms in which they are handed on.
#[test]
fn pictures() {
    fuzz("picture", &PICTURES, 2048 * MIB, |bytes| {
        if let Ok(pixels) = decode(bytes) {
            assert_eq!(pixels.rgb().len(), pixels.width() as usize * pixels.height() as usize * 3);
        }
    });
}

/// A deflated archive may be unpacked to 1 GiB.
#[test]
fn checkpoints() {
    fuzz("checkpoint", &CHECKPOINTS, 1280 * MIB, |bytes| {
        let Ok(dicts) = Weights::all_from_bytes(bytes) else { return };
        for dict in &dicts {
            dict.tensors().for_each(|(name, stored)| drop(dict.values(name, &stored.shape)));
        }
        drop(Architecture::recognise(dicts));
    });
}

#[test]
fn safetensors() {
    let mut weights = Weights::default();
    weights.insert("conv1.weight", &[2, 3], &[1.0; 6]);
    weights.insert("conv1.bias", &[2], &[0.5; 2]);
    let file = weights.to_safetensors("network", "basic_cnn".into());
    fuzz("safetensors", &[&file], 64 * MIB, |bytes| {
        if let Ok(weights) = Weights::from_bytes(bytes) {
            weights.tensors().for_each(|(name, stored)| drop(weights.values(name, &stored.shape)));
        }
    });
}

#[test]
fn models() {
    fuzz("model", &[MODEL], 64 * MIB, |bytes| {
        if let Ok(file) = ModelFile::from_bytes(bytes) {
            file.to_bytes();
        }
    });
}

/// Hands `read` inputs made from `files`, and fails if it panics, or takes more than `max_bytes` or [`MAX_TIME`] for one.
fn fuzz(target: &str, files: &[&[u8]], max_bytes: usize, read: impl Fn(&[u8])) {
    for number in numbers() {
        let input = mutate::input(files, number);
        let timed = || {
            let start = ThreadTime::now();
            let peak = memory::peak(|| read(&input));
            assert!(peak <= max_bytes, "{} MiB", peak / MIB);
            start.elapsed()
        };
        // What shares the processor's caches makes it slower: an input is slow if it is slow three times.
        match catch_unwind(AssertUnwindSafe(|| (0..3).map(|_| timed()).find(|&time| time <= MAX_TIME))) {
            Err(_) => panic!("{target} {number} panics"),
            Ok(None) => panic!("{target} {number} takes more than {MAX_TIME:?}"),
            Ok(Some(_)) => {}
        }
    }
}

/// The inputs to try: those below a number, or from one on.
fn numbers() -> Range<u64> {
    let number = |text: &str| text.parse().expect("PUPIL_FUZZ is a number, or two with two dots between");
    match std::env::var("PUPIL_FUZZ") {
        Err(_) => 0..INPUTS,
        Ok(text) => text.split_once("..").map_or_else(|| 0..number(&text), |(from, to)| number(from)..number(to)),
    }
}
