/** `pupil.models`: the stored models, one for each training run and each loaded file. They are listed in `pupil.project.models`. */

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { ModelStanding } from "../shared/types.d.ts" */

export class Models {
  #rpc;

  /** @param {Rpc} rpc */
  constructor(rpc) {
    this.#rpc = rpc;
  }

  /**
   * Uses another stored model.
   * @param {number} id
   * @returns {Promise<void>} rejects with "unknown_model", "model_lost", "wrong_model"; then nothing changes
   * @example
   * await pupil.train();
   * await pupil.train();
   * await pupil.models.use(1);
   * pupil.project.models.map(({ id, inUse }) => [id, inUse]);
   * // → [[2, false], [1, true]]
   */
  use(id) {
    return this.#rpc.call("models.use", [id]);
  }

  /**
   * Removes a stored model. Until the next `Pupil.create`, `restore` brings it back.
   * @param {number} id
   * @returns {Promise<void>} rejects with "unknown_model", "model_in_use"
   * @example
   * await pupil.train();
   * await pupil.train();
   * await pupil.models.remove(1);
   * pupil.project.models.map(({ id }) => id);
   * // → [2]
   */
  remove(id) {
    return this.#rpc.call("models.remove", [id]);
  }

  /**
   * Restores a removed model; it is not put to use.
   * @param {number} id
   * @returns {Promise<void>} rejects with "unknown_model", also if newer models have taken its place
   * @example
   * await pupil.train();
   * await pupil.train();
   * await pupil.models.remove(1);
   * await pupil.models.restore(1);
   * pupil.project.models.map(({ id }) => id);
   * // → [2, 1]
   */
  restore(id) {
    return this.#rpc.call("models.restore", [id]);
  }

  /**
   * Compares the model in use with another, on the same pictures, which neither learned from, with the classes that these are in now:
   * the test set if there is one, else pictures out of fold or held out.
   * @param {number | null} id of a stored model; null for the instant one
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<ModelStanding | null>} null if there is no such picture, they know other classes, the signal aborted, or another
   *   network was put to use meanwhile; rejects with "unknown_model", "model_lost", "not_trained", or "wrong_model" if it is for another network
   * @example
   * await pupil.pictures.add(0, [file], { aside: true });
   * await pupil.train();
   * const { measuredOn, pictures, inUse, other, couldBeChance } = await pupil.models.compare(null);
   * [measuredOn, pictures, inUse, other, couldBeChance];
   * // → ["test", 1, 1, 1, true]
   */
  compare(id, options = {}) {
    return this.#rpc.call("models.compare", [id], options);
  }

  /**
   * Returns the model in use as a safetensors file.
   * @returns {Promise<Uint8Array<ArrayBuffer>>} rejects with "not_trained"
   * @example
   * await pupil.train();
   * const file = new File([await pupil.models.save()], "model.safetensors");
   */
  save() {
    return this.#rpc.call("models.save", []);
  }

  /**
   * Loads a saved model and uses it. Its classes are matched by id.
   * @param {Uint8Array} bytes
   * @returns {Promise<void>} rejects with "wrong_model"; then nothing changes
   * @example
   * await pupil.train();
   * const saved = await pupil.models.save();
   * await pupil.models.load(saved);
   * pupil.project.models.length;
   * // → 2
   */
  load(bytes) {
    return this.#rpc.call("models.load", [bytes]);
  }
}
