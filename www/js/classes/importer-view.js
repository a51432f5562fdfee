/** Shows how far a class's import is, and, line by line, what did not come in. */
import { part } from "../page/template.js";
import { count } from "../page/words.js";

/** More lines than anyone reads; the rest is counted. */
const MAX_LINES = 100;

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
  const lines = failures.slice(0, MAX_LINES).map(line);
  if (failures.length > MAX_LINES) lines.push(line({ name: `and ${failures.length - MAX_LINES} more`, message: "" }));
  list.replaceChildren(...lines);
}

/** @param {{ name: string, message: string }} entry */
function line({ name, message }) {
  const item = document.createElement("li");
  const strong = document.createElement("b");
  strong.textContent = name;
  item.append(strong, message ? ` ${message}` : "");
  return item;
}
