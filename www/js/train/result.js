/** The report of a training in a sentence; the Evaluate part has the rest. */
import { list, percent } from "../page/words.js";

/** @import { Project, Report } from "../../pkg/lib/index.js" */

/**
 * The result in plain words.
 * @param {Report} report
 * @returns {string}
 */
export function resultSentence({ measuredOn, pictures, accuracy, accuracyInterval: [low, high] }) {
  if (measuredOn === "training") return `${percent(accuracy)} of the ${pictures} pictures it learnt from were right.`;
  const sure = `95 % sure that it is between ${percent(low)} and ${percent(high)}`;
  return `${percent(accuracy)} of the ${pictures} held-out pictures were right (${sure}).`;
}

/** The result in a few words. @param {Report} report */
export function resultInShort({ measuredOn, accuracy }) {
  return `${percent(accuracy)} of the ${measuredOn === "training" ? "pictures it learnt from" : "held-out pictures"} were right.`;
}

/**
 * @param {Report} report
 * @param {Project} project
 * @param {Map<number, string>} names by class, also of those that were deleted since
 * @returns {HTMLElement[]}
 */
export function resultElements(report, project, names) {
  return [figure(report), sentence(report), ...caveats(report, project, names), more()];
}

/** @param {Report} report */
function figure({ accuracy }) {
  const element = paragraph("result-figure", percent(accuracy));
  element.ariaHidden = "true"; // the sentence says it too
  return element;
}

/** @param {Report} report */
function sentence(report) {
  return paragraph("result-sentence", resultSentence(report));
}

/** @param {Report} report @param {Project} project @param {Map<number, string>} names */
function caveats({ measuredOn }, { trained }, names) {
  if (measuredOn === "training") {
    return [paragraph("hint", "This number flatters: nothing could be held out, so it is measured on the pictures Pupil learnt from. Add pictures from other recordings or files.")];
  }
  const unchecked = (trained?.unvalidatedClassIds ?? []).flatMap((id) => names.get(id) ?? []);
  if (unchecked.length === 0) return [];
  return [paragraph("hint", `Nothing of ${list(unchecked)} could be held out: one recording only.`)];
}

/** The way to the rest. */
function more() {
  return Object.assign(document.createElement("a"), { href: "#evaluate", textContent: "Which were confused, and what to do about it" });
}

/** @param {string} className @param {string} text */
function paragraph(className, text) {
  return Object.assign(document.createElement("p"), { className, textContent: text });
}
