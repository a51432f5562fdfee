/** The verbs of the main job. */
import { reportOf } from "./engine/report.js";

/** @import { Project } from "./engine/project.js" */
/** @import { Finished, Run } from "./engine/run.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { Change } from "../shared/store.d.ts" */
/** @import { Backend, Explanation, PictureSource, Prediction, ReportOn, TrainedInfo, TrainingResult } from "../shared/types.d.ts" */

export class Pupil {
  #project;
  #run;

  /** @param {Project} project @param {Run} run */
  constructor(project, run) {
    this.#project = project;
    this.#run = run;
  }

  /** @param {PictureSource} picture @param {boolean} waits whether for the instant model to catch up @returns {Promise<Prediction>} */
  async classify(picture, waits) {
    if (waits) await this.#project.instant.caughtUp();
    return this.#timed(() => this.#project.withPicture(picture, (decoded) => this.#project.engine.classify(decoded)));
  }

  /** @param {PictureSource} picture @param {boolean} waits @returns {Promise<Explanation>} */
  async explain(picture, waits) {
    if (waits) await this.#project.instant.caughtUp();
    return this.#timed(async () => {
      const explain = this.#project.withPicture(picture, (decoded) => this.#project.engine.explain(decoded));
      const { prediction, ...attention } = await explain;
      return { ...prediction, attention };
    });
  }

  /** @param {CallContext} context @returns {Promise<TrainingResult>} */
  train({ key }) {
    const { queue, engine, models, instant } = this.#project;
    return queue.hold(async () => {
      /** @type {number | null} */
      let before = null;
      try {
        const finished = await this.#run.train(async () => {
          await instant.caughtUp();
          const project = await queue.run(() => engine.project());
          before = project.instant?.inUse ? null : models.idInUse;
          const use = project.trained === null;
          return async (model, info) => void (await this.#project.saveModel(key, model, info, { complete: false, use }));
        });
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
    const { engine } = this.#project;
    const { inUse } = ended;
    const info = inUse ? /** @type {TrainedInfo} */ (engine.project().trained) : engine.runInfo();
    const file = await (inUse ? engine.saveModel() : engine.saveBest());
    const model = await this.#project.saveModel(call, file, info, { complete: true, use: inUse });
    return { ...info, ...ended, model, before: before === model ? null : before };
  }

  /** @param {ReportOn | undefined} on */
  report(on) {
    return reportOf(this.#project, on);
  }

  /** @param {"auto" | Backend} backend */
  async setBackend(backend) {
    const preference = backend === "auto" ? undefined : backend;
    // Choosing automatically again means measuring again.
    const changes = /** @type {Change[]} */ ([{ table: "values", key: "backend", value: preference }, { table: "values", key: "measurement" }]);
    await this.#project.queue.close(() => this.#project.store.write(changes));
  }

  async clear() {
    await this.#project.queue.close(() => this.#project.projects.clear());
  }

  async close() {
    await this.#project.queue.close();
  }

  /** Queues an answer, and adds how long it took without the wait. @template {object} T @param {() => Promise<T>} answer */
  #timed(answer) {
    return this.#project.queue.run(async () => {
      const start = performance.now();
      return { ...(await answer()), elapsedMs: performance.now() - start };
    });
  }
}
