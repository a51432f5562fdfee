/** Renames in place: Enter or leaving the field takes the new name, Escape restores the old one. */
import { toast, toastError } from "../page/toasts.js";
import { isGivenName } from "../page/names.js";

/**
 * @param {HTMLInputElement} input
 * @param {object} actions
 * @param {(name: string) => Promise<void>} actions.rename
 * @param {(name: string) => boolean} actions.isTaken whether another class has the name
 * @param {() => void} actions.goOn called after Enter
 * @returns {{ show: (name: string) => void, edit: () => void }}
 */
export function nameField(input, { rename, isTaken, goOn }) {
  let current = "";
  /** Takes what was typed. @returns {boolean} false if another class has that name: then the old one is back */
  const commit = () => {
    const name = input.value.trim();
    const before = current;
    input.value = current;
    if (name === "" || name === before) return true;
    if (isTaken(name)) {
      toast(`Another class is called “${name}” already. Choose another name, or add the pictures there.`);
      return false;
    }
    input.value = current = name;
    rename(name).catch((error) => {
      input.value = current = before;
      toastError(error);
    });
    return true;
  };
  input.addEventListener("change", commit);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      input.value = current;
      input.blur();
    } else if (event.key === "Enter") {
      event.preventDefault();
      commit() ? goOn() : input.select();
    }
  });
  selectGivenName(input);
  return {
    show(name) {
      current = name;
      if (document.activeElement !== input) input.value = name;
    },
    edit() {
      input.focus();
      input.select();
    },
  };
}

/** The click that gives the field the focus selects a name that nobody chose: typing replaces it. @param {HTMLInputElement} input */
function selectGivenName(input) {
  let focused = false;
  input.addEventListener("pointerdown", () => (focused = document.activeElement === input));
  input.addEventListener("click", () => !focused && isGivenName(input.value) && input.select());
}
