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

  /** Id of the model in use; null if there is none, or it is not stored. */
  get idInUse() {
    return this.#inUse ?? null;
  }

  /** The model in use is one that is not stored. The stored one is in use again after the next start. */
  useUnsaved() {
    this.#inUse = undefined;
  }

  /** The file of the model in use. @returns {Promise<Uint8Array | undefined>} */
  async inUse() {
    return this.#inUse === undefined ? undefined : this.#store.get("models", this.#inUse);
  }

  /**
   * Stores the model that a call made so far.
   * @param {string} call
   * @param {Uint8Array} model
   * @param {TrainedInfo} info
   * @param {{ complete: boolean, use: boolean }} state whether the call has ended, and whether the model is in use
   * @returns {Promise<number>} its id
   */
  async save(call, model, info, { complete, use }) {
    const before = [...this.#records.values()].find((record) => record.call === call);
    const id = before?.id ?? Math.max(0, ...this.#records.keys()) + 1;
    const record = { id, call, info, complete, keptAt: Date.now() };
    const unused = this.#inUse === id ? undefined : this.#inUse;
    const inUse = use ? id : unused;
    const oldest = this.#oldestBeside(id);
    await this.#store.write([
      { table: "runs", key: id, value: record },
      { table: "models", key: id, value: model },
      ...(inUse === this.#inUse ? [] : [/** @type {Change} */ ({ table: "values", key: "run", value: inUse })]),
      ...oldest.flatMap(deletions),
    ]);
    for (const old of oldest) this.#records.delete(old);
    this.#records.set(id, record);
    this.#inUse = inUse;
    return id;
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

  /** Ids of the models that are too many beside the model `id` and the one in use. @param {number} id */
  #oldestBeside(id) {
    const others = [...this.#records.keys()].filter((other) => other !== id && other !== this.#inUse).sort((a, b) => b - a);
    return others.slice(MAX_MODELS - 2);
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
