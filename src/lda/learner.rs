//! Learning in parts.

use std::ops::Range;

use pupil_kernels::{Cholesky, Symmetric};

use super::ending::{Answer, Learned, end};
use super::rows::{Example, Rows};
use super::solving::Solving;
use super::sums::Sums;
use crate::eval::cosine;

/// Most rows that are summed in one part.
const CHUNK: usize = 128;

/// What is under way.
enum Stage {
    /// The Gram matrix of these features, of which some columns are made.
    Gram(Symmetric, Vec<f32>, usize),
    /// Its factor.
    Factor(Cholesky),
    /// The sums of each fold, of which some chunks are added.
    Summing(usize),
    /// The discriminant of all but the fold of this number; of all pictures after the last one.
    Solving(usize, Option<Solving>),
}

/// A discriminant that is learned, with its answers out of fold, in parts of some 10 ms. The same pictures give the same numbers on
/// every device, in whatever order they are given.
pub struct Learner {
    rows: Rows,
    classes: usize,
    folds: usize,
    stage: Stage,
    /// One for each fold, and last that of what is never held out.
    sums: Vec<Sums>,
    total: Option<Sums>,
    answers: Vec<Answer>,
    familiar: Vec<f64>,
    learned: Option<Learned>,
    parts: usize,
}

impl Learner {
    /// Begins to learn `classes` classes, at least two, each with an example.
    pub fn new(examples: Vec<Example>, classes: usize) -> Self {
        let rows = Rows::new(examples);
        let folds = rows.examples.iter().filter_map(|example| example.fold).map(|fold| fold + 1).max().unwrap_or(0);
        let reduced = rows.examples.len() < rows.features();
        let stage = if reduced {
            Stage::Gram(rows.gram(), rows.features_of(0..rows.examples.len()), 0)
        } else {
            Stage::Summing(0)
        };
        Self {
            rows,
            classes,
            folds,
            stage,
            sums: Vec::new(),
            total: None,
            answers: Vec::new(),
            familiar: Vec::new(),
            learned: None,
            parts: 0,
        }
    }

    /// How many parts were done.
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// About how many parts there are.
    pub fn total_parts(&self) -> usize {
        let (pictures, features) = (self.rows.examples.len(), self.rows.features());
        let blocks = pictures.min(features).div_ceil(64);
        let reducing = if pictures < features { 2 * blocks + 2 } else { 0 };
        (reducing + self.chunks().len() + 1 + (self.folds + 1) * (blocks + 1)).max(self.parts + 1)
    }

    /// Does the next part; returns what was learned with the last one.
    pub fn step(&mut self) -> Option<Learned> {
        self.parts += 1;
        self.stage = match std::mem::replace(&mut self.stage, Stage::Summing(0)) {
            Stage::Gram(gram, features, column) => self.gram(gram, features, column),
            Stage::Factor(mut factor) if !factor.is_done() => {
                factor.step();
                Stage::Factor(factor)
            }
            Stage::Factor(factor) => {
                self.rows.reduce(factor);
                Stage::Summing(0)
            }
            Stage::Summing(chunk) => self.sum(chunk),
            Stage::Solving(fold, solving) => self.solve(fold, solving),
        };
        self.learned.take()
    }

    fn gram(&self, mut gram: Symmetric, features: Vec<f32>, column: usize) -> Stage {
        if gram.add_part(column, &features, self.rows.features()) {
            return Stage::Gram(gram, features, column + 1);
        }
        Stage::Factor(self.rows.factor(gram))
    }

    fn sum(&mut self, chunk: usize) -> Stage {
        let width = self.rows.width();
        if self.sums.is_empty() {
            self.sums = vec![Sums::zeros(width, self.classes); self.folds + 1];
        }
        let Some((place, range)) = self.chunks().get(chunk).cloned() else {
            let mut total = Sums::zeros(width, self.classes);
            self.sums.iter().for_each(|sums| total.add(sums));
            self.total = Some(total);
            return Stage::Solving(0, None);
        };
        let classes: Vec<usize> = self.rows.examples[range.clone()].iter().map(|example| example.class).collect();
        let length = self.rows.length(&range);
        self.sums[place].add_rows(&self.rows.of(range), &classes, length);
        Stage::Summing(chunk + 1)
    }

    fn solve(&mut self, fold: usize, solving: Option<Solving>) -> Stage {
        let Some(total) = &self.total else { return Stage::Summing(0) };
        let Some(mut solving) = solving else {
            let rest = if fold < self.folds { total.without(&self.sums[fold]) } else { total.clone() };
            // With fewer than two classes left there is nothing to tell apart.
            let known = rest.counts.iter().filter(|count| **count > 0).count();
            let solving = (known > 1).then(|| Solving::new(rest, self.rows.features()));
            return Stage::Solving(if solving.is_some() { fold } else { fold + 1 }, solving);
        };
        if solving.step() {
            return Stage::Solving(fold, Some(solving));
        }
        let discriminant = solving.end();
        if fold == self.folds {
            self.learned = Some(end(&self.rows, &discriminant, std::mem::take(&mut self.answers), &self.familiar));
            return Stage::Solving(fold, None);
        }
        let directions = discriminant.directions();
        for (_, range) in self.chunks().into_iter().filter(|(place, _)| *place == fold) {
            let answers = discriminant.answers(&self.rows.of(range.clone()));
            for (example, (place, known)) in self.rows.examples[range].iter().zip(answers) {
                let mut logits = vec![f32::MIN; self.classes];
                discriminant.present.iter().zip(known).for_each(|(&class, logit)| logits[class] = logit);
                if logits[example.class] > f32::MIN && !example.view {
                    self.familiar.push(directions.iter().map(|class| cosine(&place, class)).fold(-1.0, f64::max));
                    self.answers.push(Answer { picture: example.picture, class: example.class, logits });
                }
            }
        }
        Stage::Solving(fold + 1, None)
    }

    /// The rows of each part of the sums, with the index of the sums that they belong to.
    fn chunks(&self) -> Vec<(usize, Range<usize>)> {
        let place = |i: usize| self.rows.examples[i].fold.unwrap_or(self.folds);
        let mut chunks: Vec<(usize, Range<usize>)> = Vec::new();
        for i in 0..self.rows.examples.len() {
            match chunks.last_mut() {
                Some((last, range)) if *last == place(i) && range.len() < CHUNK => range.end = i + 1,
                _ => chunks.push((place(i), i..i + 1)),
            }
        }
        chunks
    }
}
