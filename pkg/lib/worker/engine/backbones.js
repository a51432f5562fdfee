/** The backbones that can be used: those that come with Pupil, and those whose weights were loaded. */
import { PupilError } from "../../shared/errors.js";
import { download } from "./assets.js";

/** @import { OnBytes } from "./assets.js" */
/** @import { CallContext } from "../../shared/methods.d.ts" */
/** @import { BackboneRecord, Change, Store } from "../../shared/store.d.ts" */
/** @import { BackboneInfo } from "../../shared/types.d.ts" */

/** The weights in the assets folder, as `<id>.safetensors`. The first is the default. */
const BUNDLED = [
  { id: "efficientnet_lite0", bytes: 9_596_344 },
  { id: "efficientnet_lite2", bytes: 12_580_192 },
];

const [DEFAULT] = BUNDLED;

/**
 * The default weights, downloaded before anything else is known: most starts need them. `stop` aborts the download.
 * @param {string} assets
 * @param {OnBytes} onBytes
 */
export function defaultWeights(assets, onBytes) {
  const stop = new AbortController();
  const bytes = download(`${assets}${DEFAULT.id}.safetensors`, onBytes, stop.signal);
  bytes.catch(() => {}); // handled where they are awaited
  return { bytes, stop: () => stop.abort() };
}

export class Backbones {
  #store;
  #assets;
  /** @type {Promise<Uint8Array> | null} */
  #defaultWeights;
  #records = /** @type {Map<string, BackboneRecord>} */ (new Map());
  #inUse = DEFAULT.id;

  /** @private @param {Store} store @param {string} assets @param {Promise<Uint8Array>} weights */
  constructor(store, assets, weights) {
    this.#store = store;
    this.#assets = assets;
    this.#defaultWeights = weights;
  }

  /**
   * @param {Store} store
   * @param {string} assets folder, ending in a slash
   * @param {ReturnType<typeof defaultWeights>} weights
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

  /** @returns {BackboneInfo[]} */
  list() {
    const bundled = BUNDLED.map(({ id, bytes }) => ({ id, architecture: id, name: null, bytes }));
    const loaded = [...this.#records.values()].map(({ id, architecture, name, file }) => ({ id, architecture, name, bytes: file.size }));
    return [...bundled, ...loaded].map((backbone) => ({ ...backbone, inUse: backbone.id === this.#inUse }));
  }

  /** The bytes of a file of weights. @param {string} id @param {OnBytes} onBytes @param {AbortSignal} [signal] */
  async weights(id, onBytes, signal) {
    const downloaded = this.#defaultWeights;
    this.#defaultWeights = null; // used once, then garbage
    if (downloaded && id === DEFAULT.id) return downloaded;
    if (BUNDLED.some((bundled) => bundled.id === id)) return download(`${this.#assets}${id}.safetensors`, onBytes, signal);
    return new Uint8Array(await this.#loaded(id).file.arrayBuffer());
  }

  /** Stores loaded weights. @param {BackboneRecord} record */
  async save(record) {
    await this.#store.write([{ table: "backbones", key: record.id, value: record }]);
    this.#records.set(record.id, record);
  }

  /** Deletes loaded weights. @param {string} id */
  async remove(id) {
    this.#loaded(id);
    if (id === this.#inUse) throw new PupilError("backbone_in_use", "This network is in use. Use another one first.", { id });
    await this.#store.write([{ table: "backbones", key: id }]);
    this.#records.delete(id);
  }

  /** What is to be stored before `use` is called. @param {string} id @returns {Change} */
  change(id) {
    return { table: "values", key: "backbone", value: id };
  }

  /** @param {string} id */
  use(id) {
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

/** Weights from a file or an address. @param {Blob | string} source @param {CallContext} context */
export async function fetchWeights(source, { signal, progress }) {
  if (source instanceof Blob) return { file: source, name: source instanceof File ? source.name : "weights" };
  const bytes = await download(source, (done, total) => progress({ stage: "download", done, total }), signal);
  return { file: new Blob([bytes]), name: new URL(source).pathname.split("/").at(-1) || source };
}
