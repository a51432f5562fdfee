/** Fetches the default weights for a worker before it is up. A page may have begun it even before, by `<link rel="preload">`. */
import { downloadDefault } from "../../shared/bundled.js";
import { errorData } from "../../shared/errors.js";

/** @import { Assets, HandedWeights } from "../../shared/protocol.d.ts" */

/** @param {Assets} assets @param {AbortController} stop @returns {MessagePort} for the worker: it tells all, and any message to it is a stop */
export function handWeights(assets, stop) {
  const { port1, port2 } = new MessageChannel();
  const tell = (/** @type {HandedWeights} */ message, /** @type {Transferable[]} */ transfer = []) => port1.postMessage(message, transfer);
  port1.onmessage = () => stop.abort();
  const told = downloadDefault(assets, (done, total) => tell({ done, total }), stop.signal);
  told.then((bytes) => tell({ bytes }, [bytes.buffer]), (error) => tell({ failed: errorData(error) }));
  return port2;
}
