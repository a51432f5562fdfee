//! The index of a ZIP archive whose entries are stored as they are, as PyTorch writes it (PKWARE's APPNOTE 6.3, sections
//! 4.3.12 and 4.3.16).

/// Path and bytes of every entry; `None` if the archive is damaged or an entry is compressed.
pub fn entries(bytes: &[u8]) -> Option<Vec<(String, &[u8])>> {
    /// The end record without its comment.
    const END: usize = 22;
    let last = bytes.len().checked_sub(END)?;
    let end =
        (last.saturating_sub(usize::from(u16::MAX))..=last).rev().find(|&at| bytes[at..].starts_with(b"PK\x05\x06"))?;
    let count = u16_at(bytes, end + 10)?;
    let mut at = u32_at(bytes, end + 16)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (entry, next) = entry(bytes, at)?;
        entries.push(entry);
        at = next;
    }
    Some(entries)
}

/// The entry whose record in the central directory is at `at`, and where the next record is.
fn entry(bytes: &[u8], at: usize) -> Option<((String, &[u8]), usize)> {
    let record = bytes.get(at..)?;
    let stored = record.starts_with(b"PK\x01\x02") && u16_at(record, 10)? == 0;
    let (size, name, extra, comment) =
        (u32_at(record, 20)?, u16_at(record, 28)?, u16_at(record, 30)?, u16_at(record, 32)?);
    let path = String::from_utf8_lossy(record.get(46..46 + name)?).into_owned();
    let local = bytes.get(u32_at(record, 42)?..)?;
    let start = 30 + u16_at(local, 26)? + u16_at(local, 28)?;
    let data = local.get(start..start.checked_add(size)?)?;
    stored.then_some(((path, data), at + 46 + name + extra + comment))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}
