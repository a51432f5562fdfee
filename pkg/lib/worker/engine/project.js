/** The project as the worker has it: the engine, what is stored, and the queue of all that happens to them. */
import { unknownPicture } from "../store/records.js";
import { freed, pictureOf } from "./picture.js";

/** @import { Backbones } from "./backbones.js" */
/** @import { Engine, EngineModule, Picture } from "./engine.d.ts" */
/** @import { Models } from "../store/models.js" */
/** @import { Records } from "../store/records.js" */
/** @import { Queue } from "./queue.js" */
/** @import { Emit } from "../../shared/protocol.d.ts" */
/** @import { Change, PictureRecord, Store } from "../../shared/store.d.ts" */
/** @import { PictureSource, Project as Snapshot } from "../../shared/types.d.ts" */

/**
 * @typedef {object} Parts
 * @property {EngineModule} module
 * @property {Engine} engine
 * @property {Store} store
 * @property {Records} records
 * @property {Models} models
 * @property {Backbones} backbones
 * @property {Queue} queue
 * @property {Emit} emit
 */

export class Project {
  /** @param {Parts} parts */
  constructor({ module, engine, store, records, models, backbones, queue, emit }) {
    this.module = module;
    this.engine = engine;
    this.store = store;
    this.records = records;
    this.models = models;
    this.backbones = backbones;
    this.queue = queue;
    this.emit = emit;
  }

  /** @returns {Snapshot} */
  snapshot() {
    return { ...this.engine.project(), models: this.models.list(), backbones: this.backbones.list() };
  }

  /** Emits a new snapshot. */
  publish() {
    this.emit("project", this.snapshot());
  }

  /**
   * Queues a change, and publishes it.
   * @template T
   * @param {() => T | Promise<T>} change
   * @returns {Promise<T>}
   */
  edit(change) {
    return this.queue.run(async () => {
      const result = await change();
      this.publish();
      return result;
    });
  }

  /**
   * Stores changes of classes and pictures. Where only the engine can check a change (a name, a picture), it is made there first, and
   * undone if it cannot be stored. All others are stored first, so that nothing need be undone. Removed records stay, marked.
   * @param {Change[]} changes
   * @param {() => void} undo what the engine did already
   */
  async write(changes, undo = () => {}) {
    try {
      await this.store.write(changes);
    } catch (error) {
      undo();
      throw error;
    }
    this.records.apply(changes);
  }

  /**
   * Replaces the engine by an empty one with another backbone. If the changes cannot be stored, nothing changes.
   * @param {Engine} engine
   * @param {Change[]} changes
   */
  async replaceEngine(engine, changes) {
    await this.store.write(changes);
    this.engine.free();
    this.engine = engine;
  }

  /**
   * Returns a picture's file and its thumbnail.
   * @param {number} id
   */
  async blobs(id) {
    const record = await this.store.get("blobs", id);
    if (!record) throw unknownPicture(id);
    return record;
  }

  /**
   * Decodes a picture, by id or as it is given, and frees it after its use.
   * @template T
   * @param {number | PictureSource} source
   * @param {(picture: Picture) => T | Promise<T>} use
   * @returns {Promise<T>}
   */
  async withPicture(source, use) {
    const given = typeof source === "number" ? (await this.blobs(source)).original : source;
    return freed(await pictureOf(this.module.Picture, given), use);
  }

  /**
   * Reads the embeddings of pictures, then restores the pictures in the engine after `change`.
   * @param {PictureRecord[]} records
   * @param {() => Promise<void>} change
   */
  async restorePictures(records, change) {
    const read = records.map(async ({ id }) => /** @type {Float32Array} */ (await this.store.get("embeddings", id)));
    const embeddings = await Promise.all(read);
    await change();
    records.forEach((record, index) => restorePicture(this.engine, record, embeddings[index]));
  }
}

/** @param {Engine} engine @param {PictureRecord} record @param {Float32Array} embedding */
export function restorePicture(engine, { id, classId, source, enabled, aside = false }, embedding) {
  engine.restorePicture(id, classId, source, enabled, aside, embedding);
}
