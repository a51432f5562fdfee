//! Entropy-coded data bit by bit.

/// Reads the highest bit first; behind the end there are zeros.
pub struct Bits<'a> {
    bytes: &'a [u8],
    /// Bits read so far.
    at: u64,
}

impl<'a> Bits<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next 16 bits, which stay.
    #[inline]
    pub fn peek(&self) -> u32 {
        let byte = (self.at / 8) as usize;
        let window = match self.bytes.get(byte..).and_then(|rest| rest.first_chunk()) {
            Some(four) => u32::from_be_bytes(*four),
            None => (0..4).fold(0, |bits, i| bits << 8 | u32::from(self.bytes.get(byte + i).copied().unwrap_or(0))),
        };
        window << (self.at % 8) >> 16
    }

    #[inline]
    pub fn skip(&mut self, count: u8) {
        self.at += u64::from(count);
    }

    /// A number of `count` bits, at most 16.
    #[inline]
    pub fn number(&mut self, count: u8) -> u32 {
        let number = self.peek() >> (16 - count);
        self.skip(count);
        number
    }

    /// A signed number of `count` bits, at most 16 (T.81, F.2.2.1): those that begin with 0 are below zero.
    #[inline]
    pub fn signed(&mut self, count: u8) -> i16 {
        let number = self.number(count) as i32;
        let is_negative = count > 0 && number >> (count - 1) == 0;
        (if is_negative { number - (1 << count) + 1 } else { number }) as i16
    }

    /// Whether more bits were read than there are.
    pub fn is_overrun(&self) -> bool {
        self.at > self.bytes.len() as u64 * 8
    }

    /// The bytes of which no bit was read.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at.div_ceil(8) as usize..).unwrap_or(&[])
    }
}
