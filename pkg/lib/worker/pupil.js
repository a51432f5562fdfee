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
  /** Settles when the engine has answered for the last of many pictures. @type {Promise<unknown>} */
  #answered = Promise.resolve();

  /** @param {Project} project @param {Run} run */
  constructor(project, run) {
    this.#project = project;
    this.#run = run;
  }

  /**
   * @param {PictureSource} picture
   * @param {boolean} waits whether for the instant model to catch up
   * @param {number} place its place among many
   * @param {CallContext} context
   * @returns {Promise<Prediction>}
   */
  async classify(picture, waits, place, { signal }) {
    if (waits) await this.#project.instant.caughtUp();
    const seen = () => this.#project.withPicture(picture, (decoded) => this.#project.engine.classify(decoded));
    if (place === 0) return this.#timed(seen);
    const made = picture instanceof Blob ? await this.#embedded(picture, place, signal) : null;
    // One after the other, so that other calls need not wait for all of them.
    const answered = this.#answered.then(() => this.#timed(async () => (await this.#byEmbedding(made)) ?? seen()));
    this.#answered = answered.catch(() => {});
    return answered;
  }

  /** What a small worker makes of one of many pictures; null where the engine shall look at it. @param {Blob} picture @param {number} place @param {AbortSignal} signal */
  async #embedded(picture, place, signal) {
    const { backbones, embedders, queue } = this.#project;
    if (!(await queue.run(() => this.#project.engine.takesEmbeddings()))) return null;
    const backbone = backbones.inUse;
    const pool = embedders.pool(backbone, () => backbones.weights(backbone, () => {}), place);
    const made = await pool?.embed(picture, signal);
    return made ? { backbone, embedding: made.embedding } : null;
  }

  /** @param {{ backbone: string, embedding: Float32Array } | null} made */
  async #byEmbedding(made) {
    const { backbones, engine } = this.#project;
    // The network may have been changed meanwhile.
    return made?.backbone === backbones.inUse ? engine.classifyEmbedding(made.embedding) : null;
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
