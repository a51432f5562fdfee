/** A message of the system when a training has ended in a tab that nobody sees: for those who ask for it in the settings. */
import { prefer, preferences } from "./preferences.js";
import { byId, part } from "./template.js";
import { toast } from "./toasts.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** @param {Pupil} pupil */
export function offerNotification(pupil) {
  if (!("Notification" in globalThis)) return;
  const settings = byId("settings", HTMLDialogElement);
  const box = part(settings, "notify", HTMLInputElement);
  part(settings, "notify-place", HTMLElement).hidden = false;
  const isWanted = () => preferences().notify && Notification.permission === "granted";
  box.checked = isWanted();
  box.addEventListener("change", async () => {
    if (box.checked && (await Notification.requestPermission()) !== "granted") {
      box.checked = false;
      toast("The browser lets this page send no messages. Allow them in the browser’s settings for this page, then try again.");
    }
    prefer({ notify: box.checked });
  });
  pupil.addEventListener("state", ({ detail }) => {
    if (detail === "idle" && document.hidden && isWanted()) new Notification("Pupil", { body: "The training has ended.", icon: "icon.svg" });
  });
}
