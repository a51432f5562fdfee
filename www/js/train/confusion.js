/** Which class was taken for which: rows are what a picture shows, columns what Pupil said. */
import { classColour } from "../page/project.js";
import { count } from "../page/words.js";
import { classHeader } from "./class-header.js";

/**
 * @param {import("../../pkg/lib/types.d.ts").Report} report
 * @param {Map<number, string>} names
 * @returns {HTMLElement}
 */
export function confusionTable({ classIds, confusion }, names) {
  const table = document.createElement("table");
  table.className = "confusion";
  table.createCaption().textContent = "Rows: what a picture shows. Columns: what Pupil said.";
  const head = table.createTHead().insertRow();
  head.append(document.createElement("td"), ...classIds.map((id) => columnHeader(names.get(id) ?? "deleted class", id)));
  const body = table.createTBody();
  classIds.forEach((id, actual) => {
    const row = body.insertRow();
    row.append(classHeader(id, names));
    fillRow(row, confusion[actual] ?? [], actual);
  });
  return folded(mistakesSentence(confusion), table);
}

/** @param {HTMLTableRowElement} row @param {number[]} counts @param {number} actual */
function fillRow(row, counts, actual) {
  const sum = counts.reduce((total, each) => total + each, 0);
  counts.forEach((pictures, predicted) => {
    const cell = row.insertCell();
    cell.textContent = String(pictures);
    cell.className = pictures === 0 ? "none" : predicted === actual ? "right" : "wrong";
    cell.style.setProperty("--share", String(sum ? pictures / sum : 0));
  });
}

/** @param {string} name @param {number} id */
function columnHeader(name, id) {
  const header = document.createElement("th");
  header.scope = "col";
  header.textContent = header.title = name;
  header.style.setProperty("--class", classColour(id));
  return header;
}

/** @param {number[][]} confusion */
function mistakesSentence(confusion) {
  const wrong = confusion.flatMap((row, actual) => row.filter((_, predicted) => predicted !== actual)).reduce((sum, each) => sum + each, 0);
  return wrong === 0 ? "No mistakes: the table" : `${count(wrong, "mistake")}: which for which`;
}

/** @param {string} title @param {HTMLElement} content */
function folded(title, content) {
  const details = document.createElement("details");
  const scroller = document.createElement("div");
  scroller.className = "scroller";
  scroller.tabIndex = 0;
  scroller.role = "group";
  scroller.ariaLabel = title;
  scroller.append(content);
  details.append(Object.assign(document.createElement("summary"), { textContent: title }), scroller);
  return details;
}
