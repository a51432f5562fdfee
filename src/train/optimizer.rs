//! The optimisers, and one step of them over blocks that learn at different rates, from gradients that may come in parts.

use burn::optim::decay::WeightDecayConfig;
use burn::optim::momentum::MomentumConfig;
use burn::optim::{AdamConfig, AdamWConfig, GradientsAccumulator, GradientsParams, ModuleOptimizer, SgdConfig};
use burn::tensor::Gradients;

use super::sweep::Sweep;
use crate::nn::{Block, Classifier, Head};
use crate::settings::{Method, Optimizer, TrainingSettings};

const EPSILON: f32 = 1e-8;
const MOMENTUM: f64 = 0.9;

/// The optimiser of burn that does the same as PyTorch's of that name.
pub(super) fn optimizer(optimizer: Optimizer, weight_decay: f64) -> ModuleOptimizer {
    let penalty = weight_decay as f32;
    let decay = (penalty > 0.0).then(|| WeightDecayConfig::new(penalty));
    match optimizer {
        Optimizer::Adam => AdamConfig::new().with_epsilon(EPSILON).with_weight_decay(decay).init(),
        Optimizer::AdamW => AdamWConfig::new().with_epsilon(EPSILON).with_weight_decay(penalty).init(),
        Optimizer::Sgd => {
            let momentum = MomentumConfig::new().with_momentum(MOMENTUM).with_dampening(0.0);
            SgdConfig::new().with_momentum(Some(momentum)).with_weight_decay(decay).init()
        }
    }
}

/// The learning rate of the head, and that of each block: lower blocks, which see what all pictures have in common, learn
/// more slowly (Howard & Ruder 2018, arXiv:1801.06146, section 3.2).
pub(super) struct Rates {
    head: f64,
    top_block: f64,
    decay: f64,
}

impl Rates {
    /// The rates of `settings` at `step` (0-based) of `steps`: by their schedule, or by `sweep` if there is one.
    pub(super) fn at(step: usize, steps: usize, settings: &TrainingSettings, sweep: Option<Sweep>) -> Self {
        let factor = sweep.map_or_else(|| settings.schedule.factor(step, steps), |sweep| sweep.factor(step));
        let TrainingSettings { learning_rate, block_learning_rate, layer_decay, .. } = *settings;
        let (top_block, decay) = match settings.method {
            // Nothing in it knows more than the rest.
            Method::Scratch => (learning_rate, 1.0),
            _ => (block_learning_rate, layer_decay),
        };
        Self { head: learning_rate * factor, top_block: top_block * factor, decay }
    }

    /// Of the block that has `above` trained blocks above it.
    fn block(&self, above: usize) -> f64 {
        self.top_block * self.decay.powi(above as i32)
    }
}

/// The gradients of a batch, which may come in parts.
#[derive(Default)]
pub(super) struct BatchGradients {
    blocks: Vec<GradientsAccumulator<Block>>,
    head: GradientsAccumulator<Head>,
}

impl BatchGradients {
    /// Adds those of a part.
    pub(super) fn add(&mut self, classifier: &Classifier, mut gradients: Gradients) {
        self.blocks.resize_with(classifier.blocks.len(), GradientsAccumulator::new);
        for (sum, block) in self.blocks.iter_mut().zip(&classifier.blocks) {
            sum.accumulate(block, GradientsParams::from_module(&mut gradients, block));
        }
        self.head.accumulate(&classifier.head, GradientsParams::from_module(&mut gradients, &classifier.head));
    }

    /// One step of all of `classifier` along them.
    pub(super) fn step(mut self, optimizer: &mut ModuleOptimizer, rates: &Rates, classifier: Classifier) -> Classifier {
        let pooling = classifier.pooling();
        let last = classifier.blocks.len();
        let blocks = classifier.blocks.into_iter().zip(&mut self.blocks).enumerate();
        let blocks = blocks.map(|(i, (block, sum))| optimizer.step(rates.block(last - 1 - i), block, sum.grads()));
        let blocks = blocks.collect();
        Classifier::new(blocks, pooling, optimizer.step(rates.head, classifier.head, self.head.grads()))
    }
}
