//! Where a classifier looks, against what can be worked out by hand, and on pictures with one thing in them.
#![cfg(not(target_family = "wasm"))]

use burn::tensor::{Tensor, TensorData};
use pupil::model::InputLevel;
use pupil::nn::{Attention, Backbone, Classifier, Head, Pooling, cpu, read};
use pupil::session::{Method, Pixels, Session, TrainingSettings};

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
const SIDE: u32 = 224;
const FEATURES: usize = 1280;

/// Grey with a square of `colour` whose top left corner is at `x`, `y`.
fn patch(colour: [u8; 3], x: u32, y: u32) -> Pixels {
    const PATCH: u32 = 80;
    let level = |i: u32| {
        let (column, row) = (i % SIDE, i / SIDE);
        let inside = (x..x + PATCH).contains(&column) && (y..y + PATCH).contains(&row);
        let [r, g, b] = if inside { colour } else { [127; 3] };
        [r, g, b, 255]
    };
    let rgba: Vec<u8> = (0..SIDE * SIDE).flat_map(level).collect();
    Pixels::from_rgba(&rgba, SIDE, SIDE).unwrap()
}

/// A dense layer of these weights without bias.
fn dense(weight: Vec<f32>, shape: [usize; 2]) -> burn::nn::Linear {
    Head::layer(Tensor::from_data(TensorData::new(weight, shape), &cpu()), Tensor::zeros([shape[1]], &cpu()))
}

/// With one positive hidden unit that takes all channels alike, what speaks for the class is the sum of the channels.
#[test]
fn a_head_that_weighs_all_channels_alike_looks_where_their_sum_is_highest() {
    pollster::block_on(async {
        let backbone = Backbone::load(WEIGHTS, &cpu()).unwrap();
        let hidden = dense(vec![0.01; FEATURES], [FEATURES, 1]);
        let head = Head { hidden, output: dense(vec![1.0, -1.0], [1, 2]), root: false, linear: false };
        let classifier = Classifier::new(Vec::new(), Pooling::Mean, head);
        let frozen = backbone.frozen_below(InputLevel::Embeddings);
        let square = patch([200, 30, 30], 20, 120);
        let (output, found) = classifier.explain(&frozen, &square, |_| 0).await.unwrap();
        let map = read(frozen.map(&[&square])).await.unwrap();
        let sums: Vec<f32> = (0..49).map(|cell| map.iter().skip(cell).step_by(49).sum()).collect();
        let most = sums.iter().copied().fold(0.0, f32::max);
        let Attention { width, height, values } = found;
        assert_eq!((width, height), (7, 7));
        for (value, sum) in values.iter().zip(&sums) {
            assert!((value - sum / most).abs() < 1e-5, "{value} is not {}", sum / most);
        }
        // Against the other class speaks what speaks for this one.
        let (_, against) = classifier.explain(&frozen, &square, |_| 1).await.unwrap();
        assert!(against.values.iter().all(|&value| value == 0.0));
        assert!((output.logits[0] - 0.01 * sums.iter().sum::<f32>() / 49.0).abs() < 1e-4);
    });
}

async fn looks_at_the_patch(method: Method) {
    const PLACES: [(u32, u32); 4] = [(0, 0), (144, 0), (0, 144), (144, 144)];
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    let mut pictures = std::collections::BTreeMap::new();
    for colour in [[220, 20, 20], [20, 20, 220]] {
        let class = session.add_class(&format!("{colour:?}")).unwrap().id;
        for (x, y) in PLACES {
            let picture = patch(colour, x, y);
            let added = session.add_picture(class, &format!("{colour:?} {x} {y}"), false, &picture).await.unwrap();
            pictures.insert(added.id, picture);
        }
    }
    let settings = TrainingSettings { epochs: 4, batch_size: 4, unfrozen_blocks: 1, ..TrainingSettings::of(method) };
    session.set_settings(settings).unwrap();
    session.start_training().unwrap();
    while let Ok(wanted) = session.wanted_pictures() {
        for id in wanted {
            session.supply(id, &pictures[&id]).unwrap();
        }
        session.train_steps(1).await.unwrap();
    }
    let found = session.explain(&patch([220, 20, 20], 10, 130)).await.unwrap();
    assert_eq!(found.class_id, Some(0));
    assert_eq!(found.prediction.scores, session.classify(&patch([220, 20, 20], 10, 130)).await.unwrap().scores);
    let highest = (0..found.values.len()).max_by(|&a, &b| found.values[a].total_cmp(&found.values[b])).unwrap();
    let (column, row) = (highest % found.width, highest / found.width);
    assert!(2 * column < found.width && 2 * row >= found.height, "it looks at column {column}, row {row}");
}

#[test]
fn a_trained_head_looks_at_the_thing() {
    pollster::block_on(looks_at_the_patch(Method::DenseHead));
}

#[test]
fn tuned_blocks_look_at_the_thing() {
    pollster::block_on(looks_at_the_patch(Method::FineTune));
}
