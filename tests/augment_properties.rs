//! What holds for every view.
#![cfg(not(target_family = "wasm"))]

use proptest::prelude::*;
use pupil::augment::{Augmentation, Crop, FillMode, ResizedCrop, View};
use pupil::nn::views::{apply, levels};
use pupil::nn::{cpu, read};
use pupil::picture::Pixels;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

fn picture() -> impl Strategy<Value = Pixels> {
    (8..14u32, 8..14u32).prop_flat_map(|(width, height)| {
        let bytes = prop::collection::vec(any::<u8>(), (width * height * 4) as usize);
        bytes.prop_map(move |rgba| Pixels::from_rgba(&rgba, width, height).unwrap())
    })
}

fn fill_mode() -> impl Strategy<Value = FillMode> {
    prop_oneof![Just(FillMode::Nearest), Just(FillMode::Constant), Just(FillMode::Reflect), Just(FillMode::Wrap)]
}

fn augmentation() -> impl Strategy<Value = Augmentation> {
    let range = |low: f64, high: f64| (low..1.0, 1.0..high).prop_map(|(low, high)| [low, high]);
    let affine = (0.0..180.0, 0.0..12.0, 0.0..0.9, 0.0..60.0, range(0.1, 10.0));
    let crop =
        (range(0.05, 1.001), range(0.1, 10.0)).prop_map(|([min, _], ratio)| ResizedCrop { scale: [min, 1.0], ratio });
    let colour = (0.0..255.0, prop::option::of(range(0.0, 3.0)), any::<bool>(), any::<bool>());
    (affine, colour, prop::option::of(crop), fill_mode(), 0.0..255.0).prop_map(
        |(affine, colour, resized_crop, fill_mode, cval)| {
            let (rotation, width_shift, height_shift, shear, zoom) = affine;
            let (channel_shift, brightness, horizontal_flip, vertical_flip) = colour;
            Augmentation {
                rotation,
                width_shift,
                height_shift,
                shear,
                zoom,
                channel_shift,
                brightness,
                horizontal_flip,
                vertical_flip,
                resized_crop,
                fill_mode,
                cval,
                ..Augmentation::default()
            }
        },
    )
}

fn seen(picture: &Pixels, view: View, augmentation: &Augmentation) -> Vec<f32> {
    pollster::block_on(read(apply(levels(&[picture], &cpu()), &[view], augmentation))).unwrap()
}

fn size(picture: &Pixels) -> [usize; 2] {
    [picture.height() as usize, picture.width() as usize]
}

