/** Opens the store. */
import { MemoryStore } from "../../shared/memory.js";
import { DatabaseStore } from "./database.js";

/** @import { Emit, StartOptions } from "../../shared/protocol.d.ts" */
/** @import { Store, Values } from "../../shared/store.d.ts" */
/** @import { PupilErrorData } from "../../shared/types.d.ts" */

/**
 * Opens the database; where the browser refuses, or nothing shall be stored, a store in memory.
 * @param {StartOptions} options
 * @param {Emit} emit
 * @param {(notice: PupilErrorData) => void} notify
 * @returns {Promise<Store>}
 */
export async function openStore({ store, tables }, emit, notify) {
  const memory = () => new MemoryStore(tables, (changes) => emit("written", changes));
  if (store === null || tables) return memory();
  try {
    return await DatabaseStore.open(store);
  } catch (error) {
    notify(storageUnavailable(error));
    return memory();
  }
}

/** @template {keyof Values} K @param {Store} store @param {K} key */
export async function valueOf(store, key) {
  return /** @type {Values[K] | undefined} */ (await store.get("values", key));
}

/** @param {unknown} error @returns {PupilErrorData} */
function storageUnavailable(error) {
  const message = `The browser lets nothing be stored here (${error}), so everything is gone when this tab is closed. Leave private browsing, or allow this site to store data.`;
  return { code: "storage_unavailable", message, details: { detail: String(error) } };
}
