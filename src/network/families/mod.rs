//! Each family of networks as a table.

pub mod basic_cnn;
pub mod efficientnet;
pub mod inception;
mod inverted_residual;
pub mod mobilenet;
pub mod resnet;
pub mod vgg;
