/** Pupil as a page uses it. All work is done by a worker, which is replaced if it dies. */
import { PupilError } from "../shared/errors.js";
import { AugmentationGroup } from "./augmentation.js";
import { begin, beginWith } from "./bridge/begin.js";
import { listening } from "./bridge/listening.js";
import { handOverWhenAsked } from "./bridge/hand-over.js";
import { persistOnce } from "./bridge/persistence.js";
import { State } from "./bridge/state.js";
import { Classes } from "./classes.js";
import { Evaluation } from "./evaluation.js";
import { Exports } from "./exports.js";
import { Instant } from "./instant.js";
import { Models } from "./models.js";
import { Networks } from "./networks.js";
import { Pictures } from "./pictures.js";
import { Projects } from "./projects.js";
import { Training } from "./training.js";
/** @import { Begun } from "./bridge/begin.js" */
/** @import { PupilEventTarget } from "./events.d.ts" */
/** @import { LoadOptions, PupilOptions, TrainOptions } from "./options.d.ts" */
/** @import { Backend, Explanation, PictureSource, Prediction, Report, ReportOn, TrainingResult } from "../shared/types.d.ts" */

const TypedEventTarget = /** @type {{ new (): PupilEventTarget }} */ (EventTarget);

/**
 * An image classifier that is trained and used in this tab.
 * Every promise rejects with a {@link PupilError}. If the engine dies (the GPU is lost, say), it is restarted on the CPU with all there is, and
 * calls are repeated; one with a transferred bitmap rejects with "worker_restarted", one that kills the engine twice with "engine_crashed".
 */
export class Pupil extends TypedEventTarget {
  #supervisor;
  #rpc;
  #state;
  #lock;

