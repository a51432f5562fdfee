//! The blocks of a progressive scan (T.81, G.1.2).

use super::bits::Bits;
use super::frame::Component;
use super::huffman::Huffman;
use super::kept::Block;

/// Reads block after block between two restart markers.
pub struct Progressive {
    band: [u8; 2],
    bits: [u8; 2],
    /// Blocks to come that have no new coefficients.
    end_of_band: u32,
}

impl Progressive {
    pub fn new(band: [u8; 2], bits: [u8; 2]) -> Self {
        Self { band, bits, end_of_band: 0 }
    }

    /// Reads the block at this column and row of a component, the one at `index` of a scan of its own, whose first coefficient
    /// follows `level`; `None` if its codes are no block.
    pub fn block(
        &mut self,
        component: &mut Component,
        at: [usize; 2],
        index: usize,
        level: &mut i16,
        (dc, ac): (Option<&Huffman>, Option<&Huffman>),
        bits: &mut Bits,
    ) -> Option<()> {
        let Component { nonzero, kept, blocks, .. } = component;
        let block = &mut Block::of(kept, at);
        match (self.band[0], self.bits[0]) {
            (0, 0) => {
                *level = level.wrapping_add(dc?.difference(bits)?);
                if let Some(value) = block.value(0) {
                    *value = *level << self.bits[1];
                }
            }
            (0, _) => {
                let bit = bits.number(1) as i16;
                if let Some(value) = block.value(0) {
                    *value |= bit << self.bits[1];
                }
            }
            (_, high) => {
                nonzero.resize(blocks[0] * blocks[1], 0);
                let nonzero = nonzero.get_mut(index)?;
                return match high {
                    0 => self.first(nonzero, block, ac?, bits),
                    _ => self.refine(nonzero, block, ac?, bits),
                };
            }
        }
        Some(())
    }

    /// The first bits of a band's coefficients.
    fn first(&mut self, nonzero: &mut u64, block: &mut Block, ac: &Huffman, bits: &mut Bits) -> Option<()> {
        if self.end_of_band > 0 {
            self.end_of_band -= 1;
            return Some(());
        }
        let mut at = self.band[0];
        while at <= self.band[1] {
            let symbol = ac.symbol(bits)?;
            let (run, size) = (symbol >> 4, symbol & 15);
            if size == 0 && run < 15 {
                self.end_of_band = (1 << run) + bits.number(run) - 1;
                break;
            }
            at += run;
            if size > 0 && at <= self.band[1] {
                *nonzero |= 1 << at;
                match block.value(at) {
                    Some(value) => *value = bits.signed(size) << self.bits[1],
                    None => bits.skip(size),
                }
            }
            at += 1;
        }
        (at <= self.band[1] + 1).then_some(())
    }

    /// One more bit of each coefficient that is not zero, and the coefficients that become ±1.
    fn refine(&mut self, nonzero: &mut u64, block: &mut Block, ac: &Huffman, bits: &mut Bits) -> Option<()> {
        let step = 1 << self.bits[1];
        let mut at = self.band[0];
        while self.end_of_band == 0 && at <= self.band[1] {
            let symbol = ac.symbol(bits)?;
            let (run, size) = (symbol >> 4, symbol & 15);
            if size == 0 && run < 15 {
                self.end_of_band = (1 << run) + bits.number(run);
                break;
            }
            let new = if size == 0 || bits.number(1) == 1 { step } else { -step };
            at = self.correct(at, Some(run), *nonzero, block, bits);
            if size > 0 && at <= self.band[1] {
                *nonzero |= 1 << at;
                if let Some(value) = block.value(at) {
                    *value = new;
                }
            }
            at += 1;
        }
        if self.end_of_band > 0 {
            self.correct(at, None, *nonzero, block, bits);
            self.end_of_band -= 1;
        }
        Some(())
    }

    /// One more bit of each coefficient of the band from `at` on that is not zero, until after `run` zeros another one comes.
    fn correct(&self, mut at: u8, mut run: Option<u8>, nonzero: u64, block: &mut Block, bits: &mut Bits) -> u8 {
        while at <= self.band[1] {
            if nonzero >> at & 1 == 1 {
                let bit = bits.number(1) as i16;
                if let Some(value) = block.value(at) {
                    *value = value.wrapping_add(value.signum() * (bit << self.bits[1]));
                }
            } else if run == Some(0) {
                break;
            } else {
                run = run.map(|run| run - 1);
            }
            at += 1;
        }
        at
    }
}
