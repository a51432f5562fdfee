/** Whether Instant learns from variations of the pictures, too. */
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { picturesToLearnFrom } from "./state.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

const HINT = "Turned, moved and lit a little differently, five times each, while nothing else happens. Helps most where pictures are few.";

/** @param {Pupil} pupil */
export function instantViews(pupil) {
  const root = byId("improve", HTMLDetailsElement);
  const box = part(root, "instant-views", HTMLInputElement);
  const hint = byId("instant-views-hint", HTMLElement);
  let changing = false; // until then snapshots have it as it was
  box.addEventListener("change", async () => {
    changing = true;
    await pupil.instant.useViews(box.checked).catch(toastError);
    changing = false;
    box.checked = pupil.project.instantViews;
  });
  followProject(pupil, (project) => {
    if (!changing) box.checked = project.instantViews;
    const [done, all] = [project.instant?.withViews ?? 0, picturesToLearnFrom(project)];
    hint.textContent = project.instantViews && done < all ? `${done.toLocaleString("en")} of ${count(all, "picture")} varied so far.` : HINT;
  });
}
