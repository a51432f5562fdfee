/** Augmented views of the pictures, from which the instant model learns too where that was asked for, or measured to be better. */
import { isFatal, PupilError } from "../../shared/errors.js";
import { freed } from "../../shared/picture.js";
import { valueOf } from "../store/open.js";
import { bestReportOf, comparisonOf } from "./report.js";

/** @import { Project } from "./project.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { Change } from "../../shared/store.d.ts" */
/** @import { ViewsTrial } from "../../shared/types.d.ts" */
/** @typedef {Map<number, Float32Array<ArrayBuffer>>} Made the embeddings of pictures' views, by picture */

/** What else there is to do is looked for after this many milliseconds, at the next picture. */
const PAUSE_MS = 2000;

export class Views {
  #project;
  /** Whether the instant model learns from them. */
  areUsed = false;
  /** Pictures that could not be read. @type {Set<number>} */
  #unreadable = new Set();

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  /** Gives the engine those that are stored. */
  async restore() {
    const { store, engine, records } = this.#project;
    this.areUsed = (await valueOf(store, "instantViews")) ?? false;
    if (!this.areUsed) return;
    for await (const chunk of store.chunks("views")) {
      for (const [id, views] of chunk) if (records.has(Number(id))) engine.setViews(Number(id), views);
    }
  }

  /** @param {boolean} use */
  async use(use) {
    if (use === this.areUsed) return;
    await this.#project.store.write(use ? [used(true)] : [used(false), ...this.deletions()]);
    this.areUsed = use;
    if (!use) this.#project.engine.clearViews();
  }

  /**
   * Makes views of all pictures, and goes on with them if the instant model is right more often with them.
   * @param {CallContext} context
   * @returns {Promise<ViewsTrial>}
   */
  async useIfBetter({ signal, progress }) {
    const { queue, instant } = this.#project;
    await instant.learn();
    const before = await bestReportOf(this.#project);
    /** @type {ViewsTrial} */
    const trial = { inUse: this.areUsed, measuredOn: before.measuredOn, comparison: null };
    const { trained } = await queue.run(() => this.#project.engine.project());
    if (this.areUsed || trained?.method !== "instant" || before.measuredOn === "training") return trial;
    const ids = await queue.run(() => this.#project.engine.picturesWithoutViews());
    const made = await this.#of([...ids], (done) => {
      progress({ stage: "embed", done, total: ids.length });
      if (signal.aborted) throw new PupilError("aborted", "Looking at varied pictures was stopped. Everything is as it was.");
    });
    try {
      await queue.run(() => this.#set(made));
      await instant.learn();
      trial.comparison = comparisonOf(this.#project.module, before, await bestReportOf(this.#project));
      trial.inUse = trial.comparison !== null && trial.comparison.after > trial.comparison.before;
      if (trial.inUse) await this.#project.store.write([used(true), ...this.#changes(made)]);
      this.areUsed = trial.inUse;
      return trial;
    } finally {
      if (!this.areUsed) {
        await queue.run(() => this.#project.engine.clearViews());
        await instant.learn();
      }
    }
  }

  /** Makes those of some pictures, if there are pictures without them and nothing else is under way. @returns {Promise<boolean>} whether it did */
  async makeSome() {
    const { queue, engine, store } = this.#project;
    const isWanted = () => this.areUsed && !queue.isBusy;
    const end = performance.now() + PAUSE_MS;
    let makes = false;
    const ids = isWanted() ? await queue.run(() => engine.picturesWithoutViews()) : [];
    for (const id of ids) {
      if (!isWanted() || performance.now() > end) break;
      const made = await this.#of([id]);
      await queue.run(async () => {
        // Another network may have come.
        if (engine !== this.#project.engine || !this.areUsed) return;
        this.#set(made);
        makes ||= made.size > 0;
        // What cannot be stored is made anew after the next start.
        await store.write(this.#changes(made)).catch(console.warn);
      });
    }
    return makes;
  }

  /** What deletes all that are stored. @returns {Change[]} */
  deletions() {
    return [...this.#project.records.pictures.keys()].map((key) => ({ table: "views", key }));
  }

  /**
   * Those of some pictures, as far as they are there and can be read. Each view is made in a task of its own.
   * @param {number[]} ids
   * @param {(done: number) => void} [onPicture] called before each picture; what it throws ends it
   */
  async #of(ids, onPicture = () => {}) {
    /** @type {Made} */
    const made = new Map();
    for (const [index, id] of ids.entries()) {
      onPicture(index);
      if (this.#unreadable.has(id) || !this.#project.records.has(id)) continue;
      try {
        made.set(id, await this.#ofPicture(id));
      } catch (error) {
        if (isFatal(error)) throw error;
        this.#unreadable.add(id);
      }
    }
    return made;
  }

  /** @param {number} id */
  async #ofPicture(id) {
    const { queue } = this.#project;
    const square = await queue.run(() => this.#project.withPicture(id, (picture) => this.#project.engine.square(picture)));
    return freed(square, async () => {
      const embeddings = [];
      for (let index = 0; index < this.#project.engine.viewCount(); index++) {
        embeddings.push(await queue.run(() => this.#project.engine.embedView(square, index)));
      }
      const views = new Float32Array(embeddings.length * embeddings[0].length);
      embeddings.forEach((embedding, index) => views.set(embedding, index * embedding.length));
      return views;
    });
  }

  /** @param {Made} made */
  #set(made) {
    for (const [id, views] of made) if (this.#project.records.has(id)) this.#project.engine.setViews(id, views);
  }

  /** @param {Made} made @returns {Change[]} what stores those of the pictures that are there */
  #changes(made) {
    return [...made].filter(([id]) => this.#project.records.has(id)).map(([key, value]) => ({ table: "views", key, value }));
  }
}

/** @param {boolean} value @returns {Change} */
function used(value) {
  return { table: "values", key: "instantViews", value: value || undefined };
}
