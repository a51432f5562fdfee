//! The networks there are, each a table of its own.

mod basic_cnn;
mod efficientnet;
mod inception;
mod inverted_residual;
mod mobilenet;
mod recognise;
mod resnet;
mod vgg;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::network::{Cost, NamedSpec};
use crate::picture::Preprocess;

/// A network by name, without its weights. It is written as torchvision writes it: `resnet18`, `vgg16_bn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it all")]
pub enum Architecture {
    BasicCnn,
    EfficientnetLite0,
    EfficientnetLite1,
    EfficientnetLite2,
    EfficientnetLite3,
    EfficientnetLite4,
    /// Half the channels.
    #[serde(rename = "mobilenet_v2_050")]
    MobilenetV2Half,
    MobilenetV2,
    /// 1.4 times the channels.
    #[serde(rename = "mobilenet_v2_140")]
    MobilenetV2Wide,
    Resnet18,
    Resnet34,
    Resnet50,
    Resnet101,
    Resnet152,
    InceptionV3,
    Vgg11,
    Vgg11Bn,
    Vgg13,
    Vgg13Bn,
    Vgg16,
    Vgg16Bn,
    Vgg19,
    Vgg19Bn,
}

impl Architecture {
    /// Every one.
    pub const ALL: [Self; 23] = [
        Self::BasicCnn,
        Self::EfficientnetLite0,
        Self::EfficientnetLite1,
        Self::EfficientnetLite2,
        Self::EfficientnetLite3,
        Self::EfficientnetLite4,
        Self::MobilenetV2Half,
        Self::MobilenetV2,
        Self::MobilenetV2Wide,
        Self::Resnet18,
        Self::Resnet34,
        Self::Resnet50,
        Self::Resnet101,
        Self::Resnet152,
        Self::InceptionV3,
        Self::Vgg11,
        Self::Vgg11Bn,
        Self::Vgg13,
        Self::Vgg13Bn,
        Self::Vgg16,
        Self::Vgg16Bn,
        Self::Vgg19,
        Self::Vgg19Bn,
    ];

    /// What it is made of, from the input to the last feature map. Every block has weights.
    pub fn blocks(self) -> Vec<NamedSpec> {
        match self {
            Self::BasicCnn => basic_cnn::blocks(),
            Self::EfficientnetLite0 => efficientnet::blocks(efficientnet::SCALES[0]),
            Self::EfficientnetLite1 => efficientnet::blocks(efficientnet::SCALES[1]),
            Self::EfficientnetLite2 => efficientnet::blocks(efficientnet::SCALES[2]),
            Self::EfficientnetLite3 => efficientnet::blocks(efficientnet::SCALES[3]),
            Self::EfficientnetLite4 => efficientnet::blocks(efficientnet::SCALES[4]),
            Self::MobilenetV2Half => mobilenet::blocks(0.5),
            Self::MobilenetV2 => mobilenet::blocks(1.0),
            Self::MobilenetV2Wide => mobilenet::blocks(1.4),
            Self::Resnet18 => resnet::blocks(resnet::RESNET18),
            Self::Resnet34 => resnet::blocks(resnet::RESNET34),
            Self::Resnet50 => resnet::blocks(resnet::RESNET50),
            Self::Resnet101 => resnet::blocks(resnet::RESNET101),
            Self::Resnet152 => resnet::blocks(resnet::RESNET152),
            Self::InceptionV3 => inception::blocks(),
            Self::Vgg11 => vgg::blocks(vgg::VGG11, false),
            Self::Vgg11Bn => vgg::blocks(vgg::VGG11, true),
            Self::Vgg13 => vgg::blocks(vgg::VGG13, false),
            Self::Vgg13Bn => vgg::blocks(vgg::VGG13, true),
            Self::Vgg16 => vgg::blocks(vgg::VGG16, false),
            Self::Vgg16Bn => vgg::blocks(vgg::VGG16, true),
            Self::Vgg19 => vgg::blocks(vgg::VGG19, false),
            Self::Vgg19Bn => vgg::blocks(vgg::VGG19, true),
        }
    }

    /// The blocks' names, for people: "stem", "block 1", …
    pub fn block_names(self) -> Vec<String> {
        self.blocks().into_iter().map(|block| block.name).collect()
    }

    /// Name and shape of every tensor that a file of this network has, but for its classifier and batch counters.
    pub fn tensors(self) -> Vec<(String, Vec<usize>)> {
        let blocks = self.blocks();
        blocks.iter().flat_map(|block| block.spec.convs()).flat_map(|conv| conv.tensors()).collect()
    }

    /// Channels of the last feature map: the width of an embedding.
    pub fn features(self) -> usize {
        self.blocks().iter().fold(3, |channels, block| block.spec.channels(channels))
    }

    /// About how many bytes a picture of a batch takes while its blocks from number `first` on are trained: their activations.
    pub fn training_memory(self, first: usize) -> u64 {
        let (blocks, size) = (self.blocks(), self.preprocess().size as usize);
        let frozen = Cost::of(&blocks[..first.min(blocks.len())], size);
        (Cost::of(&blocks, size).activations - frozen.activations) * size_of::<f32>() as u64
    }

    /// How the published weights want their pictures: those of Keras's course for the basic network, TensorFlow's for
    /// EfficientNet-Lite, torchvision's for the others.
    pub fn preprocess(self) -> Preprocess {
        let lite = |size| Preprocess { size, crop: 1.0, mean: [127.0; 3], std: [128.0; 3] };
        match self {
            Self::BasicCnn => Preprocess { size: 64, crop: 1.0, mean: [0.0; 3], std: [255.0; 3] },
            Self::EfficientnetLite0 => lite(224),
            Self::EfficientnetLite1 => lite(240),
            Self::EfficientnetLite2 => lite(260),
            Self::EfficientnetLite3 => lite(280),
            Self::EfficientnetLite4 => lite(300),
            // Its weights come from TensorFlow; torchvision's `transform_input` undoes the ImageNet figures.
            Self::InceptionV3 => Preprocess { size: 299, crop: 0.875, mean: [127.5; 3], std: [127.5; 3] },
            _ => Preprocess { size: 224, crop: 0.875, mean: IMAGENET_MEAN, std: IMAGENET_STD },
        }
    }
}

/// torchvision's figures for ImageNet (`ImageClassification`), on the scale of levels.
const IMAGENET_MEAN: [f32; 3] = [0.485 * 255.0, 0.456 * 255.0, 0.406 * 255.0];
const IMAGENET_STD: [f32; 3] = [0.229 * 255.0, 0.224 * 255.0, 0.225 * 255.0];

impl fmt::Display for Architecture {
    /// As it is serialised.
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.serialize(formatter)
    }
}
