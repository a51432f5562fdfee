//! What a file is, by its first bytes.

use image::ImageFormat;

use super::fault::unsupported;
use crate::error::Result;

/// First bytes of files that people take for pictures, and what those are.
const OTHERS: [(&[u8], &str); 16] = [
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"8BPS", "a Photoshop file"),
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\x1a\x45\xdf\xa3", "a film"),
    (b"<svg", "an SVG drawing"),
    (b"<?xml", "an SVG drawing or another text in XML"),
    (b"{", "a text in JSON"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file it stands for"),
];

/// The format of a picture that is decoded here.
///
/// # Errors
/// [`crate::Error::UnsupportedFormat`] that names what the file is otherwise.
pub fn of(bytes: &[u8]) -> Result<ImageFormat> {
    use ImageFormat::{Bmp, Gif, Jpeg, Png, WebP};
    match image::guess_format(bytes) {
        Ok(format @ (Jpeg | Png | WebP | Gif | Bmp)) => Ok(format),
        _ => Err(unsupported(other(bytes))),
    }
}

fn other(bytes: &[u8]) -> &'static str {
    if bytes.is_empty() {
        return "an empty file";
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return "a HEIC or AVIF picture, or a film";
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let starts = |first: &[u8]| text.get(..first.len()).is_some_and(|start| start.eq_ignore_ascii_case(first));
    let known = OTHERS.iter().find(|(first, _)| starts(first));
    known.map_or("not a JPEG, PNG, WebP, GIF or BMP picture", |&(_, kind)| kind)
}
