//! One HTML page with the model and all that runs it inside.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use serde_json::json;

use super::facts::Facts;
use super::{card, check};
use crate::error::Result;
use crate::graph::{Graph, Op};
use crate::model::ModelFile;
use crate::network::BackboneFile;
use crate::weights::Numbers;

/// The crate `pupil-runtime` as wasm-bindgen makes it for the web.
#[derive(Clone, Copy, Debug)]
pub struct Runtime<'r> {
    /// Its JavaScript, a module.
    pub glue: &'r str,
    /// Its WebAssembly.
    pub module: &'r [u8],
}

/// zlib's own default.
const COMPRESSION: u8 = 6;
/// How far a probability may be off. The browser decodes the picture, and trained weights are rounded.
const TOLERANCE: f64 = 1e-3;

/// The page: `index.html`, which needs no other file, and has a policy that allows it none.
///
/// # Errors
/// Those of [`Graph::new`].
pub fn page(backbone: &BackboneFile, model: &ModelFile, facts: &Facts, runtime: Runtime) -> Result<String> {
    let mut graph = Graph::new(backbone, model, &facts.labels())?;
    round(&mut graph);
    let license = backbone.weights.metadata("license").ok();
    let about = json!({
        "labels": graph.labels,
        "card": card::card(&graph, &model.header, facts, license),
        "check": {
            "picture": BASE64_STANDARD.encode(check::picture(&graph.input)),
            "probabilities": facts.probabilities,
            "tolerance": TOLERANCE,
        },
    });
    // Within a script, only this ends it.
    let about = about.to_string().replace('<', "\\u003c");
    let parts = [
        ("/* style */", include_str!("texts/page/page.css")),
        ("{about}", &about),
        ("{model}", &packed(&graph.to_bytes())),
        ("{runtime}", &packed(runtime.module)),
        ("/* glue */", runtime.glue),
        ("/* script */", include_str!("texts/page/page.js")),
    ];
    Ok(filled(include_str!("texts/page/page.html"), &parts))
}

/// Puts each part in its place; places come in the order of the parts.
fn filled(mut template: &str, parts: &[(&str, &str)]) -> String {
    let mut page = String::new();
    for (place, part) in parts {
        let (before, after) = template.split_once(place).expect("the template has every place, in this order");
        page.extend([before, part]);
        template = after;
    }
    page + template
}

/// Compressed by zlib, in Base64.
fn packed(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(compress_to_vec_zlib(bytes, COMPRESSION))
}

/// Rounds the weights of trained convolutions to 15 bits of mantissa, so that one byte of four is 0 and compresses.
fn round(graph: &mut Graph) {
    for layer in &mut graph.layers {
        if let Op::Conv(conv) = &mut layer.op
            && let Numbers::F32(floats) = &mut conv.kernel.weight
        {
            floats.iter_mut().for_each(|x| *x = f32::from_bits((x.to_bits() + 0x80) & !0xff));
        }
    }
}
