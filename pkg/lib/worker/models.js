/** The stored models, and the one in use. */
import { withClassNames } from "./engine/model-file.js";

/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { ModelStanding, TrainedInfo } from "../shared/types.d.ts" */

export class Models {
  #project;
  /** Settles when the comparison under way has ended: the engine holds one model beside the one in use. */
  #compared = Promise.resolve();

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  /** @param {number} id */
  use(id) {
    return this.#project.edit(async () => {
      const { engine, models } = this.#project;
      const [file, before] = [await models.file(id), models.idInUse];
      await models.use(id);
      try {
        engine.loadModel(file);
      } catch (error) {
        await models.use(before);
        throw error;
      }
    });
  }

  /** @param {number} id */
  remove(id) {
    return this.#project.edit(() => this.#project.models.remove(id));
  }

  /** @param {number} id */
  restore(id) {
    return this.#project.edit(() => this.#project.models.restore(id));
  }

  /** @param {number | null} id null for the instant model @param {CallContext} context @returns {Promise<ModelStanding | null>} */
  compare(id, { signal }) {
    const compared = this.#compared.then(() => this.#compare(id, signal));
    this.#compared = compared.then(() => {}, () => {});
    return compared;
  }

  /** @param {number | null} id @param {AbortSignal} signal */
  async #compare(id, signal) {
    const { engine, models, instant } = this.#project;
    const file = id === null ? undefined : await models.file(id);
    await instant.caughtUp();
    /** Null once another network is in use. @template T @param {() => T | Promise<T>} task */
    const run = (task) => this.#project.queue.run(() => (engine === this.#project.engine ? task() : null));
    await run(() => engine.setRival(file));
    // Pictures may come while others are predicted.
    const next = async () => {
      const unseen = engine.unseenByBoth();
      return unseen.length > 0 ? { unseen } : { standing: await engine.compare() };
    };
    try {
      for (;;) {
        const found = await run(next);
        if (!found?.unseen) return found?.standing ?? null;
        for (const picture of found.unseen) {
          if (signal.aborted) return null;
          await run(() => this.#project.withPicture(picture, (decoded) => engine.predictBoth(picture, decoded)));
        }
      }
    } finally {
      await run(() => engine.setRival());
    }
  }

  async save() {
    await this.#project.instant.caughtUp();
    return this.#project.queue.run(async () => {
      const { engine, records } = this.#project;
      return withClassNames(await engine.saveModel(), (id) => records.nameInUse(id));
    });
  }

  /** @param {Uint8Array} bytes @param {CallContext} context */
  load(bytes, { key }) {
    return this.#project.edit(async () => {
      const { engine } = this.#project;
      engine.loadModel(bytes);
      await this.#project.saveModel(key, await engine.saveModel(), /** @type {TrainedInfo} */ (engine.project().trained), { complete: true, use: true });
    });
  }
}
