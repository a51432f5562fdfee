/** Opens the store. */
import { PupilError } from "../../shared/errors.js";
import { MemoryStore } from "../../shared/memory.js";
import { DatabaseStore } from "./database.js";

/** @import { Emit, StartOptions } from "../../shared/protocol.d.ts" */
/** @import { Store, Values } from "../../shared/store.d.ts" */
/** @import { PupilErrorData } from "../../shared/types.d.ts" */

/**
 * Opens the database; where the browser refuses, or nothing shall be stored, a store in memory. Rejects with "newer_store" and
 * "store_blocked".
 * @param {StartOptions} options
 * @param {Emit} emit
 * @param {(notice: PupilErrorData) => void} notify
 * @returns {Promise<Store>}
 */
export async function openStore({ store, tables }, emit, notify) {
  const memory = () => new MemoryStore(tables, (changes) => emit("written", changes));
  if (store === null || tables) return memory();
  try {
    return await DatabaseStore.open(store, () => emit("notice", storeReplaced()));
  } catch (error) {
    // What is stored is there: an empty project in its place would look like a loss.
    if (error instanceof PupilError) throw error;
    notify(storageUnavailable(error));
    return memory();
  }
}

/** @template {keyof Values} K @param {Store} store @param {K} key */
export async function valueOf(store, key) {
  return /** @type {Values[K] | undefined} */ (await store.get("values", key));
}

/** @returns {PupilErrorData} */
function storeReplaced() {
  return { code: "store_replaced", message: "A newer version of Pupil was opened in another tab and has taken over. Nothing is lost: close this tab, and go on there.", details: {} };
}

/** @param {unknown} error @returns {PupilErrorData} */
function storageUnavailable(error) {
  const message = `The browser lets nothing be stored here (${error}), so everything is gone when this tab is closed. Leave private browsing, or allow this site to store data.`;
  return { code: "storage_unavailable", message, details: { detail: String(error) } };
}
