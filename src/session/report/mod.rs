//! How good the model in use is: on pictures that were held out, on those set aside for testing, on those it learned from;
//! and which pictures deserve a second look.

mod cross_validate;
mod cross_validation;
mod figures;
mod messages;
mod near_duplicates;

pub use crate::eval::Means;
pub(super) use cross_validation::CrossValidation;
pub use cross_validation::{CrossValidated, Progress};
pub use messages::{Calibrated, ClassReport, MeasuredOn, PicturePrediction, Report, ReportOn};
pub use near_duplicates::NearDuplicate;

use std::collections::BTreeSet;

use super::Session;
use super::model::{TrainedModel, finite};
use crate::data::Picture;
use crate::error::{Error, Result};
use crate::eval::fit_temperature;
use crate::lda::Answer;
use crate::nn::Output;
use crate::train::Example;
use figures::{Predicted, report};

impl Session {
    /// Measures the model in use on some pictures; without `on`, the instant model out of fold, others on the validation pictures, and
    /// where there are none of these, on those it learned from. Pictures that are gone, or whose class it does not know, are left out.
    ///
    /// # Errors
    /// [`Error::NotTrained`]; [`Error::InvalidArgument`] for a report out of fold on a trained model; [`Error::PictureNotSupplied`] if one of [`Session::missing_pictures`] was not predicted;
    /// [`Error::Device`] if the device fails.
    pub async fn report(&self, on: Option<ReportOn>) -> Result<Report> {
        let model = self.in_use().ok_or(Error::NotTrained)?;
        let on = on.unwrap_or_else(|| self.best_measure(model));
        if on == ReportOn::OutOfFold {
            let predicted = self.answered()?;
            return Ok(report(on.into(), &model.header().info.class_ids, &predicted, None));
        }
        let predicted = self.predicted(model, on).await?;
        let temperature = match on {
            ReportOn::Validation => temperature(&predicted),
            _ => temperature(&self.predicted(model, ReportOn::Validation).await?),
        };
        Ok(report(on.into(), &model.header().info.class_ids, &predicted, temperature))
    }

    /// Ids of the pictures that [`Session::predict`] must see before such a report: none if embeddings are what the model
    /// takes. Those that its temperature is fitted on are among them.
    ///
    /// # Errors
    /// [`Error::NotTrained`].
    pub fn missing_pictures(&self, on: Option<ReportOn>) -> Result<Vec<u32>> {
        let model = self.in_use().ok_or(Error::NotTrained)?;
        let on = on.unwrap_or_else(|| self.best_measure(model));
        let measured = self.measured(model, on).into_iter().chain(self.measured(model, ReportOn::Validation));
        let missing: BTreeSet<u32> = measured.map(|picture| picture.id).filter(|&id| model.must_see(id)).collect();
        Ok(missing.into_iter().collect())
    }

    fn best_measure(&self, model: &TrainedModel) -> ReportOn {
        let held_out = !self.measured(model, ReportOn::Validation).is_empty();
        match self.instant_in_use() {
            Some(instant) if !instant.answers.is_empty() => ReportOn::OutOfFold,
            _ if held_out => ReportOn::Validation,
            _ => ReportOn::Training,
        }
    }

    /// The instant model's answers out of fold, with the classes that the pictures are in now.
    fn answered(&self) -> Result<Vec<Predicted>> {
        let detail = || "out of fold, only the instant model is measured".into();
        let instant = self.instant_in_use().ok_or_else(|| Error::InvalidArgument { detail: detail() })?;
        let class_ids = &instant.model.header().info.class_ids;
        let predicted = |answer: &Answer| {
            let class = self.dataset.picture(answer.picture).ok()?.class;
            let actual = class_ids.iter().position(|id| *id == class)?;
            Some(Predicted { picture: answer.picture, actual, logits: answer.logits.clone() })
        };
        Ok(instant.answers.iter().filter_map(predicted).collect())
    }

    /// The pictures that are measured. What the model learned from or was chosen by is no test, wherever it is now.
    fn measured(&self, model: &TrainedModel, on: ReportOn) -> Vec<&Picture> {
        let header = model.header();
        let known = |picture: &&Picture| header.info.class_ids.contains(&picture.class);
        let there = |ids: &[u32]| ids.iter().filter_map(|&id| self.dataset.picture(id).ok()).filter(known).collect();
        match on {
            ReportOn::Validation => there(&header.validation),
            ReportOn::OutOfFold => Vec::new(),
            ReportOn::Training => there(&header.training),
            ReportOn::Test => {
                let seen: BTreeSet<u32> = header.training.iter().chain(&header.validation).copied().collect();
                self.dataset.for_testing().filter(known).filter(|picture| !seen.contains(&picture.id)).collect()
            }
        }
    }

    async fn predicted(&self, model: &TrainedModel, on: ReportOn) -> Result<Vec<Predicted>> {
        let ids: Vec<u32> = self.measured(model, on).iter().map(|picture| picture.id).collect();
        let examples = self.examples(&ids, &model.header().info.class_ids)?;
        let outputs = model.outputs_of(&examples).await?;
        let predicted = |(example, output): (&Example, Output)| Predicted {
            picture: example.picture,
            actual: example.class,
            logits: output.logits,
        };
        let outputs = outputs.into_iter().map(finite).collect::<Result<Vec<_>>>()?;
        Ok(examples.iter().zip(outputs).map(predicted).collect())
    }
}

/// Fitted on these pictures; none without any.
fn temperature(held_out: &[Predicted]) -> Option<f64> {
    let rows: Vec<_> = held_out.iter().map(|each| (each.logits.as_slice(), each.actual)).collect();
    (!rows.is_empty()).then(|| fit_temperature(&rows))
}
