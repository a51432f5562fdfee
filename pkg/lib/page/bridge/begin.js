/** Begins: takes the lock of what is stored, and starts the worker. */
import { PupilError } from "../../shared/errors.js";
import { StoreLock } from "./lock.js";
import { Supervisor } from "./supervisor.js";

/** @import { LoadOptions, PupilOptions } from "../options.d.ts" */
/** @import { Started } from "../../shared/protocol.d.ts" */
/** @typedef {{ supervisor: Supervisor, started: Started, lock: StoreLock | null }} Begun `lock`: of what is stored */

/** With a project. @param {PupilOptions} options @returns {Promise<Begun>} */
export async function begin({ store = null, takeOver = false, backend = "auto", instant = true, early = false, assets, onProgress = () => {} }) {
  requireSecurity();
  const supervisor = new Supervisor({ store, backend, assets, followInstantly: instant, model: null }, onProgress);
  supervisor.prepare();
  const lock = store === null ? null : await StoreLock.get(store, takeOver).catch((error) => (supervisor.rpc.end(error), Promise.reject(error)));
  const started = await supervisor.start(early).catch((error) => (lock?.release(), Promise.reject(error)));
  return { supervisor, started, lock };
}

/** With a model in place of a project. @param {Blob | Uint8Array<ArrayBuffer> | URL} model @param {LoadOptions} options @returns {Promise<Begun>} */
export async function beginWith(model, { weights, backend = "auto", assets, onProgress = () => {} }) {
  requireSecurity();
  const given = { file: source(model instanceof Uint8Array ? new Blob([model]) : model), weights: weights ? source(weights) : null };
  const supervisor = new Supervisor({ store: null, backend, assets, followInstantly: false, model: given }, onProgress);
  return { supervisor, started: await supervisor.start(false), lock: null };
}

function requireSecurity() {
  if (!isSecureContext) throw new PupilError("insecure_context", "Pupil needs a secure page. Open it over https, or from localhost.");
}

/** As it can be sent to the worker. @param {Blob | URL} file */
function source(file) {
  return file instanceof URL ? file.href : file;
}
