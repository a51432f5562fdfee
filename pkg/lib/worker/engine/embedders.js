/** Decides when small workers make embeddings, how many there are, and of which backbone. */
import { decoderIn, loadCode } from "./assets.js";
import { Pool } from "./pool.js";

/** @import { EmbedderCode, EmbedderStart } from "../../embedder/embedder.d.ts" */
/** @import { Assets } from "../../shared/protocol.d.ts" */

/** Fewer pictures are in before the workers have started. */
const MANY = 12;

const MAX_WORKERS = 4;

/** Gigabytes of the device's memory for each worker: it may hold a picture of 128 megapixels beside the weights. */
const MEMORY_PER_WORKER = 2;

/** Their memory never shrinks: they end after so many milliseconds without work. */
const IDLE_MS = 20_000;

const ONE_BY_ONE = "Pupil adds pictures one by one:";

export class Embedders {
  #assets;
  #size;
  /** The newest pool, until it ends, with the id of its backbone. @type {{ backbone: string, pool: Pool } | null} */
  #newest = null;

  /** @param {Assets} assets @param {number} size workers of a pool; none if 0 */
  constructor(assets, size) {
    this.#assets = assets;
    this.#size = size;
  }

  /**
   * @param {string} backbone its id
   * @param {() => Promise<Uint8Array>} weights its file
   * @param {number} pictures how many there are to embed
   * @returns {Pool | null} null where the engine shall do it, or nothing else can
   */
  pool(backbone, weights, pictures) {
    if (this.#size === 0 || pictures <= MANY) return null;
    if (this.#newest?.backbone === backbone) return this.#newest.pool;
    try {
      return this.#begin(backbone, weights);
    } catch (error) {
      console.warn(ONE_BY_ONE, error);
      return null;
    }
  }

  /** Its workers start while their module and the weights come. @param {string} backbone @param {() => Promise<Uint8Array>} weights */
  #begin(backbone, weights) {
    const start = Promise.all([loadEmbedder(this.#assets), weights()]).then(([embedder, weights]) => ({ ...embedder, weights }));
    const forget = () => {
      if (this.#newest?.pool === pool) this.#newest = null;
    };
    const pool = new Pool(this.#size, () => openedWith(start), IDLE_MS, forget);
    this.#newest = { backbone, pool };
    start.catch((error) => {
      console.warn(ONE_BY_ONE, error);
      pool.end();
    });
    return pool;
  }
}

/** What small workers run. @param {Assets} assets @returns {Promise<EmbedderCode>} */
export async function loadEmbedder(assets) {
  return { ...(await loadCode(assets, "embedder")), decoder: decoderIn(assets) };
}

/** A small worker, which waits for its start. */
export function openEmbedder() {
  return new Worker(new URL("../../embedder/worker.js", import.meta.url), { type: "module" });
}

/** @param {Promise<EmbedderStart>} start */
function openedWith(start) {
  const worker = openEmbedder();
  start.then((start) => worker.postMessage({ start }), () => {});
  return worker;
}

/**
 * How many workers there are for the CPU's backend: one processor is left for this worker and the page. WebGPU has none: its embeddings
 * come from the device, of which there is one.
 * @param {{ hardwareConcurrency?: number, deviceMemory?: number }} device `deviceMemory` in gigabytes, where the browser tells it
 */
export function poolSize({ hardwareConcurrency = 1, deviceMemory = MAX_WORKERS * MEMORY_PER_WORKER }) {
  return Math.max(0, Math.min(MAX_WORKERS, hardwareConcurrency - 1, Math.floor(deviceMemory / MEMORY_PER_WORKER)));
}
