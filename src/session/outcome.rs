//! What became of a run: whether its model is in use, and why.

use serde::Serialize;

use crate::eval::mcnemar;

/// The probability from which on a difference could be chance.
const CHANCE: f64 = 0.05;

/// Why the model of a run is in use, or why the one before it still is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Why {
    /// In use: no model was in use before, not even the instant one.
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

/// How many pictures two models were right on, of the same ones, which neither learned from. The instant model answers out of fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// How many pictures there are, at least one.
    pub pictures: usize,
    /// How many the model that was in use before was right on.
    pub before: usize,
    /// How many the run's model is right on.
    pub after: usize,
    /// How many the model before alone was right on.
    pub only_before: usize,
    /// How many the run's model alone is right on.
    pub only_after: usize,
    /// Whether the difference could be chance: [`mcnemar`] is above 0.05.
    pub could_be_chance: bool,
}

impl Comparison {
    /// Of whether each picture was right before, and is right after; none without pictures.
    pub fn of(right: &[(bool, bool)]) -> Option<Self> {
        let count = |which: fn(&(bool, bool)) -> bool| right.iter().filter(|each| which(each)).count();
        let (only_before, only_after) =
            (count(|&(before, after)| before && !after), count(|&(before, after)| after && !before));
        (!right.is_empty()).then(|| Self {
            pictures: right.len(),
            before: count(|&(before, _)| before),
            after: count(|&(_, after)| after),
            only_before,
            only_after,
            could_be_chance: mcnemar(only_before, only_after) > CHANCE,
        })
    }
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
