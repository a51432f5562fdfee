//! A model card in plain words (Mitchell et al. 2019, arXiv:1810.03993).

use super::facts::{Facts, Measured};
use crate::graph::Graph;
use crate::model::{InputLevel, ModelHeader};

/// How many confusions are named.
const MAX_CONFUSIONS: usize = 5;

/// `CARD.md`. `license` is that of the pretrained weights, if their file says.
pub(super) fn card(graph: &Graph, header: &ModelHeader, facts: &Facts, license: Option<&str>) -> String {
    let sections = [
        format!("# Model card\n\nExported from Pupil on {}.", facts.date),
        format!("## What it tells apart\n{}", classes(facts, header)),
        format!("## How good it is\n{}", quality(facts, header)),
        "## What it does not know\nIt names one of the classes above for any picture, whatever it shows. Pictures taken in \
         another place, light or way than the ones it learned from may be named wrongly. Do not use it where a wrong answer \
         harms someone."
            .to_owned(),
        format!("## How it was made\n{}", making(graph, header, license)),
    ];
    sections.join("\n\n") + "\n"
}

fn classes(facts: &Facts, header: &ModelHeader) -> String {
    let known = |id: &u32| header.info.class_ids.contains(id);
    let exported = facts.classes.iter().filter(|class| class.enabled && known(&class.id));
    let line = |(name, pictures, sources): (&str, usize, usize)| {
        format!("- {name}: {} from {}", counted(pictures, "picture"), counted(sources, "source"))
    };
    exported.map(|class| line((&class.name, class.pictures, class.sources))).collect::<Vec<_>>().join("\n")
}

fn quality(facts: &Facts, header: &ModelHeader) -> String {
    let Some(measured) = facts.measured.as_ref().filter(|measured| measured.pictures > 0) else {
        return "It was not measured.".to_owned();
    };
    let on = match &*measured.measured_on {
        "validation" => "that were held out; its best epoch was chosen by them",
        "test" => "that were set aside, and had no part in the training",
        "outOfFold" => "each by a model that had not learned from its source",
        _ => "that it learned from, so the figure flatters",
    };
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let (low, high) = measured.accuracy_interval;
    let mut text = format!(
        "It was right for {} of {} {on}. On many more pictures like these, expect {} to {} (95 % interval).",
        percent(measured.accuracy),
        counted(measured.pictures as usize, "picture"),
        percent(low),
        percent(high)
    );
    let learned = measured.class_ids.len();
    let left_out = measured.class_ids.iter().filter(|&&id| name(facts, id).is_none()).count();
    if left_out > 0 {
        text +=
            &format!(" These figures are of the {learned} classes that it learned, {left_out} more than are exported.");
    }
    let unvalidated = header.info.unvalidated_class_ids.iter().filter_map(|&id| name(facts, id)).collect::<Vec<_>>();
    if !unvalidated.is_empty() {
        text += &format!("\n\nNot measured, because all pictures are of one source: {}.", unvalidated.join(", "));
    }
    text + &confusions(measured, facts)
}

/// The most frequent confusions of classes that are exported, as a list; empty if there are none.
fn confusions(measured: &Measured, facts: &Facts) -> String {
    let rows = measured.confusion.iter().zip(&measured.class_ids);
    let pairs =
        rows.flat_map(|(row, &actual)| row.iter().zip(&measured.class_ids).map(move |(&n, &to)| (n, actual, to)));
    let wrong = pairs.filter(|(count, actual, to)| *count > 0 && actual != to);
    let named = |(count, actual, to): (u32, u32, u32)| Some((count, name(facts, actual)?, name(facts, to)?));
    let mut wrong: Vec<(u32, &str, &str)> = wrong.filter_map(named).collect();
    wrong.sort_by_key(|&(count, ..)| std::cmp::Reverse(count));
    let line = |(count, actual, predicted): &(u32, &str, &str)| {
        format!("- {actual} taken for {predicted}: {}", counted(*count as usize, "picture"))
    };
    let lines: Vec<String> = wrong.iter().take(MAX_CONFUSIONS).map(line).collect();
    if lines.is_empty() { String::new() } else { format!("\n\nMost frequent confusions:\n{}", lines.join("\n")) }
}

fn making(graph: &Graph, header: &ModelHeader, license: Option<&str>) -> String {
    let info = &header.info;
    let weights = match (header.input_level, license) {
        (InputLevel::Pictures, _) => "It was trained from random weights.".to_owned(),
        (_, Some(license)) => format!("Licence of the pretrained weights: {license}."),
        (_, None) => "The pretrained weights came from a file that does not name its licence: find it out before you \
                      publish this model."
            .to_owned(),
    };
    let (learned, held_out) = (counted(info.training_pictures, "picture"), info.validation_pictures);
    let (run, settings) = match &info.settings {
        None => (format!("Learned from {learned} in closed form: a shrunk linear discriminant, without epochs"), None),
        Some(settings) => {
            let (best, epochs) = (info.best_epoch, info.epochs.len());
            let run = format!("Learned from {learned}, {held_out} held out\n- Best epoch: {best} of {epochs}");
            (run, Some(serde_json::to_string_pretty(settings).expect("plain data")))
        }
    };
    let settings = settings.map_or(String::new(), |settings| format!("\n\nSettings:\n```json\n{settings}\n```"));
    format!(
        "- Network: {network}, pictures of {size} × {size} pixels\n- {run}\n- {weights}{settings}",
        network = graph.architecture,
        size = graph.input.size,
    )
}

/// The name of a class that is exported; none for one that is disabled or was removed.
fn name(facts: &Facts, id: u32) -> Option<&str> {
    facts.classes.iter().find(|class| class.id == id && class.enabled).map(|class| &*class.name)
}

fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}
