/** Supervises the worker: starts it, replaces it when it dies, and starts the next one with all it needs to know. */
import { errorData, PupilError } from "../../shared/errors.js";
import { MemoryStore } from "../../shared/memory.js";
import { assetsIn } from "./assets.js";
import { engineCrashed } from "./errors.js";
import { Rpc } from "./rpc.js";

/** @import { GpuFailure, StartOptions, Started, WorkerEvents } from "../../shared/protocol.d.ts" */
/** @import { Backend, Progress, PupilErrorData } from "../../shared/types.d.ts" */

/**
 * @typedef {object} Listener
 * @property {(event: keyof WorkerEvents, detail: any) => void} onEvent
 * @property {(progress: Progress) => void} onProgress of a start
 * @property {(started: Started) => void} onRestart a new worker has replaced another
 * @property {() => void} onLeave the project is left for another one
 */

export class Supervisor {
  rpc = new Rpc({ onEvent: (event, detail) => this.#onEvent(event, detail), onCrash: () => this.#recover() });
  /** Set after the first start. @type {Listener | null} */
  listener = null;
  /** The first start is over, not only its early part. @type {Promise<void>} */
  ready = Promise.resolve();
  #options;
  #onProgress;
  /** @type {GpuFailure | null} */
  #gpuFailure = null;
  /** A copy of what the worker has in memory, by project, so that it survives the worker. @type {Map<number, MemoryStore> | null} */
  #memory = null;
  /** @type {Backend} */
  #backend = "cpu";

  /**
   * @param {Pick<StartOptions, "store" | "backend" | "followInstantly" | "model"> & { assets?: string | URL }} options
   * @param {(progress: Progress) => void} onProgress of every start
   */
  constructor({ assets, ...options }, onProgress) {
    this.#options = { ...options, assets: assetsIn(assets) };
    this.#onProgress = onProgress;
  }

  /** Before the first start: what it needs in any case is fetched. */
  prepare() {
    this.rpc.prepare(this.#options.assets);
  }

  /**
   * The first start.
   * @param {boolean} early whether to resolve as soon as there is something to show
   * @returns {Promise<Started>}
   */
  start(early) {
    return new Promise((resolve, reject) => {
      let isEarly = false;
      const onEarly = (/** @type {Started} */ started) => ((isEarly = true), resolve(started));
      const whole = this.#startOrEnd(false, early ? onEarly : undefined);
      whole.then(resolve, reject);
      this.ready = whole.then((started) => void (isEarly && this.listener?.onRestart(started)));
      this.ready.catch(() => {}); // all calls reject with the same
    });
  }

  /** Restarts on another backend. The worker must have ended its work. @param {"auto" | Backend} backend */
  async changeBackend(backend) {
    this.#options = { ...this.#options, backend };
    await this.#restart(true);
  }

  /** Whether the next worker keeps the instant model up to date by itself. @param {boolean} follows */
  followInstantly(follows) {
    this.#options = { ...this.#options, followInstantly: follows };
  }

  /** Restarts with the project that is now to be open. The worker must have ended its work. */
  async changeProject() {
    this.rpc.abandon(projectLeft());
    this.listener?.onLeave();
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

  /** @param {boolean} keepRemoved @param {(early: Started) => void} [onEarly] @returns {Promise<Started>} */
  async #startOrEnd(keepRemoved, onEarly) {
    try {
      return await this.#start(keepRemoved, onEarly);
    } catch (error) {
      this.rpc.end(/** @type {PupilError} */ (error));
      throw error;
    }
  }

  /** @param {boolean} keepRemoved @param {(early: Started) => void} [onEarly] @returns {Promise<Started>} */
  async #start(keepRemoved, onEarly) {
    const options = { ...this.#options, early: onEarly !== undefined, keepRemoved, gpuFailure: this.#gpuFailure, tables: this.#tables };
    const started = await this.rpc.start(options, (progress) => this.#reportProgress(progress), onEarly);
    if (started) {
      this.#backend = started.backend.backend;
      return started;
    }
    if (this.#gpuFailure) throw engineCrashed();
    // It died while it started: most likely because of the GPU.
    this.#gpuFailure = "failed";
    return this.#start(keepRemoved, onEarly);
  }

  get #tables() {
    return this.#memory && new Map([...this.#memory].map(([project, { tables }]) => [project, tables]));
  }

  /** Null changes: all of the project is deleted. @param {WorkerEvents["written"]} written */
  #remember({ project, changes }) {
    this.#memory ??= new Map();
    const store = this.#memory.get(project) ?? new MemoryStore();
    if (changes) void store.write(changes);
    if (changes) this.#memory.set(project, store);
    else this.#memory.delete(project);
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

  /** An instant model that kills the engine must not kill the next one. @param {WorkerEvents["dead"]} cause */
  #onDead(cause) {
    if (cause === "instant") this.followInstantly(false);
    this.rpc.crashed();
  }

  /** @param {keyof WorkerEvents} event @param {any} detail */
  #onEvent(event, detail) {
    if (event === "dead") this.#onDead(detail);
    else if (event === "written") this.#remember(detail);
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

function projectLeft() {
  return new PupilError("project_left", "Another project was opened during this call. What it had done is in the project before.");
}
