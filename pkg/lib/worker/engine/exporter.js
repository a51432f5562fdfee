/** Writes an export in a worker of its own: live frames pass meanwhile, it can be stopped, and the memory that it took goes with it. */
import { PupilError } from "../../shared/errors.js";
import { notLoaded } from "../../shared/download.js";

/** @import { ExporterCode, FromExporter, ToExporter } from "../../exporter/exporter.d.ts" */
/** Rejects as the exporters do, or with "aborted", "export_crashed". @typedef {(message: ToExporter) => Promise<any>} Ask */

/**
 * @template T
 * @param {ExporterCode} start
 * @param {Uint8Array} backbone its file, which is gone afterwards
 * @param {Uint8Array} model its file
 * @param {AbortSignal} signal
 * @param {(ask: Ask) => Promise<T>} job
 * @returns {Promise<T>}
 */
export async function withExporter(start, backbone, model, signal, job) {
  const worker = new Worker(new URL("../../exporter/worker.js", import.meta.url), { type: "module" });
  /** Rejects when no answer will come any more. @type {PromiseWithResolvers<never>} */
  const over = Promise.withResolvers();
  over.promise.catch(() => {}); // thrown where an answer is awaited
  const stop = () => over.reject(new PupilError("aborted", "The export was stopped."));
  signal.aborted ? stop() : signal.addEventListener("abort", stop);
  /** @param {ToExporter} message @param {Transferable[]} [transfer] */
  const ask = (message, transfer = []) => {
    const answered = new Promise((resolve, reject) => {
      worker.onmessage = (/** @type {MessageEvent<FromExporter>} */ { data }) => {
        if ("ok" in data) resolve(data.ok);
        else reject("err" in data ? data.err : crashed(data.crash));
      };
    });
    worker.postMessage(message, transfer);
    return Promise.race([over.promise, answered]);
  };
  try {
    worker.onerror = (event) => over.reject(unloaded(start, event));
    await ask({ start, backbone, model }, [/** @type {ArrayBuffer} */ (backbone.buffer)]).catch((error) => Promise.reject(error.code === "internal" ? unloaded(start, error) : error));
    worker.onerror = (event) => over.reject(crashed(event.message));
    return await job(ask);
  } finally {
    signal.removeEventListener("abort", stop);
    worker.terminate();
  }
}

/** @param {ExporterCode} start @param {{ message: string }} error */
function unloaded({ glue }, { message }) {
  return notLoaded(glue, message);
}

/** @param {string} detail */
function crashed(detail) {
  return new PupilError("export_crashed", `Writing this file stopped, perhaps for want of memory (${detail}). Your model is as it was. Close other tabs and programs, then try again.`, { detail });
}
