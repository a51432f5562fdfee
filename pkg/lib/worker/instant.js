/** The instant model: whether it follows by itself, and whether it is in use. */

/** @import { Project } from "./engine/project.js" */

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

  /** @param {boolean} follows */
  follow(follows) {
    this.#project.instant.setFollows(follows);
  }
}
