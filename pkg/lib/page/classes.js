/** `pupil.classes`: the classes of the project. */

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { ClassInfo } from "../shared/types.d.ts" */

export class Classes {
  #rpc;

  /** @param {Rpc} rpc */
  constructor(rpc) {
    this.#rpc = rpc;
  }

  /**
   * Adds a class.
   * @param {string} name trimmed, and cut after 100 characters
   * @returns {Promise<ClassInfo>} rejects with "empty_name"
   * @example
   * await pupil.classes.add(" bird ");
   * // → { id: 2, name: "bird", enabled: true, pictures: [], sources: 0 }
   */
  add(name) {
    return this.#rpc.call("classes.add", [name]);
  }

  /**
   * Renames a class; the model need not be trained again.
   * @param {number} id
   * @param {string} name trimmed, and cut after 100 characters
   * @returns {Promise<void>} rejects with "unknown_class", "empty_name"
   * @example
   * await pupil.classes.rename(0, "kitten");
   * pupil.project.classes.map(({ name }) => name);
   * // → ["kitten", "dog"]
   */
  rename(id, name) {
    return this.#rpc.call("classes.rename", [id, name]);
  }

  /**
   * Enables or disables a class. A disabled class stays in the project, but is neither trained nor predicted.
   * @param {number} id
   * @param {boolean} enabled
   * @returns {Promise<void>} rejects with "unknown_class"
   * @example
   * await pupil.classes.enable(0, false);
   * pupil.project.classes[0].enabled;
   * // → false
   */
  enable(id, enabled) {
    return this.#rpc.call("classes.enable", [id, enabled]);
  }

  /**
   * Removes a class and its pictures. Until the next `Pupil.create`, `restore` brings them back.
   * @param {number} id
   * @returns {Promise<void>} rejects with "unknown_class"
   * @example
   * await pupil.classes.remove(0);
   * pupil.project.classes.map(({ name }) => name);
   * // → ["dog"]
   */
  remove(id) {
    return this.#rpc.call("classes.remove", [id]);
  }

  /**
   * Restores a removed class with the pictures it had.
   * @param {number} id
   * @returns {Promise<void>} rejects with "unknown_class"
   * @example
   * await pupil.classes.remove(0);
   * await pupil.classes.restore(0);
   * pupil.project.classes[0].pictures;
   * // → [0, 1, 2]
   */
  restore(id) {
    return this.#rpc.call("classes.restore", [id]);
  }
}
