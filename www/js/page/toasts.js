/** Short messages at the foot of the page; some can be undone. */
import { announce } from "./announce.js";
import { byId, clone, part } from "./template.js";

/** Long enough to read the line and reach the button. */
const SHOWN_MS = 10_000;

/**
 * Shows `text` in place of the message before, and says it; one that can be undone stays beside it.
 * @param {string} text
 * @param {(() => unknown) | null} [undo] of what the text reports; it gets a button
 * @returns {() => void} takes it away
 */
export function toast(text, undo = null) {
  const element = clone("toast");
  const list = byId("toasts", HTMLElement);
  const close = () => element.remove();
  part(element, "text", HTMLElement).textContent = text;
  part(element, "close", HTMLButtonElement).addEventListener("click", close);
  element.classList.toggle("undoable", undo !== null);
  if (undo) offerUndo(part(element, "undo", HTMLButtonElement), undo);
  dismissWhenIdle(element, close);
  for (const before of list.querySelectorAll(".toast:not(.undoable)")) before.remove();
  list.append(element);
  announce(text);
  return close;
}

/** @param {unknown} error what a call to Pupil rejected with */
export function toastError(error) {
  toast(error instanceof Error ? error.message : String(error));
}

/** @param {HTMLButtonElement} button @param {() => unknown} undo */
function offerUndo(button, undo) {
  button.hidden = false;
  button.addEventListener("click", undo);
}

/** Waits while the pointer or the focus is on it. @param {HTMLElement} element @param {() => void} close */
function dismissWhenIdle(element, close) {
  let timer = setTimeout(close, SHOWN_MS);
  const wait = () => clearTimeout(timer);
  const again = () => (wait(), (timer = setTimeout(close, SHOWN_MS)));
  for (const type of ["pointerenter", "focusin"]) element.addEventListener(type, wait);
  for (const type of ["pointerleave", "focusout"]) element.addEventListener(type, again);
}
