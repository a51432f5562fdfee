/** The stored models: the record and the file of each, and which is in use. Each belongs to a training run, or to a loaded file. */
import { PupilError } from "../../shared/errors.js";
import { unlessLost } from "./lost.js";
import { markOrDelete } from "./removal.js";

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
    for await (const chunk of store.chunks("runs")) for (const [id, record] of chunk) records.set(Number(id), withMethod(record));
    return new Models(store, records, /** @type {number | undefined} */ (await store.get("values", "run")));
  }

  /** Newest first. @param {boolean} [otherInUse] whether a model that is not stored is in use @returns {ModelInfo[]} */
  list(otherInUse = false) {
    const records = [...this.#records.values()].filter(({ removed }) => !removed).sort((a, b) => b.id - a.id);
    const isInUse = (/** @type {number} */ id) => !otherInUse && id === this.#inUse;
    return records.map(({ id, info, complete, keptAt, bytes = null }) => ({ id, info, complete, savedAt: keptAt, bytes, inUse: isInUse(id) }));
  }

  /** The records of those that are not removed, without what concerns this store alone. */
  described() {
    const records = [...this.#records.values()].filter(({ removed }) => !removed);
    return records.map(({ id, info, complete, keptAt, bytes }) => ({ id, info, complete, keptAt, bytes }));
  }

  /** Ids of the classes that some model knows, removed models too. */
  get classIds() {
    return [...this.#records.values()].flatMap(({ info }) => info.classIds);
  }

  /** Id of the model in use; null if there is none, or it is not stored. */
  get idInUse() {
    return this.#inUse ?? null;
  }

  /** The model in use is one that is not stored. The stored one is in use again after the next start. */
  useUnsaved() {
    this.#inUse = undefined;
  }

  /** The file of the model in use; nothing where the browser has lost it. @returns {Promise<Uint8Array | null | undefined>} */
  async inUse() {
    return this.#inUse === undefined ? undefined : unlessLost(this.#store.get("models", this.#inUse));
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
    const record = { id, call, info, complete, keptAt: Date.now(), bytes: model.length };
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
    const record = this.#records.get(id);
    if (!record || record.removed) throw unknownModel(id);
    const model = await unlessLost(this.#store.get("models", id));
    if (!model) throw new PupilError("model_lost", "The browser has lost the file of this model. Use another one, or train again.", { id });
    return model;
  }

  /** Stores which model is in use. @param {number | null} id null for none */
  async use(id) {
    const inUse = id ?? undefined;
    await this.#store.write([{ table: "values", key: "run", value: inUse }]);
    this.#inUse = inUse;
  }

  /** Its file stays until the next start, unless the disk has no room even for a mark. @param {number} id */
  async remove(id) {
    if (id === this.#inUse) throw new PupilError("model_in_use", "This model is in use. Use another one first.", { id });
    const marked = this.#marked(id, true);
    const [{ value }] = await markOrDelete(this.#store, [{ table: "runs", key: id, value: marked }], deletions(id));
    if (value) this.#records.set(id, marked);
    else this.#records.delete(id);
  }

  /** @param {number} id */
  async restore(id) {
    const restored = this.#marked(id, false);
    await this.#store.write([{ table: "runs", key: id, value: restored }]);
    this.#records.set(id, restored);
  }

  /** Deletes everything removed. */
  async purge() {
    const ids = [...this.#records.values()].filter(({ removed }) => removed).map(({ id }) => id);
    await this.#store.write(ids.flatMap(deletions));
    for (const id of ids) this.#records.delete(id);
  }

  /** @param {number} id @param {boolean} removed */
  #marked(id, removed) {
    const record = this.#records.get(id);
    if (!record) throw unknownModel(id);
    return { ...record, removed };
  }

  /** Ids of the models that are too many beside the model `id` and the one in use: removed ones first, then the oldest. @param {number} id */
  #oldestBeside(id) {
    const others = [...this.#records.values()].filter((other) => other.id !== id && other.id !== this.#inUse);
    others.sort((a, b) => Number(a.removed ?? false) - Number(b.removed ?? false) || b.id - a.id);
    return others.slice(MAX_MODELS - 2).map((record) => record.id);
  }
}

/** Early versions wrote the method among the settings, or not at all, and called the dense head "instant". @param {ModelRecord} record @returns {ModelRecord} */
function withMethod(record) {
  const { settings } = record.info;
  if (!settings) return record;
  const written = /** @type {string | undefined} */ (settings.method);
  const method = written === undefined || written === "instant" ? "denseHead" : settings.method;
  return { ...record, info: { ...record.info, method, settings: { ...settings, method } } };
}

/** @param {number} id @returns {Change[]} */
function deletions(id) {
  return [{ table: "runs", key: id }, { table: "models", key: id }];
}

/** @param {number} id */
function unknownModel(id) {
  return new PupilError("unknown_model", `There is no model ${id}. Take an id from the project's list of models.`, { id });
}
