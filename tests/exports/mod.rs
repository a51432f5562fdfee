//! Projects that are trained in a moment, and their exports.

use std::collections::BTreeMap;

use pupil::error::Result;
use pupil::export::{ClassFacts, ExportedFile, Facts, Format, check_picture, package};
use pupil::graph::Graph;
use pupil::model::ModelFile;
use pupil::network::BackboneFile;
use pupil::session::{Pixels, Session, TrainingMessage, TrainingSettings, cpu, decode};

use crate::colours::{GREEN, RED, picture};

const CLASSES: [(&str, [u8; 3]); 3] = [("red", RED), ("green", GREEN), ("blue", [20, 20, 190])];
const PICTURES_A_CLASS: u64 = 4;

/// A project with a trained model.
pub struct Trained {
    pub session: Session,
    backbone: Vec<u8>,
    model: Vec<u8>,
}

impl Trained {
    /// Trains three colours on a backbone by a run.
    pub async fn new(backbone: Vec<u8>, settings: TrainingSettings) -> Self {
        let (mut session, pictures) = added(&backbone).await;
        session.set_settings(settings).unwrap();
        session.start_training().unwrap();
        train(&mut session, &pictures).await;
        let model = session.save_model().await.unwrap();
        Self { session, backbone, model }
    }

    /// The same pictures, learned in closed form.
    pub async fn instant(backbone: Vec<u8>) -> Self {
        let (mut session, _) = added(&backbone).await;
        session.instant_steps(usize::MAX);
        let model = session.save_model().await.unwrap();
        Self { session, backbone, model }
    }

    /// Tells two classes apart that are made of one picture's embedding, so that the network runs once: by a run with these settings,
    /// or in closed form without.
    pub async fn on_one_picture(backbone: Vec<u8>, settings: Option<TrainingSettings>) -> Self {
        let mut session = Session::new(&backbone, &cpu()).unwrap();
        let seen = session.embed(&picture(GREEN, 0)).await.unwrap();
        for (class, name) in ["one", "two"].into_iter().enumerate() {
            session.add_class(name).unwrap();
            for picture in 0..PICTURES_A_CLASS as usize {
                // More of every second number, and of others in each.
                let more = |i: usize| 0.01 * (class * (i % 2)) as f32 + 0.01 * ((i / 2 + picture) % 5 / 4) as f32;
                let embedding = seen.iter().enumerate().map(|(i, value)| value * (1.0 + more(i))).collect();
                session.add_embedded(class as u32, &format!("{name} {picture}"), false, embedding, None).unwrap();
            }
        }
        match settings {
            Some(settings) => {
                session.set_settings(settings).unwrap();
                session.start_training().unwrap();
                train(&mut session, &BTreeMap::new()).await;
            }
            None => drop(session.instant_steps(usize::MAX)),
        }
        let model = session.save_model().await.unwrap();
        Self { session, backbone, model }
    }

    /// What is enabled and known of it, with the check's answer.
    pub async fn facts(&self) -> Facts {
        let class = |class: pupil::session::ClassInfo| ClassFacts {
            id: class.id,
            name: class.name,
            enabled: class.enabled,
            pictures: class.pictures.len(),
            sources: class.sources,
        };
        let classes = self.session.classes().into_iter().map(class).collect();
        let mut facts = Facts { date: "2026-11-26".into(), classes, probabilities: Vec::new(), measured: None };
        let check = decode(&check_picture(&self.graph(&facts).unwrap().input)).unwrap();
        facts.probabilities = self.probabilities(&check).await;
        facts
    }

    /// The session's probabilities.
    pub async fn probabilities(&self, picture: &Pixels) -> Vec<f32> {
        self.session.classify(picture).await.unwrap().scores.iter().map(|score| score.score).collect()
    }

    /// Its files as a graph.
    pub fn graph(&self, facts: &Facts) -> Result<Graph> {
        let backbone = BackboneFile::from_bytes(&self.backbone)?;
        Graph::new(&backbone, &ModelFile::from_bytes(&self.model)?, &facts.labels())
    }

    /// The files of its export.
    pub async fn package(&self, format: Format) -> Result<Vec<ExportedFile>> {
        self.package_with(format, &self.facts().await)
    }

    /// The same for facts that are known.
    pub fn package_with(&self, format: Format, facts: &Facts) -> Result<Vec<ExportedFile>> {
        let backbone = BackboneFile::from_bytes(&self.backbone)?;
        package(format, &backbone, &ModelFile::from_bytes(&self.model)?, facts)
    }
}

/// Three colours on a backbone.
async fn added(backbone: &[u8]) -> (Session, BTreeMap<u32, Pixels>) {
    let mut session = Session::new(backbone, &cpu()).unwrap();
    let mut pictures = BTreeMap::new();
    for (name, colour) in CLASSES {
        let class = session.add_class(name).unwrap().id;
        for seed in 0..PICTURES_A_CLASS {
            let picture = picture(colour, seed);
            let added = session.add_picture(class, &format!("{name} {seed}"), false, &picture).await.unwrap();
            pictures.insert(added.id, picture);
        }
    }
    (session, pictures)
}

/// Runs what was started to its end.
async fn train(session: &mut Session, pictures: &BTreeMap<u32, Pixels>) {
    loop {
        for id in session.wanted_pictures().unwrap() {
            session.supply(id, &pictures[&id]).unwrap();
        }
        let messages = session.train_steps(usize::MAX).await.unwrap();
        if messages.iter().any(|message| matches!(message, TrainingMessage::Finished { .. })) {
            return;
        }
    }
}
