/** A lock on the store, so that only one tab at a time uses it. */
import { PupilError } from "../../shared/errors.js";

/** Milliseconds that a tab which is being closed or reloaded has to release its store. */
const PATIENCE = 1000;

/**
 * @param {string} store
 * @returns {Promise<() => void>} releases the store
 */
export function lockStore(store) {
  return new Promise((resolve, reject) => {
    const hold = () => new Promise((release) => resolve(() => release(undefined)));
    navigator.locks.request(`pupil:${store}`, { signal: AbortSignal.timeout(PATIENCE) }, hold).catch(() => {
      reject(new PupilError("already_open", "Pupil is open in another tab. Go on there, or close it and reload this one."));
    });
  });
}
