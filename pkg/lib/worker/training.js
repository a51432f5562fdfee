/** The settings of a training run, control of the one under way, and the learning-rate search. */
import { findRate } from "./engine/rate-search.js";

/** @import { Project } from "./engine/project.js" */
/** @import { Run } from "./engine/run.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { Method, TrainingSettings } from "../shared/types.d.ts" */

export class Training {
  #project;
  #run;

  /** @param {Project} project @param {Run} run */
  constructor(project, run) {
    this.#project = project;
    this.#run = run;
  }

  /** @param {Partial<TrainingSettings>} changes */
  set(changes) {
    return this.#change((settings) => ({ ...settings, ...changes }));
  }

  /** @param {Method} method */
  setMethod(method) {
    return this.#change(() => this.#project.engine.settingsOf(method));
  }

  reset() {
    return this.#change(() => this.#project.engine.defaultSettings());
  }

  stop() {
    this.#run.stop();
  }

  pause() {
    this.#run.pause();
  }

  resume() {
    this.#run.resume();
  }

  /** @param {CallContext} context */
  findRate({ signal }) {
    return this.#project.queue.hold(() => findRate(this.#project, signal));
  }

  /** @param {(settings: TrainingSettings) => TrainingSettings} change */
  #change(change) {
    return this.#project.edit(async () => {
      const { engine, store } = this.#project;
      const before = engine.settings();
      const settings = change(before);
      engine.setSettings(settings);
      try {
        await store.write([{ table: "values", key: "settings", value: settings }]);
      } catch (error) {
        engine.setSettings(before);
        throw error;
      }
    });
  }
}
