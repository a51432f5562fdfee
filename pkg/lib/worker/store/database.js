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

/** Milliseconds that another tab has to close the database, so that its tables can be changed. */
const BLOCKED_MS = 3000;

/** Records read at once: of embeddings, 1.3 MB. */
const CHUNK = 256;

/** @implements {Store} */
export class DatabaseStore {
  #database;

  /** @param {IDBPDatabase} database */
  constructor(database) {
    this.#database = database;
  }

  /**
   * @param {string} name
   * @param {() => void} onReplaced called when a newer version of Pupil took over the database in another tab: this one is closed then
   * @returns {Promise<DatabaseStore>} rejects with "newer_store", "store_blocked", or as the browser does
   */
  static async open(name, onReplaced) {
    const blocked = Promise.withResolvers();
    const opening = openDB(name, VERSION, {
      upgrade(database) {
        for (const table of TABLES) if (!database.objectStoreNames.contains(table)) database.createObjectStore(table);
      },
      blocked: () => setTimeout(() => blocked.reject(storeBlocked()), BLOCKED_MS),
      blocking(_current, _wanted, { target }) {
        /** @type {IDBDatabase} */ (target).close();
        onReplaced();
      },
    });
    try {
      return new DatabaseStore(await Promise.race([opening, blocked.promise]));
    } catch (error) {
      // Should it open after all, it must not stand in the way of the next attempt.
      opening.then((database) => database.close(), () => {});
      throw error instanceof DOMException && error.name === "VersionError" ? newerStore() : error;
    }
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

function newerStore() {
  return new PupilError("newer_store", "Your classes and pictures were kept by a newer version of Pupil. Nothing is lost: reload this page, or empty the browser’s cache, to get that version.");
}

function storeBlocked() {
  return new PupilError("store_blocked", "An older version of Pupil is open in another tab and holds your classes and pictures. Close that tab, and reload this one. Nothing is lost.");
}

/** @param {unknown} error */
function storageError(error) {
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return new PupilError("storage_full", "The browser has no room left to store this. Free some space on this device, or delete pictures, and try again.");
  }
  return new PupilError("storage_failed", `The browser could not store this (${error}). Reload the page and try again.`, { detail: String(error) });
}
