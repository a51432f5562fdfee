/** Shows how far a class's intake is, and, line by line, what did not come in. */
import { part } from "../page/template.js";
import { count } from "../page/words.js";

/** More lines than anyone reads; the rest is counted. */
const MOST_LINES = 100;

/**
 * @param {HTMLElement} card
 * @param {import("./intake.js").Intake} intake
 */
export function showIntake(card, intake) {
  showProgress(card, intake);
  showTrouble(card, intake.trouble);
}

/** @param {HTMLElement} card @param {import("./intake.js").Intake} intake */
function showProgress(card, { done, total, waiting }) {
  const bar = part(card, "intake-bar", HTMLProgressElement);
  const text = waiting ? `${count(total, "picture")} to read` : `Reading ${Math.min(done + 1, total)} of ${count(total, "picture")}`;
  part(card, "intake", HTMLElement).hidden = total === 0;
  part(card, "intake-text", HTMLElement).textContent = text;
  bar.max = total || 1;
  bar.value = done;
  bar.ariaLabel = text;
}

/** @param {HTMLElement} card @param {{ name: string, message: string }[]} trouble */
function showTrouble(card, trouble) {
  const box = part(card, "trouble", HTMLElement);
  const list = part(card, "trouble-list", HTMLElement);
  box.hidden = trouble.length === 0;
  if (list.dataset.lines === String(trouble.length)) return;
  list.dataset.lines = String(trouble.length);
  part(card, "trouble-title", HTMLElement).textContent = `${count(trouble.length, "file")} did not come in:`;
  const lines = trouble.slice(0, MOST_LINES).map(line);
  if (trouble.length > MOST_LINES) lines.push(line({ name: `and ${trouble.length - MOST_LINES} more`, message: "" }));
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
