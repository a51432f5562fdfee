//! Whether all of a JPEG's pixels are there, and whether it is of a kind that the decoder reads (ITU-T T.81).
//!
//! The decoder fills what is missing with grey and says nothing, so the Huffman codes of every scan are walked through
//! before: they must fill the frame and end where the scan's bytes end.

mod bits;
mod frame;
mod huffman;
mod progressive;
mod scan;
mod segments;

use frame::Frame;
use huffman::Tables;
use scan::Scan;
use segments::{Segment, Segments};

use super::fault::{damaged, incomplete, unsupported};
use crate::error::Result;

/// Most scans of one picture; libjpeg's progressive script has 10.
const MAX_SCANS: usize = 100;

/// Makes sure that a JPEG is complete and of a kind that is decoded right.
///
/// # Errors
/// [`crate::Error::UnsupportedFormat`] names the kind, [`crate::Error::BrokenPicture`] says what is wrong, and the size is
/// checked as for any picture.
pub fn check(bytes: &[u8]) -> Result<()> {
    let mut segments = Segments::new(bytes);
    let mut state = State::default();
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
    /// MCUs between two restart markers, 0 for no markers.
    interval: usize,
    scans: usize,
}

impl State {
    fn define(&mut self, Segment { marker, body }: &Segment) -> Result<()> {
        match marker {
            0xc4 => self.tables.define(body),
            0xc0..=0xc2 if self.frame.is_none() => {
                self.frame = Some(Frame::parse(body, *marker == 0xc2)?);
                Ok(())
            }
            0xc0..=0xcf => Err(unsupported_process(*marker)),
            0xdc => Err(unsupported("a JPEG whose height stands behind its first scan")),
            0xdd => {
                let &[high, low] = *body else { return Err(incomplete("its restart interval is garbled")) };
                self.interval = usize::from(u16::from_be_bytes([high, low]));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn scan(&mut self, segment: &Segment, segments: &mut Segments) -> Result<()> {
        let frame = self.frame.as_mut().ok_or_else(|| incomplete("its frame header is missing"))?;
        self.scans += 1;
        if self.scans > MAX_SCANS {
            return Err(damaged("it has too many scans"));
        }
        let scan = Scan::parse(segment.body, frame, &self.tables)?;
        let (data, ended) = segments.entropy_coded();
        scan.walk(frame, data, self.interval, ended)
    }

    /// A missing end marker is no fault if nothing else is missing.
    fn finish(self, end_marker: bool) -> Result<()> {
        let complete = self.frame.is_some_and(|frame| frame.is_covered(end_marker));
        if complete { Ok(()) } else { Err(incomplete("its end is missing")) }
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
