//! The instant model: a discriminant in closed form on all training pictures, brought up to date whenever they change. It is in use as
//! long as no trained model is, and it is never stored: it follows from the pictures.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Session;
use super::instant_info::{InstantClass, InstantInfo, OutOfFold, TakenFor};
use super::instant_model::{Instant, InstantModel, Renewal};
use super::model::TrainedModel;
use super::report::Progress;
use crate::data::{Fingerprint, Picture, held_out_folds};
use crate::error::{Error, Result};
use crate::eval::{Confusion, argmax, wilson};
use crate::lda::{Answer, Example, Learned, Learner};
use crate::model::{HeadShape, InputLevel, ModelFile, ModelHeader, TrainedInfo};
use crate::nn::Model;

/// Most folds: each answer is by a model that learned from nine tenths.
const MAX_FOLDS: usize = 10;

impl Session {
    /// Brings the instant model up to date, in up to `parts` parts of some 10 ms; none only tells how far it is. With `done` = `total`
    /// it is up to date, or there are not two classes with pictures. After an edit it begins anew, and the model before goes on answering.
    pub fn instant_steps(&mut self, parts: usize) -> Progress {
        let now = Fingerprint::of(&self.dataset);
        if self.instant.of.as_ref() == Some(&now) {
            self.instant.renewal = None;
            return Progress { done: 1, total: 1 };
        }
        let Ok(class_ids) = self.dataset.training_classes() else {
            self.instant = Instant::default();
            return Progress { done: 0, total: 0 };
        };
        let mut renewal = match self.instant.renewal.take().filter(|renewal| renewal.of == now) {
            Some(renewal) => renewal,
            None => Renewal { of: now, learner: self.learner(self.dataset.for_training(), &class_ids), class_ids },
        };
        for _ in 0..parts {
            if let Some(learned) = renewal.learner.step() {
                self.instant.learned = self.instant_model(&renewal, learned);
                self.instant.of = Some(renewal.of);
                return Progress { done: 1, total: 1 };
            }
        }
        let progress = Progress { done: renewal.learner.parts(), total: renewal.learner.total_parts() };
        self.instant.renewal = Some(renewal);
        progress
    }

    /// Puts the instant model to use in place of a trained one.
    ///
    /// # Errors
    /// [`Error::NotTrained`] if there is none.
    pub fn use_instant(&mut self) -> Result<()> {
        self.instant.learned.as_ref().ok_or(Error::NotTrained)?;
        self.model = None;
        Ok(())
    }

    /// The model in use: the trained one, or else the instant one.
    pub(super) fn in_use(&self) -> Option<&TrainedModel> {
        self.model.as_ref().or(self.instant.learned.as_ref().map(|instant| &instant.model))
    }

    /// The instant model, if it is in use.
    pub(super) fn instant_in_use(&self) -> Option<&InstantModel> {
        self.instant.learned.as_ref().filter(|_| self.model.is_none())
    }

    /// What a page shows of it, `now` being the fingerprint of the pictures.
    pub(super) fn instant_info(&self, now: &Fingerprint) -> Option<InstantInfo> {
        let InstantModel { model, answers } = self.instant.learned.as_ref()?;
        let TrainedInfo { class_ids, training_pictures, unvalidated_class_ids, .. } = &model.header().info;
        let of_class = |answer: &Answer| (answer.class, argmax(&answer.logits));
        let confusion = Confusion::from_pairs(class_ids.len(), answers.iter().map(of_class));
        let (right, of) = (confusion.correct(), confusion.total());
        let (low, high) = wilson(right, of);
        let wrong = answers.iter().filter(|answer| argmax(&answer.logits) != answer.class);
        Some(InstantInfo {
            up_to_date: self.instant.of.as_ref() == Some(now),
            in_use: self.model.is_none(),
            class_ids: class_ids.clone(),
            pictures: *training_pictures,
            with_views: self.dataset.for_training().filter(|picture| !picture.views.is_empty()).count(),
            out_of_fold: (of > 0).then_some(OutOfFold { right, of, low, high }),
            unmeasured_class_ids: unvalidated_class_ids.clone(),
            classes: classes(&confusion, class_ids),
            wrong: wrong.map(|answer| answer.picture).collect(),
        })
    }

    /// Learns the pictures and their views, with the folds of all.
    pub(super) fn learner<'a>(&self, pictures: impl Iterator<Item = &'a Picture>, class_ids: &[u32]) -> Learner {
        let folds = held_out_folds(&self.dataset, MAX_FOLDS);
        let places: BTreeMap<u32, usize> = class_ids.iter().enumerate().map(|(place, &id)| (id, place)).collect();
        let examples = pictures.flat_map(|picture| {
            let example = |(view, embedding): (bool, &Arc<[f32]>)| Example {
                picture: picture.id,
                class: places[&picture.class],
                fold: folds.get(&picture.id).copied(),
                view,
                embedding: embedding.clone(),
            };
            let views = picture.views.iter().map(|view| (true, view));
            std::iter::once((false, &picture.embedding)).chain(views).map(example).collect::<Vec<_>>()
        });
        Learner::new(examples.collect(), class_ids.len())
    }

    /// None if embeddings are so large that it has numbers that are not finite.
    fn instant_model(&self, renewal: &Renewal, learned: Learned) -> Option<InstantModel> {
        if !learned.is_finite() {
            return None;
        }
        let class_ids = renewal.class_ids.clone();
        let measured = |class: usize| learned.answers.iter().any(|answer| answer.class == class);
        let unmeasured =
            class_ids.iter().enumerate().filter(|(class, _)| !measured(*class)).map(|(_, &id)| id).collect();
        let training: Vec<u32> = self.dataset.for_training().map(|picture| picture.id).collect();
        let (hidden, classes) = (learned.hidden.bias.len(), class_ids.len());
        let header = ModelHeader {
            input_level: InputLevel::Embeddings,
            standardizer: None,
            shape: HeadShape { features: self.backbone.features(), hidden, classes },
            linear: true,
            info: TrainedInfo {
                class_ids,
                backbone: Some(self.backbone.name().to_owned()),
                settings: None,
                best_epoch: 0,
                epochs: Vec::new(),
                training_pictures: training.len(),
                validation_pictures: learned.answers.len(),
                unvalidated_class_ids: unmeasured,
                started_from: None,
            },
            training,
            validation: Vec::new(),
            fingerprint: renewal.of.clone(),
            familiarity: learned.familiarity.clone(),
        };
        let model = Model::from_file(ModelFile { header, tensors: learned.tensors() }, &self.backbone).ok()?;
        Some(InstantModel { model: TrainedModel::new(model, &self.backbone), answers: learned.answers })
    }
}

fn classes(confusion: &Confusion, class_ids: &[u32]) -> Vec<InstantClass> {
    let class = |(class, row): (usize, &Vec<u32>)| {
        let others = (0..row.len()).filter(|&other| other != class && row[other] > 0);
        let most = others.max_by_key(|&other| (row[other], std::cmp::Reverse(other)));
        let taken_for = most.map(|other| TakenFor { class_id: class_ids[other], count: row[other] });
        InstantClass { class_id: class_ids[class], right: row[class], of: row.iter().sum(), taken_for }
    };
    confusion.counts().iter().enumerate().map(class).filter(|class| class.of > 0).collect()
}
