//! The bytes of a pickle: numbers and text.

use super::super::value::Reason;

/// What is still to be read.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Reason> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(cut_off)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A little-endian number without a sign, of at most 8 bytes.
    pub fn length(&mut self, bytes: usize) -> Result<usize, Reason> {
        let length = self.take(bytes)?.iter().rev().fold(0, |number: u64, &byte| number << 8 | u64::from(byte));
        usize::try_from(length).map_err(|_| cut_off())
    }

    /// A number with a sign, after its length. Longer than 8 bytes it can only be a magic number: none is returned.
    pub fn long(&mut self, bytes: usize) -> Result<Option<i64>, Reason> {
        let length = self.length(bytes)?;
        let bytes = self.take(length)?;
        let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
        let start = if negative { -1 } else { 0 };
        let number = bytes.iter().rev().fold(start, |number: i64, &byte| number << 8 | i64::from(byte));
        Ok((length <= 8).then_some(number))
    }

    /// Text after its length.
    pub fn text(&mut self, bytes: usize) -> Result<String, Reason> {
        let length = self.length(bytes)?;
        Ok(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    /// Text up to the end of the line.
    pub fn line(&mut self) -> Result<String, Reason> {
        let length = self.0.iter().position(|&byte| byte == b'\n').ok_or_else(cut_off)?;
        let line = String::from_utf8_lossy(self.take(length)?).into_owned();
        self.take(1).map(|_| line)
    }
}

fn cut_off() -> Reason {
    "its pickle ends too early, as where a download broke off. Download it again".into()
}
