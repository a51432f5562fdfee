//! What the tests of kernels are made of.

use proptest::prelude::*;
use pupil_kernels::Window;

/// `count` numbers within ± 1, a cheap sequence from a seed: proptest's own vectors of thousands are slow to make and to shrink.
pub fn sequence(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// A window of any kind over a map whose sides are below `side`: fast kernels' sizes as often as others.
pub fn windows(side: usize) -> impl Strategy<Value = Window> {
    let kernel = prop_oneof![Just([1, 1]), Just([3, 3]), Just([5, 5]), [1usize..6, 1..6]];
    let zeros = prop_oneof![Just(None), [0usize..4, 0..4].prop_map(Some)];
    ([1usize..side, 1..side], kernel, 1usize..4, zeros).prop_filter_map(
        "the kernel is larger than the padded map",
        |(input, kernel, stride, zeros)| match zeros {
            Some(zeros) => Window::zeros(input, kernel, stride, zeros),
            None => Some(Window::same(input, kernel, stride)),
        },
    )
}
