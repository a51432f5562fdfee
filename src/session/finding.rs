//! Looking for a learning rate: pictures are supplied as for a run, and nothing that was taught changes.

use super::Session;
use super::messages::RateMessage;
use crate::data::split;
use crate::error::{Error, Result};
use crate::train::{Plan, RateSearch};

impl Session {
    /// Starts looking for a learning rate for the settings as they are.
    ///
    /// # Errors
    /// As [`Session::start_training`].
    pub fn start_finding(&mut self) -> Result<()> {
        self.check_idle()?;
        let class_ids = self.dataset.training_classes()?;
        let split = split(&self.dataset, self.settings.validation_fraction, self.settings.seed);
        let training = self.examples(&split.training, &class_ids)?;
        let validation = self.examples(&split.validation, &class_ids)?;
        let plan = Plan { settings: self.settings.clone(), classes: class_ids.len(), training, validation };
        self.finder = Some(RateSearch::new(plan, &self.backbone));
        Ok(())
    }

    /// Up to `steps` steps, fewer where it ends or needs pictures ([`Session::wanted_pictures`]).
    ///
    /// # Errors
    /// [`Error::NotTraining`]; [`Error::PictureNotSupplied`] if the first step lacks one; [`Error::Device`] if the device fails.
    pub async fn find_steps(&mut self, steps: usize) -> Result<Vec<RateMessage>> {
        let finder = self.finder.as_mut().ok_or(Error::NotTraining)?;
        let mut messages = Vec::new();
        for done in 0..steps {
            if done > 0 && !finder.pictures().is_empty() {
                break;
            }
            messages.extend(finder.step().await?.map(RateMessage::Rate));
            if finder.ended() {
                messages.push(self.stop_finding()?);
                break;
            }
        }
        Ok(messages)
    }

    /// Ends it now, with what the curve shows so far.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn stop_finding(&mut self) -> Result<RateMessage> {
        let finder = self.finder.take().ok_or(Error::NotTraining)?;
        Ok(RateMessage::Found { suggestion: finder.suggestion() })
    }
}
