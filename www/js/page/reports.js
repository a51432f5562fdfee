/** Asks for each report once: several panels show the same one, and it may take seconds. */
import { changeIn, modelOf } from "./project.js";

/** @import { Project, Pupil, Report, ReportOn } from "../../pkg/lib/index.js" */

export class Reports {
  #changed = changeIn(basis);
  /** @type {Map<ReportOn | undefined, Promise<Report>>} */
  #reports = new Map();

  /** @param {Pupil} pupil */
  constructor(pupil) {
    this.pupil = pupil;
  }

  /**
   * @param {ReportOn} [on] which pictures; by default what says most
   * @returns {Promise<Report>} the same one until something changes that it depends on
   */
  get(on) {
    if (this.#changed(this.pupil.project)) this.#reports.clear();
    return this.#reports.get(on) ?? this.#ask(on);
  }

  /** @param {ReportOn} [on] */
  #ask(on) {
    const byDefault = this.#reports.get(undefined);
    const asked = byDefault
      ? byDefault.then((report) => (report.measuredOn === on ? report : this.pupil.report(on)))
      : this.pupil.report(on);
    this.#reports.set(on, asked);
    asked.catch(() => this.#reports.get(on) === asked && this.#reports.delete(on));
    return asked;
  }
}

/** What a report depends on. @param {Project} project */
export function basis(project) {
  const { classes, asidePictures, disabledPictures } = project;
  return [modelOf(project), classes.map(({ id, enabled, pictures }) => [id, enabled, pictures]), asidePictures, disabledPictures];
}
