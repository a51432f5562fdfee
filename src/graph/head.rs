//! The dense layers on top.

use crate::error::{Error, Result};
use crate::eval::Familiarity;
use crate::model::{HeadShape, ModelFile};
use crate::weights::Weights;

/// A class as people call it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Its id in the model's file.
    pub id: u32,
    /// Its name.
    pub name: String,
}

/// The pooled vector → square root, if `root` → `hidden` → ReLU, unless `linear` → `output` → softmax.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// The minimum that values are clamped to before their square root is taken; none if it is not.
    pub root: Option<f32>,
    /// Features → hidden units.
    pub hidden: Dense,
    /// Whether the hidden layer has no activation.
    pub linear: bool,
    /// Hidden units → the classes that have a label.
    pub output: Dense,
    /// What is like the classes, if that was learned.
    pub familiar: Option<Familiar>,
}

/// A dense layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense {
    /// Outputs and inputs.
    pub shape: [usize; 2],
    /// Row-major `[outputs, inputs]`.
    pub weight: Vec<f32>,
    /// `[outputs]`.
    pub bias: Vec<f32>,
}

/// A picture is like the classes if the cosine of its hidden layer and the nearest class's direction reaches the threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct Familiar {
    /// A direction of length 1 (or of length 0, for a class without pictures) for each class that has a label.
    pub centres: Vec<Vec<f32>>,
    /// A cosine.
    pub threshold: f32,
}

impl Head {
    /// Its dense layers in order, each with its name and whether a ReLU follows; a softmax follows the last.
    pub fn layers(&self) -> [(&'static str, &Dense, bool); 2] {
        [("hidden", &self.hidden, !self.linear), ("output", &self.output, false)]
    }

    /// The head in a file, with the outputs of the classes in `labels`, in the order of the file.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if the file is damaged; [`Error::TooFewClasses`] if no label is for one of its classes.
    pub(super) fn of(file: &ModelFile, root: Option<f32>, labels: &[Label]) -> Result<Self> {
        let HeadShape { features, hidden, classes } = file.header.shape;
        let mut output = Dense::stored(&file.tensors, "output", [classes, hidden])?;
        let ids = &file.header.info.class_ids;
        let rows: Vec<usize> = (0..classes).filter(|&row| labels.iter().any(|label| label.id == ids[row])).collect();
        if rows.is_empty() {
            return Err(Error::TooFewClasses);
        }
        output.keep(&rows);
        let familiar = file.header.familiarity.as_ref().map(|learned| Familiar::of(learned, &rows));
        let hidden = Dense::stored(&file.tensors, "hidden", [hidden, features])?;
        Ok(Self { root, hidden, linear: file.header.linear, output, familiar })
    }
}

impl Dense {
    /// The layer whose tensors are `{name}.weight` and `{name}.bias`.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if they are not there, or of another shape.
    pub(super) fn stored(tensors: &Weights, name: &str, shape: [usize; 2]) -> Result<Self> {
        let values = |leaf: &str, shape: &[usize]| {
            let values = tensors.values(&format!("{name}.{leaf}"), shape);
            values.map_err(|error| Error::WrongModel { detail: error.to_string() })
        };
        Ok(Self { shape, weight: values("weight", &shape)?, bias: values("bias", &shape[..1])? })
    }

    /// Leaves only these outputs.
    fn keep(&mut self, rows: &[usize]) {
        let inputs = self.shape[1];
        self.weight = rows.iter().flat_map(|row| self.weight[row * inputs..][..inputs].to_vec()).collect();
        self.bias = rows.iter().map(|&row| self.bias[row]).collect();
        self.shape[0] = rows.len();
    }
}

impl Familiar {
    fn of(learned: &Familiarity, rows: &[usize]) -> Self {
        let centres = rows.iter().filter_map(|&row| learned.centres().get(row));
        Self { centres: centres.map(|centre| unit(centre)).collect(), threshold: learned.threshold() }
    }
}

/// The vector with length 1; one of length 0 stays.
fn unit(vector: &[f32]) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    vector.iter().map(|x| x / length).collect()
}
