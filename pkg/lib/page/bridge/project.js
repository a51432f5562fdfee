/** The project as the page knows it: frozen snapshots, made of what the worker says has changed. */

/** @import { ListChange, ProjectChange, ProjectFacts } from "../../shared/protocol.d.ts" */
/** @import { ClassInfo, Project } from "../../shared/types.d.ts" */
/** @typedef {ListChange["pictures"][number]} Picture */

export class ProjectState {
  /** By id. @type {Map<number, ClassInfo>} */
  #classes = new Map();
  /** By id. @type {Map<number, Picture>} */
  #pictures = new Map();
  /** The ids of each class's pictures. @type {Map<number, IdList>} */
  #members = new Map();
  #disabled = new IdList();
  #aside = new IdList();
  /** The newest. What is as it was before is the same object as before. @type {Project} */
  snapshot;

  /** @param {ListChange & ProjectFacts} whole */
  constructor(whole) {
    const nothing = /** @type {ProjectFacts} */ ({});
    this.snapshot = this.#after(nothing, whole);
  }

  /** @param {ProjectChange} change */
  apply(change) {
    this.snapshot = this.#after(this.snapshot, change);
  }

  /** Nothing is in it any more. */
  empty() {
    const gone = { classesGone: [...this.#classes.keys()], picturesGone: [...this.#pictures.keys()] };
    this.apply({ ...gone, classes: [], pictures: [], trained: null, instant: null, models: [] });
  }

  /** @param {ProjectFacts} before @param {ProjectChange} change @returns {Project} */
  #after(before, { classes, classesGone, pictures, picturesGone, ...facts }) {
    for (const id of picturesGone) this.#setPicture(id);
    for (const picture of pictures) this.#setPicture(picture.id, picture);
    for (const id of classesGone) this.#classes.delete(id);
    for (const state of classes) this.#classes.set(state.id, Object.freeze({ ...state, pictures: this.#membersOf(state.id).sorted() }));
    const list = [...this.#classes.values()].sort((a, b) => a.id - b.id);
    Object.freeze(list);
    return Object.freeze({ ...before, ...frozen(facts), classes: list, disabledPictures: this.#disabled.sorted(), asidePictures: this.#aside.sorted() });
  }

  /** @param {number} id @param {Picture} [picture] none if it is gone */
  #setPicture(id, picture) {
    const before = this.#pictures.get(id);
    if (before && before.classId !== picture?.classId) this.#membersOf(before.classId).set(id, false);
    if (picture) this.#membersOf(picture.classId).set(id, true);
    this.#disabled.set(id, picture?.enabled === false);
    this.#aside.set(id, picture?.aside === true);
    if (picture) this.#pictures.set(id, picture);
    else this.#pictures.delete(id);
  }

  /** @param {number} classId */
  #membersOf(classId) {
    const members = this.#members.get(classId) ?? new IdList();
    this.#members.set(classId, members);
    return members;
  }
}

/** Ids, as a list that is made anew only after a change. */
class IdList {
  /** @type {Set<number>} */
  #ids = new Set();
  /** @type {readonly number[] | null} */
  #sorted = null;

  /** @param {number} id @param {boolean} isIn */
  set(id, isIn) {
    if (this.#ids.has(id) === isIn) return;
    if (isIn) this.#ids.add(id);
    else this.#ids.delete(id);
    this.#sorted = null;
  }

  sorted() {
    this.#sorted ??= Object.freeze([...this.#ids].sort((a, b) => a - b));
    // The public types leave out that it is frozen.
    return /** @type {number[]} */ (this.#sorted);
  }
}

/** @template T @param {T} value @returns {T} it and everything in it, frozen */
export function frozen(value) {
  if (typeof value === "object" && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
}
