/** The verbs of the main job. */
import { errorData } from "../shared/errors.js";

/** @import { Project } from "./engine/project.js" */
/** @import { Finished, Run } from "./engine/run.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { Backend, Explanation, PictureSource, Prediction, ReportOn, TrainedInfo, TrainingResult } from "../shared/types.d.ts" */

export class Pupil {
  #project;
  #run;

  /** @param {Project} project @param {Run} run */
  constructor(project, run) {
    this.#project = project;
    this.#run = run;
  }

  /** @param {PictureSource} picture @returns {Promise<Prediction>} */
  classify(picture) {
    return this.#timed(() => this.#project.withPicture(picture, (decoded) => this.#project.engine.classify(decoded)));
  }

  /** @param {PictureSource} picture @returns {Promise<Explanation>} */
  explain(picture) {
    return this.#timed(async () => {
      const explain = this.#project.withPicture(picture, (decoded) => this.#project.engine.explain(decoded));
      const { prediction, ...attention } = await explain;
      return { ...prediction, attention };
    });
  }

  /** @param {CallContext} context @returns {Promise<TrainingResult>} */
  train({ key }) {
    const { queue, engine, models } = this.#project;
    const before = models.idInUse;
    return queue.hold(async () => {
      const use = engine.project().trained === null;
      try {
        const finished = await this.#run.train(async (model, info) => void (await this.#save(key, model, info, { complete: false, use })));
        return await this.#project.edit(() => this.#saveRun(key, finished, before));
      } catch (error) {
        // The best so far may be in use now.
        void queue.run(() => this.#project.publish());
        throw error;
      }
    });
  }

  /** Saves the model of a run that has ended. @param {string} call @param {Finished} finished @param {number | null} before */
  async #saveRun(call, { type: _, ...ended }, before) {
    const { engine, models } = this.#project;
    const { inUse } = ended;
    const info = inUse ? /** @type {TrainedInfo} */ (engine.project().trained) : engine.runInfo();
    const file = await (inUse ? engine.saveModel() : engine.saveBest());
    const model = await this.#save(call, file, info, { complete: true, use: inUse });
    if (inUse && model === null) models.useUnsaved();
    return { ...info, ...ended, model, before: before === model ? null : before };
  }

  /** @param {ReportOn | undefined} on */
  async report(on) {
    // The engine can be replaced between the tasks.
    const { queue } = this.#project;
    for (const id of await queue.run(() => this.#project.engine.missingPictures(on))) {
      await queue.run(() => this.#project.withPicture(id, (picture) => this.#project.engine.predict(id, picture)));
    }
    return queue.run(() => this.#project.engine.report(on));
  }

  /** @param {"auto" | Backend} backend */
  async setBackend(backend) {
    const preference = backend === "auto" ? undefined : backend;
    // Choosing automatically again means measuring again.
    await this.#project.store.write([
      { table: "values", key: "backend", value: preference },
      { table: "values", key: "measurement" },
    ]);
    await this.close();
  }

  async clear() {
    await this.close();
    await this.#project.store.clear();
  }

  async close() {
    await this.#project.queue.close();
  }

  /**
   * Saves a model. One that cannot be stored is used all the same, until the tab is closed.
   * @param {string} call
   * @param {Uint8Array} model
   * @param {TrainedInfo} info
   * @param {{ complete: boolean, use: boolean }} state
   * @returns {Promise<number | null>} its id; null if it could not be stored
   */
  async #save(call, model, info, state) {
    try {
      return await this.#project.models.save(call, model, info, state);
    } catch (error) {
      this.#project.emit("notice", errorData(error));
      return null;
    }
  }

  /** Queues an answer, and adds how long it took without the wait. @template {object} T @param {() => Promise<T>} answer */
  #timed(answer) {
    return this.#project.queue.run(async () => {
      const start = performance.now();
      return { ...(await answer()), elapsedMs: performance.now() - start };
    });
  }
}
