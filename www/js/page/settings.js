/** The settings: where Pupil computes, and what is stored in this browser. */
import { engineReason } from "./engine.js";
import { prefer, preferences } from "./preferences.js";
import { storageSection } from "./storage.js";
import { byId, part } from "./template.js";
import { toast, toastError } from "./toasts.js";

/** @import { Backend, Pupil } from "../../pkg/lib/index.js" */

/**
 * @param {Pupil} pupil
 * @param {"auto" | Backend} asked the backend that the page was opened with
 * @param {() => void} cleared called after everything was deleted
 */
export function settingsDialog(pupil, asked, cleared) {
  const dialog = byId("settings", HTMLDialogElement);
  const open = byId("open-settings", HTMLButtonElement);
  open.hidden = false;
  const showStorage = storageSection(dialog, pupil);
  open.addEventListener("click", () => {
    void showStorage();
    dialog.showModal();
  });
  backendChoice(dialog, pupil, asked);
  lessons(dialog, pupil);
  deletion(dialog, pupil, cleared);
}

/** Opens the settings at what is kept in this browser. */
export function openStorage() {
  byId("open-settings", HTMLButtonElement).click();
  part(byId("settings", HTMLDialogElement), "storage", HTMLElement).scrollIntoView({ block: "center" });
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

/** @param {HTMLElement} dialog @param {Pupil} pupil */
function lessons(dialog, pupil) {
  const onPress = part(dialog, "learn-on-press", HTMLInputElement);
  onPress.checked = preferences().learnOnPress;
  onPress.addEventListener("change", () => {
    prefer({ learnOnPress: onPress.checked });
    pupil.instant.follow(!onPress.checked).catch(toastError);
  });
}

/** @param {HTMLDialogElement} dialog @param {Pupil} pupil @param {() => void} cleared */
function deletion(dialog, pupil, cleared) {
  const confirm = byId("confirm-clear", HTMLDialogElement);
  part(dialog, "clear", HTMLButtonElement).addEventListener("click", () => {
    confirm.returnValue = "";
    confirm.showModal();
  });
  confirm.addEventListener("close", async () => {
    if (confirm.returnValue !== "delete") return;
    try {
      await pupil.clear();
      cleared();
      dialog.close();
      toast("Everything is deleted.");
    } catch (error) {
      toastError(error);
    }
  });
}
