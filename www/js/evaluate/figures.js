/** The figures of a report: a line a class, and what is read off all of them. */
import { percent } from "../page/words.js";
import { classHeader } from "./class-header.js";

/** @import { Report } from "../../pkg/lib/index.js" */

/** Where there is nothing to divide by. */
const NOTHING = "–";

/** @param {Report} report @param {Map<number, string>} names @returns {HTMLTableElement} */
export function classTable({ classes, macroMean, weightedMean, pictures }, names) {
  const table = document.createElement("table");
  table.className = "class-table";
  const caption = table.createCaption();
  caption.textContent = "Class by class";
  caption.className = "visually-hidden";
  const head = table.createTHead().insertRow();
  for (const title of ["Class", "Pictures", "Found (recall)", "Right when said (precision)", "F1"]) {
    head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: title }));
  }
  const body = table.createTBody();
  for (const { classId, support, predicted, precision, recall, f1 } of classes) {
    const row = body.insertRow();
    row.append(classHeader(classId, names));
    cells(row, [String(support), support ? percent(recall) : NOTHING, predicted ? percent(precision) : NOTHING, support ? percent(f1) : NOTHING]);
  }
  const foot = table.createTFoot();
  for (const [title, { precision, recall, f1 }] of /** @type {const} */ ([["Mean of the classes", macroMean], ["All pictures", weightedMean]])) {
    const row = foot.insertRow();
    row.append(Object.assign(document.createElement("th"), { scope: "row", textContent: title }));
    cells(row, [String(pictures), percent(recall), percent(precision), percent(f1)]);
  }
  return table;
}

/** @param {HTMLTableRowElement} row @param {string[]} texts */
function cells(row, texts) {
  for (const text of texts) row.insertCell().textContent = text;
}

/** Whether a figure of a class is nothing. @param {Report} report */
export function hasNothingToDivide({ classes }) {
  return classes.some(({ support, predicted }) => support === 0 || predicted === 0);
}

/** Terms and what they are. @param {Report} report @returns {HTMLElement[]} */
export function moreFigures({ classIds, topAccuracies, logLoss, calibrationError, calibrated }) {
  const tops = topAccuracies.slice(1, classIds.length - 1).map((share, index) => figure(`Right among the ${index + 2} most likely`, percent(share)));
  const after = calibrated && `. With a temperature of ${calibrated.temperature.toFixed(2)}, fitted on what was kept back: `;
  return [
    ...tops,
    figure("Log loss", `${logLoss.toFixed(3)}${after ? after + calibrated.logLoss.toFixed(3) : ""}. 0 is best; guessing among n classes gives the logarithm of n`),
    figure("Calibration error", `${percent(calibrationError)}${after ? after + percent(calibrated.calibrationError) : ""}. How far “90 % sure” is from being right 90 times in 100`),
  ].flat();
}

/** @param {string} term @param {string} value */
function figure(term, value) {
  return [
    Object.assign(document.createElement("dt"), { textContent: term }),
    Object.assign(document.createElement("dd"), { textContent: value }),
  ];
}
