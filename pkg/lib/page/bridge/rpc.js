/** Remote procedure calls to the worker: sends them, settles them, and repeats in a new worker what a dead one left undone. */
import { PupilError } from "../../shared/errors.js";
import { engineCrashed, pupilError, restarted } from "./errors.js";
import { Namer } from "./namer.js";
import { handWeights } from "./weights.js";

/** @import { Arguments, MethodName, Result } from "../../shared/methods.d.ts" */
/** @import { CallOptions, Listener, Pending, Starting } from "./calls.js" */
/** @import { Assets, FromWorker, StartOptions, Started, ToWorker } from "../../shared/protocol.d.ts" */
/** @import { PictureSource, Progress } from "../../shared/types.d.ts" */

/** A call that kills this many workers is rejected. */
const MAX_CRASHES = 2;

export class Rpc {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Starting | null} */
  #starting = null;
  #isPrepared = false;
  /** Of the weights for the worker. @type {AbortController | null} */
  #download = null;
  /** Classifies as long as there is no engine. @type {Namer | null} */
  #namer = null;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #next = 1;
  // Makes the keys of these calls unlike those of any other page that used the same store.
  #session = crypto.randomUUID();
  #listener;
  /** If set, every call rejects with it. @type {PupilError | null} */
  #ended = null;

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /** Opens a worker before all is known that it needs for its start: it gets what it needs in any case. @param {Assets} assets */
  prepare(assets) {
    const worker = this.#open();
    this.#download = new AbortController();
    void handWeights(assets, this.#download.signal, (weights, transfer = []) => worker.postMessage({ weights }, transfer));
    this.#isPrepared = true;
  }

  /**
   * Starts a new worker in place of the current one, and repeats the pending calls in it.
   * @param {StartOptions} options
   * @param {(progress: Progress) => void} onProgress
   * @param {(early: Started) => void} [onEarly] called first where `options.early` has an effect
   * @returns {Promise<Started | null>} null if the worker died while it started
   */
  start(options, onProgress, onEarly = () => {}) {
    if (!this.#isPrepared) this.prepare(options.assets);
    this.#isPrepared = false;
    return new Promise((resolve, reject) => {
      this.#starting = { resolve, reject, onProgress, onEarly };
      this.#post({ start: options });
      for (const id of this.#pending.keys()) this.#send(id);
    });
  }

  /**
   * A bitmap among the arguments is transferred, so that the call cannot be repeated.
   * @template {MethodName} N
   * @param {N} method @param {Arguments<N>} args
   * @param {CallOptions} [options]
   * @returns {Promise<Result<N>>}
   */
  call(method, args, options = {}) {
    const ask = () => this.#call(method, args, options);
    const isEarly = method === "pupil.classify" || method === "pictures.decode";
    return this.#namer && isEarly ? this.#namer.ask(method, /** @type {PictureSource} */ (args[0]), ask) : ask();
  }

  /** @param {MethodName} method @param {unknown[]} args @param {CallOptions} options @returns {Promise<any>} */
  #call(method, args, { signal, onProgress }) {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#next++;
    const transfer = args.filter((arg) => arg instanceof ImageBitmap);
    signal?.addEventListener("abort", () => this.#post({ abort: id }), { once: true });
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, args, resolve, reject, signal, onProgress, repeatable: transfer.length === 0, crashes: 0 });
      this.#send(id, transfer);
    });
  }

  /** Terminates the worker and rejects all calls, now and later. @param {PupilError} error */
  end(error) {
    this.#ended = error;
    this.#terminate();
    this.#starting?.reject(error);
    for (const id of [...this.#pending.keys()]) this.#reject(id, error);
  }

  /** Terminates the worker, and rejects the calls that cannot be repeated in the next one. @param {PupilError} [error] all are rejected with it */
  abandon(error) {
    this.#terminate();
    for (const [id, { repeatable }] of [...this.#pending]) if (error || !repeatable) this.#reject(id, error ?? restarted());
  }

  /** Abandons a worker that is dead. @param {number[]} suspects the calls that may have killed it */
  crashed(suspects = []) {
    for (const id of suspects) this.#blame(id);
    this.abandon();
    const starting = this.#started();
    if (starting) starting.resolve(null);
    else this.#listener.onCrash();
  }

  #open() {
    this.#terminate();
    const worker = new Worker(new URL("../../worker/worker.js", import.meta.url), { type: "module", name: "pupil" });
    worker.addEventListener("message", ({ data }) => worker === this.#worker && this.#receive(data));
    worker.addEventListener("error", (event) => worker === this.#worker && this.#onError(event));
    return (this.#worker = worker);
  }

  /** @param {ToWorker} message @param {Transferable[]} [transfer] */
  #post(message, transfer = []) {
    this.#worker?.postMessage(message, transfer);
  }

  /** @param {number} id @param {Transferable[]} [transfer] */
  #send(id, transfer = []) {
    const { method, args, signal } = /** @type {Pending} */ (this.#pending.get(id));
    try {
      this.#post({ id, key: `${this.#session}/${id}`, method, args, aborted: signal?.aborted ?? false }, transfer);
    } catch (error) {
      this.#reject(id, new PupilError("invalid_argument", `This cannot be sent to the worker (${error}). See the documentation of pupil.${method}().`, { method }));
    }
  }

  /** @param {FromWorker} message */
  #receive(message) {
    if ("event" in message) this.#listener.onEvent(message.event, message.detail);
    else if ("starting" in message) this.#starting?.onProgress(message.starting);
    else if ("enough" in message) this.#download?.abort();
    else if ("early" in message) ((this.#namer = new Namer(message.namer)), this.#starting?.onEarly(message.early));
    else if ("started" in message) (this.#endNamer(), this.#started()?.resolve(message.started));
    else if ("failed" in message) this.#started()?.reject(pupilError(message.failed));
    else if ("crash" in message) this.crashed(message.crash === null ? [] : [message.crash]);
    else if ("progress" in message) this.#pending.get(message.id)?.onProgress?.(message.progress);
    else if ("err" in message) this.#reject(message.id, pupilError(message.err));
    else this.#take(message.id)?.resolve(message.ok);
  }

  #endNamer() {
    this.#namer?.end();
    this.#namer = null;
  }

  /** An uncaught exception; or a plain Event if the worker script failed to load. @param {Event} event */
  #onError(event) {
    if (event instanceof ErrorEvent) this.crashed([...this.#pending.keys()]);
    else this.#started()?.reject(new PupilError("not_loaded", "Pupil's worker could not be loaded. Check the connection and reload the page."));
  }

  /** @param {number} id */
  #blame(id) {
    const pending = this.#pending.get(id);
    if (pending && ++pending.crashes >= MAX_CRASHES) this.#reject(id, engineCrashed());
  }

  /** @param {number} id @param {PupilError} error */
  #reject(id, error) {
    this.#take(id)?.reject(error);
  }

  /** @param {number} id */
  #take(id) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  /** The start that was under way; it is not any more. */
  #started() {
    const starting = this.#starting;
    this.#starting = null;
    return starting;
  }

  #terminate() {
    this.#endNamer();
    this.#download?.abort();
    this.#worker?.terminate();
    this.#worker = null;
  }
}
