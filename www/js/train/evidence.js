/** How good the model in use is, and on what that was measured: one order of evidence, everywhere. */
import { count } from "../page/words.js";

/** @import { MeasuredOn, Project, Report } from "../../pkg/lib/index.js" */

/**
 * How many were right of how many, and between which shares that of others like them is, with 95 %.
 * @typedef {{ on: MeasuredOn, right: number, of: number, low: number, high: number }} Evidence
 */

/** @type {Record<MeasuredOn, (pictures: string) => string>} */
const OF = {
  test: (pictures) => `of ${pictures} in your test set were right`,
  outOfFold: (pictures) => `of ${pictures} were right, each answered by a model that had not seen it`,
  crossValidation: (pictures) => `of ${pictures} were right, each answered by a model that had not seen it`,
  validation: (pictures) => `of the ${pictures.replace(" ", " held-out ")} were right`,
  training: (pictures) => `of the ${pictures} it learnt from were right`,
};

/** Of the instant model; null where nothing can be measured. @param {Project} project @returns {Evidence | null} */
export function instantEvidence({ instant }) {
  return instant?.outOfFold ? { on: "outOfFold", ...instant.outOfFold } : null;
}

/** Null where only what was learnt from was measured. @param {Report} report @returns {Evidence | null} */
export function evidenceOf({ measuredOn, pictures, accuracy, accuracyInterval: [low, high] }) {
  if (measuredOn === "training" || pictures === 0) return null;
  return { on: measuredOn, right: Math.round(accuracy * pictures), of: pictures, low, high };
}

/** "about 9 in 10". @param {Evidence} evidence */
export function roughly({ right, of }) {
  const share = right / of;
  if (right === of) return "all right so far";
  if (share >= 0.95) return "more than 9 in 10 right";
  const tenths = Math.round(share * 10);
  return tenths === 0 ? "hardly any right" : `about ${tenths} in 10 right`;
}

/** @type {Record<MeasuredOn, string>} */
const SHORT = { test: " in your test set", outOfFold: "", crossValidation: "", validation: " held out", training: " it learnt from" };

/** "52 of 58 in your test set right." @param {Evidence} evidence */
export function inShort({ on, right, of }) {
  return `${right.toLocaleString("en")} of ${of.toLocaleString("en")}${SHORT[on]} right.`;
}

/** "52 of 58 pictures were right, each …: expect 84 to 97 of 100." @param {Evidence} evidence */
export function evidenceSentence(evidence) {
  const { on, right, of, low, high } = evidence;
  const [from, to] = [low, high].map((share) => Math.round(100 * share));
  return `${right.toLocaleString("en")} ${OF[on](count(of, "picture"))}. Of others like these, expect ${from} to ${to} of 100.`;
}
