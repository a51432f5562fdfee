//! What a picture shows: by what was taught, or by the pretrained labels as long as there is none.

use super::Session;
use super::messages::{Explanation, Kind, Prediction, Score};
use crate::data::Class;
use crate::error::{Error, Result};
use crate::eval::softmax;
use crate::model::ModelHeader;
use crate::nn::{Attention, Output};
use crate::picture::Pixels;

/// How many pretrained labels a prediction names.
const PRETRAINED_LABELS: usize = 5;

impl Session {
    /// Classifies a picture.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn classify(&self, pixels: &Pixels) -> Result<Prediction> {
        match &self.taught {
            Some(taught) => Ok(self.taught_prediction(&taught.model.header, &taught.output(pixels).await?)),
            None => self.pretrained_prediction(&self.embedding(pixels).await?).await,
        }
    }

    /// Classifies a picture with what was taught, and says where in it the highest class is seen. It costs little more than
    /// [`Session::classify`].
    ///
    /// # Errors
    /// [`crate::Error::NotTrained`]; [`crate::Error::Device`] if the device fails.
    pub async fn explain(&self, pixels: &Pixels) -> Result<Explanation> {
        let taught = self.taught.as_ref().ok_or(Error::NotTrained)?;
        let class_ids = &taught.model.header.info.class_ids;
        let known = |&(_, id): &(usize, &u32)| self.dataset.class(*id).is_ok_and(|class| class.enabled);
        let outputs: Vec<usize> = class_ids.iter().enumerate().filter(known).map(|(output, _)| output).collect();
        let highest = |logits: &[f32]| outputs.iter().copied().max_by(|&a, &b| logits[a].total_cmp(&logits[b]));
        let (output, attention) = taught.explain(pixels, |logits| highest(logits).unwrap_or_default()).await?;
        let Attention { width, height, values } = attention;
        let class_id = highest(&output.logits).map(|output| class_ids[output]);
        let prediction = self.taught_prediction(&taught.model.header, &output);
        Ok(Explanation { prediction, class_id, width, height, values, crop: taught.crop() })
    }

    /// What the backbone makes of a picture: as many numbers as [`crate::nn::Backbone::features`] says.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn embedding(&self, pixels: &Pixels) -> Result<Vec<f32>> {
        self.embed(&self.backbone.preprocess().square(pixels)).await
    }

    /// The embedding of one square.
    pub(super) async fn embed(&self, square: &Pixels) -> Result<Vec<f32>> {
        let mut embeddings = self.backbone.embed(std::slice::from_ref(square)).await?;
        Ok(embeddings.swap_remove(0))
    }

    /// Softmax over the classes that are still there and enabled, of those the classifier knows.
    fn taught_prediction(&self, header: &ModelHeader, answer: &Output) -> Prediction {
        let classes = header.info.class_ids.iter().enumerate();
        let known = |(output, &id): (usize, &u32)| {
            let class = self.dataset.class(id).ok().filter(|class| class.enabled)?;
            Some((class, output))
        };
        let known: Vec<(&Class, usize)> = classes.filter_map(known).collect();
        let logits: Vec<f32> = known.iter().map(|&(_, output)| answer.logits[output]).collect();
        let score = |(&(class, _), score): (&(&Class, usize), f64)| Score {
            class_id: Some(class.id),
            label: class.name.clone(),
            score: score as f32,
        };
        let scores = known.iter().zip(softmax(&logits, 1.0)).map(score).collect();
        let outputs = known.iter().map(|&(_, output)| output);
        let familiar = header.familiarity.as_ref().is_none_or(|familiarity| familiarity.knows(&answer.hidden, outputs));
        Prediction { kind: Kind::Taught, scores, none_of_these: !familiar }
    }

    async fn pretrained_prediction(&self, embedding: &[f32]) -> Result<Prediction> {
        let scores = self.backbone.pretrained_scores(embedding).await?;
        let mut labels: Vec<_> = self.backbone.labels().iter().zip(scores).collect();
        labels.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let score = |(label, score): (&String, f32)| Score { class_id: None, label: label.clone(), score };
        let scores = labels.into_iter().take(PRETRAINED_LABELS).map(score).collect();
        Ok(Prediction { kind: Kind::Imagenet, scores, none_of_these: false })
    }
}
