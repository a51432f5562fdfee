/** What a report says, in plain words. */
import { count, percent } from "../page/words.js";

/** @import { MeasuredOn, Report } from "../../pkg/lib/index.js" */

/** @type {Record<MeasuredOn, (pictures: string) => string>} */
const MEASURED = {
  validation: (pictures) => `Of ${pictures} held out of the training`,
  test: (pictures) => `Of ${pictures} in your test set, which had no part in the training`,
  training: (pictures) => `Of the ${pictures} it learnt from`,
  crossValidation: (pictures) => `Of ${pictures}, each judged by a training that went without its recording or file`,
};

/** @type {Record<MeasuredOn, string>} */
const NOTHING = {
  validation: "Nothing could be held out of the training. Add pictures from other recordings or files, or look at all in turn.",
  test: "There is nothing in your test set that this training has not seen. Add a test folder below; of what you set aside just now, train again first.",
  training: "The pictures it learnt from are gone.",
  crossValidation: "Not looked at yet. Five quick trainings go without a fifth of your pictures each, and are asked about these.",
};

/** @type {Record<MeasuredOn, string>} */
const CAVEATS = {
  validation: "",
  test: "",
  training: "This flatters: a network can learn its own pictures by heart.",
  crossValidation: "This judges quick trainings on your pictures, not the one in use.",
};

/** @param {Report} report */
export function sentence({ measuredOn, pictures, accuracy, accuracyInterval: [low, high] }) {
  if (pictures === 0) return NOTHING[measuredOn];
  const sure = measuredOn === "training" ? "" : ` Of others like these, it is 95 % sure to be between ${percent(low)} and ${percent(high)}.`;
  return `${MEASURED[measuredOn](count(pictures, "picture"))}, ${percent(accuracy)} were right.${sure}`;
}

/** @param {MeasuredOn} measuredOn */
export function nothingYet(measuredOn) {
  return NOTHING[measuredOn];
}

/** @param {Report} report */
export function caveat({ measuredOn, pictures }) {
  return pictures === 0 ? "" : CAVEATS[measuredOn];
}
