/** Asks for each report once: several panels show the same one, and it may take seconds. */
import { changeIn, modelOf } from "./project.js";

/** @import { Project, Pupil, Report, ReportOn } from "../../pkg/lib/index.js" */
/** How many of a class's pictures were right. @typedef {Omit<NonNullable<Project["instant"]>["classes"][number], "classId">} Score */

/** Fires "report" when one has come. */
export class Reports extends EventTarget {
  #changed = changeIn(basis);
  /** @type {Map<ReportOn | undefined, Promise<Report>>} */
  #reports = new Map();
  /** What `scores` are of. @type {Report | null} */
  #scored = null;
  /** By picture, the class that the model called it, if a report of the model in use tells; another map after each change. @type {Map<number, number>} */
  called = new Map();
  /** By class, how well it is told apart, once `best` has told; another map after each change. @type {Map<number, Score>} */
  scores = new Map();

  /** @param {Pupil} pupil */
  constructor(pupil) {
    super();
    this.pupil = pupil;
  }

  /**
   * @param {ReportOn} [on] which pictures; by default what says most
   * @returns {Promise<Report>} the same one until something changes that it depends on
   */
  get(on) {
    if (this.#changed(this.pupil.project)) {
      this.#reports.clear();
      this.called = new Map();
      this.scores = new Map();
    }
    return this.#reports.get(on) ?? this.#ask(on);
  }

  /** On what says most: the test set if there is one, else the default. */
  async best() {
    const test = this.pupil.project.asidePictures.length > 0 ? await this.get("test") : null;
    const best = await (test && test.pictures > 0 ? test : this.get());
    if (best !== this.#scored) {
      this.#scored = best;
      this.scores = best.measuredOn === "training" ? new Map() : scoresOf(best);
      this.dispatchEvent(new Event("report"));
    }
    return best;
  }

  /** @param {ReportOn} [on] */
  #ask(on) {
    const byDefault = this.#reports.get(undefined);
    const asking = byDefault
      ? byDefault.then((report) => (report.measuredOn === on ? report : this.pupil.report(on)))
      : this.pupil.report(on);
    // Once its model has gone there is nothing to tell, and nothing to complain of: what comes next is asked for anew.
    const asked = asking.catch((error) => (this.pupil.project.trained ? Promise.reject(error) : /** @type {Promise<Report>} */ (new Promise(() => {}))));
    this.#reports.set(on, asked);
    asked.then((report) => this.#reports.get(on) === asked && this.#keep(report), () => this.#reports.get(on) === asked && this.#reports.delete(on));
    return asked;
  }

  /** @param {Report} report */
  #keep({ predictions }) {
    this.called = new Map([...this.called, ...predictions.map(({ pictureId, predictedId }) => /** @type {const} */ ([pictureId, predictedId]))]);
    this.dispatchEvent(new Event("report"));
  }
}

/** By class, those of which some were measured. @param {Report} report @returns {Map<number, Score>} */
function scoresOf({ classIds, confusion }) {
  const scores = confusion.map((row, actual) => {
    const others = row.map((count, index) => ({ classId: /** @type {number} */ (classIds[index]), count })).filter(({ count }, index) => index !== actual && count > 0);
    const most = others.reduce((/** @type {Score["takenFor"]} */ most, other) => (most && most.count >= other.count ? most : other), null);
    return { right: row[actual] ?? 0, of: row.reduce((sum, count) => sum + count, 0), takenFor: most };
  });
  return new Map(classIds.flatMap((id, index) => {
    const score = scores[index];
    return score && score.of > 0 ? [/** @type {const} */ ([id, score])] : [];
  }));
}

/** What a report depends on. @param {Project} project */
export function basis(project) {
  const { classes, asidePictures, disabledPictures } = project;
  return [modelOf(project), classes.map(({ id, enabled, pictures }) => [id, enabled, pictures]), asidePictures, disabledPictures];
}
