/** Supervises the worker: starts it, replaces it when it dies, and starts the next one with all it needs to know. */
import { errorData, PupilError } from "../../shared/errors.js";
import { MemoryStore } from "../../shared/memory.js";
import { engineCrashed, Rpc } from "./rpc.js";

/** @import { GpuFailure, StartOptions, Started, WorkerEvents } from "../../shared/protocol.d.ts" */
/** @import { Backend, Progress, PupilErrorData } from "../../shared/types.d.ts" */

/**
 * @typedef {object} Listener
 * @property {(event: keyof WorkerEvents, detail: any) => void} onEvent
 * @property {(progress: Progress) => void} onProgress of a start
 * @property {(started: Started) => void} onRestart a new worker has replaced another
 */

export class Supervisor {
  rpc = new Rpc({ onEvent: (event, detail) => this.#onEvent(event, detail), onCrash: () => this.#recover() });
  /** Set after the first start. @type {Listener | null} */
  listener = null;
  #options;
  #onProgress;
  /** @type {GpuFailure | null} */
  #gpuFailure = null;
  /** A copy of what the worker has in memory, so that it survives the worker. @type {MemoryStore | null} */
  #memory = null;
  /** @type {Backend} */
  #backend = "cpu";

  /**
   * @param {Pick<StartOptions, "store" | "backend"> & { assets: string | URL }} options
   * @param {(progress: Progress) => void} onProgress of every start
   */
  constructor({ assets, ...options }, onProgress) {
    this.#options = { ...options, assets: folder(assets) };
    this.#onProgress = onProgress;
  }

  /** The first start. */
  start() {
    return this.#startOrEnd(false);
  }

  /** Restarts on another backend. The worker must have ended its work. @param {"auto" | Backend} backend */
  async changeBackend(backend) {
    this.#options = { ...this.#options, backend };
    await this.#restart(true);
  }

  /** Restarts with an empty project. The worker must have ended its work. */
  async startAfresh() {
    this.#memory = null;
    await this.#restart(false);
  }

  /** @param {boolean} keepRemoved */
  async #restart(keepRemoved) {
    this.#gpuFailure = null;
    this.rpc.abandon();
    await this.#replace(keepRemoved);
  }

  /** Replaces a dead worker; if it used the GPU, by one on the CPU. */
  #recover() {
    const wasGpu = this.#backend === "webgpu";
    if (wasGpu) this.#gpuFailure = "lost";
    this.#notify(wasGpu ? gpuLost() : engineRestarted());
    this.#replace(true).catch((error) => this.#notify(errorData(error)));
  }

  /** @param {boolean} keepRemoved */
  async #replace(keepRemoved) {
    this.listener?.onRestart(await this.#startOrEnd(keepRemoved));
  }

  /** @param {boolean} keepRemoved @returns {Promise<Started>} */
  async #startOrEnd(keepRemoved) {
    try {
      return await this.#start(keepRemoved);
    } catch (error) {
      this.rpc.end(/** @type {PupilError} */ (error));
      throw error;
    }
  }

  /** @param {boolean} keepRemoved @returns {Promise<Started>} */
  async #start(keepRemoved) {
    const options = { ...this.#options, keepRemoved, gpuFailure: this.#gpuFailure, tables: this.#memory && this.#memory.tables };
    const started = await this.rpc.start(options, (progress) => this.#reportProgress(progress));
    if (started) {
      this.#backend = started.backend.backend;
      return started;
    }
    if (this.#gpuFailure) throw engineCrashed();
    // It died while it started: most likely because of the GPU.
    this.#gpuFailure = "failed";
    return this.#start(keepRemoved);
  }

  /** @param {Progress} progress */
  #reportProgress(progress) {
    this.listener?.onProgress(progress);
    this.#onProgress(progress);
  }

  /** @param {PupilErrorData} notice */
  #notify(notice) {
    this.listener?.onEvent("notice", notice);
  }

  /** @param {keyof WorkerEvents} event @param {any} detail */
  #onEvent(event, detail) {
    if (event === "gpuLost") this.rpc.crashed();
    else if (event === "written") void (this.#memory ??= new MemoryStore()).write(detail);
    else this.listener?.onEvent(event, detail);
  }
}

/** @returns {PupilErrorData} */
function gpuLost() {
  return { code: "gpu_lost", message: "The graphics processor stopped, so Pupil goes on on the CPU. Nothing was lost.", details: {} };
}

/** @returns {PupilErrorData} */
function engineRestarted() {
  return { code: "engine_restarted", message: "Pupil's engine stopped and was restarted. Nothing was lost.", details: {} };
}

/** @param {string | URL} url @returns {string} absolute, ending in a slash */
function folder(url) {
  return new URL(url, document.baseURI).href.replace(/\/?$/, "/");
}
