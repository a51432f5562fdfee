/** Adds a batch of files, each in a task of its own, so that other tasks run in between. */
import { errorData, isFatal, PupilError } from "../../shared/errors.js";
import { readFile, sha256 } from "./files.js";
import { Frames } from "./frames.js";
import { freed, thumbnailOf } from "./picture.js";

/** @import { Added } from "./engine.d.ts" */
/** @import { Project } from "./project.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { PictureRecord } from "../../shared/store.d.ts" */
/** @import { AddResult, PictureInfo } from "../../shared/types.d.ts" */
/** @typedef {{ classId: number, files: Blob[], source: string | null, aside: boolean }} Batch */
/** @typedef {Omit<PictureRecord, "id" | "enabled" | "removed">} NewPicture */
/** @typedef {{ call: string, result: AddResult, frames: Frames }} Call the call that adds a batch, its result so far */

/** Minimum milliseconds between two snapshots during an import. */
const SNAPSHOT_INTERVAL = 100;

export class Import {
  #project;
  #published = 0;

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  /** @param {Batch} batch @param {CallContext} context */
  async add(batch, { key, signal, progress }) {
    const { files } = batch;
    this.#project.records.classOf(batch.classId);
    /** @type {AddResult} */
    const result = { added: [], duplicates: [], failed: [], elsewhere: [] };
    const call = { call: key, result, frames: new Frames() };
    let done = 0;
    for (const file of files) {
      if (signal.aborted) break;
      await this.#addFile(file, batch, call);
      progress({ stage: "pictures", done: ++done, total: files.length });
    }
    await this.#project.queue.run(() => this.#project.publish());
    if (done < files.length) throw aborted(done, files.length);
    return result;
  }

  /** If the file is bad, the others are still added. @param {Blob} file @param {Batch} batch @param {Call} call */
  async #addFile(file, { classId, source, aside }, { call, result, frames }) {
    const name = file instanceof File ? file.name : (source ?? "Picture");
    try {
      const bytes = await readFile(file);
      const hash = await sha256(bytes);
      const original = new Blob([bytes], { type: file.type });
      await this.#project.queue.run(async () => {
        const before = source === null ? frames.before(name) : undefined;
        const picture = { classId, source: source ?? this.#sourceOf(hash), name, hash, call, aside };
        const id = await this.#addPicture(picture, original, before, result);
        if (id !== null) frames.added(id, name);
        this.#publishSometimes();
      });
    } catch (error) {
      if (isFatal(error)) throw error;
      result.failed.push({ name, ...errorData(error) });
    }
  }

  /** Of a file that comes by itself: that of the same file in another class, or its own. @param {string} hash */
  #sourceOf(hash) {
    return this.#project.records.withContent(hash)?.source ?? `file:${hash}`;
  }

  /**
   * @param {NewPicture} picture
   * @param {Blob} original
   * @param {number | undefined} before the picture that it may be the next frame after
   * @param {AddResult} result
   * @returns {Promise<number | null>} its id; null if the class has it already
   */
  async #addPicture(picture, original, before, result) {
    const { records, engine } = this.#project;
    const duplicate = records.duplicate(picture.classId, picture.hash);
    if (duplicate && (duplicate.call !== picture.call || result.added.some(({ id }) => id === duplicate.id))) {
      result.duplicates.push(picture.name);
      return null;
    }
    // A duplicate was added by this very call, before a crash made it start again.
    const record = duplicate ?? (await this.#store(picture, original, await this.#project.withPicture(original, (decoded) => {
      return engine.addPicture(picture.classId, picture.source, picture.aside ?? false, decoded, before);
    })));
    result.added.push(pictureInfo(record));
    const other = records.elsewhere(record);
    if (other) result.elsewhere.push({ name: record.name, classId: other.classId });
    return record.id;
  }

  /** @param {NewPicture} picture @param {Blob} original @param {Added} added */
  async #store(picture, original, added) {
    const { id, source } = added;
    const record = { ...picture, id, source, enabled: true, removed: false };
    const remove = () => this.#project.engine.removePictures(Uint32Array.of(id));
    const { embedding, thumbnail } = await partsOf(added).catch((error) => {
      remove();
      throw error;
    });
    await this.#project.write([
      { table: "pictures", key: id, value: record },
      { table: "embeddings", key: id, value: embedding },
      { table: "blobs", key: id, value: { original, thumbnail } },
    ], remove);
    return record;
  }

  /** A snapshot for each picture would be too many for a page to show. */
  #publishSometimes() {
    if (performance.now() - this.#published < SNAPSHOT_INTERVAL) return;
    this.#project.publish();
    this.#published = performance.now();
  }
}

/** @param {PictureRecord} record @returns {PictureInfo} */
export function pictureInfo({ id, classId, source, name, enabled, aside = false }) {
  return { id, classId, source, name, enabled, aside };
}

/** @param {Added} added */
function partsOf(added) {
  return freed(added, async () => ({ embedding: added.embedding, thumbnail: await freed(added.square(), thumbnailOf) }));
}

/** @param {number} done @param {number} total */
function aborted(done, total) {
  return new PupilError("aborted", `Adding was stopped after ${done} of ${total} pictures. Those that are in stay in.`, { done, total });
}
