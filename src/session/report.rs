//! How good the head is, on pictures it has not seen where there are any.

use super::Session;
use super::messages::{ClassReport, MeasuredOn, Report};
use super::model::Taught;
use crate::data::Picture;
use crate::error::{Error, Result};
use crate::eval::{Confusion, Metrics, argmax, wilson};
use crate::export::ModelFile;

impl Session {
    /// Looks at the pictures that were held out when the classifier was trained and are still there; if none were, at those
    /// it learned from, and says so.
    ///
    /// # Errors
    /// [`Error::NotTrained`]; [`Error::PictureNotSupplied`] if one of [`Session::report_pictures`] has to be judged first;
    /// [`Error::Device`] if the device fails.
    pub async fn report(&self) -> Result<Report> {
        let taught = self.taught.as_ref().ok_or(Error::NotTrained)?;
        let (measured_on, ids) = measured(&taught.file);
        let pictures: Vec<&Picture> = ids.iter().filter_map(|&id| self.dataset.picture(id).ok()).collect();
        let confusion = confusion(taught, &pictures).await?;
        Ok(summary(measured_on, &taught.file.info.class_ids, &confusion))
    }

    /// Ids of the pictures that the report looks at.
    ///
    /// # Errors
    /// [`Error::NotTrained`].
    pub fn report_pictures(&self) -> Result<Vec<u32>> {
        let taught = self.taught.as_ref().ok_or(Error::NotTrained)?;
        let (_, ids) = measured(&taught.file);
        Ok(ids.iter().copied().filter(|&id| self.dataset.picture(id).is_ok()).collect())
    }
}

fn measured(file: &ModelFile) -> (MeasuredOn, &[u32]) {
    match file.validation.as_slice() {
        [] => (MeasuredOn::Training, &file.training),
        held_out => (MeasuredOn::Validation, held_out),
    }
}

async fn confusion(taught: &Taught, pictures: &[&Picture]) -> Result<Confusion> {
    let class_ids = &taught.file.info.class_ids;
    let logits = taught.logits_of(pictures).await?;
    let rows = pictures.iter().zip(logits);
    let actual = |picture: &Picture| class_ids.iter().position(|&id| id == picture.class);
    let pairs = rows.filter_map(|(picture, row)| Some((actual(picture)?, argmax(&row))));
    Ok(Confusion::from_pairs(class_ids.len(), pairs))
}

fn summary(measured_on: MeasuredOn, class_ids: &[u32], confusion: &Confusion) -> Report {
    let class = |(&class_id, Metrics { precision, recall, f1, support }): (&u32, Metrics)| ClassReport {
        class_id,
        support,
        precision,
        recall,
        f1,
    };
    Report {
        measured_on,
        pictures: confusion.total(),
        accuracy: confusion.accuracy(),
        accuracy_interval: wilson(confusion.correct(), confusion.total()),
        class_ids: class_ids.to_vec(),
        confusion: confusion.counts().to_vec(),
        classes: class_ids.iter().zip(confusion.per_class()).map(class).collect(),
    }
}
