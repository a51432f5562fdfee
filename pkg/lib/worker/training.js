/** Drives a training run in small portions, so that other calls get their turn in between. */

/** @import { Library } from "./library.js" */
/** @import { Turns } from "./turns.js" */
/** @import { TrainedInfo, TrainingMessage } from "../shared/types.d.ts" */

import { portions } from "./portions.js";
import { Squares } from "./squares.js";

export class Training {
  #library;
  #turns;
  #tell;
  #stopping = false;
  #running = false;
  /** Settles when a pause ends. @type {PromiseWithResolvers<void> | null} */
  #pause = null;

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
    try {
      for await (const messages of portions(this.#turns, (steps) => this.#portion(steps, squares))) {
        ended = this.#hear(messages);
        if (ended) break;
        if (squares.needed && messages.some((message) => message.type === "epoch" && message.best)) await this.#keepBest(keep);
        await this.#rest();
      }
    } finally {
      // A portion that failed leaves the run where it was: it ends here, unless the engine is dead.
      if (!ended) this.#abandon();
    }
  }

  /** Ends the run, if there is one, with the best so far. */
  stop() {
    this.#stopping = this.#running;
    this.resume();
  }

  /** Has the run, if there is one, rest after the portion that is under way: the engine just is not called. */
  pause() {
    if (this.#running && !this.#stopping) this.#pause ??= Promise.withResolvers();
  }

  /** Ends a pause, if there is one. */
  resume() {
    this.#pause?.resolve();
    this.#pause = null;
  }

  async #rest() {
    if (!this.#pause) return;
    this.#tell({ type: "paused" });
    await this.#pause.promise;
    this.#tell({ type: "resumed" });
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
    if (!this.#stopping) await squares.supply();
    return this.#stopping ? engine.stopTraining() : engine.trainSteps(steps);
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
