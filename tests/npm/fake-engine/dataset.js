/** Classes and pictures, as the real engine has them. */
import { fail } from "./errors.js";

export class Dataset {
  classes = new Map();
  #pictures = new Map();
  /** Sources set aside for testing. */
  #aside = new Set();
  #nextClass = 0;
  #nextPicture = 0;

  restore({ classes, nextClassId, nextPictureId }) {
    this.classes.clear();
    this.#pictures.clear();
    this.#aside.clear();
    for (const { id, name, enabled } of classes) this.restoreClass(id, name, enabled);
    this.#nextClass = nextClassId;
    this.#nextPicture = nextPictureId;
  }

  restoreClass(id, name, enabled) {
    if (this.classes.has(id)) fail("id_taken");
    this.classes.set(id, { id, name, enabled });
  }

  addClass(text) {
    const name = nameOf(text);
    const id = this.#nextClass++;
    this.classes.set(id, { id, name, enabled: true });
    return { id, name };
  }

  renameClass(id, text) {
    return (this.class(id).name = nameOf(text));
  }

  removeClass(id) {
    this.class(id);
    this.classes.delete(id);
    for (const picture of this.#pictures.values()) if (picture.classId === id) this.#pictures.delete(picture.id);
  }

  check(classId, source, aside) {
    this.class(classId);
    const known = [...this.#pictures.values()].some((picture) => picture.source === source);
    if (known && this.#aside.has(source) !== aside) fail(aside ? "source_trained" : "source_aside");
  }

  add(classId, source, aside, embedding) {
    const id = this.#nextPicture++;
    this.restorePicture(id, classId, source, true, aside, embedding);
    return id;
  }

  /** Frames of one film are the same to the toy. */
  sourceAfter(before, classId, embedding) {
    const frame = this.#pictures.get(before);
    return frame?.classId === classId && frame.embedding.every((value, index) => value === embedding[index]) ? frame.source : undefined;
  }

  restorePicture(id, classId, source, enabled, aside, embedding) {
    this.class(classId);
    if (this.#pictures.has(id)) fail("id_taken");
    this.#pictures.set(id, { id, classId, source, enabled, embedding });
    this.setAside([id], aside);
  }

  setViews(id, embeddings, features) {
    if (embeddings.length % features !== 0) fail("wrong_embedding");
    const [picture] = this.all([id]);
    picture.views = Array.from({ length: embeddings.length / features }, (_, index) => embeddings.subarray(index * features, (index + 1) * features));
  }

  clearViews() {
    for (const picture of this.#pictures.values()) delete picture.views;
  }

  remove(ids) {
    for (const { id } of this.all(ids)) this.#pictures.delete(id);
  }

  setAside(ids, aside) {
    for (const { source } of this.all(ids)) aside ? this.#aside.add(source) : this.#aside.delete(source);
  }

  /** Enabled pictures of enabled classes. */
  used() {
    return [...this.#pictures.values()].filter(({ enabled, classId }) => enabled && this.class(classId).enabled);
  }

  training() {
    return this.used().filter(({ source }) => !this.#aside.has(source));
  }

  test() {
    return this.used().filter(({ source }) => this.#aside.has(source));
  }

  /** Ids of the classes that have training pictures. */
  trainingClasses() {
    const ids = [...new Set(this.training().map(({ classId }) => classId))].sort((a, b) => a - b);
    return ids.length < 2 ? fail("too_few_classes", "Add pictures to at least two classes.") : ids;
  }

  fingerprint() {
    return this.training().map(({ id, classId }) => `${id}:${classId}`).sort().join(" ");
  }

  class(id) {
    return this.classes.get(id) ?? fail("unknown_class");
  }

  all(ids) {
    return [...ids].map((id) => this.#pictures.get(id) ?? fail("unknown_picture"));
  }
}

function nameOf(text) {
  return text.trim() || fail("empty_name");
}
