/** Drives a training run in small portions, so that other calls get their turn in between. */

/** @import { Engine } from "./engine.d.ts" */
/** @import { Turns } from "./turns.js" */
/** @import { TrainingMessage } from "./types.d.ts" */

/** Milliseconds a portion should take: short enough for a live camera, long enough to be worth the change of turns. */
const PORTION = 40;

export class Training {
  #engine;
  #turns;
  #tell;
  #stopping = false;
  #running = false;

  /**
   * @param {Engine} engine
   * @param {Turns} turns
   * @param {(message: TrainingMessage) => void} tell
   */
  constructor(engine, turns, tell) {
    this.#engine = engine;
    this.#turns = turns;
    this.#tell = tell;
  }

  /** Resolves when the best head is in use. */
  async run() {
    let ended = this.#hear(await this.#turns.take(() => this.#start()));
    let steps = 1;
    while (!ended) {
      await nextTask();
      const { messages, ms } = await this.#turns.take(() => this.#portion(steps));
      ended = this.#hear(messages);
      steps = Math.max(1, Math.min(2 * steps, Math.round((steps * PORTION) / ms)));
    }
  }

  /** Ends the run, if there is one, with the best so far. */
  stop() {
    this.#stopping = this.#running;
  }

  #start() {
    const messages = this.#engine.startTraining();
    this.#running = true;
    this.#stopping = false;
    return messages;
  }

  /** @param {number} steps */
  async #portion(steps) {
    const start = performance.now();
    const messages = this.#stopping ? this.#engine.stopTraining() : await this.#engine.trainSteps(steps);
    return { messages, ms: Math.max(1, performance.now() - start) };
  }

  /** @param {TrainingMessage[]} messages @returns {boolean} whether the run has ended */
  #hear(messages) {
    const ended = messages.some(({ type }) => type === "finished");
    if (ended) this.#running = false;
    for (const message of messages) this.#tell(message);
    return ended;
  }
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
