/** Opens what the worker works with: the store, and the engine filled from it. */
import { BackendChooser } from "./backend.js";
import { DatabaseStore } from "./database.js";
import { errorData, isFatal } from "../shared/errors.js";
import { MemoryStore } from "../shared/memory.js";

/** @import { Backbones } from "./backbones.js" */
/** @import { Engine, EngineModule } from "./engine.d.ts" */
/** @import { Emit, StartOptions } from "../shared/protocol.d.ts" */
/** @import { Store, Values } from "../shared/store.d.ts" */
/** @import { Library } from "./library.js" */
/** @import { Runs } from "./runs.js" */
/** @import { BackendInfo, Progress, PupilErrorData } from "../shared/types.d.ts" */
/** @typedef {Progress["stage"]} Stage */
/** @typedef {(stage: Stage, done: number, total: number) => void} OnStage */

/** Where the browser keeps nothing, or keeps it locked, Pupil goes on in memory. @param {StartOptions} options @param {Emit} emit */
export async function openStore({ store, kept }, emit) {
  const memory = () => new MemoryStore(kept, (changes) => emit("written", changes));
  if (store === null || kept) return memory();
  try {
    return await DatabaseStore.open(store);
  } catch (error) {
    const message = `The browser lets nothing be stored here (${error}), so everything is gone when this tab is closed. Leave private browsing, or allow this site to store data.`;
    emit("notice", { code: "storage_unavailable", message });
    return memory();
  }
}

/** @template {keyof Values} K @param {Store} store @param {K} key */
export async function valueOf(store, key) {
  return /** @type {Values[K] | undefined} */ (await store.get("values", key));
}

/**
 * @param {StartOptions} options
 * @param {Store} store
 * @param {EngineModule["Engine"]} Engine
 * @param {Backbones} backbones
 * @param {Emit} emit
 * @param {OnStage} progress
 * @returns {Promise<{ engine: Engine, info: BackendInfo, fellBack: boolean }>} `fellBack` if the backbone is another than the one stored
 */
export async function openEngine(options, store, Engine, backbones, emit, progress) {
  try {
    return { ...(await openWith(options, store, Engine, backbones, emit, progress)), fellBack: false };
  } catch (error) {
    if (isFatal(error) || !backbones.fallBack()) throw error;
    emit("notice", fellBack(errorData(error)));
    return { ...(await openWith(options, store, Engine, backbones, emit, progress)), fellBack: true };
  }
}

/** @type {(...args: Parameters<typeof openEngine>) => Promise<{ engine: Engine, info: BackendInfo }>} */
async function openWith(options, store, Engine, backbones, emit, progress) {
  const weights = await backbones.weights(backbones.inUse, (done, total) => progress("download", done, total));
  const chooser = new BackendChooser((backend) => Engine.create(backend, weights), progress, () => emit("lost", null));
  const asked = options.backend === "auto" ? ((await valueOf(store, "backend")) ?? "auto") : options.backend;
  const known = await valueOf(store, "measurement");
  const { engine, info, measurement } = await chooser.choose({
    asked,
    lost: options.lost,
    remembered: known?.backbone === backbones.inUse ? known : undefined,
  });
  if (measurement) {
    const value = { ...measurement, backbone: backbones.inUse };
    await store.write([{ table: "values", key: "measurement", value }]).catch(console.warn);
  }
  if (asked === "webgpu" && info.backend === "cpu" && options.lost !== "lost") emit("notice", notOnGpu());
  return { engine, info };
}

/** Gives an empty engine everything that is stored. @param {Library} library @param {Store} store @param {Runs} runs @param {OnStage} progress */
export async function fillEngine(library, store, runs, progress) {
  const { engine } = library;
  const model = await runs.model();
  await library.restore(() => loadModel(engine, model), (done, total) => progress("restore", done, total));
  const settings = await valueOf(store, "settings");
  if (settings) engine.setSettings(settings);
}

/** @param {Engine} engine @param {Uint8Array | undefined} model */
function loadModel(engine, model) {
  if (engine.project().classes.length === 0 || !model) return;
  try {
    engine.loadModel(model);
  } catch (error) {
    // All of its classes are gone, say, or it was trained on another backbone. The project then tells that it needs training.
    console.warn("Pupil leaves the stored model alone:", error);
  }
}

/** @param {PupilErrorData} error */
function fellBack({ message }) {
  return { code: "backbone_lost", message: `The network that was chosen cannot be opened, so Pupil goes back to the one it began with. ${message}` };
}

function notOnGpu() {
  return { code: "webgpu_unavailable", message: "WebGPU cannot be used here, so Pupil runs on the CPU. A newer browser or graphics driver may help." };
}
