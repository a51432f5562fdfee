//! A JPEG's bytes as segments and entropy-coded data (T.81, B.1).

use crate::error::Result;
use crate::picture::fault::incomplete;

/// A marker and the parameters behind it.
pub struct Segment<'a> {
    pub marker: u8,
    pub body: &'a [u8],
}

/// The segments one after the other.
pub struct Segments<'a> {
    rest: &'a [u8],
}

impl<'a> Segments<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next segment, if any; stray bytes before a marker are skipped.
    pub fn next(&mut self) -> Result<Option<Segment<'a>>> {
        let Some(at) = find_marker(self.rest) else { return Ok(None) };
        let (marker, rest) = (self.rest[at + 1], &self.rest[at + 2..]);
        self.rest = rest;
        if matches!(marker, 0x01 | 0xd0..=0xd9) {
            return Ok(Some(Segment { marker, body: &[] }));
        }
        let cut = || incomplete("it is cut off within a header");
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk().ok_or_else(cut)?)).max(2);
        let (segment, rest) = rest.split_at_checked(length).ok_or_else(cut)?;
        self.rest = rest;
        Ok(Some(Segment { marker, body: &segment[2..] }))
    }

    /// The data of the scan whose header was read last, and whether a marker stands behind it.
    pub fn entropy_coded(&mut self) -> (&'a [u8], bool) {
        let mut end = 0;
        while let Some(at) = find_marker(&self.rest[end..]) {
            end += at;
            if !is_restart(self.rest[end + 1]) {
                let (data, rest) = self.rest.split_at(end);
                self.rest = rest;
                return (data, true);
            }
            end += 2;
        }
        (std::mem::take(&mut self.rest), false)
    }
}

/// The intervals of a scan's data between its restart markers, without the zero bytes that stand behind each 0xff.
pub fn intervals(data: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mut rest = Some(data);
    std::iter::from_fn(move || {
        let data = rest?;
        let end = find_marker(data);
        rest = end.map(|end| &data[end + 2..]);
        Some(unstuffed(&data[..end.unwrap_or(data.len())]))
    })
}

fn unstuffed(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let mut rest = data;
    while let Some(at) = memchr::memchr(0xff, rest) {
        let stuffed = rest.get(at + 1) == Some(&0);
        bytes.extend_from_slice(&rest[..at + usize::from(stuffed)]);
        rest = &rest[(at + 1 + usize::from(stuffed)).min(rest.len())..];
    }
    bytes.extend_from_slice(rest);
    bytes
}

/// Where 0xff and a marker's second byte stand; fill bytes and stuffed zeros are none.
fn find_marker(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(0xff, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            0 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

fn is_restart(marker: u8) -> bool {
    matches!(marker, 0xd0..=0xd7)
}
