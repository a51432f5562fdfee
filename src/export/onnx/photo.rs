//! A photo of any size → the network's input.

use super::builder::Builder;
use super::proto::{Attribute, Elements};
use crate::augment::Standardizer;
use crate::graph::{Input, Sample};

/// Adds what makes `input` float32 `[1, 3, size, size]` of `image` uint8 `[1, height, width, 3]`.
pub(super) fn prepare(builder: &mut Builder, input: &Input) {
    let square = centre_square(builder, input.crop);
    let sizes = builder.whole("sizes", &[input.size.into(); 2]);
    // On whole levels with the channels last: behind a transpose, ONNX Runtime 1.32 refuses it.
    let resize = [
        ("mode", Attribute::Text("linear")),
        ("antialias", Attribute::Int(1)),
        ("axes", Attribute::Ints(&[1, 2])),
        ("coordinate_transformation_mode", Attribute::Text("half_pixel")),
    ];
    let resized = builder.node("resized", "Resize", &[&square, "", "", &sizes], &resize);
    let levels = builder.node("levels", "Cast", &[&resized], &[("to", Attribute::Int(Elements::F32 as usize))]);
    let planes = builder.node("planes", "Transpose", &[&levels], &[("perm", Attribute::Ints(&[0, 3, 1, 2]))]);
    normalise(builder, input, &planes);
}

/// The centre square; its offsets are rounded down.
fn centre_square(builder: &mut Builder, crop: f32) -> String {
    let [one, two, three] = [("from", 1), ("half", 2), ("to", 3)].map(|(name, value)| builder.whole(name, &[value]));
    let axis = builder.whole("side_axis", &[0]);
    let axes = builder.whole("square_axes", &[1, 2]);
    let shape = builder.node("shape", "Shape", &["image"], &[]);
    let sides = builder.node("sides", "Slice", &[&shape, &one, &three], &[]);
    let short = builder.node("short", "ReduceMin", &[&sides, &axis], &[("keepdims", Attribute::Int(1))]);
    let side = if crop < 1.0 { cropped(builder, &short, crop) } else { short };
    let gap = builder.node("gap", "Sub", &[&sides, &side], &[]);
    let start = builder.node("start", "Div", &[&gap, &two], &[]);
    let end = builder.node("end", "Add", &[&start, &side], &[]);
    builder.node("square", "Slice", &["image", &start, &end, &axes], &[])
}

/// The share `crop` of the short side, rounded to whole pixels: a half away from zero, where `Round` would go to the even one.
fn cropped(builder: &mut Builder, short: &str, crop: f32) -> String {
    let (share, half) = (builder.floats("crop", &[], &[crop]), builder.floats("rounding", &[], &[0.5]));
    let to = |elements: Elements| [("to", Attribute::Int(elements as usize))];
    let float = builder.node("short_float", "Cast", &[short], &to(Elements::F32));
    let exact = builder.node("side_exact", "Mul", &[&float, &share], &[]);
    let above = builder.node("side_above", "Add", &[&exact, &half], &[]);
    let rounded = builder.node("side_rounded", "Floor", &[&above], &[]);
    builder.node("side", "Cast", &[&rounded], &to(Elements::I64))
}

fn normalise(builder: &mut Builder, input: &Input, levels: &str) {
    let rescale = builder.floats("rescale", &[], &[input.rescale]);
    let rescaled = builder.node("rescaled", "Mul", &[levels, &rescale], &[]);
    let standardised = by_its_own_figures(builder, input.sample, rescaled);
    let mean = builder.floats("mean", &[1, 3, 1, 1], &input.mean);
    let std = builder.floats("std", &[1, 3, 1, 1], &input.std);
    let centred = builder.node("centred", "Sub", &[&standardised, &mean], &[]);
    builder.node("input", "Div", &[&centred, &std], &[]);
}

/// Over all pixels and channels of the picture.
fn by_its_own_figures(builder: &mut Builder, sample: Sample, values: String) -> String {
    if sample == Sample::AsIs {
        return values;
    }
    let mean = builder.node("own_mean", "ReduceMean", &[&values], &[]);
    let centred = builder.node("own_centred", "Sub", &[&values, &mean], &[]);
    if sample == Sample::Centred {
        return centred;
    }
    let squares = builder.node("own_squares", "Mul", &[&centred, &centred], &[]);
    let variance = builder.node("own_variance", "ReduceMean", &[&squares], &[]);
    let deviation = builder.node("own_deviation", "Sqrt", &[&variance], &[]);
    let epsilon = builder.floats("own_epsilon", &[], &[Standardizer::EPSILON as f32]);
    let divisor = builder.node("own_divisor", "Add", &[&deviation, &epsilon], &[]);
    builder.node("own_standardised", "Div", &[&centred, &divisor], &[])
}
