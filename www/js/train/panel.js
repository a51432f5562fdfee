/** Training: one button, how far it is, and how good the result is in plain words. */
import { announce } from "../page/announce.js";
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { advancedSettings } from "./advanced.js";
import { AugmentationPanel } from "./augmentation.js";
import { Chart } from "./chart.js";
import { NetworkDialog } from "../networks/dialog.js";
import { methodPicker } from "./method.js";
import { modelList } from "./models.js";
import { outcomeElements, outcomeSentence } from "./outcome.js";
import { TrainProgress } from "./progress.js";
import { resultElements, resultInShort } from "./result.js";
import { unfreezeSlider } from "./unfreeze.js";

/** @import { Project, Pupil, Report, TrainingMessage, TrainingResult } from "../../pkg/lib/index.js" */

export class TrainPanel {
  #root = byId("train", HTMLElement);
  #start = part(this.#root, "start", HTMLButtonElement);
  #stop = part(this.#root, "stop", HTMLButtonElement);
  #chart = new Chart(this.#root);
  /** The one whose curves and result are shown. @type {number | null} */
  #model = null;
  /** Of what was held out in the last training. @type {Report | null} */
  #report = null;
  /** By class, also of those that were deleted since. @type {Map<number, string>} */
  #names = new Map();
  /** Of the last run in this tab. @type {TrainingResult | null} */
  #result = null;

  /** @param {Pupil} pupil @param {import("../page/reports.js").Reports} reports */
  constructor(pupil, reports) {
    this.pupil = pupil;
    this.reports = reports;
    this.#start.addEventListener("click", () => this.train());
    const progress = new TrainProgress(this.#root, pupil);
    this.#stop.addEventListener("click", () => (progress.stop(), pupil.training.stop().catch(toastError)));
    pupil.addEventListener("training", ({ detail }) => (progress.handle(detail), this.#handle(detail)));
    methodPicker(pupil);
    unfreezeSlider(pupil);
    modelList(pupil);
    new NetworkDialog(pupil);
    advancedSettings(part(this.#root, "advanced", HTMLFormElement), pupil);
    pupil.augmentation.presets().then((presets) => new AugmentationPanel(pupil, presets)).catch(toastError);
    followProject(pupil, (project) => this.#show(project));
  }

  async train() {
    if (this.pupil.state !== "idle") return;
    this.#result = null;
    this.#showRunning(true);
    try {
      const training = this.pupil.train();
      this.#stop.focus({ preventScroll: true });
      await this.#end(await training);
    } catch (error) {
      toastError(error);
    }
    const focused = document.activeElement === this.#stop || document.activeElement === document.body;
    this.#showRunning(false);
    if (focused) this.#start.focus({ preventScroll: true });
  }

  /** @param {TrainingResult} result */
  async #end(result) {
    this.#result = result;
    const { trained } = this.pupil.project;
    if (!result.inUse) this.#chart.show(trained?.epochs ?? []);
    const measured = trained ? resultInShort(await this.#measure()) : "";
    announce([result.inUse ? "Trained." : "", outcomeSentence(result), measured].filter(Boolean).join(" "));
  }

  /** @param {Project} project */
  #show({ trained, needsTraining, cannotTrain, models }) {
    const model = models.find(({ inUse }) => inUse)?.id ?? null;
    const running = this.pupil.state !== "idle";
    if (model !== this.#model && !running) this.#turnTo(model, trained);
    const outdated = trained !== null && needsTraining;
    const badge = part(this.#root, "badge", HTMLElement);
    badge.textContent = outdated ? "Needs training" : "Up to date";
    badge.classList.toggle("attention", outdated);
    badge.hidden = trained === null || running;
    this.#start.textContent = trained ? "Train again" : "Train";
    this.#start.disabled = cannotTrain !== null;
    part(this.#root, "state", HTMLElement).textContent = stateSentence({ trained, needsTraining, cannotTrain });
    this.#showOutcome(model);
    this.#showResult();
  }

  /** What became of the last run, as long as no other model is put to use. @param {number | null} model the one in use */
  #showOutcome(model) {
    const result = this.#result;
    const outcome = part(this.#root, "outcome", HTMLElement);
    const isUpToDate = result !== null && model === (result.inUse ? result.model : result.before);
    const elements = isUpToDate ? outcomeElements(result, this.pupil) : [];
    const text = elements.map(({ textContent }) => textContent).join("");
    // A button that has the focus keeps it.
    if (text !== outcome.textContent) outcome.replaceChildren(...elements);
    outcome.hidden = this.pupil.state !== "idle" || text === "";
  }

  /** Shows another model, which is in use now: its curves and its result. @param {number | null} model @param {Project["trained"]} trained */
  #turnTo(model, trained) {
    this.#model = model;
    this.#chart.show(trained?.epochs ?? []);
    if (trained) this.#measure().catch(toastError);
  }

  /** The names in it follow those of the classes. */
  #showResult(anew = false) {
    const { project, state } = this.pupil;
    const result = part(this.#root, "result", HTMLElement);
    result.hidden = state !== "idle" || !project.trained || !this.#report;
    result.classList.toggle("outdated", project.needsTraining);
    const renamed = project.classes.filter(({ id, name }) => this.#names.get(id) !== name);
    for (const { id, name } of renamed) this.#names.set(id, name);
    if (this.#report && (anew || renamed.length > 0)) result.replaceChildren(...resultElements(this.#report, project, this.#names));
  }

  /** @param {boolean} running */
  #showRunning(running) {
    this.#start.hidden = running;
    part(this.#root, "running", HTMLElement).hidden = !running;
    part(this.#root, "progress", HTMLElement).hidden = !running;
    part(this.#root, "state", HTMLElement).hidden = running;
    this.#root.classList.toggle("running", running);
    this.#show(this.pupil.project);
  }

  /** @param {TrainingMessage} message */
  #handle(message) {
    if (message.type === "started") this.#began(message);
    else if (message.type === "epoch") this.#chart.add(message);
  }

  /** @param {Extract<TrainingMessage, { type: "started" }>} message */
  #began({ trainingPictures, validationPictures }) {
    this.#chart.show([]);
    const held = validationPictures > 0 ? `, ${validationPictures} held out` : "";
    announce(`Training begins on ${count(trainingPictures, "picture")}${held}.`);
  }

  /** Asks for the report on what was held out, and shows it. */
  async #measure() {
    this.#report = await this.reports.get();
    this.#showResult(true);
    return this.#report;
  }
}

/** @param {Pick<Project, "trained" | "needsTraining" | "cannotTrain">} project */
function stateSentence({ trained, needsTraining, cannotTrain }) {
  if (cannotTrain) return cannotTrain.message;
  if (!trained) return "Everything is there.";
  return needsTraining ? "Classes or pictures changed since the last training." : "";
}
