/** Adds a batch of files, each in a task of its own, so that other tasks run in between. */
import { errorData, isFatal, PupilError } from "../../shared/errors.js";
import { readFile, sha256 } from "./files.js";
import { freed, thumbnailOf } from "./picture.js";

/** @import { Added } from "./engine.d.ts" */
/** @import { Project } from "./project.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { PictureRecord } from "../../shared/store.d.ts" */
/** @import { AddResult, PictureInfo } from "../../shared/types.d.ts" */
/** @typedef {{ classId: number, files: Blob[], source: string | null, aside: boolean }} Batch */
/** @typedef {Omit<PictureRecord, "id" | "enabled" | "removed">} NewPicture */

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
    const result = { added: [], duplicates: [], failed: [] };
    let done = 0;
    for (const file of files) {
      if (signal.aborted) break;
      await this.#addFile(file, batch, key, result);
      progress({ stage: "pictures", done: ++done, total: files.length });
    }
    await this.#project.queue.run(() => this.#project.publish());
    if (done < files.length) throw aborted(done, files.length);
    return result;
  }

  /** If the file is bad, the others are still added. @param {Blob} file @param {Batch} batch @param {string} call @param {AddResult} result */
  async #addFile(file, { classId, source, aside }, call, result) {
    const name = file instanceof File ? file.name : (source ?? "Picture");
    try {
      const bytes = await readFile(file);
      const hash = await sha256(bytes);
      const picture = { classId, source: source ?? `file:${hash}`, name, hash, call, aside };
      const original = new Blob([bytes], { type: file.type });
      await this.#project.queue.run(async () => {
        await this.#addPicture(picture, original, result);
        this.#publishSometimes();
      });
    } catch (error) {
      if (isFatal(error)) throw error;
      result.failed.push({ name, ...errorData(error) });
    }
  }

  /** @param {NewPicture} picture @param {Blob} original @param {AddResult} result */
  async #addPicture(picture, original, result) {
    const duplicate = this.#project.records.duplicate(picture.classId, picture.hash);
    if (!duplicate) {
      const added = await this.#project.withPicture(original, (decoded) => {
        return this.#project.engine.addPicture(picture.classId, picture.source, picture.aside ?? false, decoded);
      });
      result.added.push(pictureInfo(await this.#store(picture, original, added)));
    } else if (duplicate.call === picture.call && !result.added.some(({ id }) => id === duplicate.id)) {
      // Added by this very call, before a crash made it start again.
      result.added.push(pictureInfo(duplicate));
    } else {
      result.duplicates.push(picture.name);
    }
  }

  /** @param {NewPicture} picture @param {Blob} original @param {Added} added */
  async #store(picture, original, added) {
    const { id } = added;
    const record = { ...picture, id, enabled: true, removed: false };
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
