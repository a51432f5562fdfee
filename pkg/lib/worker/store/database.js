/** A store in IndexedDB. */
import { openDB } from "../../../dist/vendor/idb.js";
import { PupilError } from "../../shared/errors.js";

/** @import { Change, Key, Records, Store, Table } from "../../shared/store.d.ts" */
/** @import { IDBPDatabase } from "idb" */
/** @template {Table} T @typedef {Records[T]} RecordOf */

/** Raised when the tables change. */
const VERSION = 3;

/** @type {Table[]} */
const TABLES = ["classes", "pictures", "embeddings", "blobs", "runs", "models", "backbones", "values"];

/** Records read at once: of embeddings, 1.3 MB. */
const CHUNK = 256;

/** @implements {Store} */
export class DatabaseStore {
  #database;

  /** @param {IDBPDatabase} database */
  constructor(database) {
    this.#database = database;
  }

  /** @param {string} name */
  static async open(name) {
    const upgrade = (/** @type {IDBPDatabase} */ database) => {
      for (const table of TABLES) if (!database.objectStoreNames.contains(table)) database.createObjectStore(table);
    };
    return new DatabaseStore(await openDB(name, VERSION, { upgrade }));
  }

  /** @template {Table} T @param {T} table @param {Key} key @returns {Promise<RecordOf<T> | undefined>} */
  get(table, key) {
    return this.#database.get(table, key);
  }

  /** @template {Table} T @param {T} table @returns {AsyncGenerator<[Key, RecordOf<T>][]>} */
  async *chunks(table) {
    /** @type {IDBKeyRange | null} */
    let rest = null;
    for (;;) {
      const { store } = this.#database.transaction(table);
      const [keys, records] = await Promise.all([store.getAllKeys(rest, CHUNK), store.getAll(rest, CHUNK)]);
      if (keys.length === 0) return;
      yield keys.map((key, index) => [/** @type {Key} */ (key), records[index]]);
      rest = IDBKeyRange.lowerBound(keys[keys.length - 1], true);
    }
  }

  /** @param {Change[]} changes */
  async write(changes) {
    if (changes.length === 0) return;
    try {
      await this.#write(changes);
    } catch (error) {
      throw storageError(error);
    }
  }

  async clear() {
    const transaction = this.#database.transaction(TABLES, "readwrite");
    for (const table of TABLES) void transaction.objectStore(table).clear();
    await transaction.done;
  }

  /** One transaction: all of the changes or none. @param {Change[]} changes */
  async #write(changes) {
    const transaction = this.#database.transaction([...new Set(changes.map(({ table }) => table))], "readwrite");
    for (const { table, key, value } of changes) {
      const store = transaction.objectStore(table);
      const request = value === undefined ? store.delete(key) : store.put(value, key);
      // `done` rejects with what aborts the transaction.
      request.catch(() => {});
    }
    await transaction.done;
  }
}

/** @param {unknown} error */
function storageError(error) {
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return new PupilError("storage_full", "The browser has no room left to store this. Free some space on this device, or delete pictures, and try again.");
  }
  return new PupilError("storage_failed", `The browser could not store this (${error}). Reload the page and try again.`, { detail: String(error) });
}
