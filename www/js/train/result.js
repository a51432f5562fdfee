/** The report of a training: a sentence, a line a class, and which class was taken for which. */
import { list, percent } from "../page/words.js";
import { classHeader } from "./class-header.js";
import { confusionTable } from "./confusion.js";

/** @typedef {import("../../pkg/lib/types.d.ts").Report} Report */
/** @typedef {import("../../pkg/lib/types.d.ts").Project} Project */

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
  const elements = [figure(report), sentence(report), ...caveats(report, project, names), classTable(report, names)];
  return report.classIds.length > 1 ? [...elements, confusionTable(report, names)] : elements;
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

/** @param {Report} report @param {Map<number, string>} names */
function classTable({ classes, measuredOn }, names) {
  const table = document.createElement("table");
  table.className = "class-table";
  table.createCaption().textContent = "Class by class";
  const head = table.createTHead().insertRow();
  for (const title of ["Class", measuredOn === "validation" ? "Held out" : "Pictures", "Found", "Right when said"]) {
    head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: title }));
  }
  const body = table.createTBody();
  for (const { classId, support, recall, precision } of classes) {
    const row = body.insertRow();
    row.append(classHeader(classId, names));
    for (const text of [String(support), support ? percent(recall) : "–", percent(precision)]) row.insertCell().textContent = text;
  }
  return table;
}

/** @param {string} className @param {string} text */
function paragraph(className, text) {
  return Object.assign(document.createElement("p"), { className, textContent: text });
}
