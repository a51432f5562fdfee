/** Shows how far a class's import is, and, line by line, what did not come in. */
import { failureLines } from "../import/failures.js";
import { part } from "../page/template.js";
import { count } from "../page/words.js";

/**
 * @param {HTMLElement} card
 * @param {import("./importer.js").Importer} importer
 */
export function showImport(card, importer) {
  showProgress(card, importer);
  showFailures(card, importer.failures);
}

/** @param {HTMLElement} card @param {import("./importer.js").Importer} importer */
function showProgress(card, { done, total, waiting }) {
  const bar = part(card, "import-bar", HTMLProgressElement);
  const text = waiting ? `${count(total, "picture")} to read` : `Reading ${Math.min(done + 1, total)} of ${count(total, "picture")}`;
  part(card, "import", HTMLElement).hidden = total === 0;
  part(card, "import-text", HTMLElement).textContent = text;
  bar.max = total || 1;
  bar.value = done;
  bar.ariaLabel = text;
}

/** @param {HTMLElement} card @param {{ name: string, message: string }[]} failures */
function showFailures(card, failures) {
  const box = part(card, "failures", HTMLElement);
  const list = part(card, "failures-list", HTMLElement);
  box.hidden = failures.length === 0;
  if (list.dataset.lines === String(failures.length)) return;
  list.dataset.lines = String(failures.length);
  part(card, "failures-title", HTMLElement).textContent = `${count(failures.length, "file")} did not come in:`;
  list.replaceChildren(...failureLines(failures));
}