proptest! {
    #[test]
    fn without_a_step_a_picture_stays_to_the_bit(picture in picture(), seed: u64, fill_mode in fill_mode()) {
        let off = Augmentation { fill_mode, ..Augmentation::off() };
        let view = off.draw(size(&picture), &mut ChaCha8Rng::seed_from_u64(seed));
        prop_assert_eq!(&view, &View::default());
        let levels = pollster::block_on(read(levels(&[&picture], &cpu()))).unwrap();
        prop_assert_eq!(seen(&picture, view, &off), levels);
    }

    #[test]
    fn two_flips_undo_each_other(picture in picture(), horizontal_flip: bool, vertical_flip: bool) {
        let view = View { horizontal_flip, vertical_flip, ..View::default() };
        let before = levels(&[&picture], &cpu());
        let flip = |pictures| apply(pictures, std::slice::from_ref(&view), &Augmentation::off());
        let after = pollster::block_on(read(flip(flip(before.clone())))).unwrap();
        prop_assert_eq!(after, pollster::block_on(read(before)).unwrap());
    }

    #[test]
    fn views_stay_within_limits(picture in picture(), augmentation in augmentation(), seed: u64) {
        prop_assert_eq!(augmentation.validate(), Ok(()));
        let view = augmentation.draw(size(&picture), &mut ChaCha8Rng::seed_from_u64(seed));
        let [height, width] = size(&picture).map(|side| side as f64);
        prop_assert!(view.rotation.abs() <= augmentation.rotation && view.shear.abs() <= augmentation.shear);
        let shift = |shift: f64, side: f64| if shift < 1.0 { shift * side } else { shift };
        prop_assert!(view.shift_x.abs() <= shift(augmentation.width_shift, width));
        prop_assert!(view.shift_y.abs() <= shift(augmentation.height_shift, height));
        let [low, high] = augmentation.zoom;
        prop_assert!((low..=high).contains(&view.zoom_x) && (low..=high).contains(&view.zoom_y));
        prop_assert!(view.channel_shift.abs() <= augmentation.channel_shift);
        prop_assert_eq!(view.brightness.is_some(), augmentation.brightness.is_some());
        prop_assert!(!view.horizontal_flip || augmentation.horizontal_flip);
        if let Some(crop) = view.crop {
            prop_assert!(crop.width >= 1 && crop.height >= 1);
            prop_assert!(f64::from(crop.left + crop.width) <= width && f64::from(crop.top + crop.height) <= height);
        }
        prop_assert!(seen(&picture, view, &augmentation).iter().all(|level| (-0.01..=255.01).contains(level)));
    }

    #[test]
    fn a_batch_treats_each_picture_as_if_alone(
        picture in picture(), augmentation in augmentation(), seed: u64, plain in 0..3usize,
    ) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut views: Vec<View> = (0..3).map(|_| augmentation.draw(size(&picture), &mut rng)).collect();
        views[plain] = View::default();
        let together = apply(levels(&[&picture; 3], &cpu()), &views, &augmentation);
        let together = pollster::block_on(read(together)).unwrap();
        let alone: Vec<f32> = views.into_iter().flat_map(|view| seen(&picture, view, &augmentation)).collect();
        prop_assert_eq!(together, alone);
    }

    #[test]
    fn a_flip_mirrors_whatever_else_is_seen(
        picture in picture(), augmentation in augmentation(), seed: u64, horizontal_flip: bool, vertical_flip: bool,
    ) {
        let drawn = augmentation.draw(size(&picture), &mut ChaCha8Rng::seed_from_u64(seed));
        let plain = View { horizontal_flip: false, vertical_flip: false, brightness: None, ..drawn };
        let flipped = seen(&picture, View { horizontal_flip, vertical_flip, ..plain.clone() }, &augmentation);
        let [height, width] = size(&picture);
        let place = |last: usize, i: usize, flip: bool| if flip { last - i } else { i };
        for (i, level) in seen(&picture, plain, &augmentation).into_iter().enumerate() {
            let (plane, y, x) = (i / (height * width), i / width % height, i % width);
            let (y, x) = (place(height - 1, y, vertical_flip), place(width - 1, x, horizontal_flip));
            let mirrored = flipped[(plane * height + y) * width + x];
            prop_assert!((mirrored - level).abs() < 0.05, "{mirrored} is not {level}");
        }
    }

    #[test]
    fn a_crop_is_of_the_size_and_shape_asked_for(
        min in 0.2..1.0, narrow in 0.5..1.0, wide in 1.0..2.0, seed: u64,
    ) {
        let resized_crop = Some(ResizedCrop { scale: [min, 1.0], ratio: [narrow, wide] });
        let view = Augmentation { resized_crop, ..Augmentation::off() }.draw([200, 200], &mut ChaCha8Rng::seed_from_u64(seed));
        let [width, height] = view.crop.map(|crop| [f64::from(crop.width), f64::from(crop.height)]).unwrap();
        let rounding = 0.02;
        prop_assert!(width * height / 40_000.0 > min - rounding, "{width} × {height}");
        prop_assert!((narrow - rounding..=wide + rounding).contains(&(width / height)), "{width} × {height}");
    }

    #[test]
    fn a_parameter_more_leaves_the_other_draws(seed: u64) {
        let view = |augmentation: Augmentation| augmentation.draw([50, 40], &mut ChaCha8Rng::seed_from_u64(seed));
        let plain = view(Augmentation::textbook());
        let more = view(Augmentation {
            channel_shift: 9.0,
            brightness: Some([0.5, 1.5]),
            resized_crop: Some(ResizedCrop::default()),
            ..Augmentation::textbook()
        });
        let same = View { channel_shift: plain.channel_shift, brightness: None, crop: None, ..more.clone() };
        prop_assert_eq!(same, plain);
        prop_assert!(more.brightness.is_some() && more.crop.is_some());
    }
}

