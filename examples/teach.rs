//! Teaches a head from folders and says how good it is, through the same session as the page's.
//!
//! `cargo run --example teach -- TRAIN_DIR TEST_DIR [--seed N] [--json]`: a folder a class in each; `--json` ends
//! with a line that holds an object.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pupil::eval::{Confusion, argmax, wilson};
use pupil::nn::cpu;
use pupil::picture::decode;
use pupil::session::{Session, TrainingMessage};
use pupil::train::TrainingSettings;

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
const USAGE: &str = "usage: teach TRAIN_DIR TEST_DIR [--seed N] [--json]";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct Arguments {
    train: PathBuf,
    test: PathBuf,
    seed: u32,
    json: bool,
}

fn main() -> ExitCode {
    match pollster::block_on(run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let arguments = arguments()?;
    let mut session = Session::new(WEIGHTS, &cpu())?;
    session.set_settings(TrainingSettings { seed: arguments.seed, ..TrainingSettings::default() })?;
    let names = add_pictures(&mut session, &arguments.train).await?;
    train(&mut session).await?;
    let confusion = test(&session, &names, &arguments.test).await?;
    print_table(&names, &confusion);
    if arguments.json {
        print_json(arguments.seed, &names, &confusion);
    }
    Ok(())
}

fn arguments() -> Result<Arguments> {
    let mut folders = Vec::new();
    let (mut seed, mut json) = (TrainingSettings::default().seed, false);
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--seed" => seed = rest.next().ok_or(USAGE)?.parse()?,
            "--json" => json = true,
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    let [train, test] = <[PathBuf; 2]>::try_from(folders).map_err(|_| USAGE)?;
    Ok(Arguments { train, test, seed, json })
}

/// Adds each folder as a class and returns their names in class order; each file is a source of its own.
async fn add_pictures(session: &mut Session, folder: &Path) -> Result<Vec<String>> {
    let classes = pictures_by_class(folder)?;
    for (name, files) in &classes {
        let class = session.add_class(None, name, true)?;
        for file in files {
            let added = match decode(&fs::read(file)?) {
                Ok(pixels) => session.add_picture(class, &file.to_string_lossy(), &pixels).await.map(drop),
                Err(error) => Err(error),
            };
            if let Err(error) = added {
                eprintln!("{}: {error}", file.display());
            }
        }
        println!("{name}: {} pictures", files.len());
    }
    Ok(classes.into_keys().collect())
}

async fn train(session: &mut Session) -> Result<()> {
    session.start_training()?;
    loop {
        for message in session.train_steps(usize::MAX).await? {
            match message {
                TrainingMessage::Epoch(epoch) => println!(
                    "epoch {:2}: loss {:.4}, validation loss {:.4}, validation accuracy {:.3}",
                    epoch.epoch,
                    epoch.loss,
                    epoch.validation_loss.unwrap_or(f32::NAN),
                    epoch.validation_accuracy.unwrap_or(f32::NAN)
                ),
                TrainingMessage::Finished { best_epoch, .. } => {
                    println!("kept epoch {best_epoch}");
                    return Ok(());
                }
                TrainingMessage::Started { .. } => {}
            }
        }
    }
}

/// Classifies every picture below `folder`, which training has not seen. A folder that is no class is an error.
async fn test(session: &Session, names: &[String], folder: &Path) -> Result<Confusion> {
    let mut pairs = Vec::new();
    for (name, files) in pictures_by_class(folder)? {
        let actual = names.iter().position(|class| *class == name).ok_or(format!("“{name}” was not taught"))?;
        for file in files {
            let prediction = session.classify(&decode(&fs::read(file)?)?).await?;
            let scores: Vec<f32> = prediction.scores.iter().map(|score| score.score).collect();
            pairs.push((actual, argmax(&scores)));
        }
    }
    Ok(Confusion::from_pairs(names.len(), pairs))
}

fn pictures_by_class(folder: &Path) -> Result<BTreeMap<String, Vec<PathBuf>>> {
    let mut classes = BTreeMap::new();
    for entry in entries(folder)? {
        if entry.is_dir() {
            let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
            classes.insert(name, entries(&entry)?.into_iter().filter(|file| file.is_file()).collect());
        }
    }
    Ok(classes)
}

/// What lies in a folder, in the order of names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listing = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths = listing.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    paths.sort();
    Ok(paths)
}

fn print_table(names: &[String], confusion: &Confusion) {
    println!("\nactual (rows) taken for (columns):");
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(5);
    let header: String = names.iter().map(|name| format!(" {name:>width$}")).collect();
    println!("{:width$}{header}", "");
    for (name, row) in names.iter().zip(confusion.counts()) {
        let cells: String = row.iter().map(|count| format!(" {count:>width$}")).collect();
        println!("{name:width$}{cells}");
    }
    let (low, high) = wilson(confusion.correct(), confusion.total());
    println!(
        "accuracy {:.4} ({} of {}; 95 % interval {low:.3} to {high:.3})",
        confusion.accuracy(),
        confusion.correct(),
        confusion.total()
    );
}

fn print_json(seed: u32, names: &[String], confusion: &Confusion) {
    let result = serde_json::json!({
        "accuracy": confusion.accuracy(),
        "correct": confusion.correct(),
        "total": confusion.total(),
        "seed": seed,
        "classes": names,
        "confusion": confusion.counts(),
    });
    println!("{result}");
}
