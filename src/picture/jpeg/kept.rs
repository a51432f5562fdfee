//! The coefficients that a reduced picture is made of: the lowest frequencies of each block.

/// Column and row of each coefficient, in the order of a file (T.81, figure A.6), as `row * 8 + column`.
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];

/// A coefficient that is not kept.
const DROPPED: u8 = u8::MAX;

/// Of one component.
pub struct Kept {
    /// Frequencies across and down, and pixels that a block becomes.
    pub sides: [usize; 2],
    /// Blocks across and down, with those that only fill MCUs.
    pub blocks: [usize; 2],
    /// What each of a block's numbers is to be multiplied by; none before the component's first scan.
    pub factors: Option<Vec<u16>>,
    /// Block after block, row by row.
    pub values: Vec<i16>,
    /// The place of each coefficient among a block's numbers, or [`DROPPED`].
    places: [u8; 64],
    /// The coefficient behind the last that is kept, in the order of a file.
    end: u32,
}

/// The numbers of one block; none if nothing is kept.
pub struct Block<'k> {
    values: &'k mut [i16],
    places: &'k [u8; 64],
    /// The coefficient behind the last that is kept, in the order of a file.
    pub end: u32,
}

impl Kept {
    pub fn new(sides: [usize; 2], blocks: [usize; 2]) -> Self {
        let place = |place: u8| {
            let [column, row] = [usize::from(place % 8), usize::from(place / 8)];
            if column < sides[0] && row < sides[1] { (row * sides[0] + column) as u8 } else { DROPPED }
        };
        let count = blocks[0] * blocks[1] * sides[0] * sides[1];
        let places = ZIGZAG.map(place);
        let end = places.iter().rposition(|&place| place != DROPPED).map_or(0, |last| last as u32 + 1);
        Self { sides, blocks, factors: None, values: vec![0; count], places, end }
    }

    /// Takes a table of factors, which is in the order of a file, unless there is one: a component has the table of its first scan.
    pub fn scale(&mut self, table: &[u16; 64]) {
        let count = self.sides[0] * self.sides[1];
        self.factors.get_or_insert_with(|| {
            let mut factors = vec![0; count];
            for (&place, &factor) in self.places.iter().zip(table) {
                if place != DROPPED {
                    factors[usize::from(place)] = factor;
                }
            }
            factors
        });
    }
}

impl<'k> Block<'k> {
    /// The block at this column and row.
    pub fn of(kept: &'k mut Option<Kept>, [column, row]: [usize; 2]) -> Self {
        const NONE: [u8; 64] = [DROPPED; 64];
        let Some(Kept { sides, blocks, values, places, end, .. }) = kept else {
            return Self { values: &mut [], places: &NONE, end: 0 };
        };
        let count = sides[0] * sides[1];
        let start = (row * blocks[0] + column) * count;
        Self { values: values.get_mut(start..start + count).unwrap_or_default(), places, end: *end }
    }

    /// The coefficient number `at` of the file, if it is kept.
    #[inline]
    pub fn value(&mut self, at: u8) -> Option<&mut i16> {
        self.values.get_mut(usize::from(self.places[usize::from(at & 63)]))
    }
}
