/** What the list of runs says of how good each is: the one in use on what says most, others beside it, on the same pictures. */
import { evidenceOf, inShort } from "./evidence.js";
import { standingWords } from "./standings.js";

/** @import { Project } from "../../pkg/lib/index.js" */

/** Milliseconds without a change before they are asked for. */
const SETTLED_MS = 400;

export class RunFigures {
  /** By model; of Instant by null. @type {Map<number | null, string>} */
  #texts = new Map();
  #timer = 0;
  #round = 0;

  /**
   * @param {import("./standings.js").Standings} standings
   * @param {import("../page/reports.js").Reports} reports
   * @param {(id: number | null) => void} changed what is said of a model
   */
  constructor(standings, reports, changed) {
    this.standings = standings;
    this.reports = reports;
    this.changed = changed;
  }

  /** What is said of a model; null for Instant. @param {number | null} id */
  of(id) {
    return this.#texts.get(id) ?? "";
  }

  /** Asks anew, when changes have settled. */
  renew() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), SETTLED_MS);
  }

  async #ask() {
    const { pupil } = this.standings;
    if (pupil.state !== "idle") return;
    const round = ++this.#round;
    const { models, backbone, instant } = pupil.project;
    const fitting = models.filter(({ info }) => info.backbone === null || info.backbone === backbone);
    for (const id of [...(instant ? [null] : []), ...fitting.map((model) => model.id)]) {
      const text = await this.#text(id, pupil.project).catch(({ message }) => message);
      if (round !== this.#round) return;
      this.#texts.set(id, text);
      this.changed(id);
    }
  }

  /** @param {number | null} id @param {Project} project */
  async #text(id, { models, trained, instant }) {
    const model = models.find((each) => each.id === id);
    if (model ? model.inUse : instant?.inUse) {
      const evidence = evidenceOf(await this.reports.best());
      return evidence ? inShort(evidence) : "Nothing to measure it on yet";
    }
    const classIds = (model ? model.info : instant)?.classIds ?? [];
    if (!sameIds(classIds, trained?.classIds ?? [])) return "It knows other classes";
    const standing = await this.standings.get(id);
    return standing ? standingWords(standing) : "There is no picture that neither this nor the one in use learnt from";
  }
}

/** @param {number[]} a @param {number[]} b */
function sameIds(a, b) {
  return a.length === b.length && a.every((id) => b.includes(id));
}
