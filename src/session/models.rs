//! The model in use: what it predicts for a report, and its file.

use super::Session;
use super::model::TrainedModel;
use crate::error::{Error, Result};
use crate::nn::Model;
use crate::picture::Pixels;

impl Session {
    /// Predicts a picture with the model in use and keeps the output for [`Session::report`].
    ///
    /// # Errors
    /// [`Error::NotTrained`], [`Error::UnknownPicture`]; [`Error::Device`] if the device fails.
    pub async fn predict(&mut self, picture: u32, pixels: &Pixels) -> Result<()> {
        self.dataset.picture(picture)?;
        let output = self.in_use().ok_or(Error::NotTrained)?.output(pixels).await?;
        if let Some(model) = &mut self.model {
            model.remember([(picture, output)]);
        }
        Ok(())
    }

    /// The model in use as a safetensors file.
    ///
    /// # Errors
    /// [`Error::NotTrained`].
    pub async fn save_model(&self) -> Result<Vec<u8>> {
        self.in_use().ok_or(Error::NotTrained)?.model.to_bytes().await
    }

    /// Puts a saved model to use. Its classes are matched by id; those that are not here are not predicted.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if it is not such a file, is for another backbone, or knows none of the classes; then the model
    /// in use stays.
    pub fn load_model(&mut self, bytes: &[u8]) -> Result<()> {
        let model = Model::from_bytes(bytes, &self.backbone)?;
        if !model.header.info.class_ids.iter().any(|&id| self.dataset.class(id).is_ok()) {
            return Err(Error::WrongModel { detail: "it knows none of this project's classes".into() });
        }
        self.model = Some(TrainedModel::new(model, &self.backbone));
        Ok(())
    }

    /// Puts the stored model of this project to use: as [`Session::load_model`], but its classes may all be gone by now.
    ///
    /// # Errors
    /// [`Error::WrongModel`] if it is not such a file or is for another backbone; then the model in use stays.
    pub fn restore_model(&mut self, bytes: &[u8]) -> Result<()> {
        self.model = Some(TrainedModel::new(Model::from_bytes(bytes, &self.backbone)?, &self.backbone));
        Ok(())
    }
}
