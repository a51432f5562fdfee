/** Keeps a worker at Pupil's service: starts it, replaces it when it dies, and gives the next one all it needs to know. */
import { Calls, engineCrashed } from "./calls.js";
import { errorData } from "../shared/errors.js";
import { MemoryStore } from "../shared/memory.js";

/** @import { CallOptions } from "./calls.js" */
/** @import { PupilError } from "../shared/errors.js" */
/** @import { Events, Lost, StartOptions, Started } from "../shared/protocol.d.ts" */
/** @import { Backend, Progress, PupilErrorData } from "../shared/types.d.ts" */

/**
 * @typedef {object} Listener
 * @property {(event: keyof Events, detail: any) => void} onEvent
 * @property {(progress: Progress) => void} onProgress how far a start is
 * @property {(started: Started) => void} onStarted a worker has taken the place of another
 * @property {(notice: PupilErrorData) => void} onNotice
 */

export class Lifeline {
  #calls = new Calls({ onEvent: (event, detail) => this.#hear(event, detail), onCrash: () => this.#recover() });
  #options;
  #listener;
  /** @type {Lost | null} */
  #lost = null;
  /** What the worker has in memory alone, so that it survives the worker. @type {MemoryStore | null} */
  #kept = null;
  /** @type {Backend} */
  #backend = "cpu";

  /** @param {Pick<StartOptions, "assets" | "store" | "backend">} options @param {Listener} listener */
  constructor(options, listener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** @param {string} method @param {unknown[]} args @param {CallOptions} [options] @returns {Promise<any>} */
  call(method, args, options) {
    return this.#calls.call(method, args, options);
  }

  /** The first start. @returns {Promise<Started>} */
  async start() {
    try {
      return await this.#start(false);
    } catch (error) {
      this.end(/** @type {PupilError} */ (error));
      throw error;
    }
  }

  /** Starts anew on another backend. The old worker must have nothing more to do. @param {"auto" | Backend} backend */
  async changeBackend(backend) {
    this.#options = { ...this.#options, backend };
    await this.#restart(true);
  }

  /** Starts anew with nothing. The old worker must have nothing more to do. */
  async startAfresh() {
    this.#kept = null;
    await this.#restart(false);
  }

  /** @param {PupilError} error what every call rejects with from now on */
  end(error) {
    this.#calls.end(error);
  }

  /** @param {boolean} again whether what was removed can still be restored */
  async #restart(again) {
    this.#lost = null;
    this.#calls.abandon();
    await this.#replace(again);
  }

  /** Replaces a worker that died, by one that does without the GPU. */
  #recover() {
    const wasGpu = this.#backend === "webgpu";
    if (wasGpu) this.#lost = "lost";
    this.#listener.onNotice(wasGpu ? gpuLost() : engineRestarted());
    this.#replace(true).catch((error) => this.#listener.onNotice(errorData(error)));
  }

  /** @param {boolean} again */
  async #replace(again) {
    try {
      this.#listener.onStarted(await this.#start(again));
    } catch (error) {
      this.end(/** @type {PupilError} */ (error));
      throw error;
    }
  }

  /** @param {boolean} again @returns {Promise<Started>} */
  async #start(again) {
    const options = { ...this.#options, lost: this.#lost, again, kept: this.#kept && this.#kept.tables };
    try {
      const started = await this.#calls.start(options, (progress) => this.#listener.onProgress(progress));
      this.#backend = started.backend.backend;
      return started;
    } catch (error) {
      if (errorData(error).code !== "worker_restarted") throw error;
      if (this.#lost) throw engineCrashed();
      // It died while it started: the GPU's doing, most likely.
      this.#lost = "failed";
      return this.#start(again);
    }
  }

  /** @param {keyof Events} event @param {any} detail */
  #hear(event, detail) {
    if (event === "lost") this.#calls.crashed();
    else if (event === "written") void (this.#kept ??= new MemoryStore()).write(detail);
    else this.#listener.onEvent(event, detail);
  }
}

function gpuLost() {
  return { code: "gpu_lost", message: "The graphics processor stopped, so Pupil goes on on the CPU. Nothing was lost." };
}

function engineRestarted() {
  return { code: "engine_restarted", message: "Pupil's engine stopped and was started anew. Nothing was lost." };
}
