/** Renames in place: Enter or leaving the field takes the new name, Escape restores the old one. */
import { toastError } from "../page/toasts.js";

/**
 * @param {HTMLInputElement} input
 * @param {(name: string) => Promise<void>} rename
 * @returns {{ show: (name: string) => void, edit: () => void }}
 */
export function nameField(input, rename) {
  let current = "";
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") input.value = current;
    if (event.key === "Escape" || event.key === "Enter") input.blur();
  });
  input.addEventListener("change", async () => {
    const name = input.value.trim();
    try {
      if (name !== "" && name !== current) await rename(name);
      else input.value = current;
    } catch (error) {
      input.value = current;
      toastError(error);
    }
  });
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
