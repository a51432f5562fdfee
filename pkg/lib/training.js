/** Drives a training run in small portions, so that other calls get their turn in between. */

/** @import { Library } from "./library.js" */
/** @import { Turns } from "./turns.js" */
/** @import { TrainedInfo, TrainingMessage } from "./types.d.ts" */

import { Squares } from "./squares.js";

/** Milliseconds a portion should take: short enough for a live camera, long enough to be worth the change of turns. */
const PORTION = 40;

export class Training {
  #library;
  #turns;
  #tell;
  #stopping = false;
  #running = false;

  /**
   * @param {Library} library
   * @param {Turns} turns
   * @param {(message: TrainingMessage) => void} tell
   */
  constructor(library, turns, tell) {
    this.#library = library;
    this.#turns = turns;
    this.#tell = tell;
  }

  /**
   * Resolves when the best classifier is in use. Of a run that takes pictures, and so minutes, each new best is kept at once:
   * it is what a tab that is closed meanwhile finds again.
   * @param {(model: Uint8Array, info: TrainedInfo) => Promise<void>} keep
   */
  async run(keep) {
    const squares = new Squares(this.#library);
    let ended = this.#hear(await this.#turns.take(() => this.#start()));
    let steps = 1;
    try {
      while (!ended) {
        await nextTask();
        const { messages, ms } = await this.#turns.take(() => this.#portion(steps, squares));
        ended = this.#hear(messages);
        if (!ended && squares.needed && messages.some((message) => message.type === "epoch" && message.best)) await this.#keepBest(keep);
        steps = Math.max(1, Math.min(2 * steps, Math.round((steps * PORTION) / ms)));
      }
    } finally {
      // A portion that failed leaves the run where it was: it ends here, unless the engine is dead.
      if (!ended) this.#abandon();
    }
  }

  /** Ends the run, if there is one, with the best so far. */
  stop() {
    this.#stopping = this.#running;
  }

  #start() {
    const messages = this.#library.engine.startTraining();
    this.#running = true;
    this.#stopping = false;
    return messages;
  }

  /** @param {number} steps @param {Squares} squares */
  async #portion(steps, squares) {
    const { engine } = this.#library;
    const start = performance.now();
    if (!this.#stopping) await squares.supply();
    const messages = this.#stopping ? engine.stopTraining() : await engine.trainSteps(steps);
    return { messages, ms: Math.max(1, performance.now() - start) };
  }

  /** @param {(model: Uint8Array, info: TrainedInfo) => Promise<void>} keep */
  #keepBest(keep) {
    const { engine } = this.#library;
    return this.#turns.take(async () => keep(await engine.saveBestSoFar(), engine.runInfo()));
  }

  #abandon() {
    this.#running = false;
    try {
      this.#hear(this.#library.engine.stopTraining());
    } catch (error) {
      console.warn("Pupil could not end the training:", error);
    }
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
