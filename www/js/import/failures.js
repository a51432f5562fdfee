/** Names what did not come in, and why. */
import { count } from "../page/words.js";

/** @typedef {{ name: string, message: string }} Failure */

/** More lines than anyone reads; the rest is counted. */
const MAX_LINES = 100;

/** A list that is opened by one click. @param {Failure[]} failures @returns {HTMLElement | null} null if there are none */
export function foldedFailures(failures) {
  if (failures.length === 0) return null;
  const fold = document.createElement("details");
  const summary = Object.assign(document.createElement("summary"), { textContent: `${count(failures.length, "file")} did not come in` });
  const list = Object.assign(document.createElement("ul"), { tabIndex: 0, ariaLabel: "What did not come in" });
  list.append(...failureLines(failures));
  fold.addEventListener("toggle", () => fold.open && list.scrollIntoView({ block: "nearest" }));
  fold.append(summary, list);
  return fold;
}

/** One line for each reason, with the names that it holds for. @param {Failure[]} failures @returns {HTMLElement[]} */
export function failureLines(failures) {
  const lines = [...Map.groupBy(failures, ({ message }) => message)].map(([message, alike]) => line(alike.map(({ name }) => name).join(", "), message));
  return lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), line(`and ${lines.length - MAX_LINES} more`, "")] : lines;
}

/** @param {string} name @param {string} message */
function line(name, message) {
  const item = document.createElement("li");
  const strong = document.createElement("b");
  strong.textContent = name;
  item.append(strong, message ? ` ${message}` : "");
  return item;
}
