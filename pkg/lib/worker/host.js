/** The worker's side of Pupil: one method for each of the client's, over the engine and the store. */
import { loadModule } from "./assets.js";
import { augmentedViews } from "./augmentation.js";
import { Backbones, fetchWeights, firstWeights } from "./backbones.js";
import { Changeover } from "./changeover.js";
import { errorData, isFatal } from "../shared/errors.js";
import { findLearningRate } from "./finder.js";
import { Intake } from "./intake.js";
import { Library, pictureInfo } from "./library.js";
import { Networks } from "./networks.js";
import { fillEngine, openEngine, openStore } from "./opening.js";
import { decodedByEither, imagePixels, pixelsOf } from "./picture.js";
import { crossValidate, nearDuplicates } from "./review.js";
import { Runs } from "./runs.js";
import { judge } from "./squares.js";
import { Training } from "./training.js";
import { Turns } from "./turns.js";

/** @import { OnStage } from "./opening.js" */
/** @import { CallContext, Emit, StartOptions, Started } from "../shared/protocol.d.ts" */
/** @import { Store } from "../shared/store.d.ts" */
/** @import { Augmentation, Backend, BackendInfo, Explanation, MeasuredOn, Method, Prediction, TrainedInfo, TrainingSettings } from "../shared/types.d.ts" */

export class Host {
  #turns = new Turns();
  #emit;
  // Set by start(), which worker.js waits for before it calls anything else.
  /** @type {Backbones} */ #backbones = /** @type {never} */ (null);
  /** @type {Store} */ #store = /** @type {never} */ (null);
  /** @type {Library} */ #library = /** @type {never} */ (null);
  /** @type {Intake} */ #intake = /** @type {never} */ (null);
  /** @type {Runs} */ #runs = /** @type {never} */ (null);
  /** @type {Networks} */ #networks = /** @type {never} */ (null);
  /** @type {Training} */ #training = /** @type {never} */ (null);

  /** @param {Emit} emit */
  constructor(emit) {
    this.#emit = emit;
  }

