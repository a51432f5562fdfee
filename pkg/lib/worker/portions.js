/** Long work in small portions, so that other calls get their turn in between. */

/** @import { Turns } from "./turns.js" */

/** Milliseconds a portion should take: short enough for a live camera, long enough to be worth the change of turns. */
const PORTION = 40;

/**
 * Gives what each portion gave, for as long as it is asked.
 * @template T
 * @param {Turns} turns
 * @param {(steps: number) => Promise<T>} work takes at most so many steps
 * @returns {AsyncGenerator<T, never>}
 */
export async function* portions(turns, work) {
  let steps = 1;
  for (;;) {
    await nextTask();
    const { result, ms } = await turns.take(() => timed(() => work(steps)));
    yield result;
    steps = Math.max(1, Math.min(2 * steps, Math.round((steps * PORTION) / ms)));
  }
}

/** @template T @param {() => Promise<T>} work */
async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, ms: Math.max(1, performance.now() - start) };
}

/** A turn of the event loop, in which messages come in. (A timer would be slowed down in a hidden tab.) */
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