#[test]
fn shifts_move_along_the_axis_they_name() {
    let draw = |augmentation: Augmentation| augmentation.draw([100, 100], &mut ChaCha8Rng::seed_from_u64(1));
    let across = draw(Augmentation { width_shift: 0.5, ..Augmentation::off() });
    assert!(across.shift_x != 0.0 && across.shift_y == 0.0);
    let down = draw(Augmentation { height_shift: 30.0, ..Augmentation::off() });
    assert!(down.shift_x == 0.0 && down.shift_y != 0.0);
}

/// A slope is a slope after bilinear resizing, with pixels' centres at ½: torchvision's and PyTorch's convention.
#[test]
fn a_crop_is_stretched_over_the_whole() {
    let rgba: Vec<u8> = (0..16u8).flat_map(|y| (0..16u8).flat_map(move |x| [8 * x + 4 * y, 0, 0, 255])).collect();
    let picture = Pixels::from_rgba(&rgba, 16, 16).unwrap();
    let crop = Some(Crop { left: 4, top: 2, width: 8, height: 10 });
    let view = seen(&picture, View { crop, ..View::default() }, &Augmentation::off());
    for (y, x) in (0..16).flat_map(|y| (0..16).map(move |x| (y, x))) {
        let (from_x, from_y) = (4.0 + (x as f32 + 0.5) / 2.0 - 0.5, 2.0 + (y as f32 + 0.5) * 0.625 - 0.5);
        let (actual, expected) = (view[y * 16 + x], 8.0 * from_x + 4.0 * from_y);
        assert!((actual - expected).abs() < 0.01, "({x}, {y}): {actual} is not {expected}");
    }
}

#[test]
fn what_is_out_of_range_is_refused_by_name() {
    let off = Augmentation::off;
    let wrong = [
        (Augmentation { rotation: -1.0, ..off() }, "rotation"),
        (Augmentation { shear: 61.0, ..off() }, "shear"),
        (Augmentation { width_shift: f64::NAN, ..off() }, "widthShift"),
        (Augmentation { zoom: [1.2, 0.8], ..off() }, "zoom"),
        (Augmentation { zoom: [0.0, 1.0], ..off() }, "zoom"),
        (Augmentation { brightness: Some([0.5, 11.0]), ..off() }, "brightness"),
        (Augmentation { cval: 256.0, ..off() }, "cval"),
        (Augmentation { rescale: Some(0.0), ..off() }, "rescale"),
        (
            Augmentation { resized_crop: Some(ResizedCrop { scale: [0.5, 1.1], ..ResizedCrop::default() }), ..off() },
            "resizedCrop.scale",
        ),
    ];
    for (augmentation, name) in wrong {
        let error = augmentation.validate().unwrap_err();
        assert_eq!(error.code(), "invalid_settings");
        assert!(error.to_string().contains(name), "{error}");
    }
    for preset in [off(), Augmentation::gentle(), Augmentation::textbook(), Augmentation::strong()] {
        assert_eq!(preset.validate(), Ok(()));
    }
}

#[test]
fn only_the_default_is_off_whatever_comes_after_it() {
    assert!(Augmentation { rescale: Some(0.1), featurewise_std: true, cval: 3.0, ..Augmentation::off() }.is_off());
    assert!(
        ![Augmentation::gentle(), Augmentation::textbook(), Augmentation::strong()].iter().any(Augmentation::is_off)
    );
}
