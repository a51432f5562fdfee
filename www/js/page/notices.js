/** Lines at the foot of the page that stay until they are closed: a lost GPU, a full disk, what an import brought. One line a code. */
import { byId, clone, part } from "./template.js";

/** @type {Map<string, HTMLElement>} by code */
const shown = new Map();

/**
 * @param {{ code: string, message: string }} notice
 * @param {object} [options]
 * @param {boolean} [options.calm] whether nothing is wrong
 * @param {HTMLElement | null} [options.more] what is shown below the line
 * @param {() => void} [options.onClose] called when someone closes it
 */
export function showNotice({ code, message }, { calm = false, more = null, onClose = () => {} } = {}) {
  hideNotice(code);
  const element = clone("notice");
  element.classList.toggle("calm", calm);
  if (calm) element.role = "status";
  part(element, "text", HTMLElement).textContent = message;
  part(element, "close", HTMLButtonElement).addEventListener("click", () => (hideNotice(code), onClose()));
  if (more) element.append(more);
  byId("notices", HTMLElement).append(element);
  shown.set(code, element);
}

/** @param {string} code */
export function hideNotice(code) {
  shown.get(code)?.remove();
  shown.delete(code);
}
