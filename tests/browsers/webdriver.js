/** A client of the W3C's WebDriver protocol: the few commands that the main job needs. */

import { setTimeout as sleep } from "node:timers/promises";

/** The protocol's name of a reference to an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Milliseconds that a script in the page may take. */
const SCRIPT_MS = 600_000;

/** Milliseconds that something may take to come within reach of a click. */
const REACH_MS = 30_000;

export class WebDriver {
  #session;

  /** @private @param {string} session its address */
  constructor(session) {
    this.#session = session;
  }

  /** @param {string} address of the driver @param {object} capabilities */
  static async start(address, capabilities) {
    const wish = { ...capabilities, timeouts: { script: SCRIPT_MS } };
    const { sessionId } = await send("POST", `${address}/session`, { capabilities: { alwaysMatch: wish } });
    return new WebDriver(`${address}/session/${sessionId}`);
  }

  /** @param {string} url */
  open(url) {
    return this.#post("url", { url });
  }

  reload() {
    return this.#post("refresh", {});
  }

  /** Clicks as soon as it can be: the page may be scrolling to it. @param {string} selector */
  async click(selector) {
    for (const end = Date.now() + REACH_MS; ; await sleep(200)) {
      try {
        return void (await this.#post(`element/${await this.#find(selector)}/click`, {}));
      } catch (error) {
        if (Date.now() > end || !/not interactable|intercepted/.test(String(error))) throw error;
      }
    }
  }

  /** @param {number} width @param {number} height */
  async resize(width, height) {
    await this.#post("window/rect", { width, height });
  }

  /** Types into an element; paths for one that asks for files. @param {string} selector @param {string} text */
  async send(selector, text) {
    await this.#post(`element/${await this.#find(selector)}/value`, { text });
  }

  /** @param {string} text */
  async type(text) {
    const keys = [...text].map((letter) => (letter === "\n" ? "\uE007" : letter));
    const actions = keys.flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
    await this.#post("actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** @param {Function} read called in the page @param {unknown} argument */
  async evaluate(read, argument) {
    const script = `const [argument, done] = arguments;
      Promise.resolve(argument).then(${read}).then((value) => done({ value: value ?? null }), (error) => done({ thrown: String(error) }));`;
    const { value, thrown } = await this.#post("execute/async", { script, args: [argument ?? null] });
    if (thrown) throw new Error(thrown);
    return value;
  }

  async screenshot() {
    return Buffer.from(await send("GET", `${this.#session}/screenshot`), "base64");
  }

  async close() {
    await send("DELETE", this.#session);
  }

  /** @param {string} selector */
  async #find(selector) {
    return (await this.#post("element", { using: "css selector", value: selector }))[ELEMENT];
  }

  /** @param {string} command @param {object} body */
  #post(command, body) {
    return send("POST", `${this.#session}/${command}`, body);
  }
}

/** @param {string} method @param {string} address @param {object} [body] @returns {Promise<any>} */
async function send(method, address, body) {
  const response = await fetch(address, { method, body: body && JSON.stringify(body), headers: { "content-type": "application/json" } });
  const { value } = /** @type {any} */ (await response.json());
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}
