/** Edits of pictures, and what is known of them. */
import { Import, pictureInfo } from "./engine/import.js";
import { imageOf } from "../shared/picture.js";
import { deletions } from "./store/records.js";

/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { Change, PictureRecord } from "../shared/store.d.ts" */

export class Pictures {
  #project;
  #import;

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
    this.#import = new Import(project);
  }

  /** @param {number} classId @param {Blob[]} files @param {string | null} source @param {boolean} aside @param {CallContext} context */
  add(classId, files, source, aside, context) {
    return this.#import.add({ classId, files, source, aside }, context);
  }

  /** @param {number[]} ids @param {number} classId */
  move(ids, classId) {
    return this.#project.edit(async () => {
      const { engine, records } = this.#project;
      records.classOf(classId);
      await this.#project.write(changed(records.present(ids), { classId }));
      engine.movePictures(Uint32Array.from(ids), classId);
    });
  }

  /** @param {number[]} ids */
  remove(ids) {
    return this.#project.edit(async () => {
      const { engine, records } = this.#project;
      const present = records.known(ids).filter((record) => records.isPresent(record));
      await this.#project.remove(changed(present, { removed: true }), deletions([], present));
      engine.removePictures(Uint32Array.from(present, ({ id }) => id));
    });
  }

  /** @param {number[]} ids */
  restore(ids) {
    return this.#project.edit(async () => {
      const { records } = this.#project;
      const removed = records.known(ids).filter((record) => record.removed);
      for (const { classId } of removed) records.classOf(classId);
      await this.#project.restorePictures(removed, () => this.#project.write(changed(removed, { removed: false })));
    });
  }

  /** @param {number[]} ids @param {boolean} enabled */
  enable(ids, enabled) {
    return this.#project.edit(async () => {
      await this.#project.write(changed(this.#project.records.present(ids), { enabled }));
      this.#project.engine.setPicturesEnabled(Uint32Array.from(ids), enabled);
    });
  }

  /** Whole sources, removed pictures too: the engine does the same. @param {number[]} ids @param {boolean} aside */
  setAside(ids, aside) {
    return this.#project.edit(async () => {
      const { engine, records } = this.#project;
      const sources = records.present(ids).map(({ source }) => source);
      await this.#project.write(changed(records.ofSources(sources), { aside }));
      engine.setPicturesAside(Uint32Array.from(ids), aside);
    });
  }

  /** @param {number[]} ids */
  info(ids) {
    return this.#project.records.present(ids).map(pictureInfo);
  }

  /** @param {number} id */
  original(id) {
    return this.#project.files.original(id);
  }

  /** @param {number | Blob} picture @returns {Promise<ImageData>} */
  decode(picture) {
    return this.#project.queue.run(() => this.#project.withPicture(picture, imageOf));
  }

  /** @param {number} id */
  thumbnail(id) {
    return this.#project.files.thumbnail(id);
  }
}

/** @param {PictureRecord[]} records @param {Partial<PictureRecord>} change @returns {Change[]} */
function changed(records, change) {
  return records.map((record) => ({ table: "pictures", key: record.id, value: { ...record, ...change } }));
}
