//! Views of a picture through the session, with the real backbone on the CPU.
#![cfg(not(target_family = "wasm"))]

use pupil::session::{Augmentation, AugmentationPresets, Pixels, Session, cpu};

const WEIGHTS: &[u8] = include_bytes!("../assets/efficientnet_lite0.safetensors");

fn picture() -> Pixels {
    let rgba: Vec<u8> = (0..12 * 9).flat_map(|i| [i as u8, 2 * i as u8, 255 - i as u8, 255]).collect();
    Pixels::from_rgba(&rgba, 12, 9).unwrap()
}

fn views(session: &Session, augmentation: &Augmentation, count: usize, seed: u32) -> pupil::Result<Vec<Pixels>> {
    pollster::block_on(session.augmented_views(&picture(), augmentation, count, seed))
}

#[test]
fn a_seed_gives_the_same_views_of_the_picture_s_size() {
    let session = Session::new(WEIGHTS, &cpu()).unwrap();
    let AugmentationPresets { off, strong, .. } = AugmentationPresets::default();
    assert_eq!(views(&session, &off, 2, 1).unwrap(), vec![picture(), picture()]);
    let seen = views(&session, &strong, 3, 5).unwrap();
    assert_eq!(views(&session, &strong, 3, 5).unwrap(), seen);
    assert_ne!(views(&session, &strong, 3, 6).unwrap(), seen);
    assert!(seen[0] != seen[1] && seen[1] != seen[2]);
    assert_eq!((seen[0].width(), seen[0].height()), (12, 9));
}

#[test]
fn what_is_out_of_range_is_refused() {
    let session = Session::new(WEIGHTS, &cpu()).unwrap();
    let code = |augmentation: &Augmentation, count| views(&session, augmentation, count, 1).unwrap_err().code();
    assert_eq!(code(&Augmentation::off(), 0), "invalid_settings");
    assert_eq!(code(&Augmentation::off(), 65), "invalid_settings");
    assert_eq!(code(&Augmentation { shear: 90.0, ..Augmentation::off() }, 1), "invalid_settings");
}
