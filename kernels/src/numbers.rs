//! The numbers of files of weights, many at a time.

/// Numbers in half precision (IEEE 754 binary16), little-endian, in single precision, which is exact.
pub fn from_halves(halves: &[[u8; 2]]) -> Vec<f32> {
    halves.iter().map(|half| single(u16::from_le_bytes(*half))).collect()
}

/// Without asking what kind of number it is, so that the compiler makes SIMD of it.
fn single(half: u16) -> f32 {
    let bits = u32::from(half);
    let [sign, rest] = [(bits & 0x8000) << 16, (bits & 0x7fff) << 13];
    // Where single precision has its exponent and its fraction, it is 2⁻¹¹² of itself, also if it is subnormal.
    let value = f32::from_bits(rest) * f32::from_bits((127 + 112) << 23);
    let infinite = if bits & 0x7c00 == 0x7c00 { f32::INFINITY.to_bits() } else { 0 };
    f32::from_bits(value.to_bits() | infinite | sign)
}

/// Whether none is infinite or not a number.
pub fn all_finite(numbers: &[f32]) -> bool {
    let sizes = numbers.iter().map(|number| number.abs().to_bits());
    sizes.fold(0, u32::max) < f32::INFINITY.to_bits()
}

/// Multiplies each number by `factor`.
pub fn scale(numbers: &mut [f32], factor: f32) {
    numbers.iter_mut().for_each(|number| *number *= factor);
}

#[cfg(test)]
mod tests {
    use super::all_finite;

    #[test]
    fn one_number_that_is_not_finite_is_found_anywhere() {
        for other in [f32::INFINITY, f32::NEG_INFINITY, f32::NAN, -f32::NAN] {
            for place in 0..9 {
                let mut numbers = [f32::MAX, f32::MIN, 0.0, -0.0, 1e-45, 1.0, -1.0, 2.0, 3.0];
                assert!(all_finite(&numbers));
                numbers[place] = other;
                assert!(!all_finite(&numbers), "{other} at {place}");
            }
        }
        assert!(all_finite(&[]));
    }
}
