//! Training the backbone's last blocks with a head.

use burn::module::Module;
use burn::tensor::Device;

use super::example::Example;
use super::plan::Plan;
use super::stage::Stage;
use super::sweep::Sweep;
use crate::model::InputLevel;
use crate::nn::{Backbone, Block, Classifier, FrozenPart, Head, Pooling, cpu};
use crate::settings::TrainingSettings;

/// Bytes of activations that a step may hold, a quarter of what WebAssembly's memory has room for beside everything else.
const MAX_ACTIVATION_BYTES: u64 = 256 << 20;

/// The last blocks of a backbone, waiting for a trained head; without any, the head alone on pictures that are augmented anew
/// in each epoch.
pub(super) struct FineTuning {
    plan: Plan,
    sweep: Option<Sweep>,
    level: InputLevel,
    frozen: FrozenPart,
    blocks: Vec<Block>,
    device: Device,
    /// Examples whose activations fit in memory.
    max_at_once: usize,
}

impl FineTuning {
    pub(super) fn new(plan: Plan, backbone: &Backbone, sweep: Option<Sweep>) -> Self {
        let count = backbone.block_count();
        let first = count.saturating_sub(plan.settings.unfrozen_blocks);
        let (level, device) = if first == count {
            (InputLevel::Embeddings, cpu())
        } else {
            (InputLevel::Block(first), backbone.device().clone())
        };
        let max_at_once = MAX_ACTIVATION_BYTES / backbone.architecture().training_memory(first).max(1);
        Self {
            plan,
            sweep,
            level,
            frozen: backbone.frozen_below(level),
            blocks: backbone.blocks(first),
            device,
            max_at_once: max_at_once.max(1) as usize,
        }
    }

    /// What is held out.
    pub(super) fn held_out(&self) -> &[Example] {
        &self.plan.validation
    }

    /// Begins with a head that was trained before; its own validation loss is the first to beat. A linear head's few hidden units
    /// are what tells the classes apart: none of them is dropped.
    pub(super) fn begin(&self, head: Head) -> Stage {
        let own = &self.plan.settings;
        let dropout = if head.linear { 0.0 } else { own.dropout };
        let settings = TrainingSettings { dropout, ..own.clone() };
        let classifier = Classifier::new(self.blocks.clone(), Pooling::Mean, head.to_device(&self.device));
        let stage = Stage::new(&settings, self.level, self.frozen.clone(), classifier, self.plan.pictures());
        let trainer = stage.trainer.measuring_start().at_most(self.max_at_once).sweeping(self.sweep);
        Stage { trainer, ..stage }
    }
}
