/** Finds and counts pictures by what they have in common, without a walk over all of them. */

/** @import { PictureRecord } from "../../shared/store.d.ts" */

/** Pictures by something they have in common. */
export class Index {
  /** @type {Map<string | number, Map<number, PictureRecord>>} */
  #groups = new Map();
  #keyOf;

  /** @param {(record: PictureRecord) => string | number} keyOf */
  constructor(keyOf) {
    this.#keyOf = keyOf;
  }

  /** @param {string | number} key */
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

/** From how many sources each class's pictures come; removed pictures do not count. */
export class Sources {
  /** By class: how many pictures it has of each source. @type {Map<number, Map<string, number>>} */
  #classes = new Map();

  /** @param {number} classId */
  of(classId) {
    return this.#classes.get(classId)?.size ?? 0;
  }

  /** @param {PictureRecord | undefined} before @param {PictureRecord | undefined} after */
  replace(before, after) {
    if (before && !before.removed) this.#count(before, -1);
    if (after && !after.removed) this.#count(after, 1);
  }

  /** @param {PictureRecord} picture @param {number} more */
  #count({ classId, source }, more) {
    const sources = this.#classes.get(classId) ?? new Map();
    const count = (sources.get(source) ?? 0) + more;
    if (count > 0) sources.set(source, count);
    else sources.delete(source);
    this.#classes.set(classId, sources);
  }
}
