/** Changes from one pretrained network to another, and knows the costs of each. */
import { PupilError } from "../shared/errors.js";
import { fetchWeights } from "./engine/backbones.js";
import { readFile, sha256 } from "../shared/files.js";
import { reembed } from "./engine/reembed.js";
import { bestReportOf } from "./engine/report.js";
import { fillEngine } from "./engine/startup.js";
import { trialOf } from "./engine/trial.js";

/** @import { Loaded } from "./engine/backbones.js" */
/** @import { Engine } from "./engine/engine.d.ts" */
/** @import { Project } from "./engine/project.js" */
/** @import { CallContext } from "../shared/methods.d.ts" */
/** @import { Change } from "../shared/store.d.ts" */
/** @import { BackendInfo, NetworkInfo, NetworkTrial } from "../shared/types.d.ts" */

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
      const weights = await this.#weights(id, context);
      await this.#replaceEngine({ id, weights }, await this.#engineWith(weights), context);
    });
  }

  /** @param {string} id @param {CallContext} context @returns {Promise<NetworkTrial>} */
  useIfBetter(id, context) {
    return this.#project.queue.replace(async () => {
      const before = await bestReportOf(this.#project);
      /** @type {NetworkTrial} */
      let trial = { inUse: false, measuredOn: before.measuredOn, comparison: null };
      if (before.measuredOn === "training" || id === this.#project.backbones.inUse) return trial;
      const weights = await this.#weights(id, context);
      const engine = await this.#engineWith(weights);
      const isBetter = async (/** @type {Change[]} */ changes) => (trial = await trialOf(this.#project, engine, changes, before)).inUse;
      await this.#replaceEngine({ id, weights }, engine, context, { isBetter });
      return trial;
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
      const record = { id, name, architecture: engine.project().architecture, bytes: file.size };
      await this.#replaceEngine({ id, weights }, engine, context, { loaded: { record, file } });
    });
  }

  /** @param {string} id */
  remove(id) {
    const { backbones, projects } = this.#project;
    if (projects.needs(id)) throw new PupilError("backbone_in_use", "Another project uses this network. Open that one, and use another network there first.", { id });
    return this.#project.edit(() => backbones.remove(id));
  }

  /** @param {string} id @param {CallContext} context */
  #weights(id, { progress, signal }) {
    return this.#project.backbones.weights(id, (done, total) => progress({ stage: "download", done, total }), signal);
  }

  /** An empty engine on the backend in use. @param {Uint8Array} weights */
  #engineWith(weights) {
    const { module, queue } = this.#project;
    return queue.run(() => module.Engine.create(this.#backend.backend, weights));
  }

  /**
   * @param {{ id: string, weights: Uint8Array }} backbone
   * @param {Engine} engine with that backbone, and empty
   * @param {CallContext} context
   * @param {{ loaded?: Loaded, isBetter?: (embeddings: Change[]) => Promise<boolean> }} [options] `loaded`: its weights, if they are to be
   *   stored, too; `isBetter`: else the one in use stays
   */
  async #replaceEngine({ id, weights }, engine, context, { loaded, isBetter = async () => true } = {}) {
    const { backbones, embedders, queue, records } = this.#project;
    const { backend } = this.#backend;
    const frameMs = await queue.run(() => engine.warmUp());
    const pool = embedders.pool(id, async () => weights, records.pictures.size);
    await reembed(this.#project, engine, context, pool, async (changes) => {
      if (!(await isBetter(changes))) return engine.free();
      await this.#project.replaceEngine(engine, [...changes, ...this.#project.views.deletions(), ...backbones.changes(id, loaded)]);
      backbones.use(id, loaded);
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