  /**
   * @param {StartOptions} options
   * @param {CallContext} context
   * @returns {Promise<Started>}
   */
  async start(options, { progress }) {
    /** @type {OnStage} */
    const onStage = (stage, done, total) => progress({ stage, done, total });
    const weights = firstWeights(options.assets, (done, total) => onStage("download", done, total));
    const [store, { Engine }] = await Promise.all([openStore(options, this.#emit), loadModule(options.assets)]);
    const backbones = await Backbones.open(store, options.assets, weights);
    const { engine, info, fellBack } = await openEngine(options, store, Engine, backbones, this.#emit, onStage);
    [this.#store, this.#backbones] = [store, backbones];
    this.#runs = await Runs.open(store);
    this.#library = await Library.open(engine, store, !options.again);
    if (fellBack) await this.#lookAnew(onStage);
    await fillEngine(this.#library, store, this.#runs, onStage);
    const parts = { Engine, backbones, library: this.#library, runs: this.#runs, store, turns: this.#turns };
    this.#networks = new Networks(parts, info, (backend) => this.#hearBackend(backend));
    this.#intake = new Intake(this.#library, this.#turns, () => this.#publish());
    this.#training = new Training(this.#library, this.#turns, (message) => this.#emit("training", message));
    return { project: this.#project(), backend: info };
  }

  get #engine() {
    return this.#library.engine;
  }

  /** @param {string} name @param {CallContext} context */
  async addClass(name, { key }) {
    return this.#edit(async () => {
      const id = await this.#library.addClass(name, key);
      return this.#engine.project().classes.find((info) => info.id === id);
    });
  }

  /** @param {number} id @param {string} name */
  renameClass(id, name) {
    return this.#edit(() => this.#library.renameClass(id, name));
  }

  /** @param {number} id @param {boolean} enabled */
  setClassEnabled(id, enabled) {
    return this.#edit(() => this.#library.setClassEnabled(id, enabled));
  }

  /** @param {number} id */
  removeClass(id) {
    return this.#edit(() => this.#library.removeClass(id));
  }

  /** @param {number} id */
  restoreClass(id) {
    return this.#edit(() => this.#library.restoreClass(id));
  }

  /** @param {number} classId @param {Blob[]} files @param {string | null} source @param {boolean} aside @param {CallContext} context */
  addPictures(classId, files, source, aside, context) {
    return this.#intake.take({ classId, files, source, aside }, context);
  }

  /** @param {number[]} ids */
  removePictures(ids) {
    return this.#edit(() => this.#library.removePictures(ids));
  }

  /** @param {number[]} ids */
  restorePictures(ids) {
    return this.#edit(() => this.#library.restorePictures(ids));
  }

  /** @param {number[]} ids @param {number} classId */
  movePictures(ids, classId) {
    return this.#edit(() => this.#library.movePictures(ids, classId));
  }

  /** @param {number[]} ids @param {boolean} enabled */
  setPicturesEnabled(ids, enabled) {
    return this.#edit(() => this.#library.setPicturesEnabled(ids, enabled));
  }

  /** @param {number[]} ids @param {boolean} aside */
  setPicturesAside(ids, aside) {
    return this.#edit(() => this.#library.setPicturesAside(ids, aside));
  }

  /** @param {number[]} ids */
  pictureInfo(ids) {
    return this.#library.catalog.there(ids).map(pictureInfo);
  }

  /** @param {number} id */
  async picture(id) {
    return (await this.#library.blobs(id)).original;
  }

  /** @param {number} id */
  async thumbnail(id) {
    return (await this.#library.blobs(id)).thumbnail;
  }

  /** @param {Partial<TrainingSettings>} changes */
  setSettings(changes) {
    return this.#edit(() => this.#keepSettings({ ...this.#engine.project().settings, ...changes }));
  }

  /** @param {Method} method */
  setMethod(method) {
    return this.#edit(() => this.#keepSettings(this.#engine.settingsOf(method)));
  }

  resetSettings() {
    return this.#edit(() => this.#keepSettings(this.#engine.defaultSettings()));
  }

  /** @param {CallContext} context */
  async train({ key }) {
    await this.#turns.hold(() => this.#training.run((model, info) => this.#keepRun(key, model, info, false)));
    await this.#learnFamiliarity();
    return this.#edit(async () => {
      await this.#keepModel(key);
      return this.#engine.project().trained;
    });
  }

  stopTraining() {
    this.#training.stop();
  }

  pauseTraining() {
    this.#training.pause();
  }

  resumeTraining() {
    this.#training.resume();
  }

  /** @param {CallContext} context */
  findLearningRate({ signal }) {
    return this.#turns.hold(() => findLearningRate(this.#library, this.#turns, signal, (point) => this.#emit("rate", point)));
  }

  /** @param {Blob | ImageBitmap | ImageData} picture @returns {Promise<Prediction>} */
  classify(picture) {
    return this.#timed(() => this.#ask(picture, {
      bytes: (bytes) => this.#engine.classify(bytes),
      pixels: ({ rgba, width, height }) => this.#engine.classifyPixels(rgba, width, height),
    }));
  }

  /** @param {Blob | ImageBitmap | ImageData} picture @returns {Promise<Explanation>} */
  explain(picture) {
    return this.#timed(async () => {
      const { prediction, ...attention } = await this.#ask(picture, {
        bytes: (bytes) => this.#engine.explain(bytes),
        pixels: ({ rgba, width, height }) => this.#engine.explainPixels(rgba, width, height),
      });
      return { ...prediction, attention };
    });
  }

  /** @param {MeasuredOn | null} on */
  async report(on) {
    await judge(this.#library, this.#turns, () => this.#engine.unjudged(on ?? undefined));
    return this.#turns.take(() => this.#engine.report(on ?? undefined));
  }

  /** @param {CallContext} context */
  crossValidate(context) {
    return this.#turns.hold(() => crossValidate(this.#library, this.#turns, context));
  }

  /** @param {CallContext} context */
  nearDuplicates(context) {
    return this.#turns.hold(() => nearDuplicates(this.#library, this.#turns, context));
  }

  saveModel() {
    return this.#turns.take(() => this.#engine.saveModel());
  }

  /** @param {Uint8Array} bytes @param {CallContext} context */
  loadModel(bytes, { key }) {
    return this.#edit(async () => {
      this.#engine.loadModel(bytes);
      await this.#keepModel(key);
    });
  }

  /** @param {number} id */
  useRun(id) {
    return this.#edit(async () => {
      this.#engine.loadModel(await this.#runs.modelOf(id));
      await this.#runs.use(id);
    });
  }

  /** @param {number} id */
  removeRun(id) {
    return this.#edit(() => this.#runs.remove(id));
  }

  /** What the networks there are would take. */
  networks() {
    return this.#turns.take(() => this.#networks.list());
  }

  /** @param {string} id @param {CallContext} context */
  useBackbone(id, context) {
    return this.#networks.use(id, context);
  }

  /** @param {Blob | string} source a file, or its address @param {CallContext} context */
  async loadBackbone(source, context) {
    const { file, name } = await fetchWeights(source, context);
    await this.#networks.take(file, name, context);
  }

  /** @param {string} id */
  removeBackbone(id) {
    return this.#edit(() => this.#backbones.remove(id));
  }

  augmentationPresets() {
    return this.#turns.take(() => this.#engine.augmentationPresets());
  }

  /** @param {number | Blob | ImageData} picture @param {Partial<Augmentation>} augmentation @param {number} count @param {number} seed */
  augmentedViews(picture, augmentation, count, seed) {
    return this.#turns.take(() => augmentedViews(this.#library, picture, augmentation, count, seed));
  }

  /** Remembers which backend to take. @param {"auto" | Backend} backend */
  prefer(backend) {
    const preference = backend === "auto" ? undefined : backend;
    // Who lets Pupil choose again wants it measured again.
    return this.#store.write([
      { table: "values", key: "backend", value: preference },
      { table: "values", key: "measurement" },
    ]);
  }

  /** Ends what is under way and starts nothing more: the worker is about to be ended. */
  async halt() {
    await this.#turns.close();
  }

  /** Deletes everything stored; the worker must be ended then. */
  async clear() {
    await this.#turns.close();
    await this.#store.clear();
  }

  /** Makes a change in its turn, then sends a new snapshot. @template T @param {() => T | Promise<T>} change */
  #edit(change) {
    return this.#turns.take(async () => {
      const result = await change();
      this.#publish();
      return result;
    });
  }

  #project() {
    return { ...this.#engine.project(), runs: this.#runs.list(), backbones: this.#backbones.list() };
  }

  /** Looks at every picture with the engine it is, for the backbone that was in use before cannot be opened. @param {OnStage} onStage */
  async #lookAnew(onStage) {
    const changes = await new Changeover(this.#library, this.#engine).runAtOnce((done, total) => onStage("embed", done, total));
    await this.#store.write([...changes, this.#backbones.change(this.#backbones.inUse)]);
  }

  /** @param {BackendInfo} backend */
  #hearBackend(backend) {
    this.#emit("backend", backend);
    this.#publish();
  }

  #publish() {
    this.#emit("project", this.#project());
  }

  /** @param {TrainingSettings} settings */
  async #keepSettings(settings) {
    const before = this.#engine.project().settings;
    this.#engine.setSettings(settings);
    try {
      await this.#store.write([{ table: "values", key: "settings", value: settings }]);
    } catch (error) {
      this.#engine.setSettings(before);
      throw error;
    }
  }

  /** Without it, the model is of use all the same. */
  async #learnFamiliarity() {
    try {
      await judge(this.#library, this.#turns, () => this.#engine.unjudgedFamiliar());
      await this.#turns.take(() => this.#engine.learnFamiliarity());
    } catch (error) {
      if (isFatal(error)) throw error;
      this.#emit("notice", errorData(error));
    }
  }

  /** Keeps the model in use. @param {string} call that made it */
  async #keepModel(call) {
    const { trained } = this.#engine.project();
    if (trained) await this.#keepRun(call, await this.#engine.saveModel(), trained, true);
  }

  /**
   * A model that finds no room is used all the same, as long as the tab is open.
   * @param {string} call
   * @param {Uint8Array} model
   * @param {TrainedInfo} info
   * @param {boolean} complete
   */
  async #keepRun(call, model, info, complete) {
    try {
      await this.#runs.keep(call, model, info, complete);
    } catch (error) {
      this.#emit("notice", errorData(error));
    }
  }

  /** An answer in its turn, and how long it took without the wait. @template {object} T @param {() => Promise<T>} answer */
  #timed(answer) {
    return this.#turns.take(async () => {
      const start = performance.now();
      return { ...(await answer()), elapsedMs: performance.now() - start };
    });
  }

  /**
   * What the engine says of a picture.
   * @template T
   * @param {Blob | ImageBitmap | ImageData} picture
   * @param {{ bytes: (bytes: Uint8Array) => Promise<T>, pixels: (pixels: import("./picture.js").Pixels) => Promise<T> }} engine
   * @returns {Promise<T>}
   */
  async #ask(picture, { bytes, pixels }) {
    if (picture instanceof Blob) return decodedByEither(picture, async () => bytes(new Uint8Array(await picture.arrayBuffer())), pixels);
    return pixels(picture instanceof ImageData ? imagePixels(picture) : pixelsOf(picture));
  }
}
