/** Which pictures deserve a second look, as entries of a list. */
import { percent } from "../page/words.js";
import { nameOf } from "./matrix.js";

/** @import { NearDuplicate, PicturePrediction, Project } from "../../pkg/lib/index.js" */
/** @import { Entry } from "./entry.js" */

/** @param {Map<number, string>} names @returns {(prediction: PicturePrediction) => Entry} */
export function entryOf(names) {
  return ({ pictureId, classId, predictedId, confidence, selfConfidence }) => ({
    id: pictureId,
    classId,
    caption: predictedId === classId ? nameOf(names, classId) : `${nameOf(names, classId)}, called ${nameOf(names, predictedId)}`,
    detail: predictedId === classId ? `${percent(confidence)} sure` : `${percent(confidence)} sure; ${percent(selfConfidence)} for its own class`,
  });
}

/** As `entryOf`, with the offer to move it to what it was called. @param {Map<number, string>} names @returns {(prediction: PicturePrediction) => Entry} */
export function labelEntryOf(names) {
  const entry = entryOf(names);
  return (prediction) => {
    const { classId, predictedId, confidence } = prediction;
    if (classId === predictedId) return entry(prediction);
    return { ...entry(prediction), offer: { to: predictedId, name: nameOf(names, predictedId), sure: confidence } };
  };
}

/** The wrong ones, the highest loss first. @param {PicturePrediction[]} predictions */
export function worstMistakes(predictions) {
  return predictions.filter(({ classId, predictedId }) => classId !== predictedId).sort((a, b) => b.loss - a.loss);
}

/**
 * Both of each pair, one after the other.
 * @param {NearDuplicate[]} pairs
 * @param {Project} project
 * @param {Map<number, string>} names
 * @returns {Entry[]}
 */
export function alikeEntries(pairs, { classes, asidePictures }, names) {
  const classOf = new Map(classes.flatMap(({ id, pictures }) => pictures.map((picture) => [picture, id])));
  const aside = new Set(asidePictures);
  const seen = new Set();
  return pairs.flatMap(({ first, second, similarity }, index) => [first, second].flatMap((id) => {
    const classId = classOf.get(id);
    if (seen.has(id) || classId === undefined) return [];
    seen.add(id);
    const testing = aside.has(id) ? ", for testing" : "";
    return [{ id, classId, caption: `${nameOf(names, classId)}${testing}`, detail: `Pair ${index + 1}, ${percent(similarity)} alike` }];
  }));
}
