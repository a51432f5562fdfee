//! Pictures against Pillow's: what is decoded, and the square that a network sees. Runs natively and in a browser.

use pupil::picture::{Pixels, Preprocess, decode};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// What is known of a picture that `golden/preprocess/make.py` makes.
struct Case {
    name: &'static str,
    picture: &'static [u8],
    square: &'static [u8],
    preprocess: Preprocess,
}

macro_rules! case {
    ($name:literal, $size:literal, $crop:literal) => {
        Case {
            name: $name,
            picture: include_bytes!(concat!("golden/preprocess/", $name, ".png")),
            square: include_bytes!(concat!("golden/preprocess/", $name, ".square.png")),
            preprocess: Preprocess { size: $size, crop: $crop, mean: [127.0; 3], std: [128.0; 3] },
        }
    };
}

const CASES: [Case; 7] = [
    case!("shrink", 112, 1.0),
    case!("shrink_much", 32, 1.0),
    case!("shrink_slightly", 112, 1.0),
    case!("enlarge", 112, 1.0),
    case!("enlarge_much", 64, 1.0),
    case!("keep", 112, 1.0),
    case!("crop", 48, 0.875),
];

/// FNV-1a of our own squares, in the order of [`CASES`], as a native run made them: no platform may differ.
const SQUARES: [u64; 7] = [
    0x91b3_e425_b040_a304,
    0x7407_d3e9_091c_ebab,
    0x0e4a_f1c9_14a1_d7a3,
    0x7324_9558_bbc3_1637,
    0x1c02_6b7f_9b58_fe8a,
    0x2b6a_7b93_9095_e10a,
    0x75fb_6dd7_631c_64a4,
];

macro_rules! files {
    ($($name:literal: $tolerance:literal),* $(,)?) => {
        [$((
            $name,
            include_bytes!(concat!("golden/decode/", $name)).as_slice(),
            include_bytes!(concat!("golden/decode/", $name, ".expected.png")).as_slice(),
            $tolerance,
        )),*]
    };
}

#[test]
fn squares_are_pillows_to_one_level() {
    for case in CASES {
        let square = case.preprocess.square(&decode(case.picture).unwrap());
        assert_near(case.name, &square, &decode(case.square).unwrap(), 1);
    }
}

#[test]
fn squares_are_the_same_on_every_platform() {
    let squares = CASES.map(|case| fnv1a(case.preprocess.square(&decode(case.picture).unwrap()).rgb()));
    assert_eq!(squares, SQUARES, "{squares:#018x?}");
}

#[test]
fn every_kind_of_file_is_decoded_as_pillow_does() {
    let files = files![
        "exif_1.jpg": 2, "exif_2.jpg": 2, "exif_3.jpg": 2, "exif_4.jpg": 2,
        "exif_5.jpg": 2, "exif_6.jpg": 2, "exif_7.jpg": 2, "exif_8.jpg": 2,
        "progressive.jpg": 2, "restarts.jpg": 2, "scans_444.jpg": 2, "grey.jpg": 2, "cmyk.jpg": 2,
        "srgb.jpg": 2, "p3.jpg": 4, "p3.png": 2, "p3.webp": 2, "linear.png": 2, "linear_grey.png": 2,
        "rgb.png": 0, "alpha.png": 1, "grey16.png": 1, "palette.png": 0, "turned.png": 0,
        "lossless.webp": 1, "turned.webp": 0, "lossy.webp": 2, "moving.webp": 1,
        "still.gif": 0, "moving.gif": 0, "rgb.bmp": 0, "palette.bmp": 0,
    ];
    for (name, bytes, expected, tolerance) in files {
        assert_near(name, &decode(bytes).unwrap(), &decode(expected).unwrap(), tolerance);
    }
}

fn assert_near(name: &str, ours: &Pixels, theirs: &Pixels, tolerance: u8) {
    assert_eq!((ours.width(), ours.height()), (theirs.width(), theirs.height()), "{name}");
    let furthest = ours.rgb().iter().zip(theirs.rgb()).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
    assert!(furthest <= tolerance, "{name} is {furthest} levels off");
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
