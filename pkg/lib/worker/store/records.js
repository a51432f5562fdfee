/** The stored records of classes and pictures in memory, without the large parts (embeddings, files). */
import { PupilError } from "../../shared/errors.js";

/** @import { Change, ClassRecord, PictureRecord, Store } from "../../shared/store.d.ts" */

export class Records {
  /** By id, removed ones too. @type {Map<number, ClassRecord>} */
  classes = new Map();
  /** By id, removed ones too. @type {Map<number, PictureRecord>} */
  pictures = new Map();
  #byContent = new Index((/** @type {PictureRecord} */ { hash }) => hash);
  #bySource = new Index((/** @type {PictureRecord} */ { source }) => source);

  /** @param {Store} store */
  static async read(store) {
    const records = new Records();
    for await (const chunk of store.chunks("classes")) for (const [, record] of chunk) records.classes.set(record.id, record);
    for await (const chunk of store.chunks("pictures")) for (const [, record] of chunk) records.#setPicture(record.id, record);
    return records;
  }

  /** Applies what was written to the store. @param {Change[]} changes */
  apply(changes) {
    for (const change of changes) {
      if (change.table === "classes") set(this.classes, Number(change.key), change.value);
      if (change.table === "pictures") this.#setPicture(Number(change.key), change.value);
    }
  }

  /** A class that is not removed. @param {number} id */
  classOf(id) {
    const record = this.classes.get(id);
    if (!record || record.removed) throw unknownClass(id);
    return record;
  }

  /** Pictures, removed or not, in the same order. @param {number[]} ids */
  known(ids) {
    return ids.map((id) => {
      const record = this.pictures.get(id);
      if (!record) throw unknownPicture(id);
      return record;
    });
  }

  /** Pictures that are not removed, in the same order. @param {number[]} ids */
  present(ids) {
    return this.known(ids).map((record) => {
      if (!this.isPresent(record)) throw unknownPicture(record.id);
      return record;
    });
  }

  /** Whether neither it nor its class is removed. @param {PictureRecord} record */
  isPresent({ classId, removed }) {
    return !removed && this.classes.get(classId)?.removed === false;
  }

  /** A picture that is not removed, with the same bytes in the same class. @param {number} classId @param {string} hash */
  duplicate(classId, hash) {
    return this.#byContent.get(hash).find((record) => !record.removed && record.classId === classId);
  }

  /** A picture that is not removed, with these bytes. @param {string} hash */
  withContent(hash) {
    return this.#byContent.get(hash).find((record) => this.isPresent(record));
  }

  /** A picture that is not removed, with the same bytes in another class. @param {PictureRecord} picture */
  elsewhere({ classId, hash }) {
    return this.#byContent.get(hash).find((record) => this.isPresent(record) && record.classId !== classId);
  }

  /** All pictures of some sources, removed ones too. @param {Iterable<string>} sources */
  ofSources(sources) {
    return [...new Set(sources)].flatMap((source) => this.#bySource.get(source));
  }

  /** The changes that delete everything removed. @returns {Change[]} */
  purge() {
    const classes = [...this.classes.values()].filter(({ removed }) => removed);
    const pictures = [...this.pictures.values()].filter((record) => !this.isPresent(record));
    return [
      ...classes.map(({ id }) => ({ table: /** @type {const} */ ("classes"), key: id })),
      ...pictures.flatMap(({ id }) => PICTURE_TABLES.map((table) => ({ table, key: id }))),
    ];
  }

  /** @param {number} id @param {PictureRecord | undefined} record */
  #setPicture(id, record) {
    const before = this.pictures.get(id);
    for (const index of [this.#byContent, this.#bySource]) index.replace(before, record);
    set(this.pictures, id, record);
  }
}

const PICTURE_TABLES = /** @type {const} */ (["pictures", "embeddings", "blobs"]);

/** Pictures by something they have in common. */
class Index {
  /** @type {Map<string, Map<number, PictureRecord>>} */
  #groups = new Map();
  #keyOf;

  /** @param {(record: PictureRecord) => string} keyOf */
  constructor(keyOf) {
    this.#keyOf = keyOf;
  }

  /** @param {string} key */
  get(key) {
    return [...(this.#groups.get(key)?.values() ?? [])];
  }

  /** @param {PictureRecord | undefined} before @param {PictureRecord | undefined} after */
  replace(before, after) {
    if (before) this.#groups.get(this.#keyOf(before))?.delete(before.id);
    if (!after) return;
    const key = this.#keyOf(after);
    const group = this.#groups.get(key) ?? new Map();
    this.#groups.set(key, group.set(after.id, after));
  }
}

/** @template T @param {Map<number, T>} records @param {number} id @param {T | undefined} record */
function set(records, id, record) {
  if (record) records.set(id, record);
  else records.delete(id);
}

/** @param {number} id */
export function unknownClass(id) {
  return new PupilError("unknown_class", `There is no class with id ${id}. Take an id from the project's list of classes.`, { id });
}

/** @param {number} id */
export function unknownPicture(id) {
  return new PupilError("unknown_picture", `There is no picture with id ${id}. Take an id from the project's list of pictures.`, { id });
}
