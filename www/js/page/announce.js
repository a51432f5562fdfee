/** Says things to screen readers that others see happen. */
import { byId } from "./template.js";

/** @param {string} text one sentence, read when the reader is idle */
export function announce(text) {
  const announcer = byId("announcer", HTMLElement);
  // The same words again are only read if they differ.
  announcer.textContent = announcer.textContent === text ? `${text}\u00a0` : text;
}

/**
 * Says how far something is at 25, 50 and 75 %, once each; at 0 it begins anew. Its end is told in other words.
 * @param {string} what "Training"
 * @returns {(done: number, total: number) => void}
 */
export function announceQuarters(what) {
  let said = 0;
  return (done, total) => {
    const quarter = total > 0 ? Math.floor((4 * done) / total) : 0;
    if (quarter > said && quarter < 4) announce(`${what}: ${25 * quarter}\u00a0%.`);
    said = quarter === 0 ? 0 : Math.max(said, quarter);
  };
}
