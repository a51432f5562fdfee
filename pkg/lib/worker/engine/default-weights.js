/** The default weights, which the page downloads for the worker before anything else is known: most starts need them. */

/** @import { OnBytes } from "../../shared/download.js" */
/** @import { HandedWeights } from "../../shared/protocol.d.ts" */

export class DefaultWeights {
  /** @type {PromiseWithResolvers<Uint8Array<ArrayBuffer>>} */
  #handed = Promise.withResolvers();
  /** May be set. @type {OnBytes} */
  onBytes = () => {};

  /** @param {() => void} stop has the page abort the download */
  constructor(stop) {
    this.stop = stop;
    this.bytes.catch(() => {}); // handled where they are awaited
  }

  get bytes() {
    return this.#handed.promise;
  }

  /** @param {HandedWeights} message */
  take(message) {
    if ("bytes" in message) this.#handed.resolve(message.bytes);
    else if ("failed" in message) this.#handed.reject(message.failed);
    else this.onBytes(message.done, message.total);
  }
}
