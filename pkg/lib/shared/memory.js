/** A store in memory. Its maps can be sent to another thread. */

/** @import { Change, Key, Store, Table, Tables } from "./store.d.ts" */

/** @returns {Tables} */
function emptyTables() {
  return {
    classes: new Map(), pictures: new Map(), embeddings: new Map(), views: new Map(), blobs: new Map(), originals: new Map(), thumbnails: new Map(),
    runs: new Map(), models: new Map(), backbones: new Map(), weights: new Map(), values: new Map(), projects: new Map(),
  };
}

/** @implements {Store} */
export class MemoryStore {
  tables;
  #onWrite;

  /** @param {Tables | null} tables its initial content @param {(changes: Change[]) => void} onWrite */
  constructor(tables = null, onWrite = () => {}) {
    this.tables = tables ?? emptyTables();
    this.#onWrite = onWrite;
  }

  /** @template {Table} T @param {T} table @param {Key} key */
  async get(table, key) {
    return this.tables[table].get(key);
  }

  /** @template {Table} T @param {T} table */
  async *chunks(table) {
    if (this.tables[table].size > 0) yield [...this.tables[table]];
  }

  /** @param {Change[]} changes */
  async write(changes) {
    for (const { table, key, value } of changes) {
      const records = /** @type {Map<Key, unknown>} */ (this.tables[table]);
      if (value === undefined) records.delete(key);
      else records.set(key, value);
    }
    this.#onWrite(changes);
  }

  /** @param {Table[]} [tables] by default all */
  async clear(tables = /** @type {Table[]} */ (Object.keys(this.tables))) {
    await this.write(tables.flatMap((table) => [...this.tables[table].keys()].map((key) => ({ table, key }))));
  }
}
