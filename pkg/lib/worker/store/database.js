/** A store in IndexedDB. */
import { deleteDB, openDB } from "../../../dist/vendor/idb.js";
import { PupilError } from "../../shared/errors.js";
import { packed, unpacked } from "./packing.js";

/** @import { Change, Key, Records, Store, Table } from "../../shared/store.d.ts" */
/** @import { IDBPDatabase, IDBPObjectStore } from "idb" */
/** @template {Table} T @typedef {Records[T]} RecordOf */

/** Raised when the tables change. */
const VERSION = 6;

/** @type {Table[]} */
const TABLES = ["classes", "pictures", "embeddings", "views", "blobs", "originals", "thumbnails", "runs", "models", "backbones", "weights", "values", "projects"];

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

  /** Deletes a database that is not open. @param {string} name */
  static delete(name) {
    return deleteDB(name);
  }

  close() {
    this.#database.close();
  }

  /** @template {Table} T @param {T} table @param {Key} key @returns {Promise<RecordOf<T> | undefined>} */
  async get(table, key) {
    return unpacked(await this.#database.get(table, key));
  }

  /** The next chunk is read while one is used. @template {Table} T @param {T} table @returns {AsyncGenerator<[Key, RecordOf<T>][]>} */
  async *chunks(table) {
    let reading = this.#chunk(table, null);
    for (;;) {
      const { keys, records } = await reading;
      if (keys.length === 0) return;
      reading = this.#chunk(table, IDBKeyRange.lowerBound(keys[keys.length - 1], true));
      reading.catch(() => {}); // thrown where it is awaited
      yield keys.map((key, index) => [/** @type {Key} */ (key), unpacked(records[index])]);
    }
  }

  /** @param {Table} table @param {IDBKeyRange | null} range @returns {Promise<{ keys: IDBValidKey[], records: any[] }>} */
  async #chunk(table, range) {
    const { store } = this.#database.transaction(table);
    const [keys, records] = await Promise.all([store.getAllKeys(range, CHUNK), store.getAll(range, CHUNK)]);
    return { keys, records };
  }

  /** @param {Change[]} changes */
  async write(changes) {
    if (changes.length === 0) return;
    const values = await Promise.all(changes.map(({ value }) => packed(value)));
    await this.#transact([...new Set(changes.map(({ table }) => table))], function* (tableOf) {
      for (const [index, { table, key }] of changes.entries()) yield values[index] === undefined ? tableOf(table).delete(key) : tableOf(table).put(values[index], key);
    });
  }

  /** @param {Table[]} [tables] by default all */
  async clear(tables = TABLES) {
    await this.#transact(tables, function* (tableOf) {
      for (const table of tables) yield tableOf(table).clear();
    });
  }

  /**
   * One transaction: all of its requests are done, or none.
   * @param {Table[]} tables
   * @param {(tableOf: (table: Table) => IDBPObjectStore<unknown, Table[], Table, "readwrite">) => Iterable<Promise<unknown>>} requests makes them
   */
  async #transact(tables, requests) {
    try {
      const transaction = this.#database.transaction(tables, "readwrite");
      // It rejects with what aborts the transaction, and so does each request.
      const { done } = transaction;
      try {
        for (const request of requests((table) => transaction.objectStore(table))) request.catch(() => {});
      } catch (error) {
        done.catch(() => {});
        transaction.abort();
        throw error;
      }
      await done;
    } catch (error) {
      throw storageError(error);
    }
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
