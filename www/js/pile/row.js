/** A row of the table: the picture, its name, what it is called, and how sure that is. */
import { classColour } from "../page/project.js";
import { fileName } from "../files/folder.js";
import { clone, part } from "../page/template.js";
import { clock, percent } from "../page/words.js";
import { sureness } from "./order.js";

/** @import { Answer, Row } from "./pile.js" */

/** A class that is this unlikely is not worth naming as the second. */
const WORTH_NAMING = 0.01;

/** @param {Row} row @param {HTMLElement} thumbnail */
export function makeRow(row, thumbnail) {
  const element = clone("pile-row");
  const { path, time } = row;
  element.id = `pile-row-${row.id}`;
  element.dataset.id = String(row.id);
  part(element, "picture", HTMLElement).append(thumbnail);
  part(element, "name", HTMLElement).textContent = time === null ? fileName(path) : clock(time);
  part(element, "folder", HTMLElement).textContent = time === null ? path.slice(0, -fileName(path).length).replace(/\/$/, "") : path;
  part(element, "names", HTMLElement).title = path;
  return element;
}

/** @param {HTMLElement} element @param {Row} row @param {string} name of the class that it is called */
export function fillRow(element, row, name) {
  const { answer, trouble } = row;
  const say = (/** @type {string} */ place, /** @type {string} */ text) => (part(element, place, HTMLElement).textContent = text);
  element.classList.toggle("unknown", answer?.none ?? false);
  element.classList.toggle("trouble", trouble !== "");
  say("class", trouble || name);
  say("second", secondWords(answer));
  say("sure", answer && name ? percent(sureness(answer)) : "");
  part(element, "none", HTMLElement).hidden = !answer?.none;
  const swatch = part(element, "swatch", HTMLElement);
  swatch.hidden = !answer || name === "";
  swatch.style.setProperty("--class", classColour(answer?.classes[answer.best]?.classId ?? null));
}

/** "or bee 37 %"; empty where it is hardly possible. @param {Answer | null} answer */
function secondWords(answer) {
  const score = answer?.scores[answer.second] ?? 0;
  const label = answer?.classes[answer.second]?.label;
  return label && score >= WORTH_NAMING ? `or ${label} ${percent(score)}` : "";
}
