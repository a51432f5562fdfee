/** The stores of all projects: a database each, or memory. Weights and what is known of the device are the same for all of them. */
import { MemoryStore } from "../../shared/memory.js";
import { DatabaseStore } from "./database.js";

/** @import { Change, Key, Records, Store, Stores, Table, Tables } from "../../shared/store.d.ts" */

/** The project that was there before there were several. */
export const FIRST = 0;

/** What a project has of its own, but for some of the "values". @type {Table[]} */
const OWN_TABLES = ["classes", "pictures", "embeddings", "views", "blobs", "originals", "thumbnails", "runs", "models"];
const OWN_VALUES = ["settings", "run", "backbone", "instantViews"];

/** A project's own store, and the one that has what all share. @implements {Store} */
class ProjectStore {
  #own;
  #shared;

  /** @param {Store} own @param {Store} shared */
  constructor(own, shared) {
    this.#own = own;
    this.#shared = shared;
  }

  /** @template {Table} T @param {T} table @param {Key} key @returns {Promise<Records[T] | undefined>} */
  get(table, key) {
    return (isOwn({ table, key }) ? this.#own : this.#shared).get(table, key);
  }

  /** @template {Table} T @param {T} table @returns {AsyncIterable<[Key, Records[T]][]>} */
  chunks(table) {
    return (OWN_TABLES.includes(table) ? this.#own : this.#shared).chunks(table);
  }

  /** What is shared comes first: weights that nothing uses do no harm. @param {Change[]} changes */
  async write(changes) {
    const shared = changes.filter((change) => !isOwn(change));
    if (shared.length > 0) await this.#shared.write(shared);
    if (shared.length < changes.length) await this.#own.write(changes.filter(isOwn));
  }

  /** @param {Table[]} [tables] by default all of its own */
  clear(tables) {
    return this.#own.clear(tables);
  }
}

/** @implements {Stores} */
export class Databases {
  #name;
  #onReplaced;
  /** @type {Map<number, Promise<DatabaseStore>>} */
  #opened = new Map();

  /** @param {string} name of the first; those of the others follow from it @param {() => void} onReplaced */
  constructor(name, onReplaced) {
    this.#name = name;
    this.#onReplaced = onReplaced;
  }

  /** @param {number} id @returns {Promise<Store>} */
  async of(id) {
    const first = await this.#open(FIRST);
    return id === FIRST ? first : new ProjectStore(await this.#open(id), first);
  }

  /** @param {number} id */
  async delete(id) {
    if (id === FIRST) return emptied(await this.of(id));
    const opened = await this.#opened.get(id);
    this.#opened.delete(id);
    opened?.close();
    await DatabaseStore.delete(this.#nameOf(id));
  }

  /** @param {number} id */
  #open(id) {
    const opening = this.#opened.get(id) ?? DatabaseStore.open(this.#nameOf(id), this.#onReplaced);
    this.#opened.set(id, opening);
    return opening;
  }

  /** @param {number} id */
  #nameOf(id) {
    return id === FIRST ? this.#name : `${this.#name}/${id}`;
  }
}

/** @implements {Stores} */
export class Memories {
  /** @type {Map<number, MemoryStore>} */
  #stores;
  #onWrite;

  /** @param {Map<number, Tables> | null} tables their initial content @param {(project: number, changes: Change[] | null) => void} onWrite */
  constructor(tables, onWrite) {
    this.#onWrite = onWrite;
    this.#stores = new Map([...(tables ?? [])].map(([id, content]) => [id, this.#store(id, content)]));
  }

  /** @param {number} id @returns {Promise<Store>} */
  async of(id) {
    const first = this.#open(FIRST);
    return id === FIRST ? first : new ProjectStore(this.#open(id), first);
  }

  /** @param {number} id */
  async delete(id) {
    if (id === FIRST) return emptied(await this.of(id));
    this.#stores.delete(id);
    this.#onWrite(id, null);
  }

  /** @param {number} id */
  #open(id) {
    const store = this.#stores.get(id) ?? this.#store(id, null);
    this.#stores.set(id, store);
    return store;
  }

  /** @param {number} id @param {Tables | null} content */
  #store(id, content) {
    return new MemoryStore(content, (changes) => this.#onWrite(id, changes));
  }
}

/** @param {{ table: Table, key: Key }} change */
function isOwn({ table, key }) {
  return OWN_TABLES.includes(table) || (table === "values" && OWN_VALUES.includes(String(key)));
}

/** @param {Store} store of the first project */
async function emptied(store) {
  await store.clear(OWN_TABLES);
  await store.write(OWN_VALUES.map((key) => ({ table: "values", key })));
}
