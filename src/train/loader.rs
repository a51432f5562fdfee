//! Makes the trainer's input out of pictures, and keeps what need not be made again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use burn::tensor::{Device, Tensor, TensorData};
use rand_chacha::ChaCha8Rng;

use super::trainer::Wanted;
use crate::augment::{Augmentation, Standardizer, View, apply, levels};
use crate::error::Result;
use crate::nn::{FrozenPart, read};
use crate::picture::Pixels;

/// Most bytes of inputs that are kept; what takes more is made anew in each epoch.
const MOST_KEPT_BYTES: usize = 256 << 20;

/// A picture, or an augmented view of one, as an example.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    picture: u32,
    /// Index of its class among the outputs.
    pub(super) class: usize,
    /// Whether it is augmented.
    varied: bool,
    /// The trained part's input, once it was made and if it is kept.
    input: Option<Arc<[f32]>>,
}

impl Slot {
    /// An example whose input is there.
    pub(super) fn kept(picture: u32, class: usize, input: Arc<[f32]>) -> Self {
        Self { picture, class, varied: false, input: Some(input) }
    }

    /// An example whose input is made when it is needed, of a `varied` picture or of the picture as it is.
    pub(super) fn made(picture: u32, class: usize, varied: bool) -> Self {
        Self { picture, class, varied, input: None }
    }
}

/// The inputs of a run.
pub(super) struct Feed {
    frozen: FrozenPart,
    augmentation: Augmentation,
    training: Vec<Slot>,
    validation: Vec<Slot>,
    /// Whether varied pictures are varied once and for all.
    keeps_views: bool,
    /// What was supplied for the next step.
    squares: BTreeMap<u32, Pixels>,
    /// `[channels, h, w]` of an input.
    shape: [usize; 3],
    rng: ChaCha8Rng,
    device: Device,
}

impl Feed {
    /// Inputs for a trainer on `device` (without autodiff).
    pub(super) fn new(
        frozen: FrozenPart,
        augmentation: Augmentation,
        [training, validation]: [Vec<Slot>; 2],
        keeps_views: bool,
        rng: ChaCha8Rng,
        device: Device,
    ) -> Self {
        // Inputs that are there from the start are embeddings; others tell their shape when they are made.
        let features = training.first().and_then(|slot| slot.input.as_ref()).map_or(0, |input| input.len());
        let shape = [features, 1, 1];
        let squares = BTreeMap::new();
        Self { frozen, augmentation, training, validation, keeps_views, squares, shape, rng, device }
    }

    /// Pictures whose pixels are needed for `wanted` and were not supplied yet.
    pub(super) fn pictures(&self, wanted: &Wanted) -> Vec<u32> {
        let (slots, indices) = self.slots(wanted);
        let missing = indices.iter().map(|&i| &slots[i as usize]).filter(|slot| slot.input.is_none());
        let pictures: BTreeSet<u32> = missing.map(|slot| slot.picture).collect();
        pictures.into_iter().filter(|picture| !self.squares.contains_key(picture)).collect()
    }

    /// Takes a picture for the next step and gives its square, from which it can be supplied again.
    pub(super) fn supply(&mut self, picture: u32, pixels: &Pixels) -> &Pixels {
        let square = self.frozen.preprocess().square(pixels);
        self.squares.entry(picture).insert_entry(square).into_mut()
    }

    /// Lets go of what was supplied.
    pub(super) fn forget(&mut self) {
        self.squares.clear();
    }

    /// Standardises what is made from now on.
    pub(super) fn standardize(&mut self, standardizer: Standardizer) {
        self.frozen = self.frozen.clone().standardized(Some(standardizer));
    }

    /// How what is made is standardised, if not as the network was trained.
    pub(super) fn standardizer(&self) -> Option<&Standardizer> {
        self.frozen.standardizer()
    }

    /// The trainer's input `[batch, channels, h, w]`. Every picture that [`Feed::pictures`] names has been supplied.
    pub(super) async fn input(&mut self, wanted: &Wanted) -> Result<Tensor<4>> {
        let (slots, indices) = self.slots(wanted);
        let missing: Vec<u32> = indices.iter().copied().filter(|&i| slots[i as usize].input.is_none()).collect();
        if !missing.is_empty() {
            let made = self.make(wanted, &missing);
            self.squares.clear();
            let [_, channels, height, width] = made.dims();
            self.shape = [channels, height, width];
            let keeps = self.keeps(wanted);
            if !keeps && made.device() == self.device {
                return Ok(made);
            }
            let values = read(made).await?;
            if !keeps {
                return Ok(self.on_device(values, missing.len()));
            }
            self.keep(wanted, &missing, &values);
        }
        Ok(self.kept(wanted))
    }

    /// The inputs of some slots, made now.
    fn make(&mut self, wanted: &Wanted, missing: &[u32]) -> Tensor<4> {
        let slots = self.slots(wanted).0;
        let squares: Vec<&Pixels> = missing.iter().map(|&i| &self.squares[&slots[i as usize].picture]).collect();
        let levels = levels(&squares, self.frozen.device());
        let side = self.frozen.preprocess().size as usize;
        let varied: Vec<bool> = missing.iter().map(|&i| slots[i as usize].varied).collect();
        if self.augmentation.is_off() || !varied.contains(&true) {
            return self.frozen.levels(levels);
        }
        let mut view = |varied| match varied {
            true => self.augmentation.draw([side, side], &mut self.rng),
            false => View::default(),
        };
        let views: Vec<View> = varied.into_iter().map(&mut view).collect();
        self.frozen.levels(apply(levels, &views, &self.augmentation))
    }

    /// Whether what is made for `wanted` is the same in the next epoch, and small enough to keep.
    fn keeps(&self, wanted: &Wanted) -> bool {
        let same = matches!(wanted, Wanted::Validation(_)) || self.keeps_views || self.augmentation.is_off();
        let bytes = 4 * self.shape.iter().product::<usize>() * (self.training.len() + self.validation.len());
        same && bytes <= MOST_KEPT_BYTES
    }

    fn keep(&mut self, wanted: &Wanted, indices: &[u32], values: &[f32]) {
        let slots = match wanted {
            Wanted::Training(_) => &mut self.training,
            Wanted::Validation(_) => &mut self.validation,
        };
        for (&i, input) in indices.iter().zip(values.chunks_exact(self.shape.iter().product())) {
            slots[i as usize].input = Some(input.into());
        }
    }

    fn kept(&self, wanted: &Wanted) -> Tensor<4> {
        let (slots, indices) = self.slots(wanted);
        let inputs = indices.iter().filter_map(|&i| slots[i as usize].input.as_deref());
        self.on_device(inputs.flatten().copied().collect(), indices.len())
    }

    fn on_device(&self, values: Vec<f32>, batch: usize) -> Tensor<4> {
        let [channels, height, width] = self.shape;
        Tensor::from_data(TensorData::new(values, [batch, channels, height, width]), &self.device)
    }

    fn slots<'a>(&'a self, wanted: &'a Wanted) -> (&'a [Slot], &'a [u32]) {
        match wanted {
            Wanted::Training(indices) => (&self.training, indices),
            Wanted::Validation(indices) => (&self.validation, indices),
        }
    }
}
