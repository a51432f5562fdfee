//! The whole thing as one plain object: train a few classes, use them, see how good they are. The page drives it through
//! `web`; tests and native tools drive it directly.

mod augment;
mod backend;
mod classify;
mod edit;
mod finishing;
mod job;
mod learning;
mod messages;
mod model;
mod models;
mod rate_search;
mod report;
mod restore;
mod start;
mod training;
mod warm_up;

pub use augment::AugmentationPresets;
pub use backend::Backend;
pub use edit::Added;
pub use messages::{
    AddedClass, ClassInfo, Explanation, Kind, Prediction, Project, RateMessage, Score, TrainingMessage,
};
pub use report::{
    Calibrated, ClassReport, CrossValidated, Means, MeasuredOn, NearDuplicate, PicturePrediction, Progress, Report,
    ReportOn,
};
pub use restore::{StoredClass, StoredProject};
pub use state::Session;

pub use crate::augment::Augmentation;
pub use crate::network::CatalogueEntry;
pub use crate::nn::{Device, cpu};
pub use crate::picture::{Pixels, decode};
pub use crate::settings::{Method, TrainingSettings};
