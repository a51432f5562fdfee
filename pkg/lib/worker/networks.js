/** Goes over from one pretrained network to another, and knows what each would take here. */
import { withExpectedMs } from "./backbones.js";
import { Changeover } from "./changeover.js";
import { PupilError } from "../shared/errors.js";
import { read } from "./intake.js";
import { fillEngine } from "./opening.js";
import { sha256 } from "./picture.js";

/** @import { Backbones } from "./backbones.js" */
/** @import { Engine, EngineModule } from "./engine.d.ts" */
/** @import { Library } from "./library.js" */
/** @import { CallContext } from "../shared/protocol.d.ts" */
/** @import { Runs } from "./runs.js" */
/** @import { Store } from "../shared/store.d.ts" */
/** @import { Turns } from "./turns.js" */
/** @import { BackendInfo } from "../shared/types.d.ts" */

/**
 * @typedef {object} Parts what a change of network touches
 * @property {EngineModule["Engine"]} Engine
 * @property {Backbones} backbones
 * @property {Library} library
 * @property {Runs} runs
 * @property {Store} store
 * @property {Turns} turns
 */

export class Networks {
  #parts;
  /** @type {BackendInfo} */
  #backend;
  #onChange;
  /** Milliseconds a picture takes, by architecture, of those that were in use here. @type {Map<string, number>} */
  #frameMs = new Map();

  /** @param {Parts} parts @param {BackendInfo} backend of the engine in use @param {(backend: BackendInfo) => void} onChange */
  constructor(parts, backend, onChange) {
    this.#parts = parts;
    this.#backend = this.#measured(backend);
    this.#onChange = onChange;
  }

  /** Every network there is. */
  list() {
    return withExpectedMs(this.#parts.Engine.catalogue(), this.#frameMs);
  }

  /** Builds on weights that are here. @param {string} id @param {CallContext} context */
  async use(id, context) {
    const { backbones } = this.#parts;
    if (id === backbones.inUse) return;
    const onBytes = (/** @type {number} */ done, /** @type {number} */ total) => context.progress({ stage: "download", done, total });
    await this.#change(id, await this.#engineWith(await backbones.weights(id, onBytes, context.signal)), context);
  }

  /** Takes weights in and builds on them. @param {Blob} file @param {string} name @param {CallContext} context */
  async take(file, name, context) {
    const { backbones } = this.#parts;
    const weights = await read(file);
    const id = await sha256(weights);
    if (id === backbones.inUse) return;
    const engine = await this.#engineWith(weights);
    await backbones.keep({ id, name, architecture: engine.project().architecture, file });
    await this.#change(id, engine, context);
  }

  /** An empty engine where the one in use is. @param {Uint8Array} weights */
  #engineWith(weights) {
    const { turns, Engine } = this.#parts;
    return turns.take(() => Engine.create(this.#backend.backend, weights));
  }

  /** @param {string} id @param {Engine} engine with that backbone, and empty @param {CallContext} context */
  async #change(id, engine, context) {
    const { backbones, library, runs, store, turns } = this.#parts;
    const { backend } = this.#backend;
    const frameMs = await turns.take(() => engine.warmUp());
    await new Changeover(library, engine).run(turns, context, async (changes) => {
      if (turns.held) throw busy();
      await library.change(engine, [...changes, backbones.change(id)]);
      backbones.use(id);
      await fillEngine(library, store, runs, () => {});
      this.#backend = this.#measured({ ...this.#backend, frameMs, measured: { webgpu: null, cpu: null, [backend]: frameMs } });
      this.#onChange(this.#backend);
    });
  }

  /** @param {BackendInfo} backend */
  #measured(backend) {
    this.#frameMs.set(this.#parts.library.engine.project().architecture, backend.frameMs);
    return backend;
  }
}

function busy() {
  return new PupilError("busy", "Pupil is at work on something that another network would spoil. Wait until it has ended, or stop it, then choose the network again.");
}
