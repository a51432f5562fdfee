//! The user's own weights: which network they are for, other packages' names, and the message for a wrong file.
#![cfg(not(target_family = "wasm"))]

mod formula;

use std::collections::BTreeMap;

use pupil::network::{Architecture, StateDict};
use pupil::nn::{Backbone, Network, cpu};
use pupil::picture::Pixels;
use pupil::weights::Weights;
use safetensors::{Dtype, tensor::TensorView};

/// Names and shapes as timm has them (`tests/golden/networks/make.py`).
const TIMM: &str = include_str!("golden/networks/timm.json");
const LITE0: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

fn recognised(weights: Weights) -> pupil::Result<Architecture> {
    Architecture::recognise(vec![weights]).map(|(architecture, _)| architecture)
}

#[test]
fn a_file_is_recognised_by_its_tensors() {
    use Architecture::*;
    assert_eq!(recognised(Weights::from_bytes(LITE0).unwrap()), Ok(EfficientnetLite0));
    for architecture in [BasicCnn, EfficientnetLite1, MobilenetV2Half, MobilenetV2, Resnet18, Resnet34, Vgg11, Vgg11Bn]
    {
        assert_eq!(recognised(formula::weights(architecture)), Ok(architecture));
    }
}

/// torchvision and timm number the same tensors in the same order.
#[test]
fn timms_names_mean_the_same_tensors() {
    let timm: BTreeMap<Architecture, Vec<(String, Vec<usize>)>> = serde_json::from_str(TIMM).unwrap();
    for (architecture, names) in timm {
        let (ours, theirs) = (formula::weights(architecture), weights_in_order(architecture, &names));
        let (recognised, theirs) = Architecture::recognise(vec![theirs]).unwrap();
        assert_eq!(recognised, architecture);
        let blocks = architecture.blocks();
        let (ours, theirs) = (StateDict::of(&blocks, &ours), StateDict::of(&blocks, &theirs));
        for conv in blocks.iter().flat_map(|block| block.spec.convs()) {
            assert_eq!(ours.kernel(conv).unwrap(), theirs.kernel(conv).unwrap(), "{architecture}: {}", conv.name);
        }
    }
}

/// The network's filled tensors under other names, and zeros for all that is not the network's.
fn weights_in_order(architecture: Architecture, names: &[(String, Vec<usize>)]) -> Weights<'static> {
    let mut weights = Weights::default();
    let mut ours = architecture.tensors().into_iter();
    for (name, shape) in names {
        let outside = ["classifier.", "fc.", "head.", "pre_logits."].iter().any(|top| name.starts_with(top));
        if outside || name.ends_with("num_batches_tracked") {
            weights.insert(&**name, &[1], &[0.0]);
        } else {
            let (canonical, ours) = ours.next().unwrap();
            assert_eq!(&ours, shape, "{name}");
            weights.insert(&**name, shape, &formula::fill(&canonical, shape));
        }
    }
    assert_eq!(ours.next(), None);
    weights
}

#[test]
fn what_wrappers_put_before_the_names_does_not_matter() {
    let ours = formula::weights(Architecture::BasicCnn);
    let prefixes = ["module.", "_orig_mod.", "model._orig_mod.", "module.module.", "backbone.", "net.a.b."];
    for (prefix, tail) in prefixes.iter().flat_map(|prefix| [(prefix, 0.0), (prefix, 1.0)]) {
        let mut weights = Weights::default();
        for (name, shape) in Architecture::BasicCnn.tensors() {
            weights.insert(format!("{prefix}{name}"), &shape, &formula::fill(&name, &shape));
        }
        weights.insert(format!("{prefix}fc.weight"), &[2, 64], &[0.0; 128]);
        // What stands elsewhere is not the network's, nor is a scalar.
        weights.insert("head.weight", &[2, 64], &[0.0; 128]);
        weights.insert("queue", &[2, 2], &[tail; 4]);
        weights.insert(format!("{prefix}best_acc1"), &[], &[76.3]);
        let (architecture, theirs) = Architecture::recognise(vec![weights]).unwrap();
        assert_eq!(architecture, Architecture::BasicCnn, "{prefix}");
        for (name, shape) in architecture.tensors() {
            assert_eq!(theirs.values(&name, &shape), ours.values(&name, &shape), "{prefix}{name}");
        }
    }
}

#[test]
fn the_weights_come_before_their_running_mean() {
    let mut weights = Weights::default();
    for (name, shape) in Architecture::BasicCnn.tensors() {
        let values = formula::fill(&name, &shape);
        weights.insert(format!("module.encoder_k.{name}"), &shape, &vec![0.5; values.len()]);
        weights.insert(format!("module.encoder_q.{name}"), &shape, &values);
    }
    let (_, weights) = Architecture::recognise(vec![weights]).unwrap();
    assert_eq!(weights.values("conv1.weight", &[32, 3, 3, 3]).unwrap(), formula::fill("conv1.weight", &[32, 3, 3, 3]));
}

