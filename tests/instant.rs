//! The instant model: in use without a press, up to date, and the same whatever way the pictures came.
#![cfg(not(target_family = "wasm"))]

mod colours;

use colours::{GREEN, RED, picture};
use pupil::error::Error;
use pupil::session::{
    InstantInfo, Kind, MadeBy, MeasuredOn, Method, Pixels, Prediction, Progress, ReportOn, Session, TrainingMessage,
    TrainingSettings, Why, cpu,
};

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

/// A session with the classes red (0) and green (1).
fn session() -> Session {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    session.add_class("red").unwrap();
    session.add_class("green").unwrap();
    session
}

async fn add(session: &mut Session, class: u32, seed: u64) -> u32 {
    let colour = [RED, GREEN][class as usize % 2];
    session.add_picture(class, &format!("{class} {seed}"), false, &picture(colour, seed)).await.unwrap().id
}

/// Four pictures of each class, up to date.
async fn learned() -> Session {
    let mut session = session();
    for seed in 0..4 {
        add(&mut session, 0, seed).await;
        add(&mut session, 1, seed).await;
    }
    session.instant_steps(usize::MAX);
    session
}

fn info(session: &Session) -> InstantInfo {
    session.project().instant.unwrap()
}

async fn seen(session: &Session) -> Prediction {
    session.classify(&picture(RED, 99)).await.unwrap()
}

#[test]
fn the_second_classs_first_picture_is_enough() {
    pollster::block_on(async {
        let mut session = session();
        add(&mut session, 0, 0).await;
        assert_eq!(session.instant_steps(9), Progress { done: 0, total: 0 });
        assert!(session.project().instant.is_none() && seen(&session).await.kind == Kind::Imagenet);
        add(&mut session, 1, 0).await;
        let waiting = session.instant_steps(0);
        assert!(waiting.done < waiting.total && session.project().instant.is_none());
        let done = session.instant_steps(usize::MAX);
        assert_eq!(done.done, done.total);
        let instant = info(&session);
        assert!(instant.up_to_date && instant.in_use && instant.out_of_fold.is_none());
        assert_eq!((instant.pictures, instant.unmeasured_class_ids), (2, vec![0, 1]));
        let seen = seen(&session).await;
        assert!(seen.kind == Kind::Trained && seen.scores[0].score > 0.5, "{seen:?}");
        let trained = session.project().trained.unwrap();
        assert_eq!((trained.method, trained.info.settings), (MadeBy::Instant, None));
        assert!(!session.project().needs_training);
    });
}

#[test]
fn it_is_judged_on_every_picture() {
    pollster::block_on(async {
        let session = learned().await;
        let instant = info(&session);
        let measured = instant.out_of_fold.unwrap();
        assert!((measured.right, measured.of) == (8, 8) && instant.wrong.is_empty(), "{instant:?}");
        assert!(measured.low < 1.0 && instant.classes.iter().all(|class| (class.right, class.of) == (4, 4)));
        let report = session.report(None).await.unwrap();
        assert_eq!((report.measured_on, report.pictures, report.accuracy), (MeasuredOn::OutOfFold, 8, 1.0));
        assert_eq!(session.report(Some(ReportOn::Training)).await.unwrap().pictures, 8);
        assert!(session.missing_pictures(None).unwrap().is_empty());
    });
}

#[test]
fn the_way_that_pictures_came_does_not_matter() {
    pollster::block_on(async {
        let first = learned().await;
        let mut second = session();
        for seed in (0..4).rev() {
            add(&mut second, 1, seed).await;
        }
        let other = add(&mut second, 1, 8).await;
        for seed in 0..4 {
            add(&mut second, 0, seed).await;
        }
        second.instant_steps(3);
        second.remove_pictures(&[other]).unwrap();
        second.instant_steps(usize::MAX);
        assert_eq!(seen(&second).await, seen(&first).await);
        let [figures, others] = [first, second].map(|session| info(&session).out_of_fold);
        assert_eq!(figures, others);
    });
}

#[test]
fn the_one_before_answers_until_the_next_is_there() {
    pollster::block_on(async {
        let mut session = learned().await;
        let before = seen(&session).await;
        let id = add(&mut session, 0, 9).await;
        assert!(!info(&session).up_to_date && session.project().needs_training);
        session.instant_steps(2);
        assert_eq!(seen(&session).await, before);
        session.instant_steps(usize::MAX);
        assert_ne!(seen(&session).await, before);
        session.remove_pictures(&[id]).unwrap();
        session.instant_steps(usize::MAX);
        assert_eq!(seen(&session).await, before, "adding and removing changes nothing");
        session.set_class_enabled(1, false).unwrap();
        assert_eq!(session.instant_steps(1), Progress { done: 0, total: 0 });
        assert!(session.project().instant.is_none());
    });
}

/// Gives a picture its views.
async fn vary(session: &mut Session, id: u32, pixels: &Pixels) {
    let mut views = Vec::new();
    for index in 0..session.view_count() {
        views.extend(session.embed_view(pixels, index as u32).await.unwrap());
    }
    session.set_views(id, &views).unwrap();
}

