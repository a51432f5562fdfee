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
use super::model::TrainedModel;
use crate::data::Picture;
use crate::error::{Error, Result};
use crate::eval::fit_temperature;
use crate::nn::Output;
use crate::train::Example;
use figures::{Predicted, report};

impl Session {
    /// Measures the model in use on some pictures; without `on`, on the validation pictures or, if there are none, on those
    /// it learned from. Pictures that are gone, or whose class it does not know, are left out.
    ///
    /// # Errors
    /// [`Error::NotTrained`]; [`Error::PictureNotSupplied`] if one of [`Session::missing_pictures`] was not predicted;
    /// [`Error::Device`] if the device fails.
    pub async fn report(&self, on: Option<ReportOn>) -> Result<Report> {
        let model = self.model.as_ref().ok_or(Error::NotTrained)?;
        let on = on.unwrap_or_else(|| self.best_measure(model));
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
        let model = self.model.as_ref().ok_or(Error::NotTrained)?;
        let on = on.unwrap_or_else(|| self.best_measure(model));
        let measured = self.measured(model, on).into_iter().chain(self.measured(model, ReportOn::Validation));
        let missing: BTreeSet<u32> = measured.map(|picture| picture.id).filter(|&id| model.must_see(id)).collect();
        Ok(missing.into_iter().collect())
    }

    fn best_measure(&self, model: &TrainedModel) -> ReportOn {
        let held_out = !self.measured(model, ReportOn::Validation).is_empty();
        if held_out { ReportOn::Validation } else { ReportOn::Training }
    }

    /// The pictures that are measured. What the model learned from or was chosen by is no test, wherever it is now.
    fn measured(&self, model: &TrainedModel, on: ReportOn) -> Vec<&Picture> {
        let header = model.header();
        let known = |picture: &&Picture| header.info.class_ids.contains(&picture.class);
        let there = |ids: &[u32]| ids.iter().filter_map(|&id| self.dataset.picture(id).ok()).filter(known).collect();
        match on {
            ReportOn::Validation => there(&header.validation),
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
        Ok(examples.iter().zip(outputs).map(predicted).collect())
    }
}

/// Fitted on these pictures; none without any.
fn temperature(held_out: &[Predicted]) -> Option<f64> {
    let rows: Vec<_> = held_out.iter().map(|each| (each.logits.as_slice(), each.actual)).collect();
    (!rows.is_empty()).then(|| fit_temperature(&rows))
}
