/** The settings: where Pupil computes, and what is stored in this browser. */
import { engineReason } from "./engine.js";
import { byId, part } from "./template.js";
import { toast, toastError } from "./toasts.js";
import { size } from "./words.js";

/** @import { Backend, Pupil } from "../../pkg/lib/index.js" */

/**
 * @param {Pupil} pupil
 * @param {"auto" | Backend} asked the backend that the page was opened with
 */
export function settingsDialog(pupil, asked) {
  const dialog = byId("settings", HTMLDialogElement);
  const open = byId("open-settings", HTMLButtonElement);
  open.hidden = false;
  open.addEventListener("click", () => {
    void showStorage(dialog);
    dialog.showModal();
  });
  backendChoice(dialog, pupil, asked);
  part(dialog, "persist", HTMLButtonElement).addEventListener("click", async () => {
    await navigator.storage?.persist?.();
    await showStorage(dialog);
  });
  deletion(dialog, pupil);
}

/** @param {HTMLElement} dialog @param {Pupil} pupil @param {"auto" | Backend} asked */
function backendChoice(dialog, pupil, asked) {
  const choice = part(dialog, "backend", HTMLFieldSetElement);
  const words = part(dialog, "engine", HTMLElement);
  const show = () => (words.textContent = engineReason(pupil.backend));
  // The worker remembers what was chosen on an earlier visit.
  const chosen = pupil.backend.reason === "asked" ? pupil.backend.backend : asked;
  for (const radio of choice.querySelectorAll("input")) {
    radio.checked = radio.value === chosen;
    radio.addEventListener("change", async () => {
      choice.disabled = true;
      words.textContent = "Changing over …";
      await pupil.setBackend(/** @type {"auto" | Backend} */ (radio.value)).catch(toastError);
      choice.disabled = false;
      show();
      radio.focus();
    });
  }
  pupil.addEventListener("backend", show);
  show();
}

/** @param {HTMLElement} dialog */
async function showStorage(dialog) {
  const { storage } = /** @type {{ storage?: Partial<StorageManager> }} */ (navigator);
  const { usage, quota } = (await storage?.estimate?.()) ?? {};
  const persisted = (await storage?.persisted?.()) ?? false;
  part(dialog, "storage", HTMLElement).textContent = usage === undefined || quota === undefined
    ? "This browser does not say how much room is used."
    : `${size(usage)} are used, of ${size(quota)} that the browser grants.`;
  part(dialog, "persist", HTMLButtonElement).hidden = persisted || storage?.persist === undefined;
  part(dialog, "persistence", HTMLElement).textContent = persisted
    ? "The browser keeps it until you delete it."
    : "If the disk gets full, the browser may delete it.";
}

/** @param {HTMLDialogElement} dialog @param {Pupil} pupil */
function deletion(dialog, pupil) {
  const confirm = byId("confirm-clear", HTMLDialogElement);
  part(dialog, "clear", HTMLButtonElement).addEventListener("click", () => {
    confirm.returnValue = "";
    confirm.showModal();
  });
  confirm.addEventListener("close", async () => {
    if (confirm.returnValue !== "delete") return;
    try {
      await pupil.clear();
      dialog.close();
      toast("Everything is deleted.");
    } catch (error) {
      toastError(error);
    }
  });
}
