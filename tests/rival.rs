//! Two models on the same pictures, which neither learned from, with the labels of today.
#![cfg(not(target_family = "wasm"))]

mod colours;

use std::collections::BTreeMap;

use colours::{GREEN, RED, picture};
use pupil::error::Error;
use pupil::session::{MeasuredOn, Method, Pixels, Session, Standing, TrainingMessage, TrainingSettings, cpu};

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

/// Half of six pictures a class.
const HELD_OUT: usize = 6;

struct Lesson {
    session: Session,
    pictures: BTreeMap<u32, Pixels>,
}

impl Lesson {
    /// The classes 0, red, and 1, green, with six pictures each, which Instant has learned.
    async fn new() -> Self {
        let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
        session.add_class("red").unwrap();
        session.add_class("green").unwrap();
        let mut lesson = Self { session, pictures: BTreeMap::new() };
        for seed in 0..6 {
            lesson.add(0, seed, false).await;
            lesson.add(1, seed, false).await;
        }
        lesson.session.instant_steps(usize::MAX);
        lesson
    }

    async fn add(&mut self, class: u32, seed: u64, aside: bool) -> u32 {
        let picture = picture([RED, GREEN][class as usize], seed);
        let source = format!("{class} {seed}");
        let id = self.session.add_picture(class, &source, aside, &picture).await.unwrap().id;
        self.pictures.insert(id, picture);
        id
    }

    /// A run's model, which is put to use.
    async fn train(&mut self, settings: TrainingSettings) -> Vec<u8> {
        self.session.set_settings(settings).unwrap();
        self.session.start_training().unwrap();
        loop {
            for id in self.session.wanted_pictures().unwrap() {
                self.session.supply(id, &self.pictures[&id]).unwrap();
            }
            let messages = self.session.train_steps(usize::MAX).await.unwrap();
            if let Some(TrainingMessage::Finished { outcome, .. }) = messages.last() {
                if !outcome.in_use {
                    let file = self.session.save_best().await.unwrap();
                    self.session.load_model(&file).unwrap();
                }
                return self.session.save_model().await.unwrap();
            }
        }
    }

    async fn standing(&mut self, rival: Option<&[u8]>) -> Option<Standing> {
        self.session.set_rival(rival).unwrap();
        self.session.compare().await.unwrap()
    }
}

fn good() -> TrainingSettings {
    TrainingSettings { epochs: 12, validation_fraction: 0.5, ..TrainingSettings::of(Method::DenseHead) }
}

/// Too small a step to learn anything by.
fn hopeless() -> TrainingSettings {
    TrainingSettings { epochs: 1, learning_rate: 1e-9, ..good() }
}

#[test]
fn the_pictures_are_those_that_say_most() {
    pollster::block_on(async {
        let mut lesson = Lesson::new().await;
        let bad = lesson.train(hopeless()).await;
        lesson.train(good()).await;
        let held_out = lesson.standing(Some(&bad)).await.unwrap();
        assert_eq!((held_out.measured_on, held_out.pictures), (MeasuredOn::Validation, HELD_OUT));
        assert_eq!((held_out.in_use, held_out.only_other), (HELD_OUT, 0));
        assert!(held_out.other < HELD_OUT && held_out.only_in_use == HELD_OUT - held_out.other);
        let instant = lesson.standing(None).await.unwrap();
        assert_eq!((instant.measured_on, instant.pictures, instant.other), (MeasuredOn::OutOfFold, HELD_OUT, HELD_OUT));
        lesson.add(0, 7, false).await;
        let later = lesson.standing(Some(&bad)).await.unwrap();
        assert_eq!(later.pictures, HELD_OUT + 1, "what came later, neither has learned from");
        lesson.add(0, 8, true).await;
        for rival in [Some(&*bad), None] {
            let test = lesson.standing(rival).await.unwrap();
            assert_eq!((test.measured_on, test.pictures, test.in_use), (MeasuredOn::Test, 1, 1));
        }
        lesson.session.use_instant().unwrap();
        assert_eq!(lesson.standing(Some(&bad)).await.unwrap().pictures, 1);
    });
}

#[test]
fn labels_are_those_of_today() {
    pollster::block_on(async {
        let mut lesson = Lesson::new().await;
        let first = lesson.train(good()).await;
        lesson.train(TrainingSettings { epochs: 13, ..good() }).await;
        assert_eq!(lesson.standing(Some(&first)).await.unwrap().in_use, HELD_OUT);
        let [red, green] = [0, 1].map(|class| lesson.session.classes()[class].pictures.clone());
        lesson.session.move_pictures(&red, 1).unwrap();
        lesson.session.move_pictures(&green, 0).unwrap();
        let now = lesson.standing(Some(&first)).await.unwrap();
        assert_eq!((now.pictures, now.in_use, now.other), (HELD_OUT, 0, 0));
        assert!(now.could_be_chance);
    });
}

#[test]
fn there_may_be_nothing_to_compare() {
    pollster::block_on(async {
        let mut lesson = Lesson::new().await;
        assert_eq!(Session::new(WEIGHTS, &cpu()).unwrap().compare().await, Err(Error::NotTrained));
        let all = lesson.train(TrainingSettings { validation_fraction: 0.0, ..good() }).await;
        lesson.train(good()).await;
        assert_eq!(lesson.standing(Some(&all)).await, None, "each picture is one that one of them learned from");
        let blue = lesson.session.add_class("blue").unwrap().id;
        let first = lesson.pictures[&0].clone();
        lesson.session.add_picture(blue, "blue", false, &first).await.unwrap();
        lesson.session.instant_steps(usize::MAX);
        assert_eq!(lesson.standing(None).await, None, "Instant knows a class more");
        let refused = lesson.session.set_rival(Some(b"no model")).unwrap_err();
        assert!(matches!(refused, Error::WrongModel { .. }), "{refused}");
    });
}

#[test]
fn what_sees_pictures_must_see_them_first() {
    pollster::block_on(async {
        let mut lesson = Lesson::new().await;
        let settings = TrainingSettings { unfrozen_blocks: 1, epochs: 1, ..TrainingSettings::of(Method::FineTune) };
        let tuned = lesson.train(TrainingSettings { validation_fraction: 0.5, ..settings }).await;
        lesson.train(good()).await;
        lesson.session.set_rival(Some(&tuned)).unwrap();
        assert!(matches!(lesson.session.compare().await, Err(Error::PictureNotSupplied { .. })));
        let unseen = lesson.session.unseen_by_both().unwrap();
        assert_eq!(unseen.len(), HELD_OUT);
        for id in unseen {
            lesson.session.predict_both(id, &lesson.pictures[&id]).await.unwrap();
        }
        assert!(lesson.session.unseen_by_both().unwrap().is_empty());
        let standing = lesson.session.compare().await.unwrap().unwrap();
        assert_eq!((standing.pictures, standing.in_use), (HELD_OUT, HELD_OUT));
    });
}
