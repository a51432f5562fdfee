/** What the page gets before the engine is there, where nothing is in the project yet: the project, and someone to name pictures. */
import { openEmbedder } from "./embedders.js";
import { FACTS } from "./untouched.js";

/** @import { EmbedderCode, FromEmbedder, ToEmbedder } from "../../embedder/embedder.d.ts" */
/** @import { FromWorker } from "../../shared/protocol.d.ts" */
/** @import { BackboneInfo, BackendInfo } from "../../shared/types.d.ts" */

/**
 * Starts a small worker, which names pictures once the default weights are there: it borrows them.
 * @param {Promise<EmbedderCode>} code what it runs
 * @param {Promise<Uint8Array<ArrayBuffer>>} weights
 * @param {{ id: number, name: string }} project
 * @param {BackboneInfo[]} backbones
 * @returns {{ message: Extract<FromWorker, { early: unknown }>, ready: Promise<Uint8Array | null> }} `ready`: it names pictures, and gives the weights back, or never will
 */
export function beginEarly(code, weights, { id, name }, backbones) {
  const nothing = { classes: [], classesGone: [], pictures: [], picturesGone: [], models: [], instantViews: false };
  const early = { project: { ...nothing, ...FACTS, id, name, backbones }, backend: BACKEND, notices: [] };
  const { port1: namer, port2 } = new MessageChannel();
  const ready = openNamer(code, weights, port2).catch((error) => {
    console.warn("Pupil names nothing before its engine is there:", error);
    return null;
  });
  return { message: { early, namer }, ready };
}

/** Resolves when it can name pictures, with the weights. @param {Promise<EmbedderCode>} code @param {Promise<Uint8Array<ArrayBuffer>>} weights @param {MessagePort} namer @returns {Promise<Uint8Array | null>} */
async function openNamer(code, weights, namer) {
  const worker = openEmbedder();
  /** @type {Promise<Uint8Array | null>} */
  const started = new Promise((resolve, reject) => {
    worker.onmessage = (/** @type {MessageEvent<FromEmbedder>} */ { data }) => ("started" in data ? resolve(data.weights ?? null) : reject(data));
    worker.onerror = (event) => (event.preventDefault(), reject(event)); // else it would be this worker's error, too
  });
  const tell = (/** @type {ToEmbedder} */ message, /** @type {Transferable[]} */ transfer = []) => worker.postMessage(message, transfer);
  const opened = code.then((code) => tell({ ...code, namer }, [namer]));
  const given = weights.then((bytes) => tell({ weights: bytes }, [bytes.buffer]));
  try {
    const [returned] = await Promise.all([started, opened, given]);
    return returned;
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** @type {BackendInfo} */
const BACKEND = { backend: "cpu", adapter: null, frameMs: 0, reason: "starting", measured: { webgpu: null, cpu: null }, webgpuRefused: null };
