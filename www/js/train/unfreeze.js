/** How much of the network fine-tuning adjusts: a slider from none of its blocks to all. */
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** @param {Pupil} pupil */
export function unfreezeSlider(pupil) {
  const root = byId("unfreeze", HTMLElement);
  const range = part(root, "range", HTMLInputElement);
  const show = () => (range.ariaValueText = part(root, "value", HTMLOutputElement).value = words(range.valueAsNumber, Number(range.max)));
  followProject(pupil, ({ settings, blocks }) => {
    root.hidden = settings.method !== "fineTune";
    if (document.activeElement === range && range.matches(":active")) return; // it is being dragged
    range.max = String(blocks);
    range.valueAsNumber = settings.unfrozenBlocks;
    show();
  });
  range.addEventListener("input", show);
  range.addEventListener("change", () => pupil.training.set({ unfrozenBlocks: range.valueAsNumber }).catch(toastError));
}

/** @param {number} unfrozen @param {number} blocks */
function words(unfrozen, blocks) {
  if (unfrozen === 0) return "none, only what is added on top";
  return unfrozen >= blocks ? `all ${blocks} blocks` : `the top ${unfrozen} of ${blocks} blocks`;
}
