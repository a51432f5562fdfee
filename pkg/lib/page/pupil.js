/** Pupil as a page uses it. All work is done by a worker, which is replaced if it dies. */
import { PupilError } from "../shared/errors.js";
import { AugmentationGroup } from "./augmentation.js";
import { listening } from "./bridge/listening.js";
import { lockStore } from "./bridge/lock.js";
import { State } from "./bridge/state.js";
import { Supervisor } from "./bridge/supervisor.js";
import { Classes } from "./classes.js";
import { Evaluation } from "./evaluation.js";
import { Models } from "./models.js";
import { Networks } from "./networks.js";
import { Pictures } from "./pictures.js";
import { Training } from "./training.js";

/** @import { PupilEventTarget } from "./events.d.ts" */
/** @import { PupilOptions } from "./options.d.ts" */
/** @import { Started } from "../shared/protocol.d.ts" */
/** @import { Backend, Explanation, PictureSource, Prediction, Report, ReportOn, TrainingMessage, TrainingResult } from "../shared/types.d.ts" */

/** An event target with typed events. */
const TypedEventTarget = /** @type {{ new (): PupilEventTarget }} */ (EventTarget);

/**
 * An image classifier that is trained and used in this tab.
 *
 * Every promise rejects with a {@link PupilError}. If the engine dies (the GPU is lost, say), it is restarted on the CPU with the
 * whole project, and pending calls are repeated; only a `classify` or `explain` of a transferred bitmap rejects with
 * "worker_restarted", and a call that kills the engine twice with "engine_crashed".
 */
export class Pupil extends TypedEventTarget {
  #supervisor;
  #rpc;
  #state;
  /** Releases the store. */
  #release;
  /** Whether the browser is still to be asked to persist the store. */
  #mustPersist;

  /** @private @param {Supervisor} supervisor @param {Started} started @param {() => void} release @param {boolean} isStored */
  constructor(supervisor, started, release, isStored) {
    super();
    this.#supervisor = supervisor;
    this.#rpc = supervisor.rpc;
    this.#release = release;
    this.#mustPersist = isStored;
    this.#state = supervisor.listener = new State(this, started);
    this.classes = new Classes(this.#rpc);
    this.pictures = new Pictures(this.#rpc, (progress) => this.#state.emit("progress", progress), () => this.#persist());
    this.training = new Training(this.#rpc, this);
    this.models = new Models(this.#rpc);
    this.evaluation = new Evaluation(this.#rpc);
    this.networks = new Networks(this.#rpc);
    this.augmentation = new AugmentationGroup(this.#rpc);
  }

  /**
   * Starts the worker, chooses a backend, and opens what is stored.
   * @param {PupilOptions} [options]
   * @returns {Promise<Pupil>} rejects with "insecure_context", "already_open", "not_loaded", …
   * @example
   * const pupil = await Pupil.create({ store: "my-app", onProgress: ({ stage, done, total }) => console.log(stage, done, total) });
   */
  static async create({ store = null, backend = "auto", assets = new URL("../../dist/", import.meta.url), onProgress = () => {} } = {}) {
    if (!isSecureContext) throw new PupilError("insecure_context", "Pupil needs a secure page. Open it over https, or from localhost.");
    const release = store === null ? () => {} : await lockStore(store);
    const supervisor = new Supervisor({ store, backend, assets }, onProgress);
    try {
      return new Pupil(supervisor, await supervisor.start(), release, store !== null);
    } catch (error) {
      release();
      throw error;
    }
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
   * Classifies a picture by the trained model; before anything is trained, by the 1,000 labels of ImageNet.
   * @param {PictureSource} picture an ImageBitmap is transferred; do not use it afterwards
   * @returns {Promise<Prediction>} rejects with "unsupported_format", "broken_picture", …
   * @example
   * await pupil.train();
   * const { scores } = await pupil.classify(file);
   * scores.sort((a, b) => b.score - a.score)[0].label;
   * // → "cat"
   */
  classify(picture) {
    return this.#rpc.call("pupil.classify", [picture], { transfer: picture instanceof ImageBitmap ? [picture] : [] });
  }

  /**
   * Classifies a picture by the trained model, and shows where in the picture the answer comes from. Hardly slower than `classify`.
   * @param {PictureSource} picture an ImageBitmap is transferred; do not use it afterwards
   * @returns {Promise<Explanation>} rejects with "not_trained", and as `classify`
   * @example
   * await pupil.train();
   * const { attention } = await pupil.explain(file);
   * attention.values.length === attention.width * attention.height;
   * // → true
   */
  explain(picture) {
    return this.#rpc.call("pupil.explain", [picture], { transfer: picture instanceof ImageBitmap ? [picture] : [] });
  }

  /**
   * Trains on everything that is enabled, with the project's settings, and takes the model with the best validation loss. It is put to
   * use unless it is worse than the one in use on the same pictures, which neither learned from, or nothing was learned. It is stored
   * all the same: `pupil.models.use` puts it to use.
   * @param {(message: TrainingMessage) => void} [onMessage] called with each message, as an event "training" is
   * @returns {Promise<TrainingResult>} rejects with "already_training" while `state` is not "idle", "too_few_classes", "empty_class",
   *   or "busy" while another network is being put to use
   * @example
   * const { inUse, why, reason } = await pupil.train(({ type, epoch, loss }) => type === "epoch" && console.log(epoch, loss));
   * [inUse, why, reason];
   * // → [true, "first", "completed"]
   */
  async train(onMessage = () => {}) {
    if (this.state !== "idle") throw new PupilError("already_training", "Training is running. Wait for its end, or stop it first.");
    this.#state.setTraining("training");
    try {
      return await listening(this, "training", onMessage, this.#rpc.call("pupil.train", []));
    } finally {
      this.#state.setTraining("idle");
    }
  }

  /**
   * Measures how good the model is.
   * @param {ReportOn} [on] which pictures; by default those held out for validation, or if there are none, the training pictures
   * @returns {Promise<Report>} rejects with "not_trained"
   * @example
   * await pupil.train();
   * const { accuracy, measuredOn } = await pupil.report("training");
   * [accuracy, measuredOn];
   * // → [1, "training"]
   */
  report(on) {
    return this.#rpc.call("pupil.report", [on]);
  }

  /**
   * Restarts on another backend, which is remembered. "auto" forgets it, and measures again.
   * @param {"auto" | Backend} backend
   * @returns {Promise<void>}
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
   * Deletes everything that is stored and restarts, as if for the first time.
   * @returns {Promise<void>}
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
   * @returns {Promise<void>}
   * @example
   * await pupil.close();
   */
  async close() {
    await this.#rpc.call("pupil.close", []);
    this.#rpc.end(new PupilError("closed", "This Pupil was closed. Create another one."));
    this.#release();
  }

  #persist() {
    if (!this.#mustPersist) return;
    this.#mustPersist = false;
    void navigator.storage?.persist?.();
  }
}
