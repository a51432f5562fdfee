/** "Let Pupil choose": within a time that one gives it, tries what may be better than the model in use, and says what that brought. */
import { networkName } from "../networks/names.js";
import { announce } from "../page/announce.js";
import { byId, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { nameOf } from "./method.js";
import { TRIES, VARIED } from "./tries.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */
/** @import { Trying } from "./tries.js" */

/**
 * @param {Pupil} pupil
 * @param {import("./standings.js").Standings} standings
 * @param {Trying["train"]} train
 */
export function chooser(pupil, standings, train) {
  const root = byId("improve", HTMLDetailsElement);
  const button = part(root, "choose", HTMLButtonElement);
  const minutes = part(root, "choose-time", HTMLSelectElement);
  const words = part(root, "chosen", HTMLElement);
  /** Ends what is under way. @type {AbortController | null} */
  let stop = null;
  const say = (/** @type {string} */ text) => {
    words.textContent = text;
    words.hidden = text === "";
  };
  const choose = async () => {
    stop = new AbortController();
    button.textContent = "Stop choosing";
    say("");
    const trying = { pupil, standings, train, say, stop: stop.signal, deadline: performance.now() + Number(minutes.value) * 60_000 };
    const brought = await tryAll(trying).catch((error) => (toastError(error), []));
    stop = null;
    button.textContent = "Let Pupil choose";
    say(brought.length === 0 ? "" : `${brought.join("; ")}. In use now: ${inUse(pupil)}.`);
    if (words.textContent) announce(words.textContent);
  };
  button.addEventListener("click", () => (stop ? stop.abort() : void choose()));
}

/** What each try brought. The settings are afterwards as they were. @param {Trying} trying */
async function tryAll(trying) {
  const { pupil, stop, deadline, say } = trying;
  const { settings } = pupil.project;
  const brought = [];
  try {
    for (const next of TRIES) {
      if (performance.now() >= deadline) break;
      const { words, goesOn } = await next(trying);
      say("");
      if (words) brought.push(words);
      // Someone pressed Stop, or the time is over: the best so far stays.
      if (!goesOn || stop.aborted) break;
    }
  } finally {
    await pupil.training.set(settings);
  }
  return brought;
}

/** "Fine-tune", or with a network that is not the default one "Instant on EfficientNet-Lite2". @param {Pupil} pupil */
function inUse({ project }) {
  const name = project.instant?.inUse && project.instantViews ? VARIED : nameOf(project.trained?.method ?? "instant");
  return project.architecture === "efficientnet_lite0" ? name : `${name} on ${networkName(project.architecture)}`;
}
