/** `pupil.models`: the stored models, one for each training run and each loaded file. They are listed in `pupil.project.models`. */

/** @import { Rpc } from "./bridge/rpc.js" */

export class Models {
  #rpc;

  /** @param {Rpc} rpc */
  constructor(rpc) {
    this.#rpc = rpc;
  }

  /**
   * Uses another stored model.
   * @param {number} id
   * @returns {Promise<void>} rejects with "unknown_model", "wrong_model"; then nothing changes
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
   * Deletes a stored model.
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
