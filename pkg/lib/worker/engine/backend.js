/** Chooses the backend: what was asked for, what was measured before, or whichever is faster now. */
import { errorData, isFatal } from "../../shared/errors.js";
import { destroyDevices, lookAtGpu, watchDevices } from "./gpu.js";
import { VERSION } from "../../shared/version.js";

/** @import { Engine } from "./engine.d.ts" */
/** @import { GpuFailure } from "../../shared/protocol.d.ts" */
/** @import { Measurement } from "../../shared/store.d.ts" */
/** @import { Backend, BackendInfo, Progress } from "../../shared/types.d.ts" */
/** @typedef {Progress["stage"]} Stage */
/** @typedef {{ engine: Engine, frameMs: number }} Warm */
/**
 * @typedef {object} Wish
 * @property {"auto" | Backend} asked
 * @property {GpuFailure | null} gpuFailure how the GPU failed in the last worker
 * @property {Measurement | undefined} remembered
 */
/** @typedef {{ engine: Engine, info: BackendInfo, measurement: Omit<Measurement, "backbone"> | null }} Choice */

export class BackendChooser {
  #create;
  #progress;
  #onLost;

  /**
   * @param {(backend: Backend) => Promise<Engine>} create
   * @param {(stage: Stage, done: number, total: number) => void} progress
   * @param {() => void} onLost
   */
  constructor(create, progress, onLost) {
    this.#create = create;
    this.#progress = progress;
    this.#onLost = onLost;
  }

  /** @param {Wish} wish @returns {Promise<Choice>} */
  async choose({ asked, gpuFailure, remembered }) {
    if (gpuFailure) return this.#recovered(gpuFailure);
    if (asked === "cpu") return this.#cpu("asked", null);
    const { adapter, refusal } = await lookAtGpu();
    // WebGPU that was asked for is used even in software.
    if (adapter === null || (refusal && !(asked === "webgpu" && refusal === "fallback"))) return this.#cpu("only", refusal);
    watchDevices(this.#onLost);
    if (asked === "webgpu") return this.#askedGpu(adapter);
    const known = remembered?.adapter === adapter && remembered.version === VERSION;
    return known ? this.#remembered(remembered) : this.#faster(adapter);
  }

  /** A GPU that failed at the start is not tried again at the next one. @param {GpuFailure} failure */
  async #recovered(failure) {
    const choice = await this.#cpu("recovered", failure);
    const { adapter } = await lookAtGpu();
    if (failure === "lost" || adapter === null) return choice;
    return { ...choice, measurement: { version: VERSION, adapter, measured: choice.info.measured } };
  }

  /** @param {string} adapter */
  async #askedGpu(adapter) {
    const gpu = await this.#gpu();
    if (!gpu) return this.#cpu("only", "failed");
    return chosen(gpu, { backend: "webgpu", adapter, reason: "asked" });
  }

  /** @param {Measurement} remembered */
  async #remembered({ adapter, measured }) {
    if (!isGpuFaster(measured)) {
      return chosen(await this.#warm("cpu"), { backend: "cpu", reason: "remembered", measured, webgpuRefused: whyNot(measured) });
    }
    const gpu = await this.#gpu();
    if (!gpu) return this.#cpu("only", "failed");
    return chosen(gpu, { backend: "webgpu", adapter, reason: "remembered", measured });
  }

  /** @param {string} adapter @returns {Promise<Choice>} */
  async #faster(adapter) {
    const gpu = await this.#gpu();
    this.#progress("measure", 0, 1);
    const cpu = await this.#warm("cpu");
    this.#progress("measure", 1, 1);
    const measured = { webgpu: gpu?.frameMs ?? null, cpu: cpu.frameMs };
    const measurement = { version: VERSION, adapter, measured };
    if (gpu && isGpuFaster(measured)) {
      cpu.engine.free();
      return { ...chosen(gpu, { backend: "webgpu", adapter, reason: "faster", measured }), measurement };
    }
    gpu?.engine.free();
    destroyDevices();
    const reason = gpu ? "faster" : "only";
    return { ...chosen(cpu, { backend: "cpu", reason, measured, webgpuRefused: whyNot(measured) }), measurement };
  }

  /** @param {BackendInfo["reason"]} reason @param {string | null} webgpuRefused */
  async #cpu(reason, webgpuRefused) {
    return chosen(await this.#warm("cpu"), { backend: "cpu", reason, webgpuRefused });
  }

  /** The GPU's engine; null if it fails without killing the WebAssembly. */
  async #gpu() {
    try {
      this.#progress("compile", 0, 1);
      const gpu = await this.#warm("webgpu");
      this.#progress("compile", 1, 1);
      return gpu;
    } catch (error) {
      if (isFatal(error)) throw error;
      console.warn("Pupil does not use WebGPU:", errorData(error).message);
      return null;
    }
  }

  /** @param {Backend} backend @returns {Promise<Warm>} */
  async #warm(backend) {
    const engine = await this.#create(backend);
    return { engine, frameMs: await engine.warmUp() };
  }
}

/** @param {Warm} warm @param {Partial<BackendInfo> & Pick<BackendInfo, "backend" | "reason">} info @returns {Choice} */
function chosen({ engine, frameMs }, info) {
  const measured = { webgpu: null, cpu: null, [info.backend]: frameMs };
  return { engine, info: { adapter: null, webgpuRefused: null, frameMs, measured, ...info }, measurement: null };
}

/** @param {BackendInfo["measured"]} measured */
function isGpuFaster({ webgpu, cpu }) {
  return webgpu !== null && cpu !== null && webgpu < cpu;
}

/** @param {BackendInfo["measured"]} measured */
function whyNot({ webgpu }) {
  return webgpu === null ? "failed" : "slower";
}
