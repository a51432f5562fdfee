//! Pictures with faults that people really meet: either they come in right, or they are refused with words that are true of them.
#![cfg(not(target_family = "wasm"))]

use image::{DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use pupil::error::Error;
use pupil::picture::decode;

const BASELINE: &[u8] = include_bytes!("golden/decode/exif_1.jpg");
const RESTARTS: &[u8] = include_bytes!("golden/decode/restarts.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("golden/decode/progressive.jpg");
const SCANS: &[u8] = include_bytes!("golden/decode/scans_444.jpg");
const CMYK: &[u8] = include_bytes!("golden/decode/cmyk.jpg");
const JPEGS: [&[u8]; 5] = [BASELINE, RESTARTS, PROGRESSIVE, SCANS, CMYK];
const TURNED: &[u8] = include_bytes!("golden/decode/turned.webp");

/// What the file is said to be.
fn kind(bytes: &[u8]) -> String {
    match decode(bytes) {
        Err(Error::UnsupportedFormat { kind }) => kind,
        other => panic!("{other:?}"),
    }
}

/// Whether the file is refused for pixels that are missing or garbled, which no other decoder may be asked to fill in.
fn is_incomplete(bytes: &[u8]) -> bool {
    matches!(decode(bytes), Err(Error::BrokenPicture { incomplete: true, .. }))
}

fn find(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).unwrap()
}

/// Where the first scan's data begin.
fn first_code(jpeg: &[u8]) -> usize {
    let header = find(jpeg, &[0xff, 0xda]) + 2;
    header + usize::from(u16::from_be_bytes([jpeg[header], jpeg[header + 1]]))
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn jpegs_that_are_cut_off_anywhere_are_incomplete() {
    for jpeg in JPEGS {
        for length in first_code(jpeg)..jpeg.len() - 2 {
            assert!(is_incomplete(&jpeg[..length]), "{length} of {} bytes", jpeg.len());
            let ended = [&jpeg[..length], &[0xff, 0xd9]].concat();
            // Between two scans, an end marker says that no more was meant to come.
            let between_scans = jpeg == PROGRESSIVE && decode(&ended).is_ok();
            assert!(is_incomplete(&ended) || between_scans, "{length} of {} bytes and an end marker", jpeg.len());
        }
    }
}

#[test]
fn jpegs_that_lack_their_end_marker_alone_are_whole() {
    for jpeg in JPEGS {
        let whole = decode(jpeg).unwrap();
        assert_eq!(decode(&jpeg[..jpeg.len() - 2]).unwrap(), whole);
        assert_eq!(decode(&jpeg[..jpeg.len() - 1]).unwrap(), whole);
        assert_eq!(decode(&[jpeg, &[0; 100]].concat()).unwrap(), whole);
    }
}

#[test]
fn jpegs_that_are_zeroed_from_the_middle_are_incomplete() {
    let picture =
        RgbImage::from_fn(160, 120, |x, y| Rgb([(x * 7) ^ y, (y * 5) ^ (x * 3), x * y].map(|level| level as u8)));
    let jpeg = encoded(picture, ImageFormat::Jpeg);
    let first = first_code(&jpeg);
    for from in (first..jpeg.len() - 40).step_by(37) {
        let mut zeroed = jpeg.clone();
        zeroed[from..].fill(0);
        assert!(is_incomplete(&zeroed), "from {from} of {}", jpeg.len());
        let end = zeroed.len() - 2;
        zeroed[end..].copy_from_slice(&[0xff, 0xd9]);
        assert!(is_incomplete(&zeroed), "from {from} of {}, with its end marker", jpeg.len());
    }
}

#[test]
fn flat_jpegs_are_whole_although_their_codes_are_zeros() {
    let table = |class: u8| [&[0xff, 0xc4, 0, 20, class << 4, 1][..], &[0; 15], &[0]].concat();
    let grey = encoded(GrayImage::from_pixel(64, 64, Luma([128])), ImageFormat::Jpeg);
    let (tables, scan) = (find(&grey, &[0xff, 0xc4]), find(&grey, &[0xff, 0xda]));
    // One code, 0, for "as the block before" and one, 0, for "no more of this block": 64 blocks are 16 bytes.
    let flat = [&grey[..tables], &table(0), &table(1), &grey[scan..scan + 10], &[0; 16], &[0xff, 0xd9]].concat();
    assert!(decode(&flat).unwrap().rgb().iter().all(|&level| level == 128));
}

#[test]
fn rare_kinds_of_jpeg_are_named() {
    let frame = find(BASELINE, &[0xff, 0xc0]);
    let with = |at: usize, byte: u8| {
        let mut jpeg = BASELINE.to_vec();
        jpeg[frame + at] = byte;
        jpeg
    };
    assert_eq!(kind(&with(1, 0xc9)), "a JPEG with arithmetic coding");
    assert_eq!(kind(&with(1, 0xca)), "a JPEG with arithmetic coding");
    assert_eq!(kind(&with(1, 0xc3)), "a lossless JPEG");
    assert_eq!(kind(&with(1, 0xc5)), "a hierarchical JPEG");
    assert_eq!(kind(&with(4, 12)), "a JPEG with 12 bits a sample");
    assert_eq!(kind(&with(14, 0x22)), "a JPEG with rare colour planes");
    assert_eq!(kind(include_bytes!("golden/decode/scans_420.jpg")), "a JPEG with a scan for each colour");
    let (tables, scan) = (find(BASELINE, &[0xff, 0xc4]), find(BASELINE, &[0xff, 0xda]));
    let film = [&BASELINE[..tables], &BASELINE[scan..]].concat();
    assert_eq!(kind(&film), "a JPEG without Huffman tables, as films in MJPEG have");
}

#[test]
fn what_is_no_picture_is_named() {
    assert_eq!(kind(b""), "an empty file");
    assert_eq!(kind(b"%PDF-1.7"), "a PDF file");
    assert_eq!(kind(b"\n<svg></svg>"), "an SVG drawing");
    assert_eq!(kind(b"<!doctype html><html>"), "a web page");
    assert_eq!(kind(b"II*\0\x08\0\0\0"), "a TIFF picture");
    assert_eq!(kind(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"), "a HEIC or AVIF picture, or a film");
    assert_eq!(kind(b"version https://git-lfs.github.com/spec/v1\n"), "a Git LFS pointer, not the file it stands for");
    assert_eq!(kind(b"\xef\xbb\xbf<?xml version=\"1.0\"?><svg></svg>"), "an SVG drawing or another text in XML");
    assert_eq!(kind(b"{\"message\": \"Not Found\"}"), "a text in JSON");
    assert_eq!(kind(b"\0\0\0\x0cJXL \r\n\x87\n\0\0"), "a JPEG XL picture");
    assert_eq!(kind(b"\0\0\0\x0cjP  \r\n\x87\n\0\0"), "a JPEG 2000 picture");
    assert_eq!(kind(b"hello"), "not a JPEG, PNG, WebP, GIF or BMP picture");
}

#[test]
fn every_format_that_is_cut_off_is_incomplete() {
    let files: [&[u8]; 6] = [
        include_bytes!("golden/decode/rgb.png"),
        include_bytes!("golden/decode/grey16.png"),
        include_bytes!("golden/decode/lossless.webp"),
        include_bytes!("golden/decode/lossy.webp"),
        include_bytes!("golden/decode/still.gif"),
        include_bytes!("golden/decode/rgb.bmp"),
    ];
    for file in files.into_iter().chain(JPEGS) {
        for share in [3, 5, 8] {
            let cut = &file[..file.len() * share / 10];
            assert!(is_incomplete(cut), "{share}0 % of {} bytes: {:?}", file.len(), decode(cut));
        }
    }
}

#[test]
fn sixteen_bits_that_hold_fewer_are_stretched() {
    let read = |levels: [u16; 3]| {
        let image = ImageBuffer::from_fn(9, 9, |x, _| Luma([levels[x as usize % 3]]));
        decode(&encoded(DynamicImage::ImageLuma16(image), ImageFormat::Png)).unwrap().rgb()[..9].to_vec()
    };
    let grey = |levels: [u8; 3]| levels.map(|level| [level; 3]).concat();
    // A 12-bit camera: 1100 / 4095 · 255 = 68.5, 2048 / 4095 · 255 = 127.5.
    assert_eq!(read([0, 1100, 2048]), grey([0, 68, 128]));
    assert_eq!(read([0, 2048, 4095]), grey([0, 128, 255]));
    assert_eq!(read([0, 100, 255]), grey([0, 100, 255]));
    assert_eq!(read([0, 4096, 65535]), grey([0, 16, 255]));
    let rgb = ImageBuffer::from_pixel(9, 9, Rgb([0_u16, 2048, 4095]));
    let rgb = decode(&encoded(DynamicImage::ImageRgb16(rgb), ImageFormat::Png)).unwrap();
    assert_eq!(rgb.rgb()[..3], [0, 128, 255]);
    let opaque = ImageBuffer::from_pixel(9, 9, Rgba([0_u16, 2048, 4095, u16::MAX]));
    let opaque = decode(&encoded(DynamicImage::ImageRgba16(opaque), ImageFormat::Png)).unwrap();
    assert_eq!(opaque.rgb(), rgb.rgb());
}

#[test]
fn a_bmp_that_leaves_its_alpha_at_zero_is_opaque() {
    let bmp = |alpha: fn(u32) -> u8| {
        let image = RgbaImage::from_fn(9, 9, |_, y| Rgba([200, 100, 50, alpha(y)]));
        decode(&encoded(image, ImageFormat::Bmp)).unwrap()
    };
    assert!(bmp(|_| 0).rgb().as_chunks().0.iter().all(|pixel| *pixel == [200, 100, 50]));
    let half = bmp(|y| if y < 4 { 0 } else { 255 });
    assert_eq!(half.rgb()[..3], [255; 3]);
    assert_eq!(half.rgb()[3 * 9 * 8..][..3], [200, 100, 50]);
}

/// A GIF whose header names no size is one that browsers take from its frame: they are asked.
#[test]
fn a_header_without_a_size_is_for_other_decoders() {
    let mut gif = include_bytes!("golden/decode/still.gif").to_vec();
    gif[6..10].fill(0);
    assert!(matches!(decode(&gif), Err(Error::BrokenPicture { incomplete: false, .. })));
}

/// A PNG with a chunk behind its header (<https://www.w3.org/TR/png-3/#5Chunk-layout>).
fn with_chunks(png: &[u8], chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let parts = chunks.iter().flat_map(|(name, body)| {
        let sum = !name.iter().chain(*body).fold(u32::MAX, |sum, &byte| {
            (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
        });
        [&(body.len() as u32).to_be_bytes()[..], &name[..], body, &sum.to_be_bytes()].concat()
    });
    [&png[..33], &parts.collect::<Vec<_>>(), &png[33..]].concat()
}

fn hundred_thousandths<const N: usize>(numbers: [f64; N]) -> Vec<u8> {
    numbers.into_iter().flat_map(|number| ((number * 1e5).round() as u32).to_be_bytes()).collect()
}

/// The largest difference of two pictures of one size.
fn difference(a: &[u8], b: &[u8]) -> u8 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0)
}

#[test]
fn png_chunks_about_colours_are_followed() {
    let rgb = include_bytes!("golden/decode/rgb.png");
    let p3 = decode(include_bytes!("golden/decode/p3.png")).unwrap();
    let linear = decode(include_bytes!("golden/decode/linear.png")).unwrap();
    let plain = decode(rgb).unwrap();
    let near = |chunks: &[(&[u8; 4], &[u8])], expected: &[u8]| {
        let levels = difference(decode(&with_chunks(rgb, chunks)).unwrap().rgb(), expected);
        assert!(levels <= 2, "{levels} levels off with {chunks:?}");
    };
    // Display P3's number, sRGB's curve.
    near(&[(b"cICP", &[12, 13, 0, 1])], p3.rgb());
    near(&[(b"cICP", &[1, 13, 0, 1])], plain.rgb());
    let gamma = |gamma: f64| hundred_thousandths([1.0 / gamma]);
    near(&[(b"gAMA", &gamma(1.0))], linear.rgb());
    // sRGB is said more plainly than by numbers.
    near(&[(b"sRGB", &[0]), (b"gAMA", &gamma(1.0))], plain.rgb());
    // By the formula: a level of a display of gamma 1.8, as sRGB's curve has it (IEC 61966-2-1).
    let encoded = |light: f64| if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    let expected: Vec<u8> = plain
        .rgb()
        .iter()
        .map(|&level| (encoded((f64::from(level) / 255.0).powf(1.8)) * 255.0).round() as u8)
        .collect();
    near(&[(b"gAMA", &gamma(1.8))], &expected);
    // The primaries of Display P3 and a gamma of 2.2: by the matrix from its light to sRGB's, both of the white point D65.
    let places = hundred_thousandths([0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06]);
    let matrix = [[1.22494, -0.22494, 0.0], [-0.04206, 1.04206, 0.0], [-0.01964, -0.07864, 1.09828]];
    let pixels =
        plain.rgb().as_chunks::<3>().0.iter().map(|pixel| pixel.map(|level| (f64::from(level) / 255.0).powf(2.2)));
    let converted = pixels.flat_map(|light| {
        matrix.map(|row| row.iter().zip(&light).map(|(part, light)| part * light).sum::<f64>().clamp(0.0, 1.0))
    });
    let expected: Vec<u8> = converted.map(|light| (encoded(light) * 255.0).round() as u8).collect();
    near(&[(b"gAMA", &gamma(2.2)), (b"cHRM", &places)], &expected);
    let garbled = hundred_thousandths([0.3127, 0.0, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06]);
    near(&[(b"gAMA", &gamma(2.2)), (b"cHRM", &garbled)], plain.rgb());
    near(&[(b"gAMA", &[0; 4])], plain.rgb());
}

/// The chunks of a RIFF file as one again.
fn riff(chunks: &[u8]) -> Vec<u8> {
    [b"RIFF", &(chunks.len() as u32 + 4).to_le_bytes()[..], b"WEBP", chunks].concat()
}

#[test]
fn webp_is_turned_by_exif_data_with_jpegs_prefix() {
    let at = find(TURNED, b"EXIF");
    let exif = [b"Exif\0\0", &TURNED[at + 8..]].concat();
    let prefixed = [&TURNED[12..at + 4], &(exif.len() as u32).to_le_bytes(), &exif].concat();
    assert_eq!(decode(&riff(&prefixed)).unwrap(), decode(TURNED).unwrap());
}

#[test]
fn webp_whose_metadata_were_stripped_is_decoded() {
    let plain = decode(include_bytes!("golden/decode/rgb.png")).unwrap();
    for flags in [0x08, 0x04, 0x20, 0x2c] {
        let mut chunks = TURNED[12..find(TURNED, b"EXIF")].to_vec();
        chunks[8] = flags;
        assert_eq!(decode(&riff(&chunks)).unwrap(), plain, "flags {flags:#04x}");
        let unknown = [&chunks, &b"PSAI\x04\0\0\08BIM"[..]].concat();
        assert_eq!(decode(&riff(&unknown)).unwrap(), plain, "flags {flags:#04x} and an unknown chunk");
    }
}
