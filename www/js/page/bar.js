/** A bar of the template "bar": how sure Pupil is of a class. */
import { classColour } from "./project.js";
import { part } from "./template.js";
import { breakable, percent } from "./words.js";

/** @import { Score } from "../../pkg/lib/index.js" */

/** @param {HTMLElement} bar @param {Score} score */
export function fillBar(bar, { classId, label, score }) {
  bar.style.setProperty("--class", classColour(classId));
  part(bar, "label", HTMLElement).replaceChildren(...breakable(label));
  part(bar, "value", HTMLElement).textContent = percent(score);
  part(bar, "fill", HTMLElement).style.transform = `scaleX(${score})`;
}
