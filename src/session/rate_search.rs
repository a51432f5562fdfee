//! The search for a learning rate: pictures are supplied as for a run, and the model in use stays.

use super::Session;
use super::job::Job;
use super::messages::RateMessage;
use crate::error::{Error, Result};
use crate::train::RateSearch;

impl Session {
    /// Starts a search for a learning rate for the settings as they are.
    ///
    /// # Errors
    /// As [`Session::start_training`].
    pub fn start_rate_search(&mut self) -> Result<()> {
        let start = self.start()?;
        let discriminant = self.discriminant(&start);
        let search = RateSearch::new(start.plan, &self.backbone).beside(discriminant);
        self.job = Some(Job::RateSearch(Box::new(search)));
        Ok(())
    }

    /// Up to `steps` steps, fewer where it ends or needs pictures ([`Session::wanted_pictures`]).
    ///
    /// # Errors
    /// [`Error::NotTraining`]; [`Error::PictureNotSupplied`] if the first step lacks one; [`Error::Device`] if the device
    /// fails.
    pub async fn rate_search_steps(&mut self, steps: usize) -> Result<Vec<RateMessage>> {
        let Some(Job::RateSearch(search)) = &mut self.job else { return Err(Error::NotTraining) };
        let mut messages = Vec::new();
        for done in 0..steps {
            if done > 0 && !search.pictures().is_empty() {
                break;
            }
            messages.extend(search.step().await?.map(RateMessage::Rate));
            if search.ended() {
                messages.push(self.stop_rate_search()?);
                break;
            }
        }
        Ok(messages)
    }

    /// Ends it now, with what the curve shows so far.
    ///
    /// # Errors
    /// [`Error::NotTraining`].
    pub fn stop_rate_search(&mut self) -> Result<RateMessage> {
        let job = self.job.take_if(|job| matches!(job, Job::RateSearch(_)));
        let Some(Job::RateSearch(search)) = job else { return Err(Error::NotTraining) };
        Ok(RateMessage::Found { suggestion: search.suggestion() })
    }
}
