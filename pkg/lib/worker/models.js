/** The stored models, and the one in use. */

/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { TrainedInfo } from "../shared/types.d.ts" */

export class Models {
  #project;

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  /** @param {number} id */
  use(id) {
    return this.#project.edit(async () => {
      const { engine, models } = this.#project;
      engine.loadModel(await models.file(id));
      await models.use(id);
    });
  }

  /** @param {number} id */
  remove(id) {
    return this.#project.edit(() => this.#project.models.remove(id));
  }

  save() {
    return this.#project.queue.run(() => this.#project.engine.saveModel());
  }

  /** @param {Uint8Array} bytes @param {CallContext} context */
  load(bytes, { key }) {
    return this.#project.edit(async () => {
      const { engine, models } = this.#project;
      engine.loadModel(bytes);
      await models.save(key, await engine.saveModel(), /** @type {TrainedInfo} */ (engine.project().trained), { complete: true, use: true });
    });
  }
}
