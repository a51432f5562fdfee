//! Weights of the user's own: whose they are, by which names, and what is said of a wrong file.
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

#[test]
fn a_file_is_recognised_by_its_tensors() {
    use Architecture::*;
    assert_eq!(Architecture::recognise(&Weights::from_bytes(LITE0).unwrap()), Ok(EfficientnetLite0));
    for architecture in [BasicCnn, EfficientnetLite1, MobilenetV2Half, MobilenetV2, Resnet18, Resnet34, Vgg11, Vgg11Bn]
    {
        assert_eq!(Architecture::recognise(&formula::weights(architecture)), Ok(architecture));
    }
}

/// torchvision and timm number the same tensors in the same order.
#[test]
fn timms_names_mean_the_same_tensors() {
    let timm: BTreeMap<Architecture, Vec<(String, Vec<usize>)>> = serde_json::from_str(TIMM).unwrap();
    for (architecture, names) in timm {
        let (ours, theirs) = (formula::weights(architecture), weights_in_order(architecture, &names));
        assert_eq!(Architecture::recognise(&theirs), Ok(architecture));
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
fn data_parallels_prefix_does_not_matter() {
    let mut weights = Weights::default();
    for (name, shape) in Architecture::BasicCnn.tensors() {
        weights.insert(format!("module.{name}"), &shape, &formula::fill(&name, &shape));
    }
    assert_eq!(Architecture::recognise(&weights), Ok(Architecture::BasicCnn));
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
    assert!(backbone.labels().is_empty());
    let square = Pixels::from_rgba(&[200; 64 * 64 * 4], 64, 64).unwrap();
    let embedding = pollster::block_on(backbone.embed(&[square])).unwrap().remove(0);
    assert_eq!(embedding.len(), Architecture::BasicCnn.features());
    assert!(pollster::block_on(backbone.pretrained_scores(&embedding)).unwrap().is_empty());
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
fn a_damaged_file_is_told_by_its_tensors() {
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
    let told = "2 tensors are missing (features.3.weight, features.8.bias); \
                2 tensors are not this network's (features.3.weight_old, features.8.bias_old); \
                1 tensor is of another shape (features.0.bias is [1], not [64])";
    let message = refusal(Architecture::Vgg11, &weights);
    assert!(message.contains(&format!("for vgg11, {told}")), "{message}");
    let message = Architecture::recognise(&weights).unwrap_err().to_string();
    assert!(message.contains(&format!("it looks like vgg11, but {told}")), "{message}");
}

#[test]
fn a_file_of_something_else_is_none_of_them() {
    let mut weights = Weights::default();
    weights.insert("embeddings.word", &[2, 3], &[0.0; 6]);
    let message = Architecture::recognise(&weights).unwrap_err().to_string();
    assert!(message.contains("it is none of the networks that Pupil knows"), "{message}");
}
