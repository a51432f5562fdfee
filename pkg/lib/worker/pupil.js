/** The verbs of the main job. */
import { errorData } from "../shared/errors.js";

/** @import { Project } from "./engine/project.js" */
/** @import { Run } from "./engine/run.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { Backend, Explanation, PictureSource, Prediction, ReportOn, TrainedInfo } from "../shared/types.d.ts" */

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

  /** @param {CallContext} context @returns {Promise<TrainedInfo>} */
  train({ key }) {
    const { queue, engine, models } = this.#project;
    return queue.hold(async () => {
      try {
        await this.#run.train((model, info) => this.#save(key, model, info, false));
      } catch (error) {
        // The best so far may be in use now.
        void queue.run(() => this.#project.publish());
        throw error;
      }
      return this.#project.edit(async () => {
        const info = /** @type {TrainedInfo} */ (engine.project().trained);
        await this.#save(key, await engine.saveModel(), info, true);
        return info;
      });
    });
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
   * @param {boolean} complete
   */
  async #save(call, model, info, complete) {
    try {
      await this.#project.models.save(call, model, info, complete);
    } catch (error) {
      this.#project.emit("notice", errorData(error));
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
