//! What a picture shows: by the model in use, or by the pretrained labels as long as there is none.

use super::Session;
use super::messages::{Explanation, Kind, Prediction, Score};
use super::model::{TrainedModel, finite};
use crate::data::Class;
use crate::error::{Error, Result};
use crate::eval::softmax;
use crate::model::ModelHeader;
use crate::nn::{Attention, Output};
use crate::picture::Pixels;

impl Session {
    /// Classifies a picture.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn classify(&self, pixels: &Pixels) -> Result<Prediction> {
        match self.in_use() {
            Some(model) => Ok(self.trained_prediction(model.header(), &model.output(pixels).await?)),
            None => Ok(self.pretrained_prediction(&self.embed(pixels).await?)),
        }
    }

    /// Classifies a picture by the backbone's embedding of it; none if the model in use takes something else.
    ///
    /// # Errors
    /// [`Error::WrongEmbedding`] if it is another network's; [`Error::NotFinite`] if it has NaN or infinite numbers.
    pub async fn classify_embedding(&self, embedding: &[f32]) -> Result<Option<Prediction>> {
        self.check_features(embedding)?;
        match self.in_use() {
            Some(model) if !model.takes_embeddings() => Ok(None),
            Some(model) => {
                let output = finite(model.outputs_of_embeddings(&[embedding]).await?.swap_remove(0))?;
                Ok(Some(self.trained_prediction(model.header(), &output)))
            }
            None => Ok(Some(self.pretrained_prediction(embedding))),
        }
    }

    /// Whether the model in use takes embeddings; so do the pretrained labels.
    pub fn takes_embeddings(&self) -> bool {
        self.in_use().is_none_or(TrainedModel::takes_embeddings)
    }

    /// Classifies a picture with the model in use, and says where in it the highest class is seen. It costs little more
    /// than [`Session::classify`].
    ///
    /// # Errors
    /// [`crate::Error::NotTrained`]; [`crate::Error::Device`] if the device fails.
    pub async fn explain(&self, pixels: &Pixels) -> Result<Explanation> {
        let model = self.in_use().ok_or(Error::NotTrained)?;
        let class_ids = &model.header().info.class_ids;
        let known = |&(_, id): &(usize, &u32)| self.dataset.class(*id).is_ok_and(|class| class.enabled);
        let outputs: Vec<usize> = class_ids.iter().enumerate().filter(known).map(|(output, _)| output).collect();
        let highest = |logits: &[f32]| outputs.iter().copied().max_by(|&a, &b| logits[a].total_cmp(&logits[b]));
        let (output, attention) = model.explain(pixels, |logits| highest(logits).unwrap_or_default()).await?;
        let Attention { width, height, values } = attention;
        let class_id = highest(&output.logits).map(|output| class_ids[output]);
        let prediction = self.trained_prediction(model.header(), &output);
        Ok(Explanation { prediction, class_id, width, height, values, crop: model.crop() })
    }

    /// The backbone's embedding of a picture: as many numbers as [`crate::nn::Backbone::features`] says.
    ///
    /// # Errors
    /// [`crate::Error::Device`] if the device fails.
    pub async fn embed(&self, pixels: &Pixels) -> Result<Vec<f32>> {
        self.embed_square(&self.square(pixels)).await
    }

    /// The embedding of one square.
    pub(super) async fn embed_square(&self, square: &Pixels) -> Result<Vec<f32>> {
        let mut embeddings = self.backbone.embed(std::slice::from_ref(square)).await?;
        Ok(embeddings.swap_remove(0))
    }

    /// Softmax over the classes that are still there and enabled, of those the model knows.
    fn trained_prediction(&self, header: &ModelHeader, output: &Output) -> Prediction {
        let classes = header.info.class_ids.iter().enumerate();
        let known = |(index, &id): (usize, &u32)| {
            let class = self.dataset.class(id).ok().filter(|class| class.enabled)?;
            Some((class, index))
        };
        let known: Vec<(&Class, usize)> = classes.filter_map(known).collect();
        let logits: Vec<f32> = known.iter().map(|&(_, index)| output.logits[index]).collect();
        let score = |(&(class, _), score): (&(&Class, usize), f64)| Score {
            class_id: Some(class.id),
            label: class.name.clone(),
            score: score as f32,
        };
        let scores = known.iter().zip(softmax(&logits, 1.0)).map(score).collect();
        let indices = known.iter().map(|&(_, index)| index);
        let familiar = header.familiarity.as_ref().is_none_or(|familiarity| familiarity.knows(&output.hidden, indices));
        Prediction { kind: Kind::Trained, scores, none_of_these: !familiar }
    }

    fn pretrained_prediction(&self, embedding: &[f32]) -> Prediction {
        let best = self.backbone.pretrained().map(|head| head.best(embedding)).unwrap_or_default();
        let score = |(label, score): (&str, f32)| Score { class_id: None, label: label.to_owned(), score };
        Prediction { kind: Kind::Imagenet, scores: best.into_iter().map(score).collect(), none_of_these: false }
    }
}
