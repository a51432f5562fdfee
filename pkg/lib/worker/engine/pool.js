/** Small workers that make embeddings, a picture each at a time. */
import { errorData, PupilError } from "../../shared/errors.js";
import { readFile } from "../../shared/files.js";

/** @import { Embedded, FromEmbedder, ToEmbedder } from "../../embedder/embedder.d.ts" */
/** `bytes`: those of the file, until they are given away. @typedef {{ file: Blob, bytes: Uint8Array<ArrayBuffer> | null, signal: AbortSignal, crashes: number } & PromiseWithResolvers<Embedded | null>} Job */

/** Pictures that a worker has at a time, so that it never waits for the next one. */
const AHEAD = 2;

/** Pictures that wait for each worker at a time, so that there is always one to give to it. */
export const READ_AHEAD_PER_WORKER = AHEAD + 1;

/** Workers that may die of a picture before it is given up. */
const MAX_CRASHES = 2;

export class Pool {
  #open;
  #idleMs;
  #onEnd;
  /** What each worker has to do, by the number of the job. @type {Map<Worker, Map<number, Job>>} */
  #workers = new Map();
  /** @type {Job[]} */
  #waiting = [];
  #jobs = 0;
  #idle = 0;

  /**
   * @param {number} size
   * @param {() => Worker} open starts one
   * @param {number} idleMs after so long without a picture, it ends
   * @param {() => void} [onEnd] called when it has ended
   */
  constructor(size, open, idleMs, onEnd = () => {}) {
    this.#open = open;
    this.#idleMs = idleMs;
    this.#onEnd = onEnd;
    for (let count = 0; count < size; count++) this.#add();
    this.#assign();
  }

  get size() {
    return this.#workers.size;
  }

  /**
   * @param {Blob} file
   * @param {AbortSignal} signal after it, a picture that waits is never begun, and its promise stays as it is
   * @param {Uint8Array<ArrayBuffer> | null} [bytes] those of the file, if they were read already; they are given away
   * @returns {Promise<Embedded | null>} null if there are no workers any more, or they do not know its format; rejects with the errors of a picture, or with "engine_crashed"
   */
  embed(file, signal, bytes = null) {
    const job = { file, bytes, signal, crashes: 0, .../** @type {PromiseWithResolvers<Embedded | null>} */ (Promise.withResolvers()) };
    this.#waiting.push(job);
    this.#assign();
    return job.promise;
  }

  /** Ends the workers. What they have not done, their owner does without them. */
  end() {
    clearTimeout(this.#idle);
    const unfinished = [...this.#workers.values()].flatMap((jobs) => [...jobs.values()]);
    for (const worker of this.#workers.keys()) worker.terminate();
    this.#workers.clear();
    for (const job of [...unfinished, ...this.#waiting.splice(0)]) job.resolve(null);
    this.#onEnd();
  }

  #add() {
    const worker = this.#open();
    /** @type {Map<number, Job>} */
    const jobs = new Map();
    let isStarted = false;
    this.#workers.set(worker, jobs);
    // One that cannot even start would be replaced for ever.
    const died = (/** @type {number[]} */ blamed) => (isStarted ? this.#replace(worker, blamed) : this.end());
    worker.onerror = (event) => {
      // Else it would be this worker's error, too.
      event.preventDefault();
      died([...jobs.keys()]);
    };
    worker.onmessage = (/** @type {MessageEvent<FromEmbedder>} */ { data }) => {
      if ("started" in data) isStarted = true;
      else if ("failed" in data) this.end();
      else if ("crash" in data) died([data.crash]);
      else this.#settle(jobs, data);
    };
  }

  /** @param {Map<number, Job>} jobs of its worker @param {Extract<FromEmbedder, { id: number }>} answer */
  #settle(jobs, answer) {
    const job = jobs.get(answer.id);
    jobs.delete(answer.id);
    if ("ok" in answer) job?.resolve(answer.ok);
    else job?.reject(answer.err);
    this.#assign();
  }

  /** Puts another worker in the place of one that died; its pictures are tried once more. @param {Worker} worker @param {number[]} blamed jobs that it may have died of */
  #replace(worker, blamed) {
    const jobs = this.#workers.get(worker) ?? new Map();
    worker.terminate();
    this.#workers.delete(worker);
    for (const id of blamed) if (jobs.has(id)) jobs.get(id).crashes++;
    const isLost = (/** @type {Job} */ { crashes }) => crashes >= MAX_CRASHES;
    for (const job of jobs.values()) if (isLost(job)) job.reject(crashed());
    this.#waiting.unshift(...[...jobs.values()].filter((job) => !isLost(job)));
    this.#add();
    this.#assign();
  }

  /** @param {Worker} worker @param {number} id @param {Job} job */
  async #send(worker, id, job) {
    const bytes = job.bytes ?? (await readFile(job.file));
    job.bytes = null;
    worker.postMessage(/** @type {ToEmbedder} */ ({ id, bytes }), [bytes.buffer]);
  }

  #assign() {
    clearTimeout(this.#idle);
    this.#waiting = this.#waiting.filter(({ signal }) => !signal.aborted);
    for (let busy = 0; busy < AHEAD; busy++) {
      for (const [worker, jobs] of this.#workers) {
        const job = jobs.size === busy && this.#waiting.shift();
        if (!job) continue;
        const id = this.#jobs++;
        jobs.set(id, job);
        void this.#send(worker, id, job).catch((error) => this.#settle(jobs, { id, err: errorData(error) }));
      }
    }
    if (this.#workers.size === 0) this.end();
    else if ([...this.#workers.values()].every((jobs) => jobs.size === 0)) this.#idle = setTimeout(() => this.end(), this.#idleMs);
  }
}

function crashed() {
  return new PupilError("engine_crashed", "Reading this picture stopped Pupil twice, so it was left out. Convert it to PNG or JPEG, or leave it out.");
}
