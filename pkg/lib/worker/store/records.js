/** The stored records of classes and pictures in memory, without the large parts (embeddings, files). */
import { PupilError } from "../../shared/errors.js";
import { Index, Sources } from "./picture-index.js";

/** @import { ListChange } from "../../shared/protocol.d.ts" */
/** @import { Change, ClassRecord, PictureRecord, Store } from "../../shared/store.d.ts" */

export class Records {
  /** By id, removed ones too. @type {Map<number, ClassRecord>} */
  classes = new Map();
  /** By id, removed ones too. @type {Map<number, PictureRecord>} */
  pictures = new Map();
  #byContent = new Index((/** @type {PictureRecord} */ { hash }) => hash);
  #bySource = new Index((/** @type {PictureRecord} */ { source }) => source);
  #byClass = new Index((/** @type {PictureRecord} */ { classId }) => classId);
  #sources = new Sources();
  /** Ids of the classes that changed since {@link takeChanges}. @type {Set<number>} */
  #changedClasses = new Set();
  /** The same of pictures. @type {Set<number>} */
  #changedPictures = new Set();

  /** @param {Store} store */
  static async read(store) {
    const records = new Records();
    for await (const chunk of store.chunks("classes")) for (const [, record] of chunk) records.#setClass(record.id, record);
    for await (const chunk of store.chunks("pictures")) for (const [, record] of chunk) records.#setPicture(record.id, record);
    return records;
  }

  /** Applies what was written to the store. @param {Change[]} changes */
  apply(changes) {
    for (const change of changes) {
      if (change.table === "classes") this.#setClass(Number(change.key), change.value);
      if (change.table === "pictures") this.#setPicture(Number(change.key), change.value);
    }
  }

  /** A class that is not removed. @param {number} id */
  classOf(id) {
    const record = this.classes.get(id);
    if (!record || record.removed) throw unknownClass(id);
    return record;
  }

  /** The name of a class that is predicted; null for another. @param {number} id */
  nameInUse(id) {
    const record = this.classes.get(id);
    return record && record.enabled && !record.removed ? record.name : null;
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

  /** Whether a picture is there, and neither it nor its class removed. @param {number} id */
  has(id) {
    const record = this.pictures.get(id);
    return record !== undefined && this.isPresent(record);
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

  /** All pictures of a class, removed ones too. @param {number} classId */
  ofClass(classId) {
    return this.#byClass.get(classId);
  }

  /** All pictures of some sources, removed ones too. @param {Iterable<string>} sources */
  ofSources(sources) {
    return [...new Set(sources)].flatMap((source) => this.#bySource.get(source));
  }

  /** The classes that are not removed, with how many pictures each has. */
  countedClasses() {
    return [...this.classes.keys()].flatMap((id) => this.#classState(id)).map((state) => {
      return { ...state, pictures: this.ofClass(state.id).filter(({ removed }) => !removed).length };
    });
  }

  /** The changes that delete everything removed. @returns {Change[]} */
  purge() {
    const classes = [...this.classes.values()].filter(({ removed }) => removed);
    return deletions(classes, [...this.pictures.values()].filter((record) => !this.isPresent(record)));
  }

  /** How the classes and pictures are that changed since the last time; at first, all. @returns {ListChange} */
  takeChanges() {
    const [classes, pictures] = [[...this.#changedClasses], [...this.#changedPictures]];
    this.#changedClasses.clear();
    this.#changedPictures.clear();
    return {
      classes: classes.flatMap((id) => this.#classState(id)),
      classesGone: classes.filter((id) => this.#classState(id).length === 0),
      pictures: pictures.flatMap((id) => this.#pictureState(id)),
      picturesGone: pictures.filter((id) => this.#pictureState(id).length === 0),
    };
  }

  /** What the page knows of a class; nothing if it is not there. @param {number} id @returns {ListChange["classes"]} */
  #classState(id) {
    const record = this.classes.get(id);
    return record && !record.removed ? [{ id, name: record.name, enabled: record.enabled, sources: this.#sources.of(id) }] : [];
  }

  /** What the page knows of a picture; nothing if it is not there. @param {number} id @returns {ListChange["pictures"]} */
  #pictureState(id) {
    const record = this.pictures.get(id);
    return record && this.isPresent(record) ? [{ id, classId: record.classId, enabled: record.enabled, aside: record.aside ?? false }] : [];
  }

  /** @param {number} id @param {ClassRecord | undefined} record */
  #setClass(id, record) {
    const wasRemoved = this.classes.get(id)?.removed;
    set(this.classes, id, record);
    this.#changedClasses.add(id);
    // Its pictures come and go with it.
    if (wasRemoved !== record?.removed) for (const picture of this.ofClass(id)) this.#changedPictures.add(picture.id);
  }

  /** @param {number} id @param {PictureRecord | undefined} record */
  #setPicture(id, record) {
    const before = this.pictures.get(id);
    for (const index of [this.#byContent, this.#bySource, this.#byClass, this.#sources]) index.replace(before, record);
    set(this.pictures, id, record);
    this.#changedPictures.add(id);
    for (const each of [before, record]) if (each) this.#changedClasses.add(each.classId);
  }
}

const PICTURE_TABLES = /** @type {const} */ (["pictures", "embeddings", "views", "blobs", "originals", "thumbnails"]);

/** @param {ClassRecord[]} classes @param {PictureRecord[]} pictures @returns {Change[]} */
export function deletions(classes, pictures) {
  return [
    ...classes.map(({ id }) => ({ table: /** @type {const} */ ("classes"), key: id })),
    ...pictures.flatMap(({ id }) => PICTURE_TABLES.map((table) => ({ table, key: id }))),
  ];
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
