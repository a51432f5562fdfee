/** Pupil as a page uses it: everything is done by a worker, which is replaced if it dies. */
import { PupilError } from "../shared/errors.js";
import { Lifeline } from "./lifeline.js";
import { lockStore } from "./lock.js";
import { Told } from "./told.js";

/** @import { PupilEventTarget, PupilEvents } from "./events.d.ts" */
/**
 * @import {
 *   AddResult, Alike, Augmentation, AugmentationPresets, Backend, BackendInfo, ClassInfo, CrossValidated, Explanation, FoundRate, MeasuredOn, Method,
 *   NetworkInfo, PictureInfo, Prediction, Progress, Project, RatePoint, Report,
 *   TrainedInfo, TrainingMessage, TrainingSettings,
 * } from "../shared/types.d.ts"
 */

/**
 * @typedef {object} PupilOptions
 * @property {string | null} [store] name of the IndexedDB database that keeps everything; null, the default, keeps it in memory
 * @property {"auto" | Backend} [backend] "auto", the default, takes what was set before, or else whichever is faster
 * @property {string | URL} [assets] folder with pupil.js, pupil_bg.wasm and the weights that Pupil carries; by default the package's own
 * @property {(progress: Progress) => void} [onProgress] told how far the start is
 */

/** An event target that knows what its events carry. */
const PupilEventTarget = /** @type {{ new (): PupilEventTarget }} */ (EventTarget);

/**
 * An image classifier that is taught, trained and used in this tab.
 *
 * Every promise rejects with a {@link PupilError}. If the engine dies (the GPU is lost, say), it is started anew on the
 * CPU with everything that was in it, and what was under way is done again; only a `classify` or `explain` whose bitmap was given
 * away rejects, with code "worker_restarted", and what kills the engine twice, with "engine_crashed".
 */
export class Pupil extends PupilEventTarget {
  #line;
  /** Whether the browser is still to be asked to keep the store. */
  #unasked;
  /** Lets go of the store. */
  #release = () => {};
  #told;
  #finding = false;

