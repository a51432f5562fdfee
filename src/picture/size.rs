//! The sizes that a picture may have.

use crate::error::{Error, Result};

/// Minimum pixels of a side: fewer show nothing to learn.
pub const MIN_SIDE: u32 = 8;

/// Maximum millions of pixels that are decoded: 384 MiB as RGB, of the 4 GiB that a WebAssembly memory can hold.
pub const MAX_MEGAPIXELS: u32 = 128;

/// Refuses what is too small to show anything or too large to hold.
pub(super) fn check_size(width: u32, height: u32) -> Result<()> {
    if width.min(height) < MIN_SIDE {
        return Err(Error::PictureTooSmall { width, height, min_side: MIN_SIDE });
    }
    if u64::from(width) * u64::from(height) > u64::from(MAX_MEGAPIXELS) * 1_000_000 {
        return Err(too_large(width, height));
    }
    Ok(())
}

/// The error for a picture of this size.
pub(super) fn too_large(width: u32, height: u32) -> Error {
    Error::PictureTooLarge { width, height, max_megapixels: MAX_MEGAPIXELS }
}
