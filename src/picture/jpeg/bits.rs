//! Entropy-coded data bit by bit.

/// Reads the highest bit first; behind the end there are zeros.
#[derive(Clone, Copy)]
pub struct Bits<'a> {
    bytes: &'a [u8],
    /// Bytes that are in the window, or were; those behind the end count, too.
    taken: usize,
    /// The next bits, from the highest on.
    window: u64,
    /// How many there are in the window.
    ahead: u32,
}

impl<'a> Bits<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, taken: 0, window: 0, ahead: 0 }
    }

    /// The next 16 bits, which stay. After them, so many more can be skipped.
    #[inline(always)]
    pub fn peek(&mut self) -> u32 {
        self.fill();
        (self.window >> 48) as u32
    }

    /// Goes on by `count` bits, at most 16 that were peeked at and 16 more.
    #[inline(always)]
    pub fn skip(&mut self, count: u8) {
        self.window <<= count;
        self.ahead -= u32::from(count);
    }

    /// Makes sure that there are 32 bits in the window: to look for bytes is worth it for some at a time.
    #[inline(always)]
    fn fill(&mut self) {
        if self.ahead < 32 {
            let four = match self.bytes.get(self.taken..).and_then(|rest| rest.first_chunk()) {
                Some(four) => u32::from_be_bytes(*four),
                None => last(self.bytes, self.taken),
            };
            self.window |= u64::from(four) << (32 - self.ahead);
            self.ahead += 32;
            self.taken += 4;
        }
    }

    /// Bits read so far.
    fn at(&self) -> u64 {
        self.taken as u64 * 8 - u64::from(self.ahead)
    }

    /// A number of `count` bits, at most 16.
    #[inline(always)]
    pub fn number(&mut self, count: u8) -> u32 {
        self.fill();
        self.peeked(count)
    }

    /// A number of `count` of the bits that can be skipped after a peek.
    #[inline(always)]
    fn peeked(&mut self, count: u8) -> u32 {
        let number = (self.window >> 48) as u32 >> (16 - count);
        self.skip(count);
        number
    }

    /// A signed number of `count` bits, at most 16, behind a code that was peeked at (T.81, F.2.2.1): those that begin with 0 are
    /// below zero.
    #[inline(always)]
    pub fn signed(&mut self, count: u8) -> i16 {
        let number = self.peeked(count) as i32;
        let is_negative = count > 0 && number >> (count - 1) == 0;
        (if is_negative { number - (1 << count) + 1 } else { number }) as i16
    }

    /// Whether more bits were read than there are.
    pub fn is_overrun(&self) -> bool {
        self.at() > self.bytes.len() as u64 * 8
    }

    /// The bytes of which no bit was read.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at().div_ceil(8) as usize..).unwrap_or(&[])
    }
}

/// Four bytes of which some are behind the end.
#[cold]
fn last(bytes: &[u8], start: usize) -> u32 {
    (start..start + 4).fold(0, |bits, at| bits << 8 | u32::from(bytes.get(at).copied().unwrap_or(0)))
}
