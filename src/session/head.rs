//! The trained head as a file.

use super::Session;
use crate::error::{Error, Result};
use crate::export::HeadFile;
use crate::nn::{Backbone, cpu};

impl Session {
    /// The head in use as a safetensors file.
    ///
    /// # Errors
    /// [`Error::NotTrained`].
    pub async fn save_head(&self) -> Result<Vec<u8>> {
        self.trained.as_ref().ok_or(Error::NotTrained)?.to_bytes().await
    }

    /// Puts a saved head to use. Its classes are matched by id; those that are not here are not predicted.
    ///
    /// # Errors
    /// [`Error::WrongHead`] if it is no such file, for another backbone, or knows none of the classes; then the head in
    /// use stays.
    pub fn load_head(&mut self, bytes: &[u8]) -> Result<()> {
        let file = HeadFile::from_bytes(bytes, &cpu())?;
        let features = file.head.shape().features;
        if features != Backbone::FEATURES {
            let detail = format!("it is for embeddings of {features} numbers, not {}", Backbone::FEATURES);
            return Err(Error::WrongHead { detail });
        }
        if !file.info.class_ids.iter().any(|&id| self.dataset.class(id).is_ok()) {
            return Err(Error::WrongHead { detail: "it knows none of this project's classes".into() });
        }
        self.trained = Some(file);
        Ok(())
    }
}
