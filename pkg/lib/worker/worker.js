/** Pupil's worker: receives messages, calls the host, and posts what it returns. */
import { errorData, isFatal } from "../shared/errors.js";
import { DefaultWeights } from "./engine/default-weights.js";
import { Host } from "./host.js";

/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { FromWorker, StartOptions, ToWorker } from "../shared/protocol.d.ts" */

/** @param {FromWorker} message */
const post = (message) => self.postMessage(message);

/** All calls wait for it. @type {PromiseWithResolvers<Host>} */
const opened = Promise.withResolvers();

/** Of the calls under way, by id. @type {Map<number, AbortController>} */
const aborts = new Map();

const weights = new DefaultWeights(() => post({ enough: "weights" }));

/** @param {StartOptions} options */
async function start(options) {
  try {
    const onEarly = (/** @type {Extract<FromWorker, { early: unknown }>} */ early) => self.postMessage(early, { transfer: [early.namer] });
    const { host, started } = await Host.open(options, (event, detail) => post({ event, detail }), (starting) => post({ starting }), onEarly, weights);
    post({ started });
    opened.resolve(host);
  } catch (error) {
    if (isFatal(error)) console.error(error);
    post(isFatal(error) ? { crash: null } : { failed: errorData(error) });
  }
}

/** @param {Extract<ToWorker, { id: number }>} call */
async function answer({ id, key, method, args, aborted }) {
  const abort = new AbortController();
  if (aborted) abort.abort();
  aborts.set(id, abort);
  /** @type {CallContext} */
  const context = { key, signal: abort.signal, progress: (progress) => post({ id, progress }) };
  try {
    const host = await opened.promise;
    post({ id, ok: await host.call(method, args, context) });
  } catch (error) {
    if (isFatal(error)) console.error(error);
    post(isFatal(error) ? { crash: id } : { id, err: errorData(error) });
  } finally {
    aborts.delete(id);
  }
}

self.addEventListener("message", (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  if ("weights" in data) weights.take(data.weights);
  else if ("start" in data) void start(data.start);
  else if ("abort" in data) aborts.get(data.abort)?.abort();
  else void answer(data);
});
