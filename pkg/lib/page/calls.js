/** The page's end of the line to the worker: sends calls, hears answers, and sends again what a dead worker left undone. */
import { PupilError } from "../shared/errors.js";

/** @import { Events, FromWorker, StartOptions, Started } from "../shared/protocol.d.ts" */
/** @import { Progress } from "../shared/types.d.ts" */

/**
 * @typedef {object} CallOptions
 * @property {Transferable[]} [transfer] what is given away with the arguments, so that the call cannot be sent again
 * @property {AbortSignal} [signal]
 * @property {(progress: Progress) => void} [onProgress]
 */

/**
 * @typedef {object} Pending
 * @property {string} method
 * @property {unknown[]} args
 * @property {(value: any) => void} resolve
 * @property {(error: PupilError) => void} reject
 * @property {AbortSignal} [signal]
 * @property {(progress: Progress) => void} [onProgress]
 * @property {boolean} repeatable
 * @property {number} crashes how many workers died of it
 */

/**
 * @typedef {object} Listener
 * @property {(event: keyof Events, detail: any) => void} onEvent
 * @property {() => void} onCrash the worker is dead; what was pending waits for the next
 */

/** The start is a call like any other, but each worker has its own. */
const START = 0;

/** Workers that may die of the same call. */
const MOST_CRASHES = 2;

export class Calls {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #next = START + 1;
  // Makes the keys of this client's calls unlike those of any other that shares its store.
  #session = crypto.randomUUID();
  #listener;
  /** Once set, every call is rejected with it. @type {PupilError | null} */
  #ended = null;

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /**
   * Starts a worker in place of the one before, and gives it what that one left undone.
   * @param {StartOptions} options
   * @param {(progress: Progress) => void} onProgress
   * @returns {Promise<Started>}
   */
  start(options, onProgress) {
    this.#stopWorker();
    const worker = new Worker(new URL("../worker/worker.js", import.meta.url), { type: "module", name: "pupil" });
    worker.addEventListener("message", ({ data }) => worker === this.#worker && this.#hear(data));
    worker.addEventListener("error", (event) => worker === this.#worker && this.#broke(event));
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      const left = [...this.#pending.keys()];
      this.#pending.set(START, { method: "start", args: [options], resolve, reject, onProgress, repeatable: false, crashes: 0 });
      this.#send(START);
      for (const id of left) this.#send(id);
    });
  }

  /**
   * @param {string} method of the host
   * @param {unknown[]} args
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  call(method, args, { transfer = [], signal, onProgress } = {}) {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#next++;
    signal?.addEventListener("abort", () => this.#worker?.postMessage({ abort: id }), { once: true });
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, args, resolve, reject, signal, onProgress, repeatable: transfer.length === 0, crashes: 0 });
      this.#send(id, transfer);
    });
  }

  /** Ends the worker and all calls, now and later, with an error. @param {PupilError} error */
  end(error) {
    this.#ended = error;
    this.#stopWorker();
    for (const id of [...this.#pending.keys()]) this.#reject(id, error);
  }

  /** @param {number} id @param {Transferable[]} [transfer] */
  #send(id, transfer = []) {
    const { method, args, signal } = /** @type {Pending} */ (this.#pending.get(id));
    const aborted = signal?.aborted ?? false;
    try {
      this.#worker?.postMessage({ id, key: `${this.#session}/${id}`, method, args, aborted }, transfer);
    } catch (error) {
      this.#reject(id, new PupilError("invalid_argument", `This cannot be sent to the worker (${error}). See the documentation of ${method}().`));
    }
  }

  /** @param {FromWorker} message */
  #hear(message) {
    if ("event" in message) this.#listener.onEvent(message.event, message.detail);
    else if ("crash" in message) this.crashed([message.crash]);
    else if ("progress" in message) this.#pending.get(message.id)?.onProgress?.(message.progress);
    else if ("err" in message) this.#reject(message.id, new PupilError(message.err.code, message.err.message));
    else this.#take(message.id)?.resolve(message.ok);
  }

  /** Ends the worker, and everything that cannot be asked of the next one. */
  abandon() {
    this.#stopWorker();
    for (const [id, { repeatable }] of this.#pending) if (!repeatable) this.#reject(id, restarted());
  }

  /** An exception that nothing caught; or no ErrorEvent, if the worker's own files are not to be had. @param {Event} event */
  #broke(event) {
    if (event instanceof ErrorEvent) this.crashed([...this.#pending.keys()]);
    else this.#reject(START, new PupilError("not_loaded", "Pupil's worker could not be loaded. Check the connection and reload the page."));
  }

  /**
   * The worker is of no use any more. If it was just starting, it is the start that fails.
   * @param {number[]} suspects the calls that may have done it
   */
  crashed(suspects = []) {
    const starting = this.#pending.has(START);
    for (const id of suspects) this.#blame(id);
    this.abandon();
    if (!starting) this.#listener.onCrash();
  }

  /** @param {number} id */
  #blame(id) {
    const pending = this.#pending.get(id);
    if (pending && ++pending.crashes >= MOST_CRASHES) this.#reject(id, engineCrashed());
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

  #stopWorker() {
    this.#worker?.terminate();
    this.#worker = null;
  }
}

function restarted() {
  return new PupilError("worker_restarted", "Pupil's engine was started anew while this was under way. Ask again.");
}

/** What comes of a call that kills every worker. */
export function engineCrashed() {
  return new PupilError("engine_crashed", "Pupil's engine stopped twice over this. Reload the page; if it happens again, leave out what was added last.");
}
