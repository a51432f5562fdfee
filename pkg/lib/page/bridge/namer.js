/** Has pictures named and decoded by a small worker as long as there is no engine. */
import { restarted } from "./errors.js";

/** @import { EarlyMethod, FromNamer, ToNamer } from "../../shared/protocol.d.ts" */
/** @import { PictureSource } from "../../shared/types.d.ts" */

/**
 * @typedef {object} Asked
 * @property {(answer: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {() => Promise<any>} again asks the engine
 */

export class Namer {
  #port;
  /** @type {Map<number, Asked>} */
  #asked = new Map();
  #next = 1;

  /** @param {MessagePort} port */
  constructor(port) {
    this.#port = port;
    port.onmessage = (/** @type {MessageEvent<FromNamer>} */ { data }) => {
      if ("ready" in data) port.postMessage(/** @type {ToNamer} */ ({ heard: true }));
      else this.#settle(data.id, data.ok);
    };
  }

  /** @param {number} id @param {unknown} ok null: the engine is asked */
  #settle(id, ok) {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (ok) asked?.resolve(ok);
    else asked?.again().then(asked.resolve, asked.reject);
  }

  /**
   * @param {EarlyMethod} method
   * @param {PictureSource} picture
   * @param {() => Promise<any>} askEngine for what cannot be done here
   * @returns {Promise<any>}
   */
  ask(method, picture, askEngine) {
    const id = this.#next++;
    const isTransferred = picture instanceof ImageBitmap;
    const again = isTransferred ? () => Promise.reject(restarted()) : askEngine;
    return new Promise((resolve, reject) => {
      try {
        this.#port.postMessage(/** @type {ToNamer} */ ({ id, method, picture }), isTransferred ? [picture] : []);
        this.#asked.set(id, { resolve, reject, again });
      } catch {
        resolve(askEngine()); // which says why it cannot be sent
      }
    });
  }

  /** The engine takes over: it is asked, too, and whoever answers first has answered. */
  end() {
    for (const { resolve, reject, again } of this.#asked.values()) again().then(resolve, reject);
    this.#port.postMessage(/** @type {ToNamer} */ ({ end: true }));
  }
}
