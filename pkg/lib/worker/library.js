/** Edits classes and pictures, and keeps them the same in the engine and in the store. */
import { Catalog, unknownClass, unknownPicture } from "./catalog.js";
import { thumbnailOf } from "./picture.js";

/** @import { Added, Engine } from "./engine.d.ts" */
/** @import { Change, PictureRecord, Store } from "../shared/store.d.ts" */
/** @import { ClassInfo, PictureInfo } from "../shared/types.d.ts" */
/** @typedef {Pick<PictureRecord, "classId" | "source" | "name" | "hash" | "call" | "aside">} NewPicture */

/**
 * What only the engine can judge (a name, a picture) is changed there first, and undone if the store cannot take it.
 * Everything else is stored first, so that nothing need be undone. What is removed stays in the store, marked.
 */
export class Library {
  #store;

  /** @param {Engine} engine @param {Store} store @param {Catalog} catalog */
  constructor(engine, store, catalog) {
    this.engine = engine;
    this.catalog = catalog;
    this.#store = store;
  }

  /**
   * Opens what is stored, not yet the embeddings.
   * @param {Engine} engine
   * @param {Store} store
   * @param {boolean} purge whether what was removed is deleted now
   */
  static async open(engine, store, purge) {
    const library = new Library(engine, store, await Catalog.read(store));
    if (purge) await library.#keep(library.catalog.purge());
    return library;
  }

  /**
   * Gives the engine everything that is stored. What was removed goes in, too, so that its ids are not given anew, and
   * is taken out again after `loadModel`: the head must know its classes.
   * @param {() => void} loadModel
   * @param {(done: number, total: number) => void} progress
   */
  async restore(loadModel, progress) {
    const { classes, pictures } = this.catalog;
    for (const { id, name, enabled } of classes.values()) this.engine.addClass(id, name, enabled);
    let done = 0;
    for await (const chunk of this.#store.chunks("embeddings")) {
      for (const [id, embedding] of chunk) this.#giveBack(/** @type {PictureRecord} */ (pictures.get(Number(id))), embedding);
      progress((done += chunk.length), pictures.size);
    }
    loadModel();
    this.engine.removePictures(idsOf([...pictures.values()].filter(({ removed }) => removed)));
    for (const { id, removed } of classes.values()) if (removed) this.engine.removeClass(id);
  }

  /**
   * Goes over to an empty engine with another backbone. If it cannot be stored, nothing changes.
   * @param {Engine} engine
   * @param {Change[]} changes what it makes of every picture, and what else is to be stored with it
   */
  async change(engine, changes) {
    await this.#store.write(changes);
    this.engine.free();
    this.engine = engine;
  }

