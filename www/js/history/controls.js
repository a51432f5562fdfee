/** Two buttons and the usual keys: undo, and do again. */
import { byId } from "../page/template.js";

/** @import { EditHistory, Step } from "./history.js" */

/** Kinds of input that hold no text to be undone. */
const WITHOUT_TEXT = ["checkbox", "radio", "range", "button", "file"];

/** How the keys are written here. */
const KEYS = /Mac|iP/.test(navigator.platform) ? { undo: "⌘Z", redo: "⇧⌘Z" } : { undo: "Ctrl+Z", redo: "Ctrl+Y" };

/** @param {EditHistory} history */
export function historyControls(history) {
  const [undo, redo] = [byId("undo", HTMLButtonElement), byId("redo", HTMLButtonElement)];
  const show = () => {
    label(undo, "Undo", KEYS.undo, history.last);
    label(redo, "Do again", KEYS.redo, history.next);
  };
  undo.addEventListener("click", () => history.undo());
  redo.addEventListener("click", () => history.redo());
  history.addEventListener("change", show);
  show();
  byId("history", HTMLElement).hidden = false;
  followKeys(history);
}

/** A button without a step keeps the focus that it has: it is disabled in name only. @param {HTMLButtonElement} button @param {string} verb @param {string} keys @param {Step | undefined} step */
function label(button, verb, keys, step) {
  button.ariaDisabled = String(!step);
  button.ariaLabel = step ? `${verb}: ${step.label}` : verb;
  button.title = step ? `${button.ariaLabel} (${keys})` : `Nothing to ${verb.toLowerCase()}`;
}

/** In a text field that is being edited the browser's own undo stays. @param {EditHistory} history */
function followKeys(history) {
  /** The field that was edited since it got the focus, or its change was taken. @type {EventTarget | null} */
  let edited = null;
  document.addEventListener("input", ({ target }) => (edited = holdsText(target) ? target : null));
  for (const type of ["change", "focusin", "focusout"]) document.addEventListener(type, () => (edited = null));
  document.addEventListener("keydown", (event) => {
    const way = wayOf(event);
    if (!way || event.defaultPrevented || edited === event.target || document.querySelector("dialog:modal:not(#viewer)")) return;
    event.preventDefault();
    void history[way]();
  });
}

/** @param {EventTarget | null} target */
function holdsText(target) {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !WITHOUT_TEXT.includes(target.type));
}

/** @param {KeyboardEvent} event @returns {"undo" | "redo" | null} */
function wayOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (ctrlKey === metaKey || altKey) return null;
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" && !shiftKey ? "redo" : null;
}