  /** @private @param {PupilOptions} options */
  constructor({ store = null, backend = "auto", assets = new URL("../../dist/", import.meta.url), onProgress = () => {} }) {
    super();
    this.#told = new Told(this, onProgress);
    this.#line = new Lifeline({ store, backend, assets: folder(assets) }, this.#told);
    this.#unasked = store !== null;
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
      pupil.#told.begin(await pupil.#line.start());
    } catch (error) {
      pupil.#release();
      throw error;
    }
    return pupil;
  }

  /** The newest snapshot; frozen. An event "project" tells of a new one. @returns {Project} */
  get project() {
    return this.#told.project;
  }

  /** Where the backbone runs, and why there. An event "backend" tells of a change. @returns {BackendInfo} */
  get backend() {
    return this.#told.backend;
  }

  /** Whether a training run is under way. */
  get training() {
    return this.#told.training;
  }

  /** Whether it is at rest, by `pauseTraining`. */
  get paused() {
    return this.#told.paused;
  }

  /** @param {string} name trimmed, and cut after 100 characters @returns {Promise<ClassInfo>} rejects with "empty_name" */
  addClass(name) {
    return this.#line.call("addClass", [name]);
  }

  /** Needs no new training. @param {number} id @param {string} name @returns {Promise<void>} */
  renameClass(id, name) {
    return this.#line.call("renameClass", [id, name]);
  }

  /** A disabled class is kept, but neither trained nor predicted. @param {number} id @param {boolean} enabled @returns {Promise<void>} */
  setClassEnabled(id, enabled) {
    return this.#line.call("setClassEnabled", [id, enabled]);
  }

  /** Takes a class and its pictures out; until the next `create`, `restoreClass` brings them back. @param {number} id @returns {Promise<void>} */
  removeClass(id) {
    return this.#line.call("removeClass", [id]);
  }

  /** @param {number} id of a class that was removed @returns {Promise<void>} */
  restoreClass(id) {
    return this.#line.call("restoreClass", [id]);
  }

  /**
   * Adds pictures to a class. A bad one does not keep the others out: it is told of in `failed`.
   * @param {number} classId
   * @param {Iterable<Blob>} pictures files, or other blobs
   * @param {{ source?: string, aside?: boolean, onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   *   `source` names what the pictures come from, for pictures much alike, such as the frames of one recording: they are
   *   never parted between training and validation. Without it each file stands for itself. `aside` keeps them for testing:
   *   they are neither trained on nor held out to choose between epochs, and no other picture of their source is taught.
   * @returns {Promise<AddResult>} rejects with "unknown_class", or "aborted" if the signal says so; what is in by then stays
   */
  async addPictures(classId, pictures, { source, aside = false, onProgress = () => {}, signal } = {}) {
    const tell = (/** @type {Progress} */ progress) => {
      this.#told.dispatch("progress", progress);
      onProgress(progress);
    };
    const result = await this.#line.call("addPictures", [classId, [...pictures], source ?? null, aside], { signal, onProgress: tell });
    if (result.added.length > 0) void this.#askToPersist();
    return result;
  }

  /** Until the next `create`, `restorePictures` brings them back. @param {number[]} ids @returns {Promise<void>} */
  removePictures(ids) {
    return this.#line.call("removePictures", [ids]);
  }

  /** @param {number[]} ids of pictures that were removed @returns {Promise<void>} */
  restorePictures(ids) {
    return this.#line.call("restorePictures", [ids]);
  }

  /** @param {number[]} ids @param {number} classId @returns {Promise<void>} */
  movePictures(ids, classId) {
    return this.#line.call("movePictures", [ids, classId]);
  }

  /** A disabled picture is kept, but not trained. @param {number[]} ids @param {boolean} enabled @returns {Promise<void>} */
  setPicturesEnabled(ids, enabled) {
    return this.#line.call("setPicturesEnabled", [ids, enabled]);
  }

  /**
   * Sets pictures aside for testing, or takes them back for teaching, with all others of their sources: near-copies never
   * stand on both sides.
   * @param {number[]} ids
   * @param {boolean} aside
   * @returns {Promise<void>}
   */
  setPicturesAside(ids, aside) {
    return this.#line.call("setPicturesAside", [ids, aside]);
  }

  /** @param {number[]} ids @returns {Promise<PictureInfo[]>} in the same order */
  pictureInfo(ids) {
    return this.#line.call("pictureInfo", [ids]);
  }

  /** A picture's bytes as they came. @param {number} id @returns {Promise<Blob>} */
  picture(id) {
    return this.#line.call("picture", [id]);
  }

  /** The centre square as the network sees it: 112 × 112, JPEG. @param {number} id @returns {Promise<Blob>} */
  thumbnail(id) {
    return this.#line.call("thumbnail", [id]);
  }

  /** @param {Partial<TrainingSettings>} changes @returns {Promise<void>} rejects with "invalid_settings"; then nothing changes */
  setSettings(changes) {
    return this.#line.call("setSettings", [changes]);
  }

  /** Brings the settings that a method begins with; seed, held-out share and balance stay. @param {Method} method @returns {Promise<void>} */
  setMethod(method) {
    return this.#line.call("setMethod", [method]);
  }

  /** Brings all the default settings of the method back. @returns {Promise<void>} */
  resetSettings() {
    return this.#line.call("resetSettings", []);
  }

  /**
   * Trains on everything that is enabled, by the method that is set; what had the best validation loss is put to use.
   * @param {(message: TrainingMessage) => void} [onMessage] told what an event "training" tells
   * @returns {Promise<TrainedInfo>} rejects with "already_training", "too_few_classes", "empty_class"
   */
  async train(onMessage = () => {}) {
    if (this.training) throw new PupilError("already_training", "Training is running. Wait for its end, or stop it first.");
    this.#told.training = true;
    try {
      return await this.#telling("training", onMessage, this.#line.call("train", []));
    } finally {
      this.#told.training = this.#told.paused = false;
    }
  }

  /** Has `train` end with the best so far, also out of a pause. Without a run, does nothing. @returns {Promise<void>} */
  stopTraining() {
    return this.#line.call("stopTraining", []);
  }

  /**
   * Has `train` rest until `resumeTraining`; everything else goes on. A message "paused" tells when it does. Without a run, does nothing.
   * @returns {Promise<void>}
   */
  pauseTraining() {
    return this.#line.call("pauseTraining", []);
  }

  /** @returns {Promise<void>} */
  resumeTraining() {
    return this.#line.call("resumeTraining", []);
  }

  /**
   * Tries learning rates from 1e-7 to 10 on a copy of what `train` would train, until the loss explodes, and suggests one by
   * fastai's rule. Nothing that was taught changes. If the engine has to be started anew meanwhile, the points begin again.
   * @param {(point: RatePoint) => void} [onPoint] told what an event "rate" tells
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<FoundRate>} rejects with "already_training", "too_few_classes", "empty_class", or "aborted" if the signal says so
   */
  async findLearningRate(onPoint = () => {}, { signal } = {}) {
    if (this.#finding) throw new PupilError("already_training", "A learning rate is being looked for. Wait for its end, or stop it first.");
    this.#finding = true;
    try {
      return await this.#telling("rate", onPoint, this.#line.call("findLearningRate", [], { signal }));
    } finally {
      this.#finding = false;
    }
  }

  /**
   * What a picture shows, by the head that was taught; before anything is taught, by the 1,000 labels of ImageNet.
   * @param {Blob | ImageBitmap | ImageData} picture a bitmap is given away, and is of no use to the caller any more
   * @returns {Promise<Prediction>} rejects with "unsupported_format", "broken_picture", …
   */
  classify(picture) {
    return this.#line.call("classify", [picture], { transfer: picture instanceof ImageBitmap ? [picture] : [] });
  }

  /**
   * What a picture shows by what was taught, and where in it: little slower than `classify`.
   * @param {Blob | ImageBitmap | ImageData} picture a bitmap is given away, and is of no use to the caller any more
   * @returns {Promise<Explanation>} rejects with "not_trained", and as `classify`
   */
  explain(picture) {
    return this.#line.call("explain", [picture], { transfer: picture instanceof ImageBitmap ? [picture] : [] });
  }

  /**
   * How good the model is.
   * @param {Exclude<MeasuredOn, "crossValidation">} [on] which pictures; by default those held out, or if nothing could be
   *   held out those it learned from
   * @returns {Promise<Report>} rejects with "not_trained"
   */
  report(on) {
    return this.#line.call("report", [on ?? null]);
  }

  /**
   * Measures every picture that is taught by a head that learned without its source: for classes too small to hold any out, and
   * to find wrong labels. It leaves the model in use alone.
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<CrossValidated | null>} null if the signal ended it; rejects with "too_few_classes", "empty_class",
   *   "too_few_sources"
   */
  crossValidate(options = {}) {
    return this.#line.call("crossValidate", [], options);
  }

  /**
   * Pairs of pictures of different sources that are nearly the same, the most alike first.
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<Alike[]>} if the signal ended it, those found so far
   */
  nearDuplicates(options = {}) {
    return this.#line.call("nearDuplicates", [], options);
  }

  /** Puts the model of another run to use. @param {number} id @returns {Promise<void>} rejects with "unknown_run", "wrong_model"; then nothing changes */
  useRun(id) {
    return this.#line.call("useRun", [id]);
  }

  /** Forgets a run. @param {number} id @returns {Promise<void>} rejects with "unknown_run", "run_in_use" */
  removeRun(id) {
    return this.#line.call("removeRun", [id]);
  }

  /** The trained model, a safetensors file. @returns {Promise<Uint8Array<ArrayBuffer>>} rejects with "not_trained" */
  saveModel() {
    return this.#line.call("saveModel", []);
  }

  /** Puts a saved head to use. Its classes are matched by id. @param {Uint8Array} bytes @returns {Promise<void>} rejects with "wrong_model" */
  loadModel(bytes) {
    return this.#line.call("loadModel", [bytes]);
  }

  /** @returns {Promise<NetworkInfo[]>} every network whose weights Pupil can read, and what it would take here */
  networks() {
    return this.#line.call("networks", []);
  }

  /**
   * Builds on another pretrained network: looks at every picture with it, then needs training anew. Until that is done, and
   * if it is stopped or fails, everything is as it was; so is the trained model once one goes back.
   * @param {string} id of one of the project's `backbones`
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<void>} rejects with "unknown_backbone", "not_loaded", "aborted"; with "busy" while it trains or looks through
   *   all pictures
   */
  useBackbone(id, options = {}) {
    return this.#line.call("useBackbone", [id], options);
  }

  /**
   * Takes in weights of one of the `networks`, keeps them, and builds on them as `useBackbone` does.
   * @param {Blob | URL} weights a safetensors or PyTorch file with torchvision's or timm's names; an address must allow this page to read it
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<void>} rejects with "wrong_weights", which says what they look like and what is wrong, "storage_full", and
   *   as `useBackbone`
   */
  loadBackbone(weights, options = {}) {
    return this.#line.call("loadBackbone", [weights instanceof URL ? weights.href : weights], options);
  }

  /** Forgets weights that were taken in. @param {string} id @returns {Promise<void>} rejects with "unknown_backbone", "backbone_in_use" */
  removeBackbone(id) {
    return this.#line.call("removeBackbone", [id]);
  }

  /** @returns {Promise<AugmentationPresets>} augmentations to choose from, by name */
  augmentationPresets() {
    return this.#line.call("augmentationPresets", []);
  }

  /**
   * What augmentation makes of a picture. The same seed gives the same views.
   * @param {number | Blob | ImageData} picture by id or file: its square, as the network sees it; pixels are taken as they are
   * @param {Partial<Augmentation>} augmentation what it leaves out is off
   * @param {{ count?: number, seed?: number }} [options] how many views, 1–64, and a whole number, 0 – 2^32-1; both 1 by default
   * @returns {Promise<ImageData[]>} rejects with "unknown_picture", "invalid_settings", "unsupported_format", …
   */
  augmentedViews(picture, augmentation, { count = 1, seed = 1 } = {}) {
    return this.#line.call("augmentedViews", [picture, augmentation, count, seed]);
  }

  /** Deletes everything that is stored and starts anew, as if for the first time. @returns {Promise<void>} */
  async clear() {
    await this.#line.call("clear", []);
    await this.#line.startAfresh();
  }

  /**
   * Starts the worker anew on another backend, which is remembered. "auto" forgets it, and measures again.
   * @param {"auto" | Backend} backend
   * @returns {Promise<void>}
   */
  async setBackend(backend) {
    await this.#line.call("prefer", [backend]);
    await this.#line.call("halt", []);
    await this.#line.changeBackend(backend);
  }

  /** Ends what is under way, then the worker; nothing can be asked any more. @returns {Promise<void>} */
  async close() {
    await this.#line.call("halt", []);
    this.#line.end(new PupilError("closed", "This Pupil was closed. Create another one."));
    this.#release();
  }

  /**
   * Tells `listener` of an event until `call` ends.
   * @template {keyof PupilEvents} E
   * @param {E} event
   * @param {(detail: PupilEvents[E]) => void} listener
   * @param {Promise<any>} call
   */
  async #telling(event, listener, call) {
    const ended = new AbortController();
    this.addEventListener(event, ({ detail }) => listener(detail), { signal: ended.signal });
    try {
      return await call;
    } finally {
      ended.abort();
    }
  }

  /** Asks the browser not to delete what is stored when room gets scarce. */
  async #askToPersist() {
    if (!this.#unasked) return;
    this.#unasked = false;
    await navigator.storage.persist();
  }
}

/** @param {string | URL} url @returns {string} absolute, ending in a slash */
function folder(url) {
  return new URL(url, document.baseURI).href.replace(/\/?$/, "/");
}
