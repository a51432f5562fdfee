//! What a page shows of the instant model.

use serde::Serialize;

/// The instant model.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InstantInfo {
    /// Whether it has learned from what is there now.
    pub up_to_date: bool,
    /// Whether it is the model in use.
    pub in_use: bool,
    /// The classes that it knows.
    pub class_ids: Vec<u32>,
    /// How many pictures it has learned from.
    pub pictures: usize,
    /// How many pictures there are now whose augmented views it learns from, too.
    pub with_views: usize,
    /// How good it is on all pictures that could be measured; none if none could.
    pub out_of_fold: Option<OutOfFold>,
    /// Classes of which no picture could be measured: those with one source.
    pub unmeasured_class_ids: Vec<u32>,
    /// The classes of which some could.
    pub classes: Vec<InstantClass>,
    /// Ids of the pictures that were wrong.
    pub wrong: Vec<u32>,
}

/// How many pictures were right, each by a model that had not learned from its source.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OutOfFold {
    /// How many were.
    pub right: u32,
    /// Of how many.
    pub of: u32,
    /// The lower end of the share's 95 % Wilson interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The same for one class.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InstantClass {
    /// Which.
    pub class_id: u32,
    /// How many of its pictures were right.
    pub right: u32,
    /// Of how many.
    pub of: u32,
    /// What the others were taken for most often.
    pub taken_for: Option<TakenFor>,
}

/// What pictures of a class were wrongly taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TakenFor {
    /// The other class.
    pub class_id: u32,
    /// How many of them.
    pub count: u32,
}
