/** The models of the runs so far: what each was, how well it did, and a button that puts it to use again. */
import { announce } from "../page/announce.js";
import { followProject } from "../page/project.js";
import { byId, clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { percent } from "../page/words.js";
import { backboneName } from "../networks/names.js";
import { nameOf } from "./method.js";

/** @import { Pupil, ModelInfo, TrainingSettings } from "../../pkg/lib/index.js" */

/** The settings that are listed where runs differ in them, in a word each. @type {[keyof TrainingSettings, string][]} */
const SHORT_NAMES = [
  ["epochs", "epochs"], ["batchSize", "batch"], ["learningRate", "rate"], ["unfrozenBlocks", "blocks"], ["views", "views"], ["hiddenUnits", "hidden"],
  ["dropout", "dropout"], ["weightDecay", "decay"], ["labelSmoothing", "smoothing"], ["mixup", "mixup"], ["seed", "seed"],
];

/** @param {Pupil} pupil */
export function modelList(pupil) {
  const root = byId("runs", HTMLDetailsElement);
  const list = part(root, "list", HTMLElement);
  followProject(pupil, ({ models, backbone }) => {
    root.hidden = models.length < 2 && models.every(({ complete }) => complete);
    list.replaceChildren(...models.map((model) => row(model, models, backbone, pupil)));
  });
}

/** @param {ModelInfo} model @param {ModelInfo[]} models @param {string} backbone in use @param {Pupil} pupil */
function row(model, models, backbone, pupil) {
  const element = clone("run");
  const { id, info, complete, inUse, savedAt } = model;
  // A model fits the network that it was trained on alone.
  const fits = info.backbone === null || info.backbone === backbone;
  const foreign = fits ? "" : `on ${backboneName(info.backbone ?? "")}: change the network to use it`;
  const name = `${nameOf(info.settings.method)}, ${new Date(savedAt).toLocaleString([], { dateStyle: "short", timeStyle: "short" })}`;
  part(element, "name", HTMLElement).textContent = name;
  part(element, "words", HTMLElement).textContent = [result(model), complete ? "" : "cut off", differences(model, models), foreign].filter(Boolean).join(" · ");
  const use = part(element, "use", HTMLButtonElement);
  const remove = part(element, "remove", HTMLButtonElement);
  const used = inUse && fits;
  part(element, "used", HTMLElement).hidden = !used;
  use.hidden = used || !fits;
  remove.hidden = inUse;
  use.ariaLabel = `Use ${name}`;
  remove.ariaLabel = `Delete ${name}`;
  use.addEventListener("click", () => pupil.models.use(id).then(() => announce(`In use: ${name}.`)).catch(toastError));
  remove.addEventListener("click", () => pupil.models.remove(id).catch(toastError));
  return element;
}

/** How well it did on what it held out. @param {ModelInfo} model */
function result({ info: { bestEpoch, epochs } }) {
  const best = epochs.find(({ epoch }) => epoch === bestEpoch);
  if (!best) return epochs.length > 0 ? "no better than where it began" : "";
  if (best.validationAccuracy === null) return `${percent(best.accuracy)} of what it learnt from`;
  return `${percent(best.validationAccuracy)} of the held-out pictures, loss ${best.validationLoss?.toFixed(3)}`;
}

/** The settings that not all have in common. @param {ModelInfo} model @param {ModelInfo[]} models */
function differences({ info: { settings } }, models) {
  const differs = (/** @type {keyof TrainingSettings} */ key) => models.some(({ info }) => info.settings[key] !== settings[key]);
  return SHORT_NAMES.filter(([key]) => differs(key)).map(([key, word]) => `${word} ${settings[key]}`).join(", ");
}
