/** What is kept in this browser: how much it takes, and what can go. */
import { announce } from "./announce.js";
import { followProject } from "./project.js";
import { part } from "./template.js";
import { toastError } from "./toasts.js";
import { count, list, size } from "./words.js";

/** @import { Project, Pupil } from "../../pkg/lib/index.js" */

/** @param {HTMLElement} dialog @param {Pupil} pupil @returns {() => Promise<void>} brings it up to date */
export function storageSection(dialog, pupil) {
  const rows = part(dialog, "stored", HTMLElement);
  const update = () => showUsage(dialog, pupil.project);
  followProject(pupil, (project) => {
    rows.replaceChildren(...storedRows(project, async (what, remove) => {
      await remove().catch(toastError);
      announce(`${what} deleted.`);
      await update();
    }, pupil));
  });
  part(dialog, "persist", HTMLButtonElement).addEventListener("click", async () => {
    await navigator.storage?.persist?.();
    await update();
  });
  return update;
}

/** @param {HTMLElement} dialog @param {Project} project */
async function showUsage(dialog, project) {
  const { storage } = /** @type {{ storage?: Partial<StorageManager> }} */ (navigator);
  const { usage, quota } = (await storage?.estimate?.()) ?? {};
  const persisted = (await storage?.persisted?.()) ?? false;
  part(dialog, "storage", HTMLElement).textContent = usage === undefined || quota === undefined
    ? "This browser does not say how much room is used."
    : `${size(usage)} are used, of ${size(quota)} that the browser grants. ${shares(usage, project)}`;
  part(dialog, "persist", HTMLButtonElement).hidden = persisted || storage?.persist === undefined;
  part(dialog, "persistence", HTMLElement).textContent = persisted
    ? "The browser keeps it until you delete it."
    : "If the disk gets full, the browser may delete it.";
}

/** What takes how much. @param {number} usage of all of it @param {Project} project */
function shares(usage, { models, backbones }) {
  const runs = models.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const networks = backbones.reduce((sum, { name, bytes }) => sum + (name === null ? 0 : bytes), 0);
  const parts = [["pictures", usage - runs - networks], ["models", runs], ["networks", networks]];
  return `About: ${list(parts.filter(([, bytes]) => Number(bytes) > 0).map(([what, bytes]) => `${what} ${size(Number(bytes))}`))}.`;
}

/**
 * What takes much room and can go without loss of what is in use.
 * @param {Project} project
 * @param {(what: string, remove: () => Promise<unknown>) => void} act
 * @param {Pupil} pupil
 */
function storedRows({ models, backbones }, act, pupil) {
  const earlier = models.filter(({ inUse }) => !inUse);
  const bytes = earlier.reduce((sum, model) => sum + (model.bytes ?? 0), 0);
  const loaded = backbones.filter(({ name, inUse }) => name !== null && !inUse);
  const runs = count(earlier.length, "earlier run");
  const removeRuns = async () => {
    for (const { id } of earlier) await pupil.models.remove(id);
  };
  return [
    ...(earlier.length > 0 ? [row(runs, bytes, () => act(runs, removeRuns))] : []),
    ...loaded.map(({ id, name, bytes }) => row(`Network ${name}`, bytes, () => act(`Network ${name}`, () => pupil.networks.remove(id)))),
  ];
}

/** @param {string} what @param {number} bytes @param {() => void} remove */
function row(what, bytes, remove) {
  const item = document.createElement("li");
  const words = Object.assign(document.createElement("span"), { textContent: bytes > 0 ? `${what}: ${size(bytes)}` : what });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Delete", ariaLabel: `Delete ${what}` });
  button.addEventListener("click", remove);
  item.append(words, button);
  return item;
}
