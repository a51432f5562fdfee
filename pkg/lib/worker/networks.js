/** Changes from one pretrained network to another, and knows the costs of each. */
import { fetchWeights } from "./engine/backbones.js";
import { readFile, sha256 } from "./engine/files.js";
import { reembed } from "./engine/reembed.js";
import { fillEngine } from "./engine/startup.js";

/** @import { Engine } from "./engine/engine.d.ts" */
/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { BackendInfo, NetworkInfo } from "../shared/types.d.ts" */

export class Networks {
  #project;
  /** @type {BackendInfo} */
  #backend;
  /** Milliseconds a picture takes, by architecture, of the networks that were used here. @type {Map<string, number>} */
  #frameMs = new Map();

  /** @param {Project} project @param {BackendInfo} backend of its engine */
  constructor(project, backend) {
    this.#project = project;
    this.#backend = this.#measured(backend, project.engine);
  }

  list() {
    return this.#project.queue.run(() => withExpectedMs(this.#project.module.Engine.catalogue(), this.#frameMs));
  }

  /** @param {string} id @param {CallContext} context */
  async use(id, context) {
    const { backbones, queue } = this.#project;
    if (id === backbones.inUse) return;
    await queue.replace(async () => {
      const onBytes = (/** @type {number} */ done, /** @type {number} */ total) => context.progress({ stage: "download", done, total });
      const weights = await backbones.weights(id, onBytes, context.signal);
      await this.#replaceEngine(id, await this.#engineWith(weights), context);
    });
  }

  /** @param {Blob | string} source a file, or its address @param {CallContext} context */
  load(source, context) {
    const { backbones, queue } = this.#project;
    return queue.replace(async () => {
      const { file, name } = await fetchWeights(source, context);
      const weights = await readFile(file);
      const id = await sha256(weights);
      if (id === backbones.inUse) return;
      const engine = await this.#engineWith(weights);
      await backbones.save({ id, name, architecture: engine.project().architecture, file });
      await this.#replaceEngine(id, engine, context);
    });
  }

  /** @param {string} id */
  remove(id) {
    return this.#project.edit(() => this.#project.backbones.remove(id));
  }

  /** An empty engine on the backend in use. @param {Uint8Array} weights */
  #engineWith(weights) {
    const { module, queue } = this.#project;
    return queue.run(() => module.Engine.create(this.#backend.backend, weights));
  }

  /** @param {string} id @param {Engine} engine with that backbone, and empty @param {CallContext} context */
  async #replaceEngine(id, engine, context) {
    const { backbones, queue } = this.#project;
    const { backend } = this.#backend;
    const frameMs = await queue.run(() => engine.warmUp());
    await reembed(this.#project, engine, context, async (changes) => {
      await this.#project.replaceEngine(engine, [...changes, backbones.change(id)]);
      backbones.use(id);
      await fillEngine(this.#project, () => {});
      this.#backend = this.#measured({ ...this.#backend, frameMs, measured: { webgpu: null, cpu: null, [backend]: frameMs } }, engine);
      this.#project.emit("backend", this.#backend);
      this.#project.publish();
    });
  }

  /** @param {BackendInfo} backend @param {Engine} engine */
  #measured(backend, engine) {
    this.#frameMs.set(engine.project().architecture, backend.frameMs);
    return backend;
  }
}

/**
 * Adds the expected milliseconds of each network: as measured, or else in proportion to the multiply-adds of the measured network
 * that has the most similar number of them.
 * @param {Omit<NetworkInfo, "expectedMs">[]} networks
 * @param {Map<string, number>} measured milliseconds by architecture, at least one
 * @returns {NetworkInfo[]}
 */
function withExpectedMs(networks, measured) {
  const known = networks.filter(({ architecture }) => measured.has(architecture));
  return networks.map((network) => {
    const distance = (/** @type {{ multiplyAdds: number }} */ { multiplyAdds }) => Math.abs(Math.log(multiplyAdds / network.multiplyAdds));
    const nearest = known.reduce((best, other) => (distance(other) < distance(best) ? other : best));
    const reference = known.find(({ architecture }) => architecture === network.architecture) ?? nearest;
    return { ...network, expectedMs: ((measured.get(reference.architecture) ?? 0) * network.multiplyAdds) / reference.multiplyAdds };
  });
}
