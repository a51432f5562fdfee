//! Pictures that are not what they seem: refused with a clear error, and never a panic or all of the memory.
#![cfg(not(target_family = "wasm"))]

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageFormat, RgbImage};
use proptest::prelude::*;
use pupil::error::Error;
use pupil::picture::{MAX_MEGAPIXELS, MIN_SIDE, Pixels, Preprocess, decode, decode_jpeg, decode_other, decode_reduced};

/// A picture of each kind that is decoded.
const FILES: [&[u8]; 10] = [
    include_bytes!("golden/decode/exif_6.jpg"),
    include_bytes!("golden/decode/progressive.jpg"),
    include_bytes!("golden/decode/cmyk.jpg"),
    include_bytes!("golden/decode/alpha.png"),
    include_bytes!("golden/decode/grey16.png"),
    include_bytes!("golden/decode/palette.png"),
    include_bytes!("golden/decode/lossless.webp"),
    include_bytes!("golden/decode/lossy.webp"),
    include_bytes!("golden/decode/moving.gif"),
    include_bytes!("golden/decode/palette.bmp"),
];

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::new(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A small PNG whose header promises this size, depth in bits and colour type.
fn png_that_promises(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let mut bytes = png(8, 8);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes[24..26].copy_from_slice(&[depth, colour]);
    let crc = crc32fast::hash(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    bytes
}

#[test]
fn tiny_pictures_are_too_small() {
    assert_eq!(decode(&png(1, 1)), Err(Error::PictureTooSmall { width: 1, height: 1, min_side: MIN_SIDE }));
    assert_eq!(decode(&png(100, 7)), Err(Error::PictureTooSmall { width: 100, height: 7, min_side: MIN_SIDE }));
    assert!(decode(&png(100, 8)).is_ok());
}

#[test]
fn promised_sizes_are_refused_before_memory_is_taken() {
    let too_large = |width, height| Err(Error::PictureTooLarge { width, height, max_megapixels: MAX_MEGAPIXELS });
    let (rgb, rgba) = (2, 6);
    assert_eq!(decode(&png_that_promises(60_000, 60_000, 8, rgb)), too_large(60_000, 60_000));
    // Few enough pixels, but 8 bytes each.
    assert_eq!(decode(&png_that_promises(11_000, 11_000, 16, rgba)), too_large(11_000, 11_000));
}

#[test]
fn huge_pictures_are_decoded() {
    let pixels = decode(&grey_jpeg(12_000, 9_000)).unwrap();
    assert_eq!((pixels.width(), pixels.height()), (12_000, 9_000));
    let square = preprocess().square(&pixels);
    assert!(square.rgb().iter().all(|&level| level == 128));
}

/// A JPEG of middle grey, written by hand since encoding takes long: with the standard tables a block without change
/// is the bits 001010, so that three bytes are four blocks.
fn grey_jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new(&mut bytes).encode(&[128; 64], 8, 8, ExtendedColorType::L8).unwrap();
    let size = find(&bytes, [0xff, 0xc0]) + 5;
    bytes[size..size + 2].copy_from_slice(&height.to_be_bytes());
    bytes[size + 2..size + 4].copy_from_slice(&width.to_be_bytes());
    bytes.truncate(find(&bytes, [0xff, 0xda]) + 10);
    let blocks = usize::from(width).div_ceil(8) * usize::from(height).div_ceil(8);
    bytes.extend([0x28, 0xa2, 0x8a].repeat(blocks.div_ceil(4)));
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// Where a JPEG's segment begins.
fn find(bytes: &[u8], marker: [u8; 2]) -> usize {
    bytes.windows(2).position(|pair| pair == marker).unwrap()
}

fn preprocess() -> Preprocess {
    Preprocess { size: 224, crop: 1.0, mean: [127.0; 3], std: [128.0; 3] }
}

#[test]
fn canvas_pixels_are_laid_on_white() {
    let every = |alpha: u8| (0..=255).flat_map(move |level| [level, 255 - level, 0, alpha]);
    let rgba: Vec<u8> = (0..=255).flat_map(every).collect();
    let on_white = |level: u8, alpha: u8| {
        let alpha = f64::from(alpha) / 255.0;
        (f64::from(level) * alpha + 255.0 * (1.0 - alpha)).round() as u8
    };
    let expected: Vec<u8> =
        rgba.as_chunks().0.iter().flat_map(|&[r, g, b, a]| [r, g, b].map(|c| on_white(c, a))).collect();
    let pixels = Pixels::from_rgba(&rgba, 256, 256).unwrap();
    assert_eq!(pixels.rgb(), expected);
    assert!(pixels.to_rgba().ends_with(&[255, 0, 0, 255]));
}

#[test]
fn canvas_pixels_must_fit_their_size() {
    assert_eq!(Pixels::from_rgba(&[0; 4 * 63], 8, 8).unwrap_err().code(), "broken_picture");
    assert_eq!(Pixels::from_rgba(&[], u32::MAX, u32::MAX).unwrap_err().code(), "picture_too_large");
    assert_eq!(Pixels::from_rgba(&[0; 4], 1, 1).unwrap_err().code(), "picture_too_small");
}

#[test]
fn pixels_of_another_module_must_fit_their_size() {
    let rgb: Vec<u8> = (0..8 * 9 * 3).collect();
    let pixels = Pixels::from_rgb(rgb.clone(), 8, 9).unwrap();
    assert_eq!((pixels.width(), pixels.height(), pixels.into_rgb()), (8, 9, rgb.clone()));
    assert_eq!(Pixels::from_rgb(rgb.clone(), 9, 9).unwrap_err().code(), "broken_picture");
    assert_eq!(Pixels::from_rgb(rgb.clone(), 1, 72).unwrap_err().code(), "picture_too_small");
    assert_eq!(Pixels::from_rgb(rgb, u32::MAX, u32::MAX).unwrap_err().code(), "picture_too_large");
}

#[test]
fn a_decoder_for_some_formats_knows_no_others() {
    for file in FILES {
        let (jpeg, other) = (decode_jpeg(file, u32::MAX), decode_other(file));
        let (decoded, refused) = if file.starts_with(b"\xff\xd8") { (jpeg, other) } else { (other, jpeg) };
        assert_eq!(decoded, decode(file));
        assert_eq!(refused.unwrap_err().code(), "unsupported_format");
    }
    assert_eq!(decode_jpeg(FILES[0], 8), decode_reduced(FILES[0], 8));
    assert_eq!(decode_jpeg(b"%PDF", 8).unwrap_err(), decode(b"%PDF").unwrap_err());
    assert_eq!(decode_other(b"%PDF").unwrap_err(), decode(b"%PDF").unwrap_err());
}

#[test]
fn srgb_written_with_other_numbers_changes_nothing() {
    let [srgb, plain] =
        [include_bytes!("golden/decode/srgb.jpg").as_slice(), include_bytes!("golden/decode/exif_1.jpg")];
    assert_eq!(decode(srgb), decode(plain));
}

#[test]
fn the_network_is_fed_channel_by_channel() {
    let rgba = [127, 255, 0, 255].repeat(64);
    let pixels = Pixels::from_rgba(&rgba, 8, 8).unwrap();
    let fed = Preprocess { size: 8, ..preprocess() }.normalise(&pixels);
    assert_eq!(fed, [[0.0; 64], [1.0; 64], [-127.0 / 128.0; 64]].concat());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn damaged_files_never_panic(
        file in prop::sample::select(FILES.to_vec()),
        cut in 0.0..1.3f64,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let mut bytes = file.to_vec();
        for (at, value) in damage {
            bytes[at.index(file.len())] = value;
        }
        bytes.truncate((cut * file.len() as f64) as usize);
        if let Ok(pixels) = decode(&bytes) {
            prop_assert!(pixels.width().min(pixels.height()) >= MIN_SIDE);
            preprocess().square(&pixels);
        }
    }
}

proptest! {
    /// A step too far, or too short, garbles all blocks behind it.
    #[test]
    fn an_eighth_of_a_jpeg_is_the_mean_of_each_block(
        levels in prop::collection::vec(96..160_u8, 48 * 40),
        quality in 20..=100_u8,
    ) {
        let mut file = Vec::new();
        JpegEncoder::new_with_quality(&mut file, quality).encode(&levels, 48, 40, ExtendedColorType::L8).unwrap();
        let (whole, eighth) = (decode(&file).unwrap(), decode_reduced(&file, 5).unwrap());
        prop_assert_eq!((eighth.width(), eighth.height()), (6, 5));
        for (index, pixel) in eighth.rgb().chunks(3).enumerate() {
            let (column, row) = (index % 6 * 8, index / 6 * 8);
            let level = |i: usize| f64::from(whole.rgb()[((row + i / 8) * 48 + column + i % 8) * 3]);
            let mean = (0..64).map(level).sum::<f64>() / 64.0;
            prop_assert!((f64::from(pixel[0]) - mean).abs() <= 1.0, "{} for {}", pixel[0], mean);
        }
    }
}
