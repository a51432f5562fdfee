//! Huffman tables (T.81, annex C).

use super::bits::Bits;
use crate::error::Result;
use crate::picture::fault::incomplete;

/// Bits that the table of short codes looks at.
const SHORT: u32 = 10;

/// One table: which symbol a code stands for.
pub struct Huffman {
    /// By the next bits: length and symbol of a code of at most that length, or length 0.
    short: [(u8, u8); 1 << SHORT],
    /// By length − 1: what the next 16 bits of a code of that length are below, where its codes begin, and its first symbol.
    long: [(u32, u32, usize); 16],
    symbols: Vec<u8>,
}

impl Huffman {
    /// Takes 16 counts of codes, one a length, and the symbols; returns what follows them, too.
    fn parse(body: &[u8]) -> Option<(Self, &[u8])> {
        let (counts, rest) = body.split_first_chunk::<16>()?;
        let (symbols, rest) = rest.split_at_checked(counts.iter().map(|&count| usize::from(count)).sum())?;
        let mut table = Self { short: [(0, 0); 1 << SHORT], long: [(0, 0, 0); 16], symbols: symbols.to_vec() };
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
                    table.short[start..start + (1 << (SHORT - length))].fill((length as u8, symbol));
                }
            }
            (code, first) = (end, first + usize::from(count));
        }
        Some((table, rest))
    }

    /// The next symbol, or `None` if the next bits are no code.
    #[inline]
    pub fn symbol(&self, bits: &mut Bits) -> Option<u8> {
        let next = bits.peek();
        let (length, symbol) = self.short[(next >> (16 - SHORT)) as usize];
        if length == 0 {
            return self.long_symbol(next, bits);
        }
        bits.skip(length);
        Some(symbol)
    }

    #[cold]
    fn long_symbol(&self, next: u32, bits: &mut Bits) -> Option<u8> {
        let length = self.long.iter().position(|&(end, ..)| next < end)?;
        let (_, start, first) = self.long[length];
        bits.skip(length as u8 + 1);
        self.symbols.get(first + ((next - start) >> (15 - length)) as usize).copied()
    }

    /// The difference of a DC coefficient from the one before, whose symbol is its length.
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
