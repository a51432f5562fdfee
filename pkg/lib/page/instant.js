/**
 * `pupil.instant`: the instant model, which learns from all enabled pictures as they come and go. What it knows is in
 * `pupil.project.instant`. It is in use until `pupil.train` makes a better one.
 */

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { Progress, ViewsTrial } from "../shared/types.d.ts" */

export class Instant {
  #rpc;
  #followAfterRestart;

  /** @param {Rpc} rpc @param {(follows: boolean) => void} followAfterRestart tells the next worker */
  constructor(rpc, followAfterRestart) {
    this.#rpc = rpc;
    this.#followAfterRestart = followAfterRestart;
  }

  /**
   * Uses the instant model in place of a trained one, which stays stored.
   * @returns {Promise<void>} rejects with "not_trained" where two classes have no pictures yet
   * @example
   * await pupil.train();
   * await pupil.instant.use();
   * [pupil.project.instant.inUse, pupil.project.models[0].inUse];
   * // → [true, false]
   */
  use() {
    return this.#rpc.call("instant.use", []);
  }

  /**
   * Whether the instant model learns from augmented views of the pictures, too: five gentle ones of each. They are made while nothing
   * else is under way, and stored: 25 KB a picture.
   * @param {boolean} use
   * @returns {Promise<void>} rejects with "storage_full"
   * @example
   * await pupil.instant.useViews(true);
   * pupil.project.instantViews;
   * // → true
   */
  useViews(use) {
    return this.#rpc.call("instant.useViews", [use]);
  }

  /**
   * Tries augmented views: has the instant model learn from them if it is right more often then, on the same pictures. Else, and if it is
   * aborted or fails, everything stays as it was. Nothing is tried while a trained model is in use.
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<ViewsTrial>} rejects with "not_trained", "aborted", "storage_full", or "busy" while the network is changed
   * @example
   * const { inUse, comparison } = await pupil.instant.useViewsIfBetter();
   * [comparison.pictures, inUse === comparison.after > comparison.before];
   * // → [6, true]
   */
  useViewsIfBetter(options = {}) {
    return this.#rpc.call("instant.useViewsIfBetter", [], options);
  }

  /**
   * Whether the instant model follows changes by itself, a few times a second at most. Without it, it learns at `learn`.
   * @param {boolean} follows
   * @returns {Promise<void>}
   * @example
   * await pupil.instant.follow(false);
   * await pupil.pictures.add(0, [file]);
   * await pupil.classify(file);
   * pupil.project.instant?.upToDate ?? false;
   * // → false
   */
  follow(follows) {
    this.#followAfterRestart(follows);
    return this.#rpc.call("instant.follow", [follows]);
  }

  /**
   * Brings the instant model up to date at once.
   * @returns {Promise<void>}
   * @example
   * await pupil.instant.learn();
   * const { upToDate, pictures, outOfFold } = pupil.project.instant;
   * [upToDate, pictures, outOfFold.of];
   * // → [true, 6, 6]
   */
  learn() {
    return this.#rpc.call("instant.learn", []);
  }
}
