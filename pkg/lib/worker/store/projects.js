/** The stored projects: the record of each, and which is open. What is in them is in stores of their own. */
import { PupilError } from "../../shared/errors.js";
import { copyProject } from "./copy.js";
import { markOrDelete } from "./removal.js";
import { FIRST } from "./stores.js";

/** @import { Lost } from "./lost.js" */
/** @import { Change, ProjectRecord, Store, Stores } from "../../shared/store.d.ts" */
/** @import { ProjectInfo } from "../../shared/types.d.ts" */

/** Longer names are cut. */
const MAX_NAME = 100;

export class Projects {
  #stores;
  #shared;
  #records;
  #openId;
  /** One is added at a time: each takes the next id. @type {Promise<unknown>} */
  #adding = Promise.resolve();

  /** @private @param {Stores} stores @param {Store} shared @param {Map<number, ProjectRecord>} records @param {number} openId */
  constructor(stores, shared, records, openId) {
    this.#stores = stores;
    this.#shared = shared;
    this.#records = records;
    this.#openId = this.#present.some(({ id }) => id === openId) ? openId : this.#present[0].id;
  }

  /** What was stored before there were several is the first. @param {Stores} stores */
  static async read(stores) {
    const shared = await stores.of(FIRST);
    /** @type {Map<number, ProjectRecord>} */
    const records = new Map();
    for await (const chunk of shared.chunks("projects")) for (const [id, record] of chunk) records.set(Number(id), record);
    if (records.size === 0) records.set(FIRST, { id: FIRST, name: "My project", call: "", usedAt: Date.now(), pictures: 0, removed: false });
    return new Projects(stores, shared, records, Number((await shared.get("values", "project")) ?? FIRST));
  }

  /** Those that are not removed, the last used first. */
  get #present() {
    return [...this.#records.values()].filter(({ removed }) => !removed).sort((a, b) => b.usedAt - a.usedAt || b.id - a.id);
  }

  get openId() {
    return this.#openId;
  }

