/** `pupil.evaluation`: pictures and labels that deserve a second look. */

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { CrossValidated, NearDuplicate, Progress } from "../shared/types.d.ts" */

export class Evaluation {
  #rpc;

  /** @param {Rpc} rpc */
  constructor(rpc) {
    this.#rpc = rpc;
  }

  /**
   * Measures every training picture by a head that was trained without its source: for classes too small to hold any out, and
   * to find wrong labels. The model in use does not change.
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<CrossValidated | null>} null if the signal aborted; rejects with "too_few_classes", "too_few_sources",
   *   "busy"
   * @example
   * const found = await pupil.evaluation.crossValidate();
   * [found.report.measuredOn, found.report.pictures, found.unmeasuredClassIds];
   * // → ["crossValidation", 6, []]
   */
  crossValidate(options = {}) {
    return this.#rpc.call("evaluation.crossValidate", [], options);
  }

  /**
   * Finds pairs of pictures of different sources that are nearly the same, the most similar first; before them those of one source
   * in different classes, such as the same file added twice.
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<NearDuplicate[]>} if the signal aborted, those found so far; rejects with "busy"
   * @example
   * await pupil.pictures.add(0, [file], { source: "one" });
   * await pupil.pictures.add(1, [file], { source: "another" });
   * const pairs = await pupil.evaluation.nearDuplicates();
   * pairs.some(({ first, second }) => first === 6 && second === 7);
   * // → true
   */
  nearDuplicates(options = {}) {
    return this.#rpc.call("evaluation.nearDuplicates", [], options);
  }
}
