//! A JPEG's frame: its size, its components, and what of them has come (T.81, B.2.2).

use super::kept::Kept;
use crate::error::Result;
use crate::picture::fault::{damaged, unsupported};
use crate::picture::size::check_size;

/// One colour.
pub struct Component {
    pub id: u8,
    /// Blocks across and down in an MCU of all components.
    pub sampling: [usize; 2],
    /// Blocks across and down that hold pixels.
    pub blocks: [usize; 2],
    /// Which coefficients of each block are not zero, bit by bit; only for progressive frames, once they are needed.
    pub nonzero: Vec<u64>,
    /// Number of its table of factors.
    pub table: u8,
    /// What a reduced picture is made of, if one is wanted.
    pub kept: Option<Kept>,
    /// The bit down to which each coefficient has come, or [`ABSENT`].
    precision: [u8; 64],
}

/// No bit of a coefficient has come.
const ABSENT: u8 = u8::MAX;

pub struct Frame {
    pub progressive: bool,
    pub components: Vec<Component>,
    /// MCUs of all components, across and down.
    pub mcus: [usize; 2],
    /// Width and height in pixels.
    size: [usize; 2],
    /// Width and height of the reduced picture, if one is wanted.
    pub reduced: Option<[usize; 2]>,
}

impl Frame {
    /// Takes the body of a SOF segment; sizes that are refused anyway are refused here.
    pub fn parse(body: &[u8], progressive: bool) -> Result<Self> {
        let cut = || damaged("its frame header is garbled");
        let (&[precision, h1, h0, w1, w0, count], rest) = body.split_first_chunk().ok_or_else(cut)?;
        if precision != 8 {
            return Err(unsupported(format!("a JPEG with {precision} bits a sample")));
        }
        let size = [[w1, w0], [h1, h0]].map(|bytes| usize::from(u16::from_be_bytes(bytes)));
        if size[1] == 0 {
            return Err(unsupported("a JPEG whose height stands behind its first scan"));
        }
        check_size(size[0] as u32, size[1] as u32)?;
        let parts = rest.as_chunks::<3>().0;
        if parts.len() != usize::from(count) {
            return Err(cut());
        }
        let samplings: Vec<[usize; 2]> =
            parts.iter().map(|part| [part[1] >> 4, part[1] & 15].map(usize::from)).collect();
        if ![1, 3, 4].contains(&count) || !are_decoded_right(&samplings) {
            return Err(unsupported("a JPEG with rare colour planes"));
        }
        let most = samplings[0];
        let component = |(part, &sampling): (&[u8; 3], &[usize; 2])| Component {
            id: part[0],
            sampling,
            blocks: [0, 1].map(|axis| (size[axis] * sampling[axis]).div_ceil(most[axis] * 8)),
            nonzero: Vec::new(),
            table: part[2],
            kept: None,
            precision: [ABSENT; 64],
        };
        let components = parts.iter().zip(&samplings).map(component).collect();
        let mcus = [0, 1].map(|axis| size[axis].div_ceil(most[axis] * 8));
        Ok(Self { progressive, components, mcus, size, reduced: None })
    }

    /// Has coefficients kept for a picture of at most half the size whose short side has `side` pixels at least, if there is one.
    pub fn reduce(&mut self, side: usize) {
        let short = self.size[0].min(self.size[1]);
        let Some(eighths) = [1, 2, 4].into_iter().find(|eighths| short * eighths / 8 >= side) else { return };
        let most = self.components[0].sampling;
        let sides = |component: &Component| [0, 1].map(|axis| eighths * most[axis] / component.sampling[axis]);
        // Four components are print colours; three with these names are not luma and chroma.
        let is_usual = match &*self.components {
            [_] => true,
            [first, second, third] => [first.id, second.id, third.id] != *b"RGB",
            _ => false,
        };
        if !is_usual || self.components.iter().flat_map(sides).any(|side| side > 8) {
            return;
        }
        for component in &mut self.components {
            let blocks = [0, 1].map(|axis| self.mcus[axis] * component.sampling[axis]);
            component.kept = Some(Kept::new(sides(component), blocks));
        }
        self.reduced = Some(self.size.map(|pixels| (pixels * eighths).div_ceil(8)));
    }

    /// Keeps no coefficients.
    pub fn forget(&mut self) {
        self.reduced = None;
        self.components.iter_mut().for_each(|component| component.kept = None);
    }

    /// Whether every component has one block in an MCU.
    pub fn is_full(&self) -> bool {
        self.components.iter().all(|component| component.sampling == [1, 1])
    }

    /// Whether every component came; and to its last bit, if what follows may have been cut off.
    pub fn is_covered(&self, end_marker: bool) -> bool {
        self.components.iter().all(|component| match end_marker {
            true => component.precision[0] != ABSENT,
            false => component.precision.iter().all(|&bit| bit == 0),
        })
    }
}

/// Whether the decoder brings the components to one size correctly: the first is the largest, and each other one has as many
/// samples or a single one in its place.
fn are_decoded_right(samplings: &[[usize; 2]]) -> bool {
    let first = samplings[0];
    let fits = |sampling: &[usize; 2]| [0, 1].iter().all(|&axis| [1, first[axis]].contains(&sampling[axis]));
    first.iter().all(|side| [1, 2, 4].contains(side)) && samplings.iter().all(fits)
}

impl Component {
    /// Notes that the coefficients `band` came down to the bit `low`.
    pub fn cover(&mut self, band: [u8; 2], low: u8) {
        self.precision[usize::from(band[0])..=usize::from(band[1])].fill(low);
    }
}