  /** The record of the open one. */
  get open() {
    return this.recordOf(this.#openId);
  }

  /** @param {number} pictures how many the open one has @returns {ProjectInfo[]} the open one first, then the last used */
  list(pictures) {
    const { open } = this;
    const others = this.#present.filter((record) => record !== open);
    return [{ ...open, pictures }, ...others].map((record) => infoOf(record, record.id === this.#openId));
  }

  /** One that is not removed. @param {number} id */
  recordOf(id) {
    const record = this.#records.get(id);
    if (!record || record.removed) throw unknownProject(id);
    return record;
  }

  /** The one that a call made. @param {string} call */
  madeBy(call) {
    return [...this.#records.values()].find((record) => record.call === call);
  }

  /**
   * Makes a project; whatever fails, there is none.
   * @param {string} call
   * @param {string} name
   * @param {(store: Store) => Promise<number>} fill puts into its store what it begins with, and returns its number of pictures
   * @returns {Promise<ProjectInfo>}
   */
  add(call, name, fill) {
    const adding = this.#adding.then(() => this.#add(call, name, fill));
    this.#adding = adding.catch(() => {});
    return adding;
  }

  /** @param {string} call @param {string} name @param {(store: Store) => Promise<number>} fill @returns {Promise<ProjectInfo>} */
  async #add(call, name, fill) {
    const unique = this.#uniqueName(name);
    const before = this.madeBy(call);
    if (before) return infoOf(before, before.id === this.#openId);
    const id = Math.max(...this.#records.keys()) + 1;
    // What a call left that was cut off.
    await this.#stores.delete(id);
    try {
      const pictures = await fill(await this.#stores.of(id));
      const record = { id, name: unique, call, usedAt: Date.now(), pictures, removed: false };
      await this.#write(record);
      return infoOf(record, false);
    } catch (error) {
      await this.#stores.delete(id);
      throw error;
    }
  }

  /**
   * @param {string} call
   * @param {number} id of the one to copy
   * @param {() => void} onStep called before each step; what it throws ends it
   * @returns {Promise<{ copy: ProjectInfo, lost: Lost }>} `lost`: what the browser has lost, which is not in it
   */
  async copy(call, id, onStep) {
    const { name } = this.recordOf(id);
    /** @type {Lost} */
    let lost = { pictures: [], models: [] };
    const copy = await this.add(call, name, async (store) => {
      const copied = await copyProject(await this.#stores.of(id), store, onStep);
      lost = copied.lost;
      return copied.pictures;
    });
    return { copy, lost };
  }

  /** @param {number} id @param {string} name */
  async rename(id, name) {
    const record = this.recordOf(id);
    await this.#write({ ...record, name: this.#uniqueName(name, id) });
  }

  /** Where the disk has no room even for a mark, it is deleted at once. @param {number} id */
  async remove(id) {
    if (id === this.#openId) throw new PupilError("project_open", "This project is open. Open another one first.", { id });
    const marked = { ...this.recordOf(id), removed: true };
    const [{ value }] = await markOrDelete(this.#shared, [{ table: "projects", key: id, value: marked }], [{ table: "projects", key: id }]);
    if (value) return void this.#records.set(id, marked);
    this.#records.delete(id);
    await this.#stores.delete(id);
  }

  /** @param {number} id */
  async restore(id) {
    const record = this.#records.get(id);
    if (!record) throw unknownProject(id);
    await this.#write({ ...record, removed: false });
  }

  /** The project that is open after the next start. @param {number} id @param {{ pictures: number, backbone: string }} left how the open one is left */
  async use(id, left) {
    this.recordOf(id);
    await this.#write({ ...this.open, ...left, usedAt: Date.now() }, [{ table: "values", key: "project", value: id }]);
  }

  /** Whether one that is not open needs a backbone. @param {string} backbone */
  needs(backbone) {
    return [...this.#records.values()].some((record) => record.id !== this.#openId && record.backbone === backbone);
  }

  /** Deletes everything removed. */
  async purge() {
    for (const { id, removed } of [...this.#records.values()]) {
      if (!removed) continue;
      await this.#stores.delete(id);
      await this.#shared.write([{ table: "projects", key: id }]);
      this.#records.delete(id);
    }
  }

  /** Deletes all projects, and what they share. */
  async clear() {
    for (const id of this.#records.keys()) await this.#stores.delete(id);
    await this.#shared.clear();
  }

  /** The first one's record is stored with the first change. @param {ProjectRecord} record @param {Change[]} [changes] */
  async #write(record, changes = []) {
    const records = [...new Map(this.#records).set(record.id, record).values()];
    await this.#shared.write([...records.map((value) => /** @type {Change} */ ({ table: "projects", key: value.id, value })), ...changes]);
    this.#records.set(record.id, record);
  }

  /** The name as it is used; one that another has gets a number. @param {string} name @param {number} [own] id of the project that gets it */
  #uniqueName(name, own) {
    const wanted = name.trim().slice(0, MAX_NAME);
    if (wanted === "") throw new PupilError("empty_name", "A project needs a name. Type at least one character.");
    const taken = new Set(this.#present.filter(({ id }) => id !== own).map((record) => record.name));
    const base = wanted.replace(/ \d{1,2}$/, ""); // not a year
    for (let number = 2, unique = wanted; ; unique = `${base} ${number++}`) if (!taken.has(unique)) return unique;
  }
}

/** @param {ProjectRecord} record @param {boolean} open @returns {ProjectInfo} */
function infoOf({ id, name, pictures, usedAt }, open) {
  return { id, name, pictures, usedAt, open };
}

/** @param {number} id */
function unknownProject(id) {
  return new PupilError("unknown_project", `There is no project ${id}. Take an id from the list of projects.`, { id });
}
