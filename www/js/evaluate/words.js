/** What a report says, in plain words. */
import { count, percent } from "../page/words.js";

/** @import { MeasuredOn, Report } from "../../pkg/lib/index.js" */

/** What each is. @type {Record<MeasuredOn, string>} */
const LINES = {
  outOfFold: "All your pictures: each is answered by a model that had not seen its recording or file.",
  validation: "Part of your pictures, which the training did not learn from. The best round was chosen by them.",
  test: "Pictures that you added for testing alone.",
  training: "The pictures that it learnt from.",
  crossValidation: "All your pictures: five quick trainings go without a fifth of them each, and are asked about that fifth.",
};

/** @type {Record<MeasuredOn, (pictures: string) => string>} */
const MEASURED = {
  validation: (pictures) => `Of ${pictures} kept back from the training`,
  test: (pictures) => `Of ${pictures} in your test set, which had no part in the training`,
  training: (pictures) => `Of the ${pictures} it learnt from`,
  outOfFold: (pictures) => `Of ${pictures}, each answered by a model that had not seen its recording or file`,
  crossValidation: (pictures) => `Of ${pictures}, each judged by a training that went without its recording or file`,
};

/** @type {Record<MeasuredOn, string>} */
const NOTHING = {
  validation: "Nothing could be kept back from the training. Add pictures from other recordings or files, or check each in turn.",
  test: "There is nothing in your test set that this training has not seen. Add a test folder below; for those that you chose just now, train again first.",
  training: "The pictures it learnt from are gone.",
  outOfFold: "Nothing can be measured yet: each class needs two recordings or files.",
  crossValidation: "Not looked at yet.",
};

/** @type {Record<MeasuredOn, string>} */
const CAVEATS = {
  validation: "",
  test: "",
  outOfFold: "",
  training: "This flatters: a network can learn its own pictures by heart.",
  crossValidation: "This judges quick trainings on your pictures, not the one in use.",
};

/** @param {Report} report */
export function sentence({ measuredOn, pictures, accuracy, accuracyInterval: [low, high] }) {
  if (pictures === 0) return NOTHING[measuredOn];
  const expected = measuredOn === "training" ? "" : ` Of 100 others like these, expect ${Math.round(100 * low)} to ${Math.round(100 * high)} to be right.`;
  return `${MEASURED[measuredOn](count(pictures, "picture"))}, ${percent(accuracy)} were right.${expected}`;
}

/** @param {MeasuredOn} measuredOn */
export function line(measuredOn) {
  return LINES[measuredOn];
}

/** @param {MeasuredOn} measuredOn */
export function nothingYet(measuredOn) {
  return NOTHING[measuredOn];
}

/** @param {Report} report */
export function caveat({ measuredOn, pictures }) {
  return pictures === 0 ? "" : CAVEATS[measuredOn];
}
