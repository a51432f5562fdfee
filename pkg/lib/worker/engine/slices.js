/** Long work in short slices, so that other tasks of the queue run in between. */

/** @import { Queue } from "./queue.js" */

/** Milliseconds a slice should take: short enough for a live camera, long enough to outweigh the switch between tasks. */
const SLICE_MS = 40;

/**
 * Yields the result of each slice, without an end.
 * @template T
 * @param {Queue} queue
 * @param {(steps: number) => T | Promise<T>} work does at most `steps` steps
 * @returns {AsyncGenerator<T, never>}
 */
export async function* slices(queue, work) {
  let steps = 1;
  for (;;) {
    await nextTask();
    const { result, ms } = await queue.run(() => timed(() => work(steps)));
    yield result;
    steps = Math.max(1, Math.min(2 * steps, Math.round((steps * SLICE_MS) / ms)));
  }
}

/** @template T @param {() => T | Promise<T>} work */
async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, ms: Math.max(1, performance.now() - start) };
}

/** Lets the event loop deliver messages. (A timer would be throttled in a hidden tab.) */
function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}
