//! WebP files whose header promises metadata that a tool has taken out
//! (<https://developers.google.com/speed/webp/docs/riff_container>).

use std::borrow::Cow;

/// Flags of the header by the chunks that they promise.
const PROMISES: [(u8, &[u8; 4]); 3] = [(0x20, b"ICCP"), (0x08, b"EXIF"), (0x04, b"XMP ")];
/// Where the flags of an extended file stand.
const FLAGS: usize = 20;

/// The file, whose flags promise no more than is there.
pub fn with_true_flags(bytes: &[u8]) -> Cow<'_, [u8]> {
    let extended = bytes.get(12..16) == Some(b"VP8X");
    let Some(&flags) = bytes.get(FLAGS).filter(|_| extended) else { return Cow::Borrowed(bytes) };
    let broken = PROMISES.into_iter().filter(|&(_, chunk)| !chunks(bytes).any(|found| found == chunk));
    let wrong = broken.fold(0, |flags, (flag, _)| flags | flag) & flags;
    if wrong == 0 {
        return Cow::Borrowed(bytes);
    }
    let mut bytes = bytes.to_vec();
    bytes[FLAGS] ^= wrong;
    Cow::Owned(bytes)
}

/// Names of the chunks.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = &[u8; 4]> {
    let mut rest = bytes.get(12..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (name, after) = rest.split_first_chunk::<4>()?;
        let (size, after) = after.split_first_chunk::<4>()?;
        let size = u32::from_le_bytes(*size) as usize;
        rest = after.get(size.saturating_add(size & 1)..).unwrap_or_default();
        Some(name)
    })
}
