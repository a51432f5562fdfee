/** `pupil.training`: the settings of a training run, and control of the one under way. */
import { PupilError } from "../shared/errors.js";
import { listening } from "./bridge/listening.js";

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { PupilEventTarget } from "./events.d.ts" */
/** @import { FoundRate, Method, RatePoint, TrainingSettings } from "../shared/types.d.ts" */

export class Training {
  #rpc;
  #events;
  #searching = false;

  /** @param {Rpc} rpc @param {PupilEventTarget} events */
  constructor(rpc, events) {
    this.#rpc = rpc;
    this.#events = events;
  }

  /**
   * Changes settings of the next run; those in use are in `pupil.project.settings`.
   * @param {Partial<TrainingSettings>} changes
   * @returns {Promise<void>} rejects with "invalid_settings"; then nothing changes
   * @example
   * await pupil.training.set({ epochs: 30, patience: 5 });
   * pupil.project.settings.epochs;
   * // → 30
   */
  set(changes) {
    return this.#rpc.call("training.set", [changes]);
  }

  /**
   * Chooses a method with its default settings; seed, validation share and balance stay.
   * @param {Method} method
   * @returns {Promise<void>} rejects with "invalid_settings"
   * @example
   * await pupil.training.setMethod("fineTune");
   * pupil.project.settings.method;
   * // → "fineTune"
   */
  setMethod(method) {
    return this.#rpc.call("training.setMethod", [method]);
  }

  /**
   * Resets all settings to the defaults of the method.
   * @returns {Promise<void>}
   * @example
   * const { epochs } = pupil.project.settings;
   * await pupil.training.set({ epochs: 3 });
   * await pupil.training.reset();
   * pupil.project.settings.epochs === epochs;
   * // → true
   */
  reset() {
    return this.#rpc.call("training.reset", []);
  }

  /**
   * Stops training, also a paused one: `train` resolves with the best model so far, which is put to use unless the one in use is
   * better. While `pupil.state` is "finishing", leaves out the rest of that phase. Without a run, does nothing.
   * @returns {Promise<void>}
   * @example
   * await pupil.training.set({ epochs: 1000, patience: 0 });
   * const training = pupil.train({ onMessage: ({ type }) => type === "epoch" && pupil.training.stop() });
   * (await training).epochs.length < 1000;
   * // → true
   */
  stop() {
    return this.#rpc.call("training.stop", []);
  }

  /**
   * Pauses training until `resume`; all other calls still work. A message "paused" follows when it rests. Without a run, does nothing.
   * @returns {Promise<void>}
   * @example
   * const training = pupil.train({ onMessage: ({ type }) => type === "paused" && pupil.training.resume() });
   * await pupil.training.pause();
   * await training;
   * pupil.state;
   * // → "idle"
   */
  pause() {
    return this.#rpc.call("training.pause", []);
  }

  /**
   * Resumes a paused training. Without one, does nothing.
   * @returns {Promise<void>}
   * @example
   * await pupil.training.resume();
   */
  resume() {
    return this.#rpc.call("training.resume", []);
  }

  /**
   * Tries learning rates from 1e-7 to 10 on a copy of what `train` would train, until the loss explodes, and suggests one by
   * fastai's rule. The model in use does not change. If the engine is restarted meanwhile, the points begin again.
   * @param {(point: RatePoint) => void} [onPoint] called with each point, as an event "rate" is
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<FoundRate>} rejects with "already_training", "too_few_classes", or "aborted" if the signal aborted
   * @example
   * const { suggestion } = await pupil.training.findRate(({ rate, loss }) => console.log(rate, loss));
   * if (suggestion) await pupil.training.set({ learningRate: suggestion });
   */
  async findRate(onPoint = () => {}, { signal } = {}) {
    if (this.#searching) throw new PupilError("already_training", "A learning-rate search is running. Wait for its end, or stop it first.");
    this.#searching = true;
    try {
      return await listening(this.#events, "rate", onPoint, this.#rpc.call("training.findRate", [], { signal }));
    } finally {
      this.#searching = false;
    }
  }
}
