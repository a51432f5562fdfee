//! Embeddings that are made elsewhere: the session's own to the bit, and added as if it had made them.
#![cfg(not(target_family = "wasm"))]

mod colours;

use colours::{GREEN, RED, picture};
use pupil::error::Error;
use pupil::predict::Embedder;
use pupil::session::{Session, cpu};

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

#[test]
fn an_embedding_is_the_sessions() {
    let session = Session::new(WEIGHTS, &cpu()).unwrap();
    let embedder = Embedder::load(WEIGHTS).unwrap();
    for picture in [picture(RED, 1), picture(GREEN, 2)] {
        let embedding = embedder.embed(&embedder.square(&picture));
        assert_eq!(embedding, pollster::block_on(session.embed(&picture)).unwrap());
        assert!(embedder.best(&picture).is_empty(), "without the classifier");
    }
    assert_eq!(Embedder::load(&WEIGHTS[..1000]).err().unwrap().code(), "wrong_weights");
}

#[test]
fn names_are_the_sessions() {
    let session = Session::new(WEIGHTS, &cpu()).unwrap();
    let embedder = Embedder::naming(WEIGHTS).unwrap();
    for picture in [picture(RED, 1), picture(GREEN, 2)] {
        let named = pollster::block_on(session.classify(&picture)).unwrap().scores;
        let named: Vec<_> = named.iter().map(|score| (score.label.as_str(), score.score)).collect();
        assert_eq!((embedder.best(&picture), named.len()), (named, 5));
    }
}

#[test]
fn a_picture_goes_in_with_its_embedding() {
    let mut session = Session::new(WEIGHTS, &cpu()).unwrap();
    let embedder = Embedder::load(WEIGHTS).unwrap();
    let embedding = |seed| embedder.embed(&embedder.square(&picture(RED, seed)));
    let class = session.add_class("red").unwrap().id;
    let first = session.add_embedded(class, "1", false, embedding(1).into(), None).unwrap();
    let film = session.add_embedded(class, "2", false, embedding(2).into(), Some(first.id)).unwrap();
    assert_eq!((first.source.as_str(), film.source.as_str()), ("1", "1"), "the next frame is of one source");

    let mut add = |class, source, aside, embedding: Vec<f32>| {
        session.add_embedded(class, source, aside, embedding.into(), None).map(drop)
    };
    assert_eq!(add(class, "3", false, vec![0.0; 7]), Err(Error::WrongEmbedding { expected: 1280, found: 7 }));
    assert_eq!(add(class, "3", false, vec![f32::NAN; 1280]).unwrap_err().code(), "not_finite");
    assert_eq!(add(class, "1", true, embedding(3)).unwrap_err().code(), "source_trained");
    assert_eq!(add(99, "3", false, embedding(3)).unwrap_err().code(), "unknown_class");
    assert_eq!(session.classes()[0].pictures, [first.id, film.id]);
}
