/** Pupil as a page uses it: everything is done by a worker, which is replaced if it dies. */
import { Calls, engineCrashed } from "./calls.js";
import { errorData, PupilError } from "./errors.js";
import { lockStore } from "./lock.js";
import { MemoryStore } from "./memory.js";

/** @import { PupilEventTarget, PupilEvents } from "./events.d.ts" */
/** @import { Events, Lost, Started } from "./protocol.d.ts" */
/**
 * @import {
 *   AddResult, Backend, BackendInfo, ClassInfo, PictureInfo, Prediction, Progress, Project, PupilErrorData, Report,
 *   TrainedInfo, TrainingMessage, TrainingSettings,
 * } from "./types.d.ts"
 */

/**
 * @typedef {object} PupilOptions
 * @property {string | null} [store] name of the IndexedDB database that keeps everything; null, the default, keeps it in memory
 * @property {"auto" | Backend} [backend] "auto", the default, takes what was set before, or else whichever is faster
 * @property {string | URL} [assets] folder with pupil.js, pupil_bg.wasm and efficientnet_lite0.safetensors; by default the package's own
 * @property {(progress: Progress) => void} [onProgress] told how far the start is
 */

/** An event target that knows what its events carry. */
const PupilEventTarget = /** @type {{ new (): PupilEventTarget }} */ (EventTarget);

/**
 * An image classifier that is taught, trained and used in this tab.
 *
 * Every promise rejects with a {@link PupilError}. If the engine dies (the GPU is lost, say), it is started anew on the
 * CPU with everything that was in it, and what was under way is done again; only a `classify` whose bitmap was given
 * away rejects, with code "worker_restarted", and what kills the engine twice, with "engine_crashed".
 */
export class Pupil extends PupilEventTarget {
  #calls = new Calls({ onEvent: (event, detail) => this.#hear(event, detail), onCrash: () => this.#recover() });
  #options;
  /** Lets go of the store. */
  #release = () => {};
  /** @type {Started} */
  #state = /** @type {never} */ (null);
  /** @type {Lost | null} */
  #lost = null;
  /** What the worker has in memory alone, so that it survives the worker. @type {MemoryStore | null} */
  #kept = null;
  #training = false;
  #onTraining = (/** @type {TrainingMessage} */ _message) => {};
  #onStart;
  #askedToPersist = false;
  /** Resolves once someone can have added a listener. */
  #listening = Promise.withResolvers();

  /** @private @param {PupilOptions} options */
  constructor({ store = null, backend = "auto", assets = new URL("../dist/", import.meta.url), onProgress = () => {} }) {
    super();
    this.#options = { store, backend, assets: folder(assets) };
    this.#onStart = onProgress;
  }

