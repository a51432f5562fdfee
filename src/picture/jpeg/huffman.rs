//! Huffman tables (T.81, annex C).

use std::cell::OnceCell;

use super::bits::Bits;
use crate::error::Result;
use crate::picture::fault::incomplete;

/// Bits that the table of short codes looks at.
const SHORT: u32 = 10;

/// Bits that the table of several codes looks at.
const SEVERAL: u32 = 12;

/// A code, and what it says where a run of zeros and a coefficient behind it are coded (T.81, F.1.2.2). Byte by byte in one number,
/// which is in a register: its bits, its symbol, its bits with those of the coefficient, how many coefficients it stands for.
#[derive(Clone, Copy)]
pub struct Code(u32);

impl Code {
    /// Codes of no length are none.
    const NONE: Self = Self(0);
    /// More coefficients than a block has: no other is to come.
    pub const END: u32 = 128;

    fn new(length: u8, symbol: u8) -> Self {
        let run = if symbol & 15 == 0 && symbol < 0xf0 { Self::END as u8 } else { (symbol >> 4) + 1 };
        Self(u32::from_le_bytes([length, symbol, length + (symbol & 15), run]))
    }

    #[inline(always)]
    fn length(self) -> u8 {
        self.0 as u8
    }

    #[inline(always)]
    fn symbol(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// The bits of the coefficient.
    #[inline(always)]
    pub fn size(self) -> u8 {
        self.symbol() & 15
    }

    /// Its bits, and those of the coefficient.
    #[inline(always)]
    fn whole(self) -> u8 {
        (self.0 >> 16) as u8
    }

    /// The coefficients that it stands for, zeros and one that is not; [`Code::END`] for all that are left.
    #[inline(always)]
    pub fn run(self) -> u32 {
        self.0 >> 24
    }
}

/// The codes that some bits hold with the coefficients behind them, as one number: how many coefficients they stand for, how many bits
/// they have, and whether the last is [`Code::END`].
#[derive(Clone, Copy)]
struct Several(u16);

impl Several {
    fn new(run: u32, bits: u32, ended: bool) -> Self {
        Self((run << 8 | bits << 1 | u32::from(ended)) as u16)
    }

    #[inline(always)]
    fn run(self) -> u32 {
        u32::from(self.0 >> 8)
    }

    #[inline(always)]
    fn bits(self) -> u8 {
        (self.0 >> 1 & 0x7f) as u8
    }

    #[inline(always)]
    fn ended(self) -> bool {
        self.0 & 1 == 1
    }
}

/// One table: which symbol a code stands for.
pub struct Huffman {
    /// By the next bits: the code of at most that length, or none.
    short: [Code; 1 << SHORT],
    /// By length − 1: what the next 16 bits of a code of that length are below, where its codes begin, and its first symbol.
    long: [(u32, u32, usize); 16],
    symbols: Vec<u8>,
    /// By the next bits, once it is needed.
    several: OnceCell<Vec<Several>>,
}

impl Huffman {
    /// Takes 16 counts of codes, one a length, and the symbols; returns what follows them, too.
    fn parse(body: &[u8]) -> Option<(Self, &[u8])> {
        let (counts, rest) = body.split_first_chunk::<16>()?;
        let (symbols, rest) = rest.split_at_checked(counts.iter().map(|&count| usize::from(count)).sum())?;
        let mut table = Self {
            short: [Code::NONE; 1 << SHORT],
            long: [(0, 0, 0); 16],
            symbols: symbols.to_vec(),
            several: OnceCell::new(),
        };
        let (mut code, mut first) = (0_u32, 0);
        for (length, &count) in (1_u32..).zip(counts) {
            let step = 1 << (16 - length);
            let end = code + u32::from(count) * step;
            if end > 1 << 16 {
                return None;
            }
            table.long[length as usize - 1] = (end, code, first);
            if length <= SHORT {
                for (i, &symbol) in symbols[first..][..usize::from(count)].iter().enumerate() {
                    let start = ((code + i as u32 * step) >> (16 - SHORT)) as usize;
                    table.short[start..start + (1 << (SHORT - length))].fill(Code::new(length as u8, symbol));
                }
            }
            (code, first) = (end, first + usize::from(count));
        }
        Some((table, rest))
    }

