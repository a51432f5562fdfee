//! WebP files as tools leave them: metadata taken out although the header promises them, and chunks that are cut off
//! (<https://developers.google.com/speed/webp/docs/riff_container>).

use std::borrow::Cow;

use super::fault::incomplete;
use crate::error::Result;

/// Flags of the header by the chunks that they promise.
const PROMISES: [(u8, &[u8; 4]); 3] = [(0x20, b"ICCP"), (0x08, b"EXIF"), (0x04, b"XMP ")];
/// Where the chunks begin.
const CHUNKS: usize = 12;
/// Where the flags of an extended file stand.
const FLAGS: usize = 20;
/// Bytes of an animation's frame before its own chunks.
const FRAME_HEAD: usize = 16;

/// The file, whose flags promise no more than is there.
///
/// # Errors
/// [`crate::Error::BrokenPicture`] if a chunk is longer than the file: the decoder would take memory for all of it.
pub fn mended(bytes: &[u8]) -> Result<Cow<'_, [u8]>> {
    let end = bytes.get(4..8).and_then(|size| size.first_chunk()).map_or(0, |size| u32::from_le_bytes(*size) as usize);
    let bytes = &bytes[..bytes.len().min(end.saturating_add(8))];
    let found = chunks(bytes.get(CHUNKS..).unwrap_or_default())?;
    let wrong = PROMISES.iter().filter(|(_, chunk)| !found.contains(chunk)).fold(0, |flags, (flag, _)| flags | flag);
    let extended = found.first() == Some(&b"VP8X");
    match bytes.get(FLAGS).map(|flags| flags & wrong) {
        Some(wrong @ 1..) if extended => {
            let mut bytes = bytes.to_vec();
            bytes[FLAGS] ^= wrong;
            Ok(bytes.into())
        }
        _ => Ok(bytes.into()),
    }
}

/// Names of the chunks, one after the other.
fn chunks(mut rest: &[u8]) -> Result<Vec<&[u8; 4]>> {
    let mut names = Vec::new();
    while let Some((name, after)) = rest.split_first_chunk::<4>() {
        let cut = || incomplete("it is cut off");
        let (size, after) = after.split_first_chunk::<4>().ok_or_else(cut)?;
        let (body, after) = after.split_at_checked(u32::from_le_bytes(*size) as usize).ok_or_else(cut)?;
        if name == b"ANMF" {
            chunks(body.get(FRAME_HEAD..).unwrap_or_default())?;
        }
        names.push(name);
        rest = after.get(body.len() % 2..).unwrap_or_default();
    }
    Ok(names)
}
