//! Whether the instant model is better with augmented views, as further pictures of the same source.
//!
//! `cargo run --release --example views -- TRAIN_DIR [TEST_DIR]`: a folder a class in each; without the second, what is not learned from
//! is the test. Learns from 5 and from 20 pictures a class, three seeds each, alone and with the views that the instant model makes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pupil::eval::argmax;
use pupil::lda::{Example, Learned, Learner};
use pupil::session::{Session, cpu, decode};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
const FOLDS: usize = 10;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The embedding of a picture, then those of its views.
type Seen = Vec<Arc<[f32]>>;

fn main() -> Result<()> {
    let mut folders = std::env::args().skip(1).map(PathBuf::from);
    let train = folders.next().ok_or("usage: views TRAIN_DIR [TEST_DIR]")?;
    let session = Session::new(WEIGHTS, &cpu())?;
    let training = pollster::block_on(seen(&session, &train, session.view_count()))?;
    let testing = folders.next().map(|folder| pollster::block_on(seen(&session, &folder, 0))).transpose()?;
    for size in [5, 20] {
        let mut means = [0.0; 2];
        for seed in 1..=3 {
            let (chosen, rest) = part(&training, size, seed);
            let test = testing.as_ref().unwrap_or(&rest);
            for (mean, views) in means.iter_mut().zip([0, session.view_count()]) {
                let share = accuracy(&learn(&chosen, views), test);
                println!("{size} a class, seed {seed}, {views} views: {share:.3}");
                *mean += share / 3.0;
            }
        }
        println!("{size} a class, mean: alone {:.3}, with views {:.3}", means[0], means[1]);
    }
    Ok(())
}

/// The pictures of each class, in the order of names.
async fn seen(session: &Session, folder: &Path, views: usize) -> Result<Vec<Vec<Seen>>> {
    let mut classes: BTreeMap<PathBuf, Vec<Seen>> = BTreeMap::new();
    for file in entries(folder)?.into_iter().map(|class| entries(&class)).collect::<Result<Vec<_>>>()?.concat() {
        let Ok(pixels) = decode(&fs::read(&file)?) else { continue };
        let mut embeddings: Seen = vec![session.embed(&pixels).await?.into()];
        for index in 0..views {
            embeddings.push(session.embed_view(&pixels, index as u32).await?.into());
        }
        classes.entry(file.parent().unwrap_or(&file).to_owned()).or_default().push(embeddings);
    }
    Ok(classes.into_values().collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    found.sort();
    Ok(found)
}

/// Some of each class to learn from, and the rest.
fn part(classes: &[Vec<Seen>], size: usize, seed: u64) -> (Vec<Vec<Seen>>, Vec<Vec<Seen>>) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let parted = classes.iter().map(|pictures| {
        let mut pictures = pictures.clone();
        pictures.shuffle(&mut rng);
        let rest = pictures.split_off(size);
        (pictures, rest)
    });
    parted.unzip()
}

/// Each picture is a source, which its views share.
fn learn(classes: &[Vec<Seen>], views: usize) -> Learned {
    let pictures = classes
        .iter()
        .enumerate()
        .flat_map(|(class, pictures)| pictures.iter().enumerate().map(move |(place, seen)| (class, place, seen)));
    let folds = classes.iter().map(Vec::len).min().unwrap_or(0).min(FOLDS);
    let examples = pictures.flat_map(|(class, place, seen)| {
        let example = move |(index, embedding): (usize, &Arc<[f32]>)| Example {
            picture: 0,
            class,
            fold: Some(place % folds),
            view: index > 0,
            embedding: embedding.clone(),
        };
        seen.iter().take(1 + views).enumerate().map(example)
    });
    let mut learner = Learner::new(examples.collect(), classes.len());
    loop {
        if let Some(learned) = learner.step() {
            return learned;
        }
    }
}

fn accuracy(learned: &Learned, classes: &[Vec<Seen>]) -> f64 {
    let right = |class: usize, seen: &Seen| argmax(&logits(learned, &seen[0])) == class;
    let of_class = |(class, pictures): (usize, &Vec<Seen>)| pictures.iter().filter(|seen| right(class, seen)).count();
    let all: usize = classes.iter().map(Vec::len).sum();
    classes.iter().enumerate().map(of_class).sum::<usize>() as f64 / all as f64
}

fn logits(learned: &Learned, embedding: &[f32]) -> Vec<f32> {
    let roots: Vec<f32> = embedding.iter().map(|x| x.max(1e-6).sqrt()).collect();
    let through = |weight: &[f32], bias: &[f32], input: &[f32]| -> Vec<f32> {
        let rows = weight.chunks_exact(input.len()).zip(bias);
        rows.map(|(row, bias)| row.iter().zip(input).map(|(w, x)| w * x).sum::<f32>() + bias).collect()
    };
    let hidden = through(&learned.hidden.weight, &learned.hidden.bias, &roots);
    through(&learned.output.weight, &learned.output.bias, &hidden)
}
