//! A graph as one file: safetensors with its numbers as they are stored, and the rest as JSON in the metadata.

use serde::{Deserialize, Serialize};

use super::build::Graph;
use super::head::{Dense, Familiar, Head};
use super::input::Input;
use super::layer::{Op, Pooling};
use super::numbers::Kernels;
use super::walk;
use crate::error::{Error, Result};
use crate::network::{Architecture, ConvSpec, StoredKernel};
use crate::weights::Weights;

/// Version of the file's layout, and the only entry of its metadata.
const FORMAT: &str = "pupil-graph-1";

/// What is beside the numbers.
#[derive(Serialize, Deserialize)]
struct Header {
    architecture: Architecture,
    input: Input,
    pooling: Pooling,
    root: Option<f32>,
    linear: bool,
    /// Outputs and inputs of the dense layers.
    hidden: [usize; 2],
    output: [usize; 2],
    /// None if it was not learned what is like the classes.
    familiar: Option<FamiliarHeader>,
    labels: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct FamiliarHeader {
    threshold: f32,
    /// How many directions there are, as wide as the hidden layer.
    centres: usize,
}

impl Graph {
    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut weights = Weights::default();
        for layer in &self.layers {
            let Op::Conv(conv) = &layer.op else { continue };
            let (name, outputs) = (&conv.spec.name, &[conv.spec.channels[1]]);
            weights.insert_numbers(format!("{name}.weight"), &conv.spec.shape(), &conv.kernel.weight);
            weights.insert(format!("{name}.bias"), outputs, &conv.kernel.bias);
            if let Some(scale) = &conv.kernel.scale {
                weights.insert(format!("{name}.scale"), outputs, scale);
            }
        }
        for (name, dense, _) in self.head.layers() {
            weights.insert(format!("head.{name}.weight"), &dense.shape, &dense.weight);
            weights.insert(format!("head.{name}.bias"), &dense.shape[..1], &dense.bias);
        }
        if let Some(familiar) = &self.head.familiar {
            let shape = [familiar.centres.len(), self.head.hidden.shape[0]];
            weights.insert("head.centres", &shape, &familiar.centres.concat());
        }
        weights.to_safetensors(FORMAT, serde_json::to_string(&self.header()).expect("plain data"))
    }

    fn header(&self) -> Header {
        let familiar = self.head.familiar.as_ref();
        Header {
            architecture: self.architecture,
            input: self.input.clone(),
            pooling: self.pooling,
            root: self.head.root,
            linear: self.head.linear,
            hidden: self.head.hidden.shape,
            output: self.head.output.shape,
            familiar: familiar.map(|Familiar { centres, threshold }| FamiliarHeader {
                threshold: *threshold,
                centres: centres.len(),
            }),
            labels: self.labels.clone(),
        }
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// [`Error::WrongModel`], [`Error::WrongWeights`] if it is another file, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let weights = Weights::from_bytes(bytes)?;
        let header: Header = serde_json::from_str(weights.metadata(FORMAT)?)
            .map_err(|error| Error::WrongModel { detail: format!("its description cannot be read ({error})") })?;
        let layers = walk::layers(&header.architecture.blocks(), header.input.size, &weights)?;
        let familiar = match &header.familiar {
            Some(like) => Some(familiar(&weights, like, header.hidden[0])?),
            None => None,
        };
        let dense = |name: &str, shape| Dense::stored(&weights, &format!("head.{name}"), shape);
        let (hidden, output) = (dense("hidden", header.hidden)?, dense("output", header.output)?);
        let head = Head { root: header.root, hidden, linear: header.linear, output, familiar };
        let Header { architecture, input, pooling, labels, .. } = header;
        Ok(Self { architecture, input, layers, pooling, head, labels })
    }
}

fn familiar(weights: &Weights, header: &FamiliarHeader, width: usize) -> Result<Familiar> {
    let values = weights.values("head.centres", &[header.centres, width])?;
    let centres = values.chunks(width.max(1)).map(<[f32]>::to_vec).collect();
    Ok(Familiar { centres, threshold: header.threshold })
}

impl Kernels for Weights<'_> {
    fn kernel(&self, conv: &ConvSpec, _: usize, _: &str) -> Result<StoredKernel> {
        let (name, outputs) = (&conv.name, &conv.channels[1..]);
        let scale = format!("{name}.scale");
        Ok(StoredKernel {
            weight: self.numbers(&format!("{name}.weight"), &conv.shape())?,
            scale: if self.has(&scale) { Some(self.values(&scale, outputs)?) } else { None },
            bias: self.values(&format!("{name}.bias"), outputs)?,
        })
    }
}
