/** Classes and pictures, kept the same in the engine and in the store. */
import { PupilError } from "./errors.js";
import { thumbnailOf } from "./picture.js";

/** @import { Added, Engine } from "./engine.d.ts" */
/** @import { Change, ClassRecord, PictureRecord, Store } from "./store.d.ts" */
/** @import { ClassInfo, PictureInfo } from "./types.d.ts" */
/** @typedef {Pick<PictureRecord, "classId" | "source" | "name" | "hash" | "call">} NewPicture */

/**
 * What only the engine can judge (a name, a picture) is changed there first, and undone if the store cannot take it.
 * Everything else is stored first, so that nothing need be undone. What is removed stays in the store, marked.
 */
export class Library {
  /** @type {Map<number, ClassRecord>} */
  #classes = new Map();
  /** @type {Map<number, PictureRecord>} */
  #pictures = new Map();

  /** @param {Engine} engine @param {Store} store */
  constructor(engine, store) {
    this.engine = engine;
    this.store = store;
  }

  /** Reads the records, not yet the embeddings. @param {boolean} purge whether what was removed is deleted now */
  async read(purge) {
    for await (const chunk of this.store.chunks("classes")) for (const [, record] of chunk) this.#classes.set(record.id, record);
    for await (const chunk of this.store.chunks("pictures")) for (const [, record] of chunk) this.#pictures.set(record.id, record);
    if (purge) await this.#purge();
  }

