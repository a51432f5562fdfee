//! Four numbers at once.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use core::arch::wasm32 as simd;

/// Four numbers: a SIMD register where there is one that this file knows, else an array.
#[derive(Clone, Copy)]
pub struct Lanes(Four);

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
type Four = simd::v128;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
type Four = [f32; 4];

/// How many numbers [`Lanes`] holds.
pub const LANES: usize = 4;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Lanes {
    /// The same number four times.
    #[inline(always)]
    pub fn splat(x: f32) -> Self {
        Self(simd::f32x4_splat(x))
    }

    /// The four numbers at `from`.
    ///
    /// # Safety
    /// They must be readable.
    #[inline(always)]
    pub unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller's; WebAssembly's loads need no alignment.
        Self(unsafe { simd::v128_load(from.cast()) })
    }

    /// The number at `from`, four times.
    ///
    /// # Safety
    /// It must be readable.
    #[inline(always)]
    pub unsafe fn load_splat(from: *const f32) -> Self {
        // SAFETY: the caller's.
        Self(unsafe { simd::v128_load32_splat(from.cast()) })
    }

    /// Writes the four numbers to `to`.
    ///
    /// # Safety
    /// They must be writable.
    #[inline(always)]
    pub unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller's.
        unsafe { simd::v128_store(to.cast(), self.0) }
    }

    /// `self · factor + sum`, rounded twice.
    #[inline(always)]
    pub fn mul_add(self, factor: Self, sum: Self) -> Self {
        Self(simd::f32x4_add(sum.0, simd::f32x4_mul(self.0, factor.0)))
    }

    /// `self + other`.
    #[inline(always)]
    pub fn plus(self, other: Self) -> Self {
        Self(simd::f32x4_add(self.0, other.0))
    }

    /// `self - other`.
    #[inline(always)]
    pub fn minus(self, other: Self) -> Self {
        Self(simd::f32x4_sub(self.0, other.0))
    }

    /// The larger of each two (`pmax`: one instruction on x86).
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        Self(simd::f32x4_pmax(other.0, self.0))
    }

    /// The smaller of each two.
    #[inline(always)]
    pub fn min(self, other: Self) -> Self {
        Self(simd::f32x4_pmin(other.0, self.0))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
impl Lanes {
    /// The same number four times.
    #[inline(always)]
    pub fn splat(x: f32) -> Self {
        Self([x; LANES])
    }

    /// The four numbers at `from`.
    ///
    /// # Safety
    /// They must be readable.
    #[inline(always)]
    pub unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller's; numbers are aligned as numbers.
        Self(unsafe { from.cast::<Four>().read() })
    }

    /// The number at `from`, four times.
    ///
    /// # Safety
    /// It must be readable.
    #[inline(always)]
    pub unsafe fn load_splat(from: *const f32) -> Self {
        // SAFETY: the caller's.
        Self::splat(unsafe { from.read() })
    }

    /// Writes the four numbers to `to`.
    ///
    /// # Safety
    /// They must be writable.
    #[inline(always)]
    pub unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller's.
        unsafe { to.cast::<Four>().write(self.0) }
    }

    /// `self · factor + sum`, rounded twice, as WebAssembly does it.
    #[inline(always)]
    pub fn mul_add(self, factor: Self, sum: Self) -> Self {
        Self(std::array::from_fn(|i| sum.0[i] + self.0[i] * factor.0[i]))
    }

    /// `self + other`.
    #[inline(always)]
    pub fn plus(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] + other.0[i]))
    }

    /// `self - other`.
    #[inline(always)]
    pub fn minus(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] - other.0[i]))
    }

    /// The larger of each two.
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| if other.0[i] < self.0[i] { self.0[i] } else { other.0[i] }))
    }

    /// The smaller of each two.
    #[inline(always)]
    pub fn min(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| if self.0[i] < other.0[i] { self.0[i] } else { other.0[i] }))
    }
}

impl Lanes {
    /// Writes the four numbers to `to`.
    #[inline(always)]
    pub fn write(self, to: &mut [f32; LANES]) {
        // SAFETY: an array of four numbers.
        unsafe { self.store(to.as_mut_ptr()) }
    }
}

impl From<&[f32; LANES]> for Lanes {
    #[inline(always)]
    fn from(numbers: &[f32; LANES]) -> Self {
        // SAFETY: an array of four numbers.
        unsafe { Self::load(numbers.as_ptr()) }
    }
}

/// Four rows of four numbers as four columns.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub fn transposed([a, b, c, d]: [Lanes; LANES]) -> [Lanes; LANES] {
    let [left, right] = [(a, b), (c, d)]
        .map(|(x, y)| (simd::i32x4_shuffle::<0, 4, 1, 5>(x.0, y.0), simd::i32x4_shuffle::<2, 6, 3, 7>(x.0, y.0)));
    [
        Lanes(simd::i32x4_shuffle::<0, 1, 4, 5>(left.0, right.0)),
        Lanes(simd::i32x4_shuffle::<2, 3, 6, 7>(left.0, right.0)),
        Lanes(simd::i32x4_shuffle::<0, 1, 4, 5>(left.1, right.1)),
        Lanes(simd::i32x4_shuffle::<2, 3, 6, 7>(left.1, right.1)),
    ]
}

/// Four rows of four numbers as four columns.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
pub fn transposed(rows: [Lanes; LANES]) -> [Lanes; LANES] {
    std::array::from_fn(|column| Lanes(rows.map(|row| row.0[column])))
}
