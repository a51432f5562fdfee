//! What needs real photos: the folder in PUPIL_TEST_PHOTOS, with `imagenet-samples` and `ants-bees` in it. Without it these
//! tests say that they are skipped.
#![cfg(not(target_family = "wasm"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pupil::eval::argmax;
use pupil::nn::{Backbone, cpu};
use pupil::picture::{Pixels, decode};
use serde::Deserialize;

/// The networks that Pupil carries, each with PyTorch's answers, by `make.py` beside them.
const CARRIED: [(&[u8], &str); 2] = [
    (include_bytes!("../assets/efficientnet_lite0.safetensors"), include_str!("golden/efficientnet_lite0/top1.json")),
    (include_bytes!("../assets/efficientnet_lite2.safetensors"), include_str!("golden/efficientnet_lite2/top1.json")),
];

#[derive(Deserialize)]
struct Golden {
    accuracy: f64,
    top1: BTreeMap<String, usize>,
}

fn photos(folder: &str) -> Option<PathBuf> {
    let photos = std::env::var_os("PUPIL_TEST_PHOTOS").map(|root| Path::new(&root).join(folder));
    if photos.is_none() {
        println!("skipped: PUPIL_TEST_PHOTOS names no folder of test photos");
    }
    photos
}

/// From the file to the label: decoding, preprocessing, network and classifier together.
#[test]
fn imagenet_photos_are_named_as_pytorch_names_them() {
    let Some(folder) = photos("imagenet-samples") else { return };
    for (weights, answers) in CARRIED {
        let golden: Golden = serde_json::from_str(answers).unwrap();
        let backbone = Backbone::load(weights, &cpu()).unwrap();
        let (mut right, mut same) = (0, 0);
        for (name, &pytorch) in &golden.top1 {
            let ours = pollster::block_on(top1(&backbone, &folder.join(format!("{name}.jpg"))));
            right += usize::from(ours == name.parse::<usize>().unwrap());
            same += usize::from(ours == pytorch);
        }
        let (of, reference) = (golden.top1.len(), golden.accuracy * 100.0);
        println!("{}: {right} right, PyTorch {reference}; {same} of {of} the same", backbone.name());
        assert!(right as f64 >= golden.accuracy * of as f64 - 1.0);
        assert!(same + 2 >= of);
    }
}

async fn top1(backbone: &Backbone, file: &Path) -> usize {
    let pixels: Pixels = decode(&fs::read(file).unwrap()).unwrap();
    let embedding = backbone.embed(&[backbone.preprocess().square(&pixels)]).await.unwrap().remove(0);
    argmax(&backbone.pretrained().unwrap().scores(&embedding))
}

/// The teach example as a person calls it. PyTorch's recipe gives 0.935 to 0.948.
#[test]
fn ants_and_bees_are_told_apart() {
    let Some(folder) = photos("ants-bees") else { return };
    // Tests lie in `deps`, examples beside it; `cargo test` builds both.
    let tests = std::env::current_exe().unwrap();
    let example = tests.parent().unwrap().with_file_name("examples").join("teach");
    let output =
        Command::new(example).arg(folder.join("train")).arg(folder.join("val")).arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let result: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(result["total"], 153);
    assert!(result["accuracy"].as_f64().unwrap() >= 0.92, "{result}");
}
