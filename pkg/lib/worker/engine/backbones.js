/** The backbones that can be used: those that come with Pupil, and those whose weights were loaded. */
import { BUNDLED, DEFAULT } from "../../shared/bundled.js";
import { download } from "../../shared/download.js";
import { PupilError } from "../../shared/errors.js";
import { readWeights, weightsChanges, weightsDeletions } from "../store/weights.js";

/** @import { OnBytes } from "../../shared/download.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { DefaultWeights } from "./default-weights.js" */
/** @import { Assets } from "../../shared/protocol.d.ts" */
/** @import { BackboneRecord, Change, Store } from "../../shared/store.d.ts" */
/** @import { BackboneInfo } from "../../shared/types.d.ts" */
/** Weights that are to be stored. @typedef {{ record: BackboneRecord, file: Blob }} Loaded */

/** The bundled one that the engine calls so: its id, and the CRC-32 of its file. @param {string} name */
export function bundledBelow(name) {
  return BUNDLED.find(({ id }) => name.startsWith(`${id}-`))?.id ?? null;
}

export class Backbones {
  #store;
  #assets;
  /** @type {Promise<Uint8Array> | null} */
  #defaultWeights;
  #records = /** @type {Map<string, BackboneRecord>} */ (new Map());
  /** @type {string} */
  #inUse = DEFAULT.id;

  /** @private @param {Store} store @param {Assets} assets @param {Promise<Uint8Array>} weights */
  constructor(store, assets, weights) {
    this.#store = store;
    this.#assets = assets;
    this.#defaultWeights = weights;
  }

  /**
   * @param {Store} store
   * @param {Assets} assets
   * @param {DefaultWeights} weights
   */
  static async read(store, assets, weights) {
    const backbones = new Backbones(store, assets, weights.bytes);
    for await (const chunk of store.chunks("backbones")) for (const [id, record] of chunk) backbones.#records.set(String(id), record);
    backbones.#inUse = /** @type {string | undefined} */ (await store.get("values", "backbone")) ?? backbones.#inUse;
    if (backbones.#inUse !== DEFAULT.id) {
      weights.stop();
      backbones.#defaultWeights = null;
    }
    return backbones;
  }

  get inUse() {
    return this.#inUse;
  }

  /** What is known of the weights in use; null if they come with Pupil. */
  get loadedInUse() {
    const record = this.#records.get(this.#inUse);
    return record ? infoOf(record) : null;
  }

  /** Whether the weights are here. @param {string} id */
  has(id) {
    return this.#records.has(id) || BUNDLED.some((each) => each.id === id);
  }

  /** @returns {BackboneInfo[]} */
  list() {
    const bundled = BUNDLED.map(({ id, bytes }) => ({ id, architecture: id, name: null, bytes }));
    const loaded = [...this.#records.values()].map(infoOf);
    return [...bundled, ...loaded].map((backbone) => ({ ...backbone, inUse: backbone.id === this.#inUse }));
  }

  /** The default weights, which were lent; null if they did not come back. @param {Uint8Array | null} returned */
  take(returned) {
    if (returned) this.#defaultWeights = Promise.resolve(returned);
  }

  /** The bytes of a file of weights. @param {string} id @param {OnBytes} onBytes @param {AbortSignal} [signal] */
  async weights(id, onBytes, signal) {
    const handed = this.#defaultWeights;
    this.#defaultWeights = null; // used once, then garbage
    const bytes = id === DEFAULT.id ? await handed : null;
    if (bytes && bytes.length > 0) return bytes; // 0: they were lent, and did not come back
    const bundled = BUNDLED.find((each) => each.id === id);
    if (bundled) return download(this.#assets[`${bundled.id}.safetensors`], onBytes, { bytes: bundled.bytes, signal });
    return readWeights(this.#store, this.#loaded(id));
  }

  /** Deletes loaded weights. @param {string} id */
  async remove(id) {
    const record = this.#loaded(id);
    if (id === this.#inUse) throw new PupilError("backbone_in_use", "This network is in use. Use another one first.", { id });
    await this.#store.write([{ table: "backbones", key: id }, ...weightsDeletions(record)]);
    this.#records.delete(id);
  }

  /** What is to be stored before `use` is called with the same. @param {string} id @param {Loaded} [loaded] @returns {Change[]} */
  changes(id, loaded) {
    const use = /** @type {Change} */ ({ table: "values", key: "backbone", value: id });
    return loaded ? [{ table: "backbones", key: id, value: loaded.record }, ...weightsChanges(id, loaded.file), use] : [use];
  }

  /** @param {string} id @param {Loaded} [loaded] its weights, if they are new */
  use(id, loaded) {
    if (loaded) this.#records.set(id, loaded.record);
    this.#inUse = id;
  }

  /** Returns to the default one. @returns {boolean} false if that is in use already */
  fallBack() {
    if (this.#inUse === DEFAULT.id) return false;
    this.#inUse = DEFAULT.id;
    return true;
  }

  /** @param {string} id */
  #loaded(id) {
    const record = this.#records.get(id);
    if (!record) throw new PupilError("unknown_backbone", `There are no weights ${id} here. Take an id from the project's list of backbones.`, { id });
    return record;
  }
}

/** What is known of loaded weights. @param {BackboneRecord} record */
function infoOf({ id, architecture, name, file, bytes = file?.size ?? 0 }) {
  return { id, architecture, name, bytes };
}

/** Weights from a file or an address. @param {Blob | string} source @param {CallContext} context */
export async function fetchWeights(source, { signal, progress }) {
  if (source instanceof Blob) return { file: source, name: source instanceof File ? source.name : "weights" };
  const bytes = await download(source, (done, total) => progress({ stage: "download", done, total }), { signal });
  return { file: new Blob([bytes]), name: new URL(source).pathname.split("/").at(-1) || source };
}
