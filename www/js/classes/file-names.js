/** The file names of pictures, asked for as they are looked at: all of one moment in one call. */
import { onceEmpty } from "../page/project.js";

/** @import { Pupil } from "../../pkg/lib/index.js" */

/** Fires "change" when names have come. */
export class FileNames extends EventTarget {
  /** By picture; empty until it has come. @type {Map<number, string>} */
  #names = new Map();
  /** To be asked for. @type {number[]} */
  #wanted = [];

  /** @param {Pupil} pupil */
  constructor(pupil) {
    super();
    this.pupil = pupil;
    onceEmpty(pupil, () => this.#names.clear());
  }

  /** @param {number} id of the picture @returns {string} empty until "change" */
  of(id) {
    const name = this.#names.get(id);
    if (name === undefined) this.#want(id);
    return name ?? "";
  }

  /** @param {number} id */
  #want(id) {
    this.#names.set(id, "");
    this.#wanted.push(id);
    if (this.#wanted.length === 1) queueMicrotask(() => this.#ask());
  }

  async #ask() {
    await this.#read(this.#wanted.splice(0));
    this.dispatchEvent(new Event("change"));
  }

  /** One that is gone does not keep the others from being read. @param {number[]} ids */
  async #read(ids) {
    try {
      for (const { id, name } of await this.pupil.pictures.info(ids)) this.#names.set(id, name);
    } catch {
      if (ids.length > 1) await Promise.all(ids.map((id) => this.#read([id])));
      else ids.forEach((id) => this.#names.delete(id));
    }
  }
}
