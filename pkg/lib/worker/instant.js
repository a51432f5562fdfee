/** The instant model: whether it follows by itself, and whether it is in use. */

/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { ViewsTrial } from "../shared/types.d.ts" */

export class Instant {
  #project;

  /** @param {Project} project */
  constructor(project) {
    this.#project = project;
  }

  async use() {
    await this.#project.instant.learn();
    return this.#project.edit(async () => {
      const { engine, models } = this.#project;
      engine.useInstant();
      await models.use(null);
    });
  }

  learn() {
    return this.#project.instant.learn();
  }

  /** @param {boolean} use */
  useViews(use) {
    return this.#project.edit(() => this.#project.views.use(use));
  }

  /** @param {CallContext} context @returns {Promise<ViewsTrial>} */
  async useViewsIfBetter(context) {
    const trial = await this.#project.queue.hold(() => this.#project.views.useIfBetter(context));
    await this.#project.edit(() => {});
    return trial;
  }

  /** @param {boolean} follows */
  follow(follows) {
    this.#project.instant.setFollows(follows);
  }
}
