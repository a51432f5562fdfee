//! The heads that fine-tuning can begin with: the dense head, trained on embeddings, and the discriminant, in closed form. It begins with
//! the one that is right more often on what is held out; at par, with the one whose loss is lower; with nothing held out, with the dense one.

use burn::tensor::{Tensor, TensorData};

use super::example::Example;
use super::fine_tuning::FineTuning;
use super::stage::Stage;
use crate::error::Result;
use crate::eval::{argmax, log_loss, softmax};
use crate::lda::{Layer, Learned, Learner};
use crate::model::StartingHead;
use crate::nn::{Head, cpu};

/// The phase before fine-tuning.
pub(super) struct HeadFirst {
    pub(super) dense: Stage,
    /// Learns, as long as there is something to learn.
    discriminant: Option<Learner>,
    /// What it learned.
    linear: Option<Head>,
    next: FineTuning,
}

/// What fine-tuning begins with.
pub(super) struct Begun {
    pub(super) stage: Stage,
    pub(super) from: StartingHead,
}

/// How good a head is on what was held out.
struct Measured {
    right: usize,
    loss: f64,
}

impl HeadFirst {
    pub(super) fn new(dense: Stage, next: FineTuning) -> Self {
        Self { dense, discriminant: None, linear: None, next }
    }

    /// The same, which learns a discriminant too.
    pub(super) fn beside(&mut self, discriminant: Option<Learner>) {
        self.discriminant = discriminant;
    }

    /// One step of the dense head, or after the last one of those, one part of the discriminant; with the last part, fine-tuning begins.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub(super) async fn step(&mut self) -> Result<Option<Begun>> {
        if self.dense.trainer.ended().is_none() {
            self.dense.step().await?;
        } else if let Some(learned) = self.discriminant.as_mut().and_then(Learner::step) {
            self.linear = learned.is_finite().then(|| head(&learned));
            self.discriminant = None;
        }
        if self.dense.trainer.ended().is_none() || self.discriminant.is_some() {
            return Ok(None);
        }
        let dense = self.dense.trainer.best().classifier.head;
        let (head, from) = match self.better_than(&dense).await? {
            Some(linear) => (linear, StartingHead::Instant),
            None => (dense, StartingHead::DenseHead),
        };
        Ok(Some(Begun { stage: self.next.begin(head), from }))
    }

    /// The discriminant, if it is better.
    async fn better_than(&mut self, dense: &Head) -> Result<Option<Head>> {
        let held_out = self.next.held_out();
        let Some(linear) = self.linear.take().filter(|_| !held_out.is_empty()) else { return Ok(None) };
        let (own, others) = (measured(&linear, held_out).await?, measured(dense, held_out).await?);
        let better = own.right > others.right || (own.right == others.right && own.loss < others.loss);
        Ok(better.then_some(linear))
    }
}

fn head(learned: &Learned) -> Head {
    let layer = |Layer { weight, bias }: &Layer| {
        let outputs = bias.len();
        let weight = Tensor::<2>::from_data(TensorData::new(weight.clone(), [outputs, weight.len() / outputs]), &cpu());
        Head::layer(weight.transpose(), Tensor::from_data(TensorData::new(bias.clone(), [outputs]), &cpu()))
    };
    Head { hidden: layer(&learned.hidden), output: layer(&learned.output), root: true, linear: true }
}

async fn measured(head: &Head, held_out: &[Example]) -> Result<Measured> {
    let embeddings: Vec<&[f32]> = held_out.iter().map(|example| &*example.embedding).collect();
    let outputs = head.outputs(&embeddings).await?;
    let both = || outputs.iter().zip(held_out);
    let right = both().filter(|(output, example)| argmax(&output.logits) == example.class).count();
    let rows: Vec<_> = both().map(|(output, example)| (softmax(&output.logits, 1.0), example.class)).collect();
    Ok(Measured { right, loss: log_loss(rows.iter().map(|(row, class)| (row.as_slice(), *class))) })
}
