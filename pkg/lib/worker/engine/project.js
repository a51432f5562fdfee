/** The project as the worker has it: the engine, what is stored, and the queue of all that happens to them. */
import { errorData } from "../../shared/errors.js";
import { freed } from "../../shared/picture.js";
import { markOrDelete } from "../store/removal.js";
import { Instant } from "./instant.js";
import { StoredFiles } from "./stored-files.js";
import { Views } from "./views.js";

/** @import { Backbones } from "./backbones.js" */
/** @import { Embedders } from "./embedders.js" */
/** @import { Engine, EngineModule } from "./engine.d.ts" */
/** @import { Models } from "../store/models.js" */
/** @import { Projects } from "../store/projects.js" */
/** @import { Records } from "../store/records.js" */
/** @import { Queue } from "./queue.js" */
/** @import { Decoder } from "../../shared/decoder.js" */
/** @import { Picture } from "../../shared/handles.d.ts" */
/** @import { Emit, ListChange, ProjectChange, ProjectFacts } from "../../shared/protocol.d.ts" */
/** @import { Change, PictureRecord, Store } from "../../shared/store.d.ts" */
/** @import { PictureSource, TrainedInfo } from "../../shared/types.d.ts" */

/**
 * @typedef {object} Parts
 * @property {EngineModule} module
 * @property {Decoder} decoder
 * @property {Engine} engine
 * @property {Store} store
 * @property {Records} records
 * @property {Models} models
 * @property {Backbones} backbones
 * @property {Projects} projects
 * @property {Embedders} embedders
 * @property {Queue} queue
 * @property {Emit} emit
 * @property {boolean} followInstantly whether the instant model is kept up to date by itself
 */

export class Project {
  /** The facts as they were published, in JSON. @type {Map<string, string>} */
  #published = new Map();

  /** @param {Parts} parts */
  constructor({ module, decoder, engine, store, records, models, backbones, embedders, projects, queue, emit, followInstantly }) {
    this.module = module;
    this.decoder = decoder;
    this.engine = engine;
    this.store = store;
    this.files = new StoredFiles(store);
    this.records = records;
    this.models = models;
    this.backbones = backbones;
    this.projects = projects;
    this.embedders = embedders;
    this.queue = queue;
    this.emit = emit;
    this.views = new Views(this);
    this.instant = new Instant(this, followInstantly);
  }

  /** All of the project, for a page that knows nothing of it. @returns {ListChange & ProjectFacts} */
  whole() {
    return { ...this.records.takeChanges(), .../** @type {ProjectFacts} */ (this.#newFacts()) };
  }

  /** Emits what changed since it was last called. */
  announce() {
    this.emit("project", { ...this.records.takeChanges(), ...this.#newFacts() });
  }

  /** Whether the page knows of an instant model. */
  get saysInstant() {
    return (this.#published.get("instant") ?? "null") !== "null";
  }

  /** Emits what a change made, which the instant model follows. */
  publish() {
    this.announce();
    this.instant.follow();
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

  /** The facts that are not as they were published. @returns {Partial<ProjectFacts>} */
  #newFacts() {
    const project = this.engine.project();
    const { id, name } = this.projects.open;
    const facts = { id, name, ...project, instantViews: this.views.areUsed, models: this.models.list(project.instant?.inUse), backbones: this.backbones.list() };
    return Object.fromEntries(Object.entries(facts).filter(([name, fact]) => {
      const json = JSON.stringify(fact);
      const isNew = this.#published.get(name) !== json;
      this.#published.set(name, json);
      return isNew;
    }));
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

  /** Removes classes and pictures. @param {Change[]} marks @param {Change[]} deletions where there is no room for marks */
  async remove(marks, deletions) {
    this.records.apply(await markOrDelete(this.store, marks, deletions));
  }

  /** Deletes everything removed: it cannot be restored any more. */
  async purge() {
    await this.write(this.records.purge());
    await this.models.purge();
    await this.projects.purge();
  }

  /**
   * Stores a model. One that cannot be stored is used all the same, until the tab is closed, and that is told.
   * @param {string} call
   * @param {Uint8Array} model
   * @param {TrainedInfo} info
   * @param {{ complete: boolean, use: boolean }} state
   * @returns {Promise<number | null>} its id; null if it could not be stored
   */
  async saveModel(call, model, info, state) {
    try {
      return await this.models.save(call, model, info, state);
    } catch (error) {
      this.emit("notice", errorData(error));
      if (state.complete && state.use) this.models.useUnsaved();
      return null;
    }
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
   * Decodes a picture, by id or as it is given, and frees it after its use.
   * @template T
   * @param {number | PictureSource} source
   * @param {(picture: Picture) => T | Promise<T>} use
   * @returns {Promise<T>}
   */
  async withPicture(source, use) {
    const given = typeof source === "number" ? await this.files.original(source) : source;
    return freed(await this.decoder.pictureOf(given), use);
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
