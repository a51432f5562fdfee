//! The entries of a ZIP archive, as PyTorch and other tools write it (PKWARE's APPNOTE 6.3, section 4.3).

use std::borrow::Cow;

use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// Maximum bytes of all compressed entries together, so that a small file cannot ask for all memory.
const MAX_UNPACKED: usize = 1 << 30;

/// Path and bytes of an entry.
pub type Entry<'a> = (String, Cow<'a, [u8]>);

/// All entries that are stored or deflated; `None` if the archive is damaged or too large.
pub fn entries(bytes: &[u8]) -> Option<Vec<Entry<'_>>> {
    let (count, start) = directory(bytes)?;
    let mut record = bytes.get(start..)?;
    let mut entries = Vec::new();
    let mut left = MAX_UNPACKED;
    for _ in 0..count {
        entries.push(entry(bytes, record, &mut left)?);
        let length = 46 + u16_at(record, 28)? + u16_at(record, 30)? + u16_at(record, 32)?;
        record = record.get(length..)?;
    }
    Some(entries)
}

/// How many entries there are, and where their records begin.
fn directory(bytes: &[u8]) -> Option<(usize, usize)> {
    /// The end record without its comment.
    const END: usize = 22;
    /// What stands before it in an archive of the ZIP64 kind: where that one's end record is.
    const LOCATOR: usize = 20;
    let last = bytes.len().checked_sub(END)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last).rev().find(|&at| bytes[at..].starts_with(b"PK\x05\x06"))?;
    let locator = end.checked_sub(LOCATOR).filter(|&at| bytes[at..].starts_with(b"PK\x06\x07"));
    if let Some(locator) = locator {
        let end = bytes.get(u64_at(bytes, locator + 8)?..).filter(|end| end.starts_with(b"PK\x06\x06"))?;
        return Some((u64_at(end, 32)?, u64_at(end, 48)?));
    }
    Some((u16_at(bytes, end + 10)?, u32_at(bytes, end + 16)?))
}

/// The entry of a record; takes what it unpacks from the bytes that are `left`.
fn entry<'a>(bytes: &'a [u8], record: &[u8], left: &mut usize) -> Option<Entry<'a>> {
    let record = record.starts_with(b"PK\x01\x02").then_some(record)?;
    let (name, extra) = (u16_at(record, 28)?, u16_at(record, 30)?);
    let path = String::from_utf8_lossy(record.get(46..46 + name)?).into_owned();
    let mut long = long_fields(record.get(46 + name..46 + name + extra)?);
    // In this order, each only if it does not fit into its 32 bits (section 4.5.3).
    let mut field = |at| match u32_at(record, at)? {
        0xffff_ffff => long.next(),
        short => Some(short),
    };
    let (unpacked, packed, start) = (field(24)?, field(20)?, field(42)?);
    let local = bytes.get(start..)?;
    let start = 30 + u16_at(local, 26)? + u16_at(local, 28)?;
    let data = local.get(start..start.checked_add(packed)?)?;
    let data = match u16_at(record, 10)? {
        0 => Cow::Borrowed(data),
        8 => {
            *left = left.checked_sub(unpacked)?;
            let data = decompress_to_vec_with_limit(data, unpacked).ok()?;
            Cow::Owned(data)
        }
        _ => return None,
    };
    Some((path, data))
}

/// The 64-bit numbers in the extra field of a record.
fn long_fields(mut extra: &[u8]) -> impl Iterator<Item = usize> {
    let mut numbers: &[u8] = &[];
    while let (Some(kind), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let Some((field, rest)) = extra[4..].split_at_checked(length) else { break };
        if kind == 1 {
            numbers = field;
        }
        extra = rest;
    }
    numbers.as_chunks().0.iter().map_while(|number| usize::try_from(u64::from_le_bytes(*number)).ok())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}

fn u64_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}
