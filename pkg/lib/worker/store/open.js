/** Opens the stores of the projects. */
import { PupilError } from "../../shared/errors.js";
import { Databases, FIRST, Memories } from "./stores.js";

/** @import { Emit, StartOptions } from "../../shared/protocol.d.ts" */
/** @import { Store, Stores, Values } from "../../shared/store.d.ts" */
/** @import { PupilErrorData } from "../../shared/types.d.ts" */

/**
 * Opens the first database; where the browser refuses, or nothing shall be stored, the stores are in memory. Rejects with
 * "newer_store" and "store_blocked".
 * @param {StartOptions} options
 * @param {Emit} emit
 * @param {(notice: PupilErrorData) => void} notify
 * @returns {Promise<Stores>}
 */
export async function openStores({ store, tables }, emit, notify) {
  const memory = () => new Memories(tables, (project, changes) => emit("written", { project, changes }));
  if (store === null || tables) return memory();
  try {
    const databases = new Databases(store, () => emit("notice", storeReplaced()));
    await databases.of(FIRST);
    return databases;
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