  /** @param {string} name @param {string} call @returns {Promise<number>} its id */
  async addClass(name, call) {
    const before = [...this.catalog.classes.values()].find((record) => record.call === call);
    if (before) return before.id;
    const id = this.engine.addClass(undefined, name, true);
    const record = { id, name: this.#nameOf(id), enabled: true, removed: false, call };
    await this.#keep([{ table: "classes", key: id, value: record }], () => this.engine.removeClass(id));
    return id;
  }

  /** @param {number} id @param {string} name */
  async renameClass(id, name) {
    const record = this.catalog.classOf(id);
    this.engine.renameClass(id, name);
    const renamed = { ...record, name: this.#nameOf(id) };
    await this.#keep([{ table: "classes", key: id, value: renamed }], () => this.engine.renameClass(id, record.name));
  }

  /** @param {number} id @param {boolean} enabled */
  async setClassEnabled(id, enabled) {
    await this.#keep([{ table: "classes", key: id, value: { ...this.catalog.classOf(id), enabled } }]);
    this.engine.setClassEnabled(id, enabled);
  }

  /** @param {number} id */
  async removeClass(id) {
    if (this.catalog.classes.get(id)?.removed) return;
    await this.#keep([{ table: "classes", key: id, value: { ...this.catalog.classOf(id), removed: true } }]);
    this.engine.removeClass(id);
  }

  /** @param {number} id */
  async restoreClass(id) {
    const record = this.catalog.classes.get(id);
    if (!record) throw unknownClass(id);
    if (!record.removed) return;
    const pictures = [...this.catalog.pictures.values()].filter(({ classId, removed }) => classId === id && !removed);
    const embeddings = await this.#embeddings(pictures);
    await this.#keep([{ table: "classes", key: id, value: { ...record, removed: false } }]);
    this.engine.addClass(id, record.name, record.enabled);
    pictures.forEach((picture, index) => this.#giveBack(picture, embeddings[index]));
  }

  /**
   * @param {NewPicture} picture
   * @param {Blob} original
   * @param {Added} added what the engine made of it
   */
  async addPicture(picture, original, added) {
    const { id, embedding, square } = added;
    added.free();
    const record = { ...picture, id, enabled: true, removed: false };
    const remove = () => this.engine.removePictures(idsOf([record]));
    const thumbnail = await thumbnailOf(square).catch((error) => {
      remove();
      throw error;
    });
    await this.#keep([
      { table: "pictures", key: id, value: record },
      { table: "embeddings", key: id, value: embedding },
      { table: "blobs", key: id, value: { original, thumbnail } },
    ], remove);
    return record;
  }

  /** @param {number[]} ids */
  async removePictures(ids) {
    const records = this.catalog.known(ids).filter((record) => this.catalog.isThere(record));
    await this.#keep(changed(records, { removed: true }));
    this.engine.removePictures(idsOf(records));
  }

  /** @param {number[]} ids */
  async restorePictures(ids) {
    const records = this.catalog.known(ids).filter(({ removed }) => removed);
    for (const { classId } of records) this.catalog.classOf(classId);
    const embeddings = await this.#embeddings(records);
    await this.#keep(changed(records, { removed: false }));
    records.forEach((record, index) => this.#giveBack(record, embeddings[index]));
  }

  /** @param {number[]} ids @param {number} classId */
  async movePictures(ids, classId) {
    this.catalog.classOf(classId);
    const records = this.catalog.there(ids);
    await this.#keep(changed(records, { classId }));
    this.engine.movePictures(idsOf(records), classId);
  }

  /** @param {number[]} ids @param {boolean} enabled */
  async setPicturesEnabled(ids, enabled) {
    const records = this.catalog.there(ids);
    await this.#keep(changed(records, { enabled }));
    this.engine.setPicturesEnabled(idsOf(records), enabled);
  }

  /** Whole sources: every picture of theirs, also of those that were removed. @param {number[]} ids @param {boolean} aside */
  async setPicturesAside(ids, aside) {
    const sources = new Set(this.catalog.there(ids).map(({ source }) => source));
    const records = [...this.catalog.pictures.values()].filter(({ source }) => sources.has(source));
    await this.#keep(changed(records, { aside }));
    this.engine.setPicturesAside(Uint32Array.from(ids), aside);
  }

  /** A picture as it came, and its thumbnail. @param {number} id */
  async blobs(id) {
    const record = await this.#store.get("blobs", id);
    if (!record) throw unknownPicture(id);
    return record;
  }

  /** @param {Change[]} changes @param {() => void} undo what the engine did already */
  async #keep(changes, undo = () => {}) {
    try {
      await this.#store.write(changes);
    } catch (error) {
      undo();
      throw error;
    }
    this.catalog.apply(changes);
  }

  /** @param {PictureRecord} record @param {Float32Array} embedding */
  #giveBack({ id, classId, source, enabled, aside = false }, embedding) {
    this.engine.restorePicture(id, classId, source, enabled, embedding);
    if (aside) this.engine.setPicturesAside(Uint32Array.of(id), true);
  }

  /** @param {PictureRecord[]} records */
  #embeddings(records) {
    const read = async (/** @type {PictureRecord} */ { id }) => /** @type {Float32Array} */ (await this.#store.get("embeddings", id));
    return Promise.all(records.map(read));
  }

  /** The name as the engine keeps it: trimmed and cut. @param {number} id */
  #nameOf(id) {
    return /** @type {ClassInfo} */ (this.engine.project().classes.find((info) => info.id === id)).name;
  }
}

/** @param {PictureRecord} record @returns {PictureInfo} */
export function pictureInfo({ id, classId, source, name, enabled, aside = false }) {
  return { id, classId, source, name, enabled, aside };
}

/** @param {PictureRecord[]} records @param {Partial<PictureRecord>} change @returns {Change[]} */
function changed(records, change) {
  return records.map((record) => ({ table: "pictures", key: record.id, value: { ...record, ...change } }));
}

/** @param {{ id: number }[]} records */
function idsOf(records) {
  return Uint32Array.from(records, ({ id }) => id);
}