  /** @private @param {Begun} begun */
  constructor({ supervisor, started, lock }) {
    super();
    this.#supervisor = supervisor;
    this.#rpc = supervisor.rpc;
    this.#lock = lock;
    this.#state = supervisor.listener = new State(this, started);
    this.classes = new Classes(this.#rpc);
    this.pictures = new Pictures(this.#rpc, (progress) => this.#state.emit("progress", progress), persistOnce(lock !== null));
    this.training = new Training(this.#rpc, this);
    this.models = new Models(this.#rpc);
    this.instant = new Instant(this.#rpc, (follows) => supervisor.followInstantly(follows));
    this.evaluation = new Evaluation(this.#rpc);
    this.exports = new Exports(this.#rpc);
    this.networks = new Networks(this.#rpc);
    this.projects = new Projects(this.#rpc, () => supervisor.changeProject());
    this.augmentation = new AugmentationGroup(this.#rpc);
    if (lock) void handOverWhenAsked(this, this.#rpc, lock);
  }

  /**
   * Starts the worker, chooses a backend, and opens what is stored.
   * @param {PupilOptions} [options]
   * @returns {Promise<Pupil>} rejects with "insecure_context", "already_open", "not_loaded", …
   * @example
   * const pupil = await Pupil.create({ store: "my-app", early: true, onProgress: ({ stage, done, total }) => console.log(stage, done, total) });
   * const [{ kind }] = await Promise.all([pupil.classify(file), pupil.ready]); // it need not wait for the engine
   * kind;
   * // → "imagenet"
   */
  static async create(options = {}) {
    return new Pupil(await begin(options));
  }

  /**
   * Starts with a model that was saved elsewhere, and its classes: it classifies at once, without a project. Nothing is stored.
   * @param {Blob | Uint8Array<ArrayBuffer> | URL} model what `models.save` returned, a file of that, or its address
   * @param {LoadOptions} [options]
   * @returns {Promise<Pupil>} rejects with "wrong_model", "newer_model", "unknown_backbone", and as `create`
   * @example
   * const other = await Pupil.load(await pupil.models.save());
   * (await other.classify(file)).scores.map(({ label }) => label);
   * // → ["cat", "dog"]
   */
  static async load(model, options = {}) {
    return new Pupil(await beginWith(model, options));
  }

  /** Resolves when the engine is there, which it is already unless `create` was `early`; rejects where it cannot start. */
  get ready() {
    return this.#supervisor.ready;
  }

  /** The newest snapshot of the project, frozen. An event "project" announces a new one. */
  get project() {
    return this.#state.project;
  }

  /** The backend in use, and why it was chosen. An event "backend" announces a change. */
  get backend() {
    return this.#state.backend;
  }

  /** The state of `train`: "idle", "training", "paused" or "finishing". An event "state" announces a change. */
  get state() {
    return this.#state.training;
  }

  /**
   * Classifies a picture by the model in use, instant or trained. Before two classes have pictures, by the 1,000 labels of ImageNet.
   * @param {PictureSource} picture an ImageBitmap is transferred; do not use it afterwards
   * @param {{ wait?: boolean, place?: number }} [options] whether to wait until Instant is up to date (true), and the place among many (0)
   * @returns {Promise<Prediction>} rejects with "unsupported_format", "broken_picture", …
   * @example
   * (await pupil.classify(file)).scores.sort((a, b) => b.score - a.score)[0].label;
   * // → "cat"
   */
  classify(picture, { wait = true, place = 0 } = {}) {
    return this.#rpc.call("pupil.classify", [picture, wait, place]);
  }

  /**
   * Classifies a picture by the model in use, and shows where in the picture the answer comes from. Hardly slower than `classify`.
   * @param {PictureSource} picture an ImageBitmap is transferred; do not use it afterwards
   * @param {{ wait?: boolean }} [options] as that of `classify`
   * @returns {Promise<Explanation>} rejects with "not_trained", and as `classify`
   * @example
   * const { attention } = await pupil.explain(file);
   * attention.values.length === attention.width * attention.height;
   * // → true
   */
  explain(picture, { wait = true } = {}) {
    return this.#rpc.call("pupil.explain", [picture, wait]);
  }

  /**
   * Trains on everything that is enabled, classes without pictures left out. The model with the best validation loss is stored, and put to
   * use unless it is worse than the one in use on the same pictures, which neither learned from, or nothing was learned.
   * @param {TrainOptions} [options]
   * @returns {Promise<TrainingResult>} rejects with "already_training" while `state` is not "idle", "too_few_classes", or
   *   "busy" while another network is being put to use
   * @example
   * (await pupil.train({ method: "denseHead", onMessage: ({ type }) => console.log(type) })).inUse;
   * // → true
   */
  async train({ method, onMessage = () => {} } = {}) {
    if (this.state !== "idle") throw new PupilError("already_training", "Training is running. Wait for its end, or stop it first.");
    this.#state.setTraining("training");
    try {
      if (method && method !== this.project.settings.method) await this.training.setMethod(method);
      return await listening(this, "training", onMessage, this.#rpc.call("pupil.train", []));
    } finally {
      this.#state.setTraining("idle");
    }
  }

  /**
   * Measures how good the model in use is.
   * @param {ReportOn} [on] which pictures; by default those out of fold, held out, or if there are none, the training pictures
   * @returns {Promise<Report>} rejects with "not_trained"
   * @example
   * const { pictures, measuredOn } = await pupil.report();
   * [pictures, measuredOn];
   * // → [6, "outOfFold"]
   */
  report(on) {
    return this.#rpc.call("pupil.report", [on]);
  }

  /**
   * Restarts on another backend, which is remembered. "auto" forgets it, and measures again.
   * @param {"auto" | Backend} backend
   * @example
   * await pupil.setBackend("cpu");
   * pupil.backend.reason;
   * // → "asked"
   */
  async setBackend(backend) {
    await this.#rpc.call("pupil.setBackend", [backend]);
    await this.#supervisor.changeBackend(backend);
  }

  /**
   * Deletes everything that is stored, all projects, and restarts, as if for the first time.
   * @example
   * await pupil.clear();
   * pupil.project.classes;
   * // → []
   */
  async clear() {
    await this.#rpc.call("pupil.clear", []);
    await this.#supervisor.startAfresh();
  }

  /**
   * Ends what is under way, then the worker; later calls reject with "closed".
   * @example
   * await pupil.close();
   */
  async close() {
    await this.#rpc.call("pupil.close", []);
    this.#rpc.end(new PupilError("closed", "This Pupil was closed. Create another one."));
    this.#lock?.release();
  }
}
