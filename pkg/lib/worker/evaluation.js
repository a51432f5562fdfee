/** Pictures and labels that deserve a second look. */
import { slices } from "./engine/slices.js";

/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { CrossValidated, NearDuplicate } from "../shared/types.d.ts" */

export class Evaluation {
  #project;

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  /** @param {CallContext} context @returns {Promise<CrossValidated | null>} null if it was aborted */
  crossValidate({ signal, progress }) {
    const { queue, engine } = this.#project;
    return queue.hold(async () => {
      await queue.run(() => engine.startCrossValidation());
      if (signal.aborted) return null;
      for await (const { done, total } of slices(queue, (steps) => engine.crossValidationSteps(steps))) {
        progress({ stage: "review", done, total });
        if (signal.aborted) return null;
        if (done === total) break;
      }
      return queue.run(() => engine.crossValidated());
    });
  }

  /** @param {CallContext} context @returns {Promise<NearDuplicate[]>} */
  nearDuplicates({ signal, progress }) {
    const { queue, engine, records } = this.#project;
    return queue.hold(async () => {
      const total = [...records.pictures.values()].filter((record) => records.isPresent(record)).length;
      /** @type {NearDuplicate[]} */
      const pairs = [];
      if (total === 0 || signal.aborted) return pairs;
      let done = 0;
      const compare = (/** @type {number} */ count) => {
        for (const pair of engine.nearDuplicates(done, count)) pairs.push(pair);
        done = Math.min(total, done + count);
      };
      for await (const _ of slices(queue, compare)) {
        progress({ stage: "review", done, total });
        if (done === total || signal.aborted) break;
      }
      const source = (/** @type {number} */ id) => records.pictures.get(id)?.source;
      const sameSource = (/** @type {NearDuplicate} */ { first, second }) => source(first) === source(second);
      return pairs.sort((a, b) => Number(sameSource(b)) - Number(sameSource(a)) || b.similarity - a.similarity);
    });
  }
}
