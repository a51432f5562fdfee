//! What the project knows of a model beside its file.

use serde::{Deserialize, Deserializer};

use crate::graph::Label;

/// What goes into an export beside the two files.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// The day of the export, as `2026-11-26`.
    pub date: String,
    /// The project's classes.
    pub classes: Vec<ClassFacts>,
    /// What Pupil answers for [`super::check_picture`]: the probability of each class that is enabled, in the order of the model's
    /// outputs.
    pub probabilities: Vec<f32>,
    /// How good the model is; none if it was not measured.
    pub measured: Option<Measured>,
}

/// A class of the project.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClassFacts {
    /// Its id in the model's file.
    pub id: u32,
    /// Its name, without line breaks.
    #[serde(deserialize_with = "in_one_line")]
    pub name: String,
    /// A disabled class is not exported.
    pub enabled: bool,
    /// How many pictures it has.
    pub pictures: usize,
    /// How many sources they come from.
    pub sources: usize,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    /// On which pictures: "validation", "test", "outOfFold" or "training".
    pub measured_on: String,
    /// How many.
    pub pictures: u32,
    /// Share that was right.
    pub accuracy: f64,
    /// Its 95 % interval.
    pub accuracy_interval: (f64, f64),
    /// Order of the confusion's rows and columns.
    pub class_ids: Vec<u32>,
    /// `confusion[actual][predicted]`, counts.
    pub confusion: Vec<Vec<u32>>,
}

impl Facts {
    /// The classes that are exported.
    pub fn labels(&self) -> Vec<Label> {
        let enabled = self.classes.iter().filter(|class| class.enabled);
        enabled.map(|class| Label { id: class.id, name: class.name.clone() }).collect()
    }
}

/// Other programs read labels line by line.
fn in_one_line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    Ok(String::deserialize(deserializer)?.replace(breaks, " "))
}
