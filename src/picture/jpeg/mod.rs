//! Whether all of a JPEG's pixels are there, and whether it is of a kind that the decoder reads (ITU-T T.81).
//!
//! The decoder fills what is missing with grey and says nothing, so the Huffman codes of every scan are walked through
//! before: they must fill the frame and end where the scan's bytes end. Where a part of the size is enough, the picture is made
//! of what the walk comes by.

mod bits;
mod frame;
mod huffman;
mod kept;
mod progressive;
mod reduced;
mod scan;
mod segments;
mod whole;

use frame::Frame;
use huffman::Tables;
use image::DynamicImage;
use scan::Scan;
use segments::{Segment, Segments};

use super::fault::{damaged, incomplete, unsupported};
use crate::error::Result;

/// Most scans of one picture; libjpeg's progressive script has 10.
const MAX_SCANS: usize = 100;

/// The picture, as far as it is of usual colours, at the smallest size that has enough pixels; see [`reduced`].
///
/// # Errors
/// As [`reduced`].
pub fn picture(bytes: &[u8], side: u32) -> Result<Option<DynamicImage>> {
    Ok(reduced(bytes, side)?.or_else(|| whole::picture(bytes)))
}

/// Makes sure that a JPEG is complete and of a kind that is decoded right. Returns the picture at a half, a quarter or an eighth of
/// its size, the smallest whose short side has `side` pixels; none if only the whole has, or its colours are of a rare kind.
///
/// # Errors
/// [`crate::Error::UnsupportedFormat`] names the kind, [`crate::Error::BrokenPicture`] says what is wrong, and the size is
/// checked as for any picture.
fn reduced(bytes: &[u8], side: u32) -> Result<Option<DynamicImage>> {
    let mut segments = Segments::new(bytes);
    let mut state = State { side: side as usize, ..State::default() };
    while let Some(segment) = segments.next()? {
        match segment.marker {
            0xd9 => return state.finish(true),
            0xda => state.scan(&segment, &mut segments)?,
            _ => state.define(&segment)?,
        }
    }
    state.finish(false)
}

/// What the segments so far have defined.
#[derive(Default)]
struct State {
    frame: Option<Frame>,
    tables: Tables,
    /// Tables of factors, by number, in the order of a file.
    factors: [Option<[u16; 64]>; 4],
    /// MCUs between two restart markers, 0 for no markers.
    interval: usize,
    scans: usize,
    /// Pixels that the short side of a reduced picture must have.
    side: usize,
    /// Whether three components are red, green and blue.
    is_rgb: bool,
}

impl State {
    fn define(&mut self, Segment { marker, body }: &Segment) -> Result<()> {
        match marker {
            0xc4 => self.tables.define(body),
            0xc0..=0xc2 if self.frame.is_none() => {
                let mut frame = Frame::parse(body, *marker == 0xc2)?;
                frame.reduce(self.side);
                self.frame = Some(frame);
                Ok(())
            }
            0xc0..=0xcf => Err(unsupported_process(*marker)),
            0xdc => Err(unsupported("a JPEG whose height stands behind its first scan")),
            0xdb => {
                self.define_factors(body);
                Ok(())
            }
            0xee => {
                // Adobe's marker: transform 0 is none (T.872, 6.5.3).
                self.is_rgb |= body.starts_with(b"Adobe") && body.get(11) == Some(&0);
                Ok(())
            }
            0xdd => {
                let &[high, low] = *body else { return Err(incomplete("its restart interval is garbled")) };
                self.interval = usize::from(u16::from_be_bytes([high, low]));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Takes tables of factors (T.81, B.2.4.1) as far as they are whole: without one, only the decoder can say what is meant.
    fn define_factors(&mut self, mut body: &[u8]) {
        while let Some((&target, rest)) = body.split_first() {
            let width = if target >> 4 == 0 { 1 } else { 2 };
            let Some((numbers, rest)) = rest.split_at_checked(64 * width) else { return };
            let number = |i: usize| match width {
                1 => u16::from(numbers[i]),
                _ => u16::from_be_bytes([numbers[2 * i], numbers[2 * i + 1]]),
            };
            if let Some(table) = self.factors.get_mut(usize::from(target & 15)) {
                *table = Some(std::array::from_fn(number));
            }
            body = rest;
        }
    }

    fn scan(&mut self, segment: &Segment, segments: &mut Segments) -> Result<()> {
        let frame = self.frame.as_mut().ok_or_else(|| incomplete("its frame header is missing"))?;
        self.scans += 1;
        if self.scans > MAX_SCANS {
            return Err(damaged("it has too many scans"));
        }
        if self.is_rgb {
            frame.forget();
        }
        let scan = Scan::parse(segment.body, frame, &self.tables)?;
        scan.scale(frame, &self.factors);
        let (data, ended) = segments.entropy_coded();
        scan.walk(frame, data, self.interval, ended)
    }

    /// A missing end marker is no fault if nothing else is missing.
    fn finish(self, end_marker: bool) -> Result<Option<DynamicImage>> {
        let complete = self.frame.filter(|frame| frame.is_covered(end_marker));
        complete.map(|frame| reduced::picture(&frame)).ok_or_else(|| incomplete("its end is missing"))
    }
}

/// The error for a process that is not decoded (T.81, table B.1).
fn unsupported_process(marker: u8) -> crate::Error {
    unsupported(match marker {
        0xc0..=0xc2 => "several JPEG pictures in one",
        0xc3 | 0xc7 => "a lossless JPEG",
        0xc5 | 0xc6 | 0xc8 => "a hierarchical JPEG",
        _ => "a JPEG with arithmetic coding",
    })
}
