/** What is known of all classes and pictures, as it is stored, but for the large parts (embeddings, files). */
import { PupilError } from "../shared/errors.js";

/** @import { Change, ClassRecord, PictureRecord, Store } from "../shared/store.d.ts" */

export class Catalog {
  /** By id, also those that were removed. @type {Map<number, ClassRecord>} */
  classes = new Map();
  /** By id, also those that were removed. @type {Map<number, PictureRecord>} */
  pictures = new Map();

  /** @param {Store} store */
  static async read(store) {
    const catalog = new Catalog();
    for await (const chunk of store.chunks("classes")) for (const [, record] of chunk) catalog.classes.set(record.id, record);
    for await (const chunk of store.chunks("pictures")) for (const [, record] of chunk) catalog.pictures.set(record.id, record);
    return catalog;
  }

  /** Takes over what was written to the store. @param {Change[]} changes */
  apply(changes) {
    for (const change of changes) {
      if (change.table === "classes") put(this.classes, Number(change.key), change.value);
      if (change.table === "pictures") put(this.pictures, Number(change.key), change.value);
    }
  }

  /** A class that was not removed. @param {number} id */
  classOf(id) {
    const record = this.classes.get(id);
    if (!record || record.removed) throw unknownClass(id);
    return record;
  }

  /** Pictures that may have been removed, in the same order. @param {number[]} ids */
  known(ids) {
    return ids.map((id) => {
      const record = this.pictures.get(id);
      if (!record) throw unknownPicture(id);
      return record;
    });
  }

  /** Pictures that were not removed, in the same order. @param {number[]} ids */
  there(ids) {
    return this.known(ids).map((record) => {
      if (!this.isThere(record)) throw unknownPicture(record.id);
      return record;
    });
  }

  /** Whether neither it nor its class was removed. @param {PictureRecord} record */
  isThere({ classId, removed }) {
    return !removed && this.classes.get(classId)?.removed === false;
  }

  /** A picture with the same bytes in the same class. @param {number} classId @param {string} hash */
  twin(classId, hash) {
    for (const record of this.pictures.values()) {
      if (record.hash === hash && record.classId === classId && !record.removed) return record;
    }
    return null;
  }

  /** What deletes everything that was removed. @returns {Change[]} */
  purge() {
    const classes = [...this.classes.values()].filter(({ removed }) => removed);
    const pictures = [...this.pictures.values()].filter((record) => !this.isThere(record));
    return [
      ...classes.map(({ id }) => ({ table: /** @type {const} */ ("classes"), key: id })),
      ...pictures.flatMap(({ id }) => PICTURE_TABLES.map((table) => ({ table, key: id }))),
    ];
  }
}

const PICTURE_TABLES = /** @type {const} */ (["pictures", "embeddings", "blobs"]);

/** @template T @param {Map<number, T>} records @param {number} id @param {T | undefined} record */
function put(records, id, record) {
  if (record) records.set(id, record);
  else records.delete(id);
}

/** @param {number} id */
export function unknownClass(id) {
  return new PupilError("unknown_class", `There is no class with id ${id}. Take an id from the project's list of classes.`);
}

/** @param {number} id */
export function unknownPicture(id) {
  return new PupilError("unknown_picture", `There is no picture with id ${id}. Take an id from the project's list of pictures.`);
}
