/** Adds a batch of files: what needs no engine is begun ahead; each goes in by a task of its own, so that other tasks run in between. */
import { errorData, isFatal, PupilError } from "../../shared/errors.js";
import { freed, imageOf, thumbnailOf } from "../../shared/picture.js";
import { ahead } from "./ahead.js";
import { readFile, sha256 } from "../../shared/files.js";
import { Frames } from "./frames.js";
import { READ_AHEAD_PER_WORKER } from "./pool.js";

/** @import { Added } from "./engine.d.ts" */
/** @import { Pool } from "./pool.js" */
/** @import { Project } from "./project.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { PictureRecord } from "../../shared/store.d.ts" */
/** @import { AddResult, PictureInfo } from "../../shared/types.d.ts" */
/** @typedef {{ classId: number, files: Blob[], source: string | null, aside: boolean }} Batch */
/** @typedef {Omit<PictureRecord, "id" | "enabled" | "removed">} NewPicture */
/** What is stored of a picture beside its file. @typedef {{ embedding: Float32Array, thumbnail: Blob }} Parts */
/** What the pool made of it, and of which backbone. @typedef {Parts & { backbone: string }} Made */
/** A file before its turn: what was read of it, or why not. @typedef {{ name: string } & ({ original: Blob, hash: string, made: Made | null } | { error: unknown })} Prepared */
/** @typedef {{ call: string, result: AddResult, frames: Frames }} Call the call that adds a batch, its result so far */

/** Files that are read before their turn, where there is no pool. */
const READ_AHEAD = 2;

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
    const { backbones, embedders } = this.#project;
    const backbone = backbones.inUse;
    const pool = embedders.pool(backbone, () => backbones.weights(backbone, () => {}), files.length);
    const limit = pool ? READ_AHEAD_PER_WORKER * pool.size : READ_AHEAD;
    let done = 0;
    for await (const prepared of ahead(files, limit, signal, (file) => this.#prepare(file, batch, pool && { pool, backbone, signal }))) {
      await this.#addFile(prepared, batch, call);
      progress({ stage: "pictures", done: ++done, total: files.length });
    }
    await this.#project.queue.run(() => this.#project.publish());
    if (done < files.length) throw aborted(done, files.length, result);
    return result;
  }

  /** @param {Blob} file @param {Batch} batch @param {{ pool: Pool, backbone: string, signal: AbortSignal } | null} workers @returns {Promise<Prepared>} */
  async #prepare(file, { classId, source }, workers) {
    const name = file instanceof File ? file.name : (source ?? "Picture");
    try {
      const bytes = await readFile(file);
      const hash = await sha256(bytes);
      const original = new Blob([bytes], { type: file.type });
      const isNew = !this.#project.records.duplicate(classId, hash);
      const embedded = workers && isNew ? await workers.pool.embed(original, workers.signal, bytes) : null;
      const made = workers && embedded && { embedding: embedded.embedding, thumbnail: await thumbnailOf(embedded.square), backbone: workers.backbone };
      return { name, original, hash, made };
    } catch (error) {
      return { name, error };
    }
  }

  /** If the file is bad, the others are still added. @param {Prepared} prepared @param {Batch} batch @param {Call} call */
  async #addFile(prepared, { classId, source, aside }, { call, result, frames }) {
    const { name } = prepared;
    try {
      if ("error" in prepared) throw prepared.error;
      const { original, hash, made } = prepared;
      await this.#project.instant.rests();
      await this.#project.queue.run(async () => {
        const before = source === null ? frames.before(name) : undefined;
        const picture = { classId, source: source ?? this.#sourceOf(hash), name, hash, call, aside };
        const id = await this.#addPicture(picture, { original, made }, before, result);
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
   * @param {{ original: Blob, made: Made | null }} files
   * @param {number | undefined} before the picture that it may be the next frame after
   * @param {AddResult} result
   * @returns {Promise<number | null>} its id; null if the class has it already
   */
  async #addPicture(picture, files, before, result) {
    const { records } = this.#project;
    const duplicate = records.duplicate(picture.classId, picture.hash);
    if (duplicate && (duplicate.call !== picture.call || result.added.some(({ id }) => id === duplicate.id))) {
      result.duplicates.push(picture.name);
      return null;
    }
    // A duplicate was added by this very call, before a crash made it start again.
    const record = duplicate ?? (await this.#store(picture, files.original, await this.#intoEngine(picture, files, before)));
    result.added.push(pictureInfo(record));
    const other = records.elsewhere(record);
    if (other) result.elsewhere.push({ name: record.name, classId: other.classId });
    return record.id;
  }

  /** @param {NewPicture} picture @param {{ original: Blob, made: Made | null }} files @param {number | undefined} before */
  async #intoEngine({ classId, source, aside = false }, { original, made }, before) {
    const { engine, backbones } = this.#project;
    // The network may have been changed meanwhile.
    if (made?.backbone === backbones.inUse) return { ...made, ...engine.addEmbedded(classId, source, aside, made.embedding, before) };
    const added = await this.#project.withPicture(original, (decoded) => engine.addPicture(classId, source, aside, decoded, before));
    const { id, source: found } = added;
    const parts = partsOf(added).catch((error) => {
      this.#remove(id);
      throw error;
    });
    return { ...(await parts), id, source: found };
  }

  /** @param {number} id */
  #remove(id) {
    this.#project.engine.removePictures(Uint32Array.of(id));
  }

  /** @param {NewPicture} picture @param {Blob} original @param {Parts & { id: number, source: string }} added */
  async #store(picture, original, { id, source, embedding, thumbnail }) {
    const record = { ...picture, id, source, enabled: true, removed: false };
    await this.#project.write([
      { table: "pictures", key: id, value: record },
      { table: "embeddings", key: id, value: embedding },
      { table: "originals", key: id, value: original },
      { table: "thumbnails", key: id, value: thumbnail },
    ], () => this.#remove(id));
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
  return freed(added, async () => ({ embedding: added.embedding, thumbnail: await freed(added.square(), (square) => thumbnailOf(imageOf(square))) }));
}

/** @param {number} done @param {number} total @param {AddResult} result */
function aborted(done, total, result) {
  return new PupilError("aborted", `Adding was stopped after ${done} of ${total} pictures. Those that are in stay in.`, { done, total, result });
}
