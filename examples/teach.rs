//! Trains a model from folders and reports how good it is, through the same session as the page's.
//!
//! `cargo run --release --example teach -- TRAIN_DIR TEST_DIR [--seed N] [--settings JSON] [--json]`: a folder a class in
//! each. The model is the instant one, or with `--settings` that of a run: it changes settings of the method that it names, as in
//! `{"method":"fineTune","epochs":8}`. `--json` ends with a line that holds an object.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pupil::eval::{Confusion, argmax, wilson};
use pupil::nn::cpu;
use pupil::session::{ENOUGH, Method, Pixels, Session, TrainingMessage, TrainingSettings, decode_reduced};
use serde_json::{Map, Value};

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");
const USAGE: &str = "usage: teach TRAIN_DIR TEST_DIR [--seed N] [--settings JSON] [--json]";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct Arguments {
    train: PathBuf,
    test: PathBuf,
    settings: Option<TrainingSettings>,
    seed: Option<u32>,
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
    let (names, files) = add_pictures(&mut session, &arguments.train).await?;
    match arguments.settings {
        Some(settings) => train(&mut session, settings, &files).await?,
        None => drop(session.instant_steps(usize::MAX)),
    }
    let confusion = test(&session, &names, &arguments.test).await?;
    print_table(&names, &confusion);
    if arguments.json {
        print_json(arguments.seed, &names, &confusion);
    }
    Ok(())
}

fn arguments() -> Result<Arguments> {
    let mut folders = Vec::new();
    let (mut seed, mut changes, mut json) = (None, Map::new(), false);
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--seed" => seed = Some(rest.next().ok_or(USAGE)?.parse()?),
            "--settings" => changes = serde_json::from_str(&rest.next().ok_or(USAGE)?)?,
            "--json" => json = true,
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    let [train, test] = <[PathBuf; 2]>::try_from(folders).map_err(|_| USAGE)?;
    Ok(Arguments { train, test, settings: settings(changes, seed)?, seed, json })
}

/// The settings of the method in `changes`, changed; none for the instant model, which has none.
fn settings(changes: Map<String, Value>, seed: Option<u32>) -> Result<Option<TrainingSettings>> {
    if changes.is_empty() || changes.get("method").is_some_and(|method| method == "instant") {
        return Ok(None);
    }
    let method = changes.get("method").cloned().map_or(Ok(Method::DenseHead), serde_json::from_value)?;
    let mut settings = serde_json::to_value(TrainingSettings::of(method))?;
    for (name, value) in changes.into_iter().chain(seed.map(|seed| ("seed".to_owned(), seed.into()))) {
        settings[name] = value;
    }
    Ok(Some(serde_json::from_value(settings)?))
}

/// Adds each folder as a class; each file is a source of its own. Returns the names in class order, and each picture's file.
async fn add_pictures(session: &mut Session, folder: &Path) -> Result<(Vec<String>, BTreeMap<u32, PathBuf>)> {
    let classes = pictures_by_class(folder)?;
    let mut added_files = BTreeMap::new();
    for (name, files) in &classes {
        let class = session.add_class(name)?.id;
        for file in files {
            let added = match decode_reduced(&fs::read(file)?, ENOUGH) {
                Ok(pixels) => session.add_picture(class, &file.to_string_lossy(), false, &pixels).await,
                Err(error) => Err(error),
            };
            match added {
                Ok(added) => drop(added_files.insert(added.id, file.clone())),
                Err(error) => eprintln!("{}: {error}", file.display()),
            }
        }
        println!("{name}: {} pictures", files.len());
    }
    Ok((classes.into_keys().collect(), added_files))
}

async fn train(session: &mut Session, settings: TrainingSettings, files: &BTreeMap<u32, PathBuf>) -> Result<()> {
    session.set_settings(settings)?;
    session.start_training()?;
    let mut squares: BTreeMap<u32, Pixels> = BTreeMap::new();
    loop {
        for id in session.wanted_pictures()? {
            let square = match squares.get(&id) {
                Some(square) => session.supply(id, square)?,
                None => session.supply(id, &decode_reduced(&fs::read(&files[&id])?, ENOUGH)?)?,
            };
            squares.insert(id, square.clone());
        }
        for message in session.train_steps(usize::MAX).await? {
            match message {
                TrainingMessage::Epoch(epoch) => println!(
                    "epoch {:2}: loss {:.4}, validation loss {:.4}, validation accuracy {:.3}",
                    epoch.epoch,
                    epoch.loss,
                    epoch.validation_loss.unwrap_or(f32::NAN),
                    epoch.validation_accuracy.unwrap_or(f32::NAN)
                ),
                TrainingMessage::Finished { reason, best_epoch, .. } => {
                    println!("{reason:?}, best epoch {best_epoch}");
                    return Ok(());
                }
                _ => {}
            }
        }
    }
}

/// Classifies every picture below `folder`, which training has not seen. A folder that is no class is an error.
async fn test(session: &Session, names: &[String], folder: &Path) -> Result<Confusion> {
    let mut pairs = Vec::new();
    for (name, files) in pictures_by_class(folder)? {
        let actual = names
            .iter()
            .position(|class| *class == name)
            .ok_or(format!("“{name}” is not a class of the training pictures"))?;
        for file in files {
            let prediction = session.classify(&decode_reduced(&fs::read(file)?, ENOUGH)?).await?;
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

/// The contents of a folder, in the order of names.
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

fn print_json(seed: Option<u32>, names: &[String], confusion: &Confusion) {
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
