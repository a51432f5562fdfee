//! What formats with the channels last have in common: TensorFlow's.

use crate::graph::Conv;
use crate::network::PoolSpec;
use crate::weights::Numbers;

/// How a window treats the edges of a map, in TensorFlow's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edges {
    /// As they are.
    Valid,
    /// With zeros so that the output has ⌈side / stride⌉; an odd one goes to the end.
    Same,
    /// With so many zeros above, to the left, below and to the right, which is neither.
    Zeros([usize; 4]),
}

/// A window that goes over a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Height and width.
    pub(super) kernel: [usize; 2],
    /// Of both axes.
    pub(super) stride: usize,
    /// Zeros above, to the left, below and to the right.
    pub(super) pads: [usize; 4],
}

impl Window {
    /// That of a convolution.
    pub(super) fn of_conv(conv: &Conv) -> Self {
        Self { kernel: conv.spec.kernel, stride: conv.spec.stride, pads: conv.pads }
    }

    /// That of a pool.
    pub(super) fn of_pool(pool: &PoolSpec) -> Self {
        Self { kernel: [pool.kernel; 2], stride: pool.stride, pads: [pool.padding; 4] }
    }

    /// The edges of a map of this height and width.
    pub(super) fn edges(&self, size: [usize; 2]) -> Edges {
        let [top, left, bottom, right] = self.pads;
        let same = |axis: usize, before: usize, after: usize| {
            let needed = (size[axis].div_ceil(self.stride) - 1) * self.stride + self.kernel[axis];
            let zeros = needed.saturating_sub(size[axis]);
            [before, after] == [zeros / 2, zeros - zeros / 2]
        };
        match self.pads {
            [0, 0, 0, 0] => Edges::Valid,
            _ if same(0, top, bottom) && same(1, left, right) => Edges::Same,
            pads => Edges::Zeros(pads),
        }
    }
}

/// Numbers of four axes in another order: the new axis `i` is the old axis `order[i]`.
pub(super) fn permuted(numbers: &Numbers, shape: [usize; 4], order: [usize; 4]) -> Numbers {
    match numbers {
        Numbers::F16(halves) => Numbers::F16(moved(halves, shape, order)),
        Numbers::F32(floats) => Numbers::F32(moved(floats, shape, order)),
    }
}

fn moved<T: Copy>(values: &[T], shape: [usize; 4], order: [usize; 4]) -> Vec<T> {
    let strides = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1];
    let [a, b, c, d] = order;
    let mut moved = Vec::with_capacity(values.len());
    for (i, j, k) in (0..shape[a]).flat_map(|i| (0..shape[b]).flat_map(move |j| (0..shape[c]).map(move |k| (i, j, k))))
    {
        let start = i * strides[a] + j * strides[b] + k * strides[c];
        moved.extend((0..shape[d]).map(|l| values[start + l * strides[d]]));
    }
    moved
}

/// A matrix `[rows, columns]` → `[columns, rows]`.
pub(super) fn transposed(values: &[f32], [rows, columns]: [usize; 2]) -> Vec<f32> {
    moved(values, [1, 1, rows, columns], [0, 1, 3, 2])
}

#[cfg(test)]
mod tests {
    use crate::export::channels_last::{Edges, Window, permuted};
    use crate::weights::Numbers;

    #[test]
    fn edges_are_named_as_tensorflow_names_them() {
        let window = |kernel, stride, pads| Window { kernel: [kernel; 2], stride, pads };
        assert_eq!(window(3, 1, [1; 4]).edges([7, 7]), Edges::Same);
        assert_eq!(window(3, 2, [0, 0, 1, 1]).edges([224, 224]), Edges::Same);
        assert_eq!(window(3, 2, [1; 4]).edges([224, 224]), Edges::Zeros([1; 4]), "PyTorch's padding at stride 2");
        assert_eq!(window(3, 2, [0; 4]).edges([224, 224]), Edges::Valid);
    }

    /// numpy: `np.arange(24).reshape(2, 3, 4, 1).transpose(2, 3, 1, 0).ravel()`.
    #[test]
    fn axes_are_permuted_as_numpy_does() {
        let numbers = Numbers::F32((0..24u8).map(f32::from).collect());
        let expected = [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23u8];
        assert_eq!(permuted(&numbers, [2, 3, 4, 1], [2, 3, 1, 0]), Numbers::F32(expected.map(f32::from).to_vec()));
    }
}
