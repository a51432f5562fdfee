/** The backbones that can be used: those that come with Pupil, and those whose weights were loaded. */
import { PupilError } from "../../shared/errors.js";
import { readWeights, weightsChanges, weightsDeletions } from "../store/weights.js";
import { download } from "./assets.js";

/** @import { OnBytes } from "./assets.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { Assets } from "../../shared/protocol.d.ts" */
/** @import { BackboneRecord, Change, Store } from "../../shared/store.d.ts" */
/** @import { BackboneInfo } from "../../shared/types.d.ts" */
/** Weights that are to be stored. @typedef {{ record: BackboneRecord, file: Blob }} Loaded */

/** The weights among the assets, as `<id>.safetensors`. The first is the default. */
const BUNDLED = /** @type {const} */ ([
  { id: "efficientnet_lite0", bytes: 9_596_344 },
  { id: "efficientnet_lite2", bytes: 12_580_192 },
]);

const [DEFAULT] = BUNDLED;

/** The bundled one that the engine calls so: its id, and the CRC-32 of its file. @param {string} name */
export function bundledBelow(name) {
  return BUNDLED.find(({ id }) => name.startsWith(`${id}-`))?.id ?? null;
}

/**
 * The default weights, downloaded before anything else is known: most starts need them.
 * @typedef {object} DefaultWeights
 * @property {Promise<Uint8Array>} bytes
 * @property {() => void} stop aborts the download
 * @property {OnBytes} onBytes may be set
 */

/** @param {Assets} assets @returns {DefaultWeights} */
export function defaultWeights(assets) {
  const stop = new AbortController();
  const onBytes = (/** @type {number} */ done, /** @type {number} */ total) => weights.onBytes(done, total);
  const bytes = download(assets[`${DEFAULT.id}.safetensors`], onBytes, { bytes: DEFAULT.bytes, signal: stop.signal });
  bytes.catch(() => {}); // handled where they are awaited
  const weights = { bytes, stop: () => stop.abort(), onBytes: /** @type {OnBytes} */ (() => {}) };
  return weights;
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

  /** The bytes of a file of weights. @param {string} id @param {OnBytes} onBytes @param {AbortSignal} [signal] */
  async weights(id, onBytes, signal) {
    const downloaded = this.#defaultWeights;
    this.#defaultWeights = null; // used once, then garbage
    if (downloaded && id === DEFAULT.id) return downloaded;
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
