/** The pretrained networks there are to build on: those that Pupil carries, and those whose weights were taken in. */
import { download } from "./assets.js";
import { PupilError } from "../shared/errors.js";

/** @import { OnBytes } from "./assets.js" */
/** @import { CallContext } from "../shared/protocol.d.ts" */
/** @import { BackboneRecord, Change, Store } from "../shared/store.d.ts" */
/** @import { BackboneInfo, NetworkInfo } from "../shared/types.d.ts" */

/** The weights that lie in the assets folder, as `<id>.safetensors`. The first is the one to begin with. */
const CARRIED = [
  { id: "efficientnet_lite0", bytes: 9_596_344 },
  { id: "efficientnet_lite2", bytes: 12_580_192 },
];

/**
 * The weights to begin with, asked for before anything else is known: most starts need them. `stop` spares the rest of them.
 * @param {string} assets
 * @param {OnBytes} onBytes
 */
export function firstWeights(assets, onBytes) {
  const stop = new AbortController();
  const bytes = download(`${assets}${CARRIED[0].id}.safetensors`, onBytes, stop.signal);
  bytes.catch(() => {}); // told to whoever waits for them
  return { bytes, stop: () => stop.abort() };
}

export class Backbones {
  #store;
  #assets;
  /** @type {Promise<Uint8Array> | null} */
  #first;
  #records = /** @type {Map<string, BackboneRecord>} */ (new Map());
  #inUse = CARRIED[0].id;

  /** @private @param {Store} store @param {string} assets @param {Promise<Uint8Array>} first */
  constructor(store, assets, first) {
    this.#store = store;
    this.#assets = assets;
    this.#first = first;
  }

  /**
   * Those that are stored, and which is in use.
   * @param {Store} store
   * @param {string} assets folder, ending in a slash
   * @param {ReturnType<typeof firstWeights>} first
   */
  static async open(store, assets, first) {
    const backbones = new Backbones(store, assets, first.bytes);
    for await (const chunk of store.chunks("backbones")) for (const [id, record] of chunk) backbones.#records.set(String(id), record);
    backbones.#inUse = /** @type {string | undefined} */ (await store.get("values", "backbone")) ?? backbones.#inUse;
    if (backbones.#inUse !== CARRIED[0].id) {
      first.stop();
      backbones.#first = null;
    }
    return backbones;
  }

  get inUse() {
    return this.#inUse;
  }

  /** What a page shows of them. @returns {BackboneInfo[]} */
  list() {
    const carried = CARRIED.map(({ id, bytes }) => ({ id, architecture: id, name: null, bytes }));
    const taken = [...this.#records.values()].map(({ id, architecture, name, file }) => ({ id, architecture, name, bytes: file.size }));
    return [...carried, ...taken].map((backbone) => ({ ...backbone, inUse: backbone.id === this.#inUse }));
  }

  /** The file of weights. @param {string} id @param {OnBytes} onBytes @param {AbortSignal} [signal] */
  async weights(id, onBytes, signal) {
    const first = this.#first;
    this.#first = null; // it is not kept
    if (first && id === CARRIED[0].id) return first;
    if (CARRIED.some((carried) => carried.id === id)) return download(`${this.#assets}${id}.safetensors`, onBytes, signal);
    return new Uint8Array(await this.#taken(id).file.arrayBuffer());
  }

  /** Takes weights in. @param {BackboneRecord} record */
  async keep(record) {
    await this.#store.write([{ table: "backbones", key: record.id, value: record }]);
    this.#records.set(record.id, record);
  }

  /** Forgets weights that are not in use. @param {string} id */
  async remove(id) {
    this.#taken(id);
    if (id === this.#inUse) throw new PupilError("backbone_in_use", "This network is in use. Put another to use first.");
    await this.#store.write([{ table: "backbones", key: id }]);
    this.#records.delete(id);
  }

  /** What is to be stored so that another is in use; `use` is to be called once it is. @param {string} id @returns {Change} */
  change(id) {
    return { table: "values", key: "backbone", value: id };
  }

  /** @param {string} id */
  use(id) {
    this.#inUse = id;
  }

  /** Goes back to the one to begin with. @returns {boolean} false if that is in use already */
  fallBack() {
    if (this.#inUse === CARRIED[0].id) return false;
    this.#inUse = CARRIED[0].id;
    return true;
  }

  /** @param {string} id */
  #taken(id) {
    const record = this.#records.get(id);
    if (!record) throw new PupilError("unknown_backbone", `There are no weights ${id} here. Take an id from the project's list of backbones.`);
    return record;
  }
}

/** Weights from a file, or from an address. @param {Blob | string} source @param {CallContext} context */
export async function fetchWeights(source, { signal, progress }) {
  if (source instanceof Blob) return { file: source, name: source instanceof File ? source.name : "weights" };
  const bytes = await download(source, (done, total) => progress({ stage: "download", done, total }), signal);
  return { file: new Blob([bytes]), name: new URL(source).pathname.split("/").at(-1) || source };
}

/**
 * What each network takes here: as measured, or else from its multiplications and the one of those measured that has the most
 * like them.
 * @param {Omit<NetworkInfo, "expectedMs">[]} networks
 * @param {Map<string, number>} measured milliseconds by architecture, at least one
 * @returns {NetworkInfo[]}
 */
export function withExpectedMs(networks, measured) {
  const known = networks.filter(({ architecture }) => measured.has(architecture));
  return networks.map((network) => {
    const distance = (/** @type {{ multiplyAdds: number }} */ { multiplyAdds }) => Math.abs(Math.log(multiplyAdds / network.multiplyAdds));
    const nearest = known.reduce((best, other) => (distance(other) < distance(best) ? other : best));
    const inUse = known.find(({ architecture }) => architecture === network.architecture) ?? nearest;
    return { ...network, expectedMs: ((measured.get(inUse.architecture) ?? 0) * network.multiplyAdds) / inUse.multiplyAdds };
  });
}
