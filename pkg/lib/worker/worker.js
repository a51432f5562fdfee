/** Pupil's worker: takes {id, method, args}, answers {id, ok} or {id, err}. Everything it knows is in the host. */
import { errorData, isFatal } from "../shared/errors.js";
import { Host } from "./host.js";

/** @import { CallContext, FromWorker, ToWorker } from "../shared/protocol.d.ts" */

/** @param {FromWorker} message */
const post = (message) => self.postMessage(message);

const host = new Host((event, detail) => post({ event, detail }));

/** Settles with the first call, which is "start"; all others wait for it. @type {Promise<unknown> | null} */
let started = null;

/** Of the calls under way, by id. @type {Map<number, AbortController>} */
const aborts = new Map();

/** @param {Exclude<ToWorker, { abort: number }>} call */
async function answer({ id, key, method, args, aborted }) {
  const abort = new AbortController();
  if (aborted) abort.abort();
  aborts.set(id, abort);
  try {
    post({ id, ok: await run(method, [...args, contextOf(id, key, abort.signal)]) });
  } catch (error) {
    if (isFatal(error)) console.error(error);
    post(isFatal(error) ? { crash: id } : { id, err: errorData(error) });
  } finally {
    aborts.delete(id);
  }
}

/** @param {string} method @param {unknown[]} args */
async function run(method, args) {
  const call = () => /** @type {Record<string, Function>} */ (/** @type {unknown} */ (host))[method](...args);
  if (!started) return (started = call());
  await started;
  return call();
}

/** @param {number} id @param {string} key @param {AbortSignal} signal @returns {CallContext} */
function contextOf(id, key, signal) {
  return { key, signal, progress: (progress) => post({ id, progress }) };
}

self.addEventListener("message", (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  if ("abort" in data) aborts.get(data.abort)?.abort();
  else void answer(data);
});
