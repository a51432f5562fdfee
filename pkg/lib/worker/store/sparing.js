/** A store that makes room when the disk is full: what was removed is deleted before its time, and what did not fit is tried once more. */
import { errorData } from "../../shared/errors.js";

/** @import { Change, Key, Records, Store, Table } from "../../shared/store.d.ts" */

/** The tables that take room. What is restored writes none of them, so it is never deleted for itself. */
const LARGE = ["originals", "models", "weights"];

/** @implements {Store} */
export class SparingStore {
  /** Deletes what was removed. */
  makeRoom = async () => {};
  #store;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** @template {Table} T @param {T} table @param {Key} key @returns {Promise<Records[T] | undefined>} */
  get(table, key) {
    return this.#store.get(table, key);
  }

  /** @template {Table} T @param {T} table @returns {AsyncIterable<[Key, Records[T]][]>} */
  chunks(table) {
    return this.#store.chunks(table);
  }

  /** @param {Change[]} changes */
  async write(changes) {
    try {
      await this.#store.write(changes);
    } catch (error) {
      const adds = changes.some(({ table, value }) => value !== undefined && LARGE.includes(table));
      if (!adds || errorData(error).code !== "storage_full") throw error;
      await this.makeRoom();
      await this.#store.write(changes);
    }
  }

  /** @param {Table[]} [tables] by default all */
  clear(tables) {
    return this.#store.clear(tables);
  }
}
