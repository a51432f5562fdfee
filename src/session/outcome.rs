//! What became of a run: whether its model is in use, and why.

use serde::Serialize;

/// Why the model of a run is in use, or why the one before it still is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Why {
    /// In use: no model was in use before.
    First,
    /// In use: on pictures that neither model learned from, as many or more were right.
    NotWorse,
    /// In use: the model before was trained for other classes.
    OtherClasses,
    /// In use: there is no picture that neither model learned from.
    NothingToCompare,
    /// Not in use: on pictures that neither model learned from, fewer were right.
    Worse,
    /// Not in use: the run ended before its first epoch did.
    NothingLearnt,
    /// Not in use: the loss or an output was not a finite number.
    Diverged,
    /// Not in use: the run was cut off before the two models were compared, or another model was put to use meanwhile.
    NotCompared,
}

/// How many pictures two models were right on, of the same ones, which neither learned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// How many pictures there are, at least one.
    pub pictures: usize,
    /// How many the model that was in use before was right on.
    pub before: usize,
    /// How many the run's model is right on.
    pub after: usize,
}

/// What became of a run's model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// Whether it is in use now.
    pub in_use: bool,
    /// Why it is, or is not.
    pub why: Why,
    /// The two models on the same pictures, where they were compared.
    pub comparison: Option<Comparison>,
}

impl Outcome {
    /// `comparison` is left out where it decided nothing.
    pub(super) fn new(why: Why, comparison: Option<Comparison>) -> Self {
        let comparison = comparison.filter(|_| matches!(why, Why::NotWorse | Why::Worse));
        let in_use = matches!(why, Why::First | Why::NotWorse | Why::OtherClasses | Why::NothingToCompare);
        Self { in_use, why, comparison }
    }
}
