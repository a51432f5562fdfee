//! The phases of a run.

use super::fine_tuning::FineTuning;
use super::head::head_stage;
use super::head_first::HeadFirst;
use super::plan::Plan;
use super::scratch::Scratch;
use super::stage::Stage;
use super::statistics::StatisticsPass;
use super::sweep::Sweep;
use crate::augment::Statistics;
use crate::nn::Backbone;
use crate::settings::Method;

/// Where a run is.
pub(super) enum Phase {
    /// The training pictures are seen once, for their mean and standard deviation.
    Statistics {
        /// What was seen.
        pass: StatisticsPass,
        /// What is trained then.
        next: Box<Scratch>,
    },
    /// The heads that fine-tuning can begin with learn from embeddings.
    HeadFirst(Box<HeadFirst>),
    /// What the method trains is trained.
    Main(Box<Stage>),
}

impl Phase {
    /// The first phase of a run; its main phase trains with the rates of `sweep`, if there is one.
    pub(super) fn first(plan: Plan, backbone: &Backbone, sweep: Option<Sweep>) -> Self {
        match plan.settings.method {
            Method::DenseHead | Method::AugmentedHead => {
                let stage = head_stage(&plan, backbone);
                Self::Main(Box::new(Stage { trainer: stage.trainer.sweeping(sweep), ..stage }))
            }
            Method::FineTune => Self::HeadFirst(Box::new(HeadFirst::new(
                head_stage(&plan.with(plan.settings.head_first()), backbone),
                FineTuning::new(plan, backbone, sweep),
            ))),
            Method::Scratch if plan.settings.augmentation.needs_statistics() => {
                let pictures: Vec<u32> = plan.training.iter().map(|example| example.picture).collect();
                let batch_size = plan.settings.batch_size;
                let next = Box::new(Scratch::new(plan, backbone, sweep));
                Self::Statistics { pass: StatisticsPass::new(&pictures, batch_size, next.preprocess()), next }
            }
            Method::Scratch => Self::Main(Box::new(Scratch::new(plan, backbone, sweep).begin(&Statistics::default()))),
        }
    }
}