#[test]
fn it_learns_from_views_too() {
    pollster::block_on(async {
        let mut session = learned().await;
        let before = (seen(&session).await, info(&session));
        let ids = session.pictures_without_views();
        assert_eq!((ids.len(), before.1.with_views), (8, 0));
        for &id in &ids {
            // As `learned` adds them: red, green, red, green, …
            let colour = [RED, GREEN][id as usize % 2];
            vary(&mut session, id, &picture(colour, u64::from(id / 2))).await;
        }
        assert!(!info(&session).up_to_date && session.pictures_without_views().is_empty());
        assert_eq!(seen(&session).await, before.0, "the one before answers until then");
        session.instant_steps(usize::MAX);
        let with_views = info(&session);
        assert_eq!((with_views.pictures, with_views.with_views, with_views.out_of_fold.unwrap().of), (8, 8, 8));
        assert_ne!(seen(&session).await, before.0);
        session.clear_views();
        session.instant_steps(usize::MAX);
        assert_eq!((seen(&session).await, info(&session)), before);
    });
}

#[test]
fn views_are_the_same_for_the_same_picture_alone() {
    pollster::block_on(async {
        let session = session();
        let (one, other) = (picture(RED, 0), picture(RED, 1));
        let view = session.embed_view(&one, 0).await.unwrap();
        assert_eq!(session.embed_view(&one, 0).await.unwrap(), view);
        assert_ne!(session.embed_view(&one, 1).await.unwrap(), view);
        assert_ne!(session.embed_view(&other, 0).await.unwrap(), view);
    });
}

#[test]
fn views_of_another_network_or_of_no_picture_are_refused() {
    pollster::block_on(async {
        let mut session = learned().await;
        assert_eq!(session.set_views(0, &[0.0; 1281]), Err(Error::WrongEmbedding { expected: 1280, found: 1 }));
        assert_eq!(session.set_views(99, &[0.0; 1280]), Err(Error::UnknownPicture { id: 99 }));
        assert!(matches!(session.set_views(0, &[f32::NAN; 1280]), Err(Error::NotFinite { .. })));
        assert!(info(&session).up_to_date);
    });
}

async fn train(session: &mut Session, settings: TrainingSettings) -> TrainingMessage {
    session.set_settings(settings).unwrap();
    session.start_training().unwrap();
    loop {
        if let Some(last) = session.train_steps(99).await.unwrap().pop()
            && matches!(last, TrainingMessage::Finished { .. })
        {
            return last;
        }
    }
}

#[test]
fn a_run_is_compared_with_its_answers_out_of_fold() {
    pollster::block_on(async {
        let mut session = learned().await;
        let good = TrainingSettings { epochs: 12, validation_fraction: 0.5, ..TrainingSettings::of(Method::DenseHead) };
        let hopeless = TrainingSettings { epochs: 1, learning_rate: 1e-9, ..good.clone() };
        let TrainingMessage::Finished { outcome, .. } = train(&mut session, hopeless).await else { panic!() };
        let comparison = outcome.comparison.unwrap();
        assert_eq!((outcome.why, outcome.in_use), (Why::Worse, false));
        assert_eq!((comparison.pictures, comparison.before, comparison.only_after), (4, 4, 0));
        assert!(comparison.only_before > 0 && comparison.could_be_chance, "{comparison:?}");
        assert!(info(&session).in_use);
        let TrainingMessage::Finished { outcome, .. } = train(&mut session, good).await else { panic!() };
        assert_eq!((outcome.why, outcome.comparison.unwrap().after), (Why::NotWorse, 4));
        assert_eq!(session.project().trained.unwrap().method, MadeBy::Run(Method::DenseHead));
        add(&mut session, 0, 9).await;
        session.instant_steps(usize::MAX);
        assert!(!info(&session).in_use, "a trained model stays in use through edits");
        let refused = session.report(Some(ReportOn::OutOfFold)).await.unwrap_err();
        assert!(matches!(refused, Error::InvalidArgument { .. }));
        session.use_instant().unwrap();
        assert!(info(&session).in_use && session.report(None).await.unwrap().pictures == 9);
    });
}

#[test]
fn its_file_loads_as_any_models() {
    pollster::block_on(async {
        let mut session = learned().await;
        assert_eq!(Session::new(WEIGHTS, &cpu()).unwrap().use_instant(), Err(Error::NotTrained));
        let before = seen(&session).await;
        let file = session.save_model().await.unwrap();
        session.load_model(&file).unwrap();
        assert!(!info(&session).in_use);
        assert_eq!(seen(&session).await, before);
        assert_eq!(session.save_model().await.unwrap(), file);
        let explained = session.explain(&picture(GREEN, 3)).await.unwrap();
        assert_eq!(explained.class_id, Some(1));
    });
}

/// Sums of the squares of such numbers are no numbers of single precision.
#[test]
fn pictures_that_cannot_be_learned_leave_no_model() {
    pollster::block_on(async {
        let mut session = session();
        let width = session.backbone().features();
        for id in 0..6 {
            let embedding = vec![[f32::MAX, 0.0][id as usize % 2]; width];
            session.restore_picture(id, id / 3, &id.to_string(), true, false, embedding).unwrap();
        }
        let done = session.instant_steps(usize::MAX);
        assert!(done.done == done.total && session.project().instant.is_none(), "{done:?}");
        assert_eq!(session.instant_steps(1), done);
    });
}
