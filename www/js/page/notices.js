/** Lines at the foot of the page about something that lasts: a lost GPU, a full disk, a second tab. One line a code. */
import { byId, clone, part } from "./template.js";

/** @import { PupilErrorData } from "../../pkg/lib/index.js" */

/** @type {Map<string, HTMLElement>} by code */
const shown = new Map();

/** @param {PupilErrorData} notice */
export function showNotice({ code, message }) {
  hideNotice(code);
  const element = clone("notice");
  part(element, "text", HTMLElement).textContent = message;
  part(element, "close", HTMLButtonElement).addEventListener("click", () => hideNotice(code));
  byId("notices", HTMLElement).append(element);
  shown.set(code, element);
}

/** @param {string} code */
export function hideNotice(code) {
  shown.get(code)?.remove();
  shown.delete(code);
}