  /**
   * Starts the worker, takes a backend, and brings back what is stored.
   * @param {PupilOptions} [options]
   * @returns {Promise<Pupil>} rejects with "insecure_context", "already_open", "not_loaded", …
   */
  static async create(options = {}) {
    if (!isSecureContext) throw new PupilError("insecure_context", "Pupil needs a secure page. Open it over https, or from localhost.");
    const pupil = new Pupil(options);
    if (options.store) pupil.#release = await lockStore(options.store);
    try {
      pupil.#state = frozen(await pupil.#start(false));
    } catch (error) {
      pupil.#end(/** @type {PupilError} */ (error));
      throw error;
    }
    setTimeout(pupil.#listening.resolve);
    return pupil;
  }

  /** The newest snapshot; frozen. An event "project" tells of a new one. @returns {Project} */
  get project() {
    return this.#state.project;
  }

  /** Where the backbone runs, and why there. An event "backend" tells of a change. @returns {BackendInfo} */
  get backend() {
    return this.#state.backend;
  }

  /** Whether a training run is under way. */
  get training() {
    return this.#training;
  }

  /** @param {string} name trimmed, and cut after 100 characters @returns {Promise<ClassInfo>} rejects with "empty_name" */
  addClass(name) {
    return this.#calls.call("addClass", [name]);
  }

  /** Needs no new training. @param {number} id @param {string} name @returns {Promise<void>} */
  renameClass(id, name) {
    return this.#calls.call("renameClass", [id, name]);
  }

  /** A disabled class is kept, but neither trained nor predicted. @param {number} id @param {boolean} enabled @returns {Promise<void>} */
  setClassEnabled(id, enabled) {
    return this.#calls.call("setClassEnabled", [id, enabled]);
  }

  /** Takes a class and its pictures out; until the next `create`, `restoreClass` brings them back. @param {number} id @returns {Promise<void>} */
  removeClass(id) {
    return this.#calls.call("removeClass", [id]);
  }

  /** @param {number} id of a class that was removed @returns {Promise<void>} */
  restoreClass(id) {
    return this.#calls.call("restoreClass", [id]);
  }

  /**
   * Adds pictures to a class. A bad one does not keep the others out: it is told of in `failed`.
   * @param {number} classId
   * @param {Iterable<Blob>} pictures files, or other blobs
   * @param {{ source?: string, onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   *   `source` names what the pictures come from, for pictures much alike, such as the frames of one recording: they are
   *   never parted between training and validation. Without it each file stands for itself.
   * @returns {Promise<AddResult>} rejects with "unknown_class", or "aborted" if the signal says so; what is in by then stays
   */
  async addPictures(classId, pictures, { source, onProgress = () => {}, signal } = {}) {
    const tell = (/** @type {Progress} */ progress) => {
      this.#dispatch("progress", progress);
      onProgress(progress);
    };
    const result = await this.#calls.call("addPictures", [classId, [...pictures], source ?? null], { signal, onProgress: tell });
    if (result.added.length > 0) this.#askToPersist();
    return result;
  }

  /** Until the next `create`, `restorePictures` brings them back. @param {number[]} ids @returns {Promise<void>} */
  removePictures(ids) {
    return this.#calls.call("removePictures", [ids]);
  }

  /** @param {number[]} ids of pictures that were removed @returns {Promise<void>} */
  restorePictures(ids) {
    return this.#calls.call("restorePictures", [ids]);
  }

  /** @param {number[]} ids @param {number} classId @returns {Promise<void>} */
  movePictures(ids, classId) {
    return this.#calls.call("movePictures", [ids, classId]);
  }

  /** A disabled picture is kept, but not trained. @param {number[]} ids @param {boolean} enabled @returns {Promise<void>} */
  setPicturesEnabled(ids, enabled) {
    return this.#calls.call("setPicturesEnabled", [ids, enabled]);
  }

  /** @param {number[]} ids @returns {Promise<PictureInfo[]>} in the same order */
  pictureInfo(ids) {
    return this.#calls.call("pictureInfo", [ids]);
  }

  /** A picture's bytes as they came. @param {number} id @returns {Promise<Blob>} */
  picture(id) {
    return this.#calls.call("picture", [id]);
  }

  /** The centre square as the network sees it: 112 × 112, JPEG. @param {number} id @returns {Promise<Blob>} */
  thumbnail(id) {
    return this.#calls.call("thumbnail", [id]);
  }

  /** @param {Partial<TrainingSettings>} changes @returns {Promise<void>} rejects with "invalid_settings"; then nothing changes */
  setSettings(changes) {
    return this.#calls.call("setSettings", [changes]);
  }

  /** Brings the default settings back. @returns {Promise<void>} */
  resetSettings() {
    return this.#calls.call("resetSettings", []);
  }

  /**
   * Trains the head on everything that is enabled; the head with the best validation loss is put to use.
   * @param {(message: TrainingMessage) => void} [onMessage] told what an event "training" tells
   * @returns {Promise<TrainedInfo>} rejects with "already_training", "too_few_classes", "empty_class"
   */
  async train(onMessage = () => {}) {
    if (this.#training) throw new PupilError("already_training", "Training is running. Wait for its end, or stop it first.");
    this.#training = true;
    this.#onTraining = onMessage;
    try {
      return await this.#calls.call("train", []);
    } finally {
      this.#training = false;
    }
  }

  /** Has `train` end with the best head so far. Without a run, does nothing. @returns {Promise<void>} */
  stopTraining() {
    return this.#calls.call("stopTraining", []);
  }

  /**
   * What a picture shows, by the head that was taught; before anything is taught, by the 1,000 labels of ImageNet.
   * @param {Blob | ImageBitmap | ImageData} picture a bitmap is given away, and is of no use to the caller any more
   * @returns {Promise<Prediction>} rejects with "unsupported_format", "broken_picture", …
   */
  classify(picture) {
    return this.#calls.call("classify", [picture], { transfer: picture instanceof ImageBitmap ? [picture] : [] });
  }

  /** How good the head is on the pictures that were held out. @returns {Promise<Report>} rejects with "not_trained" */
  report() {
    return this.#calls.call("report", []);
  }

  /** The trained head, a safetensors file. @returns {Promise<Uint8Array<ArrayBuffer>>} rejects with "not_trained" */
  saveHead() {
    return this.#calls.call("saveHead", []);
  }

  /** Puts a saved head to use. Its classes are matched by id. @param {Uint8Array} bytes @returns {Promise<void>} rejects with "wrong_head" */
  loadHead(bytes) {
    return this.#calls.call("loadHead", [bytes]);
  }

  /** Deletes everything that is stored and starts anew, as if for the first time. @returns {Promise<void>} */
  async clear() {
    await this.#calls.call("clear", []);
    this.#kept = null;
    await this.#restart(false);
  }

  /**
   * Starts the worker anew on another backend, which is remembered. "auto" forgets it, and measures again.
   * @param {"auto" | Backend} backend
   * @returns {Promise<void>}
   */
  async setBackend(backend) {
    await this.#calls.call("prefer", [backend]);
    await this.#calls.call("halt", []);
    this.#options.backend = backend;
    await this.#restart(true);
  }

  /** Ends what is under way, then the worker; nothing can be asked any more. @returns {Promise<void>} */
  async close() {
    await this.#calls.call("halt", []);
    this.#end(new PupilError("closed", "This Pupil was closed. Create another one."));
  }

  /** Replaces a worker that has nothing more to do. @param {boolean} again whether what was removed can still be restored */
  async #restart(again) {
    this.#lost = null;
    this.#calls.abandon();
    await this.#startAnew(again);
  }

  /** Replaces a worker that died, by one that can do without the GPU. */
  #recover() {
    const wasGpu = this.backend.backend === "webgpu";
    this.#lost = wasGpu ? "lost" : this.#lost;
    this.#notify(wasGpu ? gpuLost() : engineRestarted());
    // Whoever waits for an answer is told if this fails.
    this.#startAnew(true).catch((error) => this.#notify(errorData(error)));
  }

