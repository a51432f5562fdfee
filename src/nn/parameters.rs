//! The parameters of a classifier by name: read off it, and put into another of the same build.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::nn::Linear;
use burn::tensor::{Device, Tensor, TensorData};

use super::block::Block;
use super::classifier::Classifier;
use super::device::{read, tensor};
use super::head::Head;
use crate::error::{Error, Result};
use crate::model::{HeadShape, ModelHeader};
use crate::weights::Weights;

/// Every parameter of `classifier`.
///
/// # Errors
/// [`Error::Device`] if they cannot be read.
pub(super) async fn read_all(classifier: &Classifier) -> Result<Weights<'static>> {
    let Head { hidden, output, .. } = &classifier.head;
    let mut found = Found::default();
    classifier.blocks.visit(&mut found);
    for (name, layer) in [("hidden", hidden), ("output", output)] {
        found.add(format!("{name}.weight"), layer.weight.val().transpose());
        if let Some(bias) = &layer.bias {
            found.add(format!("{name}.bias"), bias.val());
        }
    }
    let mut weights = Weights::default();
    for (name, shape, tensor) in found.tensors {
        weights.insert(name, &shape, &read(tensor).await?);
    }
    Ok(weights)
}

/// `blocks` with the parameters in `weights`.
pub(super) fn load(blocks: Vec<Block>, weights: &Weights, device: &Device) -> Result<Vec<Block>> {
    let mut filling = Filling { path: Vec::new(), weights, device, wrong: None };
    let blocks = blocks.map(&mut filling);
    filling.wrong.map_or(Ok(blocks), Err)
}

/// The head in `weights`.
pub(super) fn head(weights: &Weights, header: &ModelHeader, root: bool, device: &Device) -> Result<Head> {
    let HeadShape { features, hidden, classes } = header.shape;
    let linear = header.linear;
    let layer = |name: &str, inputs: usize, outputs: usize| -> Result<Linear> {
        let weight: Tensor<2> = tensor(weights, &format!("{name}.weight"), [outputs, inputs], device)?;
        let bias: Tensor<1> = tensor(weights, &format!("{name}.bias"), [outputs], device)?;
        Ok(Head::layer(weight.transpose(), bias))
    };
    Ok(Head { hidden: layer("hidden", features, hidden)?, output: layer("output", hidden, classes)?, root, linear })
}

/// Collects parameters with their paths.
#[derive(Default)]
struct Found {
    path: Vec<String>,
    /// Name, shape and values of each.
    tensors: Vec<(String, Vec<usize>, Tensor<1>)>,
}

impl Found {
    fn add<const D: usize>(&mut self, name: String, tensor: Tensor<D>) {
        let shape = tensor.dims();
        self.tensors.push((name, shape.to_vec(), tensor.reshape([shape.iter().product::<usize>()])));
    }
}

impl ModuleVisitor for Found {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, parameter: &Param<Tensor<D>>) {
        self.add(name_of(&self.path), parameter.val());
    }
}

/// Replaces parameters by those of a file.
struct Filling<'a> {
    path: Vec<String>,
    weights: &'a Weights<'a>,
    device: &'a Device,
    /// The first that the file does not have so.
    wrong: Option<Error>,
}

impl ModuleMapper for Filling<'_> {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, parameter: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let shape = parameter.val().dims();
        match self.weights.values(&name_of(&self.path), &shape) {
            Ok(values) => Param::from_data(TensorData::new(values, shape), self.device),
            Err(error) => {
                self.wrong.get_or_insert(error);
                parameter
            }
        }
    }
}

/// A parameter's name in a file.
fn name_of(path: &[String]) -> String {
    format!("blocks.{}", path.join("."))
}