#[test]
fn numbers_that_are_none_are_named() {
    for (value, word) in [(f32::NAN, "NaN"), (f32::INFINITY, "inf"), (f32::NEG_INFINITY, "-inf")] {
        let mut weights = Weights::default();
        for (name, shape) in Architecture::BasicCnn.tensors() {
            weights.insert(&*name, &shape, &formula::fill(&name, &shape));
        }
        weights.insert("conv2.bias", &[64], &[&[0.0; 63][..], &[value]].concat());
        let message = refusal(Architecture::BasicCnn, &weights);
        assert!(message.contains(&format!("tensor “conv2.bias” has the value {word}")), "{message}");
    }
    let mut weights = Weights::default();
    for (name, shape) in Architecture::Resnet18.tensors() {
        weights.insert(&*name, &shape, &formula::fill(&name, &shape));
    }
    weights.insert("bn1.running_var", &[64], &[-1.0; 64]);
    let message = refusal(Architecture::Resnet18, &weights);
    assert!(message.contains("with its batch norm, the layer “conv1” has weights that are not finite"), "{message}");
}

/// A file as torchvision's users have it: the tensors alone.
#[test]
fn a_file_from_elsewhere_is_a_backbone_without_labels() {
    let tensors = Architecture::BasicCnn.tensors();
    let bytes: Vec<Vec<u8>> = tensors
        .iter()
        .map(|(name, shape)| formula::fill(name, shape).iter().flat_map(|x| x.to_le_bytes()).collect())
        .collect();
    let views = tensors
        .iter()
        .zip(&bytes)
        .map(|((name, shape), bytes)| (name, TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap()));
    let backbone = Backbone::load(&safetensors::serialize(views, None).unwrap(), &cpu()).unwrap();
    assert_eq!(backbone.architecture(), Architecture::BasicCnn);
    assert_eq!(*backbone.preprocess(), Architecture::BasicCnn.preprocess());
    assert!(backbone.pretrained().is_none());
    let square = Pixels::from_rgba(&[200; 64 * 64 * 4], 64, 64).unwrap();
    let embedding = pollster::block_on(backbone.embed(&[square])).unwrap().remove(0);
    assert_eq!(embedding.len(), Architecture::BasicCnn.features());
}

fn refusal(architecture: Architecture, weights: &Weights) -> String {
    Network::load(architecture, weights, &cpu()).unwrap_err().to_string()
}

#[test]
fn another_networks_file_is_named() {
    let message = refusal(Architecture::Resnet18, &formula::weights(Architecture::Resnet34));
    assert!(
        message.contains("it looks like resnet34; for resnet18, 80 tensors are not this network's (layer1.2.bn1.bias,"),
        "{message}"
    );
    let message = refusal(Architecture::MobilenetV2, &formula::weights(Architecture::MobilenetV2Half));
    assert!(message.contains("it looks like mobilenet_v2_050; for mobilenet_v2, "), "{message}");
    assert!(
        message.contains("are of another shape (features.0.0.weight is [16, 3, 3, 3], not [32, 3, 3, 3], "),
        "{message}"
    );
}

#[test]
fn a_damaged_file_is_described_by_its_tensors() {
    let mut weights = Weights::default();
    for (name, shape) in Architecture::Vgg11.tensors() {
        match &*name {
            "features.8.bias" | "features.3.weight" => {
                weights.insert(format!("{name}_old"), &shape, &formula::fill(&name, &shape))
            }
            "features.0.bias" => weights.insert(name, &[1], &[0.0]),
            _ => weights.insert(&*name, &shape, &formula::fill(&name, &shape)),
        }
    }
    let described = "2 tensors are missing (features.3.weight, features.8.bias); \
                2 tensors are not this network's (features.3.weight_old, features.8.bias_old); \
                1 tensor is of another shape (features.0.bias is [1], not [64])";
    let message = refusal(Architecture::Vgg11, &weights);
    assert!(message.contains(&format!("for vgg11, {described}")), "{message}");
    let message = recognised(weights).unwrap_err().to_string();
    assert!(message.contains(&format!("it looks like vgg11, but {described}")), "{message}");
}

#[test]
fn a_file_of_something_else_is_none_of_them() {
    let mut weights = Weights::default();
    weights.insert("embeddings.word", &[2, 3], &[0.0; 6]);
    let message = recognised(weights).unwrap_err().to_string();
    assert!(message.contains("it is none of the networks that Pupil knows"), "{message}");
}
