//! How good what was taught is: on pictures that were held out, on those set aside for testing, on those it learned from;
//! and which pictures deserve a second look.

mod alike;
mod cross_validation;
mod figures;
mod messages;

pub use crate::eval::Means;
pub use alike::Alike;
pub(super) use cross_validation::CrossValidation;
pub use cross_validation::{CrossValidated, Progress};
pub use messages::{Calibrated, ClassReport, MeasuredOn, PicturePrediction, Report};

use super::Session;
use super::model::Taught;
use crate::data::Picture;
use crate::error::{Error, Result};
use crate::eval::{Familiarity, fit_temperature};
use crate::nn::Output;
use figures::{Judged, report};

impl Session {
    /// Measures the classifier on some pictures; without `on`, on the validation pictures or, if there are none, on those it
    /// learned from. Pictures that are gone, or whose class it does not know, are left out.
    ///
    /// # Errors
    /// [`Error::NotTrained`]; [`Error::PictureNotSupplied`] if one of [`Session::report_pictures`] has to be judged first;
    /// [`Error::Device`] if the device fails.
    pub async fn report(&self, on: Option<MeasuredOn>) -> Result<Report> {
        let taught = self.taught.as_ref().ok_or(Error::NotTrained)?;
        let on = on.unwrap_or_else(|| self.best_measure(taught));
        let judged = self.judged(taught, on).await?;
        let temperature = temperature(&self.judged(taught, MeasuredOn::Validation).await?);
        Ok(report(on, &taught.model.header.info.class_ids, &judged, temperature))
    }

    /// Ids of the pictures that such a report looks at, those that its temperature is fitted on among them.
    ///
    /// # Errors
    /// [`Error::NotTrained`].
    pub fn report_pictures(&self, on: Option<MeasuredOn>) -> Result<Vec<u32>> {
        let taught = self.taught.as_ref().ok_or(Error::NotTrained)?;
        let on = on.unwrap_or_else(|| self.best_measure(taught));
        let fitted =
            if on == MeasuredOn::Validation { Vec::new() } else { self.measured(taught, MeasuredOn::Validation) };
        let pictures = self.measured(taught, on).into_iter().chain(fitted);
        Ok(pictures.map(|picture| picture.id).collect())
    }

    /// Ids of the pictures that [`Session::learn_familiarity`] looks at.
    ///
    /// # Errors
    /// [`Error::NotTrained`].
    pub fn familiar_pictures(&self) -> Result<Vec<u32>> {
        let taught = self.taught.as_ref().ok_or(Error::NotTrained)?;
        Ok(taught.model.header.training.iter().chain(&taught.model.header.validation).copied().collect())
    }

    /// Learns what is like none of the classes, from the training pictures and the validation pictures, and keeps that with
    /// the classifier. Without validation pictures there is nothing to tell it by.
    ///
    /// # Errors
    /// As [`Session::report`], for [`Session::familiar_pictures`].
    pub async fn learn_familiarity(&mut self) -> Result<()> {
        let taught = self.taught.as_ref().ok_or(Error::NotTrained)?;
        let training = self.answered(taught, MeasuredOn::Training).await?;
        let held_out = self.answered(taught, MeasuredOn::Validation).await?;
        let training: Vec<_> = training.iter().map(|(_, class, answer)| (answer.hidden.as_slice(), *class)).collect();
        let held_out: Vec<_> = held_out.iter().map(|(_, _, answer)| answer.hidden.as_slice()).collect();
        let familiarity = Familiarity::fit(taught.model.header.info.class_ids.len(), &training, &held_out);
        self.taught.as_mut().ok_or(Error::NotTrained)?.model.header.familiarity = familiarity;
        Ok(())
    }

    fn best_measure(&self, taught: &Taught) -> MeasuredOn {
        let held_out = !self.measured(taught, MeasuredOn::Validation).is_empty();
        if held_out { MeasuredOn::Validation } else { MeasuredOn::Training }
    }

    /// The pictures that are measured. What the classifier learned from or was chosen by is no test, wherever it is now.
    fn measured(&self, taught: &Taught, on: MeasuredOn) -> Vec<&Picture> {
        let known = |picture: &&Picture| taught.model.header.info.class_ids.contains(&picture.class);
        let there = |ids: &[u32]| ids.iter().filter_map(|&id| self.dataset.picture(id).ok()).filter(known).collect();
        match on {
            MeasuredOn::Validation => there(&taught.model.header.validation),
            MeasuredOn::Training => there(&taught.model.header.training),
            MeasuredOn::Test => {
                let seen = |picture: &&Picture| {
                    !taught.model.header.training.contains(&picture.id)
                        && !taught.model.header.validation.contains(&picture.id)
                };
                self.dataset.for_testing().filter(known).filter(seen).collect()
            }
            MeasuredOn::CrossValidation => Vec::new(),
        }
    }

    /// Each measured picture's id, the index of its class, and what the classifier makes of it.
    async fn answered(&self, taught: &Taught, on: MeasuredOn) -> Result<Vec<(u32, usize, Output)>> {
        let pictures = self.measured(taught, on);
        let answers = taught.outputs_for(&pictures).await?;
        let class = |picture: &Picture| taught.model.header.info.class_ids.iter().position(|&id| id == picture.class);
        let rows = pictures.iter().zip(answers);
        Ok(rows.filter_map(|(picture, answer)| Some((picture.id, class(picture)?, answer))).collect())
    }

    async fn judged(&self, taught: &Taught, on: MeasuredOn) -> Result<Vec<Judged>> {
        let answered = self.answered(taught, on).await?.into_iter();
        Ok(answered.map(|(picture, actual, answer)| Judged { picture, actual, logits: answer.logits }).collect())
    }
}

/// Fitted on these pictures; none without any.
fn temperature(held_out: &[Judged]) -> Option<f64> {
    let rows: Vec<_> = held_out.iter().map(|each| (each.logits.as_slice(), each.actual)).collect();
    (!rows.is_empty()).then(|| fit_temperature(&rows))
}
