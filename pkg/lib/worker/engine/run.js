/** A training run, in slices: its phases, its pauses, and how it is stopped. */
import { errorData, isFatal } from "../../shared/errors.js";
import { slices } from "./slices.js";
import { Supply } from "./supply.js";

/** @import { Project } from "./project.js" */
/** @import { TrainedInfo, TrainingMessage } from "../../shared/types.d.ts" */
/** @typedef {Extract<TrainingMessage, { type: "finished" }>} Finished */
/** @typedef {(model: Uint8Array, info: TrainedInfo) => Promise<void>} SaveBest */

export class Run {
  #project;
  /** @type {"idle" | "starting" | "training" | "finishing"} */
  #phase = "idle";
  #mustStop = false;
  /** Settles when the pause ends. @type {PromiseWithResolvers<void> | null} */
  #pause = null;

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  /**
   * Resolves when the run has ended, with its last message. If the run takes pictures, and so minutes, each new best is saved at
   * once: a tab that is closed meanwhile finds it again.
   * @param {() => Promise<SaveBest>} prepare called first
   * @returns {Promise<Finished>}
   */
  async train(prepare) {
    const supply = new Supply(this.#project);
    const saveBest = await this.#start(prepare);
    for await (const messages of slices(this.#project.queue, (steps) => this.#slice(steps, supply))) {
      this.#report(messages);
      const finished = messages.find(isFinished);
      if (finished) return finished;
      if (this.#phase === "training" && supply.wasUsed && messages.some(isBest)) await this.#saveBest(saveBest);
      await this.#rest();
    }
    throw new Error("a run ends with a message");
  }

  /** A stop that is asked for meanwhile counts. @param {() => Promise<SaveBest>} prepare */
  async #start(prepare) {
    this.#phase = "starting";
    this.#mustStop = false;
    try {
      const saveBest = await prepare();
      this.#report(await this.#project.queue.run(() => this.#project.engine.startTraining()));
      return saveBest;
    } catch (error) {
      this.#phase = "idle";
      throw error;
    }
  }

  /** Stops training with the best so far; in the last phase, leaves out the rest of it. Without a run, does nothing. */
  stop() {
    this.#mustStop = this.#phase !== "idle";
    this.resume();
  }

  /** Pauses training after the slice under way: the engine just is not called. Without a run, does nothing. */
  pause() {
    if (this.#phase === "training" && !this.#mustStop) this.#pause ??= Promise.withResolvers();
  }

  /** Ends the pause. Without one, does nothing. */
  resume() {
    this.#pause?.resolve();
    this.#pause = null;
  }

  async #rest() {
    if (!this.#pause) return;
    this.#project.emit("training", { type: "paused" });
    await this.#pause.promise;
    this.#project.emit("training", { type: "resumed" });
  }

  /** If it fails, ends the run before another task runs. @param {number} steps @param {Supply} supply */
  async #slice(steps, supply) {
    try {
      return this.#mustStop ? this.#stopPhase() : await this.#advance(steps, supply);
    } catch (error) {
      if (isFatal(error)) throw error;
      const messages = this.#project.engine.finishTraining();
      if (this.#phase === "training") {
        this.#report(messages);
        throw error;
      }
      // The model is complete but for what is none of the classes.
      this.#project.emit("notice", errorData(error));
      return messages;
    }
  }

  /** @param {number} steps @param {Supply} supply */
  async #advance(steps, supply) {
    await supply.supply();
    return this.#project.engine.trainSteps(steps);
  }

  #stopPhase() {
    this.#mustStop = false;
    const { engine } = this.#project;
    return this.#phase === "training" ? engine.stopTraining() : engine.finishTraining();
  }

  /** @param {SaveBest} save */
  #saveBest(save) {
    const { engine, queue } = this.#project;
    return queue.run(async () => save(await engine.saveBest(), engine.runInfo()));
  }

  /** @param {TrainingMessage[]} messages */
  #report(messages) {
    for (const message of messages) {
      if (message.type === "started") this.#phase = "training";
      if (message.type === "finishing") this.#finish();
      if (message.type === "finished") this.#phase = "idle";
      this.#project.emit("training", message);
    }
  }

  /** A pause that was asked for too late does not hold up the last phase. */
  #finish() {
    this.#phase = "finishing";
    this.resume();
  }
}

/** @param {TrainingMessage} message @returns {message is Finished} */
function isFinished(message) {
  return message.type === "finished";
}

/** @param {TrainingMessage} message */
function isBest(message) {
  return message.type === "epoch" && message.best;
}
