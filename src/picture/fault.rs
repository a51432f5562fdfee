//! The errors of pictures.

use std::{error, io};

use image::error::ImageError;

use super::size::too_large;
use crate::Error;

/// A picture whose pixels may be whole although its file is not as it should be: another decoder may show it.
pub fn damaged(detail: impl Into<String>) -> Error {
    Error::BrokenPicture { detail: detail.into(), incomplete: false }
}

/// A picture that lacks pixels, or has garbled ones: a lenient decoder would show a part of it.
pub fn incomplete(detail: impl Into<String>) -> Error {
    Error::BrokenPicture { detail: detail.into(), incomplete: true }
}

/// A file of a kind that is not decoded here.
pub fn unsupported(kind: impl Into<String>) -> Error {
    Error::UnsupportedFormat { kind: kind.into() }
}

/// The error for a header that the decoder refuses.
pub fn header_fault(error: ImageError) -> Error {
    let detail = error.to_string();
    match error {
        ImageError::Unsupported(_) => unsupported("a picture of a rare kind"),
        _ if is_early_end(&error) => incomplete(detail),
        _ => damaged(detail),
    }
}

/// The error for pixels that the decoder refuses, of a picture whose size is known: its memory may be what is wrong.
pub fn pixel_fault(error: ImageError, width: u32, height: u32) -> Error {
    match error {
        ImageError::Limits(_) => too_large(width, height),
        ImageError::Unsupported(_) => unsupported("a picture of a rare kind"),
        other => incomplete(other.to_string()),
    }
}

/// Whether the file ends where more was to come.
fn is_early_end(error: &ImageError) -> bool {
    fn is_end(error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::UnexpectedEof
    }
    fn is_below(error: &(dyn error::Error + 'static)) -> bool {
        error.downcast_ref().is_some_and(is_end) || error.source().is_some_and(is_below)
    }
    match error {
        ImageError::IoError(error) => is_end(error),
        other => is_below(other),
    }
}
