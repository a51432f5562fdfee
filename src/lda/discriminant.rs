//! The discriminant space: where rows fall in it, and the logits of the classes.

use pupil_kernels::products;

/// The square of the constant coordinate, as a share of the mean square of the classes' centres: chosen among 0.05 to 4 by how well
/// "none of these" is told on hand signs, with nine known and with two.
const CONSTANT: f32 = 0.2;

/// The axes of the discriminant space, one fewer than classes, and the classes in it.
pub(super) struct Discriminant {
    /// Indices of the classes that it knows.
    pub(super) present: Vec<usize>,
    /// What stands at 0, a row.
    pub(super) centre: Vec<f32>,
    /// An axis's coordinate is the product of its vector and a row without the centre.
    pub(super) vectors: Vec<f32>,
    /// The coordinates of each class, one after another.
    pub(super) centres: Vec<f32>,
}

impl Discriminant {
    /// How many axes there are.
    pub(super) fn axes(&self) -> usize {
        self.present.len() - 1
    }

    /// The mean square of the distance of a class from the middle.
    pub(super) fn mean_square(&self) -> f32 {
        self.centres.iter().map(|x| x * x).sum::<f32>() / self.present.len() as f32
    }

    /// The constant coordinate.
    pub(super) fn constant(&self) -> f32 {
        (CONSTANT * self.mean_square()).sqrt()
    }

    /// The coordinates of each class with the constant.
    pub(super) fn directions(&self) -> Vec<Vec<f32>> {
        let with_constant = |centre: &[f32]| centre.iter().copied().chain([self.constant()]).collect();
        self.centres.chunks_exact(self.axes()).map(with_constant).collect()
    }

    /// What is added to each class's product: half its square, negative.
    pub(super) fn biases(&self) -> Vec<f32> {
        self.centres.chunks_exact(self.axes()).map(|centre| -centre.iter().map(|x| x * x).sum::<f32>() / 2.0).collect()
    }

    /// The product of each axis's vector and the centre.
    pub(super) fn offsets(&self) -> Vec<f32> {
        products(&self.vectors, &self.centre, self.centre.len())
    }

    /// The coordinates of rows, and with them the logits of the classes that it knows: for each row one of both.
    pub(super) fn answers(&self, rows: &[f32]) -> Vec<(Vec<f32>, Vec<f32>)> {
        let mut places = products(rows, &self.vectors, self.centre.len());
        let offsets = self.offsets();
        for place in places.chunks_exact_mut(self.axes()) {
            place.iter_mut().zip(&offsets).for_each(|(x, offset)| *x -= offset);
        }
        let mut logits = products(&places, &self.centres, self.axes());
        let biases = self.biases();
        for row in logits.chunks_exact_mut(biases.len()) {
            row.iter_mut().zip(&biases).for_each(|(x, bias)| *x += bias);
        }
        let with_constant = |place: &[f32]| place.iter().copied().chain([self.constant()]).collect();
        let places = places.chunks_exact(self.axes()).map(with_constant);
        places.zip(logits.chunks_exact(self.present.len()).map(<[f32]>::to_vec)).collect()
    }
}
