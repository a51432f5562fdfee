/** Listeners for the time of a call. */

/** @import { PupilEvents, PupilEventTarget } from "../events.d.ts" */

/**
 * Calls `listener` on an event until `call` settles.
 * @template {keyof PupilEvents} E
 * @template T
 * @param {PupilEventTarget} target
 * @param {E} event
 * @param {(detail: PupilEvents[E]) => void} listener
 * @param {Promise<T>} call
 */
export async function listening(target, event, listener, call) {
  const ended = new AbortController();
  target.addEventListener(event, ({ detail }) => listener(detail), { signal: ended.signal });
  try {
    return await call;
  } finally {
    ended.abort();
  }
}
