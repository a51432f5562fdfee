//! How good the head is, on pictures it has not seen where there are any.

use super::Session;
use super::messages::{ClassReport, MeasuredOn, Report};
use crate::data::Picture;
use crate::error::{Error, Result};
use crate::eval::{Confusion, Metrics, argmax, wilson};
use crate::export::HeadFile;

/// Bounds the memory of one pass.
const BATCH: usize = 256;

impl Session {
    /// Looks at the pictures that were held out when the head was trained and are still there; if none were, at those it
    /// learned from, and says so.
    ///
    /// # Errors
    /// [`Error::NotTrained`]; [`Error::Device`] if the device fails.
    pub async fn report(&self) -> Result<Report> {
        let trained = self.trained.as_ref().ok_or(Error::NotTrained)?;
        let (measured_on, ids) = match trained.validation.as_slice() {
            [] => (MeasuredOn::Training, &trained.training),
            _ => (MeasuredOn::Validation, &trained.validation),
        };
        let pictures: Vec<&Picture> = ids.iter().filter_map(|&id| self.dataset.picture(id).ok()).collect();
        let confusion = confusion(trained, &pictures).await?;
        Ok(summary(measured_on, &trained.info.class_ids, &confusion))
    }
}

async fn confusion(trained: &HeadFile, pictures: &[&Picture]) -> Result<Confusion> {
    let class_ids = &trained.info.class_ids;
    let mut pairs = Vec::new();
    for batch in pictures.chunks(BATCH) {
        let embeddings: Vec<&[f32]> = batch.iter().map(|picture| &*picture.embedding).collect();
        let logits = trained.head.logits(&embeddings).await?;
        for (picture, row) in batch.iter().zip(logits.chunks_exact(class_ids.len())) {
            if let Some(actual) = class_ids.iter().position(|&id| id == picture.class) {
                pairs.push((actual, argmax(row)));
            }
        }
    }
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
