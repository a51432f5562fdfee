//! JPEGs at a part of their size: what a network sees of them is what it sees of the whole. Runs natively and in a browser.

use pupil::network::Architecture;
use pupil::picture::{ENOUGH, Pixels, Preprocess, decode, decode_reduced};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// 200 × 150 pixels, chroma at half of that; both with the same coefficients, by `golden/reduced/make.py`.
const SEQUENTIAL: &[u8] = include_bytes!("golden/reduced/sequential.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("golden/reduced/progressive.jpg");

/// 24 × 17 pixels, by `golden/decode/make.py`.
const SMALL: [&[u8]; 11] = [
    include_bytes!("golden/decode/exif_2.jpg"),
    include_bytes!("golden/decode/exif_3.jpg"),
    include_bytes!("golden/decode/exif_4.jpg"),
    include_bytes!("golden/decode/exif_5.jpg"),
    include_bytes!("golden/decode/exif_6.jpg"),
    include_bytes!("golden/decode/exif_7.jpg"),
    include_bytes!("golden/decode/exif_8.jpg"),
    include_bytes!("golden/decode/restarts.jpg"),
    include_bytes!("golden/decode/scans_444.jpg"),
    include_bytes!("golden/decode/grey.jpg"),
    include_bytes!("golden/decode/p3.jpg"),
];

fn square(size: u32, pixels: &Pixels) -> Pixels {
    Preprocess { size, crop: 1.0, mean: [0.0; 3], std: [1.0; 3] }.square(pixels)
}

/// The largest and the mean difference of two pictures of one size, in levels.
fn differences(a: &Pixels, b: &Pixels) -> (u8, f64) {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    let differences: Vec<u8> = a.rgb().iter().zip(b.rgb()).map(|(a, b)| a.abs_diff(*b)).collect();
    let sum: f64 = differences.iter().copied().map(f64::from).sum();
    (differences.iter().copied().max().unwrap(), sum / differences.len() as f64)
}

#[test]
fn the_smallest_part_that_is_enough_is_taken() {
    let size = |side| decode_reduced(SEQUENTIAL, side).map(|pixels| (pixels.width(), pixels.height())).unwrap();
    assert_eq!([18, 19, 37, 38, 75, 76].map(size), [(25, 19), (50, 38), (50, 38), (100, 75), (100, 75), (200, 150)]);
    assert_eq!(decode_reduced(SEQUENTIAL, 76).unwrap(), decode(SEQUENTIAL).unwrap());
}

#[test]
fn a_network_sees_the_same() {
    let whole = decode(SEQUENTIAL).unwrap();
    // Of a part that has twice the square's pixels, as ENOUGH makes sure of.
    for (side, size) in [(75, 37), (37, 18), (18, 9)] {
        let (largest, mean) =
            differences(&square(size, &decode_reduced(SEQUENTIAL, side).unwrap()), &square(size, &whole));
        println!("{side} → {size}: at most {largest} levels, {mean:.2} on average");
        assert!(largest <= 6 && mean <= 1.0, "{side}: {largest} levels, {mean} on average");
    }
}

#[test]
fn a_progressive_picture_is_reduced_alike() {
    for side in [75, 37, 18] {
        assert_eq!(decode_reduced(PROGRESSIVE, side).unwrap(), decode_reduced(SEQUENTIAL, side).unwrap(), "{side}");
    }
}

#[test]
fn turned_and_coloured_as_the_whole() {
    for (index, file) in SMALL.into_iter().enumerate() {
        let (whole, reduced) = (decode(file).unwrap(), decode_reduced(file, 8).unwrap());
        let halves = [whole.width(), whole.height()].map(|side| side.div_ceil(2));
        assert_eq!([reduced.width(), reduced.height()], halves, "{index}");
        let (largest, _) = differences(&square(8, &reduced), &square(8, &whole));
        // From a pixel to the next there are 16 levels at most, and the edges of so small a picture may be off by two pixels. A wrong turn
        // is off by more than a hundred.
        assert!(largest <= 32, "{index}: {largest} levels");
    }
}

#[test]
fn print_colours_are_decoded_whole() {
    let cmyk = include_bytes!("golden/decode/cmyk.jpg");
    assert_eq!(decode_reduced(cmyk, 8).unwrap(), decode(cmyk).unwrap());
}

#[test]
fn a_part_of_a_picture_is_refused() {
    for file in [SEQUENTIAL, PROGRESSIVE] {
        assert_eq!(decode_reduced(&file[..file.len() / 2], 18).unwrap_err().code(), "broken_picture");
    }
}

#[test]
fn enough_is_twice_the_largest_square() {
    let largest = Architecture::ALL.iter().map(|network| network.preprocess().size).max().unwrap();
    assert_eq!(ENOUGH, 2 * largest);
}