  /** @param {boolean} again */
  async #startAnew(again) {
    try {
      this.#state = frozen(await this.#start(again));
    } catch (error) {
      this.#end(/** @type {PupilError} */ (error));
      throw error;
    }
    this.#dispatch("backend", this.backend);
    this.#dispatch("project", this.project);
  }

  /** @param {boolean} again @returns {Promise<Started>} */
  async #start(again) {
    const options = { ...this.#options, lost: this.#lost, again, kept: this.#kept && this.#kept.tables };
    try {
      return await this.#calls.start(options, (progress) => this.#tellStart(progress));
    } catch (error) {
      if (errorData(error).code !== "worker_restarted") throw error;
      if (this.#lost) throw engineCrashed();
      // It died while it started: the GPU's doing, most likely.
      this.#lost = "failed";
      return this.#start(again);
    }
  }

  /** @param {Progress} progress */
  #tellStart(progress) {
    this.#dispatch("progress", progress);
    this.#onStart(progress);
  }

  /** @param {keyof Events} event @param {any} detail */
  #hear(event, detail) {
    if (event === "project") this.#hearProject(detail);
    else if (event === "training") this.#hearTraining(detail);
    else if (event === "notice") this.#notify(detail);
    else if (event === "written") void (this.#kept ??= new MemoryStore()).write(detail);
    else this.#calls.crashed();
  }

  /** @param {Project} project */
  #hearProject(project) {
    this.#state = { ...this.#state, project: frozen(project) };
    this.#dispatch("project", this.project);
  }

  /** @param {TrainingMessage} message */
  #hearTraining(message) {
    this.#training = message.type !== "finished";
    this.#dispatch("training", message);
    this.#onTraining(message);
  }

  /** Who creates a Pupil can only listen afterwards. @param {PupilErrorData} notice */
  #notify(notice) {
    void this.#listening.promise.then(() => this.#dispatch("notice", notice));
  }

  /** @template {keyof PupilEvents} E @param {E} type @param {PupilEvents[E]} detail */
  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Asks the browser, once, not to delete what is stored when room gets scarce. */
  #askToPersist() {
    if (this.#options.store && !this.#askedToPersist) void navigator.storage.persist();
    this.#askedToPersist = true;
  }

  /** @param {PupilError} error what every call rejects with from now on */
  #end(error) {
    this.#calls.end(error);
    this.#release();
  }
}

/** @param {string | URL} url @returns {string} absolute, ending in a slash */
function folder(url) {
  return new URL(url, document.baseURI).href.replace(/\/?$/, "/");
}

/** @template T @param {T} value @returns {T} it and everything in it, frozen */
function frozen(value) {
  if (typeof value === "object" && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
}

function gpuLost() {
  return { code: "gpu_lost", message: "The graphics processor stopped, so Pupil goes on on the CPU. Nothing was lost." };
}

function engineRestarted() {
  return { code: "engine_restarted", message: "Pupil's engine stopped and was started anew. Nothing was lost." };
}
