//! Files that leave the session and come back.

mod head_file;

pub use head_file::{HeadFile, TrainedInfo};
