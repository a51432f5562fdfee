/** The training runs that were made: how each came about, what it left, and which is in use. */
import { PupilError } from "../shared/errors.js";

/** @import { Change, RunRecord, Store } from "../shared/store.d.ts" */
/** @import { RunInfo, TrainedInfo } from "../shared/types.d.ts" */

/** Most runs that are kept; the oldest goes first. A fine-tuned network takes some 10 MB. */
const MOST_RUNS = 12;

export class Runs {
  #store;
  #records;
  #inUse;

  /** @param {Store} store @param {Map<number, RunRecord>} records @param {number | undefined} inUse */
  constructor(store, records, inUse) {
    this.#store = store;
    this.#records = records;
    this.#inUse = inUse;
  }

  /** @param {Store} store */
  static async open(store) {
    /** @type {Map<number, RunRecord>} */
    const records = new Map();
    for await (const chunk of store.chunks("runs")) for (const [id, record] of chunk) records.set(Number(id), record);
    return new Runs(store, records, /** @type {number | undefined} */ (await store.get("values", "run")));
  }

  /** What a page shows of them, newest first. @returns {RunInfo[]} */
  list() {
    const records = [...this.#records.values()].sort((a, b) => b.id - a.id);
    return records.map(({ id, info, complete, keptAt }) => ({ id, info, complete, keptAt, inUse: id === this.#inUse }));
  }

  /** The model in use, a file. @returns {Promise<Uint8Array | undefined>} */
  async model() {
    return this.#inUse === undefined ? undefined : this.#store.get("models", this.#inUse);
  }

  /**
   * Keeps what a run has left so far, and puts it to use. A run that goes on is kept again under the same call.
   * @param {string} call
   * @param {Uint8Array} model
   * @param {TrainedInfo} info
   * @param {boolean} complete whether the run has ended
   */
  async keep(call, model, info, complete) {
    const before = [...this.#records.values()].find((record) => record.call === call);
    const id = before?.id ?? Math.max(0, ...this.#records.keys()) + 1;
    const record = { id, call, info, complete, keptAt: Date.now() };
    await this.#store.write([
      { table: "runs", key: id, value: record },
      { table: "models", key: id, value: model },
      { table: "values", key: "run", value: id },
      ...this.#oldest(id).flatMap(gone),
    ]);
    this.#forget(this.#oldest(id));
    this.#records.set(id, record);
    this.#inUse = id;
  }

  /** The model of a run. @param {number} id @returns {Promise<Uint8Array>} */
  async modelOf(id) {
    const model = await this.#store.get("models", id);
    if (!model) throw unknownRun(id);
    return model;
  }

  /** Says which run's model is in use. @param {number} id */
  async use(id) {
    await this.#store.write([{ table: "values", key: "run", value: id }]);
    this.#inUse = id;
  }

  /** Forgets a run that is not in use. @param {number} id */
  async remove(id) {
    if (!this.#records.has(id)) throw unknownRun(id);
    if (id === this.#inUse) throw new PupilError("run_in_use", "This run is in use. Put another to use first.");
    await this.#store.write(gone(id));
    this.#forget([id]);
  }

  /** Runs for which there is no room beside run `id`. @param {number} id */
  #oldest(id) {
    const others = [...this.#records.keys()].filter((other) => other !== id).sort((a, b) => b - a);
    return others.slice(MOST_RUNS - 1);
  }

  /** @param {number[]} ids */
  #forget(ids) {
    for (const id of ids) this.#records.delete(id);
  }
}

/** @param {number} id @returns {Change[]} */
function gone(id) {
  return [{ table: "runs", key: id }, { table: "models", key: id }];
}

/** @param {number} id */
function unknownRun(id) {
  return new PupilError("unknown_run", `There is no run ${id}. Take an id from the project's list of runs.`);
}
