/** Training: what the model in use has learnt, how good it is, and the ways to a better one that take time. */
import { useInstant } from "../history/runs.js";
import { announce } from "../page/announce.js";
import { preferences } from "../page/preferences.js";
import { followProject } from "../page/project.js";
import { byId, part } from "../page/template.js";
import { toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { advancedSettings } from "./advanced.js";
import { AugmentationPanel } from "./augmentation.js";
import { Chart } from "./chart.js";
import { chooser } from "./choose.js";
import { Headline } from "./headline.js";
import { instantViews } from "./instant-views.js";
import { NetworkDialog } from "../networks/dialog.js";
import { methodPicker } from "./method.js";
import { modelList } from "./models.js";
import { LastRun } from "./last-run.js";
import { TrainProgress } from "./progress.js";
import { Standings } from "./standings.js";
import { badge, leftOut, stateSentence } from "./state.js";
import { unfreezeSlider } from "./unfreeze.js";

/** @import { Project, Pupil, TrainingMessage, TrainingResult } from "../../pkg/lib/index.js" */

export class TrainPanel {
  #root = byId("train", HTMLElement);
  #improve = byId("improve", HTMLDetailsElement);
  #start = part(this.#root, "start", HTMLButtonElement);
  #stop = part(this.#root, "stop", HTMLButtonElement);
  #learn = part(this.#root, "learn", HTMLButtonElement);
  #chart = new Chart(this.#root);
  #progress;
  #headline;
  #methods;
  /** The one whose curves are shown. @type {number | null} */
  #model = null;
  #lastRun;

  /** @param {Pupil} pupil @param {import("../page/reports.js").Reports} reports @param {import("../history/history.js").EditHistory} history */
  constructor(pupil, reports, history) {
    this.pupil = pupil;
    this.history = history;
    this.#headline = new Headline(this.#root, pupil, reports);
    const standings = new Standings(pupil);
    this.#lastRun = new LastRun(this.#root, history, standings);
    this.#start.addEventListener("click", () => this.train());
    this.#learn.addEventListener("click", () => pupil.instant.learn().catch(toastError));
    part(this.#root, "again", HTMLButtonElement).addEventListener("click", () => this.train());
    part(this.#root, "use-instant", HTMLButtonElement).addEventListener("click", () => this.#useInstant());
    this.#progress = new TrainProgress(this.#root, pupil);
    this.#stop.addEventListener("click", () => this.stop());
    pupil.addEventListener("training", ({ detail }) => (this.#progress.handle(detail), this.#handle(detail)));
    this.#methods = methodPicker(pupil);
    chooser(pupil, standings, () => this.train());
    instantViews(pupil);
    unfreezeSlider(pupil);
    modelList(history, standings, reports);
    new NetworkDialog(pupil);
    advancedSettings(part(this.#root, "advanced", HTMLFormElement), pupil);
    pupil.augmentation.presets().then((presets) => new AugmentationPanel(pupil, presets)).catch(toastError);
    followProject(pupil, (project) => this.#show(project));
    document.addEventListener("preferences", () => this.#show(pupil.project));
  }

  /** @returns {Promise<TrainingResult | null>} null if it failed, or another is running */
  async train() {
    if (this.pupil.state !== "idle") return null;
    this.#lastRun.forget();
    let result = null;
    const from = document.activeElement;
    this.#showRunning(true);
    try {
      const training = this.pupil.train();
      if (from === this.#start || from === document.body) this.#stop.focus({ preventScroll: true });
      await this.#end((result = await training));
    } catch (error) {
      toastError(error);
    }
    const focused = document.activeElement === this.#stop || document.activeElement === document.body;
    this.#showRunning(false);
    if (focused) (this.#improve.open ? this.#start : this.#root).focus({ preventScroll: true });
    return result;
  }

  /** What the main action is: in lessons Instant waits for a press. @returns {"Learn" | "Train"} */
  get action() {
    return this.#learn.hidden ? "Train" : "Learn";
  }

  act() {
    return this.#learn.hidden ? this.train() : this.#learn.click();
  }

  /** Ends the training with the best so far. */
  stop() {
    if (this.pupil.state === "idle") return;
    this.#progress.stop();
    this.pupil.training.stop().catch(toastError);
  }

  /** @param {TrainingResult} result */
  async #end(result) {
    if (!result.inUse) this.#chart.show(this.pupil.project.trained?.epochs ?? []);
    const outcome = await this.#lastRun.end(result);
    const measured = await this.#headline.measure();
    announce([result.inUse ? "Trained." : "", outcome, measured].filter(Boolean).join(" "));
  }

  async #useInstant() {
    await useInstant(this.history).then(() => announce("Instant is in use."), toastError);
    this.#root.focus({ preventScroll: true });
  }

  /** @param {Project} project */
  #show(project) {
    const { trained, needsTraining, cannotTrain, models, instant } = project;
    const model = models.find(({ inUse }) => inUse)?.id ?? null;
    const running = this.pupil.state !== "idle";
    if (model !== this.#model && !running) this.#turnTo(model, trained);
    const { learnOnPress } = preferences();
    this.#showBadge(running ? null : badge(project, learnOnPress));
    this.#start.disabled = part(this.#improve, "choose", HTMLButtonElement).disabled = cannotTrain !== null;
    const cannot = part(this.#improve, "cannot", HTMLElement);
    cannot.textContent = cannotTrain?.message ?? "";
    cannot.hidden = cannotTrain === null;
    this.#learn.hidden = running || !learnOnPress || cannotTrain !== null || instant?.upToDate === true;
    part(this.#root, "state", HTMLElement).textContent = stateSentence(project, learnOnPress);
    this.#showStale(!running && trained !== null && needsTraining && !instant?.inUse && cannotTrain === null);
    this.#lastRun.show(project);
    this.#headline.show(project);
  }

  /** @param {import("./state.js").Badge | null} badge */
  #showBadge(badge) {
    const element = part(this.#root, "badge", HTMLElement);
    element.hidden = badge === null;
    element.textContent = badge?.text ?? "";
    element.classList.toggle("attention", badge?.outdated ?? false);
  }

  /** What was trained is never replaced by itself: both ways are offered. @param {boolean} stale */
  #showStale(stale) {
    part(this.#root, "stale", HTMLElement).hidden = !stale;
    if (stale) part(this.#root, "again", HTMLButtonElement).textContent = `Train again, ${this.#methods.expectedTime()}`;
  }

  /** Shows the curves of another model, which is in use now. @param {number | null} model @param {Project["trained"]} trained */
  #turnTo(model, trained) {
    this.#model = model;
    this.#chart.show(trained?.epochs ?? []);
  }

  /** @param {boolean} running */
  #showRunning(running) {
    this.#start.hidden = part(this.#improve, "choose-row", HTMLElement).hidden = running;
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
  #began({ trainingPictures, validationPictures, emptyClassIds }) {
    this.#chart.show([]);
    const held = validationPictures > 0 ? `, ${validationPictures} held out` : "";
    announce(`Training begins on ${count(trainingPictures, "picture")}${held}. ${leftOut(this.pupil.project, emptyClassIds)}`.trim());
  }
}
