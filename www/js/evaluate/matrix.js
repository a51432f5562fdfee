/** The confusion matrix: a table whose numbers open their pictures. */
import { classColour } from "../page/project.js";
import { hundredths, percent } from "../page/words.js";
import { classHeader } from "./class-header.js";

/** @import { Report } from "../../pkg/lib/index.js" */

/**
 * @param {Report} report
 * @param {Map<number, string>} names
 * @param {(actual: number, predicted: number) => void} open called with the ids of two classes
 * @param {boolean} inShares whether numbers are per cent of their row, else pictures
 * @returns {HTMLTableElement}
 */
export function matrix({ classIds, confusion, confusionShares }, names, open, inShares) {
  const table = document.createElement("table");
  table.className = "matrix";
  table.createCaption().textContent = "Which was taken for which";
  table.caption?.classList.add("visually-hidden");
  const head = table.createTHead().insertRow();
  head.append(document.createElement("td"), ...classIds.map((id) => columnHeader(nameOf(names, id), id)));
  const body = table.createTBody();
  classIds.forEach((id, actual) => {
    const row = body.insertRow();
    row.append(classHeader(id, names));
    (confusion[actual] ?? []).forEach((pictures, predicted) => {
      const other = classIds[predicted] ?? id;
      const words = `${pictures} of ${nameOf(names, id)} called ${nameOf(names, other)}`;
      const share = confusionShares[actual]?.[predicted] ?? 0;
      const number = inShares ? hundredths(share) : String(pictures);
      fill(row.insertCell(), { number, share, right: id === other, words: `${words}, ${percent(share)}`, open: () => open(id, other) });
    });
  });
  return table;
}

/** @param {Map<number, string>} names @param {number} id */
export function nameOf(names, id) {
  return names.get(id) ?? "deleted class";
}

/**
 * @param {HTMLTableCellElement} cell
 * @param {{ number: string, share: number, right: boolean, words: string, open: () => void }} what
 */
function fill(cell, { number, share, right, words, open }) {
  cell.className = share === 0 ? "none" : right ? "right" : "wrong";
  if (share === 0) return void (cell.textContent = number);
  cell.style.setProperty("--share", String(share));
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: number, title: words });
  button.ariaLabel = words;
  button.addEventListener("click", open);
  cell.append(button);
}

/** @param {string} name @param {number} id */
function columnHeader(name, id) {
  const header = document.createElement("th");
  const text = document.createElement("span");
  header.scope = "col";
  header.title = name;
  text.textContent = name;
  header.append(text);
  header.style.setProperty("--class", classColour(id));
  return header;
}
