/** How good the trained model is, on which pictures, and which of them deserve a second look. */
import { changeIn, followProject } from "../page/project.js";
import { basis } from "../page/reports.js";
import { byId, part } from "../page/template.js";
import { toast, toastError } from "../page/toasts.js";
import { count } from "../page/words.js";
import { classTable, hasNothingToDivide, moreFigures } from "./figures.js";
import { LookedAt } from "./looked-at.js";
import { matrix, nameOf } from "./matrix.js";
import { Review } from "./review.js";
import { alikeEntries, entryOf, labelEntryOf, worstMistakes } from "./second-look.js";
import { testSet } from "./test-set.js";
import { caveat, line, nothingYet, sentence } from "./words.js";

/** @import { MeasuredOn, Project, Report } from "../../pkg/lib/index.js" */

/** Milliseconds without a change before the model is measured anew. */
const SETTLED_MS = 400;

export class EvaluatePanel {
  #root = byId("evaluate", HTMLElement);
  #radios = [...part(this.#root, "measured-on", HTMLFieldSetElement).querySelectorAll("input")];
  /** @type {MeasuredOn | null} */
  #on = null;
  /** @type {Report | null} */
  #report = null;
  #review;
  #lookedAt;
  #inShares = part(this.#root, "shares", HTMLInputElement);
  /** By class, also of those that were deleted since. @type {Map<number, string>} */
  #names = new Map();
  /** Whether the report, or a name in it, may be another. */
  #changed = changeIn((project) => [basis(project), project.classes.map(({ name }) => name)]);
  #timer = 0;

