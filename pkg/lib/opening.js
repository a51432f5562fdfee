/** Opens what the worker works with: the store, and the engine filled from it. */
import { BackendChooser } from "./backend.js";
import { DatabaseStore } from "./database.js";
import { Library } from "./library.js";
import { MemoryStore } from "./memory.js";

/** @import { Assets } from "./assets.js" */
/** @import { Engine } from "./engine.d.ts" */
/** @import { Emit, StartOptions } from "./protocol.d.ts" */
/** @import { Store, Values } from "./store.d.ts" */
/** @import { Runs } from "./runs.js" */
/** @import { Progress } from "./types.d.ts" */
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
 * @param {Assets} assets
 * @param {Emit} emit
 * @param {OnStage} progress
 */
export async function openEngine(options, store, { Engine, weights }, emit, progress) {
  const chooser = new BackendChooser((backend) => Engine.create(backend, weights), progress, () => emit("lost", null));
  const asked = options.backend === "auto" ? ((await valueOf(store, "backend")) ?? "auto") : options.backend;
  const { engine, info, measurement } = await chooser.choose({
    asked,
    lost: options.lost,
    remembered: await valueOf(store, "measurement"),
  });
  if (measurement) await store.write([{ table: "values", key: "measurement", value: measurement }]).catch(console.warn);
  if (asked === "webgpu" && info.backend === "cpu" && options.lost !== "lost") emit("notice", notOnGpu());
  return { engine, info };
}

/** @param {Engine} engine @param {Store} store @param {Runs} runs @param {boolean} purge @param {OnStage} progress */
export async function openLibrary(engine, store, runs, purge, progress) {
  const library = await Library.open(engine, store, purge);
  const model = await runs.model();
  await library.restore(() => loadModel(engine, model), (done, total) => progress("restore", done, total));
  const settings = await valueOf(store, "settings");
  if (settings) engine.setSettings(settings);
  return library;
}

/** @param {Engine} engine @param {Uint8Array | undefined} model */
function loadModel(engine, model) {
  if (engine.project().classes.length === 0 || !model) return;
  try {
    engine.loadModel(model);
  } catch (error) {
    // All of its classes are gone, say. The project then tells that it needs training.
    console.warn("Pupil leaves the stored model alone:", error);
  }
}

function notOnGpu() {
  return { code: "webgpu_unavailable", message: "WebGPU cannot be used here, so Pupil runs on the CPU. A newer browser or graphics driver may help." };
}
