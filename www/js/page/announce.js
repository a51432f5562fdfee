/** Says things to screen readers that others see happen. */
import { byId } from "./template.js";

/** @param {string} text one sentence, read when the reader is idle */
export function announce(text) {
  byId("announcer", HTMLElement).textContent = text;
}
