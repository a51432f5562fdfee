//! What can go wrong, each with a stable code, a sentence that says what to do about it, and the values in that sentence.

use serde::Serialize;
use serde_json::{Map, Value};
use strum::{IntoStaticStr, VariantNames};
use thiserror::Error as ThisError;

/// A result whose error is Pupil's [`enum@Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that Pupil refuses or fails at. [`Error::code`] and the fields are for programs, the message for people.
#[derive(Debug, Clone, PartialEq, ThisError, IntoStaticStr, VariantNames, Serialize)]
#[strum(serialize_all = "snake_case")]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Error {
    /// The bytes are not a picture of a kind that is decoded here. Another decoder may read it.
    #[error("This file is {kind}. Save it as an ordinary JPEG, PNG, WebP, GIF or BMP picture and add it again.")]
    UnsupportedFormat {
        /// What the file is.
        kind: String,
    },
    /// The bytes begin like a picture but cannot be decoded.
    #[error("This picture is damaged ({detail}). Export or download it again.")]
    BrokenPicture {
        /// What is wrong.
        detail: String,
        /// Whether pixels are missing or garbled: a lenient decoder would show the picture in part, so none may be asked.
        incomplete: bool,
    },
    /// The picture's short side is too short to show anything.
    #[error("This picture has {width} × {height} pixels. Use one with at least {min_side} pixels on each side.")]
    PictureTooSmall {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Fewest pixels that a side may have.
        min_side: u32,
    },
    /// The picture would take more memory than a browser tab should give it.
    #[error(
        "This picture has {width} × {height} pixels, which takes too much memory. \
         Scale it down to {max_megapixels} megapixels or fewer, 8 bits a channel."
    )]
    PictureTooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Most millions of pixels that are decoded.
        max_megapixels: u32,
    },
    /// No class has this id.
    #[error("There is no class with id {id}. Take an id from the project's list of classes.")]
    UnknownClass {
        /// The id.
        id: u32,
    },
    /// No picture has this id.
    #[error("There is no picture with id {id}. Take an id from the project's list of pictures.")]
    UnknownPicture {
        /// The id.
        id: u32,
    },
    /// A class or picture has this id already, so nothing new can take it.
    #[error("The id {id} is taken. Leave the id out to get a new one.")]
    IdTaken {
        /// The id.
        id: u32,
    },
    /// A picture for testing comes from a source that is trained on.
    #[error(
        "Other pictures of this recording or file are used for training, so it would not be a fair test. \
         Set those aside too, or add another picture."
    )]
    SourceTrained,
    /// A picture for training comes from a source that is set aside.
    #[error(
        "Other pictures of this recording or file are set aside for testing, so the test would not be fair any more. \
         Take those back for training, or add another picture."
    )]
    SourceAside,
    /// All pictures come from one source, so none can be measured by a model that learned from others.
    #[error("All pictures come from one recording or file. Add some from others, so that a part can be held out.")]
    TooFewSources,
    /// No cross-validation is running.
    #[error("No cross-validation is running. Start one first.")]
    NotCrossValidating,
    /// A class needs a name that can be read.
    #[error("A class needs a name. Type at least one letter.")]
    EmptyName,
    /// Fewer than two enabled classes have pictures.
    #[error("There is nothing to tell apart yet. Add pictures to at least two classes.")]
    TooFewClasses,
    /// An argument of a call is not as documented.
    #[error("An argument of this call is wrong ({detail}). Compare it with the documentation.")]
    InvalidArgument {
        /// What is wrong.
        detail: String,
    },
    /// A training setting is outside its range.
    #[error("A setting is out of range: {detail}.")]
    InvalidSettings {
        /// Which setting, what it is and what it may be.
        detail: String,
    },
    /// A training run or a search for a learning rate is under way, and may be finishing.
    #[error("Training is running. Wait for its end, or stop it first.")]
    AlreadyTraining,
    /// No training run is under way.
    #[error("No training is running. Start one first.")]
    NotTraining,
    /// A training step or a report needs the pixels of a picture that was not supplied.
    #[error("The pixels of picture {id} are needed first. Supply that picture, then try again.")]
    PictureNotSupplied {
        /// The picture's id.
        id: u32,
    },
    /// There is no trained model yet.
    #[error("Nothing has been trained yet. Add pictures to two classes and train.")]
    NotTrained,
    /// The backbone's weights do not fit the network.
    #[error(
        "The network's weights do not fit ({detail}). Choose another file, or the one that came with this version of Pupil."
    )]
    WrongWeights {
        /// What does not fit.
        detail: String,
    },
    /// An embedding is not one of the network in use.
    #[error(
        "This embedding has {found} numbers, but the network in use makes {expected}. Compute it again from the picture."
    )]
    WrongEmbedding {
        /// How many numbers the network makes.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// Numbers are NaN or infinite.
    #[error(
        "The {name} has numbers that are not finite. Compute it anew; if it happens again, use another network or model."
    )]
    NotFinite {
        /// What has such numbers.
        name: String,
    },
    /// A saved model cannot be read.
    #[error("This is not a trained model that Pupil can read ({detail}). Choose a file that Pupil saved.")]
    WrongModel {
        /// What does not fit.
        detail: String,
    },
    /// A format of other programs has no way to say what the model does.
    #[error("This format cannot hold the model ({detail}). Choose another format.")]
    NotExportable {
        /// What it has no way to say.
        detail: String,
    },
    /// No GPU is available.
    #[error("The GPU cannot be used here ({detail}). Choose the CPU, or update the browser and its graphics driver.")]
    GpuUnavailable {
        /// Why not.
        detail: String,
    },
    /// The device failed while computing.
    #[error("The device failed while computing ({detail}). Reload the page; if it happens again, choose the CPU.")]
    Device {
        /// What the device said.
        detail: String,
    },
}

impl Error {
    /// Every code there is, in the order of the variants.
    pub const CODES: &[&str] = Self::VARIANTS;

    /// The variant's name in snake case. It stays the same from version to version.
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

/// An error as data, the form in which it leaves the worker.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorData {
    /// [`Error::code`].
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: String,
    /// The error's fields by name in camelCase; empty if it has none.
    pub details: Map<String, Value>,
}

impl From<&Error> for ErrorData {
    fn from(error: &Error) -> Self {
        let details = match serde_json::to_value(error) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        Self { code: error.code(), message: error.to_string(), details }
    }
}
