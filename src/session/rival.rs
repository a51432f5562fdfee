//! Two models on the same pictures: a stored one, or the instant one, beside the one in use.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Session;
use super::model::TrainedModel;
use super::outcome::Comparison;
use super::report::MeasuredOn;
use crate::data::Picture;
use crate::error::{Error, Result};
use crate::eval::argmax;
use crate::lda::Answer;
use crate::model::ModelHeader;
use crate::nn::{Model, Output};
use crate::picture::Pixels;
use crate::train::Example;

/// How many pictures the model in use and another were right on, of the same ones, which neither learned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Which pictures: the test set if it has some, else those out of fold if one of the two is the instant model, else those held out.
    pub measured_on: MeasuredOn,
    /// How many pictures there are, at least one.
    pub pictures: usize,
    /// How many the model in use is right on.
    pub in_use: usize,
    /// How many the other is right on.
    pub other: usize,
    /// How many the model in use alone is right on.
    pub only_in_use: usize,
    /// How many the other alone is right on.
    pub only_other: usize,
    /// Whether the difference could be chance: [`crate::eval::mcnemar`] is above 0.05.
    pub could_be_chance: bool,
}

/// One of the two.
struct Side<'a> {
    model: &'a TrainedModel,
    /// Out of fold, in the order of ids; only of the instant model.
    answers: &'a [Answer],
    /// The sources that it learned from.
    learned: BTreeSet<&'a str>,
    /// The pictures by which its best epoch was chosen.
    chosen_by: BTreeSet<u32>,
}

impl Session {
    /// Chooses what is compared with the model in use: a stored model, or without a file the instant one.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if it is not such a file or is for another backbone.
    pub fn set_rival(&mut self, file: Option<&[u8]>) -> Result<()> {
        let model = file.map(|bytes| Model::from_bytes(bytes, &self.backbone)).transpose()?;
        self.rival = model.map(|model| TrainedModel::new(model, &self.backbone));
        Ok(())
    }

    /// Ids of the pictures that [`Session::predict_both`] must see before [`Session::compare`]: none where embeddings are what both
    /// models take.
    ///
    /// # Errors
    /// [`Error::NotTrained`] if there is no model in use, or no instant one to compare it with.
    pub fn unseen_by_both(&self) -> Result<Vec<u32>> {
        let sides = self.sides()?;
        let (_, ids) = self.unlearned(&sides);
        Ok(ids.into_iter().filter(|&id| sides.iter().any(|side| side.model.must_see(id))).collect())
    }

    /// Predicts a picture with both models, where they have to see it, and keeps the outputs.
    ///
    /// # Errors
    /// [`Error::Device`] if the device fails.
    pub async fn predict_both(&mut self, id: u32, pixels: &Pixels) -> Result<()> {
        for model in self.model.iter_mut().chain(&mut self.rival).filter(|model| model.must_see(id)) {
            let square = model.square(pixels);
            let outputs = model.outputs_of_squares(&[&square]).await?;
            model.remember([id].into_iter().zip(outputs));
        }
        Ok(())
    }

    /// The two on the same pictures, with the classes that these are in now; none if there is no such picture, or they know other
    /// classes.
    ///
    /// # Errors
    /// Those of [`Session::unseen_by_both`]; [`Error::PictureNotSupplied`] if one of those was not predicted; [`Error::Device`] if the
    /// device fails.
    pub async fn compare(&self) -> Result<Option<Standing>> {
        let sides = self.sides()?;
        let (measured_on, ids) = self.unlearned(&sides);
        let [in_use, other] = [self.right(&sides[0], &ids).await?, self.right(&sides[1], &ids).await?];
        let both: Vec<(bool, bool)> = in_use.into_iter().zip(other).collect();
        Ok(Comparison::of(&both).map(|found| Standing {
            measured_on,
            pictures: found.pictures,
            in_use: found.before,
            other: found.after,
            only_in_use: found.only_before,
            only_other: found.only_after,
            could_be_chance: found.could_be_chance,
        }))
    }

    /// The model in use, and the other.
    fn sides(&self) -> Result<[Side<'_>; 2]> {
        Ok([self.side(self.model.as_ref())?, self.side(self.rival.as_ref())?])
    }

    /// A trained model, or without one the instant model.
    fn side<'a>(&'a self, model: Option<&'a TrainedModel>) -> Result<Side<'a>> {
        let (model, answers) = match (model, &self.instant.learned) {
            (Some(model), _) => (model, &[][..]),
            (None, Some(instant)) => (&instant.model, &*instant.answers),
            (None, None) => return Err(Error::NotTrained),
        };
        let ModelHeader { training, validation, .. } = model.header();
        let learned = training.iter().filter_map(|&id| Some(&*self.dataset.picture(id).ok()?.source)).collect();
        Ok(Side { model, answers, learned, chosen_by: validation.iter().copied().collect() })
    }

    /// The pictures that neither has learned from, those that say most: of the test set, or else of those that are trained on.
    fn unlearned(&self, sides: &[Side; 2]) -> (MeasuredOn, Vec<u32>) {
        if !sides[0].model.knows_as(sides[1].model) {
            return (MeasuredOn::Validation, Vec::new());
        }
        let fair = |picture: &&Picture| sides.iter().all(|side| side.is_tested_by(picture));
        let unseen = |picture: &&Picture| sides.iter().all(|side| !side.chosen_by.contains(&picture.id));
        let test: Vec<u32> = self.dataset.for_testing().filter(fair).filter(unseen).map(|picture| picture.id).collect();
        if !test.is_empty() {
            return (MeasuredOn::Test, test);
        }
        let instant = sides.iter().any(|side| !side.answers.is_empty());
        let on = if instant { MeasuredOn::OutOfFold } else { MeasuredOn::Validation };
        (on, self.dataset.for_training().filter(fair).map(|picture| picture.id).collect())
    }

    /// Whether it is right on each picture.
    async fn right(&self, side: &Side<'_>, ids: &[u32]) -> Result<Vec<bool>> {
        let examples = self.examples(ids, &side.model.header().info.class_ids)?;
        let outputs = side.model.outputs_of(&examples).await?;
        let right = |(example, output): (&Example, Output)| {
            let logits = side.answer(example.picture).map_or(output.logits, |answer| answer.logits.clone());
            logits.iter().all(|logit| logit.is_finite()) && argmax(&logits) == example.class
        };
        Ok(examples.iter().zip(outputs).map(right).collect())
    }
}

impl Side<'_> {
    /// Whether a picture tests it: it knows the class, and has not learned from the source, or answers out of fold.
    fn is_tested_by(&self, picture: &Picture) -> bool {
        let known = self.model.header().info.class_ids.contains(&picture.class);
        known && (!self.learned.contains(&*picture.source) || self.answer(picture.id).is_some())
    }

    fn answer(&self, picture: u32) -> Option<&Answer> {
        let place = self.answers.binary_search_by_key(&picture, |answer| answer.picture).ok()?;
        Some(&self.answers[place])
    }
}
