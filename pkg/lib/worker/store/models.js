/** The stored models: the record and the file of each, and which is in use. Each belongs to a training run, or to a loaded file. */
import { PupilError } from "../../shared/errors.js";

/** @import { Change, ModelRecord, Store } from "../../shared/store.d.ts" */
/** @import { ModelInfo, TrainedInfo } from "../../shared/types.d.ts" */

/** Maximum number of stored models; the oldest is deleted first. A fine-tuned network takes about 10 MB. */
const MAX_MODELS = 12;

export class Models {
  #store;
  #records;
  #inUse;

  /** @private @param {Store} store @param {Map<number, ModelRecord>} records @param {number | undefined} inUse */
  constructor(store, records, inUse) {
    this.#store = store;
    this.#records = records;
    this.#inUse = inUse;
  }

  /** @param {Store} store */
  static async read(store) {
    /** @type {Map<number, ModelRecord>} */
    const records = new Map();
    for await (const chunk of store.chunks("runs")) for (const [id, record] of chunk) records.set(Number(id), record);
    return new Models(store, records, /** @type {number | undefined} */ (await store.get("values", "run")));
  }

  /** Newest first. @returns {ModelInfo[]} */
  list() {
    const records = [...this.#records.values()].sort((a, b) => b.id - a.id);
    return records.map(({ id, info, complete, keptAt }) => ({ id, info, complete, savedAt: keptAt, inUse: id === this.#inUse }));
  }

  /** The file of the model in use. @returns {Promise<Uint8Array | undefined>} */
  async inUse() {
    return this.#inUse === undefined ? undefined : this.#store.get("models", this.#inUse);
  }

  /**
   * Stores the model that a call made so far, and uses it.
   * @param {string} call
   * @param {Uint8Array} model
   * @param {TrainedInfo} info
   * @param {boolean} complete whether the call has ended
   */
  async save(call, model, info, complete) {
    const before = [...this.#records.values()].find((record) => record.call === call);
    const id = before?.id ?? Math.max(0, ...this.#records.keys()) + 1;
    const record = { id, call, info, complete, keptAt: Date.now() };
    const oldest = this.#oldestBeside(id);
    await this.#store.write([
      { table: "runs", key: id, value: record },
      { table: "models", key: id, value: model },
      { table: "values", key: "run", value: id },
      ...oldest.flatMap(deletions),
    ]);
    for (const old of oldest) this.#records.delete(old);
    this.#records.set(id, record);
    this.#inUse = id;
  }

  /** The file of a model. @param {number} id @returns {Promise<Uint8Array>} */
  async file(id) {
    const model = await this.#store.get("models", id);
    if (!model) throw unknownModel(id);
    return model;
  }

  /** Stores which model is in use. @param {number} id */
  async use(id) {
    await this.#store.write([{ table: "values", key: "run", value: id }]);
    this.#inUse = id;
  }

  /** @param {number} id */
  async remove(id) {
    if (!this.#records.has(id)) throw unknownModel(id);
    if (id === this.#inUse) throw new PupilError("model_in_use", "This model is in use. Use another one first.", { id });
    await this.#store.write(deletions(id));
    this.#records.delete(id);
  }

  /** Ids of the models that are too many beside the model `id`. @param {number} id */
  #oldestBeside(id) {
    const others = [...this.#records.keys()].filter((other) => other !== id).sort((a, b) => b - a);
    return others.slice(MAX_MODELS - 1);
  }
}

/** @param {number} id @returns {Change[]} */
function deletions(id) {
  return [{ table: "runs", key: id }, { table: "models", key: id }];
}

/** @param {number} id */
function unknownModel(id) {
  return new PupilError("unknown_model", `There is no model ${id}. Take an id from the project's list of models.`, { id });
}
