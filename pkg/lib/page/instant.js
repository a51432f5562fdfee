/**
 * `pupil.instant`: the instant model, which learns from all enabled pictures as they come and go. What it knows is in
 * `pupil.project.instant`. It is in use until `pupil.train` makes a better one.
 */

/** @import { Rpc } from "./bridge/rpc.js" */

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
