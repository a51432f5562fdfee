//! What can go wrong, each with a stable code and a sentence that says what to do about it.

use serde::{Deserialize, Serialize};
use thiserror::Error as ThisError;

/// A result whose error is Pupil's [`enum@Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that Pupil refuses or fails at. [`Error::code`] is for programs, the message for people.
#[derive(Debug, Clone, PartialEq, ThisError)]
pub enum Error {
    /// The bytes are no picture of a kind that is decoded here.
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
    /// The picture's short side is below the least that shows anything.
    #[error("This picture has {width} × {height} pixels. Use one with at least {least} pixels on each side.")]
    PictureTooSmall {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Fewest pixels a side may have.
        least: u32,
    },
    /// The picture would take more memory than a browser tab should give it.
    #[error(
        "This picture has {width} × {height} pixels, which takes too much memory. \
         Scale it down to {most_megapixels} megapixels or fewer, 8 bits a channel."
    )]
    PictureTooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Most millions of pixels that are decoded.
        most_megapixels: u32,
    },
    /// No class has this id.
    #[error("There is no class with id {0}. Take an id from the project's list of classes.")]
    UnknownClass(u32),
    /// No picture has this id.
    #[error("There is no picture with id {0}. Take an id from the project's list of pictures.")]
    UnknownPicture(u32),
    /// A class or picture has this id already, so nothing new can take it.
    #[error("The id {0} is taken. Leave the id out to get a new one.")]
    IdTaken(u32),
    /// A picture for testing comes from a source that is taught.
    #[error(
        "Other pictures of this recording or file are used for teaching, so it would not be a fair test. \
         Set those aside too, or add another picture."
    )]
    SourceTaught,
    /// A picture for teaching comes from a source that is set aside.
    #[error(
        "Other pictures of this recording or file are set aside for testing, so the test would not be fair any more. \
         Take those back for teaching, or add another picture."
    )]
    SourceAside,
    /// All pictures come from one source, so none can be measured by what learned from others.
    #[error("All pictures come from one recording or file. Add some from others, so that a part can be held out.")]
    TooFewSources,
    /// No cross-validation is going on.
    #[error("No cross-validation is running. Start one first.")]
    NotCrossValidating,
    /// A class needs a name that can be read.
    #[error("A class needs a name. Type at least one letter.")]
    EmptyName,
    /// Fewer than two enabled classes have pictures.
    #[error("There is nothing to tell apart yet. Add pictures to at least two classes.")]
    TooFewClasses,
    /// An enabled class has no enabled picture.
    #[error("The class “{name}” has no pictures. Add some, or disable the class.")]
    EmptyClass {
        /// The class's name.
        name: String,
    },
    /// A training setting is outside its range.
    #[error("A setting is out of range: {detail}.")]
    InvalidSettings {
        /// Which setting, what it is and what it may be.
        detail: String,
    },
    /// A training run is going on.
    #[error("Training is running. Wait for its end, or stop it first.")]
    AlreadyTraining,
    /// No training run is going on.
    #[error("No training is running. Start one first.")]
    NotTraining,
    /// A step needs the pixels of a picture that was not supplied.
    #[error("The next training step needs picture {0}. Supply it first.")]
    PictureNotSupplied(u32),
    /// Nothing has been taught yet.
    #[error("Nothing has been taught yet. Add pictures to two classes and train.")]
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
    #[error("This embedding has {found} numbers, the network in use makes {expected}. Make it anew from the picture.")]
    WrongEmbedding {
        /// How many numbers the network makes.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A saved model cannot be read.
    #[error("This is not a trained model that Pupil can read ({detail}). Choose a file that Pupil saved.")]
    WrongModel {
        /// What does not fit.
        detail: String,
    },
    /// No GPU can be had.
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
    /// The variant's name in snake case. It stays the same from version to version.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::BrokenPicture { .. } => "broken_picture",
            Self::PictureTooSmall { .. } => "picture_too_small",
            Self::PictureTooLarge { .. } => "picture_too_large",
            Self::UnknownClass(_) => "unknown_class",
            Self::UnknownPicture(_) => "unknown_picture",
            Self::IdTaken(_) => "id_taken",
            Self::SourceTaught => "source_taught",
            Self::SourceAside => "source_aside",
            Self::TooFewSources => "too_few_sources",
            Self::NotCrossValidating => "not_cross_validating",
            Self::EmptyName => "empty_name",
            Self::TooFewClasses => "too_few_classes",
            Self::EmptyClass { .. } => "empty_class",
            Self::InvalidSettings { .. } => "invalid_settings",
            Self::AlreadyTraining => "already_training",
            Self::NotTraining => "not_training",
            Self::PictureNotSupplied(_) => "picture_not_supplied",
            Self::NotTrained => "not_trained",
            Self::WrongWeights { .. } => "wrong_weights",
            Self::WrongEmbedding { .. } => "wrong_embedding",
            Self::WrongModel { .. } => "wrong_model",
            Self::GpuUnavailable { .. } => "gpu_unavailable",
            Self::Device { .. } => "device",
        }
    }
}

/// An error as data, the form in which it leaves the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorData {
    /// [`Error::code`].
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl From<&Error> for ErrorData {
    fn from(error: &Error) -> Self {
        Self { code: error.code().into(), message: error.to_string() }
    }
}
