//! One scan: its header and the walk through its codes (T.81, B.2.3, F.2, G.2).

use super::bits::Bits;
use super::frame::Frame;
use super::huffman::{Huffman, Tables};
use super::kept::Block;
use super::progressive::Progressive;
use super::segments::intervals;
use crate::Error;
use crate::error::Result;
use crate::picture::fault::{incomplete, unsupported};

/// A component in a scan: its number in the frame, and its tables where the scan needs them.
struct Part<'t> {
    component: usize,
    dc: Option<&'t Huffman>,
    ac: Option<&'t Huffman>,
}

pub struct Scan<'t> {
    parts: Vec<Part<'t>>,
    /// First and last coefficient.
    band: [u8; 2],
    /// The bits down to which they had come, and come now.
    bits: [u8; 2],
}

impl<'t> Scan<'t> {
    /// Takes the body of an SOS segment.
    pub fn parse(body: &[u8], frame: &Frame, tables: &'t Tables) -> Result<Self> {
        let wrong = || incomplete("one of its scan headers is garbled");
        let (&count, rest) = body.split_first().ok_or_else(wrong)?;
        let (selectors, rest) = rest.split_at_checked(usize::from(count) * 2).ok_or_else(wrong)?;
        let &[first, last, low, ..] = rest else { return Err(wrong()) };
        let (band, bits) = if frame.progressive { ([first, last], [low >> 4, low & 15]) } else { ([0, 63], [0, 0]) };
        let valid = match frame.progressive {
            true => first <= last && last < 64 && bits[1] <= 13 && (last == 0 || first > 0 && count == 1),
            false => true,
        };
        if !valid || !(1..=4).contains(&count) {
            return Err(wrong());
        }
        if !frame.progressive && usize::from(count) < frame.components.len() && !frame.is_full() {
            return Err(unsupported("a JPEG with a scan for each colour"));
        }
        let part = |&[id, numbers]: &[u8; 2]| {
            let component = frame.components.iter().position(|component| component.id == id).ok_or_else(wrong)?;
            let part = Part { component, dc: tables.dc(numbers >> 4), ac: tables.ac(numbers & 15) };
            let (needs_dc, needs_ac) = (band[0] == 0 && bits[0] == 0, band[1] > 0);
            let complete = (part.dc.is_some() || !needs_dc) && (part.ac.is_some() || !needs_ac);
            if complete { Ok(part) } else { Err(unsupported("a JPEG without Huffman tables, as films in MJPEG have")) }
        };
        let parts = selectors.as_chunks().0.iter().map(part).collect::<Result<_>>()?;
        Ok(Self { parts, band, bits })
    }

    /// Gives its components the tables of factors that are defined before it.
    pub fn scale(&self, frame: &mut Frame, tables: &[Option<[u16; 64]>; 4]) {
        for part in &self.parts {
            let component = &mut frame.components[part.component];
            if let (Some(kept), Some(Some(table))) = (&mut component.kept, tables.get(usize::from(component.table))) {
                kept.scale(table);
            }
        }
    }

    /// Walks through the scan's data, which a marker follows unless the file ends there.
    pub fn walk(&self, frame: &mut Frame, data: &[u8], interval: usize, ended: bool) -> Result<()> {
        let mcus = self.mcus(frame);
        let total = mcus[0] * mcus[1];
        let interval = if interval == 0 { total } else { interval };
        let (mut done, mut rest) = (0, 0);
        for part in intervals(data) {
            let mut bits = Bits::new(&part);
            let end = total.min(done + interval);
            self.interval(frame, done..end, &mut bits)?;
            (done, rest) = (end, bits.rest().len());
            if done == total {
                break;
            }
        }
        if done < total || is_zeroed(data, rest, ended) {
            return Err(incomplete("a part of its pixels is missing"));
        }
        for part in &self.parts {
            frame.components[part.component].cover(self.band, self.bits[1]);
        }
        Ok(())
    }

    /// MCUs across and down; a block if there is a single component.
    fn mcus(&self, frame: &Frame) -> [usize; 2] {
        match &*self.parts {
            [part] => frame.components[part.component].blocks,
            _ => frame.mcus,
        }
    }

    fn interval(&self, frame: &mut Frame, mcus: std::ops::Range<usize>, bits: &mut Bits) -> Result<()> {
        let mut progressive = Progressive::new(self.band, self.bits);
        let across = self.mcus(frame)[0];
        let mut levels = [0; 4];
        for mcu in mcus {
            for (part, level) in self.parts.iter().zip(&mut levels) {
                let component = &mut frame.components[part.component];
                let [columns, rows] = if self.parts.len() == 1 { [1, 1] } else { component.sampling };
                for index in 0..columns * rows {
                    let at = [mcu % across * columns + index % columns, mcu / across * rows + index / columns];
                    let tables = (part.dc, part.ac);
                    let valid = match frame.progressive {
                        true => progressive.block(component, at, mcu, level, tables, bits),
                        false => sequential(&mut Block::of(&mut component.kept, at), level, tables, bits),
                    };
                    valid.ok_or_else(garbled)?;
                }
            }
            if bits.is_overrun() {
                return Err(incomplete("a part of its pixels is missing"));
            }
        }
        Ok(())
    }
}

/// A block of a sequential frame, whose first coefficient follows `level`; `None` if its codes are no block.
fn sequential(
    block: &mut Block,
    level: &mut i16,
    (dc, ac): (Option<&Huffman>, Option<&Huffman>),
    bits: &mut Bits,
) -> Option<()> {
    let (dc, ac) = (dc?, ac?);
    // A copy stays in registers.
    let mut local = *bits;
    *level = level.wrapping_add(dc.difference(&mut local)?);
    if let Some(value) = block.value(0) {
        *value = *level;
    }
    let mut at = 1;
    while at < block.end {
        let code = ac.code(&mut local)?;
        at += code.run();
        match block.value((at - 1) as u8) {
            Some(value) if at <= 64 => *value = local.signed(code.size()),
            _ => local.skip(code.size()),
        }
    }
    ac.pass(at, &mut local)?;
    *bits = local;
    Some(())
}

/// Whether the walk went on into zeros that stand where codes were: it read some and left others. Or more is left, or more zeros
/// were read, than padding where the file ends without a marker.
fn is_zeroed(data: &[u8], rest: usize, ended: bool) -> bool {
    /// Bytes that are padding.
    const PADDING: usize = 16;
    let zeros = data.iter().rev().take_while(|&&byte| byte == 0).count();
    if ended { rest > 1 && zeros > rest + PADDING } else { rest.max(zeros) > PADDING }
}

fn garbled() -> Error {
    incomplete("some of its pixels are garbled")
}
