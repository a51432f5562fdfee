/** The models of the runs so far: what each was, how good it is beside the one in use, and a button that puts it to use again. */
import { removeModel, useInstant, useModel } from "../history/runs.js";
import { announce } from "../page/announce.js";
import { changeIn, followProject } from "../page/project.js";
import { byId, clone, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { basis } from "../page/reports.js";
import { backboneName } from "../networks/names.js";
import { nameOf } from "./method.js";
import { RunFigures } from "./run-figures.js";

/** @import { EditHistory } from "../history/history.js" */
/** @import { InstantInfo, ModelInfo, TrainingSettings } from "../../pkg/lib/index.js" */

/** The settings that are listed where runs differ in them, in a word each. @type {[keyof TrainingSettings, string][]} */
const SHORT_NAMES = [
  ["epochs", "epochs"], ["batchSize", "batch"], ["learningRate", "rate"], ["unfrozenBlocks", "blocks"], ["views", "views"], ["hiddenUnits", "hidden"],
  ["dropout", "dropout"], ["weightDecay", "decay"], ["labelSmoothing", "smoothing"], ["mixup", "mixup"], ["seed", "seed"],
];

/** @param {EditHistory} history @param {import("./standings.js").Standings} standings @param {import("../page/reports.js").Reports} reports */
export function modelList(history, standings, reports) {
  const root = byId("runs", HTMLDetailsElement);
  const list = part(root, "list", HTMLElement);
  /** By model; of Instant by null. @type {Map<number | null, HTMLElement>} */
  const rows = new Map();
  const say = (/** @type {number | null} */ id) => {
    const row = rows.get(id);
    if (row) part(row, "figure", HTMLElement).textContent = figures.of(id);
  };
  const figures = new RunFigures(standings, reports, say);
  const changed = changeIn(({ models, backbone, instant }) => [models, backbone, instant?.inUse]);
  const measured = changeIn((project) => [basis(project), project.models, project.backbone]);
  followProject(history.pupil, (project) => {
    const { models, backbone, instant } = project;
    root.hidden = models.length === 0;
    if (measured(project) && root.open) figures.renew();
    if (!changed(project)) return;
    rows.clear();
    if (instant) rows.set(null, instantRow(instant, history));
    for (const model of models) rows.set(model.id, row(model, models, backbone, history));
    for (const id of rows.keys()) say(id);
    list.replaceChildren(...rows.values());
  });
  root.addEventListener("toggle", () => root.open && figures.renew());
  history.pupil.addEventListener("state", ({ detail }) => detail === "idle" && root.open && figures.renew());
}

/** The instant model: it is no run, and cannot be deleted. @param {InstantInfo} instant @param {EditHistory} history */
function instantRow({ inUse }, history) {
  const element = clone("run");
  part(element, "name", HTMLElement).textContent = "Instant";
  part(element, "used", HTMLElement).hidden = !inUse;
  const use = part(element, "use", HTMLButtonElement);
  use.hidden = inUse;
  use.ariaLabel = "Use Instant";
  use.addEventListener("click", () => useInstant(history).then(() => announce("In use: Instant."), toastError));
  part(element, "remove", HTMLButtonElement).hidden = true;
  return element;
}

/** @param {ModelInfo} model @param {ModelInfo[]} models @param {string} backbone in use @param {EditHistory} history */
function row(model, models, backbone, history) {
  const element = clone("run");
  const { id, info, complete, inUse, savedAt } = model;
  // A model fits the network that it was trained on alone.
  const fits = info.backbone === null || info.backbone === backbone;
  const foreign = fits ? "" : `on ${backboneName(info.backbone ?? "")}: change the network to use it`;
  const name = `${nameOf(info.method)}, ${new Date(savedAt).toLocaleString([], { dateStyle: "short", timeStyle: "short" })}`;
  part(element, "name", HTMLElement).textContent = name;
  part(element, "words", HTMLElement).textContent = [complete ? "" : "cut off", differences(model, models), foreign].filter(Boolean).join(" · ");
  const use = part(element, "use", HTMLButtonElement);
  const remove = part(element, "remove", HTMLButtonElement);
  const used = inUse && fits;
  part(element, "used", HTMLElement).hidden = !used;
  use.hidden = used || !fits;
  remove.hidden = inUse;
  use.ariaLabel = `Use ${name}`;
  remove.ariaLabel = `Delete ${name}`;
  use.addEventListener("click", () => useModel(history, id, name).catch(toastError));
  remove.addEventListener("click", () => removeModel(history, id, name).catch(toastError));
  return element;
}

/** The settings that not all have in common. @param {ModelInfo} model @param {ModelInfo[]} models */
function differences({ info: { settings } }, models) {
  if (!settings) return "";
  const differs = (/** @type {keyof TrainingSettings} */ key) => models.some(({ info }) => info.settings && info.settings[key] !== settings[key]);
  return SHORT_NAMES.filter(([key]) => differs(key)).map(([key, word]) => `${word} ${settings[key]}`).join(", ");
}