    /// The next symbol, or `None` if the next bits are no code.
    #[inline(always)]
    pub fn symbol(&self, bits: &mut Bits) -> Option<u8> {
        self.code(bits).map(Code::symbol)
    }

    /// The next code, which is read; what stands behind it is not.
    #[inline(always)]
    pub fn code(&self, bits: &mut Bits) -> Option<Code> {
        let code = self.peek(bits)?;
        bits.skip(code.length());
        Some(code)
    }

    /// Reads the rest of a block whose coefficients from `at` on nobody wants; `None` if its codes are no block.
    #[inline(always)]
    pub fn pass(&self, mut at: u32, bits: &mut Bits) -> Option<()> {
        let several = &**self.several.get_or_init(|| self.several());
        while at < 64 {
            let codes = several[(bits.peek() >> (16 - SEVERAL)) as usize];
            // The last may have been the block's before its end is told.
            if codes.bits() > 0 && at + codes.run() < 64 {
                bits.skip(codes.bits());
                at += codes.run();
                if codes.ended() {
                    return Some(());
                }
                continue;
            }
            let code = self.peek(bits)?;
            bits.skip(code.whole());
            at += code.run();
        }
        (at == 64 || at >= Code::END).then_some(())
    }

    fn several(&self) -> Vec<Several> {
        let codes = |next: u32| {
            let (mut bits, mut run) = (0, 0);
            loop {
                let code = self.short[((next << bits & 0xffff) >> (16 - SHORT)) as usize];
                let end = bits + u32::from(code.whole());
                if code.length() == 0 || end > SEVERAL {
                    return Several::new(run, bits, false);
                }
                if code.run() == Code::END {
                    return Several::new(run, end, true);
                }
                (bits, run) = (end, run + code.run());
            }
        };
        (0..1 << SEVERAL).map(|next| codes(next << (16 - SEVERAL))).collect()
    }

    #[inline(always)]
    fn peek(&self, bits: &mut Bits) -> Option<Code> {
        let next = bits.peek();
        let code = self.short[(next >> (16 - SHORT)) as usize];
        let code = if code.length() == 0 { self.long(next) } else { code };
        (code.length() > 0).then_some(code)
    }

    #[cold]
    fn long(&self, next: u32) -> Code {
        let Some(length) = self.long.iter().position(|&(end, ..)| next < end) else { return Code::NONE };
        let (_, start, first) = self.long[length];
        let symbol = self.symbols.get(first + ((next - start) >> (15 - length)) as usize);
        symbol.map_or(Code::NONE, |&symbol| Code::new(length as u8 + 1, symbol))
    }

    /// The difference of a DC coefficient from the one before, whose symbol is its length.
    #[inline(always)]
    pub fn difference(&self, bits: &mut Bits) -> Option<i16> {
        let length = self.symbol(bits).filter(|&length| length <= 16)?;
        Some(bits.signed(length))
    }
}

/// The tables by class (DC, AC) and number.
#[derive(Default)]
pub struct Tables([[Option<Huffman>; 4]; 2]);

impl Tables {
    /// Takes the body of a DHT segment.
    pub fn define(&mut self, mut body: &[u8]) -> Result<()> {
        while let Some((&target, rest)) = body.split_first() {
            let slot =
                self.0.get_mut(usize::from(target >> 4)).and_then(|class| class.get_mut(usize::from(target & 15)));
            let (Some(slot), Some((table, rest))) = (slot, Huffman::parse(rest)) else {
                return Err(incomplete("one of its Huffman tables is garbled"));
            };
            *slot = Some(table);
            body = rest;
        }
        Ok(())
    }

    pub fn dc(&self, number: u8) -> Option<&Huffman> {
        self.0[0].get(usize::from(number))?.as_ref()
    }

    pub fn ac(&self, number: u8) -> Option<&Huffman> {
        self.0[1].get(usize::from(number))?.as_ref()
    }
}
