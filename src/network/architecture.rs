//! The networks that Pupil knows: one row each.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::cost::Cost;
use super::families::{basic_cnn, efficientnet, inception, mobilenet, resnet, vgg};
use super::spec::NamedSpec;
use crate::picture::Preprocess;

/// Makes [`Architecture`] out of rows: its variant, its name as torchvision writes it, its blocks, how its published weights
/// want pictures, and those weights as timm calls them.
macro_rules! networks {
    ($($variant:ident $name:literal $blocks:expr, $preprocess:expr, $published:expr;)*) => {
        /// A network by name, without its weights. It is written as torchvision writes it: `resnet18`, `vgg16_bn`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the names say it all")]
        pub enum Architecture {
            $(#[serde(rename = $name)] $variant,)*
        }

        impl Architecture {
            /// Every one.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// What it is made of, from the input to the last feature map. Every block has weights.
            pub fn blocks(self) -> Vec<NamedSpec> {
                match self { $(Self::$variant => $blocks,)* }
            }

            /// How the published weights want their pictures: those of Keras's course for the basic network, TensorFlow's for
            /// EfficientNet-Lite, torchvision's for the others.
            pub fn preprocess(self) -> Preprocess {
                match self { $(Self::$variant => $preprocess,)* }
            }

            /// The published weights that fit, as timm calls them (`model.safetensors` of `timm/<name>`): those trained as in
            /// the papers where there is a choice. None for a network that is trained from scratch.
            pub fn published(self) -> Option<&'static str> {
                match self { $(Self::$variant => $published,)* }
            }
        }

        impl fmt::Display for Architecture {
            /// Its name, as it is serialised.
            fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str(match self { $(Self::$variant => $name,)* })
            }
        }
    };
}

networks! {
    BasicCnn "basic_cnn" basic_cnn::blocks(), KERAS, None;
    EfficientnetLite0 "efficientnet_lite0" efficientnet::blocks(1.0, 1.0), lite(224), Some("tf_efficientnet_lite0.in1k");
    EfficientnetLite1 "efficientnet_lite1" efficientnet::blocks(1.0, 1.1), lite(240), Some("tf_efficientnet_lite1.in1k");
    EfficientnetLite2 "efficientnet_lite2" efficientnet::blocks(1.1, 1.2), lite(260), Some("tf_efficientnet_lite2.in1k");
    EfficientnetLite3 "efficientnet_lite3" efficientnet::blocks(1.2, 1.4), lite(280), Some("tf_efficientnet_lite3.in1k");
    EfficientnetLite4 "efficientnet_lite4" efficientnet::blocks(1.4, 1.8), lite(300), Some("tf_efficientnet_lite4.in1k");
    MobilenetV2Half "mobilenet_v2_050" mobilenet::blocks(0.5), IMAGENET, Some("mobilenetv2_050.lamb_in1k");
    MobilenetV2 "mobilenet_v2" mobilenet::blocks(1.0), IMAGENET, Some("mobilenetv2_100.ra_in1k");
    MobilenetV2Wide "mobilenet_v2_140" mobilenet::blocks(1.4), IMAGENET, Some("mobilenetv2_140.ra_in1k");
    Resnet18 "resnet18" resnet::blocks(resnet::RESNET18), IMAGENET, Some("resnet18.tv_in1k");
    Resnet34 "resnet34" resnet::blocks(resnet::RESNET34), IMAGENET, Some("resnet34.tv_in1k");
    Resnet50 "resnet50" resnet::blocks(resnet::RESNET50), IMAGENET, Some("resnet50.tv_in1k");
    Resnet101 "resnet101" resnet::blocks(resnet::RESNET101), IMAGENET, Some("resnet101.tv_in1k");
    Resnet152 "resnet152" resnet::blocks(resnet::RESNET152), IMAGENET, Some("resnet152.tv_in1k");
    InceptionV3 "inception_v3" inception::blocks(), INCEPTION, Some("inception_v3.tv_in1k");
    Vgg11 "vgg11" vgg::blocks(vgg::VGG11, false), IMAGENET, Some("vgg11.tv_in1k");
    Vgg11Bn "vgg11_bn" vgg::blocks(vgg::VGG11, true), IMAGENET, Some("vgg11_bn.tv_in1k");
    Vgg13 "vgg13" vgg::blocks(vgg::VGG13, false), IMAGENET, Some("vgg13.tv_in1k");
    Vgg13Bn "vgg13_bn" vgg::blocks(vgg::VGG13, true), IMAGENET, Some("vgg13_bn.tv_in1k");
    Vgg16 "vgg16" vgg::blocks(vgg::VGG16, false), IMAGENET, Some("vgg16.tv_in1k");
    Vgg16Bn "vgg16_bn" vgg::blocks(vgg::VGG16, true), IMAGENET, Some("vgg16_bn.tv_in1k");
    Vgg19 "vgg19" vgg::blocks(vgg::VGG19, false), IMAGENET, Some("vgg19.tv_in1k");
    Vgg19Bn "vgg19_bn" vgg::blocks(vgg::VGG19, true), IMAGENET, Some("vgg19_bn.tv_in1k");
}

const KERAS: Preprocess = Preprocess { size: 64, crop: 1.0, mean: [0.0; 3], std: [255.0; 3] };

/// torchvision's figures for ImageNet (`ImageClassification`), on the scale of levels.
const IMAGENET: Preprocess = Preprocess {
    size: 224,
    crop: 0.875,
    mean: [0.485 * 255.0, 0.456 * 255.0, 0.406 * 255.0],
    std: [0.229 * 255.0, 0.224 * 255.0, 0.225 * 255.0],
};

/// The weights come from TensorFlow; torchvision's `transform_input` undoes the ImageNet figures.
const INCEPTION: Preprocess = Preprocess { size: 299, crop: 0.875, mean: [127.5; 3], std: [127.5; 3] };

const fn lite(size: u32) -> Preprocess {
    Preprocess { size, crop: 1.0, mean: [127.0; 3], std: [128.0; 3] }
}

impl Architecture {
    /// The blocks' names, for people: "stem", "block 1", …
    pub fn block_names(self) -> Vec<String> {
        self.blocks().into_iter().map(|block| block.name).collect()
    }

    /// Name and shape of every tensor that a file of this network has, except its classifier and batch counters.
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
}
