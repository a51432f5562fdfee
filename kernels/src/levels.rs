//! Sixteen levels of a picture at once, 0–255 each.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use core::arch::wasm32 as simd;

/// How many there are in [`Levels`].
pub const LEVELS: usize = 16;

/// Levels of one channel: a SIMD register where there is one that this file knows, else an array.
#[derive(Clone, Copy)]
pub struct Levels(Sixteen);

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
type Sixteen = simd::v128;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
type Sixteen = [u8; LEVELS];

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Levels {
    /// The levels of a plane.
    #[inline(always)]
    pub fn of(plane: &[u8; LEVELS]) -> Self {
        // SAFETY: an array of sixteen bytes; WebAssembly's loads need no alignment.
        Self(unsafe { simd::v128_load(plane.as_ptr().cast()) })
    }

    /// The three channels of pixels.
    #[inline(always)]
    pub fn split(pixels: &[[u8; 3]; LEVELS]) -> [Self; 3] {
        let [a, b, c] = [0, 1, 2].map(|part| {
            // SAFETY: the pixels are three times sixteen bytes.
            unsafe { simd::v128_load(pixels.as_ptr().cast::<simd::v128>().add(part)) }
        });
        let first = simd::i8x16_shuffle::<0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0>(a, b);
        let second = simd::i8x16_shuffle::<1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0>(a, b);
        let third = simd::i8x16_shuffle::<2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0>(a, b);
        [
            Self(simd::i8x16_shuffle::<0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29>(first, c)),
            Self(simd::i8x16_shuffle::<0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30>(second, c)),
            Self(simd::i8x16_shuffle::<0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31>(third, c)),
        ]
    }

    /// Writes three channels as pixels.
    #[inline(always)]
    pub fn join([Self(r), Self(g), Self(b)]: [Self; 3], pixels: &mut [[u8; 3]; LEVELS]) {
        let first = simd::i8x16_shuffle::<0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5>(r, g);
        let second = simd::i8x16_shuffle::<21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26>(r, g);
        let third = simd::i8x16_shuffle::<0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0>(r, g);
        let parts = [
            simd::i8x16_shuffle::<0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15>(first, b),
            simd::i8x16_shuffle::<0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15>(second, b),
            simd::i8x16_shuffle::<26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31>(third, b),
        ];
        for (at, part) in parts.into_iter().enumerate() {
            // SAFETY: the pixels are three times sixteen bytes.
            unsafe { simd::v128_store(pixels.as_mut_ptr().cast::<simd::v128>().add(at), part) }
        }
    }

    /// The sum of each channel's levels, less an offset, times a factor with 16 bits behind the point; rounded, within 0–255.
    #[inline(always)]
    pub fn mixed<const CHANNELS: usize>(channels: [(Self, i32, i32); CHANNELS]) -> Self {
        let mut sums = [simd::i32x4_splat(1 << 15); 4];
        for (Self(levels), offset, factor) in channels {
            let (offset, factor) = (simd::i32x4_splat(offset), simd::i32x4_splat(factor));
            let [low, high] = [simd::u16x8_extend_low_u8x16(levels), simd::u16x8_extend_high_u8x16(levels)];
            let fours = [
                simd::u32x4_extend_low_u16x8(low),
                simd::u32x4_extend_high_u16x8(low),
                simd::u32x4_extend_low_u16x8(high),
                simd::u32x4_extend_high_u16x8(high),
            ];
            for (sum, four) in sums.iter_mut().zip(fours) {
                *sum = simd::i32x4_add(*sum, simd::i32x4_mul(simd::i32x4_sub(four, offset), factor));
            }
        }
        let [a, b, c, d] = sums.map(|sum| simd::i32x4_shr(sum, 16));
        Self(simd::u8x16_narrow_i16x8(simd::i16x8_narrow_i32x4(a, b), simd::i16x8_narrow_i32x4(c, d)))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
impl Levels {
    /// The levels of a plane.
    pub fn of(plane: &[u8; LEVELS]) -> Self {
        Self(*plane)
    }

    /// The three channels of pixels.
    pub fn split(pixels: &[[u8; 3]; LEVELS]) -> [Self; 3] {
        [0, 1, 2].map(|channel| Self(pixels.map(|pixel| pixel[channel])))
    }

    /// Writes three channels as pixels.
    pub fn join(channels: [Self; 3], pixels: &mut [[u8; 3]; LEVELS]) {
        *pixels = std::array::from_fn(|at| channels.map(|Self(levels)| levels[at]));
    }

    /// The sum of each channel's levels, less an offset, times a factor with 16 bits behind the point; rounded, within 0–255.
    pub fn mixed<const CHANNELS: usize>(channels: [(Self, i32, i32); CHANNELS]) -> Self {
        Self(std::array::from_fn(|at| {
            let parts = channels.iter().map(|(Self(levels), offset, factor)| (i32::from(levels[at]) - offset) * factor);
            ((parts.sum::<i32>() + (1 << 15)) >> 16).clamp(0, 255) as u8
        }))
    }
}
