/** What lets a project go on outside the browser: a program in Python, and the weights of its network. A project can be saved without. */
import { download } from "../../shared/download.js";

/** @import { Backbones } from "../engine/backbones.js" */

const PROGRAM = new URL("./continue.py", import.meta.url).href;

/** The program; null where it cannot be fetched. */
export function program() {
  return orNull(download(PROGRAM, () => {}));
}

/** The weights in use, which come with Pupil; null where they cannot be fetched. @param {Backbones} backbones @param {AbortSignal} signal */
export function weightsInUse(backbones, signal) {
  return orNull(backbones.weights(backbones.inUse, () => {}, signal));
}

/** @param {Promise<Uint8Array>} bytes @returns {Promise<Blob | null>} */
async function orNull(bytes) {
  try {
    return new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (await bytes)]);
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code === "not_loaded") return null;
    throw error;
  }
}