  /**
   * Gives the engine everything that was stored; the head must know its classes, so `loadHead` comes before those that
   * were removed are taken out again. (They go in at all so that their ids are not given anew.)
   * @param {() => void} loadHead
   * @param {(done: number, total: number) => void} progress
   */
  async restore(loadHead, progress) {
    for (const { id, name, enabled } of this.#classes.values()) this.engine.addClass(id, name, enabled);
    let done = 0;
    for await (const chunk of this.store.chunks("embeddings")) {
      for (const [id, embedding] of chunk) this.#giveBack(/** @type {PictureRecord} */ (this.#pictures.get(Number(id))), embedding);
      progress((done += chunk.length), this.#pictures.size);
    }
    loadHead();
    this.engine.removePictures(idsOf([...this.#pictures.values()].filter(({ removed }) => removed)));
    for (const { id, removed } of this.#classes.values()) if (removed) this.engine.removeClass(id);
  }

  /** @param {string} name @param {string} call @returns {Promise<number>} its id */
  async addClass(name, call) {
    const before = [...this.#classes.values()].find((record) => record.call === call);
    if (before) return before.id;
    const id = this.engine.addClass(undefined, name, true);
    const record = { id, name: this.#nameOf(id), enabled: true, removed: false, call };
    await this.#keep([{ table: "classes", key: id, value: record }], () => this.engine.removeClass(id));
    return id;
  }

  /** @param {number} id @param {string} name */
  async renameClass(id, name) {
    const record = this.classRecord(id);
    this.engine.renameClass(id, name);
    const renamed = { ...record, name: this.#nameOf(id) };
    await this.#keep([{ table: "classes", key: id, value: renamed }], () => this.engine.renameClass(id, record.name));
  }

  /** @param {number} id @param {boolean} enabled */
  async setClassEnabled(id, enabled) {
    await this.#keep([{ table: "classes", key: id, value: { ...this.classRecord(id), enabled } }]);
    this.engine.setClassEnabled(id, enabled);
  }

  /** @param {number} id */
  async removeClass(id) {
    if (this.#classes.get(id)?.removed) return;
    await this.#keep([{ table: "classes", key: id, value: { ...this.classRecord(id), removed: true } }]);
    this.engine.removeClass(id);
  }

  /** @param {number} id */
  async restoreClass(id) {
    const record = this.#classes.get(id);
    if (!record) throw unknownClass(id);
    if (!record.removed) return;
    const pictures = [...this.#pictures.values()].filter(({ classId, removed }) => classId === id && !removed);
    const embeddings = await this.#embeddings(pictures);
    await this.#keep([{ table: "classes", key: id, value: { ...record, removed: false } }]);
    this.engine.addClass(id, record.name, record.enabled);
    pictures.forEach((picture, index) => this.#giveBack(picture, embeddings[index]));
  }

  /** @param {number} id of a class that was not removed */
  classRecord(id) {
    const record = this.#classes.get(id);
    if (!record || record.removed) throw unknownClass(id);
    return record;
  }

  /** The same bytes in the same class. @param {number} classId @param {string} hash */
  twin(classId, hash) {
    this.classRecord(classId);
    for (const record of this.#pictures.values()) {
      if (record.hash === hash && record.classId === classId && !record.removed) return record;
    }
    return null;
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
    const records = this.#known(ids).filter((record) => this.#isThere(record));
    await this.#keep(changed(records, { removed: true }));
    this.engine.removePictures(idsOf(records));
  }

  /** @param {number[]} ids */
  async restorePictures(ids) {
    const records = this.#known(ids).filter(({ removed }) => removed);
    for (const { classId } of records) this.classRecord(classId);
    const embeddings = await this.#embeddings(records);
    await this.#keep(changed(records, { removed: false }));
    records.forEach((record, index) => this.#giveBack(record, embeddings[index]));
  }

  /** @param {number[]} ids @param {number} classId */
  async movePictures(ids, classId) {
    this.classRecord(classId);
    const records = this.#there(ids);
    await this.#keep(changed(records, { classId }));
    this.engine.movePictures(idsOf(records), classId);
  }

  /** @param {number[]} ids @param {boolean} enabled */
  async setPicturesEnabled(ids, enabled) {
    const records = this.#there(ids);
    await this.#keep(changed(records, { enabled }));
    this.engine.setPicturesEnabled(idsOf(records), enabled);
  }

  /** @param {number[]} ids */
  pictureInfo(ids) {
    return this.#there(ids).map(pictureInfo);
  }

  /** @param {number} id */
  async blobs(id) {
    const record = await this.store.get("blobs", id);
    if (!record) throw unknownPicture(id);
    return record;
  }

  /** @param {Change[]} changes @param {() => void} undo what the engine did already */
  async #keep(changes, undo = () => {}) {
    try {
      await this.store.write(changes);
    } catch (error) {
      undo();
      throw error;
    }
    for (const change of changes) {
      if (change.table === "classes" && change.value) this.#classes.set(change.value.id, change.value);
      if (change.table === "pictures" && change.value) this.#pictures.set(change.value.id, change.value);
    }
  }

  /** Deletes what was removed. */
  async #purge() {
    const classes = [...this.#classes.values()].filter(({ removed }) => removed).map(({ id }) => id);
    const pictures = [...this.#pictures.values()].filter((record) => !this.#isThere(record)).map(({ id }) => id);
    await this.store.write([
      ...classes.map((key) => ({ table: /** @type {const} */ ("classes"), key })),
      ...pictures.flatMap((key) => PICTURE_TABLES.map((table) => ({ table, key }))),
    ]);
    for (const id of classes) this.#classes.delete(id);
    for (const id of pictures) this.#pictures.delete(id);
  }

  /** @param {PictureRecord} record @param {Float32Array} embedding */
  #giveBack({ id, classId, source, enabled }, embedding) {
    this.engine.restorePicture(id, classId, source, enabled, embedding);
  }

  /** @param {PictureRecord[]} records */
  #embeddings(records) {
    const read = async (/** @type {PictureRecord} */ { id }) => /** @type {Float32Array} */ (await this.store.get("embeddings", id));
    return Promise.all(records.map(read));
  }

  /** The name as the engine keeps it: trimmed and cut. @param {number} id */
  #nameOf(id) {
    return /** @type {ClassInfo} */ (this.engine.project().classes.find((info) => info.id === id)).name;
  }

  /** @param {number[]} ids */
  #known(ids) {
    return ids.map((id) => {
      const record = this.#pictures.get(id);
      if (!record) throw unknownPicture(id);
      return record;
    });
  }

  /** @param {number[]} ids */
  #there(ids) {
    return this.#known(ids).map((record) => {
      if (!this.#isThere(record)) throw unknownPicture(record.id);
      return record;
    });
  }

  /** Whether neither it nor its class was removed. @param {PictureRecord} record */
  #isThere({ classId, removed }) {
    return !removed && this.#classes.get(classId)?.removed === false;
  }
}

const PICTURE_TABLES = /** @type {const} */ (["pictures", "embeddings", "blobs"]);

/** @param {PictureRecord} record @returns {PictureInfo} */
export function pictureInfo({ id, classId, source, name, enabled }) {
  return { id, classId, source, name, enabled };
}

/** @param {PictureRecord[]} records @param {Partial<PictureRecord>} change @returns {Change[]} */
function changed(records, change) {
  return records.map((record) => ({ table: "pictures", key: record.id, value: { ...record, ...change } }));
}

/** @param {{ id: number }[]} records */
function idsOf(records) {
  return Uint32Array.from(records, ({ id }) => id);
}

/** @param {number} id */
function unknownClass(id) {
  return new PupilError("unknown_class", `There is no class with id ${id}. Take an id from the project's list of classes.`);
}

/** @param {number} id */
function unknownPicture(id) {
  return new PupilError("unknown_picture", `There is no picture with id ${id}. Take an id from the project's list of pictures.`);
}
