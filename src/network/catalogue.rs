//! What there is to choose from, as data for a model picker. Figures are told from the tables; none is measured.

use serde::Serialize;

use super::Architecture;
use super::network::Cost;

/// A network to choose.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueEntry {
    /// Which network.
    pub architecture: Architecture,
    /// Side of the square that it sees, in pixels.
    pub size: u32,
    /// Width of an embedding.
    pub features: usize,
    /// Blocks that can be unfrozen, from the input on.
    pub blocks: Vec<String>,
    /// Trained numbers without the classifier, batch norm's γ and β among them.
    pub parameters: u64,
    /// Size of a file of all its tensors in single precision, in bytes; header and classifier not counted.
    pub bytes_f32: u64,
    /// The same in half precision.
    pub bytes_f16: u64,
    /// Multiplications for one picture, each with its addition.
    pub multiply_adds: u64,
    /// About how many bytes it needs to embed one picture: its weights, and the widest convolution's input and output.
    pub memory: u64,
    /// About how many bytes each picture of a batch adds when every block is trained: all activations.
    pub training_memory: u64,
    /// The published weights that fit, as timm calls them (`model.safetensors` of `timm/<name>`); none for a network that
    /// is trained from scratch.
    pub published: Option<&'static str>,
}

/// Bytes of a number in single precision.
const F32: u64 = 4;

impl CatalogueEntry {
    /// Every network there is.
    pub fn all() -> Vec<Self> {
        Architecture::ALL.map(Self::of).into()
    }

    /// What is known of this one.
    pub fn of(architecture: Architecture) -> Self {
        let blocks = architecture.blocks();
        let size = architecture.preprocess().size;
        let cost = Cost::of(&blocks, size as usize);
        let count = |(_, shape): &(String, Vec<usize>)| shape.iter().product::<usize>() as u64;
        let tensors = architecture.tensors();
        let stored: u64 = tensors.iter().map(count).sum();
        let statistics = |(name, _): &&(String, Vec<usize>)| name.contains(".running_");
        Self {
            architecture,
            size,
            features: architecture.features(),
            parameters: stored - tensors.iter().filter(statistics).map(count).sum::<u64>(),
            blocks: blocks.into_iter().map(|block| block.name).collect(),
            bytes_f32: stored * F32,
            bytes_f16: stored * F32 / 2,
            multiply_adds: cost.multiply_adds,
            memory: (stored + cost.widest) * F32,
            training_memory: architecture.training_memory(0),
            published: published(architecture),
        }
    }
}

/// Those trained as the papers have it, where there is a choice: their preprocessing is [`Architecture::preprocess`].
fn published(architecture: Architecture) -> Option<&'static str> {
    Some(match architecture {
        Architecture::BasicCnn => return None,
        Architecture::EfficientnetLite0 => "tf_efficientnet_lite0.in1k",
        Architecture::EfficientnetLite1 => "tf_efficientnet_lite1.in1k",
        Architecture::EfficientnetLite2 => "tf_efficientnet_lite2.in1k",
        Architecture::EfficientnetLite3 => "tf_efficientnet_lite3.in1k",
        Architecture::EfficientnetLite4 => "tf_efficientnet_lite4.in1k",
        Architecture::MobilenetV2Half => "mobilenetv2_050.lamb_in1k",
        Architecture::MobilenetV2 => "mobilenetv2_100.ra_in1k",
        Architecture::MobilenetV2Wide => "mobilenetv2_140.ra_in1k",
        Architecture::Resnet18 => "resnet18.tv_in1k",
        Architecture::Resnet34 => "resnet34.tv_in1k",
        Architecture::Resnet50 => "resnet50.tv_in1k",
        Architecture::Resnet101 => "resnet101.tv_in1k",
        Architecture::Resnet152 => "resnet152.tv_in1k",
        Architecture::InceptionV3 => "inception_v3.tv_in1k",
        Architecture::Vgg11 => "vgg11.tv_in1k",
        Architecture::Vgg11Bn => "vgg11_bn.tv_in1k",
        Architecture::Vgg13 => "vgg13.tv_in1k",
        Architecture::Vgg13Bn => "vgg13_bn.tv_in1k",
        Architecture::Vgg16 => "vgg16.tv_in1k",
        Architecture::Vgg16Bn => "vgg16_bn.tv_in1k",
        Architecture::Vgg19 => "vgg19.tv_in1k",
        Architecture::Vgg19Bn => "vgg19_bn.tv_in1k",
    })
}
