/** What is removed stays in the store, marked, so that it can be restored. */
import { errorData } from "../../shared/errors.js";

/** @import { Change, Store } from "../../shared/store.d.ts" */

/**
 * Marks records as removed. Where the disk has no room even for that, deletes them.
 * @param {Store} store
 * @param {Change[]} marks
 * @param {Change[]} deletions
 * @returns {Promise<Change[]>} those that were written
 */
export async function markOrDelete(store, marks, deletions) {
  try {
    await store.write(marks);
    return marks;
  } catch (error) {
    if (errorData(error).code !== "storage_full") throw error;
    await store.write(deletions);
    return deletions;
  }
}
