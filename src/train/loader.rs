//! Makes the trainer's input out of pictures, and caches what need not be made again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use burn::tensor::{Device, Tensor, TensorData};
use rand_chacha::ChaCha8Rng;

use super::wanted::Wanted;
use crate::augment::{Augmentation, Standardizer, View};
use crate::error::Result;
use crate::nn::views::{apply, levels};
use crate::nn::{FrozenPart, read};
use crate::picture::Pixels;

/// Maximum bytes of inputs that are cached; what takes more is made anew in each epoch.
const MAX_CACHE_BYTES: usize = 256 << 20;

/// One input of the trained part.
#[derive(Clone, Debug)]
struct Input {
    values: Arc<[f32]>,
    /// `[channels, h, w]`.
    shape: [usize; 3],
}

/// A picture, or an augmented view of one, that is trained or measured on.
#[derive(Clone, Debug)]
pub(super) struct Item {
    picture: u32,
    /// Index of its class among the outputs.
    pub(super) class: usize,
    augmented: bool,
    input: Option<Input>,
}

impl Item {
    /// An item whose input is there: an embedding.
    pub(super) fn embedding(picture: u32, class: usize, values: Arc<[f32]>) -> Self {
        let shape = [values.len(), 1, 1];
        Self { picture, class, augmented: false, input: Some(Input { values, shape }) }
    }

    /// An item whose input is made when it is needed, of an augmented picture or of the picture as it is.
    pub(super) fn picture(picture: u32, class: usize, augmented: bool) -> Self {
        Self { picture, class, augmented, input: None }
    }
}

/// The inputs of a stage.
pub(super) struct Loader {
    frozen: FrozenPart,
    augmentation: Augmentation,
    /// Whether a picture's views are the same in each epoch.
    fixed_views: bool,
    training: Vec<Item>,
    validation: Vec<Item>,
    /// What was supplied for the next step.
    squares: BTreeMap<u32, Pixels>,
    rng: ChaCha8Rng,
    device: Device,
}

impl Loader {
    /// Inputs of training and validation items for a trainer on `device` (without autodiff).
    pub(super) fn new(
        frozen: FrozenPart,
        augmentation: Augmentation,
        fixed_views: bool,
        [training, validation]: [Vec<Item>; 2],
        rng: ChaCha8Rng,
        device: Device,
    ) -> Self {
        Self { frozen, augmentation, fixed_views, training, validation, squares: BTreeMap::new(), rng, device }
    }

    /// How what is made is standardised, if not as the network was trained.
    pub(super) fn standardizer(&self) -> Option<&Standardizer> {
        self.frozen.standardizer()
    }

    /// Pictures whose pixels are needed for `wanted` and were not supplied yet.
    pub(super) fn pictures(&self, wanted: &Wanted) -> Vec<u32> {
        let pictures: BTreeSet<u32> = self.missing(wanted).iter().map(|&i| self.items(wanted)[i].picture).collect();
        pictures.into_iter().filter(|picture| !self.squares.contains_key(picture)).collect()
    }

    /// Takes a picture for the next step and returns its square, from which it can be supplied again.
    pub(super) fn supply(&mut self, picture: u32, pixels: &Pixels) -> &Pixels {
        let square = self.frozen.preprocess().square(pixels);
        self.squares.entry(picture).insert_entry(square).into_mut()
    }

    /// The trainer's input `[batch, channels, h, w]`. Every picture that [`Loader::pictures`] names has been supplied.
    pub(super) async fn input(&mut self, wanted: &Wanted) -> Result<Tensor<4>> {
        let missing = self.missing(wanted);
        if missing.is_empty() {
            return Ok(self.batch(wanted, &BTreeMap::new()));
        }
        let made = self.make(wanted, &missing);
        self.squares.clear();
        let [_, channels, height, width] = made.dims();
        let shape = [channels, height, width];
        let caches = self.caches(wanted, shape);
        if !caches && missing.len() == indices(wanted).len() && made.device() == self.device {
            return Ok(made);
        }
        let values = read(made).await?;
        let inputs = values.chunks_exact(shape.iter().product()).map(|values| Input { values: values.into(), shape });
        let made: BTreeMap<usize, Input> = missing.into_iter().zip(inputs).collect();
        let batch = self.batch(wanted, &made);
        if caches {
            let items = self.items_mut(wanted);
            made.into_iter().for_each(|(i, input)| items[i].input = Some(input));
        }
        Ok(batch)
    }

    /// Indices of the items of `wanted` whose input is not there.
    fn missing(&self, wanted: &Wanted) -> Vec<usize> {
        let items = self.items(wanted);
        indices(wanted).iter().map(|&i| i as usize).filter(|&i| items[i].input.is_none()).collect()
    }

    /// The inputs of the items at `indices`, computed now.
    fn make(&mut self, wanted: &Wanted, indices: &[usize]) -> Tensor<4> {
        let items: Vec<&Item> = indices.iter().map(|&i| &self.items(wanted)[i]).collect();
        let squares: Vec<&Pixels> = items.iter().map(|item| &self.squares[&item.picture]).collect();
        let levels = levels(&squares, self.frozen.device());
        let augmented: Vec<bool> = items.iter().map(|item| item.augmented).collect();
        if self.augmentation.is_off() || !augmented.contains(&true) {
            return self.frozen.levels(levels);
        }
        let side = self.frozen.preprocess().size as usize;
        let mut view = |augmented| match augmented {
            true => self.augmentation.draw([side, side], &mut self.rng),
            false => View::default(),
        };
        let views: Vec<View> = augmented.into_iter().map(&mut view).collect();
        self.frozen.levels(apply(levels, &views, &self.augmentation))
    }

    /// Whether inputs of `wanted` are the same in the next epoch, and all inputs of this shape small enough to cache.
    fn caches(&self, wanted: &Wanted, shape: [usize; 3]) -> bool {
        let same = matches!(wanted, Wanted::Validation(_)) || self.fixed_views || self.augmentation.is_off();
        let items = self.training.len() + self.validation.len();
        same && items * shape.iter().product::<usize>() * size_of::<f32>() <= MAX_CACHE_BYTES
    }

    /// The inputs of all items of `wanted`, each out of the cache or just made.
    fn batch(&self, wanted: &Wanted, made: &BTreeMap<usize, Input>) -> Tensor<4> {
        let items = self.items(wanted);
        let indices = indices(wanted).iter().map(|&i| i as usize);
        let inputs: Vec<&Input> = indices.filter_map(|i| items[i].input.as_ref().or_else(|| made.get(&i))).collect();
        let [channels, height, width] = inputs[0].shape;
        let values: Vec<f32> = inputs.iter().flat_map(|input| &*input.values).copied().collect();
        Tensor::from_data(TensorData::new(values, [inputs.len(), channels, height, width]), &self.device)
    }

    fn items(&self, wanted: &Wanted) -> &[Item] {
        match wanted {
            Wanted::Training(_) => &self.training,
            Wanted::Validation(_) => &self.validation,
        }
    }

    fn items_mut(&mut self, wanted: &Wanted) -> &mut [Item] {
        match wanted {
            Wanted::Training(_) => &mut self.training,
            Wanted::Validation(_) => &mut self.validation,
        }
    }
}

fn indices(wanted: &Wanted) -> &[u32] {
    let (Wanted::Training(indices) | Wanted::Validation(indices)) = wanted;
    indices
}
