//! The blocks of a progressive scan (T.81, G.1.2).

use super::bits::Bits;
use super::frame::Component;
use super::huffman::Huffman;

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

    /// Reads the block at `index` of a component; `None` if its codes are no block.
    pub fn block(
        &mut self,
        component: &mut Component,
        index: usize,
        dc: Option<&Huffman>,
        ac: Option<&Huffman>,
        bits: &mut Bits,
    ) -> Option<()> {
        match (self.band[0], self.bits[0]) {
            (0, 0) => dc?.skip_difference(bits)?,
            (0, _) => bits.skip(1),
            (_, high) => {
                component.nonzero.resize(component.blocks[0] * component.blocks[1], 0);
                let nonzero = component.nonzero.get_mut(index)?;
                return if high == 0 { self.first(nonzero, ac?, bits) } else { self.refine(nonzero, ac?, bits) };
            }
        }
        Some(())
    }

    /// The first bits of a band's coefficients.
    fn first(&mut self, nonzero: &mut u64, ac: &Huffman, bits: &mut Bits) -> Option<()> {
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
                bits.skip(size);
            }
            at += 1;
        }
        (at <= self.band[1] + 1).then_some(())
    }

    /// One more bit of each coefficient that is not zero, and the coefficients that become ±1.
    fn refine(&mut self, nonzero: &mut u64, ac: &Huffman, bits: &mut Bits) -> Option<()> {
        let mut at = self.band[0];
        while self.end_of_band == 0 && at <= self.band[1] {
            let symbol = ac.symbol(bits)?;
            let (run, size) = (symbol >> 4, symbol & 15);
            if size == 0 && run < 15 {
                self.end_of_band = (1 << run) + bits.number(run);
                break;
            }
            if size > 0 {
                bits.skip(1);
            }
            at = correct(at, self.band[1], Some(run), *nonzero, bits);
            if size > 0 && at <= self.band[1] {
                *nonzero |= 1 << at;
            }
            at += 1;
        }
        if self.end_of_band > 0 {
            correct(at, self.band[1], None, *nonzero, bits);
            self.end_of_band -= 1;
        }
        Some(())
    }
}

/// Skips a bit for each coefficient from `at` to `last` that is not zero, until after `run` zeros another one comes.
fn correct(mut at: u8, last: u8, mut run: Option<u8>, nonzero: u64, bits: &mut Bits) -> u8 {
    while at <= last {
        if nonzero >> at & 1 == 1 {
            bits.skip(1);
        } else if run == Some(0) {
            break;
        } else {
            run = run.map(|run| run - 1);
        }
        at += 1;
    }
    at
}