  /**
   * @param {import("../classes/panel.js").Pictures} pictures
   * @param {() => unknown} train
   */
  constructor(pictures, train) {
    const { history, reports } = pictures;
    const { pupil } = history;
    this.pupil = pupil;
    this.reports = reports;
    this.#lookedAt = new LookedAt(pictures, part(this.#root, "pictures", HTMLElement));
    this.#review = new Review(pupil, this.#root);
    for (const radio of this.#radios) radio.addEventListener("change", () => this.#choose(/** @type {MeasuredOn} */ (radio.value)));
    this.#inShares.addEventListener("change", () => this.#show());
    this.#onClick("retrain", train);
    this.#onClick("cross-start", () => this.#crossValidate());
    this.#onClick("worst", () => this.#openWorst());
    this.#onClick("labels", () => this.#openLabels());
    this.#onClick("alike", () => this.#openAlike());
    testSet(history, part(this.#root, "test-set", HTMLElement), () => this.#choose("test"));
    followProject(pupil, (project) => this.#follow(project));
    pupil.addEventListener("state", () => this.#follow(pupil.project));
  }

  /** @param {string} name @param {() => Promise<unknown> | unknown} act */
  #onClick(name, act) {
    part(this.#root, name, HTMLButtonElement).addEventListener("click", () => Promise.resolve(act()).catch(toastError));
  }

  /** @param {Project} project */
  #follow(project) {
    const { classes, trained, cannotTrain, instant } = project;
    const needsTraining = project.needsTraining && !instant?.inUse;
    this.#showKinds(project);
    for (const { id, name } of classes) this.#names.set(id, name);
    part(this.#root, "outdated", HTMLElement).hidden = !trained || !needsTraining;
    part(this.#root, "retrain", HTMLElement).hidden = !trained || !needsTraining || cannotTrain !== null || this.pupil.state !== "idle";
    part(this.#root, "evaluation", HTMLElement).hidden = !trained;
    part(this.#root, "nothing", HTMLElement).textContent = trained ? "" : "Once Pupil is trained, this shows how often it is right, on which pictures, and where it errs.";
    if (!this.#changed(project) || !trained) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#measure().catch(toastError), SETTLED_MS);
  }

  /** The pictures of a class that were wrong, of those that say most. @param {number} classId */
  async openWrongOf(classId) {
    await this.#choose(null);
    const wrong = worstMistakes((this.#report?.predictions ?? []).filter((prediction) => prediction.classId === classId));
    this.#lookedAt.open(`${nameOf(this.#names, classId)}, taken for another`, "The surest of what was wrong comes first. Select those in the wrong class, and move or delete them.", wrong.map(entryOf(this.#names)));
  }

  /** Each kind of model has its own. @param {Project} project */
  #showKinds({ instant }) {
    const isInstant = instant?.inUse ?? false;
    const fits = (/** @type {string} */ on) => !(isInstant ? ["validation", "crossValidation"] : ["outOfFold"]).includes(on);
    for (const radio of this.#radios) /** @type {HTMLElement} */ (radio.parentElement).hidden = !fits(radio.value);
    if (this.#on && !fits(this.#on)) this.#on = null;
  }

  /** @param {MeasuredOn | null} on null for what says most */
  #choose(on) {
    this.#on = on;
    this.#lookedAt.close();
    return this.#measure().catch(toastError);
  }

  /** Asks for the report and shows it; at first, on what is best. */
  async #measure() {
    if (!this.pupil.project.trained) return;
    const on = this.#on;
    const report = on === "crossValidation" ? (this.#review.crossValidated?.report ?? null) : await (on ? this.reports.get(on) : this.reports.best());
    if (on !== this.#on) return; // another was chosen meanwhile
    this.#on = report?.measuredOn ?? on;
    this.#report = report;
    this.#show();
  }

  #show() {
    const report = this.#report;
    const on = this.#on ?? (this.pupil.project.instant?.inUse ? "outOfFold" : "validation");
    for (const radio of this.#radios) radio.checked = radio.value === on;
    part(this.#root, "measured-line", HTMLElement).textContent = line(on);
    const something = report !== null && report.pictures > 0;
    part(this.#root, "sentence", HTMLElement).textContent = report ? sentence(report) : nothingYet(on);
    const hint = part(this.#root, "caveat", HTMLElement);
    hint.textContent = report ? caveat(report) : "";
    hint.hidden = hint.textContent === "";
    part(this.#root, "cross", HTMLElement).hidden = !(on === "crossValidation" || (on === "validation" && !something));
    part(this.#root, "parts", HTMLElement).hidden = !something;
    if (report && something) this.#showParts(report);
  }

  /** @param {Report} report */
  #showParts(report) {
    const table = matrix(report, this.#names, (actual, predicted) => this.#openCell(actual, predicted), this.#inShares.checked);
    part(this.#root, "matrix", HTMLElement).replaceChildren(table);
    part(this.#root, "classes", HTMLElement).replaceChildren(classTable(report, this.#names));
    part(this.#root, "nothing-to-divide", HTMLElement).hidden = !hasNothingToDivide(report);
    part(this.#root, "figures", HTMLElement).replaceChildren(...moreFigures(report));
  }

  /** @param {number} actual @param {number} predicted ids of classes */
  #openCell(actual, predicted) {
    const inCell = (this.#report?.predictions ?? []).filter(({ classId, predictedId }) => classId === actual && predictedId === predicted);
    const title = `${nameOf(this.#names, actual)}, called ${nameOf(this.#names, predicted)}`;
    const words = actual === predicted ? "These were right; the least sure first." : "Select those in the wrong class, and move or delete them.";
    this.#lookedAt.open(title, words, inCell.sort((a, b) => b.loss - a.loss).map(entryOf(this.#names)));
  }

  #openWorst() {
    const worst = worstMistakes(this.#report?.predictions ?? []);
    const words = worst.length > 0 ? "The surest of what was wrong comes first." : "Nothing was wrong.";
    this.#lookedAt.open("Worst mistakes", words, worst.map(entryOf(this.#names)));
  }

  async #openLabels() {
    const found = this.#review.crossValidated ?? (await this.#review.crossValidate());
    if (!found) return;
    const byPicture = new Map(found.report.predictions.map((prediction) => [prediction.pictureId, prediction]));
    const wrong = found.likelyWrong.flatMap((id) => byPicture.get(id) ?? []);
    const words = wrong.length > 0
      ? "Trainings without them are sure that these belong to another class. Move them, or leave them where you know better."
      : "No label looks wrong.";
    this.#lookedAt.open("Likely wrong labels", words, wrong.map(labelEntryOf(this.#names)));
  }

  async #openAlike() {
    const pairs = await this.#review.nearDuplicates();
    if (!pairs) return;
    const words = pairs.length > 0
      ? "Pairs from different recordings or files. If one is learnt and the other is kept back, the figures flatter: delete one of each."
      : "No two pictures from different recordings or files are nearly the same.";
    this.#lookedAt.open("Near-duplicates", words, alikeEntries(pairs, this.pupil.project, this.#names));
  }

  async #crossValidate() {
    const found = await this.#review.crossValidate();
    if (!found) return;
    if (found.unmeasuredClassIds.length > 0) {
      toast(`${count(found.unmeasuredClassIds.length, "class has", "classes have")} one recording only, and could not be judged.`);
    }
    await this.#choose("crossValidation");
  }
}
